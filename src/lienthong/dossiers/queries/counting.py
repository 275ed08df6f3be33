from lienthong.dossiers.models import Dossier


def how_many_dossiers() -> int:
    return Dossier.objects.count()

"""Every version that dossiers may have been received under, for choosing one."""

from collections.abc import Sequence

from lienthong.catalogue.models import ProcedureVersion
from lienthong.catalogue.queries.versions import VersionView, versions
from lienthong.catalogue.rules.lifecycle import VersionStatus


def ever_published() -> Sequence[VersionView]:
    """Published versions, those that are over too, by code and the newest first."""
    ids = list(
        ProcedureVersion.objects.filter(
            status__in=[VersionStatus.PUBLISHED, VersionStatus.ROLLED_BACK],
            valid_from__isnull=False,
        )
        .order_by("procedure__code", "-number")
        .values_list("pk", flat=True)
    )
    found = versions(ids)
    return [found[number] for number in ids]

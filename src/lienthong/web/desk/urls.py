from django.urls import path, register_converter

from lienthong.web.desk import acting, batch, desk, dossier, lists, papers


class Hash:
    """A file's SHA-256."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Hash, "hash")

urlpatterns = [
    path("ban-lam-viec/", desk.mine, name="desk"),
    path("ban-lam-viec/phong/", desk.office, name="desk-office"),
    path("ban-lam-viec/ghi-muon/", lists.late, name="desk-late"),
    path("ban-lam-viec/chon/", batch.batch, name="desk-batch"),
    path("ban-lam-viec/nhac/<int:reminder_id>/", lists.put_aside, name="desk-reminder"),
    path("ho-so/", lists.search, name="dossiers"),
    path("ho-so/<str:code>/", dossier.dossier, name="dossier"),
    path("ho-so/<str:code>/so-dinh-danh/", papers.identity, name="dossier-identity"),
    path("ho-so/<str:code>/viec/<slug:name>/", acting.act, name="dossier-act"),
    path("ho-so/<str:code>/tep/<hash:sha256>/", papers.file, name="dossier-file"),
]

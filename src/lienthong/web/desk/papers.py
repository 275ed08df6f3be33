"""Files of a dossier: every one is reached through the dossier that names it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.accounts.rules import Permission
from lienthong.catalogue.queries.connected import connected_sources
from lienthong.dossiers.queries import DossierPage
from lienthong.papers import queries as papers
from lienthong.papers.rules import NoSuchFile
from lienthong.web.desk.looking import files_by_event, log_read, opened
from lienthong.web.ui.access import Request, form_page, needs
from lienthong.web.ui.saying import said
from lienthong.web.ui.status import Tag

KINDS: Final[Mapping[str, Promise]] = {
    "original": gettext_lazy("Bản chính"),
    "copy": gettext_lazy("Bản sao"),
    "certified": gettext_lazy("Bản chứng thực"),
    "digital": gettext_lazy("Bản điện tử"),
    "data": gettext_lazy("Khai thác từ cơ sở dữ liệu"),
}


@dataclass(frozen=True)
class Paper:
    """A paper as the page shows it."""

    id: int
    name: str
    source: str
    asked_reason: str
    file: str
    tag: Tag
    may_attach: bool


def shown_papers(found: DossierPage, *, may_attach: bool) -> Sequence[Paper]:
    """The papers with where they come from; what a connected source holds is named by it."""
    sources = connected_sources() if any(line.source for line in found.components) else {}
    made = []
    for line in found.components:
        if line.source:
            source = sources.get(line.source, line.source)
            tag = Tag("done", "link", _("Lấy từ cơ sở dữ liệu"))
        else:
            kind = str(KINDS.get(line.kind, line.kind))
            source = _("%(kind)s, %(count)d bản") % {"kind": kind, "count": line.copies}
            tag = (
                Tag("done", "check", _("Đã có tệp"))
                if line.file
                else Tag("", "file-text", _("Bản giấy"))
            )
        made.append(
            Paper(
                id=line.id,
                name=line.name,
                source=source,
                asked_reason=line.asked_reason,
                file=line.file or "",
                tag=tag,
                may_attach=may_attach and not line.file and not line.source,
            )
        )
    return made


def names_of_files(found: DossierPage) -> dict[str, str]:
    """Every file that the dossier names, and under which name it is saved."""
    named = {line.file: line.name for line in found.components if line.file}
    for seq, hashes in files_by_event(found).items():
        for sha256 in hashes:
            named.setdefault(sha256, f"{found.code}-{seq}")
    return named


@needs(Permission.DOSSIER_VIEW)
@never_cache
@require_safe
def file(request: Request, code: str, sha256: str) -> HttpResponseBase:
    """A file under its hash, only from a dossier that names it. Being given a file is a read."""
    found, by = opened(request, code)
    named = names_of_files(found)
    if sha256 not in named:
        raise Http404
    try:
        download = papers.download(sha256, name=named[sha256], inline=True)
    except NoSuchFile as refusal:
        return render(request, "desk/file_lost.html", {"reason": said(refusal)}, status=410)
    log_read(request, found.code, by=by, screen="dossier.file")
    return StreamingHttpResponse(download.chunks, headers=download.headers)


class Purpose(forms.Form):
    purpose = forms.CharField(
        label=gettext_lazy("Xem để làm gì"),
        max_length=200,
        help_text=gettext_lazy(
            "Ghi vào nhật ký cùng tên người xem. Ví dụ: đối chiếu với giấy tờ gốc."
        ),
        error_messages={"required": gettext_lazy("Ghi mục đích xem số định danh")},
    )


@needs(Permission.DOSSIER_VIEW)
@never_cache
@form_page
def identity(request: Request, code: str) -> HttpResponse:
    """The whole identity number, once, in the answer to a purpose that is kept."""
    found, by = opened(request, code)
    form = Purpose(request.POST if request.method == "POST" else None)
    number = ""
    if form.is_valid():
        number = found.applicant.identity_number
        log_read(
            request,
            found.code,
            by=by,
            screen="dossier.identity",
            purpose=form.cleaned_data["purpose"],
        )
    context = {"found": found, "form": form, "number": number}
    return render(request, "desk/identity.html", context, status=422 if form.errors else 200)

"""Directives: taken in, read, and what people make of what was read."""

from dataclasses import dataclass
from typing import Any, Final, cast

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from lienthong.accounts.rules import Permission
from lienthong.accounts.rules.scope import Actor
from lienthong.papers.queries import open_file
from lienthong.papers.rules import NoSuchFile
from lienthong.programmes.actions import directives as actions
from lienthong.programmes.actions.proposals import resolve_conflict
from lienthong.programmes.queries import directives as queries
from lienthong.programmes.queries.programmes import ProgrammeView, programmes
from lienthong.programmes.rules.sources import ConflictKind
from lienthong.web.programme import directive_words as words
from lienthong.web.programme.directive_acts import Reading, reading_of
from lienthong.web.ui.access import Request, check, form_page, needs
from lienthong.web.ui.asked import printable, typed
from lienthong.web.ui.fields import choice_field, day_field
from lienthong.web.ui.saying import REFUSALS, said
from lienthong.web.ui.uploads import Scan, ScanField, ScanInput, kept_as

EDIT: Final = Permission.PROGRAMME_EDIT
MOST_MB: Final = 50


class InMemory(MemoryFileUploadHandler):
    """Keeps an upload in memory whatever its size: until its heading is read it may be secret."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803
        content_length: int | None,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        self.activated = (content_length or 0) <= (MOST_MB + 1) * 1024 * 1024


@dataclass(frozen=True)
class Sent:
    """A document in memory; `scan`: where it lies since an earlier try."""

    name: str
    content: bytes
    scan: Scan | None = None


class DirectiveField(ScanField):
    """Cleans to a Sent. Unlike other files it stays in memory: it may be secret."""

    def clean(self, value: Any) -> Any:
        if isinstance(value, UploadedFile):
            content = value.read()
            if not content:
                raise forms.ValidationError(_("Tệp trống. Chọn lại tệp."))
            return Sent(printable(value.name, most=120), content)
        scan = super().clean(value)
        if scan is None:
            return None
        try:
            with open_file(scan.stored.sha256) as stream:
                return Sent(scan.name, stream.read(), scan)
        except NoSuchFile:
            raise forms.ValidationError(_("Tệp gửi lần trước không còn. Chọn lại tệp.")) from None


class Upload(forms.Form):
    programme = choice_field(gettext_lazy("Chương trình"), gettext_lazy("Chọn chương trình"))
    file = DirectiveField(
        label=gettext_lazy("Văn bản"),
        help_text=gettext_lazy("Tệp .pdf, .docx hoặc .txt. Kéo thả vào ô này cũng được."),
        error_messages={
            "required": gettext_lazy("Chọn tệp văn bản"),
        },
        widget=ScanInput(attrs={"accept": ".pdf,.docx,.txt"}),
    )
    issued_on = day_field(
        gettext_lazy("Ngày ban hành"),
        required=False,
        help_text=gettext_lazy("Chỉ ghi khi văn bản không ghi ngày."),
    )
    secret = forms.BooleanField(
        label=gettext_lazy("Văn bản này là tài liệu mật (Mật, Tối mật, Tuyệt mật)"), required=False
    )


def _mine(request: Request) -> list[ProgrammeView]:
    """The programmes whose tasks the reader may assign."""
    return [
        one
        for one in programmes()
        if one.standing and request.scope.may(EDIT, agency_id=one.standing.id)
    ]


@needs(EDIT)
@never_cache
@require_safe
def listed(request: Request) -> HttpResponse:
    text = typed(request)
    agencies = request.scope.agencies(EDIT)
    rows = queries.directives(agencies=agencies, text=text)
    disagree = len(queries.source_conflicts(agencies=agencies))
    context = {"rows": rows, "text": text, "conflicts": disagree}
    return render(request, "programme/directives.html", context)


@csrf_exempt  # checked below, once the upload handler is set: reading the form begins the upload
@needs(EDIT)
@never_cache
@form_page
def upload(request: Request) -> HttpResponseBase:
    if request.method == "POST":
        request.upload_handlers = [InMemory(request)]
    return _upload(request)


@csrf_protect
def _upload(request: HttpRequest) -> HttpResponse:
    given = cast(Request, request)
    post = request.method == "POST"
    form = Upload(request.POST if post else None, request.FILES if post else None)
    mine = {str(one.id): one for one in _mine(given)}
    choices = [(key, one.name) for key, one in mine.items()]
    form.fields["programme"].choices = choices  # type: ignore[attr-defined]
    if len(choices) == 1:
        form.fields["programme"].initial = choices[0][0]
    if form.is_valid():
        data = form.cleaned_data
        programme = mine[data["programme"]]
        agency = programme.standing.id if programme.standing else 0
        known = queries.newest(agencies=[agency])
        try:
            directive = actions.ingest(
                content=data["file"].content,
                name=data["file"].name,
                programme_id=programme.id,
                agency_id=agency,
                issued_on=data["issued_on"],
                secret=data["secret"],
                by=check(given, EDIT, agency_id=agency),
                at=given.now,
            )
        except REFUSALS as refusal:
            form.add_error("file", said(refusal))
        else:
            if known is not None and directive.pk <= known:
                messages.info(request, _("Văn bản này đã có từ trước; mở lại bản đã đọc."))
            return redirect("directive", directive.pk)
    if form.errors:
        _hold(form)
    status = 422 if form.errors else 200
    return render(request, "programme/directive_upload.html", {"form": form}, status=status)


def _hold(form: Upload) -> None:
    """What was sent with a form that is not right yet comes back with it; a secret never does, and
    one that cannot be told from a secret has to be sent again."""
    sent = form.cleaned_data.get("file")
    if sent is None or "file" in form.errors:
        return
    scan: Scan | None = sent.scan
    if scan is None and not form.cleaned_data.get("secret"):
        stored = actions.hold(content=sent.content, name=sent.name)
        scan = kept_as(stored, sent.name) if stored else None
    if scan is None:
        form.add_error(
            "file", _("Văn bản chưa được giữ lại. Sửa các mục còn lỗi rồi chọn lại tệp.")
        )
    form.fields["file"].widget.scan = scan


@needs(EDIT)
@never_cache
@require_safe
def directive(request: Request, directive_id: int) -> HttpResponse:
    reading = reading_of(request, directive_id)
    if reading.directive.pages_read < reading.directive.pages:
        return render(request, "programme/directive_reading.html", {"row": reading.directive})
    return show(request, reading)


def show(request: Request, reading: Reading, form: forms.Form | None = None) -> HttpResponse:
    context = reading.context(form)
    status = 422 if form is not None and form.errors else 200
    return render(request, "programme/directive.html", context, status=status)


@needs(EDIT)
@require_POST
def read_on(request: Request, directive_id: int) -> HttpResponse:
    """The next pages of a long document; asked for by the page itself until all is read."""
    row = queries.directive(directive_id)
    if row is None:
        raise Http404
    by = check(request, EDIT, agency_id=row.agency_id)
    address = reverse("directive", args=[row.pk])
    try:
        row = actions.read_on(directive_id=row.pk, by=by, at=request.now)
    except REFUSALS as refusal:
        messages.error(request, said(refusal))
        address = reverse("directives")
    else:
        if request.htmx and row.pages_read < row.pages:
            return render(request, "programme/_directive_progress.html", {"row": row})
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


@needs(EDIT)
@never_cache
@form_page
def conflicts(request: Request) -> HttpResponse:
    """Tasks whose documents print different days or leads; the standing agency says what holds."""
    rows = queries.source_conflicts(agencies=request.scope.agencies(EDIT))
    if request.method == "POST":
        task = next(
            (row.task for row in rows if str(row.task.pk) == request.POST.get("task")), None
        )
        if task is None:
            raise Http404
        standing = task.programme.standing_id
        actor = Actor(by=check(request, EDIT, agency_id=standing), agency=standing)
        try:
            resolve_conflict(
                task_id=task.pk,
                resolution=request.POST.get("resolution", ""),
                actor=actor,
                at=request.now,
            )
        except REFUSALS as refusal:
            messages.error(request, said(refusal))
        else:
            messages.success(request, _("Đã ghi quyết định; mâu thuẫn này không còn treo."))
        return redirect("directive-conflicts")
    lines = [
        {
            "row": row,
            "words": [
                _("Khác thời hạn") if one.kind is ConflictKind.DEADLINE else _("Khác chủ trì")
                for one in row.conflicts
            ],
        }
        for row in rows
    ]
    return render(request, "programme/directive_conflicts.html", {"lines": lines, "words": words})

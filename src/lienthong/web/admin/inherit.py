"""Taking over the dossiers of a former system: upload, dry run row by row, then all or nothing."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lienthong.accounts.rules import Permission
from lienthong.dossiers.actions.inherit import Inheritance, inherit, try_inherit
from lienthong.dossiers.rules.inheriting import COLUMNS, REQUIRED, RowError
from lienthong.web.admin import uploads
from lienthong.web.admin.acting import acting
from lienthong.web.ui.access import Request, form_page, needs
from lienthong.web.ui.fields import text_field
from lienthong.web.ui.saying import REFUSALS, said
from lienthong.web.ui.tables import table

IMPORT = Permission.INHERIT_IMPORT
SHOWN: Final = 200
MOST_MB: Final = 20
_KEY: Final = "inheriting"


class Upload(forms.Form):
    source = text_field(
        gettext_lazy("Tên hệ thống hoặc đơn vị cũ"),
        gettext_lazy("Ghi tên hệ thống hoặc đơn vị cũ"),
        max_length=60,
        help_text=gettext_lazy(
            "Ví dụ motcua-hoian-2024. Nhập lần sau cùng tên thì chỉ lấy hồ sơ chưa có."
        ),
    )
    sheet = forms.FileField(
        label=gettext_lazy("Bảng hồ sơ"),
        help_text=gettext_lazy("Tệp .csv (UTF-8) hoặc .xlsx, mỗi dòng một hồ sơ."),
        error_messages={
            "required": gettext_lazy("Chọn bảng hồ sơ"),
            "empty": gettext_lazy("Tệp trống. Chọn lại tệp."),
        },
    )
    attachments = forms.FileField(
        label=gettext_lazy("Các tệp đính kèm"),
        required=False,
        help_text=gettext_lazy("Một tệp .zip; cột “Tệp” của bảng ghi tên từng tệp trong đó."),
        error_messages={"empty": gettext_lazy("Tệp trống. Chọn lại tệp.")},
    )

    def clean_sheet(self) -> Any:
        sheet = self.cleaned_data["sheet"]
        if sheet.size > MOST_MB * 1024 * 1024:
            raise forms.ValidationError(
                _(
                    "Bảng lớn hơn %(mb)s MB. Chia nhỏ, hoặc nhờ người vận hành máy chủ nhập bằng"
                    " lệnh lienthong dossiers."
                )
                % {"mb": MOST_MB}
            )
        return sheet


@needs(IMPORT)
@never_cache
@form_page
def start(request: Request) -> HttpResponse:
    post = request.method == "POST"
    # Whoever uploads a mended sheet means the same former system: another name takes all twice.
    source = request.session.get(_KEY, {}).get("source", "")
    form = Upload(
        request.POST if post else None,
        request.FILES if post else None,
        initial={"source": source},
    )
    if form.is_valid():
        given = form.cleaned_data
        try:
            token = uploads.keep(given["sheet"], given.get("attachments"), at=request.now)
        except REFUSALS as refusal:
            form.add_error("attachments", said(refusal))
        else:
            uploads.forget(str(request.session.get(_KEY, {}).get("token", "")))
            request.session[_KEY] = {
                "token": token,
                "source": given["source"],
                "name": given["sheet"].name[:120],
            }
            return redirect("inherit-report")
    columns = [{"name": name, "required": key in REQUIRED} for key, name in COLUMNS.items()]
    context = {"form": form, "columns": columns}
    return render(request, "admin/inherit.html", context, status=422 if form.errors else 200)


@needs(IMPORT)
@require_safe
def template(request: Request) -> HttpResponse:
    """An empty sheet with the columns, and one row that shows how each is written."""
    example = {
        "code": "H17.9-260820-0001",
        "procedure": "1.014027",
        "commune": "20413",
        "name": "Nguyễn Văn A",
        "identity": "000000000001",
        "channel": "trực tiếp",
        "submitted_at": "20/08/2026 08:30",
        "accepted_at": "20/08/2026 08:40",
        "promised_at": "05/09/2026 17:00",
        "state": "4",
    }
    line = [example.get(key, "") for key in COLUMNS]
    return table("mau-nhap-ho-so.csv", list(COLUMNS.values()), [line])


def _run(
    take: Callable[..., Inheritance], request: Request, kept: Mapping[str, str]
) -> Inheritance:
    """`take` over what was uploaded: the dry run or the real one. Raises what `take` refuses."""
    with uploads.opened(kept["token"]) as (stream, place):
        return take(
            stream=stream,
            name=place.sheet.name,
            source=kept["source"],
            files=place.files,
            reach=request.scope.agencies(IMPORT),
            actor=acting(request, IMPORT),
            at=request.now,
        )


@needs(IMPORT)
@never_cache
@require_safe
def report(request: Request) -> HttpResponse:
    """The dry run of what was uploaded: nothing is written."""
    kept = request.session.get(_KEY)
    if not kept:
        return redirect("inherit")
    try:
        found = _run(try_inherit, request, kept)
    except REFUSALS as refusal:
        messages.warning(request, said(refusal))
        return redirect("inherit")
    if request.GET.get("dang") == "csv":
        return _errors(found.errors)
    return render(request, "admin/inherit_report.html", _context(found, kept))


@needs(IMPORT)
@require_POST
def take_over(request: Request) -> HttpResponse:
    kept = request.session.get(_KEY)
    if not kept:
        return redirect("inherit")
    try:
        found = _run(inherit, request, kept)
    except REFUSALS as refusal:
        messages.warning(request, said(refusal))
        return redirect("inherit-report")
    if not found.taken:
        return redirect("inherit-report")
    uploads.forget(kept["token"])
    del request.session[_KEY]
    return render(request, "admin/inherit_done.html", _context(found, kept))


def _context(found: Inheritance, kept: dict[str, str]) -> dict[str, Any]:
    return {
        "found": found,
        "errors": found.errors[:SHOWN],
        "more": max(0, len(found.errors) - SHOWN),
        "wrong_rows": len({error.row for error in found.errors}),
        "source": kept["source"],
        "name": kept["name"],
    }


def _errors(errors: Any) -> HttpResponse:
    def line(error: RowError) -> list[object]:
        return [error.row, said(error.column), said(error.sentence)]

    return table("loi-nhap-ho-so.csv", [_("Dòng"), _("Cột"), _("Sửa gì")], map(line, errors))

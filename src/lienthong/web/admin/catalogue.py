"""The catalogue for those who look after it: all procedures, one of them, coverage."""

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lienthong.accounts.rules import Permission
from lienthong.catalogue import queries
from lienthong.catalogue.rules import NotAllowed, NotOffered
from lienthong.catalogue.rules.authority import AUTHORITY_CHANGES, AuthorityChange
from lienthong.catalogue.rules.lifecycle import VersionStatus
from lienthong.catalogue.rules.lint import Severity
from lienthong.catalogue.rules.wording import ONLINE_LEVELS
from lienthong.organisations import queries as organisations
from lienthong.web.ui.access import Request, needs
from lienthong.web.ui.asked import asked_day, today, typed
from lienthong.web.ui.saying import said
from lienthong.web.ui.status import Tag
from lienthong.web.ui.tables import table

VIEW, EDIT = Permission.CATALOGUE_VIEW, Permission.CATALOGUE_EDIT
PAGE: Final = 50
_CHECKED: Final = {"da": True, "chua": False}
STATUSES: Final = {
    VersionStatus.DRAFT: Tag("", "pencil", gettext_lazy("Bản thảo")),
    VersionStatus.TRIED: Tag("soon", "flask-conical", gettext_lazy("Đã chạy thử, chờ công khai")),
    VersionStatus.PUBLISHED: Tag("done", "check", gettext_lazy("Đã công khai")),
    VersionStatus.ROLLED_BACK: Tag("", "undo-2", gettext_lazy("Đã thu hồi")),
}
SEVERITIES: Final = {
    Severity.ERROR: Tag("late", "circle-alert", gettext_lazy("Lỗi, chưa công khai được")),
    Severity.WARNING: Tag("soon", "triangle-alert", gettext_lazy("Cảnh báo")),
    Severity.NOTICE: Tag("", "info", gettext_lazy("Ghi chú")),
}


@needs(VIEW)
@require_safe
def listed(request: Request) -> HttpResponse:
    text, field = typed(request), request.GET.get("linh-vuc", "")
    state = request.GET.get("loc", "")
    fields = queries.fields()
    try:
        found = queries.procedures(
            on=today(request),
            text=text,
            checked=_CHECKED.get(state),
            field=field if field in fields else "",
        )
    except NotAllowed as refusal:
        # An install without its reference data.
        messages.warning(request, said(refusal))
        found = []
    if request.GET.get("dang") == "csv":
        heads = [_("Mã"), _("Tên"), _("Lĩnh vực"), _("Đã kiểm"), _("Vì sao chưa cung cấp")]
        lines = (
            [
                row.code,
                row.name,
                row.field_name,
                "x" if row.checked else "",
                " ".join(map(said, row.why_not)),
            ]
            for row in found
        )
        return table("danh-muc-thu-tuc.csv", heads, lines)
    after = request.GET.get("after", "")[:20]
    # What is offered stands before the hundreds that nobody checked yet.
    found.sort(key=lambda row: not row.checked)
    codes = [row.code for row in found]
    rows = found[codes.index(after) + 1 :] if after in codes else found
    query = request.GET.copy()
    query["dang"] = "csv"
    context = {
        "rows": rows[:PAGE],
        "after": rows[PAGE - 1].code if len(rows) > PAGE else "",
        "total": len(found),
        "text": text,
        "state": state if state in _CHECKED else "",
        "fields": fields.items(),
        "field": field,
        "export": "?" + query.urlencode(),
        "may_edit": request.scope.may(EDIT),
    }
    return render(request, "admin/procedures.html", context)


@needs(VIEW)
@require_safe
def one(request: Request, code: str) -> HttpResponse:
    entry, on = entry_of(request, code), today(request)
    current = in_force_on(code, request)
    history = queries.history(code)
    findings = queries.findings(codes=[code], on=on)
    context: dict[str, Any] = {
        "entry": entry,
        "authority": _(AUTHORITY_CHANGES[AuthorityChange(entry.authority_change)])
        if entry.authority_change
        else "",
        "current": current,
        "versions": [
            {"row": row, "status": STATUSES[row.status], "now": current and current.id == row.id}
            for row in history
        ],
        "findings": [
            {
                "sentence": found.finding.sentence,
                "version": found.version,
                "tag": SEVERITIES[found.finding.severity],
            }
            for found in findings
            if found.version is not None
        ],
        "adjustments": [
            {
                "row": row,
                "province": _province(row.province_code, request),
                "level": _(ONLINE_LEVELS[row.online_level]) if row.online_level else "",
            }
            for row in queries.adjustments(code)
        ],
        "may_edit": request.scope.may(EDIT),
    }
    return render(request, "admin/procedure.html", context)


def entry_of(request: Request, code: str) -> queries.ProcedureEntry:
    """The procedure with exactly this code, checked or not."""
    try:
        found = queries.procedures(on=today(request), text=code)
    except NotAllowed:
        found = []
    for entry in found:
        if entry.code == code:
            return entry
    raise Http404


def in_force_on(code: str, request: Request) -> queries.VersionView | None:
    try:
        return queries.version_in_force(code, on=today(request))
    except NotOffered:
        return None


def _province(code: str, request: Request) -> str:
    names = {unit.code: unit.full_name for unit in organisations.provinces(on=today(request))}
    return names.get(code, code)


@needs(VIEW)
@require_safe
def coverage(request: Request) -> HttpResponse:
    """Where a procedure finds no receiving place or nobody competent, on a day (R102)."""
    on = asked_day(request, "ngay") or today(request)
    try:
        found, refused = queries.coverage(on=on), ""
    except NotAllowed as refusal:
        found, refused = None, said(refusal)
    holes = found.nowhere if found else ()
    flagged = queries.flagged()
    context = {
        "found": found,
        "refused": refused,
        "on": on,
        "since": flagged.since if flagged and flagged.nowhere else None,
        "holes": [
            {"hole": hole, "count": len(hole.communes), "codes": hole.communes[:8]}
            for hole in holes
        ],
    }
    return render(request, "admin/coverage.html", context)

"""Looking at a report: what was submitted when, and the units below side by side."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.accounts.queries.actors import actor_names
from lienthong.reports import actions
from lienthong.reports.queries import reports as queries
from lienthong.reports.queries.consolidation import consolidation as side_by_side
from lienthong.reports.queries.reports import ReportView
from lienthong.web.report import words
from lienthong.web.report.entries import filled_of
from lienthong.web.report.reach import SUBMIT, VIEW, agency_name, seen
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, check, form_page, needs
from lienthong.web.ui.saying import REFUSALS, said


@needs(VIEW)
@never_cache
@require_safe
def history(request: Request, report_id: int) -> HttpResponse:
    """Every revision, the latest first, with what each changed."""
    owed = seen(request, report_id)
    fields = filled_of(owed, at=request.now)
    rows = queries.revisions(report_id)
    names = actor_names({one.by for one in rows})
    shown = []
    for index, one in enumerate(rows):
        older = rows[index + 1].values if index + 1 < len(rows) else {}
        shown.append(
            {
                "row": one,
                "by": names.get(one.by, one.by),
                "source": words.SOURCES[one.source],
                "changes": [
                    (
                        formats.own_name(fields[code].indicator),
                        words.value_words(fields[code].indicator.kind, older.get(code, "")),
                        words.value_words(fields[code].indicator.kind, one.values.get(code, "")),
                    )
                    for code in fields
                    if older.get(code, "") != one.values.get(code, "")
                ],
            }
        )
    context = {
        "report": owed,
        "agency": agency_name(owed),
        "form": formats.own_name(owed.period.form),
        "period": words.period_words(owed.period),
        "revisions": shown,
    }
    return render(request, "report/history.html", context)


@needs(VIEW)
@never_cache
@form_page
def consolidation(request: Request, report_id: int) -> HttpResponse:
    """The units below side by side; POST adds them up into the draft."""
    owed = seen(request, report_id)
    if request.method == "POST":
        by = check(request, SUBMIT, agency_id=owed.agency_id)
        try:
            missing = actions.consolidate(report_id=report_id, by=by, at=request.now)
        except REFUSALS as refusal:
            messages.error(request, said(refusal))
            return redirect("report-consolidation", report_id)
        if missing:
            messages.warning(
                request,
                _("Đã tổng hợp vào bản nháp; còn thiếu %d đơn vị.") % len(missing),
            )
        else:
            messages.success(request, _("Đã tổng hợp đủ các đơn vị vào bản nháp."))
        return redirect("report", report_id)
    return render(request, "report/consolidation.html", _side_by_side(request, owed))


def _side_by_side(request: Request, owed: ReportView) -> dict[str, Any]:
    found = side_by_side(owed.id)
    codes = [code for code in owed.period.form.content.codes if code in found.totals]
    last = queries.last_revision(owed.id)
    return {
        "report": owed,
        "agency": agency_name(owed),
        "form": formats.own_name(owed.period.form),
        "period": words.period_words(owed.period),
        "heads": [formats.own_name(found.indicators[code]) for code in codes],
        "rows": [
            (
                part,
                words.state_tag(part.report, at=request.now),
                [
                    words.value_words(found.indicators[code].kind, part.values.get(code, ""))
                    for code in codes
                ],
            )
            for part in found.rows
        ],
        "totals": [
            words.value_words(found.indicators[code].kind, found.totals[code]) for code in codes
        ],
        "stated": [
            words.value_words(found.indicators[code].kind, last.values.get(code, ""))
            for code in codes
        ]
        if last
        else [],
        "missing": found.missing,
        "may_consolidate": request.scope.may(SUBMIT, agency_id=owed.agency_id)
        and owed.writable(at=request.now)
        and bool(found.rows),
    }

"""A period as a whole: who is missing by the hour, locking it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lienthong.accounts.rules import NotAllowed
from lienthong.organisations import queries as organisations
from lienthong.reports.actions import lock_period
from lienthong.reports.queries.missing import missing
from lienthong.reports.queries.reports import PeriodView, period, report_of
from lienthong.web.report import words
from lienthong.web.report.reach import MANAGE, VIEW, reach
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, check, needs
from lienthong.web.ui.saying import REFUSALS, said


@needs(VIEW)
@never_cache
@require_safe
def absent(request: Request, period_id: int) -> HttpResponse:
    """Who has not reported, of those that the reader sees, and how the others came in."""
    one = _period(period_id)
    found = missing(period_id, agencies=reach(request), at=request.now)
    if not found.owed:
        check(request, VIEW, agency_id=one.form.receiver)
    provinces = {
        unit.code: formats.own_name(unit)
        for unit in organisations.provinces(on=formats.local(request.now).date())
    }
    most = max((hour.new for hour in found.hours), default=0) or 1
    top = report_of(period_id, one.form.receiver)
    context = {
        "found": found,
        "form": formats.own_name(one.form),
        "period": words.period_words(one),
        "over": request.now >= one.due_at,
        "left": one.due_at - request.now,
        "absent": [
            (
                owed,
                formats.own_name(agency),
                provinces.get(agency.province_code, ""),
                agency.phone,
                words.state_tag(owed, at=request.now),
            )
            for owed, agency in found.absent
        ],
        "hours": [(hour, f"{hour.new / most * 100:.1f}") for hour in found.hours],
        "several": len({agency.province_code for _one, agency in found.absent}) > 1,
        "may_lock": request.scope.may(MANAGE, agency_id=one.form.receiver)
        and one.locked_at is None
        and request.now >= one.due_at,
        "top": top if top and top.agency_id in reach(request) else None,
    }
    return render(request, "report/missing.html", context)


@needs(MANAGE)
@require_POST
def lock(request: Request, period_id: int) -> HttpResponse:
    one = _period(period_id)
    by = check(request, MANAGE, agency_id=one.form.receiver)
    try:
        lock_period(period_id=period_id, by=by, at=request.now)
    except REFUSALS as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, _("Đã khóa kỳ. Mở lại từng đơn vị khi cần, có lý do."))
    return redirect("report-period", period_id)


def _period(period_id: int) -> PeriodView:
    try:
        return period(period_id)
    except NotAllowed:
        raise Http404 from None

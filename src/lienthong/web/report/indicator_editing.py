"""What a figure means, written down: a new indicator, its next meaning, its end."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lienthong.accounts.rules import NotAllowed
from lienthong.reports import actions
from lienthong.reports.queries import forms as queries
from lienthong.reports.queries.forms import IndicatorView
from lienthong.web.report.authoring_forms import IndicatorEdit, meaning_of
from lienthong.web.report.entries import report_day
from lienthong.web.report.reach import MANAGE
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, check, form_page, needs
from lienthong.web.ui.saying import REFUSALS, said


@needs(MANAGE)
@never_cache
@form_page
def new(request: Request) -> HttpResponse:
    initial = {"valid_from": _today(request), "kind": "count", "rollup": "sum"}
    return _edit(request, None, initial=initial)


@needs(MANAGE)
@never_cache
@form_page
def change(request: Request, code: str) -> HttpResponse:
    """The next meaning. Whoever asks for the figure must be within reach: a province does not
    change what the centre asks."""
    one = _latest(request, code)
    day = max(_today(request), one.valid_from + timedelta(days=1))
    return _edit(request, one, initial=meaning_of(one, valid_from=day))


def _edit(request: Request, one: IndicatorView | None, *, initial: dict[str, Any]) -> HttpResponse:
    posted = request.method == "POST"
    form = IndicatorEdit(request.POST if posted else None, initial=initial)
    if one is not None:
        form.fields["code"].disabled = True
    if posted and form.is_valid():
        by = check(request, MANAGE)
        made = form.new()
        try:
            if one is None and queries.meanings(made.code):
                raise NotAllowed(
                    "Đã có chỉ tiêu mang mã “%(code)s”. Dùng chỉ tiêu đó, hoặc đặt mã khác.",
                    code=made.code,
                )
            actions.check_parts(made.code, made.formula, on=made.valid_from)
            actions.define_indicator(new=made, by=by, at=request.now)
        except REFUSALS as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Đã ghi định nghĩa của chỉ tiêu."))
            return redirect("report-indicator", made.code)
    context = {"form": form, "one": one, "name": formats.own_name(one) if one else ""}
    status = 422 if posted else 200
    return render(request, "report/indicator_edit.html", context, status=status)


@needs(MANAGE)
@require_POST
def retire(request: Request, code: str) -> HttpResponse:
    _latest(request, code)
    by = check(request, MANAGE)
    day = report_day(request.POST.get("day", ""))
    try:
        if day is None:
            raise NotAllowed("Chọn ngày thôi dùng.")
        actions.retire_indicator(code=code, from_day=day, by=by, at=request.now)
    except REFUSALS as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, _("Đã ghi ngày thôi dùng. Số đã báo cáo giữ nguyên."))
    return redirect("report-indicator", code)


def may_change(request: Request, code: str) -> bool:
    """Whether every form that asks for the figure is the reader's to manage."""
    if not request.scope.may(MANAGE):
        return False
    asking = queries.asking(code, on=_today(request))
    return all(request.scope.may(MANAGE, agency_id=one.receiver) for one in asking)


def _latest(request: Request, code: str) -> IndicatorView:
    meanings = queries.meanings(code)
    if not meanings:
        raise Http404
    for one in queries.asking(code, on=_today(request)):
        check(request, MANAGE, agency_id=one.receiver)
    return meanings[0]


def _today(request: Request) -> date:
    return formats.local(request.now).date()

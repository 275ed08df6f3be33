"""Preparing forms: a draft, a look at it as the reporter sees it, publication from a day on,
retirement; which periods open by themselves."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lienthong.accounts.rules import NotAllowed
from lienthong.reports import actions
from lienthong.reports.queries import forms as queries
from lienthong.reports.queries.forms import FormView
from lienthong.reports.queries.prefill import Filled, Origin
from lienthong.reports.rules import periods
from lienthong.reports.rules.kinds import Rhythm
from lienthong.web.programme.holding import holders
from lienthong.web.report import words
from lienthong.web.report.authoring_forms import (
    EMPTY_ROWS,
    FormEdit,
    Row,
    codes_by_name,
    initial_of,
    posted_rows,
    rows_of,
)
from lienthong.web.report.entries import line_groups, report_day
from lienthong.web.report.reach import MANAGE, VIEW
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, check, form_page, needs
from lienthong.web.ui.saying import REFUSALS, said


@needs(MANAGE)
@never_cache
@form_page
def new(request: Request) -> HttpResponse:
    """Empty, or (`?tu=`) like a published form: a province asks its communes what it is asked."""
    tomorrow = _today(request) + timedelta(days=1)
    number = request.GET.get("tu", "")
    like = _form(int(number)) if number.isdecimal() and len(number) < 16 else None
    if like is None or like.published_at is None:
        return _edit(request, None, initial={"valid_from": tomorrow, "automatic": True})
    initial = initial_of(like, valid_from=tomorrow)
    for name in ("code", "receiver", "confirmed"):
        del initial[name]
    return _edit(request, None, initial=initial, like=like)


@needs(MANAGE)
@never_cache
@form_page
def edit(request: Request, form_id: int) -> HttpResponse:
    """A draft goes on; a published edition is where the next one starts."""
    one = _form(form_id)
    check(request, MANAGE, agency_id=one.receiver)
    waiting = [found for found in queries.editions(one.code) if found.published_at is None]
    if one.published_at is not None and waiting:
        return redirect("report-form-edit", waiting[0].id)
    first = _today(request) + timedelta(days=1)
    day = max(one.valid_from, first) if one.published_at else one.valid_from
    return _edit(request, one, initial=initial_of(one, valid_from=day))


def _edit(
    request: Request,
    base: FormView | None,
    *,
    initial: dict[str, Any],
    like: FormView | None = None,
) -> HttpResponse:
    start = base or like
    posted = request.method == "POST"
    receivers = [base.receiver] if base else holders(request.scope, MANAGE)
    known = queries.find_indicators(on=_today(request))
    form = FormEdit(request.POST if posted else None, receivers=receivers, initial=initial)
    if base is not None:
        form.fields["code"].disabled = True
    rows = posted_rows(request.POST, codes_by_name(_today(request))) if posted else (
        rows_of(start.content) if start else []
    )  # fmt: skip
    more = posted and request.POST.get("act") == "more"
    if posted and not more and form.is_valid():
        by = check(request, MANAGE, agency_id=int(form.cleaned_data["receiver"]))
        try:
            made = form.new(rows, start.content if start else None)
            if base is None and queries.editions(made.code):
                raise NotAllowed(
                    "Đã có biểu mang mã “%(code)s”. Đặt mã khác, hoặc sửa biểu đó.",
                    code=made.code,
                )
            number = actions.draft_form(new=made, by=by, at=request.now)
        except REFUSALS as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Đã lưu bản nháp. Xem thử rồi công bố."))
            return redirect("report-form-preview", number)
    empty = EMPTY_ROWS * (2 if more or not rows else 1)
    names = {one.code: formats.own_name(one) for one in known}
    context = {
        "form": form,
        "base": base,
        "rows": [
            (at, row, names.get(row.code, "")) for at, row in enumerate([*rows, *[Row()] * empty])
        ],
        "count": len(rows) + empty,
        "known": [(one.code, formats.own_name(one), one.measure) for one in known],
    }
    status = 422 if posted and not more and not form.is_valid() else 200
    return render(request, "report/form_edit.html", context, status=status)


@needs(VIEW)
@never_cache
@require_safe
def preview(request: Request, form_id: int) -> HttpResponse:
    """The form as the reporter sees it, empty. A draft is shown to those who prepare it."""
    one = _form(form_id)
    if one.published_at is None:
        check(request, MANAGE, agency_id=one.receiver)
    known = queries.indicators(one.content.codes, on=max(one.valid_from, _today(request)))
    fields = {
        code: Filled(known[code], "", Origin.NONE, "", "", None, exempt=False)
        for code in one.content.codes
        if code in known
    }
    context = {
        "one": one,
        "name": formats.own_name(one),
        "groups": line_groups(one.content, fields),
        "draft": one.published_at is None,
        "may_manage": request.scope.may(MANAGE, agency_id=one.receiver),
        "next": _next_period(one, _today(request)),
        "claims": words.claims_told(one.content, known),
    }
    return render(request, "report/form_preview.html", context)


def _next_period(one: FormView, today: date) -> str:
    """What its first period would be called."""
    if one.rhythm is Rhythm.ONCE:
        return ""
    start, end = periods.bounds(one.rhythm, max(one.valid_from, today))
    return said(periods.words(one.rhythm, start, end))


@needs(MANAGE)
@require_POST
def act(request: Request, form_id: int) -> HttpResponse:
    """`act`: publish, drop, retire, automatic, by_hand."""
    one = _form(form_id)
    by = check(request, MANAGE, agency_id=one.receiver)
    name = request.POST.get("act", "")
    if name not in _ACTS:
        raise Http404
    do, done = _ACTS[name]
    try:
        do(request, one, by)
    except REFUSALS as refusal:
        messages.error(request, said(refusal))
        back = "report-form" if one.published_at else "report-form-preview"
        return redirect(back, form_id)
    messages.success(request, str(done))
    return redirect("report-forms") if name == "drop" else redirect("report-form", form_id)


def _retire(request: Request, one: FormView, by: str) -> None:
    day = report_day(request.POST.get("day", ""))
    if day is None:
        raise NotAllowed("Chọn ngày thôi dùng.")
    actions.retire_form(form_id=one.id, from_day=day, by=by, at=request.now)


def _publish(request: Request, one: FormView, by: str) -> None:
    actions.publish_draft(form_id=one.id, by=by, at=request.now)


def _drop(request: Request, one: FormView, by: str) -> None:
    actions.drop_draft(form_id=one.id, by=by, at=request.now)


def _automatic(request: Request, one: FormView, by: str) -> None:
    actions.set_opening(form_id=one.id, automatic=True, by=by, at=request.now)


def _by_hand(request: Request, one: FormView, by: str) -> None:
    actions.set_opening(form_id=one.id, automatic=False, by=by, at=request.now)


_ACTS: Final[dict[str, tuple[Callable[[Request, FormView, str], None], Promise | str]]] = {
    "publish": (_publish, gettext_lazy("Đã công bố biểu. Kỳ đang mở vẫn theo bản cũ.")),
    "drop": (_drop, gettext_lazy("Đã bỏ bản nháp.")),
    "retire": (_retire, gettext_lazy("Đã ghi ngày thôi dùng. Kỳ đang mở chạy đến hết.")),
    "automatic": (_automatic, gettext_lazy("Từ nay kỳ tự mở theo nhịp và ngày báo cáo.")),
    "by_hand": (_by_hand, gettext_lazy("Từ nay kỳ do người mở.")),
}


def _form(form_id: int) -> FormView:
    try:
        return queries.form(form_id)
    except NotAllowed:
        raise Http404 from None


def _today(request: Request) -> date:
    return formats.local(request.now).date()

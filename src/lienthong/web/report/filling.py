"""The form of one report: filled with what is known, checked while it is typed and when it is
submitted, kept as a draft, submitted without a change in one press, returned, reopened."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lienthong.accounts.queries.actors import actor_names
from lienthong.accounts.rules import Permission
from lienthong.programmes.queries.difficulties import difficulties_of_report
from lienthong.reports import actions
from lienthong.reports.actions import WrongFigures
from lienthong.reports.queries import reports as queries
from lienthong.reports.queries.findings import findings_of
from lienthong.reports.queries.given import given_for
from lienthong.reports.queries.reports import ReportView
from lienthong.reports.rules.judging import judge
from lienthong.reports.rules.kinds import FindingState, ReportState, Source
from lienthong.reports.rules.stated import OK
from lienthong.web.programme.difficulties import shown as difficulties_shown
from lienthong.web.report import words
from lienthong.web.report.entries import Typed, filled_of, groups, kinds_of, posted
from lienthong.web.report.reach import MANAGE, SUBMIT, VIEW, agency_name, seen
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, check, needs
from lienthong.web.ui.saying import REFUSALS, said

_REOPENED_FOR = timedelta(days=1)


@needs(VIEW)
@never_cache
@require_safe
def report(request: Request, report_id: int) -> HttpResponse:
    return _page(request, seen(request, report_id))


@needs(SUBMIT)
@require_POST
def submit(request: Request, report_id: int) -> HttpResponse:
    """`act`: save, submit or unchanged."""
    owed = seen(request, report_id, SUBMIT)
    by = check(request, SUBMIT, agency_id=owed.agency_id)
    act = request.POST.get("act", "")
    if act == "unchanged":
        return _unchanged(request, owed, by)
    # The peak passes here: nothing is read that submitting does not need.
    typed = posted(request, kinds_of(owed))
    errors = typed.errors
    if act == "submit" and not errors:
        try:
            draft = owed.draft or {}
            done = actions.submit(
                report_id=report_id,
                figures=typed.figures(_source(draft, typed), str(draft.get("file", ""))),
                by=by,
                at=request.now,
            )
        except WrongFigures as wrong:
            errors = {code: _(message) for code, message in wrong.problems.items()}
        except REFUSALS as refusal:
            return _refused(request, report_id, typed, refusal)
        else:
            _thank(request, owed, done)
            return _kept(report_id)
    if act != "submit" and not errors:
        try:
            actions.save_draft(
                report_id=report_id, figures=typed.figures(Source.TYPED), by=by, at=request.now
            )
        except REFUSALS as refusal:
            return _refused(request, report_id, typed, refusal)
        else:
            messages.success(
                request, _("Đã lưu nháp lúc %s. Chưa nộp.") % formats.hour(request.now)
            )
        return _kept(report_id)
    return _page(request, owed, typed=typed, errors=errors)


def _kept(report_id: int) -> HttpResponse:
    """The page again, told that the server has what this browser kept while it was typed."""
    return redirect(f"{reverse('report', args=[report_id])}?moi=1")


def _refused(request: Request, report_id: int, typed: Typed, refusal: Exception) -> HttpResponse:
    """The period was locked a moment ago, for instance: what was typed stays on the page."""
    messages.error(request, said(refusal))
    return _page(request, seen(request, report_id, SUBMIT), typed=typed, errors={}, refused=True)


def _source(draft: Mapping[str, Any], typed: Typed) -> Source:
    """A sheet or a consolidation that nobody changed by hand stays what it is."""
    source = Source(str(draft.get("source", Source.TYPED)))
    return source if dict(typed.values) == draft.get("values") else Source.TYPED


def _unchanged(request: Request, owed: ReportView, by: str) -> HttpResponse:
    try:
        done = actions.submit_unchanged(report_id=owed.id, by=by, at=request.now)
    except WrongFigures as wrong:
        fields = filled_of(owed, at=request.now)
        names = ", ".join(formats.own_name(fields[code].indicator) for code in wrong.problems)
        messages.error(request, _("Kỳ này có chỉ tiêu mới phải điền: %s.") % names)
    except REFUSALS as refusal:
        messages.error(request, said(refusal))
    else:
        _thank(request, owed, done)
    return _kept(owed.id)


def _thank(request: Request, owed: ReportView, done: actions.Submitted) -> None:
    at = formats.hour(request.now)
    if done.findings:
        messages.warning(
            request,
            _("Đã nộp lúc %(at)s. Còn %(count)d điểm cần giải trình hoặc sửa, xem bên dưới.")
            % {"at": at, "count": len(done.findings)},
        )
    elif done.late and owed.submitted_at is None:
        messages.warning(request, _("Đã nộp lúc %s, sau hạn.") % at)
    else:
        messages.success(request, _("Đã nộp lúc %s. Các phép kiểm tra đều khớp.") % at)


@needs(SUBMIT)
@never_cache
@require_POST
def try_checks(request: Request, report_id: int) -> HttpResponse:
    """The checks of what is typed so far; nothing is kept."""
    owed = seen(request, report_id, SUBMIT)
    typed = posted(request, kinds_of(owed))
    context = _checks(owed, typed, at=request.now) | {"report": owed, "live": True}
    return render(request, "report/_checks.html", context)


def _checks(owed: ReportView, typed: Typed, *, at: datetime) -> dict[str, Any]:
    fields = filled_of(owed, at=at)
    known = {code: one.indicator for code, one in fields.items()}
    given = given_for(owed, known, values=typed.values, as_of=typed.as_of, dates={}, at=at)
    found = judge(owed.period.form.content, given)
    return {
        "unread": [
            (code, formats.own_name(known[code]), sentence)
            for code, sentence in typed.errors.items()
        ],
        "wanting": [
            (one, words.KINDS[one.kind], words.explained(one.explanation, known.values()))
            for one in found
            if one.verdict != OK
        ],
        "right": [one for one in found if one.verdict == OK],
    }


def _page(
    request: Request,
    owed: ReportView,
    *,
    typed: Typed | None = None,
    errors: Mapping[str, str] | None = None,
    refused: bool = False,
) -> HttpResponse:
    fields = filled_of(owed, at=request.now)
    may_submit = request.scope.may(SUBMIT, agency_id=owed.agency_id)
    writable = owed.writable(at=request.now)
    editable = may_submit and (writable or refused)
    before = queries.previous(owed)
    below = queries.below(owed.id)
    shown = groups(owed, fields, typed=typed, errors=errors)
    found = findings_of(owed.id)
    settlers = actor_names({one.settled_by for one in found if one.settled_by})
    revision = queries.last_revision(owed.id)
    kept_day = (owed.draft or {}).get("as_of") or (revision.as_of.isoformat() if revision else "")
    today = formats.local(request.now).date()
    context = {
        "report": owed,
        "agency": agency_name(owed),
        "form": formats.own_name(owed.period.form),
        "period": words.period_words(owed.period),
        "tag": words.state_tag(owed, at=request.now),
        "groups": shown,
        "errors": [
            {"target": f"v-{line.code}", "message": f"{line.name}: {line.error}"}
            for group in shown
            for line in group.lines
            if line.error
        ],
        "as_of": typed.as_of.isoformat()
        if typed and typed.as_of
        else kept_day or min(owed.period.end, today).isoformat(),
        "editable": editable,
        # The server has what was typed: the page was asked for, not refused.
        "fresh": typed is None and bool(request.GET.get("moi")),
        "unchanged": may_submit and writable and before is not None and not below
        and owed.state is not ReportState.SUBMITTED,
        "locked": owed.period.locked_at is not None and not writable,
        "early": request.now < owed.period.opens_at,
        "submitted": owed.state is ReportState.SUBMITTED,
        "below": below,
        "arrived": sum(one.state is ReportState.SUBMITTED for one in below),
        "findings": [
            {
                "row": one,
                "kind": words.KINDS[one.kind],
                "why": words.explained(
                    one.explanation, [one.indicator for one in fields.values()]
                ),
                "tag": words.FINDING_STATES[one.state],
                "by": settlers.get(one.settled_by, ""),
                "open": one.state is FindingState.OPEN,
            }
            for one in found
        ],
        "may_manage": _may_return(request, owed),
        "may_settle": may_submit or request.scope.may(MANAGE, agency_id=owed.agency_id),
        "difficulties": difficulties_shown(
            difficulties_of_report(
                owed.id, request.scope.agencies(Permission.PROGRAMME_VIEW), as_of=request.now
            )
        ),
        "may_raise": request.scope.may(Permission.DIFFICULTY_RAISE, agency_id=owed.agency_id),
        "reopen_until": formats.local(request.now + _REOPENED_FOR),
    }  # fmt: skip
    return render(request, "report/report.html", context, status=422 if errors or refused else 200)


def _may_return(request: Request, owed: ReportView) -> bool:
    """Who manages reports here, but not a unit its own."""
    return request.scope.may(MANAGE, agency_id=owed.agency_id)


@needs(MANAGE)
@require_POST
def give_back(request: Request, report_id: int) -> HttpResponse:
    owed = seen(request, report_id, MANAGE)
    return _manage(
        request,
        owed,
        lambda by: actions.return_report(
            report_id=report_id,
            reason=request.POST.get("reason", "")[:1000],
            by=by,
            at=request.now,
        ),
        _("Đã trả lại báo cáo. Đơn vị thấy lý do ngay khi mở."),
    )


@needs(MANAGE)
@require_POST
def reopen(request: Request, report_id: int) -> HttpResponse:
    owed = seen(request, report_id, MANAGE)
    hours = request.POST.get("hours", "")
    until = request.now + (
        timedelta(hours=int(hours)) if hours.isdecimal() and len(hours) < 4 else _REOPENED_FOR
    )
    return _manage(
        request,
        owed,
        lambda by: actions.reopen_report(
            report_id=report_id,
            until=until,
            reason=request.POST.get("reason", "")[:1000],
            by=by,
            at=request.now,
        ),
        _("Đã mở lại đến %s.") % formats.moment(until),
    )


def _manage(request: Request, owed: ReportView, act: Any, done: str) -> HttpResponse:
    by = check(request, MANAGE, agency_id=owed.agency_id)
    try:
        act(by)
    except REFUSALS as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, done)
    return redirect("report", owed.id)

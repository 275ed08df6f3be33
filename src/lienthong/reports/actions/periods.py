"""Periods: opened with everything that is owed, marked when due, locked, reopened for one unit."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from lienthong.clock import VIETNAM
from lienthong.journal import actions as journal
from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView
from lienthong.organisations.rules import AgencyKind, Level
from lienthong.reports.models import Form, Period, Report
from lienthong.reports.queries.forms import FormView, form, form_view
from lienthong.reports.queries.reports import reporting_days
from lienthong.reports.rules import NotAllowed, _, periods
from lienthong.reports.rules.kinds import ReportState, Rhythm
from lienthong.reports.rules.periods import Turn

_BATCH = 500
LONGEST_REOPENING = timedelta(days=14)
CAUGHT_UP = timedelta(days=7)  # a worker that was down longer leaves older turns to a person
_MOST_TURNS = 40


@transaction.atomic
def open_period(
    *, form_id: int, day: date, until: date | None = None, by: str, at: datetime
) -> int:
    """The period of a form that holds a day, with a report for everybody who owes one: the units,
    their province, and who receives it all. `until`: the last day, for a form without a rhythm.
    Returns its id."""
    asked = form(form_id)
    schedule, calendar = asked.content.schedule, reporting_days(asked)
    if asked.rhythm is Rhythm.ONCE:
        whole: Turn | None = periods.turn_of(day, until or day, schedule, calendar)
    else:
        whole = periods.turn(asked.rhythm, day, schedule, calendar)
    if whole is None:
        raise NotAllowed(
            _("Ngày %(day)s không phải là ngày báo cáo theo lịch. Chọn ngày khác."),
            day=f"{day:%d/%m/%Y}",
        )
    if asked.published_at is None or not asked.covers(whole.start, whole.end):
        raise NotAllowed(_("Bản này của biểu không áp dụng cho kỳ đó. Chọn bản đang hiệu lực."))
    return _open(asked, whole, by=by, at=at)


def _open(asked: FormView, whole: Turn, *, by: str, at: datetime, caught_up: bool = False) -> int:
    if _opened(asked, whole).exists():
        raise NotAllowed(_("Kỳ này đã mở. Xem trong danh sách kỳ của biểu."))
    schedule, calendar = asked.content.schedule, reporting_days(asked)
    period = Period.objects.create(
        form_id=asked.id,
        start=whole.start,
        end=whole.end,
        opens_at=whole.opens_at,
        due_at=whole.due_at,
    )
    due = {level: periods.due_for(level, whole, schedule, calendar) for level in Level}
    receiver = organisations.agency(asked.receiver)
    top = Report.objects.create(
        period=period,
        agency_id=receiver.id,
        level=receiver.level,
        due_at=whole.due_at,
        state=ReportState.OWED,
    )
    owing = _owing(asked, receiver, on=whole.end)
    middle = [one for one in owing if one.level is not Level.COMMUNE]
    made = _create(period, middle, due, {one.id: top.pk for one in middle})
    consolidates = {
        one.province_code: made[one.id]
        for one in middle
        if one.kind in (AgencyKind.PROVINCE_COMMITTEE, AgencyKind.PARTY_COMMITTEE)
    }
    low = [one for one in owing if one.level is Level.COMMUNE]
    _create(period, low, due, {one.id: consolidates.get(one.province_code, top.pk) for one in low})
    journal.record(
        unit=str(receiver.id),
        action="report.period_opened",
        subject=f"period:{period.pk}",
        by=by,
        at=at,
        data={
            "form": asked.code,
            "start": whole.start.isoformat(),
            "reports": len(owing) + 1,
            **({"caught_up": True} if caught_up else {}),
        },
    )
    return period.pk


def _opened(asked: FormView, whole: Turn) -> QuerySet[Period]:
    """The same turn, by whichever edition of the form: nobody is asked twice."""
    of_form = Period.objects.filter(form__code=asked.code)
    if asked.rhythm is Rhythm.ONCE:
        return of_form.filter(start=whole.start)
    return of_form.filter(start__lte=whole.end, end__gte=whole.start)


def _owing(asked: FormView, receiver: AgencyView, *, on: date) -> list[AgencyView]:
    province = "" if receiver.level is Level.MINISTRY else receiver.province_code
    found = organisations.agencies_of_kinds(asked.content.owed_by, on=on, province_code=province)
    return sorted((one for one in found if one.id != receiver.id), key=lambda one: one.id)


def _create(
    period: Period,
    agencies: list[AgencyView],
    due: dict[Level, datetime],
    above: dict[int, int],
) -> dict[int, int]:
    """Reports by agency."""
    rows = Report.objects.bulk_create(
        (
            Report(
                period=period,
                agency_id=one.id,
                level=one.level,
                above_id=above[one.id],
                due_at=due[one.level],
                state=ReportState.OWED,
            )
            for one in agencies
        ),
        batch_size=_BATCH,
    )
    return {row.agency_id: row.pk for row in rows}


@transaction.atomic
def mark_period(*, period_id: int, by: str, at: datetime) -> None:
    """The due instant has passed: the journal keeps how many were in time."""
    period = Period.objects.select_for_update(of=("self",)).select_related("form").get(pk=period_id)
    if period.marked_at is not None or not periods.is_late(at, period.due_at):
        return
    reports = Report.objects.filter(period=period)
    submitted = reports.filter(submitted_at__isnull=False)
    data = {
        "owed": reports.count(),
        "in_time": submitted.filter(late=False).count(),
        "late": submitted.filter(late=True).count(),
    }
    period.marked_at = at
    period.save(update_fields=["marked_at"])
    journal.record(
        unit=str(period.form.receiver_id),
        action="report.period_due",
        subject=f"period:{period_id}",
        by=by,
        at=at,
        data=data,
    )


@transaction.atomic
def lock_period(*, period_id: int, by: str, at: datetime) -> None:
    """From now on its figures change only after a reopening."""
    period = (
        Period.objects.select_for_update(of=("self",))
        .select_related("form")
        .filter(pk=period_id)
        .first()
    )
    if period is None:
        raise NotAllowed(_("Không có kỳ báo cáo này. Chọn lại trong danh sách."))
    if period.locked_at is not None:
        raise NotAllowed(_("Kỳ này đã khóa rồi."))
    if not periods.is_late(at, period.due_at):
        raise NotAllowed(
            _("Kỳ này chưa đến hạn (%(due)s). Khóa sau khi hết hạn."),
            due=f"{period.due_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}",
        )
    period.locked_at = at
    period.save(update_fields=["locked_at"])
    journal.record(
        unit=str(period.form.receiver_id),
        action="report.period_locked",
        subject=f"period:{period_id}",
        by=by,
        at=at,
    )


@transaction.atomic
def reopen_report(*, report_id: int, until: datetime, reason: str, by: str, at: datetime) -> None:
    """One unit may change its figures of a locked period until an instant. The journal keeps why;
    what was submitted before stays as a revision."""
    report = (
        Report.objects.select_for_update(of=("self",))
        .select_related("period__form")
        .filter(pk=report_id)
        .first()
    )
    if report is None:
        raise NotAllowed(_("Không có báo cáo này. Mở lại từ danh sách việc phải báo cáo."))
    if report.period.locked_at is None:
        raise NotAllowed(_("Kỳ này chưa khóa, đơn vị vẫn sửa được. Không cần mở lại."))
    if not reason.strip():
        raise NotAllowed(_("Ghi lý do mở lại báo cáo; lý do được lưu trong nhật ký."))
    if not at < until <= at + LONGEST_REOPENING:
        raise NotAllowed(_("Chọn lúc đóng lại trong vòng 14 ngày kể từ bây giờ."))
    report.reopened_until = until
    report.save(update_fields=["reopened_until"])
    journal.record(
        unit=str(report.agency_id),
        action="report.reopened",
        subject=f"report:{report_id}",
        by=by,
        at=at,
        data={"until": until.isoformat(), "reason": reason.strip()},
    )


def open_due_periods(*, by: str, at: datetime) -> int:
    """Opens what should be open by now, each in a transaction of its own. A turn that ran out while
    the worker was down is asked for after the event, due on the next reporting day, so that nobody
    is late by no fault of theirs. Returns how many."""
    today = at.astimezone(VIETNAM).date()
    rows = Form.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=today - CAUGHT_UP),
        valid_from__lte=today,
        published_at__isnull=False,
        automatic_since__lte=at,
    ).exclude(rhythm=Rhythm.ONCE)
    opened = 0
    for asked in map(form_view, rows.order_by("code", "edition")):
        for whole in reversed(list(_turns(asked, at))):
            if not _opened(asked, whole).exists():
                _open_in_turn(asked, whole, by=by, at=at)
                opened += 1
    return opened


@transaction.atomic
def _open_in_turn(asked: FormView, whole: Turn, *, by: str, at: datetime) -> None:
    if at < whole.due_at:
        _open(asked, whole, by=by, at=at)
        return
    due = periods.again(at, asked.content.schedule, reporting_days(asked))
    late = whole._replace(opens_at=at, due_at=due)
    _open(asked, late, by=by, at=at, caught_up=True)


def _turns(asked: FormView, at: datetime) -> Iterator[Turn]:
    """The turns that the worker is to open by now, the latest first: of today, and back as long as
    one is not yet due, or was due only some days ago while this was the worker's to do."""
    calendar, since = reporting_days(asked), asked.automatic_since
    day = at.astimezone(VIETNAM).date()
    for _step in range(_MOST_TURNS):
        whole = periods.turn(asked.rhythm, day, asked.content.schedule, calendar)
        if whole is not None:
            if whole.due_at <= at - CAUGHT_UP or since is None or whole.due_at <= since:
                return
            if whole.opens_at <= at and asked.covers(whole.start, whole.end):
                yield whole
        day = periods.bounds(asked.rhythm, day)[0] - timedelta(days=1)


def mark_due_periods(*, by: str, at: datetime) -> int:
    waiting = Period.objects.filter(marked_at=None, due_at__lte=at).values_list("pk", flat=True)
    for number in (found := list(waiting)):
        mark_period(period_id=number, by=by, at=at)
    return len(found)


def lock_old_periods(*, by: str, at: datetime) -> int:
    """Locks what lies as long behind its due instant as its form says."""
    locked = 0
    for row in Period.objects.filter(locked_at=None, due_at__lte=at).select_related("form"):
        days = form(row.form_id).content.schedule.locks
        if at >= row.due_at + timedelta(days=days):
            lock_period(period_id=row.pk, by=by, at=at)
            locked += 1
    return locked

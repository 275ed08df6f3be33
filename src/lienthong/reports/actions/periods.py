"""Periods: opened with everything that is owed, marked when due, locked, reopened for one unit."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction

from lienthong.clock import VIETNAM, Calendar
from lienthong.journal import actions as journal
from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView
from lienthong.organisations.rules import AgencyKind, Level
from lienthong.reports.models import Period, Report
from lienthong.reports.queries.forms import FormView, form, published_on
from lienthong.reports.rules import NotAllowed, _, periods
from lienthong.reports.rules.kinds import ReportState, Rhythm
from lienthong.reports.rules.periods import Turn

_BATCH = 500
LONGEST_REOPENING = timedelta(days=14)


@transaction.atomic
def open_period(
    *, form_id: int, day: date, until: date | None = None, by: str, at: datetime
) -> int:
    """The period of a form that holds a day, with a report for everybody who owes one: the units,
    their province, and who receives it all. `until`: the last day, for a form without a rhythm.
    Returns its id."""
    asked = form(form_id)
    schedule = asked.content.schedule
    calendar = organisations.calendar_of(asked.receiver, edition=organisations.current_edition())
    if asked.rhythm is Rhythm.ONCE:
        whole: Turn | None = periods.turn_of(day, until or day, schedule, calendar)
    else:
        whole = periods.turn(asked.rhythm, day, schedule, calendar)
    if whole is None:
        raise NotAllowed(
            _("Ngày %(day)s không phải là ngày báo cáo theo lịch."), day=f"{day:%d/%m/%Y}"
        )
    if Period.objects.filter(form=form_id, start=whole.start).exists():
        raise NotAllowed(_("Kỳ này đã mở. Xem trong danh sách kỳ của biểu."))
    period = Period.objects.create(
        form_id=form_id,
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
        data={"form": asked.code, "start": whole.start.isoformat(), "reports": len(owing) + 1},
    )
    return period.pk


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
    """Opens what should be open by now, each in a transaction of its own. A turn whose due instant
    has passed is not opened after the event. Returns how many."""
    today = at.astimezone(VIETNAM).date()
    opened = 0
    for row in published_on(today).exclude(rhythm=Rhythm.ONCE):
        asked = form(row.pk)
        if not asked.content.automatic:
            continue
        calendar = organisations.calendar_of(
            asked.receiver, edition=organisations.current_edition()
        )
        for whole in _turns(asked, today, calendar):
            ready = whole.opens_at <= at < whole.due_at and whole.end >= asked.valid_from
            if ready and not Period.objects.filter(form=row.pk, start=whole.start).exists():
                open_period(form_id=row.pk, day=whole.start, by=by, at=at)
                opened += 1
    return opened


def _turns(asked: FormView, today: date, calendar: Calendar) -> Iterator[Turn]:
    """The turn of today, and the one before, which may be due only after its last day."""
    start, _end = periods.bounds(asked.rhythm, today)
    for day in (start - timedelta(days=1), today):
        if whole := periods.turn(asked.rhythm, day, asked.content.schedule, calendar):
            yield whole


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

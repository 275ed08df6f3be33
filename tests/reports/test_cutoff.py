"""16:00 where the calendar says so: holidays, days off that were swapped, Saturdays that are worked
instead; by Việt Nam time whatever zone an instant is written in."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from lienthong.clock import VIETNAM
from lienthong.organisations import actions as organisations
from lienthong.organisations.actions.calendars import NewDay
from lienthong.organisations.rules import DayKind
from lienthong.reports import actions
from lienthong.reports.models import Period, Report
from lienthong.reports.rules.kinds import Rhythm
from lienthong.reports.tasks import turn_periods
from tests.reports import world as worlds
from tests.reports.world import BY, DUE, FRIDAY, MORNING, SATURDAY, World, submit

MONDAY = date(2026, 9, 7)


def four(day: date) -> datetime:
    return datetime.combine(day, time(16), tzinfo=VIETNAM)


@pytest.mark.parametrize("zone", [UTC, timezone(-timedelta(hours=8)), timezone(timedelta(hours=9))])
def test_the_zone_in_which_an_instant_is_written_changes_nothing(
    reports: World, zone: timezone
) -> None:
    before = DUE - timedelta(microseconds=1)
    assert not submit(reports.report(), at=before.astimezone(zone)).late
    assert reports.report().submitted_at == before
    other = reports.report(reports.other)
    assert submit(other, at=DUE.astimezone(zone)).late


def test_a_saturday_that_is_worked_instead_of_a_monday_is_a_reporting_day_with_its_16_00(
    reports: World,
) -> None:
    organisations.add_days(
        days=[
            NewDay(on, kind, "Hoán đổi", "Công văn thử")
            for on, kind in ((SATURDAY, DayKind.OPENED), (MONDAY, DayKind.CLOSED))
        ],
        reason="Hoán đổi",
        by=BY,
        at=MORNING,
    )
    form = worlds.form("swapped-daily")
    for day in (SATURDAY, MONDAY):
        turn_periods(datetime.combine(day, time(9), tzinfo=VIETNAM))
    (period,) = Period.objects.filter(form=form, start__gte=SATURDAY)
    assert (period.start, period.due_at) == (SATURDAY, four(SATURDAY))
    hoi_an, other = (
        Report.objects.get(period=period, agency=number)
        for number in (reports.hoi_an, reports.other)
    )
    assert not submit(hoi_an, at=four(SATURDAY) - timedelta(microseconds=1)).late
    assert submit(other, at=four(SATURDAY)).late


def test_a_holiday_that_falls_on_the_day_moves_a_weekly_report_to_the_day_before(
    reports: World,
) -> None:
    organisations.add_day(
        on=FRIDAY, kind=DayKind.HOLIDAY, name="Nghỉ", source="Thử", reason="Thử", by=BY, at=MORNING
    )
    weekly = worlds.form("weekly", rhythm=Rhythm.WEEKLY)
    number = actions.open_period(form_id=weekly, day=FRIDAY, by=BY, at=MORNING)
    period = Period.objects.get(pk=number)
    assert period.due_at == four(FRIDAY - timedelta(days=1))

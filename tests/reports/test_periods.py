"""What the worker does with periods."""

from datetime import date, timedelta

import pytest

from lienthong.journal.models import Entry
from lienthong.organisations.models import WorkCalendar, WorkWeek
from lienthong.reports import actions
from lienthong.reports.models import Period, Report
from lienthong.reports.rules import NotAllowed
from lienthong.reports.rules.kinds import Rhythm
from lienthong.reports.tasks import turn_periods
from tests.reports import world as worlds
from tests.reports.world import CONTENT, DUE, FRIDAY, MORNING, SATURDAY, World, submit

MONTHLY = CONTENT | {"schedule": {"at": "16:00", "after": 3, "opens": 30}}


def test_the_worker_opens_what_is_to_be_reported_now_and_only_once(reports: World) -> None:
    other = worlds.form("worker-daily")
    assert turn_periods(MORNING) == 1
    assert turn_periods(MORNING) == 0
    assert Period.objects.filter(form=other).count() == 1


def test_nothing_is_opened_on_a_saturday(reports: World) -> None:
    saturday = MORNING.replace(day=SATURDAY.day)
    other = worlds.form("worker-daily", at=saturday)
    assert actions.open_due_periods(by=worlds.BY, at=saturday) == 0
    assert not Period.objects.filter(form=other).exists()


def test_what_was_due_before_the_form_was_published_is_not_asked_for(reports: World) -> None:
    other = worlds.form("worker-daily", at=DUE)
    actions.open_due_periods(by=worlds.BY, at=DUE + timedelta(hours=1))
    assert not Period.objects.filter(form=other).exists()


def test_a_turn_that_ran_out_while_the_worker_was_down_is_asked_for_once_and_makes_nobody_late(
    reports: World,
) -> None:
    other = worlds.form("worker-daily")
    monday = MORNING + timedelta(days=3)
    assert actions.open_due_periods(by=worlds.BY, at=monday) == 3  # two daily forms: Friday, Monday
    assert actions.open_due_periods(by=worlds.BY, at=monday) == 0
    friday, own = Period.objects.filter(form=other).order_by("start")
    assert (friday.start, own.start) == (FRIDAY, monday.date())
    assert friday.due_at == DUE + timedelta(days=4)  # Tuesday, the next reporting day
    assert own.due_at == DUE + timedelta(days=3)
    kept = Entry.objects.filter(action="report.period_opened", data__caught_up=True)
    assert [one.data["start"] for one in kept] == [FRIDAY.isoformat()]


def test_a_worker_that_was_down_for_weeks_leaves_older_turns_to_a_person(reports: World) -> None:
    other = worlds.form("worker-daily")
    actions.open_due_periods(by=worlds.BY, at=MORNING + timedelta(days=24))
    starts = list(Period.objects.filter(form=other).order_by("start").values_list("start"))
    assert starts[0][0] == FRIDAY + timedelta(days=17)
    actions.open_period(form_id=other, day=FRIDAY, by=worlds.BY, at=MORNING + timedelta(days=24))


def test_a_new_edition_asks_nobody_twice_and_an_open_period_keeps_its_own(reports: World) -> None:
    first = worlds.form("monthly", rhythm=Rhythm.MONTHLY, content=MONTHLY)
    turn_periods(MORNING)
    kept = list(Period.objects.filter(form=first))
    assert [one.start.month for one in kept] == [8, 9]  # August is due on 7 September
    from_day = FRIDAY + timedelta(days=10)
    second = worlds.form(
        "monthly", rhythm=Rhythm.MONTHLY, content=MONTHLY, name="Bản hai", valid_from=from_day
    )
    for days in (1, 10, 20):
        turn_periods(MORNING + timedelta(days=days))
    assert list(Period.objects.filter(form__code="monthly")) == kept
    with pytest.raises(NotAllowed, match="đã mở"):
        actions.open_period(form_id=second, day=from_day, by=worlds.BY, at=MORNING)
    turn_periods(MORNING + timedelta(days=30))
    assert Period.objects.get(form=second).start.month == 10


def test_a_form_that_a_person_opens_is_left_alone_until_it_is_switched_on(reports: World) -> None:
    other = worlds.form("by-hand", automatic=False)
    assert actions.open_due_periods(by=worlds.BY, at=MORNING) == 0
    actions.set_opening(form_id=other, automatic=True, by=worlds.BY, at=MORNING)
    assert actions.open_due_periods(by=worlds.BY, at=MORNING) == 1
    actions.set_opening(form_id=other, automatic=False, by=worlds.BY, at=MORNING)
    assert actions.open_due_periods(by=worlds.BY, at=MORNING + timedelta(days=3)) == 1
    assert Period.objects.filter(form=other).count() == 1


def test_periods_follow_the_reporting_days_of_the_calendar_that_the_form_names(
    reports: World,
) -> None:
    own = {"code": "programme", "name": "Lịch của chương trình", "source": "Thử"}
    calendar = WorkCalendar.objects.create(**own)
    six_days = {str(day): [["07:30", "17:00"]] for day in range(6)}
    WorkWeek.objects.create(
        calendar=calendar, valid_from=date(2025, 1, 1), windows=six_days, edition_from=1,
        source="Thử",
    )  # fmt: skip
    content = CONTENT | {"schedule": {"at": "16:00", "calendar": "programme"}}
    other = worlds.form("programme-daily", content=content)
    saturday = MORNING.replace(day=SATURDAY.day)
    actions.open_due_periods(by=worlds.BY, at=saturday)
    assert Period.objects.filter(form=other, start=SATURDAY).exists()


def test_the_journal_keeps_who_was_in_time_when_the_hour_has_come(reports: World) -> None:
    submit(reports.report())
    turn_periods(DUE - timedelta(seconds=1))
    assert not Entry.objects.filter(action="report.period_due").exists()
    turn_periods(DUE)
    turn_periods(DUE + timedelta(minutes=1))
    entry = Entry.objects.get(action="report.period_due")
    assert entry.data == {"owed": 95, "in_time": 1, "late": 0}


def test_the_worker_locks_what_is_long_over(reports: World) -> None:
    turn_periods(DUE + timedelta(days=1, hours=23))
    assert Period.objects.get(pk=reports.period).locked_at is None
    turn_periods(DUE + timedelta(days=2))
    assert Period.objects.get(pk=reports.period).locked_at == DUE + timedelta(days=2)
    assert Report.objects.filter(period=reports.period).count() == 95

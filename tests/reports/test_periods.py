"""What the worker does with periods."""

from datetime import timedelta

from lienthong.journal.models import Entry
from lienthong.reports import actions
from lienthong.reports.models import Period, Report
from lienthong.reports.tasks import turn_periods
from tests.reports import world as worlds
from tests.reports.world import DUE, MORNING, SATURDAY, World, submit


def test_the_worker_opens_what_is_to_be_reported_now_and_only_once(reports: World) -> None:
    other = worlds.form("worker-daily")
    assert turn_periods(MORNING) == 1
    assert turn_periods(MORNING) == 0
    assert Period.objects.filter(form=other).count() == 1


def test_nothing_is_opened_on_a_saturday_nor_after_the_due_instant(reports: World) -> None:
    other = worlds.form("worker-daily")
    actions.open_due_periods(by=worlds.BY, at=DUE)
    actions.open_due_periods(by=worlds.BY, at=MORNING.replace(day=SATURDAY.day))
    assert not Period.objects.filter(form=other).exists()


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

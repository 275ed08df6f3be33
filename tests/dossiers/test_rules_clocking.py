"""From the timeline to the clock: overlapping waits, starts, stops, and what it then says."""

from datetime import date, datetime, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong import clock
from lienthong.clock import VIETNAM
from lienthong.dossiers.rules.clocking import clock_events
from lienthong.dossiers.rules.lifecycle import EventType
from lienthong.dossiers.rules.timeline import Event, corrected, fold
from lienthong.dossiers.rules.waits import waits_for
from tests.dossiers.walks import BEGIN, COUNTER, Draw, draws, event, life, submitted, walk

E = EventType
_HOURS = [clock.window(time(7, 30), time(11, 30)), clock.window(time(13, 30), time(17))]
_WEEK = clock.Season.always(clock.week(dict.fromkeys(range(5), _HOURS)))
CALENDAR = clock.Calendar.build([_WEEK])
REASONS = (
    "supplement", "financial_obligation", "liaison_opinion", "system_down", "applicant_request",
)  # fmt: skip


def rule(
    *not_counting: str,
    start: str = "accepted",
    days: int = 10,
    on_resume: clock.OnResume = clock.OnResume.RESUME,
    plus: int = 0,
) -> clock.Rule:
    return clock.Rule(
        limit=clock.Limit(Fraction(days), clock.Unit.WORKING_DAY),
        start_on=frozenset({start}),
        stop_on=frozenset({"completed", "withdrawn", "stopped", "refused", "declined", "closed"}),
        pause_on=frozenset(f"paused:{reason}" for reason in not_counting),
        resume_on=frozenset({"resumed"}),
        on_resume=on_resume,
        resume_plus=plus,
    )


def read(events: list[Event], by: clock.Rule, now: datetime) -> clock.Reading:
    return clock.read_clock(CALENDAR, by, clock_events(corrected(events)[0], by.pause_on), now)


@given(
    draws,
    st.sets(st.sampled_from(REASONS)),
    st.sampled_from(("accepted", "payment_received", "inspection_finished", "case_opened")),
)
def test_the_clock_of_a_dossier_waits_exactly_while_something_that_stops_it_is_waited_for(
    drawn: list[Draw], not_counting: set[str], start: str
) -> None:
    by = rule(*not_counting, start=start)
    events = walk(drawn)
    started = False
    for cut in range(1, len(events) + 1):
        now = fold(events[:cut])
        started = started or (
            events[cut - 1].type.value == start and events[cut - 1].type is not E.SUBMITTED
        )
        said = read(events[:cut], by, events[cut - 1].occurred_at)
        if not started:
            assert said.state is clock.State.NOT_STARTED
        elif not now.open:
            assert said.state is clock.State.STOPPED
        elif any(reason in not_counting for reason in now.pauses):
            assert said.state is clock.State.PAUSED
            assert waits_for(now.pauses, pause_on=by.pause_on) in not_counting
        else:
            assert waits_for(now.pauses, pause_on=by.pause_on) == (*now.pauses, "")[0]
            assert said.state is clock.State.RUNNING


def test_the_clock_goes_on_when_the_last_of_two_overlapping_waits_is_over() -> None:
    by = rule("supplement", "liaison_opinion")
    none: dict[str, object] = {}
    asked = (E.CONSULTATION_REQUESTED, 1, {"key": "c", "agency": 3, "pauses": True})
    wanted = (E.SUPPLEMENT_REQUESTED, 2, none)
    got = (E.SUPPLEMENT_RECEIVED, 3, none)
    told = (E.CONSULTATION_ANSWERED, 4, {"key": "c"})
    states = [
        read(life(*acts), by, BEGIN + timedelta(hours=5)).state
        for acts in ((asked, wanted), (asked, wanted, got), (asked, wanted, got, told))
    ]
    assert states == [clock.State.PAUSED, clock.State.PAUSED, clock.State.RUNNING]


def test_days_are_added_once_for_two_overlapping_waits() -> None:
    by = rule("supplement", "system_down", plus=2)
    events = life(
        (E.PAUSED, 1, {"reason": "system_down"}),
        (E.SUPPLEMENT_REQUESTED, 2, {}),
        (E.SUPPLEMENT_RECEIVED, 3, {}),
        (E.RESUMED, 4, {"reason": "system_down"}),
    )
    assert read(events, by, BEGIN + timedelta(hours=5)).limit == 12


def test_a_wait_that_counts_changes_nothing() -> None:
    by = rule("supplement", plus=2, on_resume=clock.OnResume.RESTART)
    waited = life(
        (E.PAUSED, 1, {"reason": "system_down"}), (E.RESUMED, 99, {"reason": "system_down"})
    )
    now = BEGIN + timedelta(hours=100)
    assert read(waited, by, now).due_at == read(life(), by, now).due_at


def test_a_wait_that_stops_the_clock_moves_the_date_by_its_own_working_time() -> None:
    by = rule("system_down")
    waited = life(
        (E.PAUSED, 24, {"reason": "system_down"}), (E.RESUMED, 72, {"reason": "system_down"})
    )
    now = BEGIN + timedelta(hours=73)
    plain = read(life(), by, now).due_at
    assert plain is not None
    assert read(waited, by, now).due_at == plain + timedelta(days=2)


def test_a_clock_that_starts_during_a_wait_waits() -> None:
    by = rule("system_down", start="inspection_finished")
    events = life((E.PAUSED, 1, {"reason": "system_down"}), (E.INSPECTION_FINISHED, 2, {}))
    assert read(events, by, BEGIN + timedelta(hours=9)).state is clock.State.PAUSED
    events.append(event(5, E.RESUMED, BEGIN + timedelta(hours=24), reason="system_down"))
    said = read(events, by, BEGIN + timedelta(hours=24))
    assert (said.state, said.consumed) == (clock.State.RUNNING, Fraction(0))


def test_a_fee_that_starts_the_clock_starts_it_once_and_adds_no_days() -> None:
    by = rule("financial_obligation", start="payment_received", plus=3)
    events = life((E.PAYMENT_REQUIRED, 1, {}), (E.PAYMENT_RECEIVED, 30, {}))
    said = read(events, by, BEGIN + timedelta(hours=31))
    assert (said.state, said.limit) == (clock.State.RUNNING, Fraction(10))
    assert said.started_at == BEGIN + timedelta(hours=30)


def test_before_the_end_of_the_inspection_nothing_is_counted() -> None:
    by = rule(start="inspection_finished")
    events = life((E.NOTED, 100, {}))
    assert read(events, by, BEGIN + timedelta(hours=200)).state is clock.State.NOT_STARTED
    assert read(events, by, BEGIN + timedelta(hours=200)).due_at is None


@pytest.mark.parametrize(
    ("kind", "stops"),
    [
        (E.COMPLETED, "completed"), (E.REFUSED, "refused"), (E.WITHDRAWN, "withdrawn"),
        (E.STOPPED, "stopped"), (E.CLOSED, "closed"), (E.EXPIRED, "stopped"),
    ],
)  # fmt: skip
def test_every_end_stops_the_clock(kind: EventType, stops: str) -> None:
    events = life((kind, 5, {"return_at": COUNTER}))
    assert clock_events(events, ())[-1].type == stops
    assert read(events, rule(), BEGIN + timedelta(days=90)).state is clock.State.STOPPED


def test_an_extension_keeps_its_exact_amount() -> None:
    extended = clock_events(life((E.EXTENDED, 1, {"amount": "2.5"})), ())[-1]
    assert extended.amount == Fraction(5, 2)


def test_a_late_extension_never_erases_a_lateness() -> None:
    """Clock contract, 9: late once is late."""
    by = rule(days=1)
    late = life(
        (E.EXTENDED, 24 * 9, {"amount": "30"}), (E.COMPLETED, 24 * 10, {"return_at": COUNTER})
    )
    early = life((E.EXTENDED, 2, {"amount": "30"}), (E.COMPLETED, 24 * 10, {"return_at": COUNTER}))
    now = BEGIN + timedelta(days=20)
    assert read(late, by, now).first_late_at is not None
    assert read(early, by, now).first_late_at is None


def test_a_supplement_before_acceptance_does_not_touch_the_clock() -> None:
    events = [
        submitted(),
        event(2, E.SUPPLEMENT_REQUESTED, BEGIN),
        event(3, E.SUPPLEMENT_RECEIVED, BEGIN + timedelta(days=2)),
    ]
    assert read(events, rule("supplement", plus=2), BEGIN + timedelta(days=3)).state is (
        clock.State.NOT_STARTED
    )


def test_acceptance_test_a1_of_the_sources() -> None:
    """10 days from Monday 25 August 2025 over 1 and 2 September: calendar or working days."""
    calendar = clock.Calendar.build([_WEEK], holidays=[date(2025, 9, 1), date(2025, 9, 2)])
    start = datetime(2025, 8, 25, 9, tzinfo=VIETNAM)
    events = clock_events(life(begin=start), ())
    due = {
        unit: clock.read_clock(
            calendar,
            clock.Rule(
                limit=clock.Limit(Fraction(10), unit),
                start_on=frozenset({"accepted"}),
                stop_on=frozenset({"completed"}),
            ),
            events,
            start,
        ).due_at
        for unit in (clock.Unit.CALENDAR_DAY, clock.Unit.WORKING_DAY)
    }
    assert {unit: at.date().isoformat() for unit, at in due.items() if at} == {
        clock.Unit.CALENDAR_DAY: "2025-09-04", clock.Unit.WORKING_DAY: "2025-09-10",
    }  # fmt: skip

"""The laws of the contract, on drawn cases."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.clock import (
    Calendar,
    Event,
    LimitNotReached,
    OnResume,
    Reading,
    Season,
    State,
    TracePiece,
    read_clock,
    trace,
    week,
    working_seconds_between,
)
from lienthong.clock.case import Case
from tests.clock.builders import ask
from tests.clock.strategies import DAYS, FIRST_DAY, at_least, calendars, cases, instants
from tests.clock.test_oracle import parsed

many = at_least(50)


def read(case: Case) -> Reading:
    return read_clock(case.calendar, case.rule, case.events, case.now)


def traced(case: Case) -> list[TracePiece]:
    return trace(case.calendar, case.rule, case.events, case.now)


@many
@given(cases(), st.integers(1, 10_000), st.sampled_from(["start", "pause", "resume", "stop"]))
def test_later_events_never_change_what_was_true_before_them(
    drawn: dict[str, Any], microseconds: int, type_: str
) -> None:
    case = parsed(drawn)
    later = Event(type_, case.now + timedelta(microseconds=microseconds))
    known = tuple(event for event in case.events if event.at <= case.now)
    assert read(case) == read(replace(case, events=known))
    assert read(case) == read(replace(case, events=(later, *known)))
    assert traced(case) == traced(replace(case, events=(later, *known)))


@many
@given(cases(), st.integers(0, DAYS))
def test_a_new_holiday_never_makes_a_due_date_earlier(drawn: dict[str, Any], ahead: int) -> None:
    case = parsed(drawn)
    holiday = FIRST_DAY + timedelta(days=ahead)
    calendar = replace(case.calendar, holidays=case.calendar.holidays | {holiday})
    before, after = read(case), read(replace(case, calendar=calendar))
    if before.due_at and after.due_at:
        assert after.due_at >= before.due_at
    assert not after.overdue or before.overdue


@many
@given(calendars, st.lists(instants(7), min_size=3, max_size=3))
def test_splitting_an_interval_adds_up(calendar: dict[str, Any], drawn: list[str]) -> None:
    case = parsed(_bare(calendar))
    a, b, c = sorted(datetime.fromisoformat(text) for text in drawn)
    between: Callable[[datetime, datetime], int] = lambda x, y: working_seconds_between(  # noqa: E731
        case.calendar, x, y
    )
    assert between(a, b) + between(b, c) == between(a, c) == -between(c, a)


@many
@given(cases(), instants(30))
def test_pausing_and_resuming_at_one_instant_changes_nothing(
    drawn: dict[str, Any], moment: str
) -> None:
    case = parsed(drawn)
    case = replace(case, rule=replace(case.rule, on_resume=OnResume.RESUME, resume_plus=0))
    at = datetime.fromisoformat(moment)
    if read(replace(case, now=at)).state is not State.RUNNING:
        return
    blink = (Event("pause", at), Event("resume", at))
    blinked = replace(case, events=case.events + blink)
    assert read(blinked) == read(case)
    assert _without_gaps(traced(blinked)) == _without_gaps(traced(case))


def _without_gaps(pieces: list[TracePiece]) -> list[tuple[datetime, datetime, Fraction, str]]:
    """The pieces with neighbours of one kind on one date joined."""
    joined: list[tuple[datetime, datetime, Fraction, str]] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last and last[3] == piece.why and last[0].date() == piece.begins.date():
            joined[-1] = (last[0], piece.ends, last[2] + piece.measure, piece.why)
        else:
            joined.append((piece.begins, piece.ends, piece.measure, piece.why))
    return joined


@many
@given(cases(units=("working_day", "working_hour")))
def test_read_at_the_due_date_nothing_remains_and_it_is_not_overdue(drawn: dict[str, Any]) -> None:
    case = parsed(drawn)
    # The clock as the last event but a stop left it, and then nothing more happens.
    case = replace(
        case,
        rule=replace(case.rule, stop_on=frozenset()),
        now=max(event.at for event in case.events),
    )
    left = read(case)
    if left.due_at is None or left.due_at < case.now:
        return
    due = left.due_at
    at_due = read(replace(case, now=due))
    assert (at_due.due_at, at_due.overdue) == (due, False)
    assert at_due.first_late_at == left.first_late_at
    assert at_due.remaining is not None
    # The due date is whole microseconds: at most one of them may be too much.
    assert -Fraction(1, 10**6) < at_due.remaining <= 0
    if due > case.now:
        just_before = read(replace(case, now=due - timedelta(microseconds=1)))
        assert just_before.remaining is not None
        assert just_before.remaining > 0
    late = read(replace(case, now=due + timedelta(seconds=1)))
    assert (late.due_at, late.overdue) == (due, True)
    assert late.first_late_at == (at_due.first_late_at or due)


@many
@given(cases(), instants(30))
def test_a_lateness_once_seen_is_never_lost(drawn: dict[str, Any], moment: str) -> None:
    case = parsed(drawn)
    earlier = replace(case, now=min(case.now, datetime.fromisoformat(moment)))
    seen = read(earlier)
    if seen.overdue:
        assert seen.first_late_at is not None
    if seen.first_late_at:
        assert read(case).first_late_at == seen.first_late_at


@many
@given(cases())
def test_the_trace_joins_and_adds_up(drawn: dict[str, Any]) -> None:
    case = parsed(drawn)
    reading, pieces = read(case), traced(case)
    if reading.state is State.NOT_STARTED or reading.started_at == case.now:
        assert pieces == []
        return
    if not pieces:
        assert reading.state is State.STOPPED
        return
    assert pieces[0].begins == reading.started_at
    assert [piece.ends for piece in pieces[:-1]] == [piece.begins for piece in pieces[1:]]
    assert all(piece.begins < piece.ends for piece in pieces)
    assert sum(piece.measure for piece in pieces if piece.counted) == reading.consumed
    if reading.state is not State.STOPPED:
        assert pieces[-1].ends == case.now
    counted = {"working time", "calendar time"}
    assert all(piece.counted is (piece.why in counted) for piece in pieces)
    measured = counted | {"consumed before restart"}
    assert all((piece.measure > 0) is (piece.why in measured) for piece in pieces)


@given(cases(), instants(30))
def test_the_trace_stays_frozen_after_the_stop(drawn: dict[str, Any], moment: str) -> None:
    case = parsed(drawn)
    case = replace(case, events=(*case.events, Event("stop", case.now)))
    if read(case).state is State.NOT_STARTED:
        return
    later = max(case.now, datetime.fromisoformat(moment)) + timedelta(days=40)
    assert traced(replace(case, now=later)) == traced(case)
    assert read(replace(case, now=later)) == read(case)


@given(cases(), calendars)
def test_two_units_never_see_each_others_calendars(
    drawn: dict[str, Any], other: dict[str, Any]
) -> None:
    case = parsed(drawn)
    alone = read(case)
    neighbour = replace(case, calendar=parsed(_bare(other)).calendar)
    with suppress(LimitNotReached):  # its own affair
        read(neighbour)
    assert read(case) == alone


@given(cases())
def test_equal_calendars_are_one(drawn: dict[str, Any]) -> None:
    case, again = parsed(drawn), parsed(drawn)
    assert case.calendar == again.calendar
    assert hash(case.calendar) == hash(again.calendar)


def _bare(calendar: dict[str, Any]) -> dict[str, Any]:
    return {
        "calendar": calendar,
        "rule": {
            "limit": {"amount": 1, "unit": "working_hour"},
            "start_on": [],
            "stop_on": [],
        },
        "events": [],
        "now": "2025-08-28T09:00:00+07:00",
    }


@pytest.mark.parametrize("year", [2, 1954, 2025, 9899])
def test_any_year_can_be_read(year: int) -> None:
    calendar = Calendar.build([Season.always(week({0: [(450, 690)]}))])
    start = datetime(year, 1, 1, tzinfo=datetime.fromisoformat("2025-01-01T00:00:00+07:00").tzinfo)
    assert working_seconds_between(calendar, start, start + timedelta(days=7)) == 4 * 3600
    assert calendar.windows_on(date(year, 1, 1) + timedelta(days=-date(year, 1, 1).weekday() % 7))


@many
@given(cases(units=("working_day", "working_hour")))
def test_the_answer_shows_nothing_remaining_at_the_due_date(drawn: dict[str, Any]) -> None:
    drawn["rule"]["stop_on"] = []
    drawn["now"] = max(drawn["events"], key=lambda event: datetime.fromisoformat(event["at"]))["at"]
    due = ask(drawn)["due_at"]
    if due is None or datetime.fromisoformat(due) < datetime.fromisoformat(drawn["now"]):
        return
    answer = ask(drawn | {"now": due})
    assert (answer["remaining"], answer["consumed"]) == (0, answer["limit"])
    counted = sum(piece["measure"] for piece in answer["trace"] if piece["counted"])
    assert counted == pytest.approx(answer["consumed"], abs=2e-9)

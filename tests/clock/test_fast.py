"""The fast form agrees with the clock on every case, and is fast."""

from fractions import Fraction
from timeit import repeat
from typing import Any

import pytest
from hypothesis import given, settings

from lienthong.clock.case import Case
from lienthong.clock.clock import read_clock
from lienthong.clock.fast import FastClock, FastEvent
from lienthong.clock.instants import instant, tick
from lienthong.clock.measure import measure
from lienthong.clock.table import days_of
from tests.clock.builders import CALENDAR, case
from tests.clock.strategies import at_least, cases
from tests.clock.test_oracle import parsed


def fast_events(asked: Case) -> list[FastEvent]:
    return [(event.type, tick(event.at), event.amount) for event in asked.events]


def check(drawn: dict[str, Any]) -> None:
    asked = parsed(drawn)
    exact = read_clock(asked.calendar, asked.rule, asked.events, asked.now)
    fast = FastClock(asked.calendar, asked.rule).read(fast_events(asked), tick(asked.now))
    scale = measure(asked.rule.limit.unit, days_of(asked.calendar).since(tick(asked.now))).scale
    assert (
        fast.state,
        fast.started_at and instant(fast.started_at),
        fast.due_at and instant(fast.due_at),
        fast.overdue,
        fast.verdict,
        fast.first_late_at and instant(fast.first_late_at),
        Fraction(fast.consumed, scale),
    ) == (
        exact.state,
        exact.started_at,
        exact.due_at,
        exact.overdue,
        exact.verdict,
        exact.first_late_at,
        exact.consumed,
    )


@at_least(150)
@given(cases())
def test_the_fast_form_agrees_with_the_clock(drawn: dict[str, Any]) -> None:
    check(drawn)


@pytest.mark.parametrize(
    "told",
    [
        ("03/09 09:00 start", "04/09 09:00 pause", "04/09 20:00 resume"),  # nothing was left
        ("03/09 09:00 start", "04/09 09:00 pause"),
        ("03/09 09:00 start", "03/09 10:00 pause", "03/09 11:00 resume"),
        ("03/09 09:00 start", "03/09 10:00 pause", "03/09 11:00 stop"),
        ("03/09 09:00 start", "04/09 09:00 stop"),
        ("03/09 09:00 start", "10/12 09:00 stop", "04/09 10:00 stop"),
        ("03/09 10:00 pause", "03/09 09:00 start"),
        ("03/09 09:00 start", "03/09 10:20 resume", "03/09 10:10 pause"),
        ("03/09 09:00 start", "10/12 09:00 start", "03/09 10:00 pause"),
    ],
)
@pytest.mark.parametrize("now", ["03/09 10:30", "04/09 09:00", "05/09 09:00"])
@pytest.mark.parametrize("counting", ["instant", "next_day"])
@pytest.mark.parametrize("unit", ["1 working_day", "7.5 working_hour", "1 calendar_day"])
def test_they_agree_at_the_edges(told: tuple[str, ...], now: str, counting: str, unit: str) -> None:
    check(case(unit, *told, now=now, counting=counting))


@pytest.mark.soak
@settings(max_examples=4_000)
@given(cases(minutes=1))
def test_the_fast_form_agrees_with_the_clock_to_the_minute(drawn: dict[str, Any]) -> None:
    check(drawn)


@pytest.mark.soak
def test_a_plain_dossier_takes_about_ten_microseconds() -> None:
    told = ("28/08 09:00 start", "29/08 10:00 pause", "03/09 09:10 resume")
    asked = parsed(case("10 working_day", *told, now="05/09 10:00", calendar=CALENDAR))
    clock, events, now = FastClock(asked.calendar, asked.rule), fast_events(asked), tick(asked.now)
    seconds = min(repeat(lambda: clock.read(events, now), number=2000, repeat=20)) / 2000
    assert seconds < 25e-6  # the bar is 10; a busy machine gets some air

"""The clock equals an independent reading of its contract, step by step, on every case."""

import json
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

import hypothesis
import pytest
from hypothesis import given

from lienthong.clock.case import Case, decimal, parse
from lienthong.clock.clock import read_clock
from lienthong.clock.trace import trace
from tests.clock.oracle import GivesUp, Oracle
from tests.clock.strategies import at_least, cases


def parsed(case: dict[str, Any]) -> Case:
    return parse(json.loads(json.dumps(case), parse_float=decimal))


def naive(instant: datetime | None) -> datetime | None:
    return None if instant is None else instant.replace(tzinfo=None)


def engine(case: dict[str, Any], step: timedelta) -> dict[str, Any]:
    """The answer of the product in the oracle's terms."""
    asked = parsed(case)
    read = read_clock(asked.calendar, asked.rule, asked.events, asked.now)
    steps: list[tuple[datetime, Fraction, str]] = []
    for piece in trace(asked.calendar, asked.rule, asked.events, asked.now):
        number = (piece.ends - piece.begins) // step
        begins = piece.begins.replace(tzinfo=None)
        steps += [(begins + n * step, piece.measure / number, piece.why) for n in range(number)]
    return {
        "state": read.state,
        "started_at": naive(read.started_at),
        "due_at": naive(read.due_at),
        "consumed": read.consumed,
        "limit": read.limit,
        "remaining": read.remaining,
        "overdue": read.overdue,
        "verdict": read.verdict,
        "first_late_at": naive(read.first_late_at),
        "trace": steps,
    }


def check(case: dict[str, Any], minutes: int) -> None:
    step = timedelta(minutes=minutes)
    try:
        expected = Oracle(case, step).answer()
    except GivesUp:
        hypothesis.reject()
    assert engine(case, step) == expected


@at_least(150)
@given(cases())
def test_the_clock_agrees_with_the_oracle(case: dict[str, Any]) -> None:
    check(case, minutes=30)


@pytest.mark.soak
@given(cases(minutes=10))
def test_the_clock_agrees_with_the_oracle_on_a_finer_grid(case: dict[str, Any]) -> None:
    check(case, minutes=10)

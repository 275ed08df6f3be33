"""The proof of a reading: every moment from the start on, counted or not, and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from lienthong.clock.calendar import Calendar
from lienthong.clock.clock import fold
from lienthong.clock.fold import Fold, Phase
from lienthong.clock.instants import DAY, instant, tick
from lienthong.clock.rule import Event, Rule, State

WORKING = "working time"
CALENDAR = "calendar time"
OUTSIDE = "outside working hours"
WEEKEND = "weekend"
HOLIDAY = "holiday"
PAUSED = "paused: "
BEFORE_COUNTING = "before counting starts"
TAKEN_BACK = "consumed before restart"


@dataclass(frozen=True, slots=True)
class TracePiece:
    """From one instant to another: what it measures, whether it counts, and why (not).

    Pieces of running time never cross midnight, so they can be told day by day.
    """

    begins: datetime
    ends: datetime
    measure: Fraction
    counted: bool
    why: str


def trace(
    calendar: Calendar, rule: Rule, events: Iterable[Event], now: datetime
) -> list[TracePiece]:
    """The pieces from the start to `now` or to the stop, without a gap. Raises as `read_clock`."""
    return pieces(fold(calendar, rule, events, now), tick(now))


def pieces(state: Fold, now: int) -> list[TracePiece]:
    """The trace of a closed fold."""
    if state.state is State.NOT_STARTED:
        return []
    end = state.stopped if state.state is State.STOPPED else now
    ends = [phase.begins for phase in state.phases[1:]] + [end]
    return [
        TracePiece(instant(a), instant(b), Fraction(units, state.scale), why in _COUNTS, why)
        for number, (phase, until) in enumerate(zip(state.phases, ends, strict=True))
        for a, b, units, why in _phase(state, phase, until, taken_back=number < state.kept)
        if a < b
    ]


_COUNTS = (WORKING, CALENDAR)

_Piece = tuple[int, int, int, str]


def _phase(state: Fold, phase: Phase, until: int, *, taken_back: bool) -> Iterator[_Piece]:
    begins = phase.begins
    if begins < phase.counts_from:
        counts_from = min(phase.counts_from, until)
        yield begins, counts_from, 0, BEFORE_COUNTING
        begins = counts_from
    if phase.paused_by is not None:
        yield begins, until, 0, PAUSED + phase.paused_by
        return
    while begins < until:
        midnight = min((begins // DAY + 1) * DAY, until)
        yield from _day(state, begins, midnight, taken_back=taken_back)
        begins = midnight


def _day(state: Fold, begins: int, until: int, *, taken_back: bool) -> Iterator[_Piece]:
    """The pieces of running time within one date."""
    if state.plan.calendar_day:
        yield begins, until, until - begins, TAKEN_BACK if taken_back else CALENDAR
        return
    day = begins // DAY
    shape = state.table.shape(day)
    if not shape.length:
        yield begins, until, 0, HOLIDAY if day in state.plan.days.holidays else WEEKEND
        return
    why = TAKEN_BACK if taken_back else WORKING
    at = state.measure.at
    for opens, closes in shape.windows:
        start = min(max(day * DAY + opens, begins), until)
        end = min(max(day * DAY + closes, begins), until)
        yield begins, start, 0, OUTSIDE
        yield start, end, at(end) - at(start), why
        begins = end
    yield begins, until, 0, OUTSIDE

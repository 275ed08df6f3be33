"""The clock as people ask it: a calendar, a rule, events and a moment in; a reading out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from lienthong.clock.calendar import Calendar
from lienthong.clock.fold import Fold, plan_of
from lienthong.clock.instants import instant, tick
from lienthong.clock.rule import EXTENDED, Event, Rule, State, Unit, Verdict, check_added


@dataclass(frozen=True, slots=True)
class Reading:
    """The clock as it stood at one moment. Instants are at +07:00, amounts in the limit's unit.

    `limit` and `remaining` are None for a limit within the day, where `consumed` is working hours.
    `due_at` is None before the start and while a pause holds it.
    """

    state: State
    started_at: datetime | None
    due_at: datetime | None
    consumed: Fraction
    limit: Fraction | None
    remaining: Fraction | None
    overdue: bool
    verdict: Verdict | None
    first_late_at: datetime | None


def read_clock(calendar: Calendar, rule: Rule, events: Iterable[Event], now: datetime) -> Reading:
    """The clock as it stood at `now`: the same answer today and in next year's audit.

    Events may come in any order; of two at one instant the first given happened first. Raises
    `Invalid` for an event that may not be added, `LimitNotReached` for a limit out of reach.
    """
    return reading(fold(calendar, rule, events, now), tick(now))


def fold(calendar: Calendar, rule: Rule, events: Iterable[Event], now: datetime) -> Fold:
    """The state of the clock after the events up to `now`."""
    at = tick(now)
    known = []
    for event in events:
        if event.type == EXTENDED:
            _check_extension(rule.limit.unit, event)
        happened = tick(event.at)
        if happened <= at:
            known.append((happened, event))
    known.sort(key=lambda pair: pair[0])
    state = Fold(plan_of(calendar, rule))
    for happened, event in known:
        state.step(event.type, happened, event.amount)
    state.close(at)
    return state


def reading(state: Fold, now: int) -> Reading:
    """A closed fold in the terms of the contract."""
    limit = None if state.plan.same_day else Fraction(state.limit)
    if state.state is State.NOT_STARTED:
        return Reading(
            state.state, None, None, Fraction(0), limit, limit, overdue=False,
            verdict=None, first_late_at=None,
        )  # fmt: skip
    consumed = Fraction(state.consumed(now), state.scale)
    due, overdue = due_and_overdue(state, now)
    return Reading(
        state=state.state,
        started_at=instant(state.started),
        due_at=None if due is None else instant(due),
        consumed=consumed,
        limit=limit,
        remaining=None if limit is None else limit - consumed,
        overdue=overdue,
        verdict=state.verdict(),
        first_late_at=None if state.first_late is None else instant(state.first_late),
    )


def due_and_overdue(state: Fold, now: int) -> tuple[int | None, bool]:
    """What a started clock shows at `now`."""
    if state.state is State.PAUSED:
        return None, state.paused_late()
    if state.state is State.STOPPED:
        return None if state.suspended() else state.due(), False
    return state.due(), now > state.due()


def _check_extension(unit: Unit, event: Event) -> None:
    check_added(unit, event.amount or 0, "events.amount")

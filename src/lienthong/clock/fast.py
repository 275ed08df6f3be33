"""The fast form of the clock, for recalculating a million dossiers after a change of calendar.

Nearly every open dossier has started, perhaps waited for its applicant, and is not late. For such
a history one pass over whole numbers is enough. Anything else (an added day, a restart, a pause at
or after the due date, any pause of a limit in calendar days) goes through the fold, so the two
cannot disagree about what is subtle;
`tests/clock/test_fast.py` proves that they agree on everything.
"""

from collections.abc import Callable, Sequence
from math import ceil
from operator import itemgetter
from typing import Final, NamedTuple

from lienthong.clock.calendar import Calendar
from lienthong.clock.clock import due_and_overdue
from lienthong.clock.fold import PAUSE, RESUME, START, STOP, Fold, closing, plan_of
from lienthong.clock.instants import DAY
from lienthong.clock.measure import CalendarDays, Measure, WorkingDays, WorkingHours
from lienthong.clock.rule import Amount, Rule, State, Unit, Verdict
from lienthong.clock.table import TEN_YEARS, Table

FastEvent = tuple[str, int, Amount | None]
"""Type, tick (`lienthong.clock.instants.tick`) and the amount of an extension."""


class FastReading(NamedTuple):
    """A `Reading` in whole numbers: instants are ticks, `consumed` is in units of the measure."""

    state: State
    started_at: int | None
    due_at: int | None
    overdue: bool
    verdict: Verdict | None
    first_late_at: int | None
    consumed: int


class FastClock:
    """Reads many dossiers that share one calendar and one rule."""

    def __init__(self, calendar: Calendar, rule: Rule) -> None:
        self._plan = plan_of(calendar, rule)
        self._measure = _MEASURES.get(rule.limit.unit, WorkingHours)
        self._plain = (
            rule.limit.unit in _MEASURES and not self._plan.restart and not rule.resume_plus
        )
        self._need = ceil(self._plan.limit * self._measure(self._plan.days.since(0)).scale)

    def read(self, events: Sequence[FastEvent], now: int) -> FastReading:
        """The clock at the tick `now`. Raises `LimitNotReached`; does not check the events."""
        return (self._plain and self._pass(events, now)) or self._fold(events, now)

    def _fold(self, events: Sequence[FastEvent], now: int) -> FastReading:
        state = Fold(self._plan)
        for type_, at, amount in sorted(events, key=itemgetter(1)):
            if at <= now:
                state.step(type_, at, amount)
        state.close(now)
        if state.state is State.NOT_STARTED:
            return _NOT_STARTED
        return FastReading(
            state.state,
            state.started,
            *due_and_overdue(state, now),
            state.verdict(),
            state.first_late,
            state.consumed(now),
        )

    def _pass(self, events: Sequence[FastEvent], now: int) -> FastReading | None:
        """The reading of a plain history in order; None for any other."""
        roles = self._plan.roles
        last = 0
        for place, (type_, at, _) in enumerate(events):
            if at > now or at < last:
                return None
            last = at
            if roles.get(type_, 0) & START:
                return self._run(at, events[place + 1 :], now)
        return None

    def _run(self, started: int, events: Sequence[FastEvent], now: int) -> FastReading | None:  # noqa: C901, one loop is the point
        plan = self._plan
        table = plan.days.since(started)
        measure = self._measure(table)
        since = counts_from = plan.counts_from(started)
        mark = measure.at(since)
        need = self._need
        state, until, last, before, ran = State.RUNNING, now, started, 0, 0
        for type_, at, _ in events:
            if at < last:
                return None
            last = at
            if at > now:
                continue
            role = plan.roles.get(type_, 0)
            if role == PAUSE:
                if plan.calendar_day:
                    return None
                if state is State.RUNNING:
                    state = State.PAUSED
                    if at > since:
                        before += measure.at(at) - mark
                        ran += at - since
                        if before >= need:
                            return None
            elif role == RESUME:
                if state is State.PAUSED:
                    state = State.RUNNING
                    since = max(at, counts_from)
                    mark = measure.at(since)
            elif role == STOP and state is State.RUNNING:
                state, until = State.STOPPED, at
            elif role not in (0, START):
                return None
        if state is State.PAUSED:
            return _reading(state, started, consumed=before)
        horizon = since + TEN_YEARS - ran
        due = measure.reach(mark + need - before, horizon)
        if plan.calendar_day:
            due = closing(table, due, since, horizon)
        if until > since:
            before += measure.at(until) - mark
        late = until > due
        verdict = None
        if state is State.STOPPED:
            early = until // DAY < due // DAY
            verdict = Verdict.LATE if late else Verdict.EARLY if early else Verdict.ON_TIME
        return _reading(state, started, due, late=late, verdict=verdict, consumed=before)


_MEASURES: Final[dict[Unit, Callable[[Table], Measure]]] = {
    Unit.WORKING_DAY: WorkingDays,
    Unit.WORKING_HOUR: WorkingHours,
    Unit.CALENDAR_DAY: CalendarDays,
}
_NOT_STARTED = FastReading(
    State.NOT_STARTED,
    started_at=None,
    due_at=None,
    overdue=False,
    verdict=None,
    first_late_at=None,
    consumed=0,
)


def _reading(
    state: State,
    started: int,
    due: int | None = None,
    *,
    late: bool = False,
    verdict: Verdict | None = None,
    consumed: int,
) -> FastReading:
    overdue = late and state is State.RUNNING
    return FastReading(state, started, due, overdue, verdict, due if late else None, consumed)

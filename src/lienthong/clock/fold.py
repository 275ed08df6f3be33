"""The clock itself: a fold over events, on whole numbers.

`docs/reference/clock.md` names the point of the contract behind each step. What is subtle:

- `due()` is always "as if the clock ran on", from the events folded so far. Whether a pause came
  after it is asked while the clock is paused and settled at the resumption, so an extension during
  the pause counts and one after the resumption does not reach back.
- A pause after the due date leaves the due date where it was, but the time before it still counts
  for a later extension. Such stretches stay in `_left`.
"""

from functools import lru_cache
from math import ceil
from typing import NamedTuple

from lienthong.clock.calendar import Calendar
from lienthong.clock.instants import DAY, MINUTE
from lienthong.clock.measure import Measure, measure
from lienthong.clock.rule import (
    EXTENDED,
    Amount,
    Counting,
    OnResume,
    Rule,
    State,
    Unit,
    Verdict,
)
from lienthong.clock.table import TEN_YEARS, Days, Table, days_of

# What an event type does to a clock; one type may have several roles. Plain numbers, because this
# is asked for every event of every dossier.
START, PAUSE, RESUME, STOP, EXTEND = 1, 2, 4, 8, 16


class Plan:
    """A rule made ready for one calendar."""

    def __init__(self, days: Days, rule: Rule) -> None:
        self.days = days
        self.unit = rule.limit.unit
        self.same_day = self.unit is Unit.SAME_DAY
        self.calendar_day = self.unit is Unit.CALENDAR_DAY
        self.limit: Amount = 0 if self.same_day else rule.limit.amount
        cutoff = rule.limit.cutoff
        self.cutoff = (cutoff.hour * 60 + cutoff.minute) * MINUTE if cutoff else DAY
        self.next_day = rule.counting is Counting.NEXT_DAY
        self.restart = rule.on_resume is OnResume.RESTART
        self.plus = rule.resume_plus
        self.roles: dict[str, int] = {}
        for role, types in (
            (START, rule.start_on),
            (PAUSE, rule.pause_on),
            (RESUME, rule.resume_on),
            (STOP, rule.stop_on),
            (EXTEND, {EXTENDED}),
        ):
            for type_ in types:
                self.roles[type_] = self.roles.get(type_, 0) | role

    def counts_from(self, at: int) -> int:
        """From when a clock measures that starts or restarts at an instant."""
        return (at // DAY + 1) * DAY if self.next_day else at


@lru_cache(maxsize=8192)
def plan_of(calendar: Calendar, rule: Rule) -> Plan:
    return Plan(days_of(calendar), rule)


def closing(table: Table, reached: int, since: int, horizon: int) -> int:
    """When a limit in calendar days ends that was measured from `since` and is reached then: with
    the last window of that date, or of the next working day."""
    day = (reached - 1) // DAY  # 00:00 belongs to the date that ends there
    if table.shape(day).length and table.end_of(day) >= since:
        return table.end_of(day)
    return table.end_of(table.next_working(day, horizon))


class Stretch(NamedTuple):
    """Running time from `since` on, of a clock that had consumed `before` by then."""

    since: int
    mark: int  # the measure at `since`
    before: int
    ran: int  # wall-clock ticks that it had run before


class Phase(NamedTuple):
    """From `begins` on the clock runs, or is paused by an event type."""

    begins: int
    counts_from: int
    paused_by: str | None


class Fold:
    """The state of one clock. Feed `step` the events in order, then `close` it and ask."""

    __slots__ = (
        "_anchor",
        "_counts_from",
        "_due",
        "_left",
        "_measure",
        "_stretch",
        "_table",
        "first_late",
        "kept",
        "limit",
        "paused_at",
        "phases",
        "plan",
        "started",
        "state",
        "stopped",
    )

    _table: Table
    _measure: Measure
    _stretch: Stretch  # the one that runs, or ran until the pause
    _left: list[tuple[Stretch, int]]  # stretches that ended in a pause after the due date, and when
    _anchor: int  # from when a limit within the day is reckoned
    _counts_from: int
    started: int
    stopped: int

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.state = State.NOT_STARTED
        self.limit = plan.limit
        self.paused_at: int | None = None
        self.first_late: int | None = None
        self.phases: list[Phase] = []
        self.kept = 0  # phases before this one were taken back by a restart
        self._due: int | None = None

    def step(self, type_: str, at: int, amount: Amount | None) -> None:
        """Take the next event. Raises `LimitNotReached`."""
        role = self.plan.roles.get(type_, 0)
        state = self.state
        if not role or state is State.STOPPED:
            return
        if state is State.NOT_STARTED:
            if role & START:
                self._start(at)
            return
        self.close(at)
        if role & STOP:
            self.stopped = at
            self.state = State.STOPPED
            return
        if role & EXTEND and amount:
            self.limit += amount
            self._due = None
        if state is State.RUNNING:
            if role & PAUSE:
                self.paused_at = at
                self.state = State.PAUSED
                self.phases.append(Phase(at, self._counts_from, type_))
        elif role & RESUME and self.paused_at is not None:
            self._resume(at, self.paused_at)

    def close(self, at: int) -> None:
        """Note whether the clock, running until `at`, became overdue."""
        if self.first_late is None and self.state is State.RUNNING and self.due() < at:
            self.first_late = self._due

    def due(self) -> int:
        """The due date by the events so far, as if the clock ran on from its last stretch."""
        if self._due is None:
            self._due = self._within_days() if self.plan.same_day else self._by_measure()
        return self._due

    def paused_late(self) -> bool:
        """Whether the pause came after the due date, and so does not suspend it."""
        return self.paused_at is not None and self.due() < self.paused_at

    def suspended(self) -> bool:
        return self.paused_at is not None and self.paused_at <= self.due()

    def consumed(self, now: int) -> int:
        """Units of the measure consumed by `now` (by the stop, by the pause) since a restart."""
        if self.state is State.NOT_STARTED:
            return 0
        until = self._until(now)
        before = self._stretch.before
        if until <= self._stretch.since:
            return before
        return before + self._measure.at(until) - self._stretch.mark

    def verdict(self) -> Verdict | None:
        if self.state is not State.STOPPED:
            return None
        if self.suspended():
            return Verdict.ON_TIME
        if self.stopped > self.due():
            return Verdict.LATE
        return Verdict.EARLY if self.stopped // DAY < self.due() // DAY else Verdict.ON_TIME

    @property
    def scale(self) -> int:
        """Units of the measure that make 1."""
        return self._measure.scale

    @property
    def measure(self) -> Measure:
        return self._measure

    @property
    def table(self) -> Table:
        return self._table

    def _until(self, now: int) -> int:
        if self.paused_at is not None:
            return self.paused_at
        return self.stopped if self.state is State.STOPPED else now

    def _start(self, at: int) -> None:
        self.started = at
        self._table = self.plan.days.since(at)
        self._measure = measure(self.plan.unit, self._table)
        self._begin(at)

    def _begin(self, at: int) -> None:
        """Measure from nothing, at the start and at a restart."""
        counts_from = self.plan.counts_from(at)
        self._counts_from = self._anchor = counts_from
        self._left = []
        self._run(at, counts_from, before=0, ran=0)

    def _run(self, at: int, since: int, *, before: int, ran: int) -> None:
        self.state = State.RUNNING
        self.paused_at = None
        self._stretch = Stretch(since, self._measure.at(since), before, ran)
        self._due = None
        self.phases.append(Phase(at, self._counts_from, None))

    def _resume(self, at: int, paused_at: int) -> None:
        if self.plan.restart:
            self.limit += self.plan.plus
            self.kept = len(self.phases)
            self._begin(at)
            return
        if self.paused_late():
            self._left.append((self._stretch, paused_at))
        elif at > paused_at:  # a pause without length changes nothing
            self._anchor = max(at, self._counts_from)
        ran = self._stretch.ran + max(0, paused_at - self._stretch.since)
        self.limit += self.plan.plus
        self._run(at, max(at, self._counts_from), before=self.consumed(at), ran=ran)

    def _by_measure(self) -> int:
        need = ceil(self.limit * self._measure.scale)
        for stretch, paused_at in self._left:
            reached, due = self._due_in(stretch, need)
            if reached <= paused_at or due < paused_at:
                return due
        return self._due_in(self._stretch, need)[1]

    def _due_in(self, stretch: Stretch, need: int) -> tuple[int, int]:
        """When a stretch, run on for ever, reaches the limit, and the due date that this gives."""
        since, mark, before, ran = stretch
        horizon = since + TEN_YEARS - ran
        reached = since
        if before < need:
            reached = self._measure.reach(mark + need - before, horizon)
        if not self.plan.calendar_day:
            return reached, reached
        return reached, closing(self._table, reached, since, horizon)

    def _within_days(self) -> int:
        """The end of the day of the anchor or of the next working day, and whole days more."""
        table = self._table
        day, moment = divmod(self._anchor, DAY)
        shape = table.shape(day)
        ahead = int(self.limit)
        if not (shape.length and moment < self.plan.cutoff and moment < shape.end):
            ahead += 1
        if ahead:
            day = table.next_working(day, self._anchor + TEN_YEARS, ahead)
        return table.end_of(day)

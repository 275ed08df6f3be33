"""The measures of time that limits are counted in.

A measure is an increasing whole number of units: `at(t)` minus `at(s)` is what lies between two
instants, `scale` units make 1 of the limit's unit, and `reach(w, horizon)` is the earliest instant
at which `at` is at least `w`. Splitting an interval adds up because these are differences.
"""

from bisect import bisect_left
from typing import Protocol

from lienthong.clock.instants import DAY, HOUR
from lienthong.clock.invalid import LimitNotReached
from lienthong.clock.rule import Unit
from lienthong.clock.table import Table


class Measure(Protocol):
    scale: int

    def at(self, instant: int) -> int: ...

    def reach(self, units: int, horizon: int) -> int:
        """Raises `LimitNotReached` when that lies after `horizon`."""
        ...


class CalendarDays:
    """24 hours measure 1."""

    __slots__ = ("scale",)

    def __init__(self, _table: Table) -> None:
        self.scale = DAY

    def at(self, instant: int) -> int:
        return instant

    def reach(self, units: int, horizon: int) -> int:
        if units > horizon:
            raise LimitNotReached
        return units


class WorkingHours:
    """One hour of a window measures 1."""

    __slots__ = ("_table", "scale")

    def __init__(self, table: Table) -> None:
        self._table = table
        self.scale = HOUR

    def at(self, instant: int) -> int:
        table = self._table
        day, moment = divmod(instant, DAY)
        place = table.index(day)
        return table.work[place] + table.shapes[place].worked(moment)

    def reach(self, units: int, horizon: int) -> int:
        table = self._table
        while table.work[-1] < units:
            table.grow_towards(horizon)
        place = bisect_left(table.work, units) - 1
        moment = table.shapes[place].reach(units - table.work[place])
        reached = (table.first + place) * DAY + moment
        if reached > horizon:
            raise LimitNotReached
        return reached


class WorkingDays:
    """The windows of one day together measure 1, spread evenly over them."""

    __slots__ = ("_table", "scale")

    def __init__(self, table: Table) -> None:
        self._table = table
        self.scale = table.days.units

    def at(self, instant: int) -> int:
        table = self._table
        day, moment = divmod(instant, DAY)
        place = table.index(day)
        shape = table.shapes[place]
        return table.count[place] * self.scale + shape.worked(moment) * shape.weight

    def reach(self, units: int, horizon: int) -> int:
        table = self._table
        # A whole number of days is reached when the last of them ends, not when the next begins.
        nth, part = divmod(units - 1, self.scale)
        day = table.nth_working(nth, horizon)
        shape = table.shapes[day - table.first]
        # Rounded up to the tick: the earliest instant that can be written down.
        reached = day * DAY + shape.reach(part // shape.weight + 1)
        if reached > horizon:
            raise LimitNotReached
        return reached


def measure(unit: Unit, table: Table) -> Measure:
    """The measure of a unit; a limit within the day is shown in working hours."""
    if unit is Unit.WORKING_DAY:
        return WorkingDays(table)
    if unit is Unit.CALENDAR_DAY:
        return CalendarDays(table)
    return WorkingHours(table)

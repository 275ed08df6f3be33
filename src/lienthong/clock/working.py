"""Questions about working time that need no rule: desks, steps, ledgers, acceptance."""

from datetime import date, datetime, timedelta
from math import ceil

from lienthong.clock.calendar import Calendar
from lienthong.clock.instants import DAY, SECOND, VIETNAM, instant, tick
from lienthong.clock.measure import measure
from lienthong.clock.rule import Amount, Unit
from lienthong.clock.table import TEN_YEARS, days_of


def working_seconds_between(calendar: Calendar, a: datetime, b: datetime) -> int:
    """Whole working seconds from `a` to `b`, negative when `b` is the earlier."""
    if b < a:
        return -working_seconds_between(calendar, b, a)
    at = measure(Unit.WORKING_HOUR, days_of(calendar).since(tick(a))).at
    return (at(tick(b)) - at(tick(a))) // SECOND


def working_days_between(calendar: Calendar, a: date, b: date) -> int:
    """Working days after `a` up to and with `b`; 0 when `b` is not later."""
    if b <= a:
        return 0
    table = days_of(calendar).since(a.toordinal() * DAY)
    return table.count[table.index(b.toordinal()) + 1] - table.count[table.index(a.toordinal()) + 1]


def add_working(
    calendar: Calendar, start: datetime, amount: Amount, unit: Unit = Unit.WORKING_HOUR
) -> datetime:
    """The earliest instant by which so much of the unit has passed since `start`.

    `unit` is working hours, working days or calendar days. The whole of a window is reached when
    it ends, not when the next one begins. Raises `LimitNotReached`.
    """
    begins = tick(start)
    units = measure(unit, days_of(calendar).since(begins))
    need = ceil(amount * units.scale)
    if need <= 0:
        return instant(begins)
    return instant(units.reach(units.at(begins) + need, begins + TEN_YEARS))


def due_after(calendar: Calendar, start: datetime, amount: Amount, unit: Unit) -> datetime:
    """When something is due that takes so much of the unit: as `add_working`, but calendar days end
    when the office closes on their date, or on the next working day (contract, meaning 5)."""
    due = add_working(calendar, start, amount, unit)
    if unit is not Unit.CALENDAR_DAY:
        return due
    day = (due - timedelta(microseconds=1)).astimezone(VIETNAM).date()
    end = end_of_day(calendar, day)
    if end is None or end < start:
        end = end_of_day(calendar, next_working_day(calendar, day))
    return end or due


def is_working_day(calendar: Calendar, day: date) -> bool:
    return bool(calendar.windows_on(day))


def end_of_day(calendar: Calendar, day: date) -> datetime | None:
    """The end of the last window of a date; None when it does not work."""
    shape = days_of(calendar).shape(day.toordinal())
    return instant(day.toordinal() * DAY + shape.end) if shape.length else None


def next_working_day(calendar: Calendar, day: date) -> date:
    """The first working day after a date. Raises `LimitNotReached` when ten years hold none."""
    begins = day.toordinal() * DAY
    found = days_of(calendar).since(begins).next_working(day.toordinal(), begins + TEN_YEARS)
    return date.fromordinal(found)

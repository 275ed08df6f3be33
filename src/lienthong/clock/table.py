"""Prefix sums over the days of a calendar, shared by everybody who reads with that calendar."""

from functools import lru_cache
from math import lcm
from threading import Lock

from lienthong.clock.calendar import Calendar, Windows
from lienthong.clock.instants import DAY, MINUTE
from lienthong.clock.invalid import LimitNotReached

TEN_YEARS = 3653 * DAY
"""How long a clock may run before its limit counts as unreachable: ten years, leap days counted."""

_ERA = 512  # days: one table starts at each multiple, so that tables only ever grow at their end
_STEP = 366  # days by which a table grows


class Shape:
    """The windows of a day in ticks after its 00:00."""

    __slots__ = ("end", "length", "weight", "windows")

    def __init__(self, windows: Windows, day_units: int) -> None:
        self.windows = tuple((start * MINUTE, end * MINUTE) for start, end in windows)
        self.length = sum(end - start for start, end in self.windows)
        self.end = self.windows[-1][1] if windows else 0
        # A day measures the same whatever its length, so a tick of a short day weighs more.
        self.weight = day_units // self.length if windows else 0

    def worked(self, moment: int) -> int:
        """Ticks of work from 00:00 until `moment`."""
        done = 0
        for start, end in self.windows:
            if moment <= start:
                break
            if moment < end:
                return done + moment - start
            done += end - start
        return done

    def reach(self, work: int) -> int:
        """The earliest moment by which `work` ticks are worked; 0 < work <= length."""
        for start, end in self.windows:
            if work <= end - start:
                return start + work
            work -= end - start
        raise ValueError(work)


class Days:
    """What a calendar says of any day, by the ordinal of its date.

    `units` is what one working day measures: the least number that every length of day in this
    calendar divides, so that a tick of any day weighs a whole number of units.
    """

    def __init__(self, calendar: Calendar) -> None:
        weeks = [season.week for season in calendar.seasons]
        every = {windows for week in weeks for windows in week} | set(calendar.made_up.values())
        lengths = {sum(end - start for start, end in windows) for windows in every} - {0}
        self.units = lcm(*lengths) * MINUTE
        shapes = {windows: Shape(windows, self.units) for windows in every | {()}}
        self.off = shapes[()]
        self.holidays = {day.toordinal() for day in calendar.holidays} - {
            day.toordinal() for day in calendar.made_up
        }
        self._made_up = {day.toordinal(): shapes[w] for day, w in calendar.made_up.items()}
        self._seasons = [
            (season.starts.toordinal(), [shapes[windows] for windows in season.week])
            for season in reversed(calendar.seasons)
        ]
        self._tables: dict[int, Table] = {}

    def shape(self, day: int) -> Shape:
        if day in self._made_up:
            return self._made_up[day]
        if day not in self.holidays:
            for starts, week in self._seasons:
                if starts <= day:
                    return week[(day - 1) % 7]
        return self.off

    def since(self, at: int) -> "Table":
        """A table that holds the day of the instant `at` and every later one."""
        era = at // DAY // _ERA
        table = self._tables.get(era)
        if table is None:
            # Two threads may both build it; one of the two equal tables stays.
            table = self._tables[era] = Table(self, era * _ERA)
        return table


class Table:
    """Running sums from a first day on. Grows at its end, by one thread at a time.

    Readers take no lock: `shapes` is appended last, so a day that is there has its sums.
    """

    __slots__ = ("_growing", "count", "days", "first", "shapes", "work", "working")

    def __init__(self, days: Days, first: int) -> None:
        self.days = days
        self.first = first
        self.shapes: list[Shape] = []
        self.work = [0]  # ticks of work before each day, and after the last
        self.count = [0]  # working days before each day, and after the last
        self.working: list[int] = []  # the working days
        self._growing = Lock()

    def index(self, day: int) -> int:
        """The place of a day in the lists, which grow to hold it."""
        place = day - self.first
        while place >= len(self.shapes):
            self.grow()
        return place

    def shape(self, day: int) -> Shape:
        return self.shapes[self.index(day)]

    def grow(self) -> None:
        with self._growing:
            for day in range(self.first + len(self.shapes), self.first + len(self.shapes) + _STEP):
                shape = self.days.shape(day)
                if shape.length:
                    self.working.append(day)
                self.work.append(self.work[-1] + shape.length)
                self.count.append(self.count[-1] + (shape.length > 0))
                self.shapes.append(shape)

    def grow_towards(self, horizon: int) -> None:
        """Grow; raises `LimitNotReached` when the instant `horizon` is already held."""
        if (self.first + len(self.shapes)) * DAY > horizon:
            raise LimitNotReached
        self.grow()

    def nth_working(self, nth: int, horizon: int) -> int:
        """The working day that has `nth` working days before it in this table."""
        while nth >= len(self.working):
            self.grow_towards(horizon)
        return self.working[nth]

    def next_working(self, day: int, horizon: int, ahead: int = 1) -> int:
        """The `ahead`-th working day after a day."""
        return self.nth_working(self.count[self.index(day) + 1] + ahead - 1, horizon)

    def end_of(self, day: int) -> int:
        """The end of the last window of a day that works."""
        return day * DAY + self.shape(day).end


@lru_cache(maxsize=1024)
def days_of(calendar: Calendar) -> Days:
    """The days of a calendar; equal calendars share them, and so their tables."""
    return Days(calendar)

"""When an office works: windows of a week, seasons, holidays, make-up days.

A `Calendar` is a plain value: build it from rows as often as convenient. Equal calendars share one
table of prefix sums (`lienthong.clock.table`).
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from typing import Self

from lienthong.clock.invalid import Invalid

Window = tuple[int, int]
"""Minutes after 00:00, half-open: (450, 690) is 07:30 to 11:30. 1440 is the end of the day."""

Windows = tuple[Window, ...]
"""The windows of one day, ascending; none means the day does not work."""

Week = tuple[Windows, Windows, Windows, Windows, Windows, Windows, Windows]
"""Monday first."""

MIDNIGHT = 24 * 60


def window(opens: time, closes: time) -> Window:
    """A window from two times of day, whole minutes; closing at 00:00 means the end of the day."""
    end = closes.hour * 60 + closes.minute
    return opens.hour * 60 + opens.minute, end or MIDNIGHT


def week(days: Mapping[int, Iterable[Window]]) -> Week:
    """A week from {weekday: windows}, 0 = Monday; a weekday that is missing does not work."""
    a, b, c, d, e, f, g = (check_windows(days.get(day, ()), "week") for day in range(7))
    return a, b, c, d, e, f, g


def check_windows(windows: Iterable[Window], field: str) -> Windows:
    """The windows as a tuple. Raises `Invalid` for empty, unordered or overlapping ones."""
    day = tuple(windows)
    past = 0
    for start, end in day:
        if not 0 <= start <= MIDNIGHT or not 0 <= end <= MIDNIGHT:
            raise Invalid(field, "giờ phải trong ngày, từ 00:00 đến 24:00")
        if start >= end:
            raise Invalid(field, "khung giờ phải có giờ đầu trước giờ cuối")
        if start < past:
            raise Invalid(field, "các khung giờ phải xếp theo thứ tự và không chồng lên nhau")
        past = end
    return day


@dataclass(frozen=True, slots=True)
class Season:
    """The week that holds from a day on, until the next season."""

    starts: date
    week: Week

    @classmethod
    def always(cls, week: Week) -> Self:
        """One week for all time."""
        return cls(date.min, week)


@dataclass(frozen=True)
class Calendar:
    """Working time of one office.

    `working_days` are the make-up days: they work even on a weekend or when listed as holidays,
    with their own windows or, where those are empty, with the windows of that season's Monday.
    """

    seasons: tuple[Season, ...]
    holidays: frozenset[date] = frozenset()
    working_days: tuple[tuple[date, Windows], ...] = ()

    def __post_init__(self) -> None:
        for day, windows in self.working_days:
            check_windows(windows, "working_days")
            if not windows and not self._monday(day):
                raise Invalid(
                    "working_days",
                    f"ngày làm bù {day.isoformat()} không có khung giờ, thứ Hai cũng không có",
                )

    @classmethod
    def build(
        cls,
        seasons: Iterable[Season],
        holidays: Iterable[date] = (),
        working_days: Mapping[date, Windows] | Iterable[date] = (),
    ) -> Self:
        """A calendar from rows in any order.

        Make-up days come as dates, or as {date: windows} where no windows mean Monday's. Of two
        seasons that start on one day the last one given holds.
        """
        made_up = working_days if isinstance(working_days, Mapping) else dict.fromkeys(working_days)
        return cls(
            tuple(sorted(seasons, key=lambda season: season.starts)),
            frozenset(holidays),
            tuple(sorted((day, tuple(windows or ())) for day, windows in made_up.items())),
        )

    def windows_on(self, day: date) -> Windows:
        """The working windows of a date; none when it does not work."""
        if day in self.made_up:
            return self.made_up[day]
        if day in self.holidays:
            return ()
        found = self._week_on(day)
        return found[day.weekday()] if found else ()

    @cached_property
    def made_up(self) -> dict[date, Windows]:
        """Make-up days with the windows that they really have."""
        return {day: windows or self._monday(day) for day, windows in self.working_days}

    def _monday(self, day: date) -> Windows:
        found = self._week_on(day)
        return found[0] if found else ()

    def _week_on(self, day: date) -> Week | None:
        """The week that holds on a date; none before the first season."""
        at = bisect_right(self.seasons, day, key=lambda season: season.starts)
        return self.seasons[at - 1].week if at else None

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        # Calendars are keys of caches that are asked for every dossier.
        return hash((self.seasons, self.holidays, self.working_days))

"""The share of dossiers in time, week by week: drawn on the server, with a sentence and a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _

from lienthong.dossiers.rules.figures import FINISHED, IN_TIME
from lienthong.web.ui import formats

WEEKS: Final = 12
_LEFT, _RIGHT, _TOP, _BOTTOM = 58.0, 552.0, 14.0, 216.0


@dataclass(frozen=True)
class Week:
    """`first`: its Monday. `share` is None where nothing was finished."""

    first: date
    finished: int
    in_time: int

    @property
    def share(self) -> float | None:
        return self.in_time / self.finished if self.finished else None

    @property
    def last(self) -> date:
        return self.first + timedelta(days=6)


@dataclass(frozen=True)
class Mark:
    """A line of the grid or a week under the axis: where, and its words."""

    at: str
    words: str


@dataclass(frozen=True)
class Chart:
    """`lines`: stretches of weeks without a gap, as points of an SVG polyline."""

    sentence: str
    lowest: str
    weeks: Sequence[Week]
    lines: Sequence[str]
    dots: Sequence[tuple[str, str]]
    grid: Sequence[Mark]
    axis: Sequence[Mark]
    last: tuple[str, str, str] | None


def first_day(today: date) -> date:
    """The Monday of the first week that is drawn."""
    return today - timedelta(days=today.weekday() + 7 * (WEEKS - 1))


def chart(by_day: Mapping[date, Mapping[str, int]], today: date) -> Chart | None:
    """None where there are less than two weeks to compare."""
    weeks = _weeks(by_day, first_day(today))
    shares = [week.share for week in weeks if week.share is not None]
    if len(shares) < 2:
        return None
    least = next(low for low in (95, 90, 80, 60, 50, 0) if low < min(shares) * 100 or not low)
    points = [
        (index, _x(index), _y(week.share, least))
        for index, week in enumerate(weeks)
        if week.share is not None
    ]
    lines: list[list[str]] = []
    before = -2
    for index, x, y in points:
        if index != before + 1:
            lines.append([])
        lines[-1].append(f"{x:.1f},{y:.1f}")
        before = index
    _index, x, y = points[-1]
    return Chart(
        sentence=_sentence(shares),
        lowest=_lowest(weeks, shares),
        weeks=weeks,
        lines=[" ".join(line) for line in lines if len(line) > 1],
        dots=[(line[0].split(",")[0], line[0].split(",")[1]) for line in lines if len(line) == 1],
        grid=[Mark(f"{_y(level / 100, least):.1f}", f"{level}%") for level in _levels(least)],
        axis=[
            Mark(f"{_x(index):.1f}", formats.day_short(week.first))
            for index, week in enumerate(weeks)
            if (WEEKS - 1 - index) % 3 == 0
        ],
        last=(f"{x:.1f}", f"{y:.1f}", formats.percent(shares[-1])),
    )


def _weeks(by_day: Mapping[date, Mapping[str, int]], first: date) -> list[Week]:
    made = []
    for number in range(WEEKS):
        monday = first + timedelta(days=7 * number)
        days = [by_day.get(monday + timedelta(days=day), {}) for day in range(7)]
        made.append(
            Week(
                first=monday,
                finished=sum(day.get(name, 0) for day in days for name in FINISHED),
                in_time=sum(day.get(name, 0) for day in days for name in IN_TIME),
            )
        )
    return made


def _levels(least: int) -> list[int]:
    step = {95: 1, 90: 2, 80: 5, 60: 10, 50: 10, 0: 20}[least]
    return list(range(least, 101, step))


def _x(index: int) -> float:
    return _LEFT + (_RIGHT - _LEFT) * index / (WEEKS - 1)


def _y(share: float, least: int) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * (share * 100 - least) / (100 - least)


def _sentence(shares: Sequence[float]) -> str:
    first, last = shares[0], shares[-1]
    told = {
        "first": formats.percent(first),
        "last": formats.percent(last),
        "weeks": len(shares),
    }
    if told["first"] == told["last"]:
        return _("Đúng hạn %(last)s, như %(weeks)s tuần trước") % told
    if last > first:
        return _("Đúng hạn tăng từ %(first)s lên %(last)s sau %(weeks)s tuần") % told
    return _("Đúng hạn giảm từ %(first)s xuống %(last)s sau %(weeks)s tuần") % told


def _lowest(weeks: Sequence[Week], shares: Sequence[float]) -> str:
    """The worst week, when it lies between the two that the sentence compares."""
    least = min(shares)
    if least >= min(shares[0], shares[-1]):
        return ""
    week = next(week for week in weeks if week.share == least)
    return _("Thấp nhất %(share)s, tuần từ %(day)s.") % {
        "share": formats.percent(least),
        "day": formats.day_short(week.first),
    }

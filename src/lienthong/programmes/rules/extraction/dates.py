"""Days and periods as directives print them, and the last day each of them leaves."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from lienthong.programmes.rules.extraction.language import Script


@dataclass(frozen=True)
class Period:
    """A printed day, month, quarter, half or year; the year is None when it is not printed.

    `first` and `last` are (month, day); day 0 is the month's last. `start`, `end`: where it stands.
    """

    start: int
    end: int
    year: int | None
    first: tuple[int, int]
    last: tuple[int, int]
    unit: str

    def first_day(self, year: int) -> date | None:
        return _day(year, *self.first)

    def last_day(self, year: int) -> date | None:
        return _day(year, *self.last)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day or calendar.monthrange(year, month)[1])
    except (ValueError, calendar.IllegalMonthError):
        return None


_D, _M, _Y = r"(?P<d>0?[1-9]|[12]\d|3[01])", r"(?P<m>1[0-2]|0?[1-9])", r"(?P<y>(?:19|20)\d\d)"
_EDGE, _AFTER = r"(?<![\w/.\-–])", r"(?![\w]|[/\-–]\d|[.,]\d)"
# "tuần 2 tháng 10" is a week, not the second of October.
_NO_WEEK = r"(?<!tuần )(?<!tuần thứ )"
_THIS = r"(?P<this>\s+(?:này|nay))?"
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_QUARTER = r"(?:iv|i{1,3}|[1-4])"
# Earlier ones win where they overlap.
_FORMS = (
    ("day", rf"(?<!tháng ){_EDGE}{_D}\s?[/.\-–]\s?{_M}\s?[/.\-–]\s?{_Y}{_AFTER}"),
    ("day", rf"{_NO_WEEK}{_EDGE}{_D}\s+tháng\s+{_M}(?:\s*,?\s*năm\s+|\s*[/\-–]\s*){_Y}{_AFTER}"),
    ("day", rf"{_NO_WEEK}{_EDGE}{_D}\s+tháng\s+{_M}{_AFTER}"),
    ("day", rf"(?<=ngày ){_D}[/\-–]{_M}{_AFTER}"),
    ("day", rf"{_EDGE}{_D}/{_M}{_AFTER}"),
    (
        "month",
        rf"{_EDGE}tháng\s+(?:\d\d?\s*(?:,|và|[-–])\s*(?:tháng\s+)?)*{_M}"
        rf"(?:\s*,?\s*năm\s+|\s*[/.\-–]\s*|\s+){_Y}{_AFTER}",
    ),
    ("month", rf"{_EDGE}tháng\s+(?:\d\d?\s*(?:,|và|[-–])\s*(?:tháng\s+)?)*{_M}{_AFTER}"),
    ("month", rf"{_EDGE}{_M}/{_Y}{_AFTER}"),
    ("this month", rf"{_EDGE}tháng\s+(?:này|nay){_AFTER}"),
    (
        "quarter",
        rf"{_EDGE}qu[ýí]\s+(?:{_QUARTER}\s*(?:,|và|[-–])\s*(?:qu[ýí]\s+)?)*(?P<q>{_QUARTER})"
        rf"(?:(?:\s*,?\s*năm\s+|\s*[/\-–]\s*|\s+){_Y})?{_AFTER}",
    ),
    (
        "half",
        rf"{_EDGE}0?6\s+tháng\s+(?P<half>đầu|cuối)\s+năm(?:\s+{_Y}|{_THIS}){_AFTER}",
    ),
    ("year", rf"{_EDGE}năm\s+{_Y}(?!\s*[-–]\s*\d){_AFTER}"),
    ("year", rf"{_EDGE}năm(?P<this>\s+nay){_AFTER}"),
    ("year", rf"{_EDGE}cuối\s+(?P<end>năm){_AFTER}"),
)
# "2025-2026" where only a deadline can stand: the end of the last.
_BARE_YEAR = rf"{_EDGE}(?:(?:19|20)\d\d\s*[-–]\s*)?{_Y}{_AFTER}"
_WEEK = (
    r"(?P<part>tuần đầu(?: tiên)?|tuần (?:thứ nhất|1)|tuần (?:thứ hai|thứ 2|2)|tuần (?:thứ ba"
    r"|thứ 3|3)"
    r"|tuần cuối(?: cùng)?|(?:thượng|trung|hạ) tuần|nửa đầu|nửa cuối|(?:10"
    r"|mười) ngày đầu(?: tiên)?|đầu|giữa|cuối)(?: của)? $"
)
_PART_DAYS = (
    ("tuần đầu", 7),
    ("tuần thứ nhất", 7),
    ("tuần 1", 7),
    ("tuần thứ hai", 14),
    ("tuần thứ 2", 14),
    ("tuần 2", 14),
    ("tuần thứ ba", 21),
    ("tuần thứ 3", 21),
    ("tuần 3", 21),
    ("tuần cuối", 0),
    ("thượng tuần", 10),
    ("trung tuần", 20),
    ("hạ tuần", 0),
    ("nửa đầu", 15),
    ("nửa cuối", 0),
    ("10 ngày", 10),
    ("mười ngày", 10),
    ("đầu", 10),
    ("giữa", 15),
    ("cuối", 0),
)


def periods(script: Script, key: str, *, bare_years: bool = False) -> Iterator[Period]:
    """Every printed day or period of a text, in order, none inside another."""
    forms = (*_FORMS, ("year", _BARE_YEAR)) if bare_years else _FORMS
    found: list[Period] = []
    for unit, form in forms:
        for match in script.pattern(form).finditer(key):
            if not any(p.start < match.end() and match.start() < p.end for p in found):
                found.append(_period(script, key, unit, match))
    yield from sorted(found, key=lambda period: period.start)


def _period(script: Script, key: str, unit: str, match: re.Match[str]) -> Period:
    got = match.groupdict()
    start, year = match.start(), int(got["y"]) if got.get("y") else None
    if unit == "day":
        first = last = (int(got["m"]), int(got["d"]))
    elif unit == "month":
        month = int(got["m"])
        first, last = (month, 1), (month, 0)
        part = script.pattern(_WEEK).search(key, 0, start)
        if part:
            start = part.start()
            days = next(day for name, day in _PART_DAYS if script.pattern(name).match(part["part"]))
            last = (month, days)
    elif unit == "quarter":
        quarter = _QUARTERS[got["q"]]
        first, last = (3 * quarter - 2, 1), (3 * quarter, 0)
    elif unit == "this month":
        first, last = (0, 1), (0, 0)
    elif unit == "half":
        early = script.pattern("đầu").match(got["half"])
        first, last = ((1, 1), (6, 0)) if early else ((7, 1), (12, 0))
    else:
        first, last = (1, 1), (12, 0)
    return Period(start, match.end(), year, first, last, unit)


def resolve(period: Period, issued: date | None, *, day_before: bool) -> tuple[date | None, bool]:
    """The due day and whether its year was inferred: the first one not before the document's own.

    `day_before` is "before it begins". None when the year is not known or there is no such day.
    """

    def due(year: int) -> date | None:
        day = period.first_day(year) if day_before else period.last_day(year)
        return day - timedelta(days=1) if day and day_before else day

    if period.year is not None:
        return due(period.year), False
    if issued is None:
        return None, True
    if period.unit == "this month":
        month = replace(period, first=(issued.month, 1), last=(issued.month, 0), unit="month")
        return (None if day_before else month.last_day(issued.year)), True
    # A 29 February may be up to eight years away.
    for year in range(issued.year, issued.year + 9):
        day = due(year)
        if day and day >= issued:
            return day, True
    return None, True

"""The JSON of the contract: a case in, an answer out.

Every refusal is an `Invalid` whose `field` is the path of the value in the case. Numbers stay
exact: parse with `parse_float=decimal`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from lienthong.clock.calendar import (
    MIDNIGHT,
    Calendar,
    Season,
    Week,
    Window,
    Windows,
    check_windows,
)
from lienthong.clock.calendar import week as week_of
from lienthong.clock.clock import fold, reading
from lienthong.clock.instants import tick
from lienthong.clock.invalid import Invalid
from lienthong.clock.rule import (
    EXTENDED,
    Amount,
    Counting,
    Event,
    Limit,
    OnResume,
    Rule,
    Unit,
    check_added,
)
from lienthong.clock.trace import pieces

_MOST_DIGITS = 300  # of a number, before or after the point: what a float can show
_YEARS = range(2, 9900)  # so that every offset and ten years of running stay within `datetime`
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"(\d{2}):(\d{2})", re.ASCII)

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    calendar: Calendar
    rule: Rule
    events: tuple[Event, ...]
    now: datetime


def decimal(text: str) -> Decimal | float:
    """A JSON number with a point or exponent; NaN, which no field takes, when beyond all bounds."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return float("nan")
    if len(text) > _MOST_DIGITS or (number and abs(number.adjusted()) > _MOST_DIGITS):
        return float("nan")
    return number


def parse(value: object) -> Case:
    """A case from parsed JSON. Raises `Invalid`."""
    case = _object(value, "")
    name = _string(case.get("name", ""), "name")
    rule = _rule(_required(case, "rule", ""))
    return Case(
        name=name,
        calendar=_calendar(_required(case, "calendar", "")),
        rule=rule,
        events=tuple(
            _event(item, where, rule.limit.unit)
            for item, where in _items(_required(case, "events", ""), "events")
        ),
        now=_instant(_required(case, "now", ""), "now"),
    )


def answer(case: Case) -> dict[str, object]:
    """The answer of the contract, ready for JSON. Raises `LimitNotReached`."""
    state = fold(case.calendar, case.rule, case.events, case.now)
    now = tick(case.now)
    read = reading(state, now)
    return {
        "state": read.state,
        "started_at": _text(read.started_at),
        "due_at": _text(read.due_at),
        "consumed": _number_out(read.consumed),
        "limit": None if read.limit is None else _number_out(read.limit),
        "remaining": None if read.remaining is None else _number_out(read.remaining),
        "overdue": read.overdue,
        "verdict": read.verdict,
        "first_late_at": _text(read.first_late_at),
        "trace": [
            {
                "from": _text(piece.begins),
                "to": _text(piece.ends),
                "measure": _number_out(piece.measure, 12),  # so that their sum keeps nine
                "counted": piece.counted,
                "why": piece.why,
            }
            for piece in pieces(state, now)
        ],
    }


def _text(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()


def _number_out(number: Fraction, places: int = 9) -> int | float:
    # Nine places are less than a microsecond, the rounding of a due date: 0 remains at it.
    rounded = round(number, places)
    return int(rounded) if rounded.denominator == 1 else float(rounded)


# --- the parts of a case


def _calendar(value: object) -> Calendar:
    calendar = _object(value, "calendar")
    week = _required(calendar, "week", "calendar")
    if isinstance(week, list):
        seasons = [_season(item, where) for item, where in _items(week, "calendar.week")]
    else:
        seasons = [Season.always(_week(week, "calendar.week"))]
    holidays = [
        _date(item, where)
        for item, where in _items(calendar.get("holidays", []), "calendar.holidays")
    ]
    working_days = [
        _working_day(item, where)
        for item, where in _items(calendar.get("working_days", []), "calendar.working_days")
    ]
    try:
        return Calendar.build(seasons, holidays, dict(working_days))
    except Invalid as error:
        raise Invalid(f"calendar.{error.field}", error.why) from error


def _season(value: object, where: str) -> Season:
    season = _object(value, where)
    return Season(
        _date(_required(season, "from", where), f"{where}.from"),
        _week(_required(season, "week", where), f"{where}.week"),
    )


def _week(value: object, where: str) -> Week:
    week = _object(value, where)
    return week_of(
        {day: _windows(week[str(day)], f"{where}.{day}") for day in range(7) if str(day) in week}
    )


def _working_day(value: object, where: str) -> tuple[date, Windows]:
    if isinstance(value, dict):
        return (
            _date(_required(value, "date", where), f"{where}.date"),
            _windows(_required(value, "windows", where), f"{where}.windows"),
        )
    return _date(value, where), ()


def _windows(value: object, where: str) -> Windows:
    return check_windows([_window(item, at) for item, at in _items(value, where)], where)


def _window(value: object, where: str) -> Window:
    if not isinstance(value, list) or len(value) != 2:
        raise Invalid(where, 'khung giờ phải là một cặp giờ như ["07:30", "11:30"]')
    return _minutes(value[0], where), _minutes(value[1], where)


def _minutes(value: object, where: str) -> int:
    found = _TIME.fullmatch(_string(value, where))
    if found:
        hours, minutes = int(found[1]), int(found[2])
        # 24:00 is how a window says that it ends with the day.
        if minutes < 60 and hours * 60 + minutes <= MIDNIGHT:
            return hours * 60 + minutes
    raise Invalid(where, "giờ phải viết dạng HH:MM")


def _rule(value: object) -> Rule:
    rule = _object(value, "rule")
    limit = _limit(_required(rule, "limit", "rule"))
    plus = _amount(rule.get("resume_plus", 0), "rule.resume_plus")
    check_added(limit.unit, plus, "rule.resume_plus")
    return Rule(
        limit=limit,
        start_on=_types(_required(rule, "start_on", "rule"), "rule.start_on"),
        stop_on=_types(_required(rule, "stop_on", "rule"), "rule.stop_on"),
        pause_on=_types(rule.get("pause_on", []), "rule.pause_on"),
        resume_on=_types(rule.get("resume_on", []), "rule.resume_on"),
        counting=_word(Counting, rule.get("counting", Counting.INSTANT.value), "rule.counting"),
        on_resume=_word(OnResume, rule.get("on_resume", OnResume.RESUME.value), "rule.on_resume"),
        resume_plus=plus,
    )


def _limit(value: object) -> Limit:
    where = "rule.limit"
    limit = _object(value, where)
    unit = _word(Unit, _required(limit, "unit", where), f"{where}.unit")
    if unit is not Unit.SAME_DAY:
        return Limit(_amount(_required(limit, "amount", where), f"{where}.amount"), unit)
    minutes = _minutes(_required(limit, "cutoff", where), f"{where}.cutoff")
    if minutes == MIDNIGHT:
        raise Invalid(f"{where}.cutoff", "giờ chốt phải trước 24:00")
    return Limit(0, unit, time(*divmod(minutes, 60)))


def _event(value: object, where: str, unit: Unit) -> Event:
    event = _object(value, where)
    type_ = _string(_required(event, "type", where), f"{where}.type")
    at = _instant(_required(event, "at", where), f"{where}.at")
    if type_ != EXTENDED:
        return Event(type_, at)
    amount = _amount(_required(event, "amount", where), f"{where}.amount")
    check_added(unit, amount, f"{where}.amount")
    return Event(type_, at, amount)


# --- the kinds of values


def _required(value: Mapping[str, Any], key: str, where: str) -> object:
    if key not in value:
        raise Invalid(f"{where}.{key}" if where else key, "thiếu khoá bắt buộc này")
    return value[key]


def _object(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Invalid(where, "phải là một đối tượng JSON")
    return value


def _items(value: object, where: str) -> list[tuple[object, str]]:
    if not isinstance(value, list):
        raise Invalid(where, "phải là một danh sách")
    return [(item, f"{where}[{number}]") for number, item in enumerate(value)]


def _string(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise Invalid(where, "phải là một chuỗi ký tự")
    return value


def _types(value: object, where: str) -> frozenset[str]:
    return frozenset(_string(item, at) for item, at in _items(value, where))


def _word(words: type[E], value: object, where: str) -> E:
    text = _string(value, where)
    if text not in list(words):
        raise Invalid(where, f"không biết giá trị này, chỉ có: {', '.join(words)}")
    return words(text)


def _amount(value: object, where: str) -> Amount:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise Invalid(where, "phải là một số")
    if value < 0:
        raise Invalid(where, "không được âm")
    return value if isinstance(value, int) else Fraction(value)


def _date(value: object, where: str) -> date:
    text = _string(value, where)
    if _DATE.fullmatch(text):
        return _or_invalid(date.fromisoformat, text, where, "không có ngày này trong lịch")
    raise Invalid(where, "ngày phải viết dạng YYYY-MM-DD")


def _instant(value: object, where: str) -> datetime:
    instant = _or_invalid(
        datetime.fromisoformat,
        _string(value, where),
        where,
        "thời điểm phải viết dạng 2025-08-28T09:00:00+07:00",
    )
    if instant.tzinfo is None:
        raise Invalid(where, "thời điểm phải ghi độ lệch giờ, ví dụ +07:00")
    if instant.year not in _YEARS:
        raise Invalid(where, f"năm phải từ {_YEARS[0]} đến {_YEARS[-1]}")
    return instant


def _or_invalid(read: Callable[[str], T], text: str, where: str, why: str) -> T:
    try:
        return read(text)
    except ValueError as error:
        raise Invalid(where, why) from error

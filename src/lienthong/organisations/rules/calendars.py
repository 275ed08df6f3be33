"""From rows of a calendar to the calendar of the clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from itertools import groupby
from typing import Final

from lienthong.clock import Calendar, Invalid, Season, Week, Windows, week, window
from lienthong.organisations.rules.kinds import DayKind
from lienthong.organisations.rules.refusals import NotAllowed

StoredWindows = Sequence[Sequence[str]]
"""[["07:30", "11:30"], ["13:30", "17:00"]]"""

StoredWeek = Mapping[str, StoredWindows]
"""Weekday ("0" = Monday) to its windows, as in the contract of the clock."""

WEEKDAYS: Final = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@dataclass(frozen=True)
class DayRow:
    """A day off or a make-up day; `own` when the calendar says it itself, not the country."""

    on: date
    kind: DayKind
    windows: Windows = ()
    confirmed: bool = True
    own: bool = False


def counts(kind: DayKind, *, confirmed: bool) -> bool:
    """Whether a day moves deadlines.

    A public holiday follows from the law, so it counts while the yearly notice is still to come. A
    swapped day exists only by a decision: until somebody confirms it, the ordinary week holds.
    """
    return confirmed or kind is DayKind.HOLIDAY


def read_windows(stored: object, *, of: str) -> Windows:
    """Stored windows as the clock has them. `of` names the day in the refusal."""
    pairs = []
    for pair in stored if isinstance(stored, list | tuple) else [stored]:
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            raise NotAllowed(
                "Giờ làm việc %(of)s phải là các cặp giờ mở và giờ đóng, ví dụ 07:30 đến 11:30.",
                of=of,
            )
        opens, closes = (_read_time(part, of=of) for part in pair)
        pairs.append(window(opens, closes))
    try:
        return week({0: pairs})[0]
    except Invalid as invalid:
        raise NotAllowed("Giờ làm việc %(of)s: %(why)s.", of=of, why=invalid.why) from None


def _read_time(stored: object, *, of: str) -> time:
    """A time like "07:30"; "24:00" is the end of the day, which a window writes as 00:00."""
    text = "00:00" if stored == "24:00" else stored
    try:
        if isinstance(text, str) and len(text) == 5:
            return time.fromisoformat(text)
    except ValueError:
        pass
    raise NotAllowed(
        "Giờ làm việc %(of)s: “%(stored)s” không phải giờ dạng 07:30.", of=of, stored=stored
    )


def read_week(stored: object) -> Week:
    """A stored week as the clock has it. Refuses one in which nobody ever works."""
    if not isinstance(stored, Mapping):
        raise NotAllowed("Tuần làm việc phải ghi giờ của từng thứ trong tuần.")
    days = {}
    for weekday, windows in stored.items():
        if weekday not in {"0", "1", "2", "3", "4", "5", "6"}:
            raise NotAllowed(
                "Tuần làm việc: “%(weekday)s” không phải một thứ; dùng 0 đến 6.", weekday=weekday
            )
        days[int(weekday)] = read_windows(windows, of=WEEKDAYS[int(weekday)])
    if not any(days.values()):
        raise NotAllowed("Tuần làm việc phải có ít nhất một khung giờ.")
    return week(days)


def build(seasons: Iterable[tuple[date, Week]], days: Iterable[DayRow]) -> Calendar:
    """The clock's calendar. What a calendar itself says of a day stands above the country's word.

    Raises NotAllowed when a make-up day has no working time.
    """
    holidays, working_days = set[date](), dict[date, Windows]()
    counted = (day for day in days if counts(day.kind, confirmed=day.confirmed))
    for on, group in groupby(sorted(counted, key=lambda day: day.on), key=lambda day: day.on):
        said = list(group)
        said = [day for day in said if day.own] or said
        opened = [day for day in said if day.kind is DayKind.OPENED]
        if opened:
            working_days[on] = opened[0].windows
        else:
            holidays.add(on)
    return _shared(
        tuple(Season(starts, week_) for starts, week_ in sorted(seasons)),
        frozenset(holidays),
        tuple(sorted(working_days.items())),
    )


@lru_cache(maxsize=512)
def _shared(
    seasons: tuple[Season, ...],
    holidays: frozenset[date],
    working_days: tuple[tuple[date, Windows], ...],
) -> Calendar:
    """Equal content is one object, whatever edition it was read from: nothing can go stale."""
    try:
        return Calendar(seasons, holidays, working_days)
    except Invalid as invalid:
        raise NotAllowed(
            "Lịch làm việc: %(why)s. Ghi khung giờ cho ngày đó.", why=invalid.why
        ) from None

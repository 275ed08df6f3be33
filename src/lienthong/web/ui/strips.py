"""The day strip: a time limit day by day, drawn and said. Officers and citizens see the same one.

It is read from the trace of the clock, so what is drawn adds up to what was counted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import floor
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lienthong import clock
from lienthong.clock.trace import HOLIDAY, PAUSED, TracePiece
from lienthong.web.ui import formats

# A longer strip is cut at its old end: nobody counts four months of boxes.
MOST_DAYS: Final = 124
# From here on it is drawn week under week.
ONE_LINE: Final = 31


@dataclass(frozen=True, kw_only=True)
class StripDay:
    """One day. `css` are the classes of the design; `cell` is what stands in the box, or `icon`;
    `sentence` says all of it."""

    on: date
    css: str
    cell: str = ""
    icon: str = ""
    mark: str = ""
    name: str = ""  # of a day off or a make-up day
    sentence: str = ""


@dataclass(frozen=True, kw_only=True)
class Strip:
    """`left_out`: days at the old end that are not drawn."""

    days: tuple[StripDay, ...]
    left_out: int = 0

    @property
    def starts(self) -> int:
        return self.days[0].on.isoweekday()

    @property
    def weeks(self) -> bool:
        return len(self.days) > ONE_LINE


@dataclass
class _Day:
    """What the trace says about one date. Measures are in the limit's unit."""

    on: date
    counted: Fraction = Fraction(0)
    total: Fraction = Fraction(0)  # counted up to its end
    ahead: bool = False  # some of it is still to come
    behind: bool = False  # some of it has passed
    late: Fraction = Fraction(0)  # counted after the due time
    paused: timedelta = timedelta(0)
    holiday: bool = False


def strip(
    calendar: clock.Calendar,
    rule: clock.Rule,
    events: Iterable[clock.Event],
    now: datetime,
    *,
    names: Mapping[date, str] | None = None,
) -> Strip | None:
    """The strip of a clock as of `now`, up to its due time, or to `now` when that is later.
    `names`: of the days off and make-up days. None before the clock starts."""
    known = [event for event in events if event.at <= now]
    reading = clock.read_clock(calendar, rule, known, now)
    if reading.started_at is None:
        return None
    due = reading.due_at
    horizon = max(now, due) if due and reading.state is clock.State.RUNNING else now
    days = _days(clock.trace(calendar, rule, known, horizon), now=now, due=due)
    drawn = [
        _draw(day, before, calendar, rule, now=now, due=due, reading=reading, names=names or {})
        for before, day in zip([None, *days], days, strict=False)
    ]
    if not drawn:
        return None
    return Strip(days=tuple(drawn[-MOST_DAYS:]), left_out=max(len(drawn) - MOST_DAYS, 0))


def _days(pieces: Sequence[TracePiece], *, now: datetime, due: datetime | None) -> list[_Day]:
    days: dict[date, _Day] = {}
    total = Fraction(0)
    for piece in _by_day(pieces):
        begins, ends = formats.local(piece.begins), formats.local(piece.ends)
        day = days.setdefault(begins.date(), _Day(begins.date()))
        day.behind |= begins < now
        day.ahead |= ends > now
        day.holiday |= piece.why == HOLIDAY
        if piece.why.startswith(PAUSED):
            day.paused += ends - begins
        if piece.counted:
            total += piece.measure
            day.counted += piece.measure
            if due is not None and begins >= due:
                day.late += piece.measure
        day.total = total
    return list(days.values())


def _by_day(pieces: Sequence[TracePiece]) -> Iterable[TracePiece]:
    """Pauses and the time before counting may cross midnight; here nothing does."""
    for piece in pieces:
        begins = formats.local(piece.begins)
        while (midnight := _next_midnight(begins)) < piece.ends:
            yield replace(piece, begins=begins, ends=midnight)
            begins = midnight
        if begins < piece.ends:
            yield replace(piece, begins=begins)


def _next_midnight(instant: datetime) -> datetime:
    day = instant.replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(days=1)


def _draw(
    day: _Day,
    before: _Day | None,
    calendar: clock.Calendar,
    rule: clock.Rule,
    *,
    now: datetime,
    due: datetime | None,
    reading: clock.Reading,
    names: Mapping[date, str],
) -> StripDay:
    today = day.on == formats.local(now).date() and reading.state is not clock.State.STOPPED
    is_due = due is not None and day.on == formats.local(due).date()
    works = clock.is_working_day(calendar, day.on)
    made_up = any(made == day.on for made, _windows in calendar.working_days)
    name = names.get(day.on, "")
    shown = _counting(day, before, rule, reading, today=today, works=works, name=name)
    css = [shown.css]
    css += ["today"] if today else []
    css += ["due"] if is_due else []
    css += ["mon"] if day.on.weekday() == 0 and before is not None else []
    css += ["m1"] if day.on.day == 1 else []
    sentence = [shown.sentence]
    mark = ""
    if made_up and works:
        mark = _("làm bù")
        sentence.append(name or _("ngày làm bù"))
    if today:
        mark = _("hôm nay")
        sentence.insert(0, _("hôm nay"))
    if is_due and due is not None:
        mark = _("hẹn trả")
        sentence.append(_("hạn trả kết quả %(hour)s") % {"hour": formats.hour(due)})
    return replace(
        shown,
        css=" ".join(css),
        name=name,
        mark=mark or shown.mark,
        sentence=f"{_weekday(day.on)} {formats.day_short(day.on)}: {', '.join(sentence)}",
    )


def _counting(
    day: _Day,
    before: _Day | None,
    rule: clock.Rule,
    reading: clock.Reading,
    *,
    today: bool,
    works: bool,
    name: str,
) -> StripDay:
    """The day as counted or not, before marks are put on it."""
    if day.counted and day.late == day.counted and day.behind:
        return _over(day, rule)
    if day.counted:
        cell, words = _number(day, before, rule, reading.limit)
        css = "left"
        if day.behind:
            css = "part" if day.ahead and today else "run"
        will = _("sẽ tính") if css == "left" else _("tính")
        return StripDay(
            on=day.on,
            css=css,
            cell=cell,
            icon="" if cell or before is not None else "inbox",
            sentence=f"{will}, {words}" if words else will,
        )
    # Where days of rest count too, they are days that a pause takes away.
    if day.paused > timedelta(0) and (works or rule.limit.unit is clock.Unit.CALENDAR_DAY):
        return StripDay(
            on=day.on,
            css="pause",
            icon="pause",
            mark=_("chờ"),
            sentence=_("tạm dừng, không tính"),
        )
    if not works and day.holiday:
        return StripDay(
            on=day.on,
            css="off hol",
            cell=_("lễ"),
            sentence=_("%(name)s, không tính") % {"name": name or _("nghỉ lễ")},
        )
    if not works:
        return StripDay(on=day.on, css="off", cell=_("nghỉ"), sentence=_("ngày nghỉ, không tính"))
    return StripDay(
        on=day.on,
        css="off",
        icon="inbox" if before is None else "",
        sentence=_("ngày bắt đầu, chưa tính") if before is None else _("không tính"),
    )


def _over(day: _Day, rule: clock.Rule) -> StripDay:
    """Running on after the due time."""
    return StripDay(on=day.on, css="over", cell="+", sentence=_("quá hạn, đồng hồ vẫn chạy"))


def _number(
    day: _Day, before: _Day | None, rule: clock.Rule, limit: Fraction | None
) -> tuple[str, str]:
    """What stands in the box of a counted day, and in words."""
    if rule.limit.unit in {clock.Unit.WORKING_HOUR, clock.Unit.SAME_DAY}:
        minutes = int(day.counted * 60)
        return formats.number(round(minutes / 60, 1)), formats.minutes(minutes)
    if before and limit is not None and before.total >= limit:
        return "", _("hết số ngày vào ngày nghỉ, hẹn sang ngày làm việc kế tiếp")
    whole = floor(day.total)
    if whole == floor(before.total if before else 0):
        return "", ""
    return str(whole), _("ngày thứ %(number)d") % {"number": whole}


def _weekday(on: date) -> str:
    words = formats.weekday(on)
    return words[0].upper() + words[1:]


def explained(drawn: Strip) -> list[str]:
    """What did not count and why, one sentence each: what moved the date."""
    said = []
    paused = [day.on for day in drawn.days if "pause" in day.css.split()]
    if paused:
        said.append(
            ngettext(
                "%(count)d ngày tạm dừng không tính: %(days)s.",
                "%(count)d ngày tạm dừng không tính: %(days)s.",
                len(paused),
            )
            % {"count": len(paused), "days": _runs(paused)}
        )
    names: dict[str, list[date]] = {}
    for day in drawn.days:
        if "hol" in day.css.split():
            names.setdefault(day.name or _("nghỉ lễ"), []).append(day.on)
    for name, days in names.items():
        said.append(
            ngettext(
                "%(count)d ngày nghỉ không tính: %(days)s (%(name)s).",
                "%(count)d ngày nghỉ không tính: %(days)s (%(name)s).",
                len(days),
            )
            % {"count": len(days), "days": _runs(days), "name": name}
        )
    return said


def _runs(days: Sequence[date]) -> str:
    """26/08, 31/08–02/09: neighbouring days as one stretch."""
    stretches: list[list[date]] = []
    for day in days:
        if stretches and day - stretches[-1][-1] == timedelta(days=1):
            stretches[-1].append(day)
        else:
            stretches.append([day])
    return ", ".join(
        formats.day_short(days[0])
        if len(days) == 1
        else f"{formats.day_short(days[0])}–{formats.day_short(days[-1])}"
        for days in stretches
    )

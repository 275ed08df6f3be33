"""The day strip: one item for each calendar day from the start to the due date, for `ol.clock`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from lienthong.clock.calendar import Calendar
from lienthong.clock.clock import Reading, read_clock
from lienthong.clock.daily import Day, Notes, Pauses, days, last_date, local_date
from lienthong.clock.rule import Event, Rule, State, Unit
from lienthong.clock.trace import BEFORE_COUNTING, HOLIDAY, trace
from lienthong.clock.words import (
    SHORT_WEEKDAYS,
    TEXTS,
    Lang,
    day_words,
    number,
    short_date,
    time_of,
    weekday,
)

_A_MONTH = 31  # days; a longer strip is drawn in weeks


@dataclass(frozen=True, slots=True)
class StripDay:
    """One day: CSS classes, what stands in its cell, and the sentence for screen readers.

    `classes` are run, part, left, pause, off, hol, over (see the design language), then today, due,
    mon, m1. `icon` is "pause", "inbox" or empty; `mark` is the small word under the day.
    """

    date: date
    classes: tuple[str, ...]
    weekday: str
    cell: str
    icon: str
    mark: str
    sentence: str


@dataclass(frozen=True, slots=True)
class DayStrip:
    """`starts` is the weekday of the first day, 1 = Monday; `weeks` when longer than a month."""

    days: tuple[StripDay, ...]
    starts: int
    weeks: bool
    label: str


def day_strip(
    calendar: Calendar,
    rule: Rule,
    events: Iterable[Event],
    now: datetime,
    *,
    notes: Notes | None = None,
    pauses: Pauses | None = None,
    lang: Lang = "vi",
) -> DayStrip | None:
    """The strip as at `now`; None before the start. Raises as `read_clock`.

    It runs from the day of the start to the due date or to `now` (or the stop), whichever is later.
    Days to come are those of the trace that the clock will have if it just runs on.
    """
    known = [event for event in events if event.at <= now]
    reading = read_clock(calendar, rule, known, now)
    if reading.started_at is None:
        return None
    ahead = now
    if reading.state is State.RUNNING and reading.due_at is not None:
        ahead = max(now, reading.due_at)
    told = days(trace(calendar, rule, known, ahead))
    if not told:  # read at the very instant of the start
        nothing = Fraction(0)
        told = [Day(local_date(now), nothing, nothing, nothing, (BEFORE_COUNTING,))]
    drawing = _Drawing(calendar, rule.limit.unit, reading, now, notes or {}, pauses or {}, lang)
    drawn = tuple(drawing.draw(day) for day in told)
    return DayStrip(
        days=drawn,
        starts=drawn[0].date.isoweekday(),
        weeks=len(drawn) > _A_MONTH,
        label=_label(drawn, lang),
    )


def _label(drawn: Sequence[StripDay], lang: Lang) -> str:
    last = drawn[-1].date
    return TEXTS[lang]["strip"].format(
        first=short_date(drawn[0].date), last=f"{short_date(last)}/{last.year}"
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """How a day looks before today, the due date and the week leave their marks on it."""

    kind: str
    cell: str
    says: str
    icon: str = ""
    mark: str = ""


class _Drawing:
    def __init__(
        self,
        calendar: Calendar,
        unit: Unit,
        reading: Reading,
        now: datetime,
        notes: Notes,
        pauses: Pauses,
        lang: Lang,
    ) -> None:
        self._calendar = calendar
        self._unit = unit
        self._reading = reading
        self._today = local_date(now)
        self._notes = notes
        self._pauses = pauses
        self._lang = lang
        self._texts = TEXTS[lang]
        # A late pause hides the due date; the strip still shows from when it is late.
        due = reading.due_at or (reading.first_late_at if reading.overdue else None)
        self._due_at = due
        self._due = last_date(due) if due else None
        self._late_days = 0

    def draw(self, day: Day) -> StripDay:
        look = self._look(day)
        says, mark = look.says, look.mark
        extra = []
        if day.date == self._today:
            extra.append("today")
            mark = self._texts["today_mark"]
            if not says.startswith(self._texts["today_mark"]):
                says = self._texts["today"] + says
        if day.date == self._due and self._due_at is not None:
            extra.append("due")
            mark = mark or self._texts["due_mark"]
            says += ", " + self._texts["due"].format(time=time_of(self._due_at))
        if day.date.weekday() == 0:
            extra.append("mon")
        if day.date.day == 1:
            extra.append("m1")
        return StripDay(
            date=day.date,
            classes=(*look.kind.split(), *extra),
            weekday=SHORT_WEEKDAYS[self._lang][day.date.weekday()],
            cell=look.cell,
            icon=look.icon,
            mark=mark,
            sentence=f"{weekday(day.date, self._lang)} {short_date(day.date)}: {says}",
        )

    def _look(self, day: Day) -> _Look:
        if self._is_over(day):
            self._late_days += 1
            says = self._texts["late"].format(number=self._late_days)
            return _Look("over", f"+{self._late_days}", says)
        if day.counted:
            return self._counted(day)
        if day.paused_by() is not None and self._would_count(day):
            return self._paused(day)
        if day.taken_back:
            return _Look("off", "", self._texts["taken_back"])
        return self._off(day)

    def _is_over(self, day: Day) -> bool:
        if self._due is None or day.date <= self._due or (day.paused_by() and not day.counted):
            return False
        return bool(day.counted) or self._would_count(day)

    def _would_count(self, day: Day) -> bool:
        return self._unit is Unit.CALENDAR_DAY or bool(self._calendar.windows_on(day.date))

    def _counted(self, day: Day) -> _Look:
        limit = self._reading.limit
        ordinal = day.ordinal(limit)
        cell = "" if ordinal is None else str(ordinal)
        if day.date == self._due == self._today and self._reading.overdue and self._due_at:
            return _Look("over", cell, self._texts["late_today"].format(time=time_of(self._due_at)))
        kind, tense = "run", ""
        if day.date > self._today:
            kind, tense = "left", "left_"
        elif day.date == self._today and self._reading.state is State.RUNNING:
            kind, tense = "part", "today_"
        if limit is not None and day.before >= limit:
            # Calendar days that ended on a day off: the due date waits for a working day.
            last = day.date == self._due
            return _Look(kind, "", self._texts["moved"]) if last else self._used_up()
        if self._unit in (Unit.WORKING_HOUR, Unit.SAME_DAY):
            cell = number(day.counted, self._lang)
        says = day_words(tense, self._unit, day.counted, ordinal, self._lang)
        mark = ""
        if self._unit is not Unit.CALENDAR_DAY and day.date in self._calendar.made_up:
            mark = self._texts["made_up"]
            says = f"{self._name(day.date) or mark}, {says}"
        return _Look(kind, cell, says, mark=mark)

    def _used_up(self) -> _Look:
        return _Look("off", "", self._texts["full"])

    def _paused(self, day: Day) -> _Look:
        type_ = day.paused_by() or ""
        says = self._texts["pause"].format(reason=self._pauses.get(type_, type_))
        return _Look("pause", "", says, icon="pause", mark=self._texts["pause_mark"])

    def _off(self, day: Day) -> _Look:
        texts = self._texts
        if day.whys[0] == BEFORE_COUNTING and self._would_count(day):
            first = self._reading.started_at and local_date(self._reading.started_at) == day.date
            if first:
                return _Look("off", "", texts["received"], icon="inbox")
            return _Look("off", "", texts["not_yet"])
        if HOLIDAY in day.whys or (
            day.date in self._calendar.holidays and not self._would_count(day)
        ):
            name = self._name(day.date)
            says = texts["holiday"] + (f" ({name})" if name else "") + texts["uncounted"]
            return _Look("off hol", texts["off_cell"], says)
        if self._would_count(day):
            return _Look("off", "", texts["outside"])
        weekend = "weekend" if day.date.weekday() > 4 else "not_working"
        return _Look("off", "", texts[weekend])

    def _name(self, day: date) -> str:
        noted = self._notes.get(day)
        return noted[0] if noted else ""

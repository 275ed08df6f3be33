"""The trace in full sentences, with the legal source of the rule and of the days off."""

from collections.abc import Iterator, Sequence
from datetime import date

from lienthong.clock.clock import Reading
from lienthong.clock.daily import Day, Notes, Pauses, days, local_date
from lienthong.clock.rule import State, Unit
from lienthong.clock.trace import (
    BEFORE_COUNTING,
    HOLIDAY,
    PAUSED,
    WEEKEND,
    TracePiece,
)
from lienthong.clock.words import TEXTS, Lang, day_words, long_date, moment, weekday


def sentences(
    reading: Reading,
    pieces: Sequence[TracePiece],
    unit: Unit,
    *,
    notes: Notes | None = None,
    rule_source: str = "",
    pauses: Pauses | None = None,
    lang: Lang = "vi",
) -> list[str]:
    """What was counted and what was not, day by day, and the due date that follows.

    `notes` names the days off and make-up days with their sources, `pauses` the reasons of pauses
    by event type ("chờ người nộp bổ sung hồ sơ"); without them a sentence is shorter, not wrong.
    """
    telling = _Telling(reading, unit, notes or {}, pauses or {}, lang)
    found = [telling.texts["rule"].format(source=rule_source)] if rule_source else []
    starting: dict[date, list[TracePiece]] = {}
    for piece in pieces:
        starting.setdefault(local_date(piece.begins), []).append(piece)
    for day in days(pieces):
        found += telling.day(day)
        for piece in starting.get(day.date, []):
            found += telling.period(piece, last=piece is pieces[-1])
    return found + list(telling.outcome())


class _Telling:
    def __init__(
        self, reading: Reading, unit: Unit, notes: Notes, pauses: Pauses, lang: Lang
    ) -> None:
        self._reading = reading
        self._unit = unit
        self._notes = notes
        self._pauses = pauses
        self._lang = lang
        self.texts = TEXTS[lang]

    def day(self, day: Day) -> Iterator[str]:
        """What ran on a day; nothing for a day that was paused or before counting as a whole."""
        running = [why for why in day.whys if why != BEFORE_COUNTING and not why.startswith(PAUSED)]
        named = f"{weekday(day.date, self._lang)} {long_date(day.date)}"
        if day.taken_back:
            yield f"{named}: {self.texts['taken_back']}."
        if day.counted:
            yield f"{named}: {self._made_up(day)}{self._counted(day)}."
        elif running and not day.taken_back:
            yield f"{named}: {self._off(day, running[0])}."

    def period(self, piece: TracePiece, *, last: bool) -> Iterator[str]:
        """A pause, or the time before counting starts."""
        begins, ends = moment(piece.begins, self._lang), moment(piece.ends, self._lang)
        if piece.why == BEFORE_COUNTING and not last:
            first = ends.split(" ", 1)[1]
            yield self.texts["before"].format(begins=begins, first=first)
        elif piece.why.startswith(PAUSED):
            type_ = piece.why.removeprefix(PAUSED)
            open_ = last and self._reading.state is State.PAUSED
            yield self.texts["paused_now" if open_ else "paused"].format(
                begins=begins, ends=ends, reason=self._pauses.get(type_, type_)
            )

    def outcome(self) -> Iterator[str]:
        reading = self._reading
        if reading.due_at:
            yield self.texts["due_at"].format(due=moment(reading.due_at, self._lang))
        elif reading.state is State.PAUSED and not reading.overdue:
            yield self.texts["suspended"]
        if reading.first_late_at:
            late = moment(reading.first_late_at, self._lang)
            yield self.texts["first_late"].format(due=late)

    def _counted(self, day: Day) -> str:
        ordinal = day.ordinal(self._reading.limit)
        return day_words("", self._unit, day.counted, ordinal, self._lang)

    def _made_up(self, day: Day) -> str:
        noted = self._notes.get(day.date)
        return f"{self._sourced(*noted)}, " if noted and self._unit is not Unit.CALENDAR_DAY else ""

    def _off(self, day: Day, why: str) -> str:
        if why == WEEKEND:
            return self.texts["weekend" if day.date.weekday() > 4 else "not_working"]
        if why == HOLIDAY:
            noted = self._notes.get(day.date)
            return self.texts["holiday"] + (f" ({self._sourced(*noted)})" if noted else "")
        return self.texts["outside"]

    def _sourced(self, name: str, source: str) -> str:
        return self.texts["source"].format(name=name, source=source) if source else name

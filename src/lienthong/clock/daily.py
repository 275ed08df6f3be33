"""A trace told day by day: the common ground of the sentences and of the day strip."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from lienthong.clock.instants import VIETNAM
from lienthong.clock.trace import PAUSED, TAKEN_BACK, TracePiece


class DayNote(NamedTuple):
    """What a day off or a make-up day is called, and the act that says so."""

    name: str
    source: str = ""


Notes = Mapping[date, tuple[str, str]]
"""Days off and make-up days: date to (name, source); `DayNote` is such a pair."""

Pauses = Mapping[str, str]
"""Event types that pause to the words for what is waited for."""


@dataclass(frozen=True, slots=True)
class Day:
    """One date of a trace. Measures are in the limit's unit; `before` is consumed before it."""

    date: date
    before: Fraction
    counted: Fraction
    taken_back: Fraction
    whys: tuple[str, ...]

    def paused_by(self) -> str | None:
        """The event type of the first pause on this day."""
        found = (why.removeprefix(PAUSED) for why in self.whys if why.startswith(PAUSED))
        return next(found, None)

    def ordinal(self, limit: Fraction | None) -> int | None:
        """Which day of the limit this is; None once the limit was used up, or without counting.

        A limit that starts in the middle of a day ends in the middle of another one, and both ends
        of the last of its days bear that day's number.
        """
        if limit is None or not self.counted or self.before >= limit:
            return None
        return ceil(min(self.before + self.counted, limit))


def days(pieces: Iterable[TracePiece]) -> list[Day]:
    """The dates of a trace in order."""
    found: dict[date, list[TracePiece]] = {}
    for piece in pieces:
        for day in _dates(piece.begins, piece.ends):
            found.setdefault(day, []).append(piece)
    told: list[Day] = []
    before = Fraction(0)
    for day, parts in found.items():
        # Only pieces that measure nothing cross midnight.
        counted = sum((part.measure for part in parts if part.counted), Fraction(0))
        taken = sum((part.measure for part in parts if part.why == TAKEN_BACK), Fraction(0))
        told.append(Day(day, before, counted, taken, tuple(part.why for part in parts)))
        before += counted
    return told


def local_date(instant: datetime) -> date:
    return instant.astimezone(VIETNAM).date()


def last_date(ends: datetime) -> date:
    """The date that ends at an instant when it is midnight, or that holds it."""
    return local_date(ends - timedelta(microseconds=1))


def _dates(begins: datetime, ends: datetime) -> list[date]:
    first, last = local_date(begins), last_date(ends)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]

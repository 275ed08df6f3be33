"""Deadlines counted back from the centre's cut-off to province and commune (R39), and the phase in
which a deadline lies. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Final

from lienthong import clock
from lienthong.organisations.rules import Level
from lienthong.programmes.rules import NotAllowed, _
from lienthong.programmes.rules.thresholds import Thresholds

_SHARES: Final[Mapping[Level, str]] = {
    Level.PROVINCE: "share_province",
    Level.COMMUNE: "share_commune",
}


def back_scheduled(
    *, start: datetime, due_at: datetime, level: Level, calendar: clock.Calendar, known: Thresholds
) -> datetime:
    """Until when a level has to be done so that those above it can still do their part before
    `due_at`: its share of the working time between the two.

    Where no working time lies between (a flash task), the share is of the plain time. Raises
    NotAllowed when the cut-off is not later than the start.
    """
    if due_at <= start:
        raise NotAllowed(_("Hạn của cấp trên đã qua nên không chia được cho cấp dưới."))
    if level is Level.MINISTRY:
        return due_at
    share = Fraction(known.number(_SHARES[level]), 100)
    seconds = clock.working_seconds_between(calendar, start, due_at)
    if seconds <= 0:
        return start + (due_at - start) * float(share)
    found = clock.add_working(calendar, start, share * Fraction(seconds, 3600))
    return min(found, due_at)


def phase_of(due_on: date | None, phases: Iterable[tuple[int, str, date]]) -> int | None:
    """The phase (id, name, last day) in which a last day lies: the first that ends no earlier. None
    without a day, or after the last phase."""
    if due_on is None:
        return None
    until = ((last, number) for number, _name, last in phases if last >= due_on)
    return min(until, default=(None, None))[1]

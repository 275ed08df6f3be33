"""Until when a place of receipt answers who filed online."""

from datetime import datetime
from fractions import Fraction

from lienthong import clock
from lienthong.dossiers.models import Dossier
from lienthong.dossiers.rules.lifecycle import State
from lienthong.organisations import queries as organisations


def answer_by(dossier: Dossier, *, hours: int) -> datetime | None:
    """The instant at which the last working hour for an answer ends, counted since the place of
    receipt has the dossier: after a supplement its hours begin anew. None where nothing waits for
    an answer, or the house sets no hours."""
    if not hours or dossier.state != State.SUBMITTED.value or dossier.channel != "online":
        return None
    calendar = organisations.calendar_of(dossier.receiving_id, edition=dossier.edition)
    try:
        return clock.add_working(calendar, dossier.held_since, Fraction(hours))
    except clock.LimitNotReached:
        return None  # an agency whose hours nobody has entered yet

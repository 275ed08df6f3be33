"""Who is told that the calendars changed and that dossiers under way may be due on another day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from lienthong.dossiers.models import Correction
from lienthong.dossiers.queries.correction_runs import movable
from lienthong.dossiers.rules.corrections import CorrectionKind
from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import CalendarChange


@dataclass(frozen=True, kw_only=True)
class CalendarNotice:
    """Edits that nobody has corrected for yet; `dossiers` open ones are bound to older editions and
    due on `since` or later, in so many agencies."""

    changes: Sequence[CalendarChange]
    since: date
    dossiers: int
    agencies: int


def calendar_notice(*, agencies: Collection[int]) -> CalendarNotice | None:
    """What who corrects for these agencies has to look at; None when there is nothing. Whoever has
    opened a correction for an edition has looked at it, also when it was dropped."""
    changes = organisations.calendar_changes()
    if not changes or not agencies:
        return None
    seen = _looked_at()
    open_for: set[int] = set()
    left = []
    for change in changes:
        touched = set(agencies) if change.agencies is None else change.agencies & set(agencies)
        waiting = {agency for agency in touched if seen.get(agency, 0) < change.edition}
        if waiting:
            open_for |= waiting
            left.append(change)
    if not left:
        return None
    since = min(change.since for change in left)
    found = movable(since=since, edition=left[-1].edition, agencies=open_for).aggregate(
        dossiers=Count("id"), agencies=Count("competent", distinct=True)
    )
    return CalendarNotice(changes=left, since=since, **found) if found["dossiers"] else None


def _looked_at() -> dict[int, int]:
    """By agency: the newest edition for which somebody opened a correction."""
    seen: dict[int, int] = {}
    rows = Correction.objects.filter(kind=CorrectionKind.CALENDAR.value, undoes=None)
    for scope, change in rows.values_list("scope", "change"):
        for agency in scope.get("agencies", ()):
            seen[agency] = max(seen.get(agency, 0), change["edition"])
    return seen

"""What an edit of the calendars may move: who then has to look at what was promised before."""

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from lienthong.clock import VIETNAM
from lienthong.organisations.models import (
    Agency,
    CalendarAssignment,
    CalendarDay,
    CalendarEdition,
    WorkWeek,
)
from lienthong.organisations.rules import DayKind
from lienthong.organisations.rules.calendars import counts

_FIRST = 1


@dataclass(frozen=True, kw_only=True)
class CalendarChange:
    """An edition that counts otherwise than the one before it, from the day `since` on. `agencies`:
    whose deadlines it may move; None says everybody's."""

    edition: int
    made_at: datetime
    made_by: str
    reason: str
    since: date
    agencies: frozenset[int] | None


def calendar_changes() -> tuple[CalendarChange, ...]:
    """Every edit that may move a deadline, the oldest first."""
    editions = list(CalendarEdition.objects.filter(number__gt=_FIRST).order_by("number"))
    if not editions:
        return ()
    touched, assigned = _touched(), _assigned()
    found = []
    for row in editions:
        places, moved = touched.get(row.number, {}), assigned.get(row.number, set())
        days = list(places.values())
        if moved:
            # They count every day by another week from now on.
            days.append(row.made_at.astimezone(VIETNAM).date())
        if not days:
            continue
        found.append(
            CalendarChange(
                edition=row.number,
                made_at=row.made_at,
                made_by=row.made_by,
                reason=row.reason,
                since=min(days),
                agencies=None if None in places else _followers(places.keys()) | moved,
            )
        )
    return tuple(found)


def _touched() -> dict[int, dict[int | None, date]]:
    """By edition: the calendars in which it changed days or weeks, each with the first such day.
    A day that was confirmed and counted before is no change."""
    days: dict[int, set[tuple[int | None, date, str, str]]] = defaultdict(set)
    for day in CalendarDay.objects.all():
        if counts(DayKind(day.kind), confirmed=day.confirmed):
            shape = (day.calendar_id, day.on, day.kind, json.dumps(day.windows))
            days[day.edition_from] ^= {shape}
            if day.edition_until is not None:
                days[day.edition_until] ^= {shape}
    found: dict[int, dict[int | None, date]] = defaultdict(dict)
    for edition, shapes in days.items():
        for calendar, on, _kind, _windows in shapes:
            found[edition][calendar] = min(on, found[edition].get(calendar, on))
    for week in WorkWeek.objects.filter(edition_from__gt=_FIRST):
        first = found[week.edition_from].get(week.calendar_id, week.valid_from)
        found[week.edition_from][week.calendar_id] = min(week.valid_from, first)
    return found


def _assigned() -> dict[int, set[int]]:
    """By edition: the agencies that follow another calendar from it on."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = CalendarAssignment.objects.filter(edition_from__gt=_FIRST)
    for edition, agency in rows.values_list("edition_from", "agency_id"):
        found[edition].add(agency)
    return found


def _followers(calendars: Collection[int | None]) -> frozenset[int]:
    """The agencies that follow or ever followed one of these calendars."""
    plain = Agency.objects.filter(calendar__in=calendars).values_list("pk", flat=True)
    later = CalendarAssignment.objects.filter(calendar__in=calendars)
    return frozenset(plain) | frozenset(later.values_list("agency_id", flat=True))

"""Posts in agencies."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from lienthong.organisations.models import Position
from lienthong.organisations.rules import sort_key


@dataclass(frozen=True)
class PositionView:
    id: int
    agency_id: int
    name: str
    name_en: str
    is_head: bool
    valid_from: date
    valid_until: date | None


def positions(agency_id: int, *, on: date) -> tuple[PositionView, ...]:
    """The posts of an agency on a day: its head first, then by alphabet."""
    rows = Position.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=on), agency=agency_id, valid_from__lte=on
    )
    found = (
        PositionView(
            id=row.pk,
            agency_id=row.agency_id,
            name=row.name,
            name_en=row.name_en,
            is_head=row.is_head,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
        )
        for row in rows
    )
    return tuple(sorted(found, key=lambda row: (not row.is_head, sort_key(row.name), row.id)))

"""Which agencies may go live, and what the others still lack (R149, R201)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from lienthong.organisations.models import ReadinessItem
from lienthong.organisations.queries.agencies import (
    AgencyView,
    agencies_of_province,
    agency,
)
from lienthong.organisations.rules import ReadinessKind
from lienthong.organisations.rules.readiness import ItemState, required, why_missing


@dataclass(frozen=True)
class ItemView:
    """One item of an agency. `missing` is a sentence, empty when the item is in order."""

    item: ReadinessKind
    ready: bool
    valid_until: date | None
    note: str
    missing: str


@dataclass(frozen=True)
class Gap:
    agency: AgencyView
    item: ReadinessKind
    sentence: str


def readiness_of(agency_id: int, *, on: date) -> tuple[ItemView, ...]:
    """Every item an agency must have, with its state on a day. Raises UnknownAgency."""
    states = _states(ReadinessItem.objects.filter(agency=agency_id)).get(agency_id, {})
    return tuple(
        ItemView(
            item=item,
            ready=item in states and states[item].ready,
            valid_until=states[item].valid_until if item in states else None,
            note=states[item].note if item in states else "",
            missing=why_missing(item, states.get(item), on=on),
        )
        for item in required(agency(agency_id).kind)
    )


def gaps(province_code: str, *, on: date) -> tuple[Gap, ...]:
    """What the agencies of a province lack on a day, agency by agency in alphabetical order."""
    states = _states(ReadinessItem.objects.filter(agency__province_code=province_code))
    return tuple(
        Gap(row, item, sentence)
        for row in agencies_of_province(province_code, on=on)
        for item in required(row.kind)
        if (sentence := why_missing(item, states.get(row.id, {}).get(item), on=on))
    )


def _states(rows: QuerySet[ReadinessItem]) -> dict[int, dict[ReadinessKind, ItemState]]:
    found: dict[int, dict[ReadinessKind, ItemState]] = {}
    for row in rows:
        item = ReadinessKind(row.item)
        found.setdefault(row.agency_id, {})[item] = ItemState(
            item=item, ready=row.ready, valid_until=row.valid_until, note=row.note
        )
    return found

"""Agencies: who they are, who continues their work, who stands below them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from lienthong.organisations.models import Agency, FormerName
from lienthong.organisations.queries.units import holds_words
from lienthong.organisations.rules import (
    AgencyKind,
    Level,
    Sector,
    UnknownAgency,
    fold,
    sort_key,
)


@dataclass(frozen=True)
class AgencyView:
    """An agency with its name of today. It exists from `valid_from` until before `valid_until`."""

    id: int
    name: str
    name_en: str
    short_name: str
    kind: AgencyKind
    sector: Sector | None
    level: Level
    unit_code: str
    province_code: str
    parent_id: int | None
    successor_id: int | None
    phone: str
    address: str
    valid_from: date
    valid_until: date | None

    def exists(self, *, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)


def agency(agency_id: int) -> AgencyView:
    """Raises UnknownAgency."""
    found = agencies([agency_id]).get(agency_id)
    if found is None:
        raise UnknownAgency(
            "Không có cơ quan số %(agency_id)s. Chọn lại cơ quan trong danh sách.",
            agency_id=agency_id,
        )
    return found


def agencies(ids: Iterable[int]) -> dict[int, AgencyView]:
    """The agencies by number; numbers that do not exist are left out."""
    wanted = set(ids)
    if not wanted:
        return {}
    # By hand, because every page asks several times: Django took longer to put the statement
    # together than the database to answer it.
    places = ", ".join(["%s"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(f"{_NUMBERED} ({places}) ORDER BY id", list(wanted))
        rows = [dict(zip(_COLUMNS, row, strict=True)) for row in cursor.fetchall()]
    return {row["id"]: _view(row) for row in rows}


def parents() -> dict[int, int | None]:
    """The agency directly above each, for whoever climbs from many."""
    return dict(Agency.objects.values_list("pk", "parent_id"))


def agencies_in(
    unit_code: str, kind: AgencyKind | None = None, *, on: date
) -> tuple[AgencyView, ...]:
    """The agencies of a province or commune itself that exist on a day, by alphabet."""
    rows = existing(on).filter(unit_code=unit_code)
    return _sorted(rows.filter(kind=kind) if kind else rows)


def agencies_of_units(codes: Collection[str], *, on: date) -> dict[str, tuple[AgencyView, ...]]:
    """The agencies of many units that exist on a day, in one statement."""
    found: dict[str, list[AgencyView]] = {}
    for row in _views(existing(on).filter(unit_code__in=codes).order_by("pk")):
        found.setdefault(row.unit_code, []).append(row)
    return {code: tuple(rows) for code, rows in found.items()}


def agencies_of_province(
    province_code: str, kind: AgencyKind | None = None, *, on: date
) -> tuple[AgencyView, ...]:
    """The agencies of a province and of all its communes that exist on a day, by alphabet."""
    rows = existing(on).filter(province_code=province_code)
    return _sorted(rows.filter(kind=kind) if kind else rows)


def agency_by_reference(reference: str) -> AgencyView | None:
    """The agency that came from a line of the reference data: "48/committee"."""
    return _first(Agency.objects.filter(reference=reference))


def agencies_of_kinds(
    kinds: Collection[AgencyKind], *, on: date, province_code: str = ""
) -> tuple[AgencyView, ...]:
    """The agencies of these kinds in the country or in one province that exist on a day."""
    rows = existing(on).filter(kind__in=list(kinds))
    return tuple(_views(rows.filter(province_code=province_code) if province_code else rows))


def department(province_code: str, sector: Sector, *, on: date) -> AgencyView | None:
    """The department (sở) of a province for a sector."""
    rows = existing(on).filter(unit_code=province_code, kind=AgencyKind.DEPARTMENT, sector=sector)
    return _first(rows)


def ministry(sector: Sector, *, on: date) -> AgencyView | None:
    """The ministry, or the agency of its rank, for a sector."""
    return _first(existing(on).filter(kind=AgencyKind.MINISTRY, sector=sector))


def find_agencies(
    text: str, *, on: date, province_code: str = "", limit: int = 30
) -> tuple[AgencyView, ...]:
    """Agencies existing on a day whose name holds every word of `text`, with or without accents."""
    words = fold(text).split()
    if not words:
        return ()
    rows = existing(on)
    if province_code:
        rows = rows.filter(province_code=province_code)
    return _sorted(rows.filter(holds_words(words)))[:limit]


def name_of(agency_id: int, *, on: date) -> str:
    """What an agency was called on a day."""
    former = FormerName.objects.filter(agency=agency_id, valid_until__gt=on)
    name = former.order_by("valid_until").values_list("name", flat=True).first()
    return name if name is not None else agency(agency_id).name


def successor_of(agency_id: int, *, on: date) -> AgencyView | None:
    """Who does the work of an agency on a day: itself while it exists, otherwise the first in the
    line of its successors that does; None when the line ends."""
    seen: set[int] = set()
    found = agency(agency_id)
    while found.valid_until is not None and found.valid_until <= on:
        seen.add(found.id)
        if found.successor_id is None or found.successor_id in seen:
            return None
        found = agency(found.successor_id)
    return found if found.exists(on=on) else None


def as_organised(ids: Iterable[int], *, on: date) -> dict[int, int | None]:
    """For each agency the one that does its work on a day, as in `successor_of`.

    Figures "as organised today" are added up by it; figures "as organised then" need no mapping,
    because what a dissolved agency did stays its own.
    """
    wanted = set(ids)
    known = agencies(wanted)
    while missing := {
        row.successor_id
        for row in known.values()
        if row.successor_id is not None and row.successor_id not in known
    }:
        known |= agencies(missing)
    return {number: _line_end(number, known, on=on) for number in wanted if number in known}


def _line_end(number: int, known: Mapping[int, AgencyView], *, on: date) -> int | None:
    seen: set[int] = set()
    found = known[number]
    while found.valid_until is not None and found.valid_until <= on:
        seen.add(found.id)
        if found.successor_id is None or found.successor_id in seen:
            return None
        found = known[found.successor_id]
    return found.id if found.exists(on=on) else None


_BELOW = """
WITH RECURSIVE below(id) AS (
    SELECT id FROM organisations_agency
    WHERE id = %s OR (province_code = %s AND province_code <> '' AND valid_from <= %s)
    UNION
    SELECT agency.id FROM organisations_agency agency JOIN below
        ON agency.parent_id = below.id
        OR (agency.successor_id = below.id AND agency.valid_until <= %s)
    WHERE agency.valid_from <= %s
)
SELECT id FROM below
"""


_WHOLE_PROVINCE = frozenset({AgencyKind.PROVINCE_COMMITTEE, AgencyKind.PARTY_COMMITTEE})


def within(agency_id: int, *, on: date) -> frozenset[int]:
    """An agency and everything below it on a day, with what they have inherited: the dossiers of
    an agency that was merged stay in the sight of who continues its work.

    A province's committee, of the people or of the Party, covers every agency of the province,
    police, tax and social insurance too; a commune's committee covers its centre and offices.
    Commune police stand below the province's, as everywhere in their own line. The Party's central
    body covers all. Raises UnknownAgency.
    """
    top = agency(agency_id)
    if top.kind is AgencyKind.PARTY_COMMITTEE and top.level is Level.MINISTRY:
        return frozenset(Agency.objects.filter(valid_from__lte=on).values_list("pk", flat=True))
    covered = top.province_code if top.kind in _WHOLE_PROVINCE else ""
    # A dissolved province is not the province that now bears its number.
    if top.valid_until is not None and top.valid_until <= on:
        covered = ""
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, [agency_id, covered, on, on, on])
        return frozenset(number for (number,) in cursor.fetchall())


def existing(on: date) -> QuerySet[Agency]:
    """Agencies that exist on a day; for the queries of this app."""
    return Agency.objects.filter(Q(valid_until=None) | Q(valid_until__gt=on), valid_from__lte=on)


_COLUMNS = tuple(column.name for column in fields(AgencyView))


_NUMBERED = f"SELECT {', '.join(_COLUMNS)} FROM organisations_agency WHERE id IN"  # noqa: S608 (ours)


def _views(rows: QuerySet[Agency]) -> Iterator[AgencyView]:
    """Without a model for each: the board of a province reads three hundred."""
    return map(_view, rows.values(*_COLUMNS))


def _view(values: dict[str, Any]) -> AgencyView:
    kind, level, sector = values["kind"], values["level"], values["sector"]
    values |= {
        "kind": AgencyKind(kind),
        "level": Level(level),
        "sector": Sector(sector) if sector else None,
    }
    return AgencyView(**values)


def _first(rows: QuerySet[Agency]) -> AgencyView | None:
    return next(_views(rows.order_by("id")[:1]), None)


def _sorted(rows: QuerySet[Agency]) -> tuple[AgencyView, ...]:
    return tuple(sorted(_views(rows), key=lambda row: (sort_key(row.name), row.id)))

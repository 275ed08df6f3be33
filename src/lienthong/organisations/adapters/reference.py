"""The reference files of `organisations/data`, row by row. `data/SOURCES.md` says where each is
from."""

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path

from lienthong.organisations.rules import AgencyKind, DayKind, Sector, Share, UnitKind

_DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True)
class UnitRow:
    """A unit; `valid_until` and `source` only for what it was before."""

    code: str
    kind: UnitKind
    name: str
    full_name: str
    name_en: str
    full_name_en: str
    parent_code: str
    valid_until: date | None
    source: str

    @property
    def province_code(self) -> str:
        return self.parent_code or self.code


@dataclass(frozen=True)
class PredecessorRow:
    old_code: str
    old_name: str
    old_district_code: str
    old_district: str
    old_province_code: str
    old_province: str
    code: str
    province_code: str
    share: Share


@dataclass(frozen=True)
class ProvinceCodeRow:
    """The code of one of the 63 former provinces; `kept` when today's province bears its name."""

    code: str
    name: str
    name_en: str
    province_code: str
    kept: bool
    confirmed: bool
    source: str


@dataclass(frozen=True)
class NationalRow:
    """A ministry or another agency of the centre; the keys name rows of the same file."""

    key: str
    kind: AgencyKind
    sector: Sector | None
    name: str
    name_en: str
    parent: str
    successor: str
    former_name: str
    former_name_en: str
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True)
class NationalCodeRow:
    key: str
    code: str
    valid_from: date
    valid_until: date | None
    confirmed: bool
    source: str


@dataclass(frozen=True)
class CalendarRow:
    code: str
    name: str
    source: str


@dataclass(frozen=True)
class DayRow:
    on: date
    kind: DayKind
    name: str
    name_en: str
    confirmed: bool
    source: str


def units() -> list[UnitRow]:
    """The 34 provinces and 3,321 communes as of July 2026."""
    return [_unit(row) for row in _rows("units.csv")]


def earlier_units() -> list[UnitRow]:
    """What some of them were from 1 July 2025 until a later change."""
    return [_unit(row) for row in _rows("units_earlier.csv")]


def predecessors() -> Iterator[PredecessorRow]:
    for row in _rows("units_before_2025-07-01.csv.gz"):
        share = Share(row.pop("share"))
        yield PredecessorRow(**row, share=share)


def province_codes() -> list[ProvinceCodeRow]:
    return [
        ProvinceCodeRow(
            code=row["code"],
            name=row["name"],
            name_en=row["name_en"],
            province_code=row["province_code"],
            kept=row["kept"] == "yes",
            confirmed=row["confirmed"] == "yes",
            source=row["source"],
        )
        for row in _rows("province_codes.csv")
    ]


def national_agencies() -> list[NationalRow]:
    return [
        NationalRow(
            key=row["key"],
            kind=AgencyKind(row["kind"]),
            sector=Sector(row["sector"]) if row["sector"] else None,
            name=row["name"],
            name_en=row["name_en"],
            parent=row["parent"],
            successor=row["successor"],
            former_name=row["former_name"],
            former_name_en=row["former_name_en"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_until=_day(row["valid_until"]),
        )
        for row in _rows("national_agencies.csv")
    ]


def national_codes() -> list[NationalCodeRow]:
    return [
        NationalCodeRow(
            key=row["key"],
            code=row["code"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_until=_day(row["valid_until"]),
            confirmed=row["confirmed"] == "yes",
            source=row["source"],
        )
        for row in _rows("national_codes.csv")
    ]


def calendars() -> list[CalendarRow]:
    return [CalendarRow(**row) for row in _rows("calendars.csv")]


def weeks() -> dict[tuple[str, date], dict[str, list[list[str]]]]:
    """The stored week of each calendar and season."""
    found: dict[tuple[str, date], dict[str, list[list[str]]]] = {}
    for row in _rows("weeks.csv"):
        stored = found.setdefault((row["calendar"], date.fromisoformat(row["valid_from"])), {})
        stored.setdefault(row["weekday"], []).append([row["opens"], row["closes"]])
    return found


def days() -> list[DayRow]:
    """Holidays, swapped and make-up days of the country."""
    return [
        DayRow(
            on=date.fromisoformat(row["on"]),
            kind=DayKind(row["kind"]),
            name=row["name"],
            name_en=row["name_en"],
            confirmed=row["confirmed"] == "yes",
            source=row["source"],
        )
        for row in _rows("days.csv")
    ]


def _unit(row: dict[str, str]) -> UnitRow:
    return UnitRow(
        code=row["code"],
        kind=UnitKind(row["kind"]),
        name=row["name"],
        full_name=row["full_name"],
        name_en=row["name_en"],
        full_name_en=row["full_name_en"],
        parent_code=row["parent_code"],
        valid_until=_day(row.get("valid_until", "")),
        source=row.get("source", ""),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _rows(name: str) -> Iterator[dict[str, str]]:
    content = (_DATA / name).read_bytes()
    if name.endswith(".gz"):
        content = gzip.decompress(content)
    return csv.DictReader(StringIO(content.decode(), newline=""))

"""The agencies that reference data gives a country: its centre, provinces, communes, and the
provinces that were merged."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from lienthong.organisations.adapters import reference
from lienthong.organisations.rules import AgencyKind, Level, Sector
from lienthong.organisations.rules.codes import provisional
from lienthong.organisations.rules.establishment import (
    POSTS,
    STANDARD,
    Post,
    parent_reference,
    reference_of,
)
from lienthong.organisations.rules.names import agency_names

TWO_TIERS: Final = date(2025, 7, 1)
"""The day on which the two-tier local government began."""

_CODES_KNOWN: Final = date(2020, 7, 22)  # the day of Decision 20/2020/QĐ-TTg
_MINISTRIES_MERGED: Final = date(2025, 3, 1)
_PROVISIONAL: Final = "Mã tạm do hệ thống đặt, thay khi tỉnh nhập mã trong quyết định của mình"


FormerNames = tuple[str, str, date]
"""Vietnamese and English name, and the day from which they no longer hold."""


@dataclass(frozen=True)
class Code:
    code: str
    source: str
    confirmed: bool
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True)
class Plan:
    """An agency to be; `parent` and `successor` are references."""

    reference: str
    kind: AgencyKind
    sector: Sector | None
    level: Level
    name: str
    name_en: str
    # What it is found by beside its name.
    place: str = ""
    unit_code: str = ""
    province_code: str = ""
    parent: str = ""
    successor: str = ""
    calendar: str = STANDARD
    valid_from: date = TWO_TIERS
    valid_until: date | None = None
    codes: tuple[Code, ...] = ()
    former: FormerNames | None = None


def national() -> list[Plan]:
    """Ministries, agencies of their rank, the heads of vertical sectors, and those dissolved."""
    codes = defaultdict(list)
    for code in reference.national_codes():
        codes[code.key].append(
            Code(code.code, code.source, code.confirmed, code.valid_from, code.valid_until)
        )
    return [
        Plan(
            reference=reference_of("national", row.key),
            kind=row.kind,
            sector=row.sector,
            level=Level.MINISTRY,
            name=row.name,
            name_en=row.name_en,
            parent=reference_of("national", row.parent) if row.parent else "",
            successor=reference_of("national", row.successor) if row.successor else "",
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            codes=tuple(codes[row.key]),
            # Ministries were renamed on the day on which others were merged into them.
            former=(row.former_name, row.former_name_en, _MINISTRIES_MERGED)
            if row.former_name
            else None,
        )
        for row in reference.national_agencies()
    ]


def local(
    units: Iterable[reference.UnitRow], earlier: Mapping[str, reference.UnitRow]
) -> list[Plan]:
    """The agencies of provinces and communes. `earlier`: what a unit was before."""
    tops = {row.province_code: row for row in reference.province_codes() if row.kept}
    provinces = {row.code: row.full_name for row in reference.units() if not row.parent_code}
    plans = []
    for unit in units:
        level = Level.COMMUNE if unit.parent_code else Level.PROVINCE
        for post in POSTS[level]:
            name, name_en = agency_names(post.kind, unit.full_name, unit.full_name_en, post.sector)
            plans.append(
                Plan(
                    reference=reference_of(unit.code, post.place),
                    kind=post.kind,
                    sector=post.sector,
                    level=level,
                    name=name,
                    name_en=name_en,
                    place=provinces[unit.province_code],
                    unit_code=unit.code,
                    province_code=unit.province_code,
                    parent=parent_reference(
                        post, unit_code=unit.code, province_code=unit.province_code
                    ),
                    calendar=post.calendar,
                    codes=(_code(post, unit, tops[unit.province_code]),),
                    former=_former(post, earlier.get(unit.code)),
                )
            )
    return plans


def _code(post: Post, unit: reference.UnitRow, top: reference.ProvinceCodeRow) -> Code:
    if post.kind is AgencyKind.PROVINCE_COMMITTEE:
        return Code(top.code, top.source, top.confirmed, TWO_TIERS)
    own = unit.code if unit.parent_code else ""
    text = provisional(top.code, own, post.number)
    return Code(text, _PROVISIONAL, confirmed=False, valid_from=TWO_TIERS)


def _former(post: Post, before: reference.UnitRow | None) -> FormerNames | None:
    if before is None or before.valid_until is None:
        return None
    names = agency_names(post.kind, before.full_name, before.full_name_en, post.sector)
    return (*names, before.valid_until)


def merged_provinces() -> list[Plan]:
    """The committees of the provinces that were merged on 1 July 2025: their codes still come in
    messages, and what is told of them stays theirs."""
    plans = []
    for row in reference.province_codes():
        if row.kept:
            continue
        name, name_en = agency_names(AgencyKind.PROVINCE_COMMITTEE, row.name, row.name_en)
        plans.append(
            Plan(
                reference=reference_of("former", row.code),
                kind=AgencyKind.PROVINCE_COMMITTEE,
                sector=None,
                level=Level.PROVINCE,
                name=name,
                name_en=name_en,
                province_code=row.province_code,
                successor=reference_of(row.province_code, "committee"),
                valid_from=_CODES_KNOWN,
                valid_until=TWO_TIERS,
                codes=(Code(row.code, row.source, row.confirmed, _CODES_KNOWN, TWO_TIERS),),
            )
        )
    return plans

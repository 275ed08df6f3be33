"""Which agency does the work of a place for a commune, on the ground of one day. Pure.

The same function answers for one dossier and for the coverage of the whole country, so that what
coverage promises is what the counter finds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lienthong.catalogue.rules.content import CentreKind, Place
from lienthong.organisations.rules import AgencyKind

# The kind of agency that does the work of a place and, in order, where it is looked for.
_COMMUNE, _PROVINCE = "commune", "province"
SEATS: Final[Mapping[Place, tuple[AgencyKind, tuple[str, ...]]]] = {
    Place.COMMUNE_COMMITTEE: (AgencyKind.COMMUNE_COMMITTEE, (_COMMUNE,)),
    Place.COMMUNE_POLICE: (AgencyKind.COMMUNE_POLICE, (_COMMUNE,)),
    Place.PROVINCE_COMMITTEE: (AgencyKind.PROVINCE_COMMITTEE, (_PROVINCE,)),
    Place.PROVINCE_POLICE: (AgencyKind.PROVINCE_POLICE, (_PROVINCE,)),
    Place.DEPARTMENT: (AgencyKind.DEPARTMENT, (_PROVINCE,)),
    # A branch for the commune comes before the office of the province.
    Place.LAND_OFFICE: (AgencyKind.LAND_OFFICE, (_COMMUNE, _PROVINCE)),
    Place.SOCIAL_INSURANCE: (AgencyKind.SOCIAL_INSURANCE, (_COMMUNE, _PROVINCE)),
    Place.TAX: (AgencyKind.TAX, (_COMMUNE, _PROVINCE)),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """An agency that exists on the day."""

    id: int
    parent_id: int | None = None
    sector: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """A procedure as far as competence is concerned."""

    code: str
    field_code: str
    sector: str  # of its field: which department of a province is meant
    receiving: tuple[CentreKind, ...]
    territorial: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """What stands on one day: agencies by unit and kind, and who was given the work of a place.

    `given` is keyed by (procedure or field code, place, unit code); the value is an agency that
    exists on the day.
    """

    province_of: Mapping[str, str]
    standing: Mapping[tuple[str, AgencyKind], tuple[Standing, ...]]
    communes_of: Mapping[str, tuple[str, ...]]
    centres_of: Mapping[str, tuple[int, ...]]  # the centres of a province's communes
    given: Mapping[tuple[str, Place, str], int] = field(default_factory=dict)


def receiving_for(ground: Ground, subject: Subject, commune: str) -> tuple[int, ...]:
    """Centres where a person of this commune may file; the nearest first.

    A procedure that is not bound to territory is received by every centre of the province
    (NĐ 118/2025: regardless of where in the province the applicant lives).
    """
    province = ground.province_of[commune]
    own = _ids(ground, commune, AgencyKind.COMMUNE_CENTRE)
    central = _ids(ground, province, AgencyKind.PROVINCE_CENTRE)
    if not subject.territorial:
        others = [centre for centre in ground.centres_of.get(province, ()) if centre not in own]
        return (*own, *central, *others)
    received = own if CentreKind.COMMUNE in subject.receiving else ()
    return (*received, *central) if CentreKind.PROVINCE in subject.receiving else received


def agency_for(ground: Ground, subject: Subject, place: Place, commune: str) -> int | None:
    """The agency that does the work of `place`: who was given it, else the one of that kind.

    None when there is none, or several and nobody said which.
    """
    if place is Place.RECEIVING:
        return next(iter(receiving_for(ground, subject, commune)), None)
    province = ground.province_of[commune]
    for code in (subject.code, subject.field_code):
        for unit in (commune, province):
            if (given := ground.given.get((code, place, unit))) is not None:
                return given
    kind, seats = SEATS[place]
    for seat in seats:
        found = ground.standing.get((commune if seat == _COMMUNE else province, kind), ())
        if kind is AgencyKind.DEPARTMENT:
            found = tuple(agency for agency in found if agency.sector == subject.sector)
        if found:
            return _the_one(found)
    return None


def _the_one(found: tuple[Standing, ...]) -> int | None:
    """The only agency, or the only one that is no branch of another of them."""
    if len(found) == 1:
        return found[0].id
    ids = {agency.id for agency in found}
    heads = [agency for agency in found if agency.parent_id not in ids]
    return heads[0].id if len(heads) == 1 else None


def _ids(ground: Ground, unit: str, kind: AgencyKind) -> tuple[int, ...]:
    return tuple(agency.id for agency in ground.standing.get((unit, kind), ()))

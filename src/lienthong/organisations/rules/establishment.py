"""Which agencies a province and a commune have, and how they stand under each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lienthong.organisations.rules.kinds import AgencyKind, Level, Sector
from lienthong.organisations.rules.names import SECTOR_NAMES

STANDARD: Final = "standard"
COMMUNE_POLICE: Final = "commune-police"


@dataclass(frozen=True)
class Post:
    """One agency of a unit. `parent` names a place of the same unit, after "province/" one of its
    province, after "national/" an agency of the centre. `place` numbers it in provisional codes."""

    place: str
    number: int
    kind: AgencyKind
    parent: str
    sector: Sector | None = None
    calendar: str = STANDARD


PROVINCE: Final = (
    Post("committee", 0, AgencyKind.PROVINCE_COMMITTEE, ""),
    Post("centre", 1, AgencyKind.PROVINCE_CENTRE, "committee"),
    *(
        Post(f"department:{sector}", number, AgencyKind.DEPARTMENT, "committee", sector)
        for number, sector in enumerate(SECTOR_NAMES, start=2)
    ),
    Post("land", 12, AgencyKind.LAND_OFFICE, f"department:{Sector.ENVIRONMENT}"),
    # Vertical sectors stand below their own centre, not below the province.
    Post("insurance", 13, AgencyKind.SOCIAL_INSURANCE, "national/social_insurance"),
    Post("tax", 14, AgencyKind.TAX, "national/tax"),
    Post("police", 15, AgencyKind.PROVINCE_POLICE, "national/public_security"),
    Post("party", 16, AgencyKind.PARTY_COMMITTEE, "national/party_office"),
)
COMMUNE: Final = (
    Post("committee", 0, AgencyKind.COMMUNE_COMMITTEE, "province/committee"),
    Post("centre", 1, AgencyKind.COMMUNE_CENTRE, "committee"),
    Post("police", 2, AgencyKind.COMMUNE_POLICE, "province/police", calendar=COMMUNE_POLICE),
)
POSTS: Final[Mapping[Level, tuple[Post, ...]]] = {
    Level.PROVINCE: PROVINCE,
    Level.COMMUNE: COMMUNE,
}


def reference_of(unit_code: str, place: str) -> str:
    """The name by which reference data knows an agency: "48/committee", "20194/police"."""
    return f"{unit_code}/{place}"


def parent_reference(post: Post, *, unit_code: str, province_code: str) -> str:
    """The reference of the agency above a post; empty for a province's committee."""
    origin, _, place = post.parent.rpartition("/")
    match origin:
        case "national":
            return reference_of("national", place)
        case "province":
            return reference_of(province_code, place)
        case _:
            return reference_of(unit_code, place) if place else ""

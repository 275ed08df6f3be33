"""Who receives and who is competent, on the ground of one day."""

from collections.abc import Mapping

import pytest

from lienthong.catalogue.rules import NotAllowed
from lienthong.catalogue.rules.content import CentreKind, Place
from lienthong.catalogue.rules.lifecycle import MOVES, Move, VersionStatus, after
from lienthong.catalogue.rules.placing import (
    Ground,
    Standing,
    Subject,
    agency_for,
    receiving_for,
)
from lienthong.organisations.rules import AgencyKind as Kind

PROVINCE, HERE, THERE = "48", "20001", "20002"


def ground(given: Mapping[tuple[str, Place, str], int] | None = None) -> Ground:
    return Ground(
        province_of={HERE: PROVINCE, THERE: PROVINCE},
        communes_of={PROVINCE: (HERE, THERE)},
        centres_of={PROVINCE: (11, 12)},
        standing={
            (HERE, Kind.COMMUNE_CENTRE): (Standing(11),),
            (THERE, Kind.COMMUNE_CENTRE): (Standing(12),),
            (PROVINCE, Kind.PROVINCE_CENTRE): (Standing(10),),
            (HERE, Kind.COMMUNE_COMMITTEE): (Standing(21),),
            (PROVINCE, Kind.DEPARTMENT): (Standing(31, 0, "justice"), Standing(32, 0, "health")),
            (PROVINCE, Kind.LAND_OFFICE): (Standing(41), Standing(42, 41)),
            (THERE, Kind.LAND_OFFICE): (Standing(43, 41),),
            (PROVINCE, Kind.TAX): (Standing(51), Standing(52)),
        },
        given=given or {},
    )  # fmt: skip


def subject(*receiving: CentreKind, territorial: bool = True, sector: str = "justice") -> Subject:
    return Subject(
        code="1.000001",
        field_code="ho-tich",
        sector=sector,
        receiving=receiving or (CentreKind.COMMUNE,),
        territorial=territorial,
    )


@pytest.mark.parametrize(
    ("asked", "centres"),
    [
        (subject(), (11,)),
        (subject(CentreKind.COMMUNE, CentreKind.PROVINCE), (11, 10)),
        (subject(CentreKind.PROVINCE), (10,)),
        (subject(territorial=False), (11, 10, 12)),
    ],
)
def test_the_nearest_centre_comes_first_and_without_territory_all_of_the_province(
    asked: Subject, centres: tuple[int, ...]
) -> None:
    assert receiving_for(ground(), asked, HERE) == centres


@pytest.mark.parametrize(
    ("place", "commune", "agency"),
    [
        (Place.RECEIVING, HERE, 11),
        (Place.COMMUNE_COMMITTEE, HERE, 21),
        (Place.COMMUNE_COMMITTEE, THERE, None),
        (Place.DEPARTMENT, HERE, 31),
        (Place.LAND_OFFICE, HERE, 41),
        (Place.LAND_OFFICE, THERE, 43),
        (Place.TAX, HERE, None),
        (Place.PROVINCE_POLICE, HERE, None),
    ],
)
def test_a_place_is_held_by_the_one_agency_of_its_kind(
    place: Place, commune: str, agency: int | None
) -> None:
    assert agency_for(ground(), subject(), place, commune) == agency


def test_a_field_without_a_department_has_none() -> None:
    assert agency_for(ground(), subject(sector=""), Place.DEPARTMENT, HERE) is None


def test_who_was_given_the_work_comes_first_and_the_procedure_before_its_field() -> None:
    for_field = {("ho-tich", Place.TAX, PROVINCE): 51}
    assert agency_for(ground(for_field), subject(), Place.TAX, HERE) == 51
    for_here = for_field | {("ho-tich", Place.TAX, HERE): 52}
    assert agency_for(ground(for_here), subject(), Place.TAX, HERE) == 52
    assert agency_for(ground(for_here), subject(), Place.TAX, THERE) == 51
    for_procedure = for_here | {("1.000001", Place.TAX, PROVINCE): 53}
    assert agency_for(ground(for_procedure), subject(), Place.TAX, HERE) == 53


@pytest.mark.parametrize("status", list(VersionStatus))
@pytest.mark.parametrize("move", list(Move))
def test_the_life_of_a_version_is_total(status: VersionStatus, move: Move) -> None:
    if (status, move) in MOVES:
        assert after(status, move) in VersionStatus
    else:
        with pytest.raises(NotAllowed, match=r"\.$"):
            after(status, move)

from datetime import date

import pytest

from lienthong.journal.models import Entry
from lienthong.organisations import actions, queries
from lienthong.organisations.rules import AgencyKind, NotAllowed, ReadinessKind, Sector
from lienthong.organisations.rules.readiness import ItemState, required, why_missing
from tests.organisations.conftest import AT, BY, HAI_CHAU, TODAY, agency_in

NEXT_YEAR = date(2027, 11, 22)


def test_an_item_is_in_order_only_while_its_certificate_holds() -> None:
    seal = ItemState(ReadinessKind.SEAL, ready=True, valid_until=TODAY)
    assert why_missing(ReadinessKind.SEAL, seal, on=date(2026, 11, 21)) == ""
    assert "hết hiệu lực từ 22/11/2026" in why_missing(ReadinessKind.SEAL, seal, on=TODAY)
    absent = ItemState(ReadinessKind.SEAL, ready=False, valid_until=NEXT_YEAR)
    assert why_missing(ReadinessKind.SEAL, absent, on=TODAY) == "Chưa có con dấu điện tử."
    assert "Chưa khai báo" in why_missing(ReadinessKind.SEAL, None, on=TODAY)


def test_every_agency_needs_all_four_but_ministries_and_offices() -> None:
    assert [kind for kind in AgencyKind if not required(kind)] == [
        AgencyKind.MINISTRY,
        AgencyKind.OFFICE,
    ]
    assert all(len(required(kind)) in {0, 4} for kind in AgencyKind)


@pytest.mark.usefixtures("da_nang")
def test_the_gaps_of_a_province_are_listed_until_they_are_filled() -> None:
    agency = agency_in(HAI_CHAU, AgencyKind.COMMUNE_COMMITTEE)
    assert {gap.item for gap in queries.gaps("48", on=TODAY) if gap.agency == agency} == set(
        ReadinessKind
    )
    actions.record_readiness(
        agency_id=agency.id,
        items=[
            ItemState(ReadinessKind.PROCESS, ready=True),
            ItemState(ReadinessKind.SIGNATURE, ready=True, valid_until=NEXT_YEAR),
            ItemState(ReadinessKind.SEAL, ready=True, valid_until=date(2026, 11, 1)),
            ItemState(ReadinessKind.ACCOUNT, ready=False, note="Kho bạc đang mở"),
        ],
        by=BY,
        at=AT,
    )
    gaps = {gap.item: gap.sentence for gap in queries.gaps("48", on=TODAY) if gap.agency == agency}
    assert gaps == {
        ReadinessKind.SEAL: "Chứng thư của con dấu điện tử đã hết hiệu lực từ 01/11/2026.",
        ReadinessKind.ACCOUNT: "Chưa có tài khoản thụ hưởng.",
    }
    items = {row.item: row for row in queries.readiness_of(agency.id, on=TODAY)}
    assert items[ReadinessKind.PROCESS].missing == ""
    assert items[ReadinessKind.ACCOUNT].note == "Kho bạc đang mở"
    actions.record_readiness(
        agency_id=agency.id,
        items=[
            ItemState(ReadinessKind.SEAL, ready=True, valid_until=NEXT_YEAR),
            ItemState(ReadinessKind.ACCOUNT, ready=True),
        ],
        by=BY,
        at=AT,
    )
    assert agency not in {gap.agency for gap in queries.gaps("48", on=TODAY)}
    assert Entry.objects.filter(action="organisations.readiness_recorded").count() == 2


@pytest.mark.usefixtures("da_nang")
def test_a_certificate_without_its_last_day_is_refused() -> None:
    agency = agency_in(HAI_CHAU, AgencyKind.COMMUNE_COMMITTEE)
    with pytest.raises(NotAllowed, match="ngày hết hiệu lực"):
        actions.record_readiness(
            agency_id=agency.id,
            items=[
                ItemState(ReadinessKind.PROCESS, ready=True),
                ItemState(ReadinessKind.SEAL, ready=True),
            ],
            by=BY,
            at=AT,
        )
    assert all(row.missing for row in queries.readiness_of(agency.id, on=TODAY))


@pytest.mark.usefixtures("da_nang")
def test_a_ministry_has_nothing_to_declare() -> None:
    ministry = queries.ministry(Sector.JUSTICE, on=TODAY)
    assert ministry is not None
    with pytest.raises(NotAllowed, match="không phải khai mục này"):
        actions.record_readiness(
            agency_id=ministry.id,
            items=[ItemState(ReadinessKind.PROCESS, ready=True)],
            by=BY,
            at=AT,
        )

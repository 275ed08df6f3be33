from datetime import date

import pytest

from lienthong.organisations import actions, queries
from lienthong.organisations.rules import (
    AgencyKind,
    NotAllowed,
    Share,
    UnitKind,
    UnknownUnit,
    sort_key,
)
from tests.organisations.conftest import AT, BY, HAI_CHAU, TODAY, agency_in

pytestmark = pytest.mark.usefixtures("da_nang")


def test_communes_come_in_vietnamese_alphabetical_order() -> None:
    names = [unit.name for unit in queries.communes_of("48", on=TODAY)]
    assert len(names) == 94
    assert names == sorted(names, key=sort_key)
    assert names[0] == "An Hải"


@pytest.mark.parametrize(
    "text", ["Hải Châu", "hai chau", "phuong hai chau", "hai chau da nang", "20242", "  HẢI  châu "]
)
def test_a_unit_is_found_with_and_without_accents_and_by_its_code(text: str) -> None:
    assert queries.find_units(text, on=TODAY)[0].code == HAI_CHAU


def test_either_place_of_the_tone_mark_finds_a_unit() -> None:
    for text in ("Hoà Vang", "Hòa Vang", "hoa vang"):
        assert queries.find_units(text, on=TODAY)[0].full_name_en == "Hoa Vang Commune"


def test_words_are_found_by_their_beginning_only() -> None:
    assert queries.find_units("chau", on=TODAY)
    assert queries.find_units("hau", on=TODAY) == ()
    assert queries.find_units(" ", on=TODAY) == ()


def test_an_unknown_unit_is_refused_with_its_code_and_day() -> None:
    with pytest.raises(UnknownUnit, match="99999 vào ngày 22/11/2026"):
        queries.unit("99999", on=TODAY)
    with pytest.raises(UnknownUnit, match="30/06/2025"):
        queries.unit(HAI_CHAU, on=date(2025, 6, 30))


def test_a_divided_ward_leads_to_all_its_successors_the_main_part_first() -> None:
    divided = {
        row.old_code
        for row in queries.predecessors_of("48")
        if row.share is not Share.WHOLE and row.old_code
    }
    assert divided
    for code in divided:
        shares = [row.share for row in queries.successor_units(code)]
        assert len(shares) > 1
        assert shares.count(Share.MAIN) == 1
        assert shares[0] is Share.MAIN


def test_a_former_commune_district_or_province_leads_to_today() -> None:
    (former,) = [
        row for row in queries.find_former_units("Thuận Phước") if row.old_name.startswith("Phường")
    ]
    assert [row.code for row in queries.successor_units(former.old_code)] == [former.code]
    assert former.code == HAI_CHAU
    # An island district without communes, and the former Quảng Nam.
    assert [row.code for row in queries.successor_units("498")] == ["20333"]
    assert [row.code for row in queries.successor_units("49")] == ["48"]
    assert queries.successor_units("00000") == ()


def test_former_units_are_found_by_name_with_their_district() -> None:
    found = queries.find_former_units("thuan phuoc hai chau")
    assert {row.old_district for row in found} == {"Quận Hải Châu"}


def test_a_commune_that_becomes_a_ward_keeps_its_past_and_takes_its_agencies_along() -> None:
    code = queries.find_units("xã Hòa Vang", on=TODAY)[0].code
    police = agency_in(code, AgencyKind.COMMUNE_POLICE)
    before = queries.unit(code, on=TODAY)
    day = date(2026, 11, 1)
    actions.change_unit(
        code=code,
        kind=UnitKind.WARD,
        name=before.name,
        full_name=f"Phường {before.name}",
        name_en=before.name_en,
        full_name_en="Hoa Vang Ward",
        on=day,
        source="Nghị quyết thử",
        by=BY,
        at=AT,
    )
    assert queries.unit(code, on=date(2026, 10, 31)).kind is UnitKind.COMMUNE
    assert queries.unit(code, on=day).full_name == f"Phường {before.name}"
    assert [unit.kind for unit in queries.unit_history(code)] == [UnitKind.COMMUNE, UnitKind.WARD]
    assert queries.agency(police.id).name == f"Công an phường {before.name}"
    assert queries.name_of(police.id, on=date(2026, 10, 31)) == police.name
    assert queries.find_units("phuong hoa vang", on=TODAY)[0].code == code


def test_a_change_of_a_unit_is_recorded_when_it_takes_effect_and_after_the_last_one() -> None:
    now = queries.unit(HAI_CHAU, on=TODAY)

    def change(on: date) -> None:
        actions.change_unit(
            code=HAI_CHAU,
            kind=now.kind,
            name="Hải Châu Một",
            full_name="Phường Hải Châu Một",
            name_en="Hai Chau One",
            full_name_en="Hai Chau One Ward",
            on=on,
            source="Nghị quyết thử",
            by=BY,
            at=AT,
        )

    with pytest.raises(NotAllowed, match="ngày có hiệu lực 01/12/2026"):
        change(date(2026, 12, 1))
    with pytest.raises(NotAllowed, match="có từ 01/07/2025"):
        change(date(2025, 7, 1))
    assert queries.unit(HAI_CHAU, on=TODAY) == now

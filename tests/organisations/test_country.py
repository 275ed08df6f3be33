from collections import Counter
from datetime import date

import pytest

from lienthong.journal.models import Entry
from lienthong.organisations import actions, queries
from lienthong.organisations.models import Agency, AgencyCode, CalendarEdition, Unit
from lienthong.organisations.rules import AgencyKind, Level, UnitKind
from tests.organisations.conftest import AT, BY, TODAY

BEGINNING = date(2025, 7, 1)


def kinds(on: date) -> Counter[UnitKind]:
    return Counter(
        unit.kind
        for province in queries.provinces(on=on)
        for unit in (province, *queries.communes_of(province.code, on=on))
    )


@pytest.mark.usefixtures("country")
def test_the_country_has_34_provinces_and_3321_communes_as_of_each_day() -> None:
    assert kinds(BEGINNING) == {
        UnitKind.CITY: 6,
        UnitKind.PROVINCE: 28,
        UnitKind.COMMUNE: 2621,
        UnitKind.WARD: 687,
        UnitKind.SPECIAL_ZONE: 13,
    }
    assert kinds(TODAY) == {
        UnitKind.CITY: 7,
        UnitKind.PROVINCE: 27,
        UnitKind.COMMUNE: 2611,
        UnitKind.WARD: 697,
        UnitKind.SPECIAL_ZONE: 13,
    }


@pytest.mark.usefixtures("country")
def test_every_unit_has_a_name_in_both_languages() -> None:
    for row in Unit.objects.all():
        assert row.full_name.endswith(row.name)
        assert row.full_name_en.isascii()
        assert row.name_en in row.full_name_en


@pytest.mark.usefixtures("country")
def test_every_commune_and_province_has_its_agencies_from_the_first_day() -> None:
    found: dict[str, set[AgencyKind]] = {}
    for province in queries.provinces(on=TODAY):
        for agency in queries.agencies_of_province(province.code, on=BEGINNING):
            found.setdefault(agency.unit_code, set()).add(agency.kind)
    communes = {code for code in found if len(code) == 5}
    assert len(communes) == 3321
    assert len(found) == 3321 + 34
    for code, kinds_ in found.items():
        if code in communes:
            assert kinds_ == {
                AgencyKind.COMMUNE_COMMITTEE,
                AgencyKind.COMMUNE_CENTRE,
                AgencyKind.COMMUNE_POLICE,
            }
        else:
            assert kinds_ == {
                AgencyKind.PROVINCE_COMMITTEE,
                AgencyKind.PROVINCE_CENTRE,
                AgencyKind.PROVINCE_POLICE,
                AgencyKind.DEPARTMENT,
                AgencyKind.LAND_OFFICE,
                AgencyKind.SOCIAL_INSURANCE,
                AgencyKind.TAX,
                AgencyKind.PARTY_COMMITTEE,
            }


@pytest.mark.usefixtures("country")
def test_every_agency_of_today_bears_one_code_and_no_two_the_same() -> None:
    today = Agency.objects.filter(valid_until=None)
    coded = AgencyCode.objects.filter(valid_until=None).values_list("agency_id", "code")
    with_own_code = {agency for agency, _ in coded}
    without = {row.name for row in today if row.pk not in with_own_code}
    assert without == {"Cục Thuế", "Ban Cơ yếu Chính phủ", "Văn phòng Trung ương Đảng"}
    assert len({code for _, code in coded}) == len(coded)


@pytest.mark.usefixtures("country")
def test_codes_that_we_made_up_say_so() -> None:
    for row in AgencyCode.objects.filter(agency__level=Level.COMMUNE):
        assert not row.confirmed
        assert "Mã tạm" in row.source


def test_loading_again_adds_nothing_and_writes_nothing(country: actions.Loaded) -> None:
    assert country.units == 3355 + 11
    entries, editions = Entry.objects.count(), CalendarEdition.objects.count()
    again = actions.load_reference(by=BY, at=AT)
    assert again == actions.Loaded(0, 0, 0, 0, 0)
    assert Entry.objects.count() == entries
    assert CalendarEdition.objects.count() == editions == 1


@pytest.mark.usefixtures("country")
def test_loading_again_leaves_what_administrators_changed() -> None:
    committee = queries.agencies_in("20242", AgencyKind.COMMUNE_COMMITTEE, on=TODAY)[0]
    actions.rename_agency(
        agency_id=committee.id, name="Tên khác", name_en="Another", on=TODAY, by=BY, at=AT
    )
    actions.remove_day(on=date(2027, 1, 1), reason="Ghi nhầm", by=BY, at=AT)
    actions.load_reference(by=BY, at=AT)
    assert queries.agency(committee.id).name == "Tên khác"
    assert date(2027, 1, 1) not in queries.day_names("standard", edition=2)
    assert queries.current_edition() == 2


@pytest.mark.usefixtures("country")
def test_a_party_committee_covers_its_province_and_the_central_one_all() -> None:
    whole = set(Agency.objects.values_list("pk", flat=True))
    central = Agency.objects.get(kind=AgencyKind.PARTY_COMMITTEE, level=Level.MINISTRY)
    assert queries.within(central.pk, on=TODAY) == whole
    of_da_nang = Agency.objects.get(kind=AgencyKind.PARTY_COMMITTEE, province_code="48")
    covered = queries.within(of_da_nang.pk, on=TODAY)
    assert covered == set(Agency.objects.filter(province_code="48").values_list("pk", flat=True))
    assert of_da_nang.name == "Thành ủy Đà Nẵng"

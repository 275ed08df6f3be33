from datetime import date

import pytest

from lienthong.journal.models import Entry
from lienthong.organisations import actions, queries
from lienthong.organisations.models import Agency
from lienthong.organisations.rules import (
    AgencyKind,
    NotAllowed,
    Sector,
    UnknownAgency,
    UnknownUnit,
)
from tests.organisations.conftest import AT, BY, HAI_CHAU, HOA_VANG, HOI_AN, TODAY, agency_in

pytestmark = pytest.mark.usefixtures("da_nang")

DAY = date(2026, 10, 1)


def merge(agency_id: int, into_id: int, on: date = DAY) -> None:
    actions.merge_agency(
        agency_id=agency_id, into_id=into_id, on=on, reason="Nghị quyết thử", by=BY, at=AT
    )


def test_a_province_committee_covers_every_agency_of_the_province() -> None:
    covered = queries.within(agency_in("48", AgencyKind.PROVINCE_COMMITTEE).id, on=TODAY)
    of_province = {row.id for row in queries.agencies_of_province("48", on=TODAY)}
    assert of_province < covered
    # What it has inherited: Quảng Nam.
    (former,) = covered - of_province
    assert queries.agency(former).name == "Ủy ban nhân dân tỉnh Quảng Nam"


def test_a_commune_committee_covers_its_centre_but_not_the_police() -> None:
    committee = agency_in(HAI_CHAU, AgencyKind.COMMUNE_COMMITTEE)
    centre = agency_in(HAI_CHAU, AgencyKind.COMMUNE_CENTRE)
    office = actions.open_agency(
        kind=AgencyKind.OFFICE,
        name="Phòng Kinh tế, Hạ tầng và Đô thị",
        unit_code=HAI_CHAU,
        parent_id=committee.id,
        valid_from=DAY,
        by=BY,
        at=AT,
    )
    assert queries.within(committee.id, on=TODAY) == {committee.id, centre.id, office}
    assert queries.within(committee.id, on=date(2026, 9, 30)) == {committee.id, centre.id}
    assert queries.within(centre.id, on=TODAY) == {centre.id}


def test_the_ministry_of_public_security_covers_all_police() -> None:
    ministry = queries.ministry(Sector.PUBLIC_SECURITY, on=TODAY)
    assert ministry is not None
    covered = queries.agencies(queries.within(ministry.id, on=TODAY)).values()
    assert {row.kind for row in covered} == {
        AgencyKind.MINISTRY,
        AgencyKind.PROVINCE_POLICE,
        AgencyKind.COMMUNE_POLICE,
    }
    assert len(covered) == 1 + 1 + 94


def test_a_dissolved_province_covers_itself_only() -> None:
    former = Agency.objects.get(reference="former/H47")
    assert queries.within(former.pk, on=TODAY) == {former.pk}


def test_who_continues_sees_what_a_merged_agency_had() -> None:
    gone = agency_in(HOI_AN, AgencyKind.COMMUNE_COMMITTEE)
    its_centre = agency_in(HOI_AN, AgencyKind.COMMUNE_CENTRE)
    heir = agency_in(HAI_CHAU, AgencyKind.COMMUNE_COMMITTEE)
    merge(gone.id, heir.id)
    before, after = date(2026, 9, 30), DAY
    assert gone.id not in queries.within(heir.id, on=before)
    assert {gone.id, its_centre.id} < queries.within(heir.id, on=after)


def test_figures_can_be_seen_as_organised_today_and_as_organised_then() -> None:
    first = agency_in(HOI_AN, AgencyKind.COMMUNE_COMMITTEE).id
    second = agency_in(HOA_VANG, AgencyKind.COMMUNE_COMMITTEE).id
    third = agency_in(HAI_CHAU, AgencyKind.COMMUNE_COMMITTEE).id
    merge(first, second, date(2026, 3, 1))
    merge(second, third, DAY)
    assert queries.as_organised([first, second, third], on=date(2026, 2, 28)) == {
        first: first,
        second: second,
        third: third,
    }
    assert queries.as_organised([first, second], on=date(2026, 9, 30)) == {
        first: second,
        second: second,
    }
    assert queries.as_organised([first, second], on=TODAY) == {first: third, second: third}
    for agency_id, today in queries.as_organised([first, second, third], on=TODAY).items():
        heir = queries.successor_of(agency_id, on=TODAY)
        assert heir is not None
        assert heir.id == today


def test_an_agency_that_ended_without_heir_leads_nowhere() -> None:
    centre = agency_in(HOI_AN, AgencyKind.COMMUNE_CENTRE)
    actions.close_agency(agency_id=centre.id, on=DAY, reason="Thôi lập trung tâm", by=BY, at=AT)
    assert queries.successor_of(centre.id, on=DAY) is None
    assert queries.as_organised([centre.id], on=DAY) == {centre.id: None}
    assert queries.agencies_in(HOI_AN, AgencyKind.COMMUNE_CENTRE, on=DAY) == ()
    assert queries.agencies_in(HOI_AN, AgencyKind.COMMUNE_CENTRE, on=date(2026, 9, 30)) != ()


def test_an_agency_ends_once_and_after_it_began() -> None:
    gone = agency_in(HOI_AN, AgencyKind.COMMUNE_COMMITTEE)
    heir = agency_in(HAI_CHAU, AgencyKind.COMMUNE_COMMITTEE)
    with pytest.raises(NotAllowed, match="hoạt động từ 01/07/2025"):
        merge(gone.id, heir.id, date(2025, 7, 1))
    merge(gone.id, heir.id)
    with pytest.raises(NotAllowed, match="đã kết thúc hoạt động từ 01/10/2026"):
        merge(gone.id, heir.id, TODAY)
    with pytest.raises(NotAllowed, match="Ghi căn cứ"):
        actions.close_agency(agency_id=heir.id, on=TODAY, reason=" ", by=BY, at=AT)


def test_nobody_merges_into_itself_into_what_is_gone_or_in_a_circle() -> None:
    one = agency_in(HOI_AN, AgencyKind.COMMUNE_COMMITTEE).id
    two = agency_in(HAI_CHAU, AgencyKind.COMMUNE_COMMITTEE).id
    with pytest.raises(NotAllowed, match="Chọn cơ quan kế thừa khác"):
        merge(one, one)
    merge(one, two)
    with pytest.raises(NotAllowed, match="không hoạt động vào ngày 22/11/2026"):
        merge(two, one, TODAY)
    # `one` still exists on this earlier day, but is to end in `two`.
    with pytest.raises(NotAllowed, match="sẽ nhập vào cơ quan này"):
        merge(two, one, date(2026, 9, 1))
    assert queries.agency(two).valid_until is None


def test_a_merger_by_mistake_can_be_taken_back() -> None:
    gone = agency_in(HOI_AN, AgencyKind.COMMUNE_COMMITTEE)
    code = queries.code_of(gone.id, on=TODAY)
    merge(gone.id, agency_in(HAI_CHAU, AgencyKind.COMMUNE_COMMITTEE).id)
    actions.reopen_agency(agency_id=gone.id, reason="Ghi nhầm xã", by=BY, at=AT)
    assert queries.agency(gone.id) == gone
    assert queries.agency_by_code(code, on=TODAY) == gone
    with pytest.raises(NotAllowed, match="đang hoạt động"):
        actions.reopen_agency(agency_id=gone.id, reason="Lần nữa", by=BY, at=AT)


def test_every_change_of_an_agency_is_journalled_in_its_own_chain() -> None:
    gone = agency_in(HOI_AN, AgencyKind.COMMUNE_COMMITTEE)
    heir = agency_in(HAI_CHAU, AgencyKind.COMMUNE_COMMITTEE)
    merge(gone.id, heir.id)
    entry = Entry.objects.get(subject=f"agency:{gone.id}")
    assert (entry.unit, entry.action) == (str(gone.id), "organisations.agency_merged")
    assert entry.data == {"on": "2026-10-01", "into": heir.id}


def test_a_refused_change_leaves_nothing_behind() -> None:
    gone = agency_in(HOI_AN, AgencyKind.COMMUNE_COMMITTEE)
    entries = Entry.objects.count()
    with pytest.raises(UnknownAgency, match="Chọn lại cơ quan"):
        merge(gone.id, 0)
    with pytest.raises(UnknownUnit):
        actions.open_agency(
            kind=AgencyKind.OFFICE, name="Phòng", unit_code="1", valid_from=DAY, by=BY, at=AT
        )
    with pytest.raises(NotAllowed, match="Ghi tên cơ quan"):
        actions.open_agency(kind=AgencyKind.OFFICE, name=" ", valid_from=DAY, by=BY, at=AT)
    with pytest.raises(NotAllowed, match="lịch làm việc mang mã “xa”"):
        actions.open_agency(
            kind=AgencyKind.OFFICE,
            name="Phòng",
            calendar_code="xa",
            valid_from=DAY,
            by=BY,
            at=AT,
        )
    with pytest.raises(NotAllowed, match="cơ quan cấp trên"):
        actions.open_agency(
            kind=AgencyKind.OFFICE,
            name="Phòng",
            parent_id=gone.id,
            valid_from=date(2025, 6, 1),
            by=BY,
            at=AT,
        )
    assert Entry.objects.count() == entries
    assert queries.agency(gone.id) == gone


def test_an_agency_is_found_by_words_of_its_name() -> None:
    found = queries.find_agencies("so tu phap", on=TODAY, province_code="48")
    assert [row.name for row in found] == ["Sở Tư pháp thành phố Đà Nẵng"]
    assert queries.department("48", Sector.JUSTICE, on=TODAY) == found[0]
    assert queries.department("01", Sector.JUSTICE, on=TODAY) is None
    assert queries.find_agencies("", on=TODAY) == ()


def test_posts_of_an_agency_begin_and_end() -> None:
    agency = agency_in(HAI_CHAU, AgencyKind.COMMUNE_COMMITTEE)
    actions.open_position(
        agency_id=agency.id, name="Công chức tư pháp", valid_from=DAY, by=BY, at=AT
    )
    head = actions.open_position(
        agency_id=agency.id, name="Chủ tịch", is_head=True, valid_from=DAY, by=BY, at=AT
    )
    names = [row.name for row in queries.positions(agency.id, on=TODAY)]
    assert names == ["Chủ tịch", "Công chức tư pháp"]
    actions.close_position(position_id=head, on=TODAY, by=BY, at=AT)
    assert [row.name for row in queries.positions(agency.id, on=TODAY)] == ["Công chức tư pháp"]
    with pytest.raises(NotAllowed, match="đã kết thúc"):
        actions.close_position(position_id=head, on=TODAY, by=BY, at=AT)

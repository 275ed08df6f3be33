from datetime import date, timedelta

import pytest

from lienthong.journal.models import Entry
from lienthong.organisations import actions, queries
from lienthong.organisations.models import Agency
from lienthong.organisations.rules import AgencyKind, NotAllowed, UnknownAgency, UnknownAgencyCode
from tests.organisations.conftest import AT, BY, HAI_CHAU, HOI_AN, TODAY, agency_in

pytestmark = pytest.mark.usefixtures("da_nang")

DAY = date(2026, 10, 1)


def change(agency_id: int, code: str, on: date = DAY) -> None:
    actions.change_code(
        agency_id=agency_id, code=code, valid_from=on, source="Quyết định thử", by=BY, at=AT
    )


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("G24", "Bảo hiểm xã hội Việt Nam"),
        ("G22.98", "Bảo hiểm xã hội Việt Nam"),
        ("000.00.98.G22", "Bảo hiểm xã hội Việt Nam"),
        ("G13", "Bộ Nông nghiệp và Môi trường"),
        ("H17", "Ủy ban nhân dân thành phố Đà Nẵng"),
        ("h47", "Ủy ban nhân dân thành phố Đà Nẵng"),
    ],
)
def test_yesterdays_code_finds_todays_agency(code: str, name: str) -> None:
    assert queries.agency_by_code(code, on=TODAY).name == name


def test_social_insurance_counts_to_finance_whichever_code_it_sends() -> None:
    """F15: dossiers sent under G24 were counted to nobody."""
    finance = Agency.objects.get(reference="national/finance")
    sent = queries.agency_by_code("G24", on=TODAY)
    assert sent.id in queries.within(finance.pk, on=TODAY)
    assert queries.code_of(sent.id, on=TODAY) == "G22.98"
    assert queries.code_of(sent.id, on=date(2025, 2, 28)) == "G24"


def test_a_changed_code_leads_to_the_agency_before_and_after() -> None:
    agency = agency_in(HAI_CHAU, AgencyKind.COMMUNE_COMMITTEE)
    former = queries.code_of(agency.id, on=TODAY)
    change(agency.id, "h17.25")
    for code in (former, "H17.25"):
        for day in (date(2026, 9, 30), DAY, TODAY):
            assert queries.agency_by_code(code, on=day) == agency
    assert queries.code_of(agency.id, on=date(2026, 9, 30)) == former
    assert queries.codes_of([agency.id], on=DAY) == {agency.id: "H17.25"}
    history = queries.code_history(agency.id)
    assert [(row.code, row.confirmed) for row in history] == [(former, False), ("H17.25", True)]


def test_the_code_of_a_merged_agency_leads_to_its_heir() -> None:
    gone = agency_in(HOI_AN, AgencyKind.COMMUNE_COMMITTEE)
    heir = agency_in(HAI_CHAU, AgencyKind.COMMUNE_COMMITTEE)
    code = queries.code_of(gone.id, on=TODAY)
    actions.merge_agency(
        agency_id=gone.id, into_id=heir.id, on=DAY, reason="Nghị quyết thử", by=BY, at=AT
    )
    assert queries.agency_by_code(code, on=date(2026, 9, 30)).id == gone.id
    assert queries.agency_by_code(code, on=DAY) == heir


def test_a_code_that_was_given_to_another_leads_to_who_had_it_on_the_day() -> None:
    one = agency_in(HAI_CHAU, AgencyKind.COMMUNE_COMMITTEE)
    two = agency_in(HOI_AN, AgencyKind.COMMUNE_COMMITTEE)
    change(one.id, "H17.25", date(2026, 3, 1))
    change(one.id, "H17.26", DAY)
    change(two.id, "H17.25", DAY + timedelta(days=1))
    assert queries.agency_by_code("H17.25", on=DAY) == one
    assert queries.agency_by_code("H17.25", on=TODAY) == two


def test_a_code_of_an_agency_without_heir_says_so() -> None:
    centre = agency_in(HOI_AN, AgencyKind.COMMUNE_CENTRE)
    code = queries.code_of(centre.id, on=TODAY)
    actions.close_agency(agency_id=centre.id, on=DAY, reason="Thôi lập", by=BY, at=AT)
    with pytest.raises(UnknownAgencyCode, match="chưa ghi cơ quan kế thừa"):
        queries.agency_by_code(code, on=TODAY)


def test_codes_are_refused_that_are_taken_malformed_or_out_of_order() -> None:
    one = agency_in(HAI_CHAU, AgencyKind.COMMUNE_COMMITTEE)
    two = agency_in(HOI_AN, AgencyKind.COMMUNE_COMMITTEE)
    change(one.id, "H17.25")
    with pytest.raises(NotAllowed, match=r"Mã H17\.25 đang là của Ủy ban nhân dân phường Hải Châu"):
        change(two.id, "H17.25", TODAY)
    with pytest.raises(NotAllowed, match=r"đang mang mã H17\.25 rồi"):
        change(one.id, "H17.25", TODAY)
    with pytest.raises(NotAllowed, match="không phải mã định danh"):
        change(two.id, "17")
    with pytest.raises(NotAllowed, match="có từ 01/10/2026"):
        change(one.id, "H17.26", DAY)
    with pytest.raises(NotAllowed, match="Ghi văn bản"):
        actions.change_code(agency_id=two.id, code="H17.9", valid_from=DAY, source="", by=BY, at=AT)
    with pytest.raises(UnknownAgency):
        change(0, "H17.27")
    assert queries.code_of(one.id, on=TODAY) == "H17.25"


def test_provisional_codes_are_listed_until_decided_ones_are_entered() -> None:
    agency = agency_in(HAI_CHAU, AgencyKind.COMMUNE_COMMITTEE)
    listed = {row.agency_id for row in queries.provisional_codes("48", on=TODAY)}
    assert agency.id in listed
    change(agency.id, "H17.25")
    assert agency.id not in {row.agency_id for row in queries.provisional_codes("48", on=TODAY)}


def test_an_unknown_code_is_refused_reported_and_counted_until_settled() -> None:
    with pytest.raises(UnknownAgencyCode, match=r"“H17\.77”") as refused:
        queries.agency_by_code("000.00.77.H17", on=TODAY)
    for _ in range(3):
        actions.report_unknown_code(code=refused.value.code, where="Bản tin thử", by=BY, at=AT)
    (row,) = queries.unknown_codes()
    assert (row.code, row.times, row.where) == ("H17.77", 3, "Bản tin thử")

    agency = agency_in(HAI_CHAU, AgencyKind.COMMUNE_COMMITTEE)
    own = queries.code_of(agency.id, on=TODAY)
    actions.settle_unknown_code(
        code="H17.77", agency_id=agency.id, source="Công văn thử", by=BY, at=AT
    )
    assert queries.unknown_codes() == ()
    assert [row.settled_by for row in queries.unknown_codes(settled=True)] == [BY]
    for day in (TODAY, agency.valid_from):
        assert queries.agency_by_code("H17.77", on=day) == agency
        assert queries.code_of(agency.id, on=day) == own
    with pytest.raises(NotAllowed, match="không nằm trong danh sách chờ"):
        actions.settle_unknown_code(
            code="H17.77", agency_id=agency.id, source="Lần nữa", by=BY, at=AT
        )


def test_a_dismissed_code_that_comes_again_is_listed_again() -> None:
    actions.report_unknown_code(code="X99", where="Tệp nhập", by=BY, at=AT)
    actions.report_unknown_code(code="x99 ", where="Tệp nhập", by=BY, at=AT)
    actions.dismiss_unknown_code(code="X99", reason="Bên gửi gõ nhầm", by=BY, at=AT)
    assert queries.unknown_codes() == ()
    assert actions.report_unknown_code(code="X99", where="Tệp khác", by=BY, at=AT) == 1
    assert [row.where for row in queries.unknown_codes()] == ["Tệp khác"]
    told = Entry.objects.filter(subject="code:X99").values_list("action", flat=True)
    assert list(told.order_by("id")) == [
        "organisations.unknown_code_reported",
        "organisations.unknown_code_reported",
        "organisations.unknown_code_settled",
        "organisations.unknown_code_reported",
    ]

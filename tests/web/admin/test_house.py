"""Thresholds, agencies and the journal through their screens."""

import pytest
from django.test import Client

from lienthong.accounts.models import Account
from lienthong.accounts.rules import Role
from lienthong.dossiers.queries.thresholds import thresholds
from lienthong.organisations import actions, queries
from tests.dossiers import world as worlds
from tests.dossiers.world import NOW, TODAY, World
from tests.web.admin.conftest import SignIn

AGENCIES = "/quan-tri/co-quan/"


def test_a_threshold_is_changed_with_its_source(world: World, admin: Client) -> None:
    sent = {"value": "3", "source": "QĐ 9"}
    page = admin.post("/quan-tri/nguong/soon_days/", sent, follow=True).content.decode()
    assert thresholds().number("soon_days") == 3
    assert "QĐ 9" in page
    assert "ban đầu 2" in page


@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 19, "0", "\x00"])
def test_a_threshold_that_makes_no_sense_is_refused(
    world: World, admin: Client, value: str
) -> None:
    response = admin.post("/quan-tri/nguong/soon_days/", {"value": value, "source": "QĐ"})
    assert response.status_code == 422
    assert thresholds().number("soon_days") == 2


def test_agencies_are_found_without_accents(world: World, admin: Client) -> None:
    page = admin.get(f"{AGENCIES}?q=trung tam hoi an").content.decode()
    assert f"{AGENCIES}{world.centre}/" in page


def test_a_changed_code_keeps_leading_to_the_agency(world: World, admin: Client) -> None:
    before = queries.code_of(world.centre, on=TODAY)
    sent = {"code": "H17.99.99", "valid_from": TODAY.isoformat(), "source": "QĐ 1",
            "confirmed": "on"}  # fmt: skip
    page = admin.post(f"{AGENCIES}{world.centre}/ma/", sent, follow=True).content.decode()
    assert "H17.99.99" in page
    assert before in page
    assert queries.agency_by_code(before, on=TODAY).id == world.centre
    again = admin.post(f"{AGENCIES}{world.centre}/ma/", sent)
    assert again.status_code == 422
    assert "đang mang mã" in again.content.decode()


def test_an_agency_is_merged_into_another(world: World, admin: Client) -> None:
    into = queries.code_of(world.other_centre, on=TODAY)
    sent = {"into": into, "on": TODAY.isoformat(), "reason": "Nghị quyết 1"}
    assert admin.post(f"{AGENCIES}{world.centre}/sap-nhap/", sent).status_code == 302
    assert queries.agency(world.centre).successor_id == world.other_centre
    nowhere = admin.post(f"{AGENCIES}{world.police}/sap-nhap/", {**sent, "into": "X9"})
    assert nowhere.status_code == 422


def test_what_an_agency_lacks_is_listed_and_recorded(world: World, admin: Client) -> None:
    assert "Chưa khai báo" in admin.get(f"{AGENCIES}san-sang/").content.decode()
    address = f"{AGENCIES}{world.centre}/san-sang/"
    without_day = admin.post(address, {"item": "seal", "seal-ready": "on"})
    assert without_day.status_code == 422
    sent = {"item": "seal", "seal-ready": "on", "seal-valid_until": "2027-01-01"}
    assert admin.post(address, sent).status_code == 302
    state = {one.item: one for one in queries.readiness_of(world.centre, on=TODAY)}
    assert state["seal"].missing == ""  # type: ignore[index]
    assert admin.post(address, {"item": "x"}).status_code == 302


def test_an_unknown_code_is_settled_or_closed(world: World, admin: Client) -> None:
    for code in ("H99.1", "H99.2"):
        actions.report_unknown_code(code=code, where="bản tin thử", by=worlds.BY, at=NOW)
    page = admin.get(f"{AGENCIES}ma-la/").content.decode()
    assert "H99.1" in page and "bản tin thử" in page
    known = queries.code_of(world.centre, on=TODAY)
    sent = {"code": "H99.1", "agency": known, "source": "Công văn 2"}
    admin.post(f"{AGENCIES}ma-la/gan/", sent)
    assert queries.agency_by_code("H99.1", on=TODAY).id == world.centre
    admin.post(f"{AGENCIES}ma-la/gan/", {"code": "H99.2", "dong": "1", "reason": "Gõ nhầm"})
    assert not queries.unknown_codes()
    assert admin.post(f"{AGENCIES}ma-la/gan/", {"code": "H99.2"}).status_code == 422


def test_lists_of_agencies_are_exported(world: World, admin: Client) -> None:
    for path in ("san-sang/", "ma-tam/"):
        assert admin.get(f"{AGENCIES}{path}?dang=csv")["Content-Type"].startswith("text/csv")


@pytest.fixture
def auditor(world: World, sign_in: SignIn) -> Client:
    account = worlds.official("kiemtra", "Tạ Thị Kiểm", world.province, Role.AUDITOR)
    Account.objects.update(must_enrol_totp=False, must_change_password=False)
    return sign_in(account)


def test_the_auditor_sees_what_happened_to_a_dossier_and_by_whom(
    world: World, auditor: Client
) -> None:
    dossier = worlds.receive(world)
    page = auditor.get(f"/quan-tri/nhat-ky/?doi-tuong={dossier.code}").content.decode()
    assert "Trần Quốc Bảo" in page
    assert "Nguyễn Văn Tư" not in page, "no personal data of the applicant"


def test_the_chains_of_a_day_are_verified(world: World, auditor: Client) -> None:
    day = worlds.LOADED_AT.date().isoformat()
    page = auditor.get(f"/quan-tri/nhat-ky/?ngay={day}&kiem=1").content.decode()
    assert "đúng như lúc được ghi" in page


@pytest.mark.parametrize(
    "query", ["ngay=", "don-vi=999999&ngay=2026-08-01", "doi-tuong=%00", "after=x", "kiem=1"]
)
def test_the_journal_answers_any_address(world: World, auditor: Client, query: str) -> None:
    assert auditor.get(f"/quan-tri/nhat-ky/?{query}").status_code == 200


def test_a_day_that_is_none_is_said_to_be_none(world: World, auditor: Client) -> None:
    answer = auditor.get("/quan-tri/nhat-ky/?ngay=2026-02-30&kiem=1")
    assert answer.status_code == 400
    assert "“2026-02-30” không phải là một ngày" in answer.content.decode()

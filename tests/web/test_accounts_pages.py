"""The pages of one's own account and of the administration of accounts."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.accounts import queries
from lienthong.accounts.models import Account
from lienthong.accounts.rules import Permission, Role
from tests.accounts import cast
from tests.web.world import Relation, World

LIST = "/quan-tri/tai-khoan/"


@pytest.fixture
def admin(world: World) -> Client:
    return reader(world, Role.SYSTEM_ADMIN)


def reader(world: World, role: Role) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=world.readers[role]))
    return client


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_list_holds_the_accounts_in_reach_and_is_searched_without_accents(
    world: World, admin: Client
) -> None:
    everybody = page(admin, LIST)
    assert "owner-below" in everybody
    assert "owner-other" not in everybody
    found = page(admin, f"{LIST}?q=CAN+BO+owner-b")
    assert "owner-below" in found
    assert "owner-own" not in found
    assert "Không có tài khoản nào như vậy" in page(admin, f"{LIST}?q=khong+ai&vai-tro=head")


@pytest.mark.parametrize(
    "query",
    ["?vai-tro=x", "?trang-thai=x", "?after=x", "?before=-1", "?after=99999999999", "?q=%00"],
)
def test_a_list_asked_for_in_a_wrong_way_is_still_a_list(admin: Client, query: str) -> None:
    assert admin.get(LIST + query).status_code == 200


def test_the_list_costs_the_same_number_of_statements_for_more_accounts(
    world: World, admin: Client
) -> None:
    with CaptureQueriesContext(connection) as few:
        admin.get(LIST)
    for number in range(20):
        cast.assign(cast.account(f"more-{number}"), world.agencies.centre, Role.HANDLER)
    with CaptureQueriesContext(connection) as many:
        admin.get(LIST)
    assert len(many) == len(few) <= 12


def test_the_list_is_paged_by_fifty(world: World, admin: Client) -> None:
    for number in range(60):
        cast.account(f"more-{number}")
    first = page(admin, LIST)
    assert "1–50 trong" in first
    assert 'href="?after=50"' in first
    second = page(admin, f"{LIST}?after=50")
    assert "51–" in second
    assert 'href="?before=50"' in second


def test_the_export_holds_the_filtered_list_and_no_formula(world: World, admin: Client) -> None:
    cast.assign(
        cast.account("cong-thuc", "=1+1 Nguyễn", number=77), world.agencies.centre, Role.HANDLER
    )
    response = admin.get(f"{LIST}?q=nguyen&dang=csv")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0][:2] == ["Họ và tên", "Tên đăng nhập"]
    assert [row[0] for row in rows[1:]] == ["'=1+1 Nguyễn"]
    assert rows[1][2] == "Thụ lý, Trung tâm Phục vụ hành chính công phường Hội An"


def new_account(admin: Client, world: World, **changed: object) -> str:
    form = {
        "full_name": "Phan Thị Ngọc Lan",
        "identity_number": "000 777 888 999",
        "phone": "",
        "username": "ngoc.lan",
        "agency": world.agencies.centre,
        "role": "receptionist",
        "basis": "Quyết định số 3",
    }
    return admin.post(f"{LIST}them/", {**form, **changed}).content.decode()


def test_a_new_official_gets_a_password_shown_once_and_signs_in_with_it(
    world: World, admin: Client
) -> None:
    shown = new_account(admin, world)
    found = re.search(r"<dd class=\"code\">((?:\w{4}-){3}\w{4})</dd>", shown)
    assert found
    password = found.group(1)
    lan = Client()
    response = lan.post("/dang-nhap/", {"username": "ngoc.lan", "password": password})
    assert response.status_code == 302
    assert lan.get("/tai-khoan/")["Location"] == "/tai-khoan/bao-mat/"
    number = Account.objects.get(username="ngoc.lan").pk
    assert password not in page(admin, f"{LIST}{number}/")
    scope = queries.scope_of(number, at=timezone.now())
    assert scope.may(Permission.DOSSIER_RECEIVE, agency_id=world.agencies.centre)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"identity_number": "12345"}, "đang có 5 chữ số, cần đúng 12"),
        ({"username": "Ngọc Lan"}, "chữ thường không dấu"),
        ({"username": "stand-in"}, "đã có người dùng"),
        ({"role": "supervisor"}, "cấp tỉnh trở lên"),
        ({"role": "king"}, "Chọn vai trò trong danh sách"),
        ({"agency": ""}, "Chọn cơ quan"),
        ({"full_name": ""}, "Nhập họ và tên"),
    ],
)
def test_a_new_official_is_refused_with_a_sentence_and_what_was_typed_stays(
    world: World, admin: Client, changed: dict[str, object], sentence: str
) -> None:
    shown = new_account(admin, world, **changed)
    assert sentence in shown
    assert 'value="Quyết định số 3"' in shown
    assert not Account.objects.filter(username="ngoc.lan").exists()


def test_a_role_is_given_and_ended_on_the_page_of_the_account(world: World, admin: Client) -> None:
    owner = world.owners[Relation.BELOW]
    today = timezone.localdate()
    admin.post(
        f"{LIST}{owner}/vai-tro/",
        {
            "agency": world.agencies.commune,
            "role": "head",
            "valid_from": today.isoformat(),
            "last_day": today.isoformat(),
        },
    )
    (given, _) = queries.assignments_of(owner, on=today)
    assert (given.role, given.last_day) == (Role.HEAD, today)
    admin.post(f"{LIST}{owner}/vai-tro/{world.assignments[Relation.BELOW]}/")
    held = [row for row in queries.assignments_of(owner, on=today) if row.state == "held"]
    assert [row.role for row in held] == [Role.HEAD]


def test_a_role_of_somebody_else_is_not_ended_through_an_account_in_reach(
    world: World, admin: Client
) -> None:
    owner, foreign = world.owners[Relation.OWN], world.assignments[Relation.OTHER]
    assert admin.post(f"{LIST}{owner}/vai-tro/{foreign}/").status_code == 404


def test_an_account_is_locked_with_a_reason_and_opened_again(world: World, admin: Client) -> None:
    owner = world.owners[Relation.OWN]
    assert admin.post(f"{LIST}{owner}/khoa/", {"reason": ""}).status_code == 422
    admin.post(f"{LIST}{owner}/khoa/", {"reason": "Nghỉ hưu"})
    assert "Đã khóa" in page(admin, f"{LIST}{owner}/")
    response = admin.post(f"{LIST}{owner}/khoa/", {"reason": "Nghỉ hưu"}, follow=True)
    assert "đã khóa từ trước" in response.content.decode()
    admin.post(f"{LIST}{owner}/mo/")
    assert Account.objects.get(pk=owner).is_active


def test_who_goes_on_leave_hands_over_to_a_colleague_and_takes_it_back(world: World) -> None:
    head = reader(world, Role.HEAD)
    form = page(head, "/tai-khoan/lam-thay/")
    assert "Cán bộ role-handler" in form
    assert "Cán bộ owner-other" not in form
    ends = timezone.localtime() + timedelta(days=2)
    given = {"deputy": world.readers[Role.HANDLER], "reason": "Nghỉ phép", "starts_at": ""}
    refused = head.post("/tai-khoan/lam-thay/", {**given, "ends_at": "2020-01-01T00:00"})
    assert "Lúc kết thúc phải sau" in refused.content.decode()
    head.post("/tai-khoan/lam-thay/", {**given, "ends_at": ends.strftime("%Y-%m-%dT%H:%M")})
    deputy = reader(world, Role.HANDLER)
    assert "Làm thay Cán bộ role-head" in page(deputy, "/tai-khoan/")
    scope = queries.scope_of(world.readers[Role.HANDLER], at=timezone.now())
    assert scope.may(Permission.DOSSIER_DECIDE)

    (row, _) = queries.deputies_given(world.readers[Role.HEAD], at=timezone.now())
    head.post(f"/tai-khoan/lam-thay/{row.id}/")
    scope = queries.scope_of(world.readers[Role.HANDLER], at=timezone.now())
    assert not scope.may(Permission.DOSSIER_DECIDE)


def test_an_outsider_cannot_be_made_a_deputy_by_a_changed_form(world: World) -> None:
    response = reader(world, Role.HEAD).post(
        "/tai-khoan/lam-thay/",
        {
            "deputy": world.owners[Relation.OTHER],
            "reason": "Nghỉ phép",
            "ends_at": "2099-01-01T00:00",
        },
    )
    assert "Chọn người làm thay trong danh sách" in response.content.decode()


def test_single_letter_keys_are_switched_off_and_on(world: World) -> None:
    client = reader(world, Role.HANDLER)
    client.post("/tai-khoan/phim-tat/", {"on": "0"})
    assert "đang tắt" in page(client, "/tai-khoan/")
    client.post("/tai-khoan/phim-tat/", {"on": "1"})
    assert "đang bật" in page(client, "/tai-khoan/")


FIELDS = (
    "username", "password", "new", "again", "code", "next", "full_name", "identity_number",
    "phone", "agency", "role", "basis", "valid_from", "last_day", "fields_of_procedures",
    "deputy", "starts_at", "ends_at", "reason", "on",
)  # fmt: skip
TYPED = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["", "1", "-1", "head", "2026-09-04", "2026-09-04T10:00", "9" * 400, "\x00"]),
)


@given(given_form=st.dictionaries(st.sampled_from(FIELDS), TYPED, max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
def test_whatever_a_form_holds_it_is_answered_with_a_page(
    world: World, admin: Client, given_form: dict[str, str]
) -> None:
    owner = world.owners[Relation.OWN]
    for address in (
        f"{LIST}them/",
        f"{LIST}{owner}/vai-tro/",
        f"{LIST}{owner}/lam-thay/",
        f"{LIST}{owner}/khoa/",
        "/tai-khoan/lam-thay/",
        "/tai-khoan/mat-khau/",
        "/tai-khoan/xac-thuc/",
    ):
        assert admin.post(address, given_form).status_code in {200, 302, 422}
    assert Client().post("/dang-nhap/", given_form).status_code in {200, 302, 429}

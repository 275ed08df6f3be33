import html
import re
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axes.models import AccessAttempt
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from lienthong.accounts import actions
from lienthong.accounts.models import Account
from lienthong.accounts.rules import Role
from tests.accounts import cast
from tests.accounts.cast import BY, PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def officer(db: None) -> int:
    """An account with a password that still has to enrol its second factor."""
    agencies = cast.build_agencies()
    number = cast.account("thu.ha", "Lê Thị Thu Hà", password=PASSWORD)
    cast.assign(number, agencies.province, Role.SYSTEM_ADMIN)
    return number


@pytest.fixture
def enrolled(officer: int) -> int:
    # Enrolled a while ago, so that the codes of now are still good.
    at = timezone.now() - timedelta(minutes=10)
    actions.enrol_totp(account_id=officer, secret=SECRET, code=code(-20), by=BY, at=at)
    return officer


def code(steps: int = 0, secret: str = SECRET) -> str:
    counter = int(timezone.now().timestamp()) // 30 + steps
    shown: str = format_hotp_value(hotp_value(secret, counter))
    return shown


def sign_in(
    client: Client, username: str = "thu.ha", password: str = PASSWORD, **more: str
) -> tuple[int, str]:
    response = client.post("/dang-nhap/", {"username": username, "password": password, **more})
    return response.status_code, response.get("Location", response.content.decode())


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_who_is_not_enrolled_is_let_in_and_led_to_enrol(client: Client, officer: int) -> None:
    assert sign_in(client) == (302, "/quan-tri/tai-khoan/")
    assert client.get("/quan-tri/tai-khoan/")["Location"] == "/tai-khoan/bao-mat/"
    page = client.get("/tai-khoan/xac-thuc/").content.decode()
    secret = client.session["totp_secret"]
    assert "data:image/svg+xml" in page
    assert " ".join(secret[start : start + 4] for start in range(0, 32, 4)) in page

    wrong = client.post("/tai-khoan/xac-thuc/", {"code": "000000"}).content.decode()
    assert "Mã không khớp" in wrong
    shown = client.post("/tai-khoan/xac-thuc/", {"code": code(secret=secret)}).content.decode()
    assert shown.count('<li class="code">') == 10
    assert client.get("/quan-tri/tai-khoan/").status_code == 200
    assert "totp_secret" not in client.session


def test_who_is_enrolled_needs_the_password_and_a_code(client: Client, enrolled: int) -> None:
    assert sign_in(client) == (302, "/dang-nhap/ma/")
    assert not signed_in(client)
    assert client.get("/tai-khoan/")["Location"].startswith("/dang-nhap/")
    response = client.post("/dang-nhap/ma/", {"code": code()})
    assert response["Location"] == "/quan-tri/tai-khoan/"
    assert signed_in(client)


def test_a_code_is_good_once(client: Client, enrolled: int) -> None:
    once = code()
    sign_in(client)
    client.post("/dang-nhap/ma/", {"code": once})
    second = Client()
    sign_in(second)
    assert "đã dùng" in second.post("/dang-nhap/ma/", {"code": once}).content.decode()
    assert not signed_in(second)


def test_the_first_step_is_good_for_ten_minutes(client: Client, enrolled: int) -> None:
    sign_in(client)
    session = client.session
    waiting = session["sign_in"]
    session["sign_in"] = {**waiting, "until": timezone.now().isoformat()}
    session.save()
    assert client.post("/dang-nhap/ma/", {"code": code()})["Location"] == "/dang-nhap/"


def test_a_code_without_the_first_step_leads_back_to_it(client: Client, enrolled: int) -> None:
    assert client.post("/dang-nhap/ma/", {"code": code()})["Location"] == "/dang-nhap/"


@pytest.mark.parametrize("disabled", [False, True])
def test_a_wrong_name_a_wrong_password_and_a_disabled_account_are_answered_alike(
    client: Client, officer: int, *, disabled: bool
) -> None:
    if disabled:
        actions.disable_account(account_id=officer, reason="Nghỉ hưu", by=BY, at=timezone.now())
        password = PASSWORD
    else:
        password = "sai mat khau roi"
    known, unknown = Client(), Client()
    answers = {sign_in(known, "thu.ha", password)[0], sign_in(unknown, "khong.co", password)[0]}
    assert answers == {200}
    texts = [
        attempt.post("/dang-nhap/", {"username": name, "password": password})
        .content.decode()
        .replace(name, "")
        for attempt, name in ((known, "thu.ha"), (unknown, "khong.co"))
    ]
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in texts[0]
    assert without_tokens(texts[0]) == without_tokens(texts[1])


def without_tokens(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


def test_five_failures_make_the_name_wait_fifteen_minutes_at_this_address(
    client: Client, officer: int
) -> None:
    statuses = [sign_in(client, password="sai roi")[0] for _ in range(5)]
    assert statuses == [200, 200, 200, 200, 429]
    status, page = sign_in(client)
    assert status == 429
    assert "Tạm dừng đăng nhập 15 phút" in page
    # Another address and another name are not concerned.
    elsewhere = Client(REMOTE_ADDR="10.0.0.9")
    assert sign_in(elsewhere)[0] == 302

    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))
    assert sign_in(client)[0] == 302


def test_trying_during_the_wait_does_not_make_it_longer(client: Client, officer: int) -> None:
    for _ in range(5):
        sign_in(client, password="sai roi")
    before = AccessAttempt.objects.get().attempt_time
    sign_in(client, password="sai roi")
    assert AccessAttempt.objects.get().attempt_time == before


def test_an_unknown_name_waits_alike(client: Client, officer: int) -> None:
    assert [sign_in(client, username="khong.co")[0] for _ in range(5)][-1] == 429


def test_wrong_codes_count_as_failures(client: Client, enrolled: int) -> None:
    sign_in(client)
    statuses = [client.post("/dang-nhap/ma/", {"code": "000000"}).status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 200, 429]
    # The right password alone does not start the count anew, and the right code comes too late.
    assert sign_in(client)[0] == 429
    assert not signed_in(client)


def test_a_failure_is_kept_without_what_was_typed(client: Client, enrolled: int) -> None:
    sign_in(client, password="sai mat khau roi")
    sign_in(client)
    client.post("/dang-nhap/ma/", {"code": "123456"})
    kept = " ".join(f"{row.post_data} {row.get_data}" for row in AccessAttempt.objects.all())
    assert "sai mat khau roi" not in kept
    assert "123456" not in kept


def test_a_temporary_password_ends_the_wait_and_has_to_be_changed(
    client: Client, officer: int
) -> None:
    for _ in range(5):
        sign_in(client, password="sai roi")
    actions.set_password(
        account_id=officer, password="dung-mot-lan-thoi", temporary=True, by=BY, at=timezone.now()
    )
    assert sign_in(client, password="dung-mot-lan-thoi")[0] == 302
    assert client.get("/tai-khoan/bao-mat/")["Location"] == "/tai-khoan/mat-khau/"
    response = client.post(
        "/tai-khoan/mat-khau/",
        {
            "password": "dung-mot-lan-thoi",
            "new": "mot cau cua rieng toi",
            "again": "mot cau cua rieng toi",
        },
    )
    assert response["Location"] == "/tai-khoan/bao-mat/"
    assert signed_in(client)
    assert client.get("/tai-khoan/bao-mat/")["Location"] == "/tai-khoan/xac-thuc/"


@pytest.mark.parametrize(
    ("new", "again", "sentence"),
    [
        ("ngan", "ngan", "ít nhất 12 ký tự"),
        ("passwordpassword1", "passwordpassword2", "Hai lần gõ khác nhau"),
        ("1qaz2wsx3edc", "1qaz2wsx3edc", "nhiều người dùng"),
        (PASSWORD, PASSWORD, "phải khác mật khẩu đang dùng"),
        ("", "", "Nhập mật khẩu mới"),
    ],
)
def test_a_new_password_that_will_not_do_is_told_why(
    client: Client, officer: int, new: str, again: str, sentence: str
) -> None:
    sign_in(client)
    response = client.post(
        "/tai-khoan/mat-khau/", {"password": PASSWORD, "new": new, "again": again}
    )
    assert sentence in response.content.decode()
    assert Account.objects.get(pk=officer).check_password(PASSWORD)


def test_changing_the_password_signs_the_other_machines_out(client: Client, officer: int) -> None:
    other = Client()
    sign_in(client)
    sign_in(other)
    client.post(
        "/tai-khoan/mat-khau/",
        {"password": PASSWORD, "new": "mot cau cua rieng toi", "again": "mot cau cua rieng toi"},
    )
    assert signed_in(client)
    assert other.get("/tai-khoan/bao-mat/")["Location"].startswith("/dang-nhap/")


def test_the_name_is_understood_however_it_is_typed(client: Client, officer: int) -> None:
    assert sign_in(client, username="  Thu.Ha ")[0] == 302


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/tai-khoan/?x=1", "/tai-khoan/?x=1"),
        ("https://example.com/", "/quan-tri/tai-khoan/"),
        ("//example.com/", "/quan-tri/tai-khoan/"),
        ("/\\example.com", "/quan-tri/tai-khoan/"),
        ("javascript:alert(1)", "/quan-tri/tai-khoan/"),
    ],
)
def test_signing_in_leads_to_pages_of_this_house_only(
    client: Client, officer: int, wanted: str, led_to: str
) -> None:
    assert sign_in(client, next=wanted) == (302, led_to)


def test_the_session_lasts_a_working_day_and_ends_by_signing_out(
    client: Client, officer: int
) -> None:
    sign_in(client)
    # A whole working day, 07:30 to 17:00, and no night.
    assert 9.5 * 3600 < client.session.get_expiry_age() <= 12 * 3600
    assert client.get("/dang-xuat/").status_code == 405
    assert client.post("/dang-xuat/")["Location"] == "/"
    assert not signed_in(client)


def test_a_form_without_its_secret_is_refused(officer: int) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/dang-nhap/", {"username": "thu.ha", "password": PASSWORD})
    assert response.status_code == 403


def test_a_disabled_account_is_signed_out_at_once(client: Client, officer: int) -> None:
    sign_in(client)
    actions.disable_account(account_id=officer, reason="Nghỉ hưu", by=BY, at=timezone.now())
    assert client.get("/tai-khoan/")["Location"].startswith("/dang-nhap/")


def test_the_demo_signs_in_with_the_password_alone(
    client: Client, enrolled: int, settings: Settings
) -> None:
    settings.DEMO = True
    assert sign_in(client) == (302, "/quan-tri/tai-khoan/")


@pytest.mark.parametrize(
    ("role", "page"), [(Role.SUPERVISOR, "/bang/"), (Role.REPORTER, "/bao-cao/")]
)
def test_who_supervises_starts_at_the_board_and_who_hands_in_at_the_reports(
    client: Client, db: None, settings: Settings, role: Role, page: str
) -> None:
    settings.DEMO = True
    number = cast.account("thu.ha", "Lê Thị Thu Hà", password=PASSWORD)
    cast.assign(number, cast.build_agencies().province, role)
    assert sign_in(client) == (302, page)


def test_another_telephone_takes_the_password(client: Client, enrolled: int) -> None:
    sign_in(client)
    client.post("/dang-nhap/ma/", {"code": code()})
    client.get("/tai-khoan/xac-thuc/")
    secret = client.session["totp_secret"]
    given = {"code": code(secret=secret)}
    assert "Nhập mật khẩu đang dùng" in client.post("/tai-khoan/xac-thuc/", given).content.decode()
    given["password"] = "sai roi"
    assert "không đúng" in client.post("/tai-khoan/xac-thuc/", given).content.decode()
    given["password"] = PASSWORD
    assert 'class="codes"' in client.post("/tai-khoan/xac-thuc/", given).content.decode()


@pytest.mark.parametrize(("https", "address"), [(False, "127.0.0.1"), (True, "10.1.1.1")])
def test_failures_are_counted_for_the_address_that_the_proxy_saw(
    client: Client, officer: int, settings: Settings, *, https: bool, address: str
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if https else None
    client.post(
        "/dang-nhap/",
        {"username": "thu.ha", "password": "sai roi"},
        headers={"X-Forwarded-For": "6.6.6.6, 10.1.1.1"},
    )
    assert AccessAttempt.objects.get().ip_address == address


# What was typed is not lost.

TYPED = {"ho-ten": "Trần “Bảo” <An>\n\n", "chon": ["1", "2"]}


def kept_in(page: str) -> str:
    found = re.search(r'name="kept" value="([^"]+)"', page)
    assert found, page
    return found[1]


def sent_on(page: str) -> list[tuple[str, str]]:
    """Name and value of what the page sends on, as a browser reads it."""
    fields = re.findall(r'<textarea name="([^"]+)" hidden>\n([^<]*)</textarea>', page)
    return [(name, html.unescape(value)) for name, value in fields]


def test_a_form_sent_after_signing_out_is_kept_and_sent_on_after_signing_in(
    client: Client, enrolled: int
) -> None:
    file = SimpleUploadedFile("giay.pdf", b"%PDF")
    refused = client.post("/quan-tri/tai-khoan/them/?q=1", {**TYPED, "tep": file})
    page = refused.content.decode()
    assert refused.status_code == 401
    assert "Điều vừa gõ vẫn còn" in page
    assert "Bảo" not in page
    form = {"kept": kept_in(page)}

    page = client.post("/dang-nhap/", form).content.decode()
    assert "Nhập tên đăng nhập" not in page
    form["kept"] = kept_in(page)
    _, page = sign_in(client, password="sai-mat-khau-roi", **form)
    form["kept"] = kept_in(page)
    assert sign_in(client, **form) == (302, "/dang-nhap/ma/")
    page = client.post("/dang-nhap/ma/", {"code": code()}).content.decode()
    assert signed_in(client)
    assert 'action="/quan-tri/tai-khoan/them/?q=1"' in page
    assert sent_on(page) == [("ho-ten", TYPED["ho-ten"]), ("chon", "1"), ("chon", "2")]
    assert "không giữ lại được: giay.pdf" in page


def test_a_password_and_what_somebody_made_up_are_not_kept(client: Client, enrolled: int) -> None:
    assert client.post("/tai-khoan/mat-khau/", {"old_password": "x"})["Location"] == "/dang-nhap/"
    sign_in(client, kept="W10:1x:abc")
    assert client.post("/dang-nhap/ma/", {"code": code()}).status_code == 302


def test_while_a_form_is_being_typed_nothing_leads_away_from_it(client: Client, db: None) -> None:
    response = client.post("/quay/", TYPED, headers={"HX-Request": "true"})
    assert (response.status_code, "HX-Redirect" in response) == (401, False)


@pytest.mark.parametrize(("site", "kept"), [("same-origin", 3), ("cross-site", 0)])
def test_a_form_with_an_old_secret_is_sent_on_only_when_it_came_from_a_page_of_ours(
    officer: int, site: str, kept: int
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(Account.objects.get(pk=officer))
    response = client.post("/quan-tri/tai-khoan/them/", TYPED, headers={"Sec-Fetch-Site": site})
    assert response.status_code == 403
    assert len(sent_on(response.content.decode())) == kept

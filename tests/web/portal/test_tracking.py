"""Looking a dossier up by its code and secret."""

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from lienthong.accounts.rules.scope import Actor
from lienthong.dossiers import queries as dossiers
from lienthong.dossiers.actions import promises
from lienthong.dossiers.models import Dossier as Dossiers
from lienthong.web.portal import throttle, tracking
from lienthong.web.ui import formats

Dossier = tuple[str, str]


def ask(client: Client, code: str, secret: str) -> str:
    response = client.post("/tra-cuu/", {"code": code, "secret": secret}, follow=True)
    return response.content.decode()


def test_the_owner_reads_when_it_is_ready_and_why(client: Client, dossier: Dossier) -> None:
    page = ask(client, *dossier)
    assert "Kết quả sẽ có trước" in page
    assert "Vì sao là ngày" in page
    assert "Thời hạn giải quyết là" in page
    assert "Không cần làm gì thêm." in page
    assert "cơ quan phải gửi văn bản xin lỗi" in page
    assert '<ol class="clock' in page
    assert dossier[0] in page


def test_the_page_names_nobody(client: Client, dossier: Dossier) -> None:
    page = ask(client, *dossier)
    assert "Nguyễn Văn Tư" not in page
    assert "000049012317" not in page


def test_code_and_secret_may_be_typed_loosely(client: Client, dossier: Dossier) -> None:
    code, secret = dossier
    assert code in ask(client, f" {code.lower()} ", secret.lower())


def test_neither_code_nor_secret_stands_in_an_address(client: Client, dossier: Dossier) -> None:
    response = client.post("/tra-cuu/", {"code": dossier[0], "secret": dossier[1]})
    assert response["Location"] == "/tra-cuu/ho-so/"
    assert "no-store" in client.get("/tra-cuu/ho-so/")["Cache-Control"]
    cookie = response.cookies["lookup"]
    assert (cookie["httponly"], cookie["path"]) == (True, "/tra-cuu/")


def test_the_page_can_be_read_in_english(client: Client, dossier: Dossier) -> None:
    ask(client, *dossier)
    client.cookies["language"] = "en"
    page = client.get("/tra-cuu/ho-so/").content.decode()
    assert "The result will be ready by" in page


def test_without_a_look_up_the_page_leads_to_the_form(client: Client) -> None:
    assert client.get("/tra-cuu/ho-so/")["Location"] == "/tra-cuu/"


def test_a_forged_cookie_opens_nothing(client: Client, dossier: Dossier) -> None:
    client.cookies["lookup"] = f"{dossier[0]} {dossier[1]}:forged"
    assert client.get("/tra-cuu/ho-so/")["Location"] == "/tra-cuu/"


def test_wrong_code_and_wrong_secret_get_the_same_answer(client: Client, dossier: Dossier) -> None:
    code, secret = dossier
    answers = {
        ask(client, code, "ZZZZZZ").replace(code, "CODE").replace("ZZZZZZ", "SECRET"),
        ask(client, "H48-261120-9999", secret)
        .replace("H48-261120-9999", "CODE")
        .replace(secret, "SECRET"),
    }
    strip = {"".join(line for line in page.splitlines() if "csrf" not in line) for page in answers}
    assert len(strip) == 1
    assert "Không có hồ sơ nào khớp" in strip.pop()


def test_what_nobody_sees_in_a_pasted_code_does_not_count(
    client: Client, dossier: tuple[str, str]
) -> None:
    code, secret = dossier
    assert code in ask(client, f"{code}\u200b", f"\ufeff{secret[:3]} {secret[3:]}")


def test_slips_of_one_quarter_of_an_hour_do_not_add_up_with_those_of_the_next(
    client: Client, dossier: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for minute in range(0, 300, 3):
        at = timezone.now() + timedelta(minutes=minute)
        with monkeypatch.context() as patch:
            patch.setattr(timezone, "now", lambda at=at: at)
            assert "Không có hồ sơ nào khớp" in ask(client, dossier[0], "AAAAAA")


def test_what_was_typed_stays(client: Client, dossier: Dossier) -> None:
    assert 'value="H48-1"' in ask(client, "H48-1", "")
    assert "Điền ký tự tra cứu" in ask(client, "H48-1", "")


@pytest.mark.django_db
def test_guessing_is_stopped_by_address(client: Client) -> None:
    for _ in range(throttle.WRONG_BY_ADDRESS):
        assert "Không có hồ sơ nào khớp" in ask(client, "H48-261120-0001", "AAAAAA")
    response = client.post("/tra-cuu/", {"code": "H48-261120-0002", "secret": "AAAAAA"})
    assert response.status_code == 429
    assert "Chờ 15 phút" in response.content.decode()


@pytest.mark.django_db
def test_guesses_are_counted_together_by_all_processes(client: Client) -> None:
    """What a process remembers of its own plays no part."""
    for _ in range(throttle.WRONG_BY_ADDRESS):
        ask(client, "H48-261120-0001", "AAAAAA")
        cache.clear()
    assert "Chờ 15 phút" in ask(client, "H48-261120-0001", "AAAAAA")


def test_after_too_many_guesses_the_right_secret_waits_too(
    client: Client, dossier: Dossier
) -> None:
    for _ in range(throttle.WRONG_BY_ADDRESS):
        ask(client, dossier[0], "AAAAAA")
    assert "Chờ 15 phút" in ask(client, *dossier)
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert dossier[0] in ask(elsewhere, *dossier)


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["\x00", "'" * 60, "https://x/", "😀", "H" * 200])
def test_odd_input_gets_a_sentence(client: Client, code: str) -> None:
    response = client.post("/tra-cuu/", {"code": code, "secret": "AAAAAA"})
    assert response.status_code == 200
    assert "error-list" in response.content.decode()


def test_who_was_given_a_new_date_reads_that_one_and_not_the_old(dossier: tuple[str, str]) -> None:
    """The page would send people in vain on the legal date, or call a date to come missed."""
    code, secret = dossier
    known = Dossiers.objects.get(code=code)
    due = known.due_at
    assert due is not None
    again = due + timedelta(days=20)
    actor = Actor(by="a:1", agency=known.agency_id)

    def told(at: datetime) -> tuple[str, list[str]]:
        view = dossiers.public_view(code, secret, as_of=at)
        assert view is not None
        return tracking.headline(view), tracking.reasons(view)

    late = due + timedelta(days=2)
    assert told(late)[0].startswith("Đã trễ hẹn trả")
    assert any("phải gửi văn bản xin lỗi" in one for one in told(late)[1])
    promises.apologise(
        dossier_id=known.pk, seen=None, cause="person", reason="Thiếu người", new_date=again,
        actor=actor, at=timezone.now(),
    )  # fmt: skip
    for at in (due - timedelta(hours=1), late):
        headline, reasons = told(at)
        assert headline == f"Hẹn trả lại trước {formats.moment(again)}"
        assert any(formats.moment(due) in one and "đã xin lỗi" in one for one in reasons)
    view = dossiers.public_view(code, secret, as_of=timezone.now())
    assert view is not None
    assert f"Đã xin lỗi và hẹn lại {formats.local(again):%H:%M %d/%m/%Y}" in {
        step.name for step in view.steps
    }
    headline, reasons = told(again + timedelta(days=1))
    assert headline == f"Đã trễ hẹn trả {formats.moment(again)}"
    assert any("phải gửi văn bản xin lỗi" in one for one in reasons)

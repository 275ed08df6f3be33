"""The line of a request, the id people read out, and the pages of what went wrong."""

import json
import re

import pytest
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path
from pytest_django import Settings

from lienthong.web.ui import errors
from lienthong.web.ui.access import public
from lienthong.web.ui.requests import ALPHABET, new_id


@public
def breaks(request: HttpRequest, code: str) -> HttpResponse:
    raise ValueError("căn cước 048049012317 của Nguyễn Văn Tư")


@public
def too_big(request: HttpRequest) -> HttpResponse:
    raise RequestDataTooBig


urlpatterns = [
    path("hong/<str:code>/", breaks),
    path("lon/", too_big),
    path("", include("lienthong.config.urls")),
]
handler400 = "lienthong.web.ui.errors.bad_request"
handler403 = "lienthong.web.ui.errors.forbidden"
handler404 = "lienthong.web.ui.errors.not_found"
handler500 = "lienthong.web.ui.errors.server_error"


@pytest.fixture
def line(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> "Lines":
    return Lines(caplog)


class Lines:
    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self.caplog = caplog
        caplog.set_level("INFO", "lienthong.requests")
        caplog.handler.setLevel("INFO")

    def last(self) -> dict[str, object]:
        found = [r for r in self.caplog.records if r.name == "lienthong.requests"]
        parsed: dict[str, object] = json.loads(found[-1].getMessage())
        return parsed


@pytest.fixture(autouse=True)
def _lines_reach_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lienthong.web.ui.requests.logger.propagate", True)


def test_an_id_can_be_read_over_the_telephone() -> None:
    found = new_id()
    assert re.fullmatch(f"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", found)
    assert not set("018BIO") & set(ALPHABET)
    assert len({new_id() for _ in range(200)}) == 200


def test_a_request_leaves_one_line_without_the_path(client: Client, line: Lines) -> None:
    response = client.get("/", {"q": "Nguyễn Văn Tư"})
    said = line.last()
    assert said["request"] == response["X-Request-Id"]
    assert (said["method"], said["status"], said["account"]) == ("GET", 200, None)
    assert "Tư" not in json.dumps(said, ensure_ascii=False)


@override_settings(ROOT_URLCONF=__name__)
def test_a_failure_shows_its_id_and_logs_no_personal_data(line: Lines) -> None:
    client = Client(raise_request_exception=False)
    response = client.get("/hong/H17.65-260819-0042/")
    assert response.status_code == 500
    assert response["X-Request-Id"] in response.content.decode()
    said = line.last()
    assert (said["route"], said["error"]) == ("hong/<str:code>/", "ValueError")
    text = json.dumps(said, ensure_ascii=False)
    assert "048049012317" not in text
    assert "0042" not in text


def test_the_page_of_a_failure_needs_no_database(rf: RequestFactory) -> None:
    # pytest-django refuses the database to a test that did not ask for it.
    request = rf.get("/")
    request.request_id = "L7K2-9PQX"  # type: ignore[attr-defined]
    response = errors.server_error(request)
    assert "L7K2-9PQX" in response.content.decode()


@override_settings(ROOT_URLCONF=__name__)
def test_too_much_at_once_is_said(client: Client) -> None:
    response = client.get("/lon/")
    assert response.status_code == 413
    assert "Gửi quá nhiều một lần" in response.content.decode()


def test_a_wrong_address_gets_a_page_with_a_way_on(client: Client) -> None:
    response = client.get("/khong-co/")
    assert response.status_code == 404
    assert "Tìm thủ tục" in response.content.decode()
    assert response["X-Request-Id"] in response.content.decode()


def test_a_wrong_method_gets_a_page_and_the_right_ones(client: Client) -> None:
    response = client.get("/ngon-ngu/")
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert "biểu mẫu" in response.content.decode()


def test_a_form_without_its_secret_is_refused_in_words() -> None:
    response = Client(enforce_csrf_checks=True).post("/ngon-ngu/", {"language": "en"})
    assert response.status_code == 403
    assert "Trang đã mở quá lâu" in response.content.decode()


def test_a_wrong_host_gets_a_page(client: Client) -> None:
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "Không đọc được yêu cầu" in response.content.decode()


def test_the_policy_allows_nothing_inline(client: Client) -> None:
    policy = client.get("/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy


def test_the_language_is_chosen_by_a_form_and_remembered(client: Client) -> None:
    response = client.post("/ngon-ngu/", {"language": "en", "next": "/tra-cuu/"})
    assert response["Location"] == "/tra-cuu/"
    page = client.get("/tra-cuu/").content.decode()
    assert '<html lang="en"' in page
    assert "How far is my dossier?" in page


def test_the_language_form_leads_to_no_other_site(client: Client) -> None:
    response = client.post("/ngon-ngu/", {"language": "en", "next": "https://evil.example/"})
    assert response["Location"] == "/"


@pytest.mark.parametrize("demo", [True, False])
def test_a_demo_says_so_on_every_page(
    client: Client,
    settings: Settings,
    demo: bool,  # noqa: FBT001
) -> None:
    settings.DEMO = demo
    for address in ("/", "/tra-cuu/", "/khong-co/"):
        assert ("Dữ liệu minh họa" in client.get(address).content.decode()) is demo


@pytest.mark.django_db
def test_a_nul_is_taken_out_of_what_is_asked_and_typed(client: Client) -> None:
    assert client.get("/thu-tuc/?q=khai%00%20sinh").status_code == 200
    assert client.get("/thu-tuc/1.00%0019/").status_code == 404
    form = "application/x-www-form-urlencoded"
    client.post("/ngon-ngu/", "language=e%00n&next=/", content_type=form)
    assert '<html lang="en"' in client.get("/tra-cuu/").content.decode()

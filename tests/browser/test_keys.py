"""The keys of people who work here all day, on a list made for the test."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from playwright.sync_api import Page, expect
from pytest_django import Settings

from lienthong.accounts.models import Account
from lienthong.web.ui.access import public
from tests.browser.conftest import Open, faults, sideways

LIST = """{% extends "ui/officer.html" %}
{% block title %}Việc của tôi{% endblock %}
{% block main %}<h1>Việc của tôi</h1>
<form class="filters" role="search"><div class="search"><label class="sr" for="q">Tìm</label>
<input class="input" type="search" id="q" name="q"><button class="btn">Tìm</button></div></form>
<p class="actions"><a class="btn main" href="?moi=1" data-key="N">Tiếp nhận</a>
<a class="btn" href="?bang=1" data-key="G B">Bảng</a></p>
<div class="scroll" tabindex="0" role="region" aria-label="Hồ sơ"><table class="table">
<thead><tr><th scope="col">Chọn</th><th scope="col">Hồ sơ</th></tr></thead><tbody>
{% for code in codes %}<tr data-row><td>
<input class="tick" type="checkbox" aria-label="Chọn {{ code }}"></td>
<th scope="row"><a href="?ma={{ code }}">{{ code }}</a></th></tr>{% endfor %}
</tbody></table></div>{% endblock %}"""


@public
def desk(request: HttpRequest) -> HttpResponse:
    codes = ["H-1", "H-2", "H-3"]
    if "tat" in request.GET:
        request.user = Account(username="an", shortcuts_off=True)
    return HttpResponse(engines["django"].from_string(LIST).render({"codes": codes}, request))


urlpatterns = [path("thu/", desk), path("", include("lienthong.config.urls"))]


@pytest.fixture
def page(open_page: Open, settings: Settings, transactional_db: None) -> Page:
    settings.ROOT_URLCONF = __name__
    return open_page("/thu/")


def test_j_and_k_walk_the_list_and_enter_opens(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="H-2")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/thu/?ma=H-1")


def test_x_selects_and_shift_x_selects_up_to_here(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_label("Chọn H-1")).to_be_checked()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    for code in ("H-1", "H-2", "H-3"):
        expect(page.get_by_label(f"Chọn {code}")).to_be_checked()


def test_a_key_presses_what_the_page_offers(page: Page) -> None:
    page.keyboard.press("n")
    page.wait_for_url("**/thu/?moi=1")
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.wait_for_url("**/thu/?bang=1")


def test_keys_are_letters_again_while_somebody_types(page: Page) -> None:
    page.keyboard.press("/")
    expect(page.get_by_label("Tìm")).to_be_focused()
    page.keyboard.type("nxjk?")
    expect(page.get_by_label("Tìm")).to_have_value("nxjk?")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_keys_rest_while_an_input_method_composes(page: Page) -> None:
    page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'n', isComposing: true, bubbles: true}))"
    )
    assert page.url.endswith("/thu/")


def test_the_table_of_keys_opens_and_closes(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Bảng phím")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("n")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.url.endswith("/thu/")


def test_whoever_wants_no_keys_has_none(open_page: Open, page: Page) -> None:
    silent = open_page("/thu/?tat=1")
    silent.keyboard.press("n")
    silent.keyboard.press("?")
    expect(silent.get_by_role("dialog")).to_have_count(0)
    assert silent.url.endswith("/thu/?tat=1")


def test_the_officers_frame_is_accessible_and_fits_a_phone(open_page: Open, page: Page) -> None:
    assert faults(page) == []
    small = open_page("/thu/", width=360)
    assert faults(small) == []
    assert sideways(small) == 0

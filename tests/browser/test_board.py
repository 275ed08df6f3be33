"""The board in a browser: readable by everybody, on a phone too, and by keyboard."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from lienthong.accounts.models import Account
from tests import prepared
from tests.browser.conftest import Open, wrong_on
from tests.dossiers.world import NOW, World

SignedIn = Callable[..., Page]
PAGES = (
    "/bang/",
    "/bang/?bang=du&ky=7",
    "/bang/?ky=khoang",
    "/bang/linh-vuc/",
    "/bang/can-xem/",
    "/bang/can-bo/",
    "/bang/ho-so/?so=open",
    "/bang/ho-so/?so=finished",
    "/bang/ho-so/?so=not_started",
)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    evening = NOW.replace(hour=16, minute=45)  # when same-day work is shouted about
    monkeypatch.setattr(timezone, "now", lambda: evening)
    return evening


@pytest.fixture
def world(transactional_db: None, now: datetime) -> Iterator[World]:
    with prepared.use("states", fresh=True) as (made, _):
        Account.objects.update(must_enrol_totp=False, must_change_password=False)
        yield made


@pytest.fixture
def signed_in(open_page: Open) -> SignedIn:
    def opened(account: int, address: str, **options: object) -> Page:
        return open_page(address, account=account, **options)

    return opened


def test_pages_of_the_board_are_accessible_and_fit_the_screen(
    open_page: Open, world: World, language: str
) -> None:
    pages = [
        (world.head if "can-bo" in address else world.supervisor, address) for address in PAGES
    ]
    assert wrong_on(open_page, pages, language=language) == []


def test_the_keyboard_goes_from_a_figure_to_its_dossiers_and_back(
    signed_in: SignedIn, world: World
) -> None:
    page = signed_in(world.supervisor, "/bang/")
    page.get_by_role("link", name="Đang trễ").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đang trễ")
    page.keyboard.press("j")
    expect(page.locator("tbody a").first).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_label("Tìm trong danh sách này")).to_be_focused()
    page.keyboard.type("khong co ai")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Không có hồ sơ nào")).to_be_visible()
    page.get_by_label("Tìm trong danh sách này").blur()
    page.keyboard.press("u")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thành phố Đà Nẵng")

"""The public pages as people meet them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests import prepared
from tests.browser.conftest import Open, faults, wrong_on


@pytest.fixture
def province(transactional_db: None) -> Iterator[None]:
    with prepared.use("catalogue", fresh=True):
        yield


PAGES = (
    "/",
    "/thu-tuc/",
    "/thu-tuc/?q=zzz",
    "/thu-tuc/1.001193/?xa=20410",
    "/thu-tuc/1.014027/?noi=hoi+an",
    "/tra-cuu/",
)


def test_public_pages_are_accessible_and_fit_the_screen(
    open_page: Open, province: None, language: str
) -> None:
    pages = [(None, address) for address in PAGES]
    assert wrong_on(open_page, pages, language=language) == []


def test_a_dark_screen_has_enough_contrast(open_page: Open, province: None) -> None:
    for address in ("/", "/thu-tuc/1.014027/?xa=20410"):
        page = open_page(address)
        page.emulate_media(color_scheme="dark")
        assert faults(page) == []


def test_a_first_visit_is_light(open_page: Open, transactional_db: None) -> None:
    """Fonts count as they are; texts would be compressed to about a third."""
    page = open_page("/", new=True)
    sizes = page.evaluate(
        "performance.getEntriesByType('resource').map(r => [r.name, r.decodedBodySize])"
    )
    fonts = sum(size for name, size in sizes if name.endswith(".woff2"))
    texts = sum(size for name, size in sizes if not name.endswith(".woff2"))
    texts += len(page.content().encode())
    assert fonts > 0
    assert fonts + texts / 3 < 100_000


def test_search_works_by_keyboard_alone(open_page: Open, province: None) -> None:
    page = open_page("/")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Tới nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("khai sinh")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Đăng ký khai sinh", exact=True)).to_be_visible()


def test_a_wrong_look_up_moves_the_focus_to_what_is_wrong(
    open_page: Open, transactional_db: None
) -> None:
    page = open_page("/tra-cuu/")
    page.get_by_role("button", name="Xem hồ sơ").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="Điền mã hồ sơ").click()
    expect(page.get_by_label("Mã hồ sơ")).to_be_focused()
    assert faults(page) == []


def test_the_language_changes_in_place(open_page: Open, transactional_db: None) -> None:
    page = open_page("/tra-cuu/")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How far is my dossier?")
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hồ sơ của tôi đến đâu rồi?")

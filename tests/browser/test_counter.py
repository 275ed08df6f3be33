"""The counter by keyboard, as officers use it all day."""

import unicodedata
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from lienthong.accounts.models import Account
from lienthong.accounts.rules.persons import Sex
from lienthong.dossiers.actions import endings
from lienthong.dossiers.models import Dossier
from lienthong.dossiers.rules.lifecycle import State
from tests import prepared
from tests.browser.conftest import WIDTHS, Open, faults, sideways, wrong_on
from tests.dossiers import world as worlds
from tests.dossiers.world import BENEFIT, BIRTH, NOW, World

MOST_KEYS = 60
SignedIn = Callable[..., Page]


def telex_keys(text: str) -> int:
    """How many keys an input method for Vietnamese (Telex) needs for the text: one for each mark
    of a letter, and Shift for a capital."""
    count = 0
    for letter in text:
        parts = list(unicodedata.normalize("NFD", letter.replace("đ", "d̶").replace("Đ", "D̶")))
        count += len(parts) + parts[0].isupper()
    return count


class Keyboard:
    """A keyboard that counts every key that is pressed, with an input method for Vietnamese."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.pressed += key.count("+") + 1
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.pressed += telex_keys(text)
        self.page.keyboard.insert_text(text)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return NOW


@pytest.fixture
def world(transactional_db: None, now: datetime) -> Iterator[World]:
    with prepared.use("world", fresh=True) as made:
        worlds.applicant("Nguyễn Thị Mai Anh", 7, sex=Sex.FEMALE)
        Account.objects.update(must_enrol_totp=False, must_change_password=False)
        yield made


@pytest.fixture
def signed_in(open_page: Open, world: World) -> SignedIn:
    def opened(address: str, **options: object) -> Page:
        page = open_page(address, account=world.receptionist, **options)
        # What is typed before a field has the focus goes nowhere.
        expect(page.locator("[autofocus]").first).to_be_focused()
        return page

    return opened


def test_a_birth_of_a_known_mother_takes_at_most_sixty_keys(
    signed_in: SignedIn, world: World
) -> None:
    worlds.receive(world, BIRTH)
    page = signed_in("/quay/")
    keys = Keyboard(page)
    expect(page.get_by_label("Tên hoặc mã thủ tục")).to_be_focused()
    keys.type("1")
    keys.press("Enter")
    expect(page.get_by_label("Số định danh, số điện thoại hoặc họ tên")).to_be_focused()
    keys.type("000000000007")
    keys.press("Enter")
    expect(page.get_by_label("Họ, chữ đệm, tên của trẻ")).to_be_focused()
    expect(page.locator("#hen")).to_contain_text("17:00 thứ Sáu, 04/09/2026")
    expect(page.get_by_label("Mẹ")).to_have_value("Nguyễn Thị Mai Anh")
    keys.type("Nguyễn Bảo An")
    keys.press("Tab", "ArrowDown", "Tab")
    keys.type("0109")
    keys.press("Tab")
    keys.type("Trạm y tế")
    keys.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hẹn trả 17:00 thứ Sáu, 04/09/2026")
    dossier = Dossier.objects.order_by("-pk")[0]
    assert dossier.answers["child_name"] == "Nguyễn Bảo An"
    assert dossier.answers["child_sex"] == "Nữ"
    assert dossier.answers["child_born_on"] == "01/09/2026"
    assert dossier.answers["mother"] == "Nguyễn Thị Mai Anh"
    assert keys.pressed <= MOST_KEYS, keys.pressed


def test_a_birth_filed_by_the_father_takes_no_more_though_the_mother_is_not_on_record(
    signed_in: SignedIn, world: World
) -> None:
    """Her name has to be typed. The place stands on the page by a number, and a name may be typed
    without capitals."""
    worlds.applicant("Lê Văn Cường", 8, sex=Sex.MALE)
    for number in range(20, 23):
        earlier = worlds.receive(world, BIRTH, person=worlds.applicant("Hồ Thị Lan", number))
        earlier.answers = {"child_birth_place": "Trạm y tế phường Hội An"}
        earlier.save()
    page = signed_in("/quay/")
    keys = Keyboard(page)
    keys.type("1")
    keys.press("Enter")
    expect(page.get_by_label("Số định danh, số điện thoại hoặc họ tên")).to_be_focused()
    keys.type("000000000008")
    keys.press("Enter")
    expect(page.get_by_label("Họ, chữ đệm, tên của trẻ")).to_be_focused()
    expect(page.get_by_label("Cha")).to_have_value("Lê Văn Cường")
    keys.type("lê bảo an")
    keys.press("Tab", "ArrowDown", "Tab")
    keys.type("0109")
    keys.press("Tab")
    expect(page.get_by_text("=1 Trạm y tế phường Hội An")).to_be_visible()
    keys.type("=1")
    keys.press("Tab")
    keys.type("trần thị thu thảo")
    keys.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hẹn trả 17:00 thứ Sáu, 04/09/2026")
    answers = Dossier.objects.order_by("-pk")[0].answers
    assert (answers["child_name"], answers["mother"]) == ("Lê Bảo An", "Trần Thị Thu Thảo")
    assert answers["child_birth_place"] == "Trạm y tế phường Hội An"
    assert answers["father"] == "Lê Văn Cường"
    assert keys.pressed <= MOST_KEYS, keys.pressed


def test_telex_keys_are_counted_as_they_are_pressed() -> None:
    assert telex_keys("Nguyễn") == len("Nguyeenx") + 1
    assert telex_keys("Đường") == len("DDuwowngf") + 1
    assert telex_keys("0109") == 4


def test_after_accepting_the_paper_is_one_key_away_and_so_is_the_next_dossier(
    signed_in: SignedIn, world: World
) -> None:
    dossier = worlds.receive(world, BIRTH)
    page = signed_in(f"/quay/xong/{dossier.code}/")
    expect(page.get_by_role("link", name="In giấy hẹn")).to_be_focused()
    page.keyboard.press("n")
    page.wait_for_url("**/quay/")


def test_a_result_is_handed_out_by_scanning_the_receipt(signed_in: SignedIn, world: World) -> None:
    dossier = worlds.advance_to_result(world, worlds.receive(world, BENEFIT), at=NOW)
    endings.complete(
        dossier_id=dossier.pk,
        seen=None,
        result_number="12/QĐ-UBND",
        actor=worlds.actor(world.approver, world.committee),
        at=NOW,
    )
    page = signed_in("/quay/tra-ket-qua/")
    page.keyboard.insert_text(f"http://example.vn/tra-cuu/?ma={dossier.code}")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Trả trực tiếp")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Đã trả kết quả hồ sơ {dossier.code}.")).to_be_visible()
    assert Dossier.objects.get(pk=dossier.pk).state == State.RETURNED


def test_offers_stand_under_the_words_while_they_are_typed(
    signed_in: SignedIn, world: World
) -> None:
    page = signed_in("/quay/")
    page.keyboard.type("dang ky khai sinh")
    expect(page.locator("#goi-y").get_by_role("button").first).to_contain_text("Đăng ký khai sinh")
    assert faults(page) == []


def test_the_pages_are_accessible_and_fit_a_phone(
    open_page: Open, signed_in: SignedIn, world: World, language: str
) -> None:
    dossier = worlds.receive(world, BENEFIT)
    done = worlds.advance_to_result(world, worlds.receive(world, BENEFIT), at=NOW)
    endings.complete(
        dossier_id=done.pk,
        seen=None,
        result_number="13/QĐ-UBND",
        actor=worlds.actor(world.approver, world.committee),
        at=NOW,
    )
    addresses = (
        "/quay/",
        f"/quay/xong/{dossier.code}/",
        "/quay/tra-ket-qua/",
        "/quay/so-theo-doi/",
    )
    pages = [(world.receptionist, address) for address in addresses]
    wrong = wrong_on(open_page, pages, language=language)
    for width in WIDTHS:
        page = signed_in("/quay/", width=width, language=language)
        page.keyboard.insert_text(BIRTH)
        page.keyboard.press("Enter")
        expect(page.locator("#nguoi-tim")).to_be_focused()
        page.keyboard.insert_text("Trần Thị Mới")
        page.keyboard.press("Enter")
        expect(page.locator("#id_nguoi-identity_number")).to_be_focused()
        wrong += [f"new person {width} {language}: {fault}" for fault in faults(page)]
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("alert")).to_be_visible()
        wrong += [f"form {width} {language}: {fault}" for fault in faults(page)]
        if over := sideways(page):
            wrong.append(f"form {width} {language}: {over} px too wide")
        page.close()
    assert wrong == []

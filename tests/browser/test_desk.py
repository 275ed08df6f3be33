"""The desk and the page of a dossier in a real browser: everybody reads it, every key works."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from lienthong.accounts.models import Account
from lienthong.dossiers.actions import reminders, sidelines, steps, waits
from lienthong.dossiers.models import Dossier
from lienthong.dossiers.rules.lifecycle import State
from tests import prepared
from tests.browser.conftest import Open, faults, wrong_on
from tests.dossiers import world as worlds
from tests.dossiers.world import BENEFIT, BIRTH, NOW, World

DAY = timedelta(days=1)
SignedIn = Callable[..., Page]


@pytest.fixture
def world(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    with prepared.use("world", fresh=True) as made:
        Account.objects.update(must_enrol_totp=False, must_change_password=False)
        yield made


@pytest.fixture
def as_official(open_page: Open) -> SignedIn:
    def opened(account: int, address: str, **options: object) -> Page:
        return open_page(address, account=account, **options)

    return opened


def at_handler(world: World, code: str = BENEFIT, *, days: int = 1, **more: object) -> Dossier:
    at = NOW - days * DAY
    dossier = worlds.receive(world, code, at=at, **more)  # type: ignore[arg-type]
    return worlds.advance(world, dossier, at=at + timedelta(minutes=5))


@pytest.fixture
def busy(world: World) -> Dossier:
    """A desk with every group on it; the dossier to which most has happened."""
    at_handler(world, BIRTH, days=0)
    at_handler(world, days=30)
    at_handler(world, test=True)
    waiting = at_handler(world, days=3)
    by = worlds.actor(world.handler, world.committee)
    waits.request_supplement(
        dossier_id=waiting.pk, seen=None, wanted=["Sổ"], reason="Thiếu", legal_basis="Điều 5",
        until=None, actor=by, at=NOW - DAY,
    )  # fmt: skip
    rich = at_handler(world, days=7)
    first = rich.step
    worlds.advance(world, rich, at=NOW - 3 * DAY)
    steps.send_back(
        dossier_id=rich.pk, seen=None, to=first, reason="Thiếu chữ ký",
        actor=worlds.actor(world.approver, world.committee), at=NOW - 2 * DAY,
    )  # fmt: skip
    sidelines.request_opinion(
        dossier_id=rich.pk, seen=None, agency=world.other_committee, question="Mức hưởng?",
        amount="3", unit="working_day", actor=by, at=NOW - DAY,
    )  # fmt: skip
    reminders.notice_stale(at=NOW)
    return Dossier.objects.get(pk=rich.pk)


def test_every_page_is_accessible_and_fits_the_screen(
    world: World, busy: Dossier, open_page: Open, language: str
) -> None:
    pages = (
        (world.handler, "/ban-lam-viec/"),
        (world.handler2, "/ban-lam-viec/?loc=hom-nay&q=zzz"),
        (world.head, "/ban-lam-viec/phong/"),
        (world.head, "/ban-lam-viec/ghi-muon/"),
        (world.handler, "/ho-so/"),
        (world.stranger, "/ban-lam-viec/"),
        (world.approver, f"/ho-so/{busy.code}/"),
        (world.handler, f"/ho-so/{busy.code}/viec/yeu-cau-bo-sung/"),
        (world.handler, f"/ho-so/{busy.code}/viec/lay-y-kien/"),
        (world.handler, f"/ho-so/{busy.code}/viec/ket-qua/"),
        (world.handler, f"/ho-so/{busy.code}/so-dinh-danh/"),
    )
    assert wrong_on(open_page, pages, language=language, first=open_menus) == []


def open_menus(page: Page) -> None:
    for menu in page.locator("main details > summary").all():
        menu.click()


def test_a_dossier_moves_on_without_a_mouse(
    world: World, busy: Dossier, as_official: SignedIn
) -> None:
    page = as_official(world.handler, "/ban-lam-viec/")
    page.keyboard.press("/")
    page.keyboard.type(busy.code.lower())
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.locator("h1").click()  # the focus leaves the search box
    page.keyboard.press("J")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nguyễn Văn Tư")
    page.keyboard.press("B")
    expect(page.get_by_role("heading", level=1)).to_have_text("Yêu cầu bổ sung")
    page.get_by_label("Giấy tờ cần bổ sung").focus()
    page.keyboard.type("Sổ tài khoản")
    page.keyboard.press("Tab")
    page.keyboard.type("Chưa khớp")
    page.keyboard.press("Tab")
    page.keyboard.type("Điều 5")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status")).to_contain_text("Đã yêu cầu bổ sung")
    assert Dossier.objects.get(pk=busy.pk).state == State.AWAITING_SUPPLEMENT


def test_rows_are_chosen_and_moved_by_keys(
    world: World, busy: Dossier, as_official: SignedIn
) -> None:
    fresh = at_handler(world)
    page = as_official(world.handler, f"/ban-lam-viec/?q={fresh.code}")
    page.keyboard.press("J")
    page.keyboard.press("X")
    expect(page.get_by_role("checkbox")).to_be_checked()
    page.keyboard.press("C")
    expect(page.get_by_role("status")).to_contain_text("Đã chuyển bước 1 hồ sơ")
    assert Dossier.objects.get(pk=fresh.pk).step != fresh.step


def test_a_refused_form_takes_the_focus_to_what_is_wrong(
    world: World, busy: Dossier, as_official: SignedIn
) -> None:
    page = as_official(world.handler, f"/ho-so/{busy.code}/viec/yeu-cau-bo-sung/")
    page.get_by_role("button", name="Yêu cầu bổ sung").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.get_by_label("Giấy tờ cần bổ sung")).to_be_focused()
    assert faults(page) == []

"""The screens of administration in a browser: accessible, no wider than a phone, by keyboard."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from lienthong.accounts.models import Account
from lienthong.accounts.rules import Role
from lienthong.dossiers.actions.corrections import open_correction
from lienthong.dossiers.actions.dry_runs import try_dry
from lienthong.dossiers.rules.corrections import CorrectionKind, Policy
from lienthong.organisations.rules import AgencyKind
from tests import prepared
from tests.browser.conftest import Open, faults, wrong_on
from tests.dossiers import world as worlds

Official = Callable[[Role], int]


@pytest.fixture
def official(transactional_db: None) -> Iterator[Official]:
    """official(role): the account of somebody with the role."""
    accounts: dict[Role, int] = {}

    def known(role: Role) -> int:
        if role not in accounts:
            province = worlds.agency(worlds.PROVINCE, AgencyKind.PROVINCE_COMMITTEE)
            accounts[role] = worlds.official(role.value, "Hồ Thị Xuân", province, role)
            Account.objects.update(must_enrol_totp=False, must_change_password=False)
        return accounts[role]

    with prepared.use("catalogue", fresh=True):
        yield known


def tried() -> int:
    """A correction after its dry run."""
    account = Account.objects.get(username=Role.CORRECTOR.value).pk
    province = worlds.agency(worlds.PROVINCE, AgencyKind.PROVINCE_COMMITTEE)
    actor = worlds.actor(account, province)
    correction = open_correction(
        kind=CorrectionKind.LIMIT, title="Trợ cấp: 10 ngày làm việc",
        scope={"version": worlds.version().id},
        change={"limit": {"amount": "10", "unit": "working_day"}}, policy=Policy.FOLLOW_RULE,
        evidence="Quyết định công bố", actor=actor, at=worlds.NOW,
    )  # fmt: skip
    try_dry(correction_id=correction.pk, actor=actor, at=worlds.NOW)
    return correction.pk


PAGES = {
    Role.CORRECTOR: (
        "/quan-tri/dinh-chinh/",
        "/quan-tri/dinh-chinh/mo/",
        "/quan-tri/dinh-chinh/mo/thoi-han/",
    ),
    Role.SYSTEM_ADMIN: (
        "/quan-tri/lich/?nam=2026",
        "/quan-tri/lich/them/",
        "/quan-tri/lich/gio/standard/",
        "/quan-tri/nhap-du-lieu/",
        "/quan-tri/nguong/",
        "/quan-tri/co-quan/?q=hoi an",
        "/quan-tri/co-quan/san-sang/",
        "/quan-tri/co-quan/ma-tam/",
    ),
    Role.CATALOGUE_ADMIN: (
        "/quan-tri/thu-tuc/",
        f"/quan-tri/thu-tuc/{worlds.BENEFIT}/",
        f"/quan-tri/thu-tuc/{worlds.BENEFIT}/dieu-chinh/",
        "/quan-tri/thu-tuc/phu/",
        "/quan-tri/thu-tuc/nguon/",
        "/quan-tri/thu-tuc/tham-quyen/",
        "/quan-tri/thu-tuc/goi/",
    ),
    Role.AUDITOR: ("/quan-tri/nhat-ky/?ngay=2026-08-01&kiem=1",),
}


def test_on_a_phone_the_rail_shows_where_one_is(open_page: Open, official: Official) -> None:
    page = open_page("/quan-tri/nguong/", account=official(Role.SYSTEM_ADMIN), width=360)
    expect(page.locator(".rail [aria-current]")).to_be_in_viewport(ratio=1)
    assert page.evaluate("scrollY") == 0


def test_every_screen_is_accessible_and_fits_a_phone(
    open_page: Open, official: Official, language: str
) -> None:
    pages = [(official(role), address) for role, told in PAGES.items() for address in told]
    assert wrong_on(open_page, pages, language=language) == []


def test_a_correction_is_read_and_dropped_by_keyboard(open_page: Open, official: Official) -> None:
    page = open_page("/quan-tri/dinh-chinh/", account=official(Role.CORRECTOR))
    number = tried()
    page.reload()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/quan-tri/dinh-chinh/{number}/")
    assert faults(page) == []
    button = page.get_by_role("button", name="Bỏ lần đính chính này")
    for _ in range(60):
        page.keyboard.press("Tab")
        if button.evaluate("node => node === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.get_by_text("Đã bỏ lần đính chính này.").wait_for()

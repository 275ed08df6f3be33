"""The screens of administration in a browser: accessible, no wider than a phone, by keyboard."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from lienthong.accounts.models import Account
from lienthong.accounts.rules import Role
from lienthong.dossiers.actions.corrections import open_correction
from lienthong.dossiers.actions.dry_runs import try_dry
from lienthong.dossiers.rules.corrections import CorrectionKind, Policy
from lienthong.organisations.rules import AgencyKind
from tests import prepared
from tests.browser.conftest import Open, faults, sideways
from tests.dossiers import world as worlds

SignedIn = Callable[..., Page]


@pytest.fixture
def signed_in(open_page: Open, transactional_db: None) -> Iterator[SignedIn]:
    """signed_in(role, address, width=360): a page as somebody with the role sees it."""
    accounts: dict[Role, int] = {}

    def opened(role: Role, address: str, *, width: int = 1280, language: str = "vi") -> Page:
        if role not in accounts:
            province = worlds.agency(worlds.PROVINCE, AgencyKind.PROVINCE_COMMITTEE)
            accounts[role] = worlds.official(role.value, "Hồ Thị Xuân", province, role)
            Account.objects.update(must_enrol_totp=False, must_change_password=False)
        return open_page(address, width=width, language=language, account=accounts[role])

    with prepared.use("catalogue", fresh=True):
        yield opened


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


def test_every_screen_is_accessible_and_fits_a_phone(signed_in: SignedIn) -> None:
    wrong: list[str] = []
    for role, addresses in PAGES.items():
        for address in addresses:
            for width in (360, 1280):
                page = signed_in(role, address, width=width)
                wrong += [f"{address} {width}: {fault}" for fault in faults(page)]
                wide = sideways(page)
                wrong += [f"{address} {width}: {wide} px too wide"] if wide else []
                page.context.close()
    assert wrong == []


def test_a_correction_is_read_and_dropped_by_keyboard(signed_in: SignedIn) -> None:
    page = signed_in(Role.CORRECTOR, "/quan-tri/dinh-chinh/")
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

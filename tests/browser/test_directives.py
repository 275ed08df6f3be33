"""The pages of directives in a browser: accessible, no wider than a phone, by keyboard."""

from pathlib import Path
from typing import Any

import pytest

from lienthong.accounts.models import Account
from lienthong.accounts.rules import Role
from lienthong.programmes.actions import directives as actions
from lienthong.programmes.actions import proposals as acts
from lienthong.programmes.models import Proposal, Task
from lienthong.programmes.rules.kinds import Pillar
from tests.accounts import cast
from tests.browser.conftest import Open, wrong_on
from tests.programmes import house as houses
from tests.programmes.house import MANAGER, MONDAY, House
from tests.programmes.test_directives import TEXT, long_pdf


@pytest.fixture
def house(transactional_db: None, tmp_path: Path, settings: Any) -> House:
    settings.VAR = tmp_path
    return houses.build()


@pytest.fixture
def manager(house: House) -> int:
    account = cast.account("dieu-phoi")
    cast.assign(account, house.party, Role.PROGRAMME_MANAGER)
    Account.objects.update(must_enrol_totp=False, must_change_password=False)
    return account


def ingest(house: House, content: bytes = TEXT.encode(), name: str = "a.txt") -> int:
    return actions.ingest(
        content=content,
        name=name,
        programme_id=house.programme,
        agency_id=house.party,
        by=MANAGER,
        at=MONDAY,
    ).pk


@pytest.fixture
def pages(house: House) -> list[str]:
    """One of each page: list, upload, items to settle and settled, a long one, a conflict."""
    first = ingest(house)
    row = Proposal.objects.get(directive=first, seq=1)
    task = acts.confirm_proposal(proposal_id=row.pk, by=MANAGER, at=MONDAY, pillar=Pillar.DATA)
    later = TEXT.replace("12-TB/TU", "13-TB/TU").replace("30/9/2026", "15/10/2026")
    second = ingest(house, later.encode())
    again = Proposal.objects.get(directive=second, seq=1)
    acts.merge_proposal(proposal_id=again.pk, task_id=task.pk, by=MANAGER, at=MONDAY)
    return [
        "/van-ban/",
        "/van-ban/them/",
        f"/van-ban/{first}/?loai=task&muc=1",
        f"/van-ban/{first}/?loai=task&muc=2",
        f"/van-ban/{first}/?loai=proposal",
        f"/van-ban/{first}/?loai=target",
        "/van-ban/mau-thuan/",
    ]


def test_every_page_is_accessible_and_fits_the_screen(
    open_page: Open, pages: list[str], manager: int, language: str
) -> None:
    told = [(manager, address) for address in pages]
    assert wrong_on(open_page, told, language=language) == []


def test_a_directive_is_settled_by_keyboard(open_page: Open, house: House, manager: int) -> None:
    page = open_page(f"/van-ban/{ingest(house)}/", account=manager)
    page.locator("h1").click()
    page.keyboard.press("N")
    page.wait_for_url("**muc=2")
    page.keyboard.press("P")
    page.wait_for_url("**muc=1")
    page.keyboard.press("E")
    assert page.evaluate("document.activeElement.name") == "text"
    page.locator("h1").click()
    page.locator("#id_pillar").select_option("data")
    page.locator("h1").click()
    page.keyboard.press("C")
    page.wait_for_url("**muc=2")
    assert Task.objects.count() == 1


def test_a_long_document_reads_on_by_itself(open_page: Open, house: House, manager: int) -> None:
    number = ingest(house, long_pdf(90), "dai.pdf")
    page = open_page(f"/van-ban/{number}/", account=manager)
    page.wait_for_selector(".source .lines li.chosen")
    assert Proposal.objects.filter(directive=number).count() == 90

"""Every address of the access matrix in a browser, as somebody sees it who may: accessible, no
wider than a phone, in the reader's language. Fuller pages are looked at by the tests of their area.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Error, Page

from lienthong.accounts.models import Account
from lienthong.web.ui.messages import LOCALE, parse
from tests import prepared
from tests.browser.conftest import WIDTHS, Open, faults, sideways
from tests.web.test_access import MAY, PATTERNS, rows
from tests.web.world import ANONYMOUS, KINDS, Relation, World

# What machines and scripts read is no page.
PARTS = ("/-/", "/quay/thu-tuc/")
# What the test's world calls its things, and nothing at all.
NAMES = {"", "Biểu", "Chậm", "Chương trình", "Phần mềm"}
TEXTS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const inside = walker.currentNode.parentElement.closest("[lang], script");
    if (inside.lang === "en") found.push(walker.currentNode.textContent);
  }
  return found;
}"""


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with prepared.use("access", fresh=True) as made:
        Account.objects.update(must_enrol_totp=False, must_change_password=False)
        yield made


@pytest.fixture(scope="module")
def vietnamese() -> set[str]:
    """What people read, where the English text is another."""
    messages = parse((LOCALE / "en/LC_MESSAGES/django.po").read_text(encoding="utf-8"))
    known = {one.msgid for one in messages if one.translated and one.msgid != one.texts[0]}
    return known - NAMES


def addresses(world: World) -> dict[str, list[str]]:
    """What may be opened, by the first reader who may."""
    found = defaultdict(list)
    for row in rows():
        reader = next((name for name, cell in row.cells.items() if cell.startswith(MAY)), None)
        told = row.method == "GET" and not row.address.startswith(PARTS)
        if told and reader is not None:
            pattern = PATTERNS[row.address]
            parts = KINDS[row.kind].parts(world, reader, Relation.OWN)
            needed = {name: parts[name] for name in pattern.pattern.converters}
            found[reader].append(reverse(pattern.name or pattern.callback, kwargs=needed))
    return found


def is_page(page: Page, address: str) -> bool:
    """Goes there; what is no page (a table, a paper, figures for machines) is left."""
    try:
        answer = page.goto(address)
    except Error as error:
        if "Download is starting" in error.message:
            return False
        raise
    return answer is not None and answer.headers["content-type"].startswith("text/html")


def wrong_with(page: Page, vietnamese: set[str]) -> list[str]:
    wrong = faults(page)
    if wide := sideways(page):
        wrong.append(f"{wide} px too wide")
    words = {re.sub(r"\s+", " ", text).strip() for text in page.evaluate(TEXTS)}
    return wrong + [f"not translated: {text}" for text in sorted(words & vietnamese)]


LONG = [("en", WIDTHS[1]), ("vi", WIDTHS[0]), ("vi", WIDTHS[1])]


@pytest.mark.parametrize(
    ("language", "width"),
    [("en", WIDTHS[0]), *(pytest.param(*shape, marks=pytest.mark.soak) for shape in LONG)],
)
def test_every_page_is_accessible_fits_the_screen_and_speaks_english(
    open_page: Open, world: World, vietnamese: set[str], language: str, width: int
) -> None:
    wrong: list[str] = []
    seen = 0
    for reader, told in addresses(world).items():
        account = None if reader == ANONYMOUS else world.readers[reader]
        page = open_page("/", width=width, language=language, account=account)
        base = page.url.rstrip("/")
        for address in told:
            if is_page(page, base + address):
                wrong += [f"{address} {reader}: {one}" for one in wrong_with(page, vietnamese)]
                seen += 1
        page.close()
    assert wrong == [], "\n".join(wrong)
    assert seen > 80

"""A real Chromium against a live server. Tests are marked `browser` by being here."""

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.db import connection
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from lienthong.accounts.models import Account

HERE = Path(__file__).parent
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# What WCAG 2.2 AA asks for, and good practice beside it.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # What is right about a page is not told in detail.
    "resultTypes": ["violations"],
}
# Takes half of the time of all rules together.
CONTRAST = "color-contrast"

Open = Callable[..., Page]
WIDTHS: Final = (360, 1280)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(params=["vi", pytest.param("en", marks=pytest.mark.soak)])
def language(request: pytest.FixtureRequest) -> str:
    """In which the pages of an area are looked at. In English test_every_page.py looks at all."""
    return str(request.param)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's loop runs in this thread; the live server has a thread of its own.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        # A busy machine is slow, not broken.
        expect.set_options(timeout=60_000)
        launched = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def kept(browser: Browser) -> Iterator[BrowserContext]:
    """What one browser remembers from test to test: styles, scripts and letters that were loaded
    once. The first page of a browser that knows nothing costs as much as five of one that does."""
    # A browser that stays keeps its way to a thread of the server, and with it the database of
    # another test.
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
        # Without motion a page is judged as it stands, not half way through a change of colour.
        context = browser.new_context(reduced_motion="reduce")
        yield context
        context.close()


@pytest.fixture
def open_page(browser: Browser, kept: BrowserContext, live_server: LiveServer) -> Iterator[Open]:
    """open_page("/tra-cuu/", width=360, language="en") -> the page, loaded; with account=ID as that
    official; with new=True in a browser that was never here. A second page beside an open one is
    in a browser of its own. An error on its console fails the test: with the strict policy that
    includes anything inline."""
    contexts = []
    complaints: list[str] = []

    def heard(said: ConsoleMessage) -> None:
        # A refused form is answered with 422, one that came second with 409: no fault of a page.
        refused = "status of 422" in said.text or "status of 409" in said.text
        if said.type == "error" and not refused:
            complaints.append(said.text)

    def opened(
        address: str,
        *,
        width: int = 1280,
        language: str = "vi",
        account: int | None = None,
        new: bool = False,
    ) -> Page:
        context = kept
        if new or kept.pages:
            context = browser.new_context(reduced_motion="reduce")
            contexts.append(context)
        cookies = {"language": language}
        if account is not None:
            cookies["sessionid"] = signed_in(account)
        context.clear_cookies()
        for name, value in cookies.items():
            context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 800})
        page.set_default_timeout(120_000)
        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{live_server.url}{address}")
        return page

    yield opened
    for page in kept.pages:
        page.close()
    for context in contexts:
        context.close()
    assert complaints == []


def signed_in(account: int) -> str:
    """The session of an official who has signed in."""
    client = Client()
    client.force_login(Account.objects.get(pk=account))
    return client.cookies["sessionid"].value


def faults(page: Page, *, but: Collection[str] = ()) -> list[str]:
    """What axe finds on the page at rest, one line each; the page must have none. Rules named in
    `but` are not asked."""
    page.evaluate("Promise.all(document.getAnimations().map(moving => moving.finished))")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    rules = RULES | {"rules": {name: {"enabled": False} for name in but}}
    found = page.evaluate("rules => axe.run(rules)", rules)["violations"]
    return [f"{fault['id']}: {node['html'][:160]}" for fault in found for node in fault["nodes"]]


def wrong_on(
    open_page: Open,
    pages: Sequence[tuple[int | None, str]],
    *,
    language: str,
    first: Callable[[Page], None] = lambda page: None,
) -> list[str]:
    """What is wrong on pages, each told by its reader and address: what axe finds, and what is
    wider than the screen. A page is loaded once and then made narrow and wide, and a reader goes on
    in the same window. `first` is done on a page before it is looked at. Colours are compared where
    the page is wide: narrow, test_every_page.py compares them, on every address."""
    wrong = []
    for reader in dict.fromkeys(reader for reader, _ in pages):
        addresses = [address for whose, address in pages if whose == reader]
        window = open_page(addresses[0], language=language, account=reader, width=WIDTHS[0])
        for address in addresses:
            if address != addresses[0]:
                window.goto(urljoin(window.url, address))
            for width in WIDTHS:
                window.set_viewport_size({"width": width, "height": 800})
                if width == WIDTHS[0]:
                    first(window)
                found = faults(window, but=() if width == WIDTHS[-1] else [CONTRAST])
                if over := sideways(window):
                    found.append(f"{over} px too wide")
                wrong += [f"{address} {width} {language}: {fault}" for fault in found]
        window.close()
    return wrong


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    wide: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wide

"""Whatever is sent to a form gets an answer in words: never a 500, never a page without text.

Every account of the demo walks the pages it can reach, one or two of each kind, and sends their
forms with hostile values. What a request changes is undone."""

import random
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import Resolver404, resolve
from pytest_django import Settings
from pytest_django.plugin import DjangoDbBlocker

from lienthong.demo.province import Built
from tests import prepared, remembered

HOSTILE: Final[Sequence[str]] = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "-1",
    "0",
    "9" * 30,
    "1e309",
    "NaN",
    "１２３",
    "1.258,5",
    "2025-02-30",
    "0001-01-01T00:00",
    "9999-12-31T23:59",
    "31/02/2026",
    "25:61",
    "Nguyễn",
    "'; DROP TABLE x; --",
    "<script>alert(1)</script>",
    "%(name)s {0} %s",
    "../../etc/passwd",
    "\u202eđảo",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "ế" * 20_000,
    '{"a": [1, null]}',
    "[]",
)
FILES: Final[Sequence[bytes]] = (
    b"",
    b"%PDF-1.7\n%%EOF",
    b"\xff\xd8\xff",
    b"PK\x03\x04rubbish",
    b"a;b\n",
)
# Signing out ends the walk; the language changes every page after it.
LEFT_OUT: Final = ("/dang-xuat/", "/ngon-ngu/")


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)


class Page(HTMLParser):
    """The links and forms of a page."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._named: dict[str, Form] = {}
        self._inside: Form | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(urljoin(self.address, given["href"]))
        elif tag == "form":
            self._inside = Form(
                urljoin(self.address, given.get("action", "")), given.get("method", "get").upper()
            )
            self.forms.append(self._inside)
            self._named[given.get("id", "")] = self._inside
        form = self._named.get(given.get("form", "")) if "form" in given else self._inside
        if form is None:
            return
        name = given.get("name", "")
        if tag == "option" and self._select:
            form.fields[self._select].append(given.get("value", ""))
        elif tag == "input" and given.get("type") == "file":
            form.files.add(name)
        elif tag in {"input", "textarea", "select", "button"} and name:
            form.fields.setdefault(name, []).append(given.get("value", ""))
            self._select = name if tag == "select" else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = None
        elif tag == "select":
            self._select = ""


@pytest.fixture(scope="module")
def _demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Built]:
    with django_db_blocker.unblock(), prepared.use("demo") as built:
        remembered.read()
        yield built


@pytest.fixture
def demo(_demo: Built, db: None, settings: Settings) -> Built:
    settings.DEMO = True
    return _demo


def kind_of(address: str) -> str | None:
    """The pattern behind an address of this house."""
    parts = urlsplit(address)
    if parts.netloc not in {"", "testserver"}:
        return None
    try:
        return resolve(parts.path).route
    except Resolver404:
        return None


def answered(response: HttpResponseBase, what: str) -> list[str]:
    if response.status_code >= 500:
        return [f"{response.status_code}: {what}"]
    return []


def sent(
    client: Client, form: Form, values: Mapping[str, list[str]], file: bytes
) -> HttpResponseBase:
    with transaction.atomic():
        if form.method == "POST":
            data: dict[str, object] = dict(values)
            for name in form.files:
                data[name] = SimpleUploadedFile("to-trinh.pdf", file)
            response = client.post(form.action, data)
        else:
            response = client.get(form.action, dict(values))
        transaction.set_rollback(True)
    return response


def spoilt(chance: random.Random, form: Form) -> dict[str, list[str]]:
    """The values of a form as a browser would send them, some of them not."""
    values = {name: [chance.choice(known)] for name, known in form.fields.items()}
    names = sorted(values)
    for name in chance.sample(names, k=min(len(names), chance.randint(0, 3))):
        if name != "csrfmiddlewaretoken":
            values[name] = [chance.choice(HOSTILE) for _ in range(chance.choice((1, 1, 1, 2)))]
    if names and chance.random() < 0.2:
        del values[chance.choice(names)]
    return values


def chance_of(seed: str) -> random.Random:
    return random.Random(seed)  # noqa: S311 (no secret)


def walk(client: Client, chance: random.Random, *, each: int, times: int) -> tuple[int, list[str]]:
    """How many forms were sent and what was wrong."""
    doors = ("http://testserver/", "http://testserver/dang-nhap/", "http://testserver/tai-khoan/")
    waiting, seen, kinds = deque(doors), set[str](), Counter[str]()
    sent_to, count, wrong = Counter[str](), 0, list[str]()
    while waiting:
        address = waiting.popleft()
        kind = kind_of(address)
        if kind is None or address in seen or kinds[kind] >= each or address.endswith(LEFT_OUT):
            continue
        seen.add(address)
        kinds[kind] += 1
        response = client.get(address)
        wrong += answered(response, f"GET {address}")
        if "Location" in response.headers:
            waiting.append(urljoin(address, response["Location"]))
        if "text/html" not in response.headers.get("Content-Type", "") or response.streaming:
            continue
        page = Page(address)
        page.feed(response.content.decode())
        waiting.extend(page.links)
        for form in page.forms:
            target = f"{form.method} {kind_of(form.action)} {sorted(form.fields)}"
            if form.action.endswith(LEFT_OUT) or sent_to[target] >= times:
                continue
            sent_to[target] += 1
            for _ in range(times):
                values = spoilt(chance, form)
                count += 1
                shown = {name: [text[:40] for text in told] for name, told in values.items()}
                wrong += answered(
                    sent(client, form, values, chance.choice(FILES)),
                    f"{form.method} {form.action} {shown}",
                )
    return count, wrong


ACCOUNTS = (
    "", "tiepnhan", "thuly", "lanhdao", "thutruong", "giamsat", "danhmuc", "dinhchinh1", "quantri",
    "kiemtra", "dieuphoi", "baocao",
)  # fmt: skip
# They reach no page and no form that none of the others reaches.
OTHERS_REACH_MORE = ("thuly", "lanhdao", "giamsat")
# Together they reach nearly every page, on the database that refuses more of what is sent.
ON_POSTGRES = ("", "tiepnhan", "thutruong", "danhmuc", "quantri", "dieuphoi")
# The pages that those do not reach, and the counter's forms, on the database that is easier to run.
ON_SQLITE = ("tiepnhan", "dinhchinh1", "kiemtra", "baocao")


def marked(username: str) -> object:
    marks = [pytest.mark.soak] if username in OTHERS_REACH_MORE else []
    if username in ON_POSTGRES:
        marks += [pytest.mark.both]
        marks += [] if username in ON_SQLITE else [pytest.mark.stricter]
    return pytest.param(username, marks=marks)


@pytest.mark.parametrize("username", [marked(username) for username in ACCOUNTS])
def test_no_form_is_broken_by_what_is_sent(demo: Built, username: str) -> None:
    count, wrong = walk(visitor(username), chance_of(username), each=1, times=1)
    assert wrong == []
    assert count > 2


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("username", ACCOUNTS)
def test_no_form_is_broken_in_the_long_run(demo: Built, username: str, seed: int) -> None:
    _, wrong = walk(visitor(username), chance_of(f"{seed}{username}"), each=3, times=8)
    assert wrong == []


def visitor(username: str) -> Client:
    client = Client(raise_request_exception=False)
    if username:
        client.force_login(get_user_model().objects.get(username=username))
    return client

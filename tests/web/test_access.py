"""The expected matrix, docs/reference/access.csv, against what the pages really answer. How to add
a row: docs/reference/access.md."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django import Settings

from lienthong.accounts import queries
from lienthong.accounts.models import Account
from lienthong.accounts.rules import NotAllowed, Permission, Role
from lienthong.web.ui import access
from tests.accounts import cast as people
from tests.web.world import ANONYMOUS, KINDS, READERS, Relation, World

MATRIX = Path(__file__).parents[2] / "docs" / "reference" / "access.csv"
COLUMNS = ("address", "method", "object", *READERS, "note")
MAY, MAY_NOT, SIGN_IN, UNKNOWN, NO_SUCH_METHOD = "+", "-", ">", "0", "x"


@dataclass(frozen=True)
class Row:
    address: str
    method: str
    kind: str
    cells: dict[str, str]


def rows() -> list[Row]:
    with MATRIX.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        assert tuple(reader.fieldnames or ()) == COLUMNS
        return [
            Row(
                line["address"],
                line["method"],
                line["object"],
                {name: line[name] for name in READERS},
            )
            for line in reader
        ]


def patterns(resolver: URLResolver, before: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, address)
        else:
            yield address, pattern


PATTERNS = dict(patterns(get_resolver()))


def answer(world: World, client: Client, row: Row, reader: str, relation: Relation) -> str:
    """One letter of a cell. What the request changes is undone."""
    pattern = PATTERNS[row.address]
    parts = KINDS[row.kind].parts(world, reader, relation)
    needed = {name: parts[name] for name in pattern.pattern.converters}
    session = client.cookies.get(settings.SESSION_COOKIE_NAME)
    with transaction.atomic():
        response = client.generic(
            row.method,
            reverse(pattern.name or pattern.callback, kwargs=needed),
            b"",
            content_type="application/x-www-form-urlencoded",
        )
        transaction.set_rollback(True)
    if session is not None:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    return letter(response.status_code, response.get("Location", ""))


def letter(status: int, location: str) -> str:
    if status == 302 and location.startswith(settings.LOGIN_URL):
        return SIGN_IN
    return {403: MAY_NOT, 404: UNKNOWN, 405: NO_SUCH_METHOD}.get(status, MAY)


def signed_in(world: World, reader: str) -> Client:
    client = Client()
    if reader != ANONYMOUS:
        client.force_login(Account.objects.get(pk=world.readers[reader]))
    return client


@pytest.mark.usefixtures("pages_unread")
@pytest.mark.parametrize(
    "reader",
    [pytest.param(one, marks=pytest.mark.both) if one == Role.HEAD else one for one in READERS],
)
def test_every_address_answers_every_reader_as_the_reviewed_matrix_says(
    world: World, reader: str
) -> None:
    client = signed_in(world, reader)
    wrong = []
    for row in rows():
        got = "".join(
            answer(world, client, row, reader, relation) for relation in KINDS[row.kind].relations
        )
        if got != row.cells[reader]:
            wrong.append(f"{row.method} {row.address}: {got!r}, expected {row.cells[reader]!r}")
    assert wrong == []


def test_every_address_stands_in_the_matrix_and_every_row_is_an_address() -> None:
    told = {row.address for row in rows()}
    assert set(PATTERNS) - told == set(), "an address without a row"
    assert told - set(PATTERNS) == set(), "a row without an address"


@pytest.mark.usefixtures("pages_unread")
def test_a_method_without_a_row_is_open_to_nobody(world: World) -> None:
    """Each is tried by a reader to whom another method of the address is open."""
    told = {(row.address, row.method) for row in rows()}
    clients = {reader: signed_in(world, reader) for reader in READERS}
    open_to = []
    for row in rows():
        readers = [reader for reader, cell in row.cells.items() if cell.startswith(MAY)]
        for method in ("GET", "POST", "PUT", "DELETE"):
            for reader in readers[-1:]:
                unlisted = replace(row, method=method)
                if (row.address, method) not in told and answer(
                    world, clients[reader], unlisted, reader, Relation.OWN
                ) == MAY:
                    open_to.append(f"{method} {row.address} to {reader}")
    assert open_to == []


def test_every_view_declares_its_access() -> None:
    undeclared = [
        address for address, pattern in PATTERNS.items() if not access.declared(pattern.callback)
    ]
    assert undeclared == []


def test_a_view_without_a_declaration_is_refused(world: World, rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = Account.objects.get(pk=world.readers[Role.SYSTEM_ADMIN])
    request.session = Client().session

    def forgotten(request: access.Request) -> HttpResponse:
        return HttpResponse("secret")

    middleware = access.AccessMiddleware(lambda request: HttpResponse())
    middleware(request)
    response = middleware.process_view(cast(access.Request, request), forgotten, (), {})
    assert response is not None
    assert response.status_code == 403


def test_a_view_declares_its_access_once() -> None:
    with pytest.raises(TypeError, match="twice"):

        @access.public
        @access.needs(Permission.BOARD_VIEW)
        def both(request: access.Request) -> HttpResponse:
            return HttpResponse()


def test_who_is_not_signed_in_comes_back_to_the_page_after_signing_in(world: World) -> None:
    response = Client().get("/quan-tri/tai-khoan/?q=lan")
    assert response["Location"] == "/dang-nhap/?next=%2Fquan-tri%2Ftai-khoan%2F%3Fq%3Dlan"


def test_a_fragment_asked_for_without_signing_in_sends_the_whole_page_to_sign_in(
    world: World,
) -> None:
    response = Client().get("/quan-tri/tai-khoan/", headers={"HX-Request": "true"})
    assert response["HX-Redirect"].startswith("/dang-nhap/")


def test_a_refusal_says_who_may_and_who_to_ask(world: World) -> None:
    client = signed_in(world, Role.RECEPTIONIST)
    response = client.get("/quan-tri/tai-khoan/")
    assert response.status_code == 403
    assert "Quản trị hệ thống và tài khoản" in response.content.decode()
    assert "đề nghị người quản trị tài khoản" in response.content.decode()


def test_a_refused_object_names_its_agency_and_its_head(world: World, rf: RequestFactory) -> None:
    head = people.account("head-there", "Lê Thị Thu Hà")
    people.assign(head, world.agencies.other_commune, Role.HEAD)
    request = access.Request()
    request.now = timezone.now()
    request.scope = queries.scope_of(world.readers[Role.HANDLER], at=request.now)
    own, there = world.agencies.province, world.agencies.other_commune
    assert access.check(request, Permission.DOSSIER_WORK, agency_id={own, there}).startswith("a:")
    with pytest.raises(access.Forbidden) as refusal:
        access.check(request, Permission.DOSSIER_WORK, agency_id=there)
    assert "UBND phường Thuận Hóa" in str(refusal.value)
    assert "Lê Thị Thu Hà" in str(refusal.value)


def test_an_account_that_is_not_finished_is_led_to_finish_first(world: World) -> None:
    client = signed_in(world, Role.SYSTEM_ADMIN)
    Account.objects.update(must_enrol_totp=True)
    assert client.get("/quan-tri/tai-khoan/")["Location"] == "/tai-khoan/bao-mat/"
    assert client.get("/tai-khoan/bao-mat/")["Location"] == "/tai-khoan/xac-thuc/"
    Account.objects.update(must_change_password=True)
    assert client.get("/tai-khoan/bao-mat/")["Location"] == "/tai-khoan/mat-khau/"


def test_the_demo_asks_for_no_second_factor(world: World, settings: Settings) -> None:
    settings.DEMO = True
    client = signed_in(world, Role.SYSTEM_ADMIN)
    Account.objects.update(must_enrol_totp=True)
    assert client.get("/quan-tri/tai-khoan/").status_code == 200


def test_an_administrator_gives_no_role_in_an_agency_out_of_reach(world: World) -> None:
    client = signed_in(world, Role.SYSTEM_ADMIN)
    owner = world.owners[Relation.OWN]
    response = client.post(
        f"/quan-tri/tai-khoan/{owner}/vai-tro/",
        {"agency": world.agencies.other_commune, "role": "head", "valid_from": "2026-09-04"},
    )
    assert response.status_code == 422
    assert world.agencies.other_commune not in queries.agencies_of(owner, on=people.TODAY)


def test_an_administrator_does_not_raise_the_own_rights(world: World) -> None:
    client = signed_in(world, Role.SYSTEM_ADMIN)
    own = world.readers[Role.SYSTEM_ADMIN]
    response = client.post(
        f"/quan-tri/tai-khoan/{own}/vai-tro/",
        {"agency": world.agencies.province, "role": "head", "valid_from": "2026-09-04"},
    )
    assert "Không tự thay đổi quyền của chính mình" in response.content.decode()
    scope = queries.scope_of(own, at=timezone.now())
    assert not scope.may(Permission.DOSSIER_DECIDE)


def test_a_password_is_not_reset_while_a_role_is_held_out_of_reach(world: World) -> None:
    """Otherwise an administrator here could sign in as somebody there."""
    owner = world.owners[Relation.OWN]
    people.assign(owner, world.agencies.other_commune, Role.HEAD)
    client = signed_in(world, Role.SYSTEM_ADMIN)
    assert client.get(f"/quan-tri/tai-khoan/{owner}/").status_code == 200
    response = client.post(f"/quan-tri/tai-khoan/{owner}/mat-khau/")
    assert response.status_code == 403
    assert "UBND phường Thuận Hóa" in response.content.decode()


def test_refusals_of_rules_are_sentences() -> None:
    assert str(NotAllowed("Còn %(count)d việc.", count=3)) == "Còn 3 việc."

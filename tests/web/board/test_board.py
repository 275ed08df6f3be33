"""The board: what it says, what each figure opens, who sees what."""

import csv
import io
import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lienthong.accounts import actions as accounts
from lienthong.accounts.models import Account
from lienthong.accounts.rules import Role
from lienthong.dossiers.models import Dossier
from lienthong.dossiers.queries import lists
from lienthong.journal.actions import flush_reads
from lienthong.journal.models import ReadEntry
from lienthong.measures import actions as measures
from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import AgencyKind
from tests.dossiers import world as worlds
from tests.dossiers.world import BIRTH, BY, NOW, PROVINCE, World
from tests.web.desk.conftest import Clock, SignIn

PAGES = ("/bang/", "/bang/linh-vuc/", "/bang/can-xem/", "/bang/can-bo/", "/bang/ho-so/")
LINK = re.compile(
    r'<a class="(?:figure|figure first|fig)" href="([^"]*/ho-so/[^"]*)">'
    r'(?:<span class="value">)?([\d.,%]+)'
)


def text_of(response: HttpResponseBase) -> str:
    assert response.status_code == 200, response.status_code
    return unescape(response.getvalue().decode())


def opened(page: str) -> list[tuple[str, int]]:
    """Every figure that opens a list, with the list's address. Shares are left out."""
    return [
        (address, int(value.replace(".", "")))
        for address, value in LINK.findall(page)
        if "%" not in value
    ]


def rows_in(client: Client, address: str) -> int:
    return len(list(csv.reader(io.StringIO(exported(client, address))))) - 1


def exported(client: Client, address: str) -> str:
    response = client.get(f"{address}&dang=csv")
    assert response.status_code == 200
    return response.content.decode("utf-8-sig")


@pytest.mark.both
@pytest.mark.parametrize(
    "page", ["/bang/", "/bang/?ky=7", "/bang/linh-vuc/", "/bang/can-xem/", "/bang/?ky=hom-nay"]
)
def test_every_figure_of_a_page_opens_as_many_dossiers(
    world: World, states: dict[str, Dossier], sign_in: SignIn, page: str
) -> None:
    client = sign_in(world.supervisor)
    found = opened(text_of(client.get(page)))
    assert len(found) >= 3
    wrong = [(address, value) for address, value in found if rows_in(client, address) != value]
    assert wrong == []


def test_the_heads_board_opens_as_many_dossiers_and_shows_how_work_is_shared_out(
    world: World, states: dict[str, Dossier], sign_in: SignIn
) -> None:
    client = sign_in(world.head)
    for page in ("/bang/", "/bang/can-bo/"):
        found = opened(text_of(client.get(page)))
        assert found
        for address, value in found:
            assert rows_in(client, address) == value, address
    officers = text_of(client.get("/bang/can-bo/"))
    assert "Lê Thị Thu Hà" in officers
    assert "Chưa giao ai" in officers
    assert "Trễ" not in re.sub(r"Trễ gắn với.*?\.", "", officers.split("<main")[1])


def test_a_list_says_its_figure_and_holds_it_later_on_as_of_the_same_minute(
    world: World, states: dict[str, Dossier], sign_in: SignIn, clock: Clock
) -> None:
    client = sign_in(world.supervisor)
    page = text_of(client.get("/bang/"))
    address = next(a for a, _ in opened(page) if "so=due_today" in a)
    clock.now = NOW + timedelta(hours=8)  # the promised hour has passed meanwhile
    later = text_of(sign_in(world.supervisor).get(address))
    assert 'Còn kịp hôm nay <span class="fig muted">1</span>' in later
    assert states["due_today"].code in later
    assert "10:20 04/09/2026" in later
    assert "không còn như lúc ấy" in later, "what was finished since is not in the list"
    assert "không còn như lúc ấy" not in page
    received = next(a for a, _ in opened(page) if "so=received" in a)
    assert "không còn như lúc ấy" not in text_of(sign_in(world.supervisor).get(received))


@pytest.mark.parametrize(
    ("page", "moment", "words"),
    [
        ("/bang/", "2026-08-20T10:00", "Bảng này luôn là của lúc này"),
        ("/bang/linh-vuc/", "2026-08-20", "Bảng này luôn là của lúc này"),
        ("/bang/ho-so/", "2026-8-20", "Không rõ “2026-8-20” là lúc nào"),
        ("/bang/ho-so/", "2026-09-05", "“2026-09-05” chưa đến"),
        ("/bang/ho-so/", "2020-01-01", "trong 366 ngày qua"),
    ],
)
def test_a_moment_that_cannot_be_meant_is_answered_with_a_sentence(
    world: World, states: dict[str, Dossier], sign_in: SignIn, page: str, moment: str, words: str
) -> None:
    """Figures of now are never shown as those of another moment."""
    answer = sign_in(world.supervisor).get(f"{page}?luc={moment}")
    assert answer.status_code == 400
    assert words in unescape(answer.content.decode())
    assert f'href="{page}"' in answer.content.decode()


def test_a_board_of_today_is_of_now(
    world: World, states: dict[str, Dossier], sign_in: SignIn
) -> None:
    for page in ("/bang/", "/bang/ho-so/"):
        assert "10:20 04/09/2026" in text_of(
            sign_in(world.supervisor).get(f"{page}?luc=2026-09-04")
        )


def test_only_the_head_sees_officers(
    world: World, states: dict[str, Dossier], sign_in: SignIn
) -> None:
    for account in (world.supervisor, world.approver):
        client = sign_in(account)
        assert "/bang/can-bo/" not in text_of(client.get("/bang/"))
        assert client.get("/bang/can-bo/").status_code == 403
        assert client.get(f"/bang/ho-so/?so=open&can-bo={world.handler}").status_code == 403


def test_a_head_sees_nothing_of_another_commune(
    world: World, states: dict[str, Dossier], sign_in: SignIn
) -> None:
    client = sign_in(world.head)
    listed = text_of(client.get("/bang/ho-so/?so=open"))
    assert states["running"].code in listed
    assert states["elsewhere"].code not in listed
    assert client.get(f"/bang/?noi=a:{world.other_committee}").status_code == 403
    assert client.get(f"/bang/ho-so/?so=open&noi=a:{world.other_committee}").status_code == 403


def test_who_has_one_field_sees_the_figures_and_dossiers_of_that_field(
    world: World, states: dict[str, Dossier], sign_in: SignIn
) -> None:
    account = worlds.official("thaythe", "Người Thay", world.police, Role.HANDLER)
    field = states["due_today"].procedure.field.code
    accounts.assign(
        account_id=account, agency_id=world.committee, role=Role.HEAD, fields=[field],
        valid_from=worlds.LOADED_AT.date(), by=BY, at=worlds.LOADED_AT, basis="QĐ 1",
    )  # fmt: skip
    Account.objects.update(must_enrol_totp=False, must_change_password=False)
    client = sign_in(account)
    listed = text_of(client.get("/bang/ho-so/?so=open"))
    assert states["due_today"].code in listed
    assert states["running"].code not in listed
    for address, value in opened(text_of(client.get("/bang/"))):
        assert rows_in(client, address) == value, address


def test_nobody_without_the_permission_opens_a_board(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.handler)
    assert {client.get(page).status_code for page in PAGES} == {403}


def test_reads_of_a_list_are_logged(
    world: World, states: dict[str, Dossier], sign_in: SignIn
) -> None:
    sign_in(world.supervisor).get("/bang/ho-so/?so=open_late")
    flush_reads()
    read = ReadEntry.objects.filter(screen="board.list").values_list("subject", flat=True)
    assert set(read) == {states["overdue"].code, states["waiting_late"].code}


def test_same_day_work_is_shouted_about_from_half_past_four(
    world: World, states: dict[str, Dossier], sign_in: SignIn, clock: Clock
) -> None:
    client = sign_in(world.head)
    words = "hồ sơ phải trả trong ngày vẫn còn mở"
    clock.now = NOW.replace(hour=16, minute=29)
    assert words not in text_of(client.get("/bang/"))
    clock.now = NOW.replace(hour=16, minute=30)
    page = text_of(client.get("/bang/"))
    assert f"1 {words}" in page
    address = re.search(r'href="([^"]*so=same_day[^"]*)"', page)
    assert address is not None
    assert rows_in(client, address[1]) == 1


def test_communes_where_nobody_acts_are_named_with_the_days_since(
    world: World, states: dict[str, Dossier], sign_in: SignIn, clock: Clock
) -> None:
    clock.now = NOW + timedelta(days=6)
    page = text_of(sign_in(world.supervisor).get("/bang/can-xem/"))
    assert "Phường Hội An Đông</a>: không có hồ sơ 6 ngày, lần cuối 04/09" in page
    assert "không ghi việc nào từ 04/09" in page
    assert "chưa có hồ sơ nào" in page


def test_figures_that_lag_are_said_to_lag(
    world: World, states: dict[str, Dossier], sign_in: SignIn, clock: Clock
) -> None:
    client = sign_in(world.supervisor)
    words = "Con số đang chậm"
    worlds.receive(world, at=NOW)
    assert words not in text_of(client.get("/bang/"))
    clock.now = NOW + timedelta(minutes=5)
    assert f"{words}: tính đến 10:20 04/09/2026" in text_of(client.get("/bang/"))
    measures.fold_pending(at=clock.now)
    assert words not in text_of(client.get("/bang/"))


def test_the_table_is_exported_with_figures_only(
    world: World, states: dict[str, Dossier], sign_in: SignIn
) -> None:
    lines = list(csv.DictReader(io.StringIO(exported(sign_in(world.supervisor), "/bang/?ky=30"))))
    here = next(line for line in lines if line["Nơi"] == "Phường Hội An Đông")
    assert here["Đang trễ"] == "2"
    assert "Nguyễn Văn Tư" not in str(lines)


ODD = ("", "x", "-1", "9" * 30, "a:", "x:", "a:x", "x:99999", "٣", "\x00", "2026-02-30", "%", "'")


# Asked one group at a time: what one refuses must not hide the next.
NAMES = (
    ("noi",),
    ("ky", "tu", "den", "luc", "after"),
    ("so",),
    ("q", "linh-vuc", "to-chuc", "xep", "bang"),
    ("can-bo", "thu-tuc", "nguyen-nhan"),
)


@pytest.mark.parametrize("asked", ["a fifth", pytest.param("all", marks=pytest.mark.soak)])
@pytest.mark.parametrize("page", PAGES)
def test_no_odd_address_breaks_a_page(
    world: World, states: dict[str, Dossier], sign_in: SignIn, page: str, asked: str
) -> None:
    """The pages read an address by the same functions. In the short form each page is asked for a
    fifth of all, and all pages together for everything odd under every name."""
    client = sign_in(world.head)
    for group, names in enumerate(NAMES):
        for number, odd in enumerate(ODD):
            if asked != "all" and (group + number) % len(PAGES) != PAGES.index(page):
                continue
            query = {"ky": "khoang", "tu": "2026-09-01", **dict.fromkeys(names, odd)}
            response = client.get(f"{page}?{urlencode(query)}")
            assert response.status_code in {200, 400, 403, 404}, (names, odd)


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("", "2026-09-01", "Điền đủ hai ngày"),
        ("2026-09-03", "2026-09-01", "Ngày bắt đầu phải trước"),
        ("2001-01-01", "2026-09-01", "nhiều nhất ba năm"),
    ],
)
def test_days_that_cannot_be_are_refused_in_a_sentence(
    world: World, sign_in: SignIn, since: str, until: str, words: str
) -> None:
    client = sign_in(world.supervisor)
    assert words in text_of(client.get(f"/bang/?ky=khoang&tu={since}&den={until}"))


@pytest.mark.both
def test_all_lists_have_a_name(world: World, states: dict[str, Dossier], sign_in: SignIn) -> None:
    client = sign_in(world.supervisor)
    for figure in sorted(lists.LISTS):
        assert client.get(f"/bang/ho-so/?so={figure}").status_code == 200, figure


# Eleven come before the board's own ones: session, account, person, roles, reach (2), the name in
# the head, and the calendar (4), which is remembered outside of a transaction only.
@pytest.mark.parametrize(
    ("page", "own"),
    [("/bang/", 15), ("/bang/linh-vuc/", 11), ("/bang/can-xem/", 16), ("/bang/ho-so/", 12)],
)
def test_a_board_costs_the_same_however_many_communes_and_dossiers(
    world: World, states: dict[str, Dossier], sign_in: SignIn, page: str, own: int
) -> None:
    client = sign_in(world.supervisor)
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    for commune in organisations.communes_of(PROVINCE, on=NOW.date())[:12]:
        centre = worlds.agency(commune.code, AgencyKind.COMMUNE_CENTRE)
        worlds.receive(world, BIRTH, at=NOW, commune=commune.code, receiving=centre)
    measures.fold_pending(at=NOW)
    with CaptureQueriesContext(connection) as many:
        client.get(page)
    assert len(many) == len(few)
    assert len(few) <= 11 + own

"""Boards after a merger: figures with whoever continues the work, or as it was organised then."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from lienthong.accounts.models import Account
from lienthong.accounts.rules import Role
from lienthong.dossiers.models import Dossier
from lienthong.dossiers.queries import lists
from lienthong.organisations import actions as organisations_actions
from lienthong.organisations import queries as organisations
from tests.dossiers import world as worlds
from tests.dossiers.world import BY, HOI_AN, NOW, World
from tests.web.board.test_board import exported, opened, rows_in, text_of
from tests.web.desk.conftest import SignIn

DAYS = "ky=khoang&tu=2026-08-01&den=2026-09-04"
TODAY = "to-chuc="
THEN = "to-chuc=khi-do"
PAGES = (f"/bang/?{DAYS}&bang=du", f"/bang/linh-vuc/?{DAYS}", f"/bang/can-xem/?{DAYS}")
CHOICE = "Đơn vị đã giải thể:"


@pytest.fixture
def merged(world: World, states: dict[str, Dossier]) -> World:
    """The committee that settles nearly all dossiers became part of another commune's today."""
    merge(world.committee, world.other_committee)
    return world


def merge(agency: int, into: int, *, days_ago: int = 0) -> None:
    organisations_actions.merge_agency(
        agency_id=agency, into_id=into, on=(NOW - timedelta(days=days_ago)).date(),
        reason="Quyết định 1", by=BY, at=NOW,
    )  # fmt: skip


def lines(client: Client, address: str) -> dict[str, dict[str, str]]:
    """The table of a board by the name of the place."""
    found = list(csv.DictReader(io.StringIO(exported(client, address))))
    assert len({line["Nơi"] for line in found}) == len(found)
    return {line["Nơi"]: line for line in found}


def name(agency: int) -> str:
    return organisations.agency(agency).name


def commune(agency: int) -> str:
    return organisations.unit(organisations.agency(agency).unit_code, on=NOW.date()).full_name


def codes(client: Client, address: str) -> set[str]:
    rows = csv.DictReader(io.StringIO(exported(client, address)))
    return {row["Mã hồ sơ"] for row in rows}


def settled_by(agency: int, **more: object) -> set[str]:
    """By the dossiers themselves, not by counters or lists."""
    rows = Dossier.objects.filter(competent_id=agency, is_test=False, **more)
    return set(rows.values_list("code", flat=True))


def total(page: HttpResponseBase) -> list[tuple[str, int]]:
    """The key figures and those of the period, with what they open; without the table of places."""
    return [(re.sub(r".*[?&]so=(\w+).*", r"\1", a), n) for a, n in opened(text_of(page))
            if "noi=" not in a]  # fmt: skip


def test_as_organised_today_its_figures_are_added_to_the_successors(
    world: World, states: dict[str, Dossier], sign_in: SignIn
) -> None:
    client = sign_in(world.supervisor)
    before = lines(client, f"/bang/?{DAYS}")
    merge(world.committee, world.other_committee)
    after, then = lines(client, f"/bang/?{DAYS}"), lines(client, f"/bang/?{DAYS}&{THEN}")
    here, there = commune(world.committee), commune(world.other_committee)
    for figure in ("Tiếp nhận", "Đang giải quyết", "Đang trễ", "Xong trễ hạn", "Chờ trả kết quả"):
        moved = int(then[name(world.committee)][figure])
        assert moved > 0, figure
        assert int(after[here][figure]) == int(before[here][figure]) - moved, figure
        assert int(after[there][figure]) == int(before[there][figure]) + moved, figure


def test_as_organised_then_it_stands_for_itself_and_the_successor_without_it(
    merged: World, sign_in: SignIn
) -> None:
    client = sign_in(merged.supervisor)
    then = lines(client, f"/bang/?{DAYS}&{THEN}")
    own = then[name(merged.committee)]
    assert int(own["Tiếp nhận"]) == len(settled_by(merged.committee))
    assert int(then[commune(merged.other_committee)]["Tiếp nhận"]) == len(
        settled_by(merged.other_committee)
    )


def test_the_whole_is_the_same_however_it_is_put_together(
    world: World, states: dict[str, Dossier], sign_in: SignIn
) -> None:
    client = sign_in(world.supervisor)
    before = total(client.get(f"/bang/?{DAYS}"))
    assert before
    merge(world.committee, world.other_committee)
    for how in (TODAY, THEN):
        assert total(client.get(f"/bang/?{DAYS}&{how}")) == before


@pytest.mark.parametrize("how", [TODAY, THEN])
@pytest.mark.parametrize("page", PAGES)
def test_every_figure_opens_as_many_dossiers(
    merged: World, sign_in: SignIn, page: str, how: str
) -> None:
    client = sign_in(merged.supervisor)
    found = opened(text_of(client.get(f"{page}&{how}")))
    assert len(found) >= 3
    wrong = [(address, value) for address, value in found if rows_in(client, address) != value]
    assert wrong == []


def test_each_place_opens_exactly_the_dossiers_counted_there(
    merged: World, sign_in: SignIn
) -> None:
    client = sign_in(merged.supervisor)
    old, new = settled_by(merged.committee), settled_by(merged.other_committee)
    place = f"x:{organisations.agency(merged.other_committee).unit_code}"
    base = f"/bang/ho-so/?{DAYS}&so=received&noi="
    assert old and new
    assert codes(client, f"{base}{place}") == old | new
    assert codes(client, f"{base}{place}&{THEN}") == new
    assert codes(client, f"{base}a:{merged.committee}&{THEN}") == old
    assert codes(client, f"{base}x:{HOI_AN}") == settled_by(merged.centre)


def test_the_page_of_a_place_says_the_same_as_its_line(merged: World, sign_in: SignIn) -> None:
    client = sign_in(merged.supervisor)
    code = organisations.agency(merged.other_committee).unit_code
    for how, noi in ((TODAY, f"x:{code}"), (THEN, f"x:{code}"), (THEN, f"a:{merged.committee}")):
        address = f"/bang/?{DAYS}&noi={noi}&{how}"
        found = opened(text_of(client.get(address)))
        assert found
        for opens, value in found:
            assert rows_in(client, opens) == value, opens


def test_the_choice_is_offered_only_where_a_dissolved_agency_has_figures(
    world: World, states: dict[str, Dossier], sign_in: SignIn
) -> None:
    client = sign_in(world.supervisor)
    assert CHOICE not in text_of(client.get(f"/bang/?{DAYS}"))
    merge(world.committee, world.other_committee)
    page = text_of(client.get(f"/bang/?{DAYS}"))
    assert CHOICE in page
    assert name(world.committee) not in lines(client, f"/bang/?{DAYS}")
    assert "to-chuc=khi-do" in page


def test_the_successors_head_has_the_work_and_the_figures(merged: World, sign_in: SignIn) -> None:
    """And what still lies at the counter that was below the committee."""
    account = worlds.official("thutruong2", "Trần Văn Mới", merged.other_committee, Role.HEAD)
    Account.objects.update(must_enrol_totp=False, must_change_password=False)
    client = sign_in(account)
    old, new = settled_by(merged.committee), settled_by(merged.other_committee)
    assert codes(client, f"/bang/ho-so/?{DAYS}&so=received") == (
        old | new | settled_by(merged.centre)
    )
    for how in (TODAY, THEN):
        for address, value in opened(text_of(client.get(f"/bang/?{DAYS}&{how}"))):
            assert rows_in(client, address) == value, address
    then = lines(client, f"/bang/?{DAYS}&{THEN}")
    assert int(then[name(merged.committee)]["Tiếp nhận"]) == len(old)
    assert int(then[name(merged.other_committee)]["Tiếp nhận"]) == len(new)


def test_a_line_of_mergers_ends_with_who_does_the_work_today(
    world: World, states: dict[str, Dossier], sign_in: SignIn
) -> None:
    """Merged twice, the second time into the province's committee."""
    old, middle = settled_by(world.committee), settled_by(world.other_committee)
    merge(world.committee, world.other_committee, days_ago=3)
    merge(world.other_committee, world.province)
    client = sign_in(world.supervisor)
    place = f"a:{world.province}"
    today = codes(client, f"/bang/ho-so/?{DAYS}&so=received&noi={place}")
    assert today == old | middle | settled_by(world.province)
    then = lines(client, f"/bang/?{DAYS}&{THEN}")
    assert int(then[name(world.committee)]["Tiếp nhận"]) == len(old)
    assert int(then[name(world.other_committee)]["Tiếp nhận"]) == len(middle)


def test_an_agency_that_nobody_continues_stands_for_itself_either_way(
    world: World, states: dict[str, Dossier], sign_in: SignIn
) -> None:
    organisations_actions.close_agency(
        agency_id=world.committee, on=NOW.date(), reason="Quyết định 1", by=BY, at=NOW
    )
    client = sign_in(world.supervisor)
    old = settled_by(world.committee)
    for how in (TODAY, THEN):
        found = lines(client, f"/bang/?{DAYS}&{how}")
        assert int(found[name(world.committee)]["Tiếp nhận"]) == len(old)
        address = f"/bang/ho-so/?{DAYS}&so=received&noi=a:{world.committee}&{how}"
        assert codes(client, address) == old


def test_every_list_holds_what_is_counted_for_the_successor(merged: World, sign_in: SignIn) -> None:
    client = sign_in(merged.supervisor)
    place = f"x:{organisations.agency(merged.other_committee).unit_code}"
    for figure in sorted(lists.LISTS):
        if figure == lists.SAME_DAY:
            continue  # told aloud with an address of its own, not counted
        address = f"/bang/ho-so/?{DAYS}&so={figure}&noi={place}"
        shown = re.search(r'<span class="fig muted">([\d.]+)</span>', text_of(client.get(address)))
        assert shown is not None, figure
        assert rows_in(client, address) == int(shown[1].replace(".", "")), figure

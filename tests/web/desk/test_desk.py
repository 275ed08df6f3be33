"""The desk: what is to be done, in the order in which it can still be saved."""

import csv
import io
import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from lienthong.accounts import actions as accounts
from lienthong.accounts.rules import Role
from lienthong.clock import VIETNAM
from lienthong.dossiers.actions import reminders, sidelines, steps, waits
from lienthong.dossiers.models import Dossier, Reminder
from lienthong.journal.actions import flush_reads
from lienthong.journal.models import ReadEntry
from tests.dossiers import world as worlds
from tests.dossiers.world import BENEFIT, BIRTH, NOW, World
from tests.web.desk.conftest import Clock, SignIn, submitted_online

DAY = timedelta(days=1)
MINE = "/ban-lam-viec/"
OFFICE = "/ban-lam-viec/phong/"


def at_handler(world: World, code: str = BENEFIT, *, days: int = 1, **more: object) -> Dossier:
    """A dossier that went from the counter to the committee, with nobody in particular."""
    at = NOW - days * DAY
    dossier = worlds.receive(world, code, at=at, **more)  # type: ignore[arg-type]
    return worlds.advance(world, dossier, at=at + timedelta(minutes=5))


def text_of(client: Client, address: str = MINE, **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == 200
    return response.content.decode()


def codes_in(text: str) -> list[str]:
    return re.findall(r'name="chon" value="([^:"]+):', text)


def test_work_stands_in_the_order_in_which_it_can_still_be_saved(
    world: World, sign_in: SignIn
) -> None:
    waiting = at_handler(world, days=2)
    waits.request_supplement(
        dossier_id=waiting.pk, seen=None, wanted=["Sổ"], reason="Thiếu", legal_basis="Điều 5",
        until=None, actor=worlds.actor(world.handler, world.committee), at=NOW - DAY,
    )  # fmt: skip
    late = at_handler(world, days=30)
    time = at_handler(world, days=1)
    today = at_handler(world, BIRTH, days=0)
    text = text_of(sign_in(world.handler))
    assert codes_in(text) == [today.code, time.code, late.code, waiting.code]
    headings = re.findall(r'role="rowheader">([^<]+?) <span', text)
    assert headings == ["Làm ngay thì kịp", "Còn thời gian", "Đã quá hạn", "Đang chờ người khác"]


def test_an_online_dossier_waits_at_the_top_of_the_receiving_desk(
    world: World, sign_in: SignIn
) -> None:
    dossier = submitted_online(world, at=NOW - timedelta(hours=1))
    text = text_of(sign_in(world.receptionist))
    assert codes_in(text)[0] == dossier.code
    assert "Chờ tiếp nhận" in text
    assert dossier.code not in text_of(sign_in(world.handler))


def test_work_of_another_officer_is_not_mine_until_i_stand_in(
    world: World, sign_in: SignIn
) -> None:
    dossier = at_handler(world)
    steps.assign(
        dossier_id=dossier.pk, seen=None, officer=world.handler2,
        actor=worlds.actor(world.approver, world.committee), at=NOW,
    )  # fmt: skip
    assert dossier.code not in text_of(sign_in(world.handler))
    assert dossier.code in text_of(sign_in(world.handler2))
    accounts.appoint_deputy(
        principal_id=world.handler2, deputy_id=world.handler, starts_at=NOW,
        ends_at=NOW + DAY, reason="Nghỉ phép", by=worlds.BY, at=NOW,
    )  # fmt: skip
    assert dossier.code in text_of(sign_in(world.handler))


def test_what_a_deputy_has_for_somebody_else_is_marked(world: World, sign_in: SignIn) -> None:
    """The principal's own work, and that of a place where only the principal belongs."""
    mine, theirs = at_handler(world), at_handler(world)
    steps.assign(
        dossier_id=theirs.pk, seen=None, officer=world.handler2,
        actor=worlds.actor(world.approver, world.committee), at=NOW,
    )  # fmt: skip
    for deputy in (world.handler, world.stranger):
        accounts.appoint_deputy(
            principal_id=world.handler2, deputy_id=deputy, starts_at=NOW,
            ends_at=NOW + DAY, reason="Nghỉ phép", by=worlds.BY, at=NOW,
        )  # fmt: skip
    mark = "thay Ngô Thị Hường"

    def marked(account: int) -> dict[str, bool]:
        rows = text_of(sign_in(account)).split("<tr ")
        return {d.code: any(d.code in row and mark in row for row in rows) for d in (mine, theirs)}

    assert marked(world.handler) == {mine.code: False, theirs.code: True}
    assert marked(world.stranger) == {mine.code: True, theirs.code: True}
    assert mark not in text_of(sign_in(world.handler2))


def test_a_name_is_found_without_accents_and_a_code_as_it_is(world: World, sign_in: SignIn) -> None:
    other = at_handler(world, person=worlds.applicant("Hồ Thị Xuân", 7))
    mine = at_handler(world)
    client = sign_in(world.handler)
    assert codes_in(text_of(client, q="ho thi xuan")) == [other.code]
    assert codes_in(text_of(client, q=mine.code.lower())) == [mine.code]
    nothing = text_of(client, q="khong co ai")
    assert codes_in(nothing) == []
    assert "Không có hồ sơ nào như vậy" in nothing


def test_chips_count_and_filter(world: World, sign_in: SignIn) -> None:
    late, fresh = at_handler(world, days=30), at_handler(world)
    client = sign_in(world.handler)
    assert codes_in(text_of(client, loc="qua-han")) == [late.code]
    assert re.search(r'Quá hạn <span class="fig">1</span>', text_of(client))
    procedure = str(fresh.procedure_id)
    assert set(codes_in(text_of(client, **{"thu-tuc": procedure}))) == {late.code, fresh.code}
    assert codes_in(text_of(client, **{"thu-tuc": "1"})) == []


@pytest.mark.both
def test_pages_go_on_by_key_and_show_everything_once(world: World, sign_in: SignIn) -> None:
    made = [at_handler(world, days=1 + number % 3).code for number in range(52)]
    client = sign_in(world.handler)
    first = text_of(client)
    after = re.search(r'rel="next" href="\?after=([^"]+)"', first)
    assert after is not None
    second = client.get(MINE + "?after=" + after[1]).content.decode()
    seen = codes_in(first) + codes_in(second)
    assert len(codes_in(first)) == 50
    assert sorted(seen) == sorted(made)


@pytest.mark.parametrize(
    "query",
    [
        {"after": "9|x|y"}, {"after": "1|2026-09-04T10:00:00|3"}, {"q": "\x00%"}, {"q": "'" * 500},
        {"thu-tuc": "9" * 40}, {"loc": "<b>"}, {"nguoi": "9" * 30},
        {"after": "1|0000-00-00T00:00:00+07:00|1"},
    ],
)  # fmt: skip
def test_nonsense_in_the_address_is_left_aside(
    world: World, sign_in: SignIn, query: dict[str, str]
) -> None:
    assert sign_in(world.handler).get(MINE, query).status_code == 200
    assert sign_in(world.approver).get(OFFICE, query).status_code == 200
    assert sign_in(world.handler).get("/ho-so/", query).status_code == 200


def test_an_empty_desk_says_what_comes_next(world: World, sign_in: SignIn) -> None:
    assert "Việc kế tiếp: thứ Hai, 07/09/2026" in text_of(sign_in(world.handler2))


def test_same_day_work_still_open_is_said_aloud_from_half_past_four(
    world: World, sign_in: SignIn, clock: Clock
) -> None:
    at_handler(world, BIRTH, days=0)
    clock.now = datetime(2026, 9, 4, 16, 29, tzinfo=VIETNAM)
    assert "trả trong ngày vẫn còn mở" not in text_of(sign_in(world.handler))
    clock.now = datetime(2026, 9, 4, 16, 30, tzinfo=VIETNAM)
    for account in (world.handler, world.head):
        assert "1 hồ sơ trả trong ngày vẫn còn mở" in text_of(sign_in(account))
    assert "trả trong ngày vẫn còn mở" not in text_of(sign_in(world.stranger))


def test_a_reminder_is_shown_until_somebody_answers_for_it(world: World, sign_in: SignIn) -> None:
    dossier = at_handler(world, days=20)
    reminders.notice_stale(at=NOW)
    reminder = Reminder.objects.get(dossier=dossier)
    client = sign_in(world.handler)
    assert "Hồ sơ nằm yên" in text_of(client)
    address = f"/ban-lam-viec/nhac/{reminder.pk}/"
    assert sign_in(world.stranger).post(address).status_code == 403
    assert client.get(address).status_code == 405
    assert client.post(address)["Location"] == MINE
    assert "Hồ sơ nằm yên" not in text_of(client)
    assert client.post("/ban-lam-viec/nhac/999999/").status_code == 404


def test_what_another_agency_asks_stands_on_the_desk_with_its_own_date(
    world: World, sign_in: SignIn
) -> None:
    dossier = at_handler(world)
    sidelines.request_opinion(
        dossier_id=dossier.pk, seen=None, agency=world.other_committee, question="Mức hưởng?",
        amount="3", unit="working_day", actor=worlds.actor(world.handler, world.committee), at=NOW,
    )  # fmt: skip
    text = text_of(sign_in(world.stranger))
    assert "Cơ quan khác đang chờ" in text
    assert dossier.code in text
    assert "T4 09/09, 10:20" in text


def test_a_list_is_exported_for_spreadsheets_without_test_dossiers_and_formulas(
    world: World, sign_in: SignIn
) -> None:
    evil = at_handler(world, person=worlds.applicant("=cmd|calc", 8))
    test = at_handler(world, test=True)
    response = sign_in(world.approver).get(OFFICE, {"dang": "csv"})
    text = response.content.decode()
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text[1:])))
    assert [row[0] for row in rows[1:]] == [evil.code]
    assert rows[1][2] == "'=cmd|calc"
    assert test.code not in text
    refused = sign_in(world.handler).get(MINE, {"dang": "csv"})
    assert refused.status_code == 403


def test_test_dossiers_stand_in_a_list_of_their_own(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.handler)
    ours = at_handler(world)
    assert "?loc=ho-so-thu" not in client.get(MINE).content.decode()
    test = at_handler(world, test=True)
    page = client.get(MINE).content.decode()
    assert ours.code in page and test.code not in page and "?loc=ho-so-thu" in page
    own = client.get(MINE, {"loc": "ho-so-thu"}).content.decode()
    assert test.code in own and ours.code not in own


def test_a_list_is_exported_for_those_agencies_only_whose_lists_may_be(
    world: World, sign_in: SignIn
) -> None:
    """Who handles in one agency and receives in another exports the work of the latter."""
    handled, received = at_handler(world), submitted_online(world, at=NOW - timedelta(hours=1))
    accounts.assign(
        account_id=world.handler, agency_id=world.centre, role=Role.RECEPTIONIST,
        valid_from=NOW.date(), by=worlds.BY, at=NOW,
    )  # fmt: skip
    client = sign_in(world.handler)
    assert handled.code in client.get(MINE).content.decode()
    text = client.get(MINE, {"dang": "csv"}).content.decode()
    assert handled.code not in text and received.code in text


def test_each_chosen_dossier_succeeds_or_is_refused_by_itself(
    world: World, sign_in: SignIn
) -> None:
    good = at_handler(world)
    moved = at_handler(world)
    seen = moved.events_seen
    steps.note(
        dossier_id=moved.pk, seen=None, text="Đã gọi",
        actor=worlds.actor(world.handler2, world.committee), at=NOW - timedelta(minutes=1),
    )  # fmt: skip
    far = worlds.receive(world)  # still at the counter, where the handler holds nothing
    response = sign_in(world.handler).post(
        "/ban-lam-viec/chon/",
        {
            "viec": "chuyen-buoc",
            "chon": [
                f"{good.code}:{good.events_seen}", f"{moved.code}:{seen}",
                f"{far.code}:{far.events_seen}", "X:1", "rác",
            ],
        },
        follow=True,
    )  # fmt: skip
    text = response.content.decode()
    assert "Đã chuyển bước 1 hồ sơ." in text
    assert re.search(rf"{moved.code}: Ngô Thị Hường vừa ghi", text)
    assert re.search(rf"{far.code}: Nội dung này của", text)
    assert "X: Không có hồ sơ này" in text
    assert Dossier.objects.get(pk=good.pk).step != good.step
    assert Dossier.objects.get(pk=moved.pk).step == moved.step


def test_a_batch_asks_for_what_is_missing_and_leads_to_no_other_house(
    world: World, sign_in: SignIn
) -> None:
    dossier = at_handler(world)
    chosen = f"{dossier.code}:{dossier.events_seen}"
    client = sign_in(world.approver)
    for given, said in (
        ({"viec": "chuyen-buoc"}, "Chọn ít nhất một hồ sơ"),
        ({"chon": chosen}, "Chọn việc cần làm"),
        ({"viec": "giao", "chon": chosen}, "Chọn người nhận việc"),
        ({"viec": "giao", "chon": chosen, "nguoi": str(world.stranger)}, "Chọn người nhận việc"),
    ):
        response = client.post(
            "/ban-lam-viec/chon/", {**given, "ve": "https://example.com/ban-lam-viec/"}, follow=True
        )
        assert response.redirect_chain[0][0] == MINE
        assert said in response.content.decode()


def test_a_head_sees_who_holds_how_much_and_gives_work(world: World, sign_in: SignIn) -> None:
    dossier = at_handler(world)
    client = sign_in(world.approver)
    assert "Chưa giao ai" in text_of(client, OFFICE)
    client.post(
        "/ban-lam-viec/chon/",
        {
            "viec": "giao", "nguoi": str(world.handler2),
            "chon": f"{dossier.code}:{dossier.events_seen}", "ve": OFFICE,
        },
    )  # fmt: skip
    assert Dossier.objects.get(pk=dossier.pk).officer_id == world.handler2
    text = text_of(client, OFFICE)
    assert re.search(r'nguoi=\d+">Ngô Thị Hường</a></th><td class="num">1</td>', text)
    only = text_of(client, OFFICE, nguoi=str(world.handler2))
    assert codes_in(only) == [dossier.code]
    assert "Đang xem việc của Ngô Thị Hường" in only
    assert sign_in(world.handler).get(OFFICE).status_code == 403


def test_the_search_finds_open_and_ended_dossiers_of_ones_own_agencies(
    world: World, sign_in: SignIn
) -> None:
    dossier = at_handler(world)
    client = sign_in(world.handler)
    assert dossier.code in text_of(client, "/ho-so/", q="nguyen van tu")
    assert dossier.code not in text_of(client, "/ho-so/", **{"trang-thai": "ended"})
    assert dossier.code not in text_of(sign_in(world.stranger), "/ho-so/", q="nguyen van tu")
    found = client.get("/ho-so/", {"q": f" {dossier.code.lower()} "})
    assert found["Location"] == f"/ho-so/{dossier.code}/"


def test_a_list_of_names_is_a_read_of_personal_data(world: World, sign_in: SignIn) -> None:
    dossier = at_handler(world)
    text_of(sign_in(world.handler))
    flush_reads()
    read = ReadEntry.objects.get(subject=dossier.code)
    assert (read.by, read.screen) == (f"a:{world.handler}", "desk")


# What a running house remembers and a test, in its transaction, reads again: the calendar of an
# agency (5 statements) and published versions (1 a group of the list).
REMEMBERED = 7


def test_a_desk_costs_the_same_few_statements_with_two_rows_and_with_many(
    world: World, sign_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client, head = sign_in(world.handler), sign_in(world.head)
    at_handler(world, days=1)
    at_handler(world, days=30)
    for _ in range(2):
        with django_assert_max_num_queries(15 + REMEMBERED):
            text_of(client)
        with django_assert_max_num_queries(20 + REMEMBERED):
            text_of(head, OFFICE)
        for number in range(20):
            at_handler(world, days=(1, 2, 30)[number % 3])


def test_control_slips_of_chosen_dossiers_come_as_one_file(world: World, sign_in: SignIn) -> None:
    made = [at_handler(world), at_handler(world)]
    chosen = [f"{dossier.code}:{dossier.events_seen}" for dossier in made]
    response = sign_in(world.handler).post(
        "/ban-lam-viec/chon/", {"viec": "phieu", "chon": [*chosen, "X:1"]}
    )
    assert response["Content-Type"] == "application/pdf"
    assert len(PdfReader(io.BytesIO(response.content)).pages) == 2
    flush_reads()
    assert ReadEntry.objects.filter(screen="form.06").count() == 2
    refused = sign_in(world.stranger).post(
        "/ban-lam-viec/chon/", {"viec": "phieu", "chon": chosen}, follow=True
    )
    assert "Nội dung này của" in refused.content.decode()

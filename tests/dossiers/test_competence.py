"""A dossier that was routed to the wrong agency goes to the competent one (F8)."""

from datetime import timedelta
from typing import Any

import pytest

from lienthong.dossiers.actions import endings, steps, waits
from lienthong.dossiers.actions.competence import move_competence
from lienthong.dossiers.models import Dossier, TimelineEvent
from lienthong.dossiers.queries.desk import DeskQuery, Whose, desk
from lienthong.dossiers.queries.reading import reading_of
from lienthong.dossiers.rules.ledger import ledger
from lienthong.dossiers.rules.lifecycle import State
from lienthong.journal.models import Entry
from lienthong.organisations import actions as organisations_actions
from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import AgencyKind
from tests.dossiers import world as worlds
from tests.dossiers.refusals import refused
from tests.dossiers.world import LAND, NOW, PROVINCE, VEHICLE, World, act

DAY = timedelta(days=1)
WHY = "Thửa đất thuộc địa bàn xã khác, Điều 5"


def examined(world: World, code: str = worlds.BENEFIT) -> Dossier:
    """Taken on by the committee of Hội An, two days ago."""
    dossier = worlds.receive(world, code, at=NOW - 2 * DAY)
    return worlds.advance(world, dossier, at=NOW - DAY)


def move(world: World, dossier: Dossier, to: int, **more: Any) -> Dossier:
    common = act(dossier, world.head, world.committee, NOW)
    return move_competence(**{**common, "agency": to, "reason": WHY, **more})


def test_the_dossier_goes_to_the_first_step_of_the_new_agency_and_its_clock_runs_on(
    world: World,
) -> None:
    before = examined(world)
    clock = reading_of(before, now=NOW).clock
    after = move(world, before, world.other_committee)
    assert (after.competent_id, after.agency_id) == (world.other_committee,) * 2
    assert (after.step, after.officer_id, after.state) == (before.step, None, State.IN_PROCESS)
    assert (after.due_at, after.promised_at) == (before.due_at, before.promised_at)
    assert reading_of(after, now=NOW).clock == clock
    entry = Entry.objects.get(subject=after.code, action="dossier.competence_moved")
    assert entry.by == f"a:{world.head}" and "promised" not in entry.data
    told = TimelineEvent.objects.get(dossier=after, type="handed_over", data__has_key="competent")
    assert told.data["reason"] == WHY
    rows, _ = desk(Whose(agencies=[world.other_committee]), query=DeskQuery(), now=NOW)
    assert [row.code for row in rows] == [after.code]
    assert not desk(Whose(agencies=[world.committee]), query=DeskQuery(), now=NOW)[0]


def test_the_ledger_says_how_long_each_of_the_two_had_it(world: World) -> None:
    dossier = move(world, examined(world), world.other_committee)
    spans = ledger(reading_of(dossier, now=NOW + DAY).events, now=NOW + DAY)
    assert [(span.agency, span.length) for span in spans[-2:]] == [
        (world.committee, DAY), (world.other_committee, DAY),
    ]  # fmt: skip


def test_what_follows_stays_with_the_new_agency_until_the_result_goes_to_the_counter(
    world: World,
) -> None:
    dossier = move(world, examined(world), world.other_committee)
    dossier = worlds.advance_to_result(world, dossier, at=NOW + DAY)
    assert dossier.agency_id == world.other_committee
    dossier = endings.complete(
        **act(dossier, world.stranger, world.other_committee, NOW + DAY), result_number="1"
    )
    assert (dossier.agency_id, dossier.competent_id) == (world.centre, world.other_committee)


def test_other_offices_of_a_step_are_those_of_the_new_commune(world: World) -> None:
    """Land: commune, land office, tax, commune."""
    dossier = move(world, worlds.receive(world, LAND, at=NOW - DAY), world.other_committee)
    assert dossier.agency_id == world.other_committee
    content = worlds.version_of(dossier).content
    held = [dossier.agency_id]
    at = NOW
    while not steps.gives_result(content, steps.step_of(content, dossier.step)):
        at += timedelta(hours=1)
        common = act(dossier, world.handler, dossier.agency_id, at)
        if content_step(dossier).kind.value == "inspect":
            steps.finish_inspection(**common, finding="Đúng")
        dossier = steps.advance(**common)
        held.append(dossier.agency_id)
    assert world.committee not in held and held[-1] == world.other_committee


def content_step(dossier: Dossier) -> Any:
    return steps.step_of(worlds.version_of(dossier).content, dossier.step)


def test_a_clock_that_has_not_started_will_run_by_the_calendar_of_the_new_agency(
    world: World,
) -> None:
    """It starts with the payment."""
    started, waiting = examined(world), worlds.receive(world, VEHICLE, at=NOW - DAY)
    assert waiting.clock_state == "not_started"
    police = [
        one.id
        for one in organisations.agencies_of_province(
            PROVINCE, AgencyKind.COMMUNE_POLICE, on=NOW.date()
        )
        if one.id != waiting.competent_id
    ]
    started = move(world, started, world.other_committee)
    waiting = move(world, waiting, police[0])
    assert reading_of(started, now=NOW).standing.calendar_agency == world.committee
    assert reading_of(waiting, now=NOW).standing.calendar_agency == police[0]
    paid = waits.confirm_payment(**act(waiting, world.handler, police[0], NOW), proof="BL")
    assert paid.clock_state == "running"


def test_a_new_agency_that_is_merged_later_is_followed(world: World) -> None:
    dossier = move(world, examined(world), world.other_committee)
    later = NOW + 10 * DAY
    organisations_actions.merge_agency(
        agency_id=world.other_committee, into_id=world.province, on=(NOW + 5 * DAY).date(),
        reason="Quyết định 1", by=worlds.BY, at=NOW,
    )  # fmt: skip
    moved = worlds.advance(world, dossier, at=later)
    assert moved.agency_id == world.province and moved.competent_id == world.other_committee


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        ("committee", "đang có thẩm quyền"),
        ("other_centre", "không nhận giải quyết"),
        ("elsewhere", "Không có cơ quan"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(world: World, to: str, sentence: str) -> None:
    dossier = examined(world)
    with refused(sentence):
        move(world, dossier, getattr(world, to, 10**6))


def test_it_needs_its_reason_and_a_dossier_that_is_worked_on(world: World) -> None:
    dossier = examined(world)
    with refused("lý do và căn cứ"):
        move(world, dossier, world.other_committee, reason=" ")
    waits.request_supplement(
        **act(dossier, world.handler, world.committee, NOW), wanted=["Đơn"], reason="x",
        legal_basis="y", until=None,
    )  # fmt: skip
    with refused("(?i)không thể “chuyển cơ quan”"):
        move(world, dossier, world.other_committee)

"""Test dossiers are worked on like real ones, and are in no figure, list, export or message.

Two lives are told the same way, one real and one a test; whoever looks sees the real one only. A
list of their own on the desk of those who work on them is the one place that shows test dossiers.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from lienthong.dossiers.actions import corrections, endings, reminders, sidelines, waits
from lienthong.dossiers.models import Dossier
from lienthong.dossiers.queries import counter, lists, worklist
from lienthong.dossiers.queries.corrections import scope
from lienthong.dossiers.queries.desk import (
    DeskQuery,
    Whose,
    counts,
    desk,
    same_day_open,
    sidelines_for,
    workloads,
)
from lienthong.dossiers.queries.forms import Printing, register
from lienthong.dossiers.queries.worklist import late_recordings, reminders_for
from lienthong.dossiers.rules.corrections import CorrectionKind, Policy
from lienthong.dossiers.rules.late import LateRecord
from lienthong.dossiers.rules.lifecycle import State
from lienthong.measures.actions import fold_pending
from lienthong.measures.models import Daily, OpenDue, OpenStock
from lienthong.organisations import queries as organisations
from tests.dossiers import world as worlds
from tests.dossiers.refusals import refused
from tests.dossiers.world import BIRTH, NOW, World, act

DAY = timedelta(days=1)


@pytest.fixture
def twins(world: World) -> list[Dossier]:
    """Of each kind of life one real dossier and one test, in this order."""
    made = []
    for tell in LIVES:
        made += [tell(world, test=False), tell(world, test=True)]
    assert [dossier.is_test for dossier in made] == [False, True] * 5
    reminders.remind_of_waits(at=NOW + 30 * DAY)
    reminders.notice_stale(at=NOW + 30 * DAY)
    reminders.accept_unanswered(at=NOW + 3 * DAY)
    return made


def _finished(world: World, *, test: bool) -> Dossier:
    dossier = worlds.receive(world, at=NOW - 9 * DAY, test=test)
    dossier = worlds.advance_to_result(world, dossier, at=NOW - 8 * DAY)
    late = LateRecord(occurred_at=NOW - 5 * DAY, reason="Mất điện", second=f"a:{world.head}")
    return endings.complete(
        **act(dossier, world.approver, world.committee, NOW - DAY), result_number="1", late=late
    )


def _late(world: World, *, test: bool) -> Dossier:
    return worlds.advance(
        world, worlds.receive(world, at=NOW - 30 * DAY, test=test), at=NOW - 29 * DAY
    )


def _waiting(world: World, *, test: bool) -> Dossier:
    dossier = worlds.receive(world, at=NOW - 40 * DAY, test=test)
    return waits.request_supplement(
        **act(dossier, world.receptionist, world.centre, NOW - DAY), wanted=["Đơn"], reason="x",
        legal_basis="y", until=NOW.date() + 5 * DAY,
    )  # fmt: skip


def _same_day(world: World, *, test: bool) -> Dossier:
    dossier = worlds.receive(world, BIRTH, at=NOW, test=test)
    return worlds.advance(world, dossier, at=NOW)


def _unanswered(world: World, *, test: bool) -> Dossier:
    return worlds.submit(world, at=NOW - DAY, test=test)


LIVES = (_finished, _late, _waiting, _same_day, _unanswered)


def real(twins: list[Dossier]) -> set[str]:
    return {dossier.code for dossier in twins if not dossier.is_test}


def test_every_list_behind_a_figure_holds_real_dossiers_only(
    world: World, twins: list[Dossier]
) -> None:
    seen = set()
    whole = lists.Whole(agencies=[world.committee], province="48")
    for figure in sorted(lists.LISTS):
        asked = lists.Asked(
            figure=figure, since=NOW.date() - 60 * DAY, until=NOW.date() + DAY,
            as_of=NOW + DAY, soon=NOW + 9 * DAY,
        )  # fmt: skip
        rows, _ = lists.dossiers(whole, asked)
        assert {row.code for row in rows} <= real(twins), figure
        seen |= {row.code for row in rows}
    assert seen == real(twins), "each real one is in some list"
    assert {row.code for row in lists.asked_near_due(whole, within=10**9)} <= real(twins)


def test_counters_are_those_of_the_real_dossiers_alone(world: World, twins: list[Dossier]) -> None:
    def counted() -> list[Any]:
        fold_pending(at=NOW + 31 * DAY)
        tables: tuple[Any, ...] = (Daily, OpenStock, OpenDue)
        keys = ("place", "procedure")
        return [
            sorted(table.objects.exclude(value=0).values_list(*keys, "value")) for table in tables
        ]

    before = counted()
    assert before[0] and before[1] and before[2]
    for tell in (_finished, _late, _waiting, _same_day):
        tell(world, test=True)
    assert counted() == before


def test_desk_figures_register_late_recordings_and_reminders_name_no_test(
    world: World, twins: list[Dossier]
) -> None:
    centre, committee = world.centre, world.committee
    assert same_day_open([committee], now=NOW) == 1
    assert sum(load.open for load in workloads([centre, committee], now=NOW)) == 4
    printing = Printing(at=NOW, address="", demo=False)
    lines = register(
        [centre], issuer=organisations.agency(centre), since=NOW.date() - 60 * DAY,
        until=NOW.date(), printing=printing,
    ).lines  # fmt: skip
    assert {line.code for line in lines} == real(twins)
    recorded, _ = late_recordings([centre, committee])
    assert {line.code for line in recorded} <= real(twins) and recorded
    reminded = reminders_for([centre, committee], limit=100)
    assert {line.code for line in reminded} <= real(twins) and reminded


def test_nobody_answers_a_test_by_itself(twins: list[Dossier]) -> None:
    states = [Dossier.objects.get(pk=dossier.pk).state for dossier in twins[-2:]]
    assert states == [State.ACCEPTED, State.SUBMITTED]


def test_a_correction_by_scope_leaves_tests_out_and_one_by_code_reaches_them(
    world: World, twins: list[Dossier]
) -> None:
    def reached(said: dict[str, Any]) -> set[str]:
        correction = corrections.open_correction(
            kind=CorrectionKind.LIMIT, title="x", scope=said, policy=Policy.FOLLOW_RULE,
            change={"limit": {"amount": "9", "unit": "working_day"}}, evidence="y",
            actor=worlds.actor(world.corrector, world.province), at=NOW,
        )  # fmt: skip
        return {dossier.code for dossier in scope(correction)}

    assert reached({"version": twins[0].version_id}) <= real(twins)
    assert reached({"codes": [twins[1].code]}) == {twins[1].code}


ONLY = ("all", "today", "to_sign", "to_accept", "late", "waiting", "to_return", "unassigned")


def on_desks(world: World, only: str, **more: Any) -> list[str]:
    whose = Whose(agencies=[world.committee, world.centre, world.police])
    rows, _ = desk(whose, query=DeskQuery(only=only, **more), now=NOW)
    return [row.code for row in rows]


def test_no_list_of_a_desk_shows_a_test_but_the_one_that_is_theirs(
    world: World, twins: list[Dossier]
) -> None:
    shown = [code for only in ONLY for code in on_desks(world, only)]
    assert set(shown) == real(twins), "each real one is in some list"
    tests = {dossier.code for dossier in twins if dossier.is_test}
    assert set(on_desks(world, "tests")) == tests, "the one whose result waits too"
    assert on_desks(world, "tests", text=twins[3].code) == [twins[3].code]


def figures(world: World) -> list[Any]:
    """Every number that desks and counters show."""
    agencies = [world.centre, world.committee, world.police]
    whose = Whose(agencies=agencies)
    groups = [
        worklist.group_counts(
            whose, query=DeskQuery(only=only), now=NOW, soon_until=NOW + 3 * DAY
        )
        for only in ONLY
    ]  # fmt: skip
    asked = counter.RegisterQuery(since=NOW.date() - 60 * DAY, until=NOW.date())
    return [
        replace(counts(whose, now=NOW), tests=False), groups, workloads(agencies, now=NOW),
        worklist.procedures_on(whose, now=NOW), same_day_open(agencies, now=NOW),
        counter.results_waiting(world.centre), len(counter.waiting_online(world.centre)),
        counter.registered(agencies, query=asked, now=NOW),
        counter.procedures_in_register(agencies, query=asked, now=NOW),
        counter.frequent_procedures(world.centre, now=NOW),
    ]  # fmt: skip


def test_no_number_of_a_desk_or_a_counter_moves_with_a_test(world: World) -> None:
    for tell in LIVES:
        tell(world, test=False)
    before = figures(world)
    whose = Whose(agencies=[world.committee])
    assert not counts(whose, now=NOW).tests
    for tell in LIVES:
        tell(world, test=True)
    worlds.receive(world, "2.000815", at=NOW, test=True)
    assert figures(world) == before
    assert counts(whose, now=NOW).tests, "so that their own place is offered"


def test_lists_of_counters_searches_and_questions_name_no_test(
    world: World, twins: list[Dossier]
) -> None:
    agencies = [world.centre, world.committee]
    for dossier in twins[2:4]:
        sidelines.request_opinion(
            **act(dossier, world.handler, world.committee, NOW), agency=world.police,
            question="Đúng?", amount="2", unit="working_day",
        )  # fmt: skip
    found, _ = worklist.search("", agencies=agencies)
    assert {row.code for row in found} == real(twins)
    assert worklist.search(twins[3].code, agencies=agencies)[0] == []
    results, _ = counter.results(agencies)
    assert [row.code for row in results] == [twins[0].code]
    online = worlds.submit(world, at=NOW, test=False), worlds.submit(world, at=NOW, test=True)
    codes = {row.code for row in counter.waiting_online(world.centre, limit=9)}
    assert online[0].code in codes and online[1].code not in codes
    assert [row.code for row in sidelines_for([world.police])] == [twins[2].code]
    assert [row.code for row in sidelines_for([world.police], tests=True)] == [twins[3].code]


def test_tests_expire_after_their_days_in_every_open_state(
    world: World, twins: list[Dossier]
) -> None:
    """R129."""
    tests = [dossier.pk for dossier in twins if dossier.is_test]
    assert reminders.expire_tests(at=NOW + 31 * DAY) == 4, "the finished one is finished"
    rows = Dossier.objects.filter(pk__in=tests)
    assert {(row.state, row.outcome) for row in rows} == {
        (State.STOPPED, "expired"), (State.DONE, "completed"),
    }  # fmt: skip
    assert reminders.expire_tests(at=NOW + 32 * DAY) == 0
    open_real = Dossier.objects.filter(is_test=False, ended_at=None)
    assert open_real.count() == 4, "real ones never expire"


def test_a_test_expires_neither_early_nor_by_hand_of_others(world: World) -> None:
    worlds.receive(world, at=NOW - 30 * DAY, test=True)
    assert reminders.expire_tests(at=NOW) == 0
    assert reminders.expire_tests(at=NOW + timedelta(seconds=1)) == 1


def test_the_mark_is_no_ordinary_act(world: World) -> None:
    dossier = worlds.receive(world)
    with refused("hồ sơ thử"):
        corrections.open_correction(
            kind=CorrectionKind.TEST_MARK, title="x", scope={"codes": [dossier.code]},
            change={}, policy=Policy.FOLLOW_RULE, evidence="y",
            actor=worlds.actor(world.corrector, world.province), at=NOW,
        )  # fmt: skip


def test_the_counters_own_register_and_favourites_leave_tests_out(
    world: World, twins: list[Dossier]
) -> None:
    asked = counter.RegisterQuery(since=NOW.date() - 60 * DAY, until=NOW.date())
    assert counter.registered([world.centre], query=asked, now=NOW) == len(real(twins))
    only_tests = "2.000815"
    worlds.receive(world, only_tests, at=NOW, test=True)
    favourites = counter.frequent_procedures(world.centre, now=NOW)
    assert only_tests not in {row.code for row in favourites}

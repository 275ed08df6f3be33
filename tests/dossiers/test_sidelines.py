"""Opinions of other agencies and the parts of interlinked procedures, each with its own clock."""

from datetime import timedelta
from typing import Any

import pytest

from lienthong.dossiers.actions import endings, sidelines
from lienthong.dossiers.models import Dossier, Sideline
from lienthong.dossiers.queries.desk import sidelines_for
from lienthong.dossiers.queries.reading import reading_of
from lienthong.dossiers.rules.ledger import ledger
from lienthong.organisations import actions as organisations_actions
from tests.dossiers import world as worlds
from tests.dossiers.refusals import refused
from tests.dossiers.world import BENEFIT, INTERLINKED, LAND, NOW, World, act

DAY = timedelta(days=1)
QUESTION: dict[str, Any] = {"question": "Có đồng ý không?", "amount": "3", "unit": "working_day"}


def taken(world: World, code: str, *, at: Any = NOW - DAY) -> Dossier:
    return worlds.advance(world, worlds.receive(world, code, at=at), at=at)


def ask(world: World, dossier: Dossier, agency: int, at: Any = NOW) -> Dossier:
    return sidelines.request_opinion(
        **act(dossier, world.handler, world.committee, at), agency=agency, **QUESTION
    )


def answer(world: World, dossier: Dossier, key: str, agency: int, at: Any) -> Dossier:
    return sidelines.answer_opinion(
        **act(dossier, world.handler, agency, at), key=key, answer="Đồng ý"
    )


def test_the_time_of_a_consulted_agency_is_its_own(world: World) -> None:
    """R123, F9: its own due instant, on its own desk, its days in the ledger."""
    dossier = ask(world, taken(world, LAND), world.police)
    assert (dossier.clock_state, dossier.holder) == ("paused", "consulted")
    line = Sideline.objects.get(dossier=dossier)
    assert (line.kind, line.agency_id, line.closed_at) == ("consultation", world.police, None)
    # Three working days of the police, who work on Saturday; the committee's would end a day later.
    assert line.due_at == NOW + 4 * DAY
    assert [row.code for row in sidelines_for([world.police])] == [dossier.code]
    dossier = answer(world, dossier, line.key, world.police, NOW + 9 * DAY)
    assert dossier.clock_state == "running" and sidelines_for([world.police]) == []
    line.refresh_from_db()
    assert line.closed_at is not None and line.closed_at > line.due_at, "late on its own account"
    spans = ledger(reading_of(dossier, now=NOW + 10 * DAY).events, now=NOW + 10 * DAY)
    consulted = [span for span in spans if span.kind == "consulted"]
    assert [(span.agency, span.length) for span in consulted] == [(world.police, 9 * DAY)]
    assert dossier.first_late_at is None


def test_an_agency_that_is_no_more_is_not_asked(world: World) -> None:
    dossier = taken(world, BENEFIT)
    organisations_actions.merge_agency(
        agency_id=world.other_committee, into_id=world.province, on=(NOW + DAY).date(),
        reason="Quyết định 1", by=worlds.BY, at=NOW,
    )  # fmt: skip
    with refused("không còn hoạt động"):
        ask(world, dossier, world.other_committee, at=NOW + DAY)
    assert Sideline.objects.count() == 0
    ask(world, dossier, world.other_committee)
    assert Sideline.objects.get().agency_id == world.other_committee, "today it still works"


def test_where_the_rule_counts_an_opinion_the_clock_runs_on(world: World) -> None:
    dossier = ask(world, taken(world, BENEFIT), world.police)
    assert (dossier.clock_state, dossier.holder) == ("running", "agency")
    (*_, last) = ledger(reading_of(dossier, now=NOW + DAY).events, now=NOW + DAY)
    assert [(inner.kind, inner.agency) for inner in last.within] == [("consultation", world.police)]


def test_two_agencies_asked_at_once_answer_in_any_order(world: World) -> None:
    dossier = ask(world, taken(world, LAND), world.police)
    dossier = ask(world, dossier, world.province, NOW + DAY)
    dossier = answer(world, dossier, "consultation-1", world.police, NOW + 2 * DAY)
    assert dossier.clock_state == "paused"
    with refused("không còn chờ"):
        answer(world, dossier, "consultation-1", world.police, NOW + 2 * DAY)
    dossier = answer(world, dossier, "consultation-2", world.province, NOW + 5 * DAY)
    assert (dossier.clock_state, dossier.holder) == ("running", "agency")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"question": " "}, "nội dung"), ({"amount": "vài"}, "phải là một số"),
        ({"amount": "1/0"}, "phải là một số"), ({"amount": "0"}, "lớn hơn 0"),
        ({"amount": "9999"}, "mười năm"), ({"unit": "week"}, "đơn vị"),
        ({"unit": "same_day"}, "đơn vị"), ({"unit": ""}, "đơn vị"),
    ],
)  # fmt: skip
def test_a_question_that_says_too_little_is_refused(
    world: World, changes: dict[str, str], sentence: str
) -> None:
    dossier = taken(world, LAND)
    with refused(sentence):
        sidelines.request_opinion(
            **act(dossier, world.handler, world.committee, NOW),
            agency=world.police, **{**QUESTION, **changes},
        )  # fmt: skip


def test_an_agency_is_not_asked_for_its_own_opinion_and_an_answer_says_something(
    world: World,
) -> None:
    dossier = taken(world, LAND)
    with refused("chính cơ quan"):
        ask(world, dossier, world.committee)
    with refused("Không có cơ quan"):
        ask(world, dossier, 10_000)
    dossier = ask(world, dossier, world.police)
    with refused("ý kiến trả lời"):
        sidelines.answer_opinion(
            **act(dossier, world.handler, world.police, NOW), key="consultation-1", answer=" "
        )


def test_interlinked_procedures_are_one_dossier_with_parts_that_have_clocks_of_their_own(
    world: World,
) -> None:
    """R136, F28: birth, residence and health insurance."""
    dossier = worlds.receive(world, INTERLINKED, at=NOW - 2 * DAY)
    common = act(dossier, world.handler, world.committee, NOW)
    with refused("đến lượt"):
        sidelines.open_subtasks(**common)
    for _ in range(3):
        dossier = worlds.advance(world, dossier, at=NOW - DAY)
    assert dossier.step == "linked"
    dossier = sidelines.open_subtasks(**common)
    lines = {line.key: line for line in Sideline.objects.filter(dossier=dossier)}
    assert set(lines) == {"residence", "insurance"}
    assert lines["residence"].agency_id == world.police
    assert lines["residence"].name != "residence", "the desk shows its name"
    due = {key: line.due_at for key, line in lines.items()}
    assert due["residence"] and due["insurance"] and due["insurance"] < due["residence"]
    assert dossier.clock_state == "running"
    with refused("đến lượt"):
        sidelines.open_subtasks(**common)
    done = act(dossier, world.handler, world.committee, NOW + 3 * DAY)
    with refused("chưa làm xong phần việc"):
        endings.complete(**done, result_number="1")
    with refused("kết quả của phần việc"):
        sidelines.finish_subtask(**done, key="residence", result="")
    residence = act(dossier, world.handler, world.police, NOW + 2 * DAY)
    sidelines.finish_subtask(**residence, key="residence", result="Đã đăng ký")
    insurance = act(dossier, world.handler, lines["insurance"].agency_id, NOW + 3 * DAY)
    sidelines.finish_subtask(**insurance, key="insurance", result="Thẻ 1")
    with refused("không còn chờ"):
        sidelines.finish_subtask(**residence | {"at": NOW + 3 * DAY}, key="residence", result="x")
    done = act(dossier, world.approver, world.committee, NOW + 3 * DAY)
    assert endings.complete(**done, result_number="1").outcome == "completed"
    assert Dossier.objects.filter(applicant_id=world.persons[0]).count() == 1
    (only,) = [
        s for s in ledger(reading_of(dossier, now=NOW).events, now=NOW) if s.step == "linked"
    ]
    assert only.agency == world.committee


def test_a_withdrawal_while_waiting_closes_what_others_were_asked(world: World) -> None:
    dossier = ask(world, taken(world, LAND), world.police)
    endings.withdraw(**act(dossier, world.handler, world.committee, NOW + DAY), reason="")
    assert Sideline.objects.get(dossier=dossier).closed_at == NOW + DAY
    assert sidelines_for([world.police]) == []

"""Laws of the fold, over random lives."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.lifecycle import EventType, State
from lienthong.dossiers.rules.timeline import Event, Standing, advance, corrected, fold
from tests.dossiers import walks
from tests.dossiers.walks import AGENCY, BEGIN, COUNTER, OTHER, Draw, draws, event, life, walk

E = EventType


@given(draws)
def test_the_fold_of_a_life_is_its_prefix_and_then_the_rest(drawn: list[Draw]) -> None:
    events = walk(drawn)
    whole = fold(events)
    for cut in range(1, len(events) + 1):
        standing = fold(events[:cut])
        for rest in events[cut:]:
            standing = advance(standing, rest)
        assert standing == whole


@given(st.lists(st.sampled_from(sorted(EventType)), max_size=12), st.integers(0, 6))
def test_any_order_of_events_is_folded_or_refused_in_a_sentence(
    kinds: list[EventType], knob: int
) -> None:
    standing = advance(Standing(), walks.submitted())
    for place, kind in enumerate(kinds, start=2):
        made = walks.data(kind, standing, knob, [])
        if kind is E.SUBMITTED:
            made = dict(walks.submitted().data)
        try:
            standing = advance(standing, event(place, kind, BEGIN, **made))
        except NotAllowed as refusal:
            assert len(str(refusal)) > 10


@given(draws)
def test_somebody_holds_the_dossier_and_only_one(drawn: list[Draw]) -> None:
    events = walk(drawn)
    for cut in range(1, len(events) + 1):
        now = fold(events[:cut])
        assert now.held_since is not None
        if now.open:
            assert now.holder in {"agency", "applicant", "consulted", "system"}
            assert (now.ended_at, now.outcome) == (None, "")
        else:
            assert now.holder == (
                "desk" if now.state is State.DONE and now.outcome != "closed" else "nobody"
            )
            assert now.ended_at is not None and now.outcome
            assert not now.pauses and not now.open_sidelines
        if now.state in {State.AWAITING_SUPPLEMENT, State.AWAITING_PAYMENT}:
            assert now.holder == "applicant"
        if now.holder == "agency" and now.state is not State.SUBMITTED:
            assert now.step


def test_what_left_no_result_cannot_be_returned() -> None:
    with pytest.raises(NotAllowed, match="không có kết quả phải trả"):
        fold(life((E.CLOSED, 1, {}), (E.RETURNED, 2, {})))


@given(draws)
@example([(0, 0, 0), (4, 0, 0), (34, 1, 0)])
def test_the_holder_since_moves_only_when_somebody_else_holds_or_a_step_begins(
    drawn: list[Draw],
) -> None:
    events = walk(drawn)
    for cut in range(2, len(events) + 1):
        before, now = fold(events[: cut - 1]), fold(events[:cut])
        if now.held_since != before.held_since:
            placed = events[cut - 1].type in {E.ACCEPTED, E.MOVED, E.HANDED_OVER}
            assert placed or now.holder != before.holder


@given(draws, st.integers(0, 6))
def test_a_correction_undone_was_never_made(drawn: list[Draw], knob: int) -> None:
    events = walk(drawn)
    at = events[-1].occurred_at
    setting = {**walks.data(E.CORRECTED, Standing(), knob, events), "correction": 1}
    wrong = event(len(events) + 1, E.CORRECTED, at, **setting)
    undone = event(len(events) + 2, E.CORRECTED, at, correction=2, undo=1)
    assert fold([*events, wrong, undone]) == fold(events)
    assert corrected([*events, wrong, undone])[0][: len(events)] == events


@given(draws, st.integers(0, 6))
def test_an_undo_undone_sets_the_correction_again(drawn: list[Draw], knob: int) -> None:
    events = walk(drawn)
    at = events[-1].occurred_at
    setting = {**walks.data(E.CORRECTED, Standing(), knob, events), "correction": 1}
    wrong = event(len(events) + 1, E.CORRECTED, at, **setting)
    undone = event(len(events) + 2, E.CORRECTED, at, correction=2, undo=1)
    again = event(len(events) + 3, E.CORRECTED, at, correction=3, undo=2)
    assert fold([*events, wrong, undone, again]) == fold([*events, wrong])


def test_of_two_corrections_the_later_one_wins() -> None:
    events = life((E.CORRECTED, 1, {"correction": 1, "set": {"edition": 3}}))
    events.append(
        event(4, E.CORRECTED, BEGIN + timedelta(hours=2), correction=2, set={"edition": 4})
    )
    assert fold(events).edition == 4


def test_a_corrected_instant_and_reason_hold_for_everything_read_from_them() -> None:
    moved = (BEGIN + timedelta(minutes=30)).isoformat()
    events = life(
        (E.PAUSED, 1, {"reason": "system_down"}),
        (E.CORRECTED, 2, {"correction": 1, "set": {"occurred": {"3": moved}}}),
        (E.CORRECTED, 3, {"correction": 2, "set": {"pause_reason": {"3": "applicant_request"}}}),
    )
    now = fold(events)
    assert (now.holder, now.pauses) == ("applicant", ("applicant_request",))
    assert now.held_since == BEGIN + timedelta(minutes=30)


def test_the_answer_to_no_question_is_refused_in_a_sentence() -> None:
    with pytest.raises(NotAllowed, match="không còn chờ"):
        fold(life((E.CONSULTATION_ANSWERED, 1, {"key": "none"})))
    with pytest.raises(NotAllowed, match="không còn chờ"):
        fold(life((E.SUBTASK_DONE, 1, {"key": "none"})))


@pytest.mark.parametrize("kind", [E.PAUSED, E.EXTENDED, E.SUBTASK_OPENED, E.APOLOGISED])
def test_before_acceptance_nothing_of_the_settlement_happens(kind: EventType) -> None:
    asked = [walks.submitted(), event(2, E.SUPPLEMENT_REQUESTED, BEGIN)]
    made = walks.data(kind, Standing(), 1, asked)
    with pytest.raises(NotAllowed, match="chưa được tiếp nhận"):
        fold([*asked, event(3, kind, BEGIN, **made)])


def test_a_supplement_before_acceptance_comes_back_to_the_counter() -> None:
    now = fold(
        [
            walks.submitted(),
            event(2, E.SUPPLEMENT_REQUESTED, BEGIN + timedelta(hours=1)),
            event(3, E.SUPPLEMENT_RECEIVED, BEGIN + timedelta(hours=9)),
        ]
    )
    assert (now.state, now.holder) == (State.SUBMITTED, "agency")
    assert now.held_since == BEGIN + timedelta(hours=9)


def test_going_back_two_steps_and_on_again_is_counted_once_and_can_be_sent_back_again() -> None:
    def at(step: str, **more: object) -> dict[str, object]:
        return {"step": step, "role": "handler", "agency": AGENCY, **more}

    events = life(
        (E.MOVED, 1, at("examine")),
        (E.MOVED, 2, at("inspect")),
        (E.MOVED, 3, at("receive", back=True)),
        (E.MOVED, 4, at("examine")),
    )
    now = fold(events)
    assert (now.step, now.back_and_forth, now.steps_done) == ("examine", 1, ("receive",))


def test_competence_that_moves_keeps_the_calendar_of_the_start() -> None:
    handed = {"step": "examine", "role": "handler", "agency": OTHER, "competent": OTHER}
    now = fold(life((E.HANDED_OVER, 1, handed)))
    assert (now.competent, now.agency, now.calendar_agency) == (OTHER, OTHER, AGENCY)
    later = {"step": "approve", "role": "approver", "agency": OTHER}
    still = fold(life((E.HANDED_OVER, 1, handed), (E.MOVED, 2, later)))
    assert (still.competent, still.competence_moved) == (OTHER, True)


def test_competence_that_moves_before_the_clock_starts_brings_its_own_calendar() -> None:
    handed = {"step": "examine", "role": "handler", "agency": OTHER, "competent": OTHER}
    now = fold(life((E.HANDED_OVER, 1, {**handed, "calendar_agency": OTHER})))
    assert now.calendar_agency == OTHER


def test_who_becomes_competent_does_the_steps_anew_and_nobody_was_sent_back() -> None:
    def at(step: str, **more: object) -> dict[str, object]:
        return {"step": step, "role": "handler", "agency": AGENCY, **more}

    events = life(
        (E.MOVED, 1, at("examine")),
        (E.MOVED, 2, at("inspect")),
        (E.HANDED_OVER, 3, at("examine", agency=OTHER, competent=OTHER)),
    )
    now = fold(events)
    assert (now.step, now.steps_done, now.back_and_forth) == ("examine", ("receive",), 0)


def test_two_waits_at_once_end_one_by_one() -> None:
    told: list[tuple[EventType, float, dict[str, object]]] = [
        (E.CONSULTATION_REQUESTED, 1, {"key": "c1", "agency": OTHER, "pauses": True}),
        (E.SUPPLEMENT_REQUESTED, 2, {}),
        (E.PAUSED, 3, {"reason": "applicant_request"}),
        (E.RESUMED, 4, {"reason": "applicant_request"}),
        (E.SUPPLEMENT_RECEIVED, 5, {}),
        (E.CONSULTATION_ANSWERED, 6, {"key": "c1"}),
    ]
    holders = [fold(life(*told[:count])).holder for count in range(len(told) + 1)]
    assert holders == [
        "agency", "consulted", "applicant", "applicant", "applicant", "consulted", "agency",
    ]  # fmt: skip


def test_an_ended_dossier_goes_back_to_the_counter_that_returns_it() -> None:
    now = fold(life((E.COMPLETED, 1, {"return_at": COUNTER, "number": "1"})))
    assert (now.state, now.holder, now.agency) == (State.DONE, "desk", COUNTER)
    assert fold(life((E.CLOSED, 1, {}))).holder == "nobody"


def test_the_record_of_the_end_is_kept_beside_the_fact() -> None:
    end = life((E.COMPLETED, 1, {"return_at": COUNTER}))[-1]
    late: Event = replace(end, recorded_at=end.occurred_at + timedelta(hours=5))
    now = fold([*life(), late])
    assert now.ended_recorded_at == late.recorded_at != now.ended_at

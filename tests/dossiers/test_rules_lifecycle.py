"""The lifecycle: a total table, national numbers, its diagram in the docs."""

import pytest

from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.lifecycle import (
    ENDED,
    EVENT_NAMES,
    OPEN,
    STATE_NAMES,
    TRANSITIONS,
    EventType,
    State,
    diagram,
    next_state,
    possible,
)
from tests.dossiers.lifecycle_page import PAGE, page


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("event", EventType)
def test_every_event_in_every_state_is_allowed_or_refused_in_a_sentence(
    state: State, event: EventType
) -> None:
    if event in possible(state):
        assert next_state(state, event) in State
        return
    with pytest.raises(NotAllowed) as refusal:
        next_state(state, event)
    assert STATE_NAMES[state] in str(refusal.value)
    assert str(refusal.value).endswith("làm được lúc này.")


def test_states_bear_their_national_numbers() -> None:
    assert [state.value for state in State] == list(range(1, 11))
    assert (State.SUBMITTED, State.ACCEPTED, State.NOT_ACCEPTED) == (1, 2, 3)
    assert (State.IN_PROCESS, State.AWAITING_SUPPLEMENT, State.AWAITING_PAYMENT) == (4, 5, 6)
    assert (State.WITHDRAWN, State.STOPPED, State.DONE, State.RETURNED) == (7, 8, 9, 10)


def test_every_state_and_event_has_a_name_and_a_row() -> None:
    assert set(TRANSITIONS) == set(STATE_NAMES) == set(State)
    assert set(EVENT_NAMES) == set(EventType)
    assert len(set(STATE_NAMES.values())) == len(State)
    assert State(8) in ENDED and not OPEN & ENDED and set(State) == OPEN | ENDED


def test_what_ended_never_comes_back_and_nothing_submits_twice() -> None:
    for state, moves in TRANSITIONS.items():
        assert EventType.SUBMITTED not in moves
        if state in ENDED:
            assert not set(moves.values()) & OPEN


def test_every_state_is_reached_and_every_open_one_can_end() -> None:
    reached = {State.SUBMITTED}
    for _ in State:
        reached |= {target for state in reached for target in TRANSITIONS[state].values()}
    assert reached == set(State)
    for state in OPEN:
        assert set(TRANSITIONS[state].values()) & ENDED


@pytest.mark.parametrize(
    ("state", "event", "target"),
    [
        (State.AWAITING_SUPPLEMENT, EventType.DECLINED, State.NOT_ACCEPTED),  # 5 → 3
        (State.AWAITING_SUPPLEMENT, EventType.STOPPED, State.STOPPED),  # 5 → 8
        (State.AWAITING_SUPPLEMENT, EventType.WITHDRAWN, State.WITHDRAWN),  # 5 → 7
        (State.AWAITING_PAYMENT, EventType.WITHDRAWN, State.WITHDRAWN),  # 6 → 7
        (State.DONE, EventType.RETURNED, State.RETURNED),  # 9 → 10
    ],
)
def test_the_transitions_of_the_design(state: State, event: EventType, target: State) -> None:
    assert next_state(state, event) is target


def test_the_diagram_names_every_state_and_every_change() -> None:
    drawn = diagram()
    for state, moves in TRANSITIONS.items():
        assert state.name in drawn
        for event, target in moves.items():
            if target is not state:
                line = next(
                    line
                    for line in drawn.splitlines()
                    if f" {state.name} --> {target.name}:" in line
                )
                assert event.value in line


def test_the_page_of_the_docs_is_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "write it anew: python -m tests.dossiers.lifecycle_page"
    )

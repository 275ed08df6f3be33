"""The law of the ledger: spans join, add up to the second, one holder each."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lienthong.dossiers.rules.ledger import Span, elapsed, ledger
from lienthong.dossiers.rules.lifecycle import EventType
from lienthong.dossiers.rules.timeline import Event, fold
from tests.dossiers.walks import (
    AGENCY,
    ASKED,
    BEGIN,
    COUNTER,
    OTHER,
    Draw,
    draws,
    event,
    life,
    walk,
)

E = EventType
KINDS = {"queue", "agency", "applicant", "consulted", "system", "desk"}


def check_law(events: list[Event], now: datetime) -> list[Span]:
    spans = ledger(events, now=now)
    assert all(before.ends_at == after.starts_at for before, after in pairwise(spans))
    assert sum((span.length for span in spans), timedelta(0)) == elapsed(events, now=now)
    for span in spans:
        assert span.kind in KINDS and span.length > timedelta(0)
        for inner in span.within:
            assert span.starts_at <= inner.starts_at < inner.ends_at <= span.ends_at
    if spans:
        assert spans[0].starts_at == events[0].occurred_at
    return spans


@given(draws, st.integers(0, 3_000_000), st.booleans())
def test_spans_join_and_add_up_over_any_life(
    drawn: list[Draw],
    later: int,
    corrections: bool,  # noqa: FBT001 (drawn)
) -> None:
    events = walk(drawn, corrections=corrections)
    check_law(events, events[-1].occurred_at + timedelta(seconds=later))


@given(draws, st.floats(0, 1))
def test_spans_join_and_add_up_as_of_any_moment(drawn: list[Draw], part: float) -> None:
    events = walk(drawn)
    whole = events[-1].occurred_at - events[0].occurred_at
    check_law(events, events[0].occurred_at + whole * part)


@given(draws)
def test_what_is_beside_the_main_line_is_every_open_consultation_and_part(
    drawn: list[Draw],
) -> None:
    """Each second of a sideline is seen: as the holder of a span, or within one."""
    events = walk(drawn)
    now = events[-1].occurred_at + timedelta(hours=1)
    spans = check_law(events, now)
    ends = spans[-1].ends_at if spans else now
    for line in fold(events).sidelines:
        seen = timedelta(0)
        for span in spans:
            if span.kind == "consulted" and span.agency == line.agency and line.pauses:
                overlap = min(span.ends_at, line.closed_at or ends) - max(
                    span.starts_at, line.opened_at
                )
                seen += max(overlap, timedelta(0))
                continue
            seen += sum(
                (
                    inner.length
                    for inner in span.within
                    if (inner.agency, inner.kind) == (line.agency, line.kind)
                    and line.opened_at <= inner.starts_at
                    and inner.ends_at <= (line.closed_at or ends)
                ),
                timedelta(0),
            )
        assert seen >= min(line.closed_at or ends, ends) - line.opened_at


def lengths(spans: list[Span]) -> list[tuple[str, int, float]]:
    return [(span.kind, span.agency, span.length / timedelta(hours=1)) for span in spans]


def test_a_consultation_that_pauses_is_held_by_the_asked_agency() -> None:
    events = life(
        (E.CONSULTATION_REQUESTED, 2, {"key": "c1", "agency": ASKED, "pauses": True}),
        (E.CONSULTATION_ANSWERED, 50, {"key": "c1"}),
        (E.COMPLETED, 51, {"return_at": COUNTER}),
        (E.RETURNED, 53, {}),
    )
    assert lengths(ledger(events, now=BEGIN + timedelta(days=30))) == [
        ("agency", COUNTER, 2), ("consulted", ASKED, 48), ("agency", COUNTER, 1),
        ("desk", COUNTER, 2),
    ]  # fmt: skip


def test_two_agencies_asked_at_once_are_both_seen() -> None:
    events = life(
        (E.CONSULTATION_REQUESTED, 2, {"key": "c1", "agency": ASKED, "pauses": True}),
        (E.CONSULTATION_REQUESTED, 4, {"key": "c2", "agency": OTHER, "pauses": True}),
        (E.CONSULTATION_ANSWERED, 10, {"key": "c1"}),
        (E.CONSULTATION_ANSWERED, 30, {"key": "c2"}),
    )
    spans = ledger(events, now=BEGIN + timedelta(hours=31))
    assert lengths(spans) == [
        ("agency", COUNTER, 2), ("consulted", ASKED, 8), ("consulted", OTHER, 20),
        ("agency", COUNTER, 1),
    ]  # fmt: skip
    assert lengths(list(spans[1].within)) == [("consultation", OTHER, 6)]


def test_a_consultation_beside_the_work_adds_nothing() -> None:
    events = life(
        (E.CONSULTATION_REQUESTED, 2, {"key": "c1", "agency": ASKED, "pauses": False}),
        (E.CONSULTATION_ANSWERED, 50, {"key": "c1"}),
    )
    (span,) = check_law(events, BEGIN + timedelta(hours=60))
    assert lengths([span]) == [("agency", COUNTER, 60)]
    assert lengths(list(span.within)) == [("consultation", ASKED, 48)]


def test_a_supplement_during_a_pause_is_held_by_the_applicant() -> None:
    events = life(
        (E.PAUSED, 1, {"reason": "system_down"}),
        (E.SUPPLEMENT_REQUESTED, 3, {}),
        (E.RESUMED, 5, {"reason": "system_down"}),
        (E.SUPPLEMENT_RECEIVED, 9, {}),
    )
    assert lengths(check_law(events, BEGIN + timedelta(hours=10))) == [
        ("agency", COUNTER, 1), ("system", 0, 2), ("applicant", 0, 6), ("agency", COUNTER, 1),
    ]  # fmt: skip


def test_a_withdrawal_while_waiting_ends_the_ledger() -> None:
    events = life(
        (E.SUPPLEMENT_REQUESTED, 3, {}), (E.WITHDRAWN, 8, {"return_at": COUNTER}), (E.NOTED, 30, {})
    )
    assert lengths(check_law(events, BEGIN + timedelta(days=9))) == [
        ("agency", COUNTER, 3), ("applicant", 0, 5),
    ]  # fmt: skip


def test_hand_over_passes_the_time_to_the_next_agency() -> None:
    there = {"step": "examine", "role": "handler", "agency": AGENCY}
    back = {"step": "approve", "role": "approver", "agency": OTHER}
    events = life(
        (E.HANDED_OVER, 2, there),
        (E.HANDED_OVER, 26, back),
        (E.REFUSED, 27, {"return_at": COUNTER}),
    )
    assert [span.agency for span in check_law(events, BEGIN + timedelta(days=2))] == [
        COUNTER, AGENCY, OTHER, COUNTER,
    ]  # fmt: skip


def test_a_wait_in_the_queue_is_the_receiving_places_own() -> None:
    first = event(1, E.SUBMITTED, BEGIN, receiving=COUNTER, edition=1)
    assert lengths(ledger([first], now=BEGIN + timedelta(hours=4))) == [("queue", COUNTER, 4)]


def test_a_corrected_instant_moves_the_border_of_two_spans() -> None:
    there = {"step": "examine", "role": "handler", "agency": AGENCY}
    moved = (BEGIN + timedelta(hours=1)).isoformat()
    events = life(
        (E.HANDED_OVER, 9, there),
        (E.CORRECTED, 10, {"correction": 1, "set": {"occurred": {"3": moved}}}),
    )
    assert lengths(check_law(events, BEGIN + timedelta(hours=11))) == [
        ("agency", COUNTER, 1), ("agency", AGENCY, 10),
    ]  # fmt: skip


def test_before_the_submission_there_is_nothing() -> None:
    assert ledger(life(), now=BEGIN - timedelta(seconds=1)) == []
    assert elapsed(life(), now=BEGIN - timedelta(seconds=1)) == timedelta(0)

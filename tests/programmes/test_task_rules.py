"""Rules of tasks as tables and as laws: lifecycle, timeline, timeliness, blame, warnings,
forecast, deadlines counted back, sources that disagree."""

import itertools
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong import clock
from lienthong.clock import VIETNAM, Season
from lienthong.organisations.rules import Level
from lienthong.programmes.rules import NotAllowed
from lienthong.programmes.rules.forecast import Outlook, Point, forecast, plain
from lienthong.programmes.rules.kinds import (
    DeadlineKind,
    Pillar,
    RequestKind,
    TaskEventType,
    TaskState,
    Urgency,
    WarningLevel,
)
from lienthong.programmes.rules.lifecycle import (
    ENDED,
    EVENT_NAMES,
    OPEN,
    STATE_NAMES,
    TRANSITIONS,
    diagram,
    next_state,
    possible,
)
from lienthong.programmes.rules.schedule import back_scheduled
from lienthong.programmes.rules.sources import ConflictKind, Printed, conflicts
from lienthong.programmes.rules.stretches import counted, stretches
from lienthong.programmes.rules.thresholds import REFERENCE, THRESHOLDS, Thresholds, check_shares
from lienthong.programmes.rules.timeline import Event, Standing, standing_of
from lienthong.programmes.rules.timeliness import (
    PUBLIC,
    Health,
    Responsible,
    Timeliness,
    count,
    days_late,
    days_left,
    health,
    last_day,
    responsible,
    timeliness,
)
from lienthong.programmes.rules.warnings import alarm, is_due
from tests.programmes.lifecycle_page import PAGE, rewritten

E, S, T = TaskEventType, TaskState, Timeliness
WEEK = clock.week({day: [(450, 690), (810, 1020)] for day in range(5)})
CALENDAR = clock.Calendar.build([Season.always(WEEK)])


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, 9, day, hour, minute, tzinfo=VIETNAM)


DUE = at(15, 0)


def happened(
    *told: tuple[TaskEventType, datetime, dict[str, Any]], due: datetime = DUE
) -> list[Event]:
    assigned = {"lead": 1, "pillar": "data", "deadline_kind": "date", "due": due.isoformat()}
    every = [(E.ASSIGNED, at(1), assigned), *told]
    return [
        Event(seq=seq, type=kind, occurred_at=when, recorded_at=when, by="a:1", agency=1, data=data)
        for seq, (kind, when, data) in enumerate(every, start=1)
    ]


def standing(**given: Any) -> Standing:
    values: dict[str, Any] = {
        "state": S.IN_PROGRESS, "lead": 1, "pillar": Pillar.DATA, "assigned_at": at(1),
        "due_at": at(15, 0),
        "first_due_at": at(15, 0), "deadline_kind": DeadlineKind.DATE,
    }  # fmt: skip
    return Standing(**(values | given))


# -- lifecycle


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("event", E)
def test_every_event_in_every_state_is_allowed_or_refused_in_a_sentence(
    state: TaskState, event: TaskEventType
) -> None:
    if event in possible(state):
        assert next_state(state, event) in S
        return
    with pytest.raises(NotAllowed) as refusal:
        next_state(state, event)
    assert STATE_NAMES[state] in str(refusal.value)


def test_the_table_names_all_reaches_all_and_assigns_once() -> None:
    assert set(TRANSITIONS) == set(STATE_NAMES) == set(S)
    assert set(EVENT_NAMES) == set(E)
    assert set(S) == OPEN | ENDED
    assert not OPEN & ENDED
    reached = {S.ASSIGNED}
    for _state in S:
        reached |= {target for state in reached for target in TRANSITIONS[state].values()}
    assert reached == set(S)
    assert all(E.ASSIGNED not in moves for moves in TRANSITIONS.values())


def test_only_what_was_submitted_is_accepted_and_only_a_reopening_brings_an_ended_task_back() -> (
    None
):
    into_accepted = {
        (state, event)
        for state, moves in TRANSITIONS.items()
        for event, target in moves.items()
        if target is S.ACCEPTED and state is not S.ACCEPTED
    }
    assert into_accepted == {(S.SUBMITTED, E.ACCEPTED)}
    for state in ENDED:
        back = {event for event, target in TRANSITIONS[state].items() if target in OPEN}
        assert back == {E.REOPENED}


def test_the_diagram_draws_every_change() -> None:
    drawn = diagram()
    for state, moves in TRANSITIONS.items():
        for target in set(moves.values()) - {state}:
            assert f"{state.name} --> {target.name}:" in drawn


# -- timeline


def test_a_task_that_was_late_remembers_it_after_a_later_extension() -> None:
    told = standing_of(
        happened(
            (E.ACKNOWLEDGED, at(2), {}),
            (E.EXTENDED, at(16), {"due": at(26, 0).isoformat()}),
            (E.SUBMITTED, at(18), {}),
            (E.ACCEPTED, at(19), {}),
        )
    )
    assert told.was_late
    assert timeliness(told, at(30), REFERENCE) is T.DONE_LATE


def test_an_extension_in_time_leaves_no_lateness() -> None:
    told = standing_of(
        happened(
            (E.ACKNOWLEDGED, at(2), {}),
            (E.EXTENDED, at(12), {"due": at(26, 0).isoformat()}),
            (E.SUBMITTED, at(18), {}),
            (E.ACCEPTED, at(19), {}),
        )
    )
    assert (told.was_late, told.extensions) == (False, 1)
    assert timeliness(told, at(30), REFERENCE) is T.DONE_AHEAD


def test_the_wait_for_acceptance_does_not_make_a_lead_late() -> None:
    told = standing_of(
        happened((E.ACKNOWLEDGED, at(2), {}), (E.SUBMITTED, at(14), {}), (E.ACCEPTED, at(28), {}))
    )
    assert (told.done_at, told.was_late) == (at(14), False)
    assert timeliness(told, at(30), REFERENCE) is T.DONE_ON_TIME


def test_work_done_in_time_and_told_later_is_not_late() -> None:
    done = at(14, 23)
    told = standing_of(
        happened(
            (E.ACKNOWLEDGED, at(2), {}),
            (E.NOTED, at(16), {"text": "x"}),
            (E.SUBMITTED, at(17), {"done": done.isoformat()}),
        )
    )
    assert (told.done_at, told.was_late) == (done, False)


def test_a_correction_holds_from_the_moment_it_was_recorded() -> None:
    events = happened(
        (E.ACKNOWLEDGED, at(2), {}),
        (E.SUBMITTED, at(20), {}),
        (E.CORRECTED, at(22), {"of": 1, "change": {"due": at(29, 0).isoformat()}}),
    )
    before, after = standing_of(events[:-1]), standing_of(events)
    assert (before.was_late, after.was_late) == (True, False)


MOVES = st.lists(
    st.tuples(st.sampled_from(list(E)), st.integers(min_value=1, max_value=60)), max_size=12
)


def walked(moves: list[tuple[TaskEventType, int]]) -> list[Event]:
    """The moves that the lifecycle allows, hours apart."""
    events = happened()
    when, state = at(1), S.ASSIGNED
    for kind, hours in moves:
        if kind not in possible(state):
            continue
        when += timedelta(hours=hours)
        every: dict[TaskEventType, dict[str, Any]] = {
            E.PROGRESSED: {"percent": hours},
            E.EXTENDED: {"due": (when + timedelta(days=3)).isoformat()},
            E.REASSIGNED: {"lead": 2},
            E.EDITED: {
                "lead": 2,
                "pillar": "people",
                "deadline_kind": "date",
                "due": (when + timedelta(days=2)).isoformat(),
            },
            E.REQUESTED: {"kind": "extension"},
            E.DECIDED: {"kind": "extension", "state": "denied"},
        }
        data = every.get(kind, {})
        state = next_state(state, kind)
        events.append(
            Event(
                seq=len(events) + 1, type=kind, occurred_at=when, recorded_at=when, by="a:1",
                agency=1, data=data,
            )
        )  # fmt: skip
    return events


@given(MOVES, st.integers(min_value=0, max_value=200), st.integers(0, 1))
def test_at_any_moment_exactly_one_stretch_tells_what_had_been_recorded_until_then(
    moves: list[tuple[TaskEventType, int]], hours: int, corrected: int
) -> None:
    events = walked(moves)
    if corrected:
        when = events[-1].recorded_at + timedelta(hours=5)
        data = {"of": 1, "change": {"due": at(4).isoformat()}}
        events.append(
            Event(
                seq=len(events) + 1, type=E.CORRECTED, occurred_at=when, recorded_at=when, by="a:1",
                agency=1, data=data,
            )
        )  # fmt: skip
    moment = at(1) + timedelta(hours=hours)
    known = [event for event in events if event.recorded_at <= moment]
    found = stretches(events)
    (told,) = (
        one for one in found if one.since <= moment and (one.until is None or moment < one.until)
    )
    assert told.counted == counted(standing_of(known))
    for before, after in itertools.pairwise(found):
        assert before.until == after.since > before.since
        assert before.counted != after.counted


@given(MOVES)
def test_a_task_ended_iff_its_state_says_so_and_lateness_is_never_forgotten(
    moves: list[tuple[TaskEventType, int]],
) -> None:
    events = walked(moves)
    late = False
    for place in range(1, len(events) + 1):
        told = standing_of(events[:place])
        assert (told.ended_at is not None) == (told.state in ENDED)
        if events[place - 1].type is not E.SUBMITTED:
            assert told.was_late or not late
        late = told.was_late


# -- timeliness


@pytest.mark.parametrize(
    ("given_", "moment", "expected"),
    [
        ({"state": S.CANCELLED}, at(20), T.CANCELLED),
        ({"state": S.ACCEPTED, "done_at": at(13)}, at(20), T.DONE_AHEAD),
        ({"state": S.ACCEPTED, "done_at": at(14, 23, 59)}, at(20), T.DONE_ON_TIME),
        ({"state": S.ACCEPTED, "done_at": at(15, 0)}, at(20), T.DONE_LATE),
        ({"state": S.ACCEPTED, "done_at": at(13), "was_late": True}, at(20), T.DONE_LATE),
        ({"state": S.ACCEPTED, "done_at": at(13), "due_at": None}, at(20), T.NOT_ASSESSED),
        ({"deadline_kind": DeadlineKind.RECURRING}, at(20), T.RECURRING),
        ({"deadline_kind": DeadlineKind.CONDITION, "due_at": None}, at(20), T.AWAITING),
        ({"deadline_kind": DeadlineKind.NONE, "due_at": None}, at(20), T.NO_DEADLINE),
        ({"deadline_kind": DeadlineKind.URGENT, "due_at": None}, at(20), T.NO_DEADLINE),
        ({"pending": {RequestKind.CORRECTION: at(14)}}, at(20), T.CORRECTING),
        ({"pending": {RequestKind.CORRECTION: at(12)}}, at(13), T.DUE_SOON),
        ({}, at(15, 0), T.OVERDUE),
        ({}, at(14, 23, 59), T.DUE_SOON),
        ({}, at(7), T.DUE_SOON),
        ({}, at(6), T.IN_TIME),
    ],
)
def test_the_first_that_holds(
    given_: dict[str, Any], moment: datetime, expected: Timeliness
) -> None:
    assert timeliness(standing(**given_), moment, REFERENCE) is expected


def test_r26_ahead_of_time_is_counted_apart_and_within_done_on_time() -> None:
    told = count([T.DONE_AHEAD, T.DONE_AHEAD, T.DONE_ON_TIME, T.DONE_LATE, T.OVERDUE, T.RECURRING])
    assert told[T.DONE_AHEAD] == 2
    assert {name: told.public(name) for name in PUBLIC} == {
        "done_on_time": 3, "done_late": 1, "in_time": 0, "overdue": 1,
    }  # fmt: skip
    assert dict(told.rest) == {T.RECURRING: 1}


@given(st.lists(st.sampled_from(list(T)), max_size=30))
def test_the_public_counts_and_the_rest_are_the_whole(kinds: list[Timeliness]) -> None:
    told = count(kinds)
    assert told.assessed + sum(told.rest.values()) == len(kinds)


def test_a_due_instant_is_exclusive() -> None:
    assert last_day(at(15, 0)) == date(2026, 9, 14)
    assert last_day(at(15, 16)) == date(2026, 9, 15)
    assert (days_left(at(15, 0), at(14, 23)), days_left(at(15, 0), at(12))) == (0, 2)
    assert (days_late(at(15, 0), at(14, 23)), days_late(at(15, 0), at(15, 0))) == (0, 1)


def test_r16_a_recurring_task_tells_how_it_is_kept_up() -> None:
    told = standing(last_report_at=at(3))
    assert health(told, "weekly", at(10)) is Health.FRESH
    assert health(told, "weekly", at(11)) is Health.DUE
    assert health(told, "weekly", at(18)) is Health.SILENT
    assert health(standing(), "daily", at(4)) is Health.SILENT


# -- blame


@pytest.mark.parametrize(
    ("given_", "decide_by", "expected"),
    [
        ({}, None, Responsible.LEAD),
        ({"state": S.SUBMITTED, "done_at": at(14)}, None, Responsible.ACCEPTOR),
        ({"state": S.SUBMITTED, "done_at": at(16)}, None, Responsible.LEAD),
        ({"pending": {RequestKind.EXTENSION: at(10)}}, at(14), Responsible.DECIDER),
        ({"pending": {RequestKind.EXTENSION: at(10)}}, at(18), Responsible.LEAD),
        ({"pending": {RequestKind.EXTENSION: at(15, 1)}}, at(16), Responsible.LEAD),
        ({"state": S.ACCEPTED, "done_at": at(16)}, None, None),
    ],
)
def test_blame_moves_to_who_has_to_act(
    given_: dict[str, Any], decide_by: datetime | None, expected: Responsible | None
) -> None:
    assert responsible(standing(**given_), at(17), decide_by=decide_by) is expected


def test_nobody_is_to_blame_before_the_deadline() -> None:
    assert responsible(standing(), at(14)) is None


# -- warnings


def level(
    moment: datetime, urgency: Urgency = Urgency.NORMAL, **given_: Any
) -> WarningLevel | None:
    told = alarm(standing(**given_), urgency=urgency, as_of=moment, known=REFERENCE)
    return told.level if told else None


def test_the_ladder_of_a_lead_without_evidence() -> None:
    assert level(at(10)) is None
    assert level(at(10), Urgency.URGENT) is WarningLevel.YELLOW
    assert level(at(11)) is WarningLevel.YELLOW
    assert level(at(11), has_evidence=True) is None
    assert level(at(15)) is WarningLevel.RED
    assert level(at(17)) is WarningLevel.SPECIAL_RED
    assert level(at(17), state=S.ACCEPTED, done_at=at(16)) is None
    assert level(at(17), deadline_kind=DeadlineKind.RECURRING) is None


def test_waiting_warns_who_is_waited_for() -> None:
    fresh = standing(state=S.ASSIGNED, due_at=at(29, 0))
    told = alarm(fresh, urgency=Urgency.NORMAL, as_of=at(3), known=REFERENCE, acknowledge_by=at(2))
    assert told is not None
    assert (told.level, told.responsible) == (WarningLevel.YELLOW, Responsible.LEAD)
    asked = standing(due_at=at(29, 0), pending={RequestKind.REFUSAL: at(1)})
    told = alarm(asked, urgency=Urgency.NORMAL, as_of=at(4), known=REFERENCE, decide_by=at(3))
    assert told is not None
    assert told.responsible is Responsible.DECIDER
    done = standing(state=S.SUBMITTED, due_at=at(29, 0), done_at=at(2), submitted_at=at(2))
    told = alarm(done, urgency=Urgency.NORMAL, as_of=at(5), known=REFERENCE, accept_by=at(4))
    assert told is not None
    assert told.responsible is Responsible.ACCEPTOR


@pytest.mark.parametrize(
    ("urgency", "days"),
    [(Urgency.NORMAL, 3), (Urgency.URGENT, 2), (Urgency.VERY_URGENT, 1), (Urgency.FLASH, 1)],
)
def test_a_warning_is_repeated_by_urgency_and_never_twice_a_day(
    urgency: Urgency, days: int
) -> None:
    repeat = REFERENCE.remind_days(urgency)
    assert repeat == days
    first = date(2026, 9, 1)
    given_ = {WarningLevel.RED: first}
    assert is_due(WarningLevel.RED, {}, today=first, repeat_days=repeat)
    assert not is_due(WarningLevel.RED, given_, today=first, repeat_days=repeat)
    again = first + timedelta(days=days)
    assert is_due(WarningLevel.RED, given_, today=again, repeat_days=repeat)
    assert is_due(WarningLevel.SPECIAL_RED, given_, today=first, repeat_days=repeat)


def test_every_threshold_says_where_it_comes_from_and_holds_its_own_bounds() -> None:
    for known in THRESHOLDS.values():
        assert known.source
        assert known.least <= int(known.value) <= known.most


# -- forecast


def seen(moment: datetime, *points: tuple[int, int], due: datetime | None = DUE) -> Any:
    return forecast(
        [Point(at=at(day), value=Decimal(value)) for day, value in points],
        target=Decimal(100),
        start=at(1),
        due_at=due,
        as_of=moment,
        days=14,
    )


def test_a_forecast_draws_a_line_through_the_last_days() -> None:
    late = seen(at(9), (5, 20), (9, 40))
    assert (late.outlook, late.done_on) == (Outlook.LATE, date(2026, 9, 21))
    assert "sau hạn 14/09/2026" in late.sentence
    assert seen(at(9), (5, 40), (9, 70)).outlook is Outlook.IN_TIME
    assert seen(at(9)).outlook is Outlook.STILL
    assert seen(at(2)).outlook is Outlook.UNKNOWN
    assert seen(at(9), due=None).outlook is Outlook.UNKNOWN
    assert seen(at(20), (5, 20)).outlook is Outlook.UNKNOWN
    assert seen(at(9), (5, 100)).outlook is Outlook.IN_TIME


@given(st.integers(1, 99), st.integers(4, 13))
def test_more_progress_never_makes_a_forecast_worse(value: int, day: int) -> None:
    order = (Outlook.STILL, Outlook.LATE, Outlook.IN_TIME)
    less, more = seen(at(day), (day, value)), seen(at(day), (day, value + 1))
    assert order.index(less.outlook) <= order.index(more.outlook)
    if less.done_on and more.done_on:
        assert more.done_on <= less.done_on


def test_numbers_in_a_sentence_are_written_as_in_vietnamese() -> None:
    assert (plain(Decimal("1234.5")), plain(Decimal(1842)), plain(Decimal("0.25"))) == (
        "1.234,5", "1.842", "0,25",
    )  # fmt: skip


# -- deadlines counted back


def scheduled(given_level: Level, start: datetime, due: datetime) -> datetime:
    return back_scheduled(
        start=start, due_at=due, level=given_level, calendar=CALENDAR, known=REFERENCE
    )


def test_r39_each_level_gets_its_share_of_the_working_time() -> None:
    start, due = at(7, 7, 30), at(21, 7, 30)  # ten working days
    assert scheduled(Level.MINISTRY, start, due) == due
    assert scheduled(Level.PROVINCE, start, due) == at(17, 17)  # nine days
    assert scheduled(Level.COMMUNE, start, due) == at(15, 17)  # seven days
    with pytest.raises(NotAllowed):
        scheduled(Level.COMMUNE, due, start)


@given(st.integers(1, 20_000), st.integers(0, 10_000))
def test_r39_a_lower_level_is_always_due_before_the_one_above_it(minutes: int, later: int) -> None:
    start = at(1, 0) + timedelta(minutes=later)
    due = start + timedelta(minutes=minutes)
    commune = scheduled(Level.COMMUNE, start, due)
    province = scheduled(Level.PROVINCE, start, due)
    assert start < commune <= province <= due


def test_r39_shares_that_leave_a_province_no_time_are_refused() -> None:
    with pytest.raises(NotAllowed):
        check_shares({"share_commune": "95"})
    assert Thresholds({"share_commune": "50"}).number("share_commune") == 50


# -- sources


def test_r28_two_documents_with_two_deadlines_or_leads_are_a_conflict_until_resolved() -> None:
    december, next_year = date(2025, 12, 31), date(2026, 12, 31)
    one = Printed(code="A", due_on=december, lead="Bộ Tư pháp")
    two = Printed(code="B", due_on=next_year, lead="bộ  tư pháp")
    found = conflicts([one, two, Printed(code="C")])
    assert [(line.kind, line.sources) for line in found] == [(ConflictKind.DEADLINE, ("A", "B"))]
    other = Printed(code="B", due_on=december, lead="Bộ Công an")
    assert [line.kind for line in conflicts([one, other])] == [ConflictKind.LEAD]
    assert conflicts([one, Printed(code="B", due_on=next_year, resolved=True)]) == ()


def test_the_page_of_the_docs_is_what_the_rules_say() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert rewritten(text) == text, "write it anew: python -m tests.programmes.lifecycle_page"

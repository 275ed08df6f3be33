"""Random lives out of the lifecycle table: what may happen next is drawn, its data is made up, and
what the rules refuse is left out. No database."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from lienthong.clock import VIETNAM
from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.causes import WAITS
from lienthong.dossiers.rules.lifecycle import EventType, possible
from lienthong.dossiers.rules.timeline import Event, Standing, advance

E = EventType
BEGIN = datetime(2026, 8, 3, 9, tzinfo=VIETNAM)
COUNTER, AGENCY, OTHER, ASKED = 1, 2, 3, 4
STEPS = ("receive", "examine", "inspect", "approve")
_PAUSES = sorted(set(WAITS) - {"supplement", "financial_obligation"})

Draw = tuple[int, int, int]  # what comes next, seconds until then, a knob for its data
draws = st.lists(
    st.tuples(
        st.integers(0, 40), st.sampled_from((0, 1, 600, 5_000, 40_000, 400_000)), st.integers(0, 6)
    ),
    max_size=22,
)


def event(seq: int, kind: EventType, at: datetime, **data: Any) -> Event:
    return Event(
        seq=seq, type=kind, occurred_at=at, recorded_at=at, by="a:1", agency=AGENCY, data=data
    )


def submitted(at: datetime = BEGIN, **data: Any) -> Event:
    return event(1, E.SUBMITTED, at, **{"receiving": COUNTER, "edition": 1} | data)


def accepted(seq: int, at: datetime, **data: Any) -> Event:
    placed = {"step": "receive", "role": "receptionist", "agency": COUNTER}
    return event(
        seq, E.ACCEPTED, at,
        **placed | {"competent": AGENCY, "calendar_agency": AGENCY, "option": "o"} | data,
    )  # fmt: skip


def life(*told: tuple[EventType, float, dict[str, Any]], begin: datetime = BEGIN) -> list[Event]:
    """Submitted and accepted at `begin`, then each (type, hours after `begin`, data)."""
    found = [submitted(begin), accepted(2, begin)]
    for kind, hours, data in told:
        found.append(event(len(found) + 1, kind, begin + timedelta(hours=hours), **data))
    return found


def standing_of(events: Iterable[Event]) -> Standing:
    standing = Standing()
    for one in events:
        standing = advance(standing, one)
    return standing


def walk(
    drawn: Sequence[Draw], *, begin: datetime = BEGIN, corrections: bool = False
) -> list[Event]:
    """A life that the rules allow."""
    events = [submitted(begin)]
    standing = advance(Standing(), events[0])
    at = begin
    for which, gap, knob in drawn:
        choices = sorted(possible(standing.state) - (set() if corrections else {E.CORRECTED}))
        # The way on is taken more often than each of the side ways.
        choices += [kind for kind in (E.ACCEPTED, E.MOVED) if kind in choices] * 3
        kind = choices[which % len(choices)]
        told = event(
            len(events) + 1, kind, at + timedelta(seconds=gap), **data(kind, standing, knob, events)
        )
        try:
            standing = advance(standing, told)
        except NotAllowed as refusal:
            assert str(refusal).strip()
            continue
        events.append(told)
        at = told.occurred_at
    return events


def data(  # noqa: C901 (one match over all events: it is meant to be seen at once)
    kind: EventType, standing: Standing, knob: int, events: Sequence[Event]
) -> dict[str, Any]:
    """Made-up data as actions write it."""
    match kind:
        case E.ACCEPTED:
            return dict(accepted(1, BEGIN).data)
        case E.MOVED | E.HANDED_OVER:
            back = bool(standing.steps_done) and knob > 4
            step = standing.steps_done[0] if back else STEPS[knob % len(STEPS)]
            placed = {"step": step, "role": "handler", "agency": (COUNTER, AGENCY, OTHER)[knob % 3]}
            moves = {"competent": OTHER} if kind is E.HANDED_OVER and knob == 3 else {}
            return {**placed, **moves, **({"back": True, "reason": "x"} if back else {})}
        case E.ASSIGNED:
            return {"officer": 10 + knob}
        case E.PAUSED:
            return {"reason": _PAUSES[knob % len(_PAUSES)], "basis": "x"}
        case E.RESUMED:
            waits = [reason for reason in standing.pauses if reason in _PAUSES]
            waits = [reason for reason in waits if reason != "liaison_opinion"] or waits
            return {"reason": waits[knob % len(waits)] if waits else _PAUSES[0]}
        case E.CONSULTATION_REQUESTED | E.SUBTASK_OPENED:
            key = f"line-{len(events)}"
            pauses = kind is E.CONSULTATION_REQUESTED and knob % 2 == 0
            return {"key": key, "agency": (OTHER, ASKED)[knob % 2], "pauses": pauses}
        case E.CONSULTATION_ANSWERED | E.SUBTASK_DONE:
            wanted = "consultation" if kind is E.CONSULTATION_ANSWERED else "subtask"
            lines = [line.key for line in standing.open_sidelines if line.kind == wanted]
            return {"key": lines[knob % len(lines)] if lines else "none", "answer": "x"}
        case E.EXTENDED:
            return {"amount": str(1 + knob)}
        case E.APOLOGISED | E.CAUSE_CODED:
            return {"cause": "person"}
        case E.CORRECTED:
            return _correction(knob, events)
        case E.REFUSED | E.COMPLETED | E.WITHDRAWN | E.STOPPED | E.DECLINED:
            return {"return_at": COUNTER}
        case _:
            return {}


def _correction(knob: int, events: Sequence[Event]) -> dict[str, Any]:
    made = [e.data["correction"] for e in events if e.type is E.CORRECTED]
    number = len(made) + 1
    if made and knob % 3 == 0:
        return {"correction": number, "undo": made[knob % len(made)]}
    what: list[dict[str, Any]] = [
        {"is_test": True}, {"edition": 5}, {"limit": {"amount": "3", "unit": "working_day"}},
        {"start_on": "inspection_finished"},
        {"pause_reason": {str(e.seq): "system_down" for e in events if e.type is E.PAUSED}},
    ]  # fmt: skip
    return {"correction": number, "set": what[knob % len(what)]}

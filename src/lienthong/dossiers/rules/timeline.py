"""The timeline of a dossier and what it says: a fold over events, and nothing else.

Events are kept in the order in which they were recorded, which is also the order in which they
occurred: an action refuses an event that would lie before the last one. A correction may shift an
instant between its neighbours.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.lifecycle import (
    BEFORE_ACCEPTANCE,
    EVENT_NAMES,
    OPEN,
    EventType,
    State,
    next_state,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One fact. `data` holds ids, keys and words of officials; never an applicant's data.

    `occurred_at` is when it happened, `recorded_at` when the system was told.
    """

    seq: int
    type: EventType
    occurred_at: datetime
    recorded_at: datetime
    by: str
    agency: int
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sideline:
    """A consultation or a part of an interlinked procedure, done beside the main line."""

    key: str
    kind: str  # consultation | subtask
    agency: int
    opened_at: datetime
    due_at: datetime | None
    pauses: bool
    closed_at: datetime | None = None


class Standing(NamedTuple):
    """Where a dossier stands after its events. `holder` is who has it now: agency, applicant,
    consulted, system, desk (result waiting to be fetched) or nobody.

    A tuple, because a fold makes a new one for every event and copies a tuple far faster."""

    state: State = State.SUBMITTED
    holder: str = "agency"
    agency: int = 0
    competent: int = 0
    step: str = ""
    role: str = ""
    officer: int | None = None
    held_since: datetime | None = None
    step_due_at: datetime | None = None
    steps_done: tuple[str, ...] = ()
    option: str = ""
    calendar_agency: int = 0
    competence_moved: bool = False
    edition: int = 0
    submitted_at: datetime | None = None
    accepted_at: datetime | None = None
    ended_at: datetime | None = None
    ended_recorded_at: datetime | None = None
    returned_at: datetime | None = None
    outcome: str = ""
    pauses: tuple[str, ...] = ()
    sidelines: tuple[Sideline, ...] = ()
    back_and_forth: int = 0
    supplements: int = 0
    promised_at: datetime | None = None
    former_promise: datetime | None = None  # of the system that an inherited dossier comes from
    apologised: int = 0
    cause: str = ""
    is_test: bool = False
    overrides: Mapping[str, Any] = MappingProxyType({})

    @property
    def open(self) -> bool:
        return self.state in OPEN

    @property
    def open_sidelines(self) -> tuple[Sideline, ...]:
        return tuple(line for line in self.sidelines if line.closed_at is None)


_OUTCOMES: Final = {
    EventType.DECLINED: "declined",
    EventType.REFUSED: "refused",
    EventType.WITHDRAWN: "withdrawn",
    EventType.STOPPED: "stopped",
    EventType.COMPLETED: "completed",
    EventType.CLOSED: "closed",
    EventType.EXPIRED: "expired",
}
ENDINGS: Final = frozenset(_OUTCOMES)


def instant(text: str | None) -> datetime | None:
    """An instant out of an event's data."""
    return datetime.fromisoformat(text) if text else None


def corrected(events: Iterable[Event]) -> tuple[list[Event], dict[str, Any]]:
    """The events as corrections left them, and what corrections set for the whole dossier.

    A correction that was undone counts as if it had never been, and so does an undoing that was
    itself undone. A later one wins.
    """
    timeline = list(events)
    undone: set[int] = set()
    for event in reversed(timeline):
        if event.type is EventType.CORRECTED and event.data["correction"] not in undone:
            undone.update([event.data["undo"]] if "undo" in event.data else [])
    overrides: dict[str, Any] = {}
    moved: dict[int, str] = {}
    reasons: dict[int, str] = {}
    for event in timeline:
        if event.type is not EventType.CORRECTED or event.data["correction"] in undone:
            continue
        for key, value in event.data.get("set", {}).items():
            if key == "occurred":
                moved.update({int(seq): at for seq, at in value.items()})
            elif key == "pause_reason":
                reasons.update({int(seq): reason for seq, reason in value.items()})
            else:
                overrides[key] = value
    if moved or reasons:
        timeline = [
            replace(
                event,
                occurred_at=(
                    datetime.fromisoformat(moved[event.seq])
                    if event.seq in moved
                    else event.occurred_at
                ),
                data=(
                    {**event.data, "reason": reasons[event.seq]}
                    if event.seq in reasons
                    else event.data
                ),
            )
            for event in timeline
        ]
    return timeline, overrides


def fold(events: Iterable[Event]) -> Standing:
    """Where the dossier stands. The first event is its submission."""
    timeline, overrides = corrected(events)
    standing = Standing(overrides=overrides)
    for event in timeline:
        standing = advance(standing, event)
    if "edition" in overrides:
        standing = standing._replace(edition=overrides["edition"])
    if "is_test" in overrides:
        standing = standing._replace(is_test=overrides["is_test"])
    if "promised" in overrides:
        standing = standing._replace(promised_at=instant(overrides["promised"]))
    return standing


def advance(  # noqa: C901 (one match over all events: it is meant to be seen at once)
    now: Standing, event: Event
) -> Standing:
    """The standing after one more (already corrected) event. Raises NotAllowed."""
    data, at = event.data, event.occurred_at
    if event.type is EventType.SUBMITTED:
        return now._replace(
            agency=data["receiving"],
            competent=data["receiving"],
            held_since=at,
            submitted_at=at,
            edition=data["edition"],
            role="receptionist",
            is_test=data.get("test", False),
        )
    state = next_state(now.state, event.type)
    if now.accepted_at is None and event.type not in BEFORE_ACCEPTANCE:
        raise NotAllowed(
            "Hồ sơ chưa được tiếp nhận nên không thể “%(event)s”. Tiếp nhận hồ sơ trước.",
            event=EVENT_NAMES[event.type],
        )
    if event.type is EventType.SUPPLEMENT_RECEIVED and now.accepted_at is None:
        state = State.SUBMITTED
    changed = now._replace(state=state)
    if "promised" in data:
        changed = changed._replace(promised_at=instant(data["promised"]))
    if event.type in _OUTCOMES:
        return _ended(changed, event)
    match event.type:
        case EventType.ACCEPTED:
            return _placed(changed, event)._replace(
                # A former system had begun to work on it: that is all it tells of the steps.
                state=State.IN_PROCESS if data.get("in_process") else state,
                accepted_at=at,
                competent=data["competent"],
                calendar_agency=data["calendar_agency"],
                option=data["option"],
                former_promise=instant(data.get("promised")) if data.get("inherited") else None,
            )
        case EventType.MOVED | EventType.HANDED_OVER:
            return _moved(changed, now, event)
        case EventType.ASSIGNED:
            return changed._replace(officer=data["officer"])
        case EventType.SUPPLEMENT_REQUESTED:
            return _waits(changed, at, "supplement", supplements=now.supplements + 1)
        case EventType.PAYMENT_REQUIRED:
            return _waits(changed, at, "financial_obligation")
        case EventType.SUPPLEMENT_RECEIVED:
            return _goes_on(changed, at, "supplement")
        case EventType.PAYMENT_RECEIVED:
            return _goes_on(changed, at, "financial_obligation")
        case EventType.PAUSED:
            return _held(changed, at, (*now.pauses, data["reason"]))
        case EventType.RESUMED:
            return _goes_on(changed, at, data["reason"])
        case EventType.CONSULTATION_REQUESTED | EventType.SUBTASK_OPENED:
            return _opened(changed, event)
        case EventType.CONSULTATION_ANSWERED | EventType.SUBTASK_DONE:
            return _closed(changed, event)
        case EventType.APOLOGISED:
            return changed._replace(
                apologised=now.apologised + 1, cause=data.get("cause", now.cause)
            )
        case EventType.CAUSE_CODED:
            return changed._replace(cause=data["cause"])
        case EventType.RETURNED:
            if now.outcome == _OUTCOMES[EventType.CLOSED]:
                raise NotAllowed("Hồ sơ này không có kết quả phải trả.")
            return changed._replace(returned_at=at, holder="nobody", held_since=at)
        case _:
            return changed


def _placed(now: Standing, event: Event) -> Standing:
    data = event.data
    return now._replace(
        holder="agency",
        agency=data["agency"],
        step=data["step"],
        role=data["role"],
        officer=data.get("officer"),
        held_since=event.occurred_at,
        step_due_at=instant(data.get("step_due")),
    )


def _moved(changed: Standing, now: Standing, event: Event) -> Standing:
    data = event.data
    back, elsewhere = data.get("back", False), "competent" in data
    placed = _placed(changed, event)
    if now.holder != "agency":
        placed = placed._replace(holder=now.holder, held_since=now.held_since)
    return placed._replace(
        competent=data.get("competent", now.competent),
        calendar_agency=data.get("calendar_agency", now.calendar_agency),
        competence_moved=now.competence_moved or elsewhere,
        # Who is competent now does anew what the one before did.
        steps_done=_steps_done(now, data["step"], again=back or elsewhere),
        back_and_forth=now.back_and_forth + (1 if back else 0),
    )


def _steps_done(now: Standing, step: str, *, again: bool) -> tuple[str, ...]:
    """Going back to a step, it and what was done after it is to be done again."""
    done = now.steps_done if now.step in now.steps_done else (*now.steps_done, now.step)
    return done[: done.index(step)] if again and step in done else done


def _waited_for(reason: str) -> str:
    return {
        "supplement": "applicant",
        "financial_obligation": "applicant",
        "applicant_request": "applicant",
        "liaison_opinion": "consulted",
        "system_down": "system",
    }.get(reason, "agency")


def _waits(now: Standing, at: datetime, reason: str, *, supplements: int | None = None) -> Standing:
    return now._replace(
        pauses=(*now.pauses, reason),
        holder="applicant",
        held_since=now.held_since if now.holder == "applicant" else at,
        supplements=now.supplements if supplements is None else supplements,
    )


def _goes_on(now: Standing, at: datetime, reason: str) -> Standing:
    """The wait for `reason` is over."""
    left = list(now.pauses)
    if reason in left:
        left.remove(reason)
    return _held(now, at, tuple(left))


def _held(now: Standing, at: datetime, pauses: tuple[str, ...]) -> Standing:
    """With these waits. Who holds the dossier and is still waited for keeps it; then whoever is
    waited for longest; else the agency."""
    waited_for = [who for who in map(_waited_for, pauses) if who != "agency"]
    holder = now.holder if now.holder in waited_for else [*waited_for, "agency"][0]
    return now._replace(
        pauses=pauses,
        holder=holder,
        held_since=now.held_since if holder == now.holder else at,
    )


def _opened(now: Standing, event: Event) -> Standing:
    data = event.data
    line = Sideline(
        key=data["key"],
        kind="consultation" if event.type is EventType.CONSULTATION_REQUESTED else "subtask",
        agency=data["agency"],
        opened_at=event.occurred_at,
        due_at=instant(data.get("due")),
        pauses=data.get("pauses", False),
    )
    opened = now._replace(sidelines=(*now.sidelines, line))
    if not line.pauses:
        return opened
    return _held(opened, event.occurred_at, (*opened.pauses, "liaison_opinion"))


def _closed(now: Standing, event: Event) -> Standing:
    key = event.data["key"]
    closing = next((line for line in now.open_sidelines if line.key == key), None)
    if closing is None:
        raise NotAllowed("Phần việc này không còn chờ trả lời. Tải lại trang.")
    lines = tuple(
        replace(line, closed_at=event.occurred_at) if line is closing else line
        for line in now.sidelines
    )
    closed = now._replace(sidelines=lines)
    return _goes_on(closed, event.occurred_at, "liaison_opinion") if closing.pauses else closed


def _ended(now: Standing, event: Event) -> Standing:
    waits_for_return = now.state is State.DONE and event.type is not EventType.CLOSED
    return now._replace(
        ended_at=event.occurred_at,
        ended_recorded_at=event.recorded_at,
        outcome=_OUTCOMES[event.type],
        holder="desk" if waits_for_return else "nobody",
        held_since=event.occurred_at,
        agency=event.data.get("return_at", now.agency),
        pauses=(),
        step_due_at=None,
        sidelines=tuple(
            line if line.closed_at else replace(line, closed_at=event.occurred_at)
            for line in now.sidelines
        ),
    )

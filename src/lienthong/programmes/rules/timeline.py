"""The timeline of a task and what it says: a fold over events, and nothing else.

What the data of an event holds:
  assigned     lead, head, contact, deadline_kind, due, pillar, phase, parent, blocs
  acknowledged head, contact (as the lead names them)
  progressed   percent, results {key result: value}, evidence [ids], flagged [sentences]
  submitted    done (the instant at which the work was done)
  requested    request, kind; decided: request, kind, state
  extended     due; reassigned: lead, head, contact; reopened: due
  edited       as assigned; what: the names of what changed
  corrected    of (the event that was wrong), change (what of its data reads otherwise)
Instants stand as ISO texts. A correction puts right what was recorded wrongly: the fold reads the
corrected event as if it had always been so, from the moment the correction was recorded on.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from lienthong.programmes.rules.kinds import (
    Bloc,
    DeadlineKind,
    Pillar,
    RequestKind,
    TaskEventType,
    TaskState,
)
from lienthong.programmes.rules.lifecycle import OPEN, next_state

E = TaskEventType


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One fact: when it happened, when the system was told, who did it for which agency."""

    seq: int
    type: TaskEventType
    occurred_at: datetime
    recorded_at: datetime
    by: str
    agency: int
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a task stands after its events. `due_at` is exclusive: done at it is late. `done_at`
    is set while a result waits for acceptance too: that wait is not the lead's. `was_late` is kept
    when a later extension moves the deadline. `pending` maps a kind of request to when it was
    made. `phase` and `parent` are numbers of a stage and of a task."""

    state: TaskState
    lead: int
    pillar: Pillar
    phase: int | None = None
    parent: int | None = None
    blocs: frozenset[Bloc] = frozenset()
    head: int | None = None
    contact: int | None = None
    deadline_kind: DeadlineKind = DeadlineKind.NONE
    assigned_at: datetime
    due_at: datetime | None = None
    first_due_at: datetime | None = None
    percent: int = 0
    last_report_at: datetime | None = None
    acknowledged_at: datetime | None = None
    submitted_at: datetime | None = None
    done_at: datetime | None = None
    ended_at: datetime | None = None
    extensions: int = 0
    returned: int = 0
    was_late: bool = False
    pending: Mapping[RequestKind, datetime] = field(default_factory=dict)
    has_evidence: bool = False
    events: int = 0

    @property
    def open(self) -> bool:
        return self.state in OPEN

    @property
    def correcting(self) -> bool:
        return RequestKind.CORRECTION in self.pending

    def late_at(self, moment: datetime) -> bool:
        """Whether the deadline has passed without a result at `moment`."""
        return (
            self.due_at is not None
            and self.done_at is None
            and self.state in OPEN
            and moment >= self.due_at
        )


def instant(text: str | None) -> datetime | None:
    """An instant out of an event's data."""
    return datetime.fromisoformat(text) if text else None


def standing_of(events: Sequence[Event]) -> Standing:
    """What the whole timeline says. The first event is the assignment."""
    told = corrected(events)
    standing = _assigned(told[0])
    for event in told[1:]:
        standing = advance(standing, event)
    return standing


def corrected(events: Iterable[Event]) -> list[Event]:
    """The events as corrections left them; of two for one event the later wins."""
    timeline = list(events)
    changes: dict[int, dict[str, Any]] = {}
    for event in timeline:
        if event.type is E.CORRECTED and "of" in event.data:
            changes.setdefault(event.data["of"], {}).update(event.data["change"])
    return [
        replace(event, data={**event.data, **changes[event.seq]}) if event.seq in changes else event
        for event in timeline
    ]


_GIVEN: Final = (E.ASSIGNED, E.REASSIGNED, E.EDITED)


def told_at(events: Sequence[Event]) -> datetime:
    """When the present lead could first know of the task: a document of last week that is entered
    today is known today."""
    lead, moment = None, events[0].recorded_at
    for event in events:
        if event.type in _GIVEN and event.data["lead"] != lead:
            lead, moment = event.data["lead"], max(event.occurred_at, event.recorded_at)
    return moment


def advance(standing: Standing, event: Event) -> Standing:
    """The standing after one more event. Raises NotAllowed when the lifecycle forbids it."""
    changes: dict[str, Any] = {
        "state": next_state(standing.state, event.type),
        "was_late": _found_late(standing, event),
        "events": event.seq,
    }
    told = _TOLD.get(event.type)
    if told is not None:
        changes |= told(standing, event)
    return replace(standing, **changes)


def _found_late(standing: Standing, event: Event) -> bool:
    """Whether the event finds the task late or once late. A lead who asked in time for more of it
    is not late while nobody decides."""
    asked = standing.pending.get(RequestKind.EXTENSION)
    excused = asked is not None and standing.due_at is not None and asked < standing.due_at
    return standing.was_late or (standing.late_at(event.occurred_at) and not excused)


def _assigned(event: Event) -> Standing:
    due = instant(event.data.get("due"))
    return Standing(
        state=TaskState.ASSIGNED,
        head=event.data.get("head"),
        contact=event.data.get("contact"),
        deadline_kind=DeadlineKind(event.data["deadline_kind"]),
        assigned_at=event.occurred_at,
        due_at=due,
        first_due_at=due,
        events=event.seq,
        **_filed(event),
    )


# What an event changes.
Changes = Mapping[str, Any]


def _filed(event: Event) -> Changes:
    """Who leads the task and under what it counts."""
    return {
        "lead": event.data["lead"],
        "pillar": Pillar(event.data["pillar"]),
        "phase": event.data.get("phase"),
        "parent": event.data.get("parent"),
        "blocs": frozenset(Bloc(bloc) for bloc in event.data.get("blocs", ())),
    }


def _acknowledged(standing: Standing, event: Event) -> Changes:
    return {
        "acknowledged_at": event.occurred_at,
        "head": event.data.get("head") or standing.head,
        "contact": event.data.get("contact") or standing.contact,
    }


def _progressed(standing: Standing, event: Event) -> Changes:
    return {"percent": event.data["percent"], "last_report_at": event.occurred_at}


def _evidence(standing: Standing, event: Event) -> Changes:
    return {"has_evidence": True}


def _submitted(standing: Standing, event: Event) -> Changes:
    """Work that was done in time and only told later is not late; what was late by an earlier
    deadline stays late by a later one."""
    done = instant(event.data.get("done")) or event.occurred_at
    late = _found_late(standing, event)
    if standing.due_at is not None:
        first = standing.first_due_at or standing.due_at
        late = done >= standing.due_at or (late and done >= first)
    return {
        "submitted_at": event.occurred_at,
        "done_at": done,
        "was_late": late,
        "last_report_at": event.occurred_at,
    }


def _accepted(standing: Standing, event: Event) -> Changes:
    return {"percent": 100, "ended_at": event.occurred_at}


def _returned(standing: Standing, event: Event) -> Changes:
    return {"submitted_at": None, "done_at": None, "returned": standing.returned + 1}


def _requested(standing: Standing, event: Event) -> Changes:
    kind = RequestKind(event.data["kind"])
    return {"pending": {**standing.pending, kind: event.occurred_at}}


def _decided(standing: Standing, event: Event) -> Changes:
    kind = RequestKind(event.data["kind"])
    left = {one: since for one, since in standing.pending.items() if one is not kind}
    return {"pending": left}


def _extended(standing: Standing, event: Event) -> Changes:
    due = instant(event.data["due"])
    return {
        "due_at": due,
        "first_due_at": standing.first_due_at or due,
        "deadline_kind": DeadlineKind.DATE,
        "extensions": standing.extensions + 1,
    }


def _reassigned(standing: Standing, event: Event) -> Changes:
    return {
        "lead": event.data["lead"],
        "head": event.data.get("head"),
        "contact": event.data.get("contact"),
        "assigned_at": event.occurred_at,
        "acknowledged_at": None,
    }


def _edited(standing: Standing, event: Event) -> Changes:
    """Nobody has taken it on: it reads as if it had been assigned so. A first deadline that had
    passed stays known."""
    due = instant(event.data.get("due"))
    return {
        **_filed(event),
        "head": event.data.get("head"),
        "contact": event.data.get("contact"),
        "deadline_kind": DeadlineKind(event.data["deadline_kind"]),
        "due_at": due,
        "first_due_at": standing.first_due_at if standing.was_late else due,
    }


def _reopened(standing: Standing, event: Event) -> Changes:
    due = instant(event.data.get("due")) or standing.due_at
    return {
        "due_at": due,
        "first_due_at": standing.first_due_at or due,
        "submitted_at": None,
        "done_at": None,
        "ended_at": None,
        "percent": 0,
    }


def _cancelled(standing: Standing, event: Event) -> Changes:
    return {"ended_at": event.occurred_at}


_TOLD: Final[Mapping[TaskEventType, Callable[[Standing, Event], Changes]]] = {
    E.ACKNOWLEDGED: _acknowledged,
    E.PROGRESSED: _progressed,
    E.EVIDENCE_ADDED: _evidence,
    E.SUBMITTED: _submitted,
    E.ACCEPTED: _accepted,
    E.RETURNED: _returned,
    E.REQUESTED: _requested,
    E.DECIDED: _decided,
    E.EXTENDED: _extended,
    E.REASSIGNED: _reassigned,
    E.EDITED: _edited,
    E.REOPENED: _reopened,
    E.CANCELLED: _cancelled,
}

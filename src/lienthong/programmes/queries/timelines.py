"""The events of tasks as the rules read them, and the columns that follow from them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from lienthong.programmes.models import TaskEvent
from lienthong.programmes.rules.kinds import TaskEventType
from lienthong.programmes.rules.stretches import Counted
from lienthong.programmes.rules.timeline import Event, Standing

# SQLite takes 32,766 parameters; both databases plan short lists better.
_SLICE = 5_000


_TOLD = ("seq", "type", "occurred_at", "recorded_at", "by", "agency", "data")


def events_of(task_id: int) -> list[Event]:
    told = TaskEvent.objects.filter(task=task_id).order_by("seq").values_list(*_TOLD)
    return [_event(*row) for row in told]


def events_of_many(
    task_ids: Collection[int], *, until: datetime | None = None
) -> dict[int, list[Event]]:
    """The events of many tasks, those recorded until a moment."""
    found: dict[int, list[Event]] = {}
    numbers = sorted(task_ids)
    for start in range(0, len(numbers), _SLICE):
        rows = TaskEvent.objects.filter(task__in=numbers[start : start + _SLICE])
        if until is not None:
            rows = rows.filter(recorded_at__lte=until)
        told = rows.order_by("task", "seq").values_list("task", *_TOLD)
        for number, *row in told.iterator(chunk_size=5_000):
            found.setdefault(number, []).append(_event(*row))
    return found


def _event(
    seq: int,
    kind: str,
    occurred_at: datetime,
    recorded_at: datetime,
    by: str,
    agency: int,
    data: Mapping[str, Any],
) -> Event:
    return Event(
        seq=seq,
        type=TaskEventType(kind),
        occurred_at=occurred_at,
        recorded_at=recorded_at,
        by=by,
        agency=agency,
        data=data,
    )


def columns(standing: Standing) -> dict[str, object]:
    """The columns of a task that its timeline determines."""
    return {
        "events_seen": standing.events,
        "state": standing.state.value,
        "lead_id": standing.lead,
        "head_id": standing.head,
        "contact_id": standing.contact,
        "pillar": standing.pillar.value,
        "phase_id": standing.phase,
        "parent_id": standing.parent,
        "blocs": sorted(standing.blocs),
        "deadline_kind": standing.deadline_kind.value,
        "due_at": standing.due_at,
        "percent": standing.percent,
        "last_report_at": standing.last_report_at,
        "acknowledged_at": standing.acknowledged_at,
        "submitted_at": standing.submitted_at,
        "done_at": standing.done_at,
        "ended_at": standing.ended_at,
        "extensions": standing.extensions,
        "was_late": standing.was_late,
        "correcting": standing.correcting,
    }


def stretch_columns(counted: Counted) -> dict[str, object]:
    """The columns of a stretch of a task beside its dates."""
    return {
        "lead_id": counted.lead,
        "pillar": counted.pillar.value,
        "phase_id": counted.phase,
        "parent_id": counted.parent,
        "blocs": "|".join(["", *sorted(counted.blocs), ""]) if counted.blocs else "",
        "state": counted.state.value,
        "verdict": counted.verdict.value,
        "due_at": counted.due_at,
        "days_ahead": counted.days_ahead,
        "correcting": counted.correcting,
    }

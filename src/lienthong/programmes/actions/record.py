"""The one way in which events come into the timeline of a task.

Every action says which facts it adds; here they are checked against the lifecycle, written with the
columns they determine and the journal entry, and refused when somebody else acted meanwhile.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from lienthong import clock
from lienthong.accounts.queries.actors import actor_name
from lienthong.accounts.rules.scope import Actor
from lienthong.journal import actions as journal
from lienthong.programmes.models import Task, TaskEvent, TaskStretch
from lienthong.programmes.queries.timelines import columns, events_of, stretch_columns
from lienthong.programmes.rules import MovedOn, NotAllowed, _
from lienthong.programmes.rules.kinds import TaskEventType
from lienthong.programmes.rules.lifecycle import EVENT_NAMES
from lienthong.programmes.rules.stretches import Counted, counted
from lienthong.programmes.rules.timeline import Event, Standing, standing_of


@dataclass(frozen=True, kw_only=True)
class Fact:
    """An event to add."""

    type: TaskEventType
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Case:
    """A task as an action finds it, inside the transaction."""

    task: Task
    events: Sequence[Event]
    standing: Standing
    actor: Actor
    at: datetime


@transaction.atomic
def record(
    *,
    task_id: int,
    seen: int | None,
    facts: Callable[[Case], Sequence[Fact]],
    action: str,
    actor: Actor,
    at: datetime,
    data: Mapping[str, object] | None = None,
) -> Task:
    """Add what `facts` says to the timeline of the task.

    `seen` is the number of events that the officer saw; None for the system's own acts. Raises
    NotAllowed with a sentence, MovedOn when somebody else was first; then nothing is written.
    """
    task = locked(task_id)
    if seen is not None and seen != task.events_seen:
        raise _moved_on(task)
    known = events_of(task_id)
    case = Case(task=task, events=known, standing=standing_of(known), actor=actor, at=at)
    # Of two who act at once the later may have looked at the clock first: what was recorded until
    # a moment is always the beginning of the timeline.
    told_at = max(at, known[-1].recorded_at)
    added = numbered(facts(case), actor, told_at, after=len(known), occurred_at=at)
    after = standing_of([*known, *added])
    write(task, added, after)
    journal.record(
        unit=str(actor.agency),
        action=action,
        subject=task.code,
        by=actor.by,
        at=at,
        data={"task": task.pk, "events": [event.seq for event in added], **(data or {})},
    )
    return task


def locked(task_id: int) -> Task:
    """The row under lock: on PostgreSQL by the row, on SQLite the transaction already has it."""
    try:
        return Task.objects.select_for_update().get(pk=task_id)
    except Task.DoesNotExist:
        raise NotAllowed(_("Không có nhiệm vụ này. Kiểm tra lại mã nhiệm vụ.")) from None


def numbered(
    facts: Iterable[Fact],
    actor: Actor,
    at: datetime,
    *,
    after: int,
    occurred_at: datetime | None = None,
) -> list[Event]:
    return [
        Event(
            seq=seq,
            type=fact.type,
            occurred_at=occurred_at or at,
            recorded_at=at,
            by=actor.by,
            agency=actor.agency,
            data=dict(fact.data),
        )
        for seq, fact in enumerate(facts, start=after + 1)
    ]


def write(task: Task, added: Sequence[Event], after: Standing) -> None:
    """The added events, the columns that they determine, and how the task counts from now on."""
    for name, value in columns(after).items():
        setattr(task, name, value)
    task.save(update_fields=list(columns(after)))
    TaskEvent.objects.bulk_create(event_rows(task.pk, added))
    if added:
        _count_anew(task, counted(after), added[-1].recorded_at)


def _count_anew(task: Task, now: Counted, at: datetime) -> None:
    """End the stretch in which the task stood and begin one, if it counts otherwise from now on.
    Of two events of one moment only the last tells."""
    own = TaskStretch.objects.filter(task=task)
    last = own.get(until=None)
    if _counts_as(last, now):
        return
    if last.since < at:
        last.until = at
        last.save(update_fields=["until"])
    else:
        last.delete()
        before = own.filter(until=at).first()
        if before is not None and _counts_as(before, now):
            before.until = None
            before.save(update_fields=["until"])
            return
    stretch_row(task, now, since=at).save(force_insert=True)


def _counts_as(row: TaskStretch, now: Counted) -> bool:
    return all(getattr(row, name) == value for name, value in stretch_columns(now).items())


def stretch_row(
    task: Task, now: Counted, *, since: datetime, until: datetime | None = None
) -> TaskStretch:
    return TaskStretch(
        task_id=task.pk,
        since=since,
        until=until,
        programme_id=task.programme_id,
        assigner_id=task.assigner_id,
        **stretch_columns(now),
    )


def event_rows(task_id: int, events: Iterable[Event]) -> list[TaskEvent]:
    return [
        TaskEvent(
            task_id=task_id,
            seq=event.seq,
            type=event.type.value,
            occurred_at=event.occurred_at,
            recorded_at=event.recorded_at,
            by=event.by,
            agency=event.agency,
            data=dict(event.data),
        )
        for event in events
    ]


def _moved_on(task: Task) -> MovedOn:
    last = TaskEvent.objects.filter(task=task).order_by("-seq").first()
    if last is None:
        return MovedOn(_("Nhiệm vụ vừa thay đổi. Tải lại trang để xem bản mới."))
    local = last.recorded_at.astimezone(clock.VIETNAM)
    return MovedOn(
        _(
            "%(name)s vừa ghi “%(act)s” vào nhiệm vụ này lúc %(when)s. Việc đang làm chưa được ghi."
            " Xem bản mới rồi làm tiếp."
        ),
        name=actor_name(last.by),
        act=EVENT_NAMES[TaskEventType(last.type)].lower(),
        when=f"{local:%H:%M %d/%m}",
    )

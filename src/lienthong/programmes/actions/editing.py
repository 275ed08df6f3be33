"""Changing what was assigned, as long as the lead has not taken it on. Afterwards extensions,
corrections and refusals are requests that somebody else decides."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from lienthong.accounts.rules.scope import Actor
from lienthong.programmes.actions.record import Case, Fact, record
from lienthong.programmes.actions.tasks import NewTask, check_agencies, check_places, said, searched
from lienthong.programmes.models import KeyResult, Task, TaskSupport
from lienthong.programmes.queries.parties import acceptors
from lienthong.programmes.rules import NotAllowed, _
from lienthong.programmes.rules.assigning import (
    KeyResultGiven,
    SourceGiven,
    check_assignment,
    check_key_results,
)
from lienthong.programmes.rules.kinds import DeadlineKind, TaskEventType
from lienthong.programmes.rules.lifecycle import next_state


@transaction.atomic
def edit_task(
    *, task_id: int, seen: int | None, given: NewTask, actor: Actor, at: datetime
) -> Task:
    """Make the task say what `given` says, before its lead acknowledges it; its code, programme,
    sources and assigner stay. Only who assigned it or runs the programme. Raises NotAllowed,
    MovedOn."""

    def facts(case: Case) -> Sequence[Fact]:
        task = case.task
        next_state(case.standing.state, TaskEventType.EDITED)
        if actor.agency not in {task.assigner_id, *acceptors(task)}:
            raise NotAllowed(_("Chỉ cơ quan giao việc sửa được nội dung giao."))
        due = case.standing.due_at
        check_assignment(
            title=given.title,
            lead=given.lead_id,
            supporting=tuple(given.supporting),
            deadline_kind=given.deadline_kind,
            due_at=given.due_at,
            recurrence=given.recurrence,
            condition=given.condition,
            assigned_at=case.standing.assigned_at,
            at=at,
        )
        if given.due_at is not None and given.due_at != due and given.due_at <= at:
            raise NotAllowed(_("Hạn phải từ hôm nay trở đi. Chọn lại ngày."))
        check_key_results(tuple(given.key_results))
        check_agencies([given])
        check_places([replace(given, programme_id=task.programme_id)])
        _check_parent(task, given.parent_id)
        stood = case.standing
        changed = _written(task, given)
        changed += [
            name
            for name, before, after in (
                ("lead", stood.lead, given.lead_id),
                ("head", stood.head, given.head_id),
                ("contact", stood.contact, given.contact_id),
                ("deadline", (stood.deadline_kind, due), (given.deadline_kind, given.due_at)),
                ("pillar", stood.pillar, given.pillar),
                ("phase", stood.phase, given.phase_id),
                ("parent", stood.parent, given.parent_id),
                ("blocs", stood.blocs, frozenset(given.blocs)),
            )
            if before != after
        ]
        return [Fact(type=TaskEventType.EDITED, data={**said(given), "what": changed})]

    return record(task_id=task_id, seen=seen, facts=facts, action="task.edited", actor=actor, at=at)


def _check_parent(task: Task, parent_id: int | None) -> None:
    """A task stands under no task that stands under it."""
    above = parent_id
    while above is not None:
        if above == task.pk:
            raise NotAllowed(_("Nhiệm vụ không thuộc chính nó hay việc cấp dưới của nó. Chọn lại."))
        row = Task.objects.filter(pk=above).values_list("parent_id", flat=True)
        if not row:
            raise NotAllowed(_("Không có nhiệm vụ cấp trên này. Chọn lại."))
        above = row[0]


def _written(task: Task, given: NewTask) -> list[str]:
    """The columns and parts beside the timeline. Gives the names of what changed."""
    sources = [SourceGiven(code=one.code) for one in task.sources.all()]
    columns: dict[str, Any] = {
        "title": given.title.strip(),
        "folded": searched(task.code, given.title, sources),
        "objective": given.objective.strip(),
        "product": given.product.strip(),
        "receiver_id": given.receiver_id,
        "group_id": given.group_id,
        "urgency": given.urgency.value,
        "recurrence": given.recurrence if given.deadline_kind is DeadlineKind.RECURRING else "",
        "condition": given.condition.strip(),
    }
    changed = [name for name, value in columns.items() if getattr(task, name) != value]
    for name, value in columns.items():
        setattr(task, name, value)
    task.save(update_fields=[name.removesuffix("_id") for name in columns])
    supporting = list(dict.fromkeys(given.supporting))
    if set(task.supports.values_list("agency", flat=True)) != set(supporting):
        changed.append("supporting")
        task.supports.all().delete()
        TaskSupport.objects.bulk_create(
            TaskSupport(task=task, agency_id=number) for number in supporting
        )
    if _results_written(task, given.key_results):
        changed.append("key_results")
    return [name.removesuffix("_id") for name in changed if name != "folded"]


def _results_written(task: Task, results: Sequence[KeyResultGiven]) -> bool:
    """Whether anything changed. What evidence points at stays: a task that was given to another
    lead may have some."""
    known = {row.seq: row for row in task.key_results.order_by("seq")}
    changed = False
    for seq, result in enumerate(results, start=1):
        new = seq not in known
        row = KeyResult(task=task, seq=seq) if new else known.pop(seq)
        told = {
            "name": result.name.strip(),
            "target": result.target,
            "measure": result.measure.strip(),
            "rising": result.rising,
            "indicator": result.indicator,
        }
        if new or any(getattr(row, name) != value for name, value in told.items()):
            changed = True
            for name, value in told.items():
                setattr(row, name, value)
            row.save()
    for row in known.values():
        if row.evidence.exists():
            raise NotAllowed(
                _("Đã có bằng chứng cho kết quả “%(name)s” nên không bỏ được."), name=row.name
            )
        row.delete()
        changed = True
    return changed

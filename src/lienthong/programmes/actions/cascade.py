"""Handing a task down: from the centre to the provinces, from a province to its communes."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from lienthong.accounts.rules.scope import Actor
from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import Level
from lienthong.programmes.actions.record import locked
from lienthong.programmes.actions.tasks import NewTask, assign_tasks
from lienthong.programmes.models import KeyResult, Task
from lienthong.programmes.queries.parties import calendar_of
from lienthong.programmes.queries.rollup import above_of
from lienthong.programmes.queries.thresholds import thresholds
from lienthong.programmes.queries.timelines import events_of
from lienthong.programmes.rules import NotAllowed, _
from lienthong.programmes.rules.cascading import Above, Handing, results_of, usual
from lienthong.programmes.rules.checks import check_lead
from lienthong.programmes.rules.kinds import Bloc, DeadlineKind, Pillar, TaskState, Urgency
from lienthong.programmes.rules.lifecycle import OPEN
from lienthong.programmes.rules.schedule import back_scheduled
from lienthong.programmes.rules.timeline import standing_of


@transaction.atomic
def cascade_task(
    *,
    task_id: int,
    lead_ids: Sequence[int],
    actor: Actor,
    at: datetime,
    programme_id: int | None = None,
    title: str = "",
    due_at: datetime | None = None,
    handings: Mapping[int, Handing] | None = None,
) -> list[Task]:
    """The lead of a task gives it on to agencies below, each with a task of its own under it.

    Without `due_at` each gets the share of the time that its level has before the task itself is
    due (R39). `programme_id`: the programme of the level below. `handings`: how each key result,
    by its number, is handed down; those not named as is usual for their kind. Who has a task under
    this one already gets no second.
    """
    task = locked(task_id)
    check_lead(standing_of(events_of(task.pk)), actor.agency)
    if task.state not in {state.value for state in OPEN}:
        raise NotAllowed(_("Nhiệm vụ đã kết thúc nên không giao tiếp được."))
    below = organisations.within(actor.agency, on=at.date()) - {actor.agency}
    if not set(lead_ids) <= below:
        raise NotAllowed(_("Chỉ giao tiếp cho cơ quan cấp dưới của mình. Bỏ cơ quan khác ra."))
    known = organisations.agencies(lead_ids)
    given = Task.objects.filter(parent=task).exclude(state=TaskState.CANCELLED.value)
    has_one = set(given.values_list("lead_id", flat=True))
    values = thresholds(task.programme_id)
    calendar = calendar_of(task.programme)
    results, ways = _handed(task, handings or {})
    blocs = [Bloc(value) for value in task.blocs]
    # One deadline for each level: thousands of leads stand on two or three.
    dues: dict[Level, datetime | None] = {}
    for level in {one.level for one in known.values()}:
        due = due_at
        if due is None and task.due_at is not None:
            due = back_scheduled(
                start=at, due_at=task.due_at, level=level, calendar=calendar, known=values
            )
        if due is not None and task.due_at is not None and due > task.due_at:
            raise NotAllowed(_("Hạn giao cấp dưới không được sau hạn của chính mình."))
        dues[level] = due
    new = [
        NewTask(
            programme_id=programme_id or task.programme_id,
            title=title or task.title,
            lead_id=number,
            assigner_id=actor.agency,
            pillar=Pillar(task.pillar),
            objective=task.objective,
            product=task.product,
            receiver_id=actor.agency,
            parent_id=task.pk,
            phase_id=task.phase_id if programme_id in (None, task.programme_id) else None,
            blocs=blocs,
            key_results=results_of(number, known[number].name, results, ways),
            urgency=Urgency(task.urgency),
            deadline_kind=DeadlineKind.DATE
            if dues[known[number].level]
            else DeadlineKind(task.deadline_kind),
            due_at=dues[known[number].level],
            recurrence=task.recurrence,
            condition=task.condition,
        )
        for number in dict.fromkeys(lead_ids)
        if number not in has_one
    ]
    if not new:
        raise NotAllowed(_("Các cơ quan đã chọn đều đã được giao việc này."))
    return assign_tasks(new=new, by=actor.by, at=at)


def _handed(task: Task, handings: Mapping[int, Handing]) -> tuple[list[Above], list[Handing]]:
    """The key results of the task, each with how it is handed down."""
    rows = list(KeyResult.objects.filter(task=task).order_by("seq"))
    if not handings.keys() <= {row.seq for row in rows}:
        raise NotAllowed(_("Nhiệm vụ không có kết quả chính này. Tải lại trang."))
    found = above_of(rows)
    ways = [handings.get(row.seq) or usual(result) for row, result in zip(rows, found, strict=True)]
    return found, ways

"""Assigning tasks: from a document, by a programme's standing agency, down to the units below."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from lienthong.journal import actions as journal
from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import fold
from lienthong.programmes.actions.record import Actor, Fact, event_rows, numbered
from lienthong.programmes.models import (
    KeyResult,
    Phase,
    Programme,
    Task,
    TaskBloc,
    TaskEvent,
    TaskGroup,
    TaskSource,
    TaskSupport,
)
from lienthong.programmes.queries.timelines import columns
from lienthong.programmes.rules import NotAllowed, _
from lienthong.programmes.rules.assigning import (
    KeyResultGiven,
    SourceGiven,
    check_assignment,
    check_key_results,
)
from lienthong.programmes.rules.kinds import Bloc, DeadlineKind, Pillar, TaskEventType, Urgency
from lienthong.programmes.rules.timeline import standing_of


@transaction.atomic
def assign_task(
    *,
    programme_id: int,
    title: str,
    lead_id: int,
    assigner_id: int,
    pillar: Pillar,
    by: str,
    at: datetime,
    assigned_at: datetime | None = None,
    code: str = "",
    objective: str = "",
    product: str = "",
    receiver_id: int | None = None,
    group_id: int | None = None,
    phase_id: int | None = None,
    parent_id: int | None = None,
    supporting: Sequence[int] = (),
    blocs: Sequence[Bloc] = (),
    key_results: Sequence[KeyResultGiven] = (),
    sources: Sequence[SourceGiven] = (),
    urgency: Urgency = Urgency.NORMAL,
    deadline_kind: DeadlineKind = DeadlineKind.NONE,
    due_at: datetime | None = None,
    recurrence: str = "",
    condition: str = "",
    head_id: int | None = None,
    contact_id: int | None = None,
) -> Task:
    """Assign one task to one lead.

    `due_at` is exclusive: the task is late from this instant on. `assigned_at`: when it was
    assigned in fact (the document's date), if not now. `code` is made from the programme's when
    empty. A recurring or conditional task names its rhythm or condition. Raises NotAllowed.
    """
    programme = _locked_programme(programme_id)
    given_at = assigned_at or at
    check_assignment(
        title=title,
        lead=lead_id,
        supporting=tuple(supporting),
        deadline_kind=deadline_kind,
        due_at=due_at,
        recurrence=recurrence,
        condition=condition,
        assigned_at=given_at,
        at=at,
    )
    check_key_results(tuple(key_results))
    _check_agencies([lead_id, assigner_id, *supporting, *([receiver_id] if receiver_id else [])])
    _check_places(programme, group_id, phase_id)
    actor = Actor(by=by, agency=assigner_id)
    assigned = Fact(
        type=TaskEventType.ASSIGNED,
        data={
            "lead": lead_id,
            "head": head_id,
            "contact": contact_id,
            "deadline_kind": deadline_kind.value,
            "due": due_at.isoformat() if due_at else None,
        },
    )
    events = numbered([assigned], actor, at, after=0, occurred_at=given_at)
    named = code.strip() or _next_code(programme, parent_id)
    if Task.objects.filter(code=named).exists():
        raise NotAllowed(_("Đã có nhiệm vụ mang mã “%(code)s”. Ghi mã khác."), code=named)
    task = Task.objects.create(
        code=named,
        programme=programme,
        parent_id=parent_id,
        group_id=group_id,
        phase_id=phase_id,
        pillar=pillar.value,
        title=title.strip(),
        folded=searched(named, title, sources),
        objective=objective.strip(),
        product=product.strip(),
        assigner_id=assigner_id,
        receiver_id=receiver_id,
        urgency=urgency.value,
        recurrence=recurrence if deadline_kind is DeadlineKind.RECURRING else "",
        condition=condition.strip(),
        assigned_at=given_at,
        **columns(standing_of(events)),
    )
    TaskEvent.objects.bulk_create(event_rows(task.pk, events))
    _add_parts(task, supporting, blocs, key_results, sources)
    journal.record(
        unit=str(assigner_id),
        action="task.assigned",
        subject=task.code,
        by=by,
        at=at,
        data={"task": task.pk, "events": [1], "lead": lead_id},
    )
    return task


def searched(code: str, title: str, sources: Iterable[SourceGiven]) -> str:
    """All words by which a task is found."""
    return fold(" ".join([code, title, *(source.code for source in sources)]))


def _locked_programme(programme_id: int) -> Programme:
    """Numbers of tasks are given one after the other."""
    try:
        return Programme.objects.select_for_update().get(pk=programme_id)
    except Programme.DoesNotExist:
        raise NotAllowed(_("Không có chương trình này. Chọn lại chương trình.")) from None


def _next_code(programme: Programme, parent_id: int | None) -> str:
    if parent_id is not None:
        parent = Task.objects.filter(pk=parent_id).values_list("code", flat=True).first()
        if parent is None:
            raise NotAllowed(_("Không có nhiệm vụ cấp trên này. Chọn lại."))
        stem, known = parent, Task.objects.filter(parent=parent_id).count()
    else:
        stem = programme.code
        known = Task.objects.filter(programme=programme, parent=None).count()
    number = known + 1
    while Task.objects.filter(code=f"{stem}.{number:02d}").exists():
        number += 1
    return f"{stem}.{number:02d}"


def _check_agencies(ids: Sequence[int]) -> None:
    if not set(ids) <= organisations.agencies(ids).keys():
        raise NotAllowed(_("Không có cơ quan này. Chọn lại cơ quan trong danh sách."))


def _check_places(programme: Programme, group_id: int | None, phase_id: int | None) -> None:
    if (
        group_id is not None
        and not TaskGroup.objects.filter(pk=group_id, programme=programme).exists()
    ):
        raise NotAllowed(_("Nhóm nhiệm vụ không thuộc chương trình này. Chọn lại nhóm."))
    if phase_id is not None and not Phase.objects.filter(pk=phase_id, programme=programme).exists():
        raise NotAllowed(_("Giai đoạn không thuộc chương trình này. Chọn lại giai đoạn."))


def _add_parts(
    task: Task,
    supporting: Sequence[int],
    blocs: Sequence[Bloc],
    key_results: Sequence[KeyResultGiven],
    sources: Sequence[SourceGiven],
) -> None:
    TaskSupport.objects.bulk_create(
        TaskSupport(task=task, agency_id=number) for number in dict.fromkeys(supporting)
    )
    TaskBloc.objects.bulk_create(
        TaskBloc(task=task, bloc=bloc.value) for bloc in dict.fromkeys(blocs)
    )
    KeyResult.objects.bulk_create(
        KeyResult(
            task=task,
            seq=seq,
            name=result.name.strip(),
            target=result.target,
            measure=result.measure.strip(),
            rising=result.rising,
            indicator=result.indicator,
        )
        for seq, result in enumerate(key_results, start=1)
    )
    TaskSource.objects.bulk_create(
        TaskSource(
            task=task,
            programme_id=task.programme_id,
            system=source.system,
            code=source.code,
            citation=source.citation,
            printed_lead=source.printed_lead,
            printed_deadline=source.printed_deadline,
            due_on=source.due_on,
        )
        for source in sources
    )

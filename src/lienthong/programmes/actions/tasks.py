"""Assigning tasks: from a document, by a programme's standing agency, down to the units below."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from lienthong.accounts.rules.scope import Actor
from lienthong.journal import actions as journal
from lienthong.journal.adapters import rows
from lienthong.journal.rules import NewEntry
from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import fold
from lienthong.programmes.actions.record import Fact, event_rows, numbered, stretch_row
from lienthong.programmes.models import (
    KeyResult,
    Phase,
    Programme,
    Task,
    TaskEvent,
    TaskGroup,
    TaskSource,
    TaskStretch,
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
from lienthong.programmes.rules.stretches import counted
from lienthong.programmes.rules.timeline import Event, Standing, standing_of


@dataclass(frozen=True, kw_only=True)
class NewTask:
    """What is said when a task is assigned; see `assign_task`."""

    programme_id: int
    title: str
    lead_id: int
    assigner_id: int
    pillar: Pillar
    assigned_at: datetime | None = None
    code: str = ""
    objective: str = ""
    product: str = ""
    receiver_id: int | None = None
    group_id: int | None = None
    phase_id: int | None = None
    parent_id: int | None = None
    supporting: Sequence[int] = ()
    blocs: Sequence[Bloc] = ()
    key_results: Sequence[KeyResultGiven] = ()
    sources: Sequence[SourceGiven] = ()
    urgency: Urgency = Urgency.NORMAL
    deadline_kind: DeadlineKind = DeadlineKind.NONE
    due_at: datetime | None = None
    recurrence: str = ""
    condition: str = ""
    head_id: int | None = None
    contact_id: int | None = None


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
    new = NewTask(
        programme_id=programme_id,
        title=title,
        lead_id=lead_id,
        assigner_id=assigner_id,
        pillar=pillar,
        assigned_at=assigned_at,
        code=code,
        objective=objective,
        product=product,
        receiver_id=receiver_id,
        group_id=group_id,
        phase_id=phase_id,
        parent_id=parent_id,
        supporting=supporting,
        blocs=blocs,
        key_results=key_results,
        sources=sources,
        urgency=urgency,
        deadline_kind=deadline_kind,
        due_at=due_at,
        recurrence=recurrence,
        condition=condition,
        head_id=head_id,
        contact_id=contact_id,
    )
    return assign_tasks(new=[new], by=by, at=at)[0]


@transaction.atomic
def assign_tasks(*, new: Sequence[NewTask], by: str, at: datetime) -> list[Task]:
    """`assign_task` for each, in this order and with the same rows, codes and journal, in as many
    statements for thousands as for one. Raises NotAllowed, then none is assigned."""
    programmes = _locked_programmes({one.programme_id for one in new})
    for one in new:
        _check(one, at)
    check_agencies(new)
    check_places(new)
    tasks, events, stands = [], [], []
    for one, code in zip(new, _codes(new, programmes), strict=True):
        assigned = _assigned(one, by, at)
        standing = standing_of([assigned])
        tasks.append(_row(one, code, standing))
        events.append(assigned)
        stands.append(counted(standing))
    for task, number in zip(tasks, rows.new_ids(Task, len(tasks)), strict=True):
        task.pk = number
    rows.insert_made(Task, tasks)
    rows.insert_made(
        TaskEvent,
        [
            row
            for task, event in zip(tasks, events, strict=True)
            for row in event_rows(task.pk, [event])
        ],
    )
    rows.insert_made(
        TaskStretch,
        [stretch_row(task, stand, since=at) for task, stand in zip(tasks, stands, strict=True)],
    )
    _add_parts(list(zip(tasks, new, strict=True)))
    journal.record_many(
        [
            NewEntry(
                unit=str(task.assigner_id),
                action="task.assigned",
                subject=task.code,
                by=by,
                at=at,
                data={"task": task.pk, "events": [1], "lead": task.lead_id},
            )
            for task in tasks
        ]
    )
    return tasks


def _check(new: NewTask, at: datetime) -> None:
    check_assignment(
        title=new.title,
        lead=new.lead_id,
        supporting=tuple(new.supporting),
        deadline_kind=new.deadline_kind,
        due_at=new.due_at,
        recurrence=new.recurrence,
        condition=new.condition,
        assigned_at=new.assigned_at or at,
        at=at,
    )
    check_key_results(tuple(new.key_results))


def _assigned(new: NewTask, by: str, at: datetime) -> Event:
    fact = Fact(type=TaskEventType.ASSIGNED, data=said(new))
    actor = Actor(by=by, agency=new.assigner_id)
    return numbered([fact], actor, at, after=0, occurred_at=new.assigned_at)[0]


def said(new: NewTask) -> dict[str, object]:
    """What the timeline keeps of what was assigned."""
    return {
        "lead": new.lead_id,
        "head": new.head_id,
        "contact": new.contact_id,
        "deadline_kind": new.deadline_kind.value,
        "due": new.due_at.isoformat() if new.due_at else None,
        "pillar": new.pillar.value,
        "phase": new.phase_id,
        "parent": new.parent_id,
        "blocs": sorted({bloc.value for bloc in new.blocs}),
    }


def _row(new: NewTask, code: str, standing: Standing) -> Task:
    return Task(
        code=code,
        programme_id=new.programme_id,
        group_id=new.group_id,
        title=new.title.strip(),
        folded=searched(code, new.title, new.sources),
        objective=new.objective.strip(),
        product=new.product.strip(),
        assigner_id=new.assigner_id,
        receiver_id=new.receiver_id,
        urgency=new.urgency.value,
        recurrence=new.recurrence if new.deadline_kind is DeadlineKind.RECURRING else "",
        condition=new.condition.strip(),
        assigned_at=standing.assigned_at,
        **columns(standing),
    )


def searched(code: str, title: str, sources: Iterable[SourceGiven]) -> str:
    """All words by which a task is found."""
    return fold(" ".join([code, title, *(source.code for source in sources)]))


def _locked_programmes(ids: Collection[int]) -> dict[int, Programme]:
    """Numbers of tasks are given one after the other."""
    found = {row.pk: row for row in Programme.objects.select_for_update().filter(pk__in=ids)}
    if found.keys() != set(ids):
        raise NotAllowed(_("Không có chương trình này. Chọn lại chương trình."))
    return found


def _codes(new: Sequence[NewTask], programmes: Mapping[int, Programme]) -> list[str]:
    """The code of each: its own, or the next free number of its parent or programme."""
    own = [one.code.strip() for one in new if one.code.strip()]
    taken = {*Task.objects.filter(code__in=own).values_list("code", flat=True)}
    double = next((code for code in own if code in taken or own.count(code) > 1), None)
    if double is not None:
        raise NotAllowed(_("Đã có nhiệm vụ mang mã “%(code)s”. Ghi mã khác."), code=double)
    stems = _stems(new, programmes)
    wanted = Counter(stem for one, stem in zip(new, stems, strict=True) if not one.code.strip())
    free = {stem: iter(_free(stem, count, set(own))) for stem, count in wanted.items()}
    return [one.code.strip() or next(free[stem]) for one, stem in zip(new, stems, strict=True)]


@dataclass(frozen=True)
class _Stem:
    """What codes begin with, and how many tasks stand under it."""

    text: str
    known: int


def _stems(new: Sequence[NewTask], programmes: Mapping[int, Programme]) -> list[_Stem]:
    parents = {one.parent_id for one in new if one.parent_id is not None}
    codes = dict(Task.objects.filter(pk__in=parents).values_list("pk", "code"))
    if codes.keys() != parents:
        raise NotAllowed(_("Không có nhiệm vụ cấp trên này. Chọn lại."))
    below = {
        number: _Stem(code, Task.objects.filter(parent=number).count())
        for number, code in codes.items()
    }
    top = {
        number: _Stem(row.code, Task.objects.filter(programme=number, parent=None).count())
        for number, row in programmes.items()
    }
    return [
        below[one.parent_id] if one.parent_id is not None else top[one.programme_id] for one in new
    ]


def _free(stem: _Stem, count: int, given: Collection[str]) -> list[str]:
    """The next codes that nobody has."""
    found: list[str] = []
    number = stem.known
    while len(found) < count:
        first = number + 1
        number += count - len(found)
        codes = [f"{stem.text}.{n:02d}" for n in range(first, number + 1)]
        taken = {*Task.objects.filter(code__in=codes).values_list("code", flat=True), *given}
        found += [code for code in codes if code not in taken]
    return found


def check_agencies(new: Iterable[NewTask]) -> None:
    """Raises NotAllowed when one of the agencies named does not exist."""
    ids = {
        number
        for one in new
        for number in (one.lead_id, one.assigner_id, *one.supporting, one.receiver_id)
        if number is not None
    }
    if not ids <= organisations.agencies(ids).keys():
        raise NotAllowed(_("Không có cơ quan này. Chọn lại cơ quan trong danh sách."))


def check_places(new: Iterable[NewTask]) -> None:
    """Raises NotAllowed when a group or a phase is of another programme."""
    groups = {(one.group_id, one.programme_id) for one in new if one.group_id is not None}
    known = TaskGroup.objects.filter(pk__in=[number for number, _programme in groups])
    if groups - set(known.values_list("pk", "programme")):
        raise NotAllowed(_("Nhóm nhiệm vụ không thuộc chương trình này. Chọn lại nhóm."))
    phases = {(one.phase_id, one.programme_id) for one in new if one.phase_id is not None}
    told = Phase.objects.filter(pk__in=[number for number, _programme in phases])
    if phases - set(told.values_list("pk", "programme")):
        raise NotAllowed(_("Giai đoạn không thuộc chương trình này. Chọn lại giai đoạn."))


def _add_parts(made: Sequence[tuple[Task, NewTask]]) -> None:
    rows.insert_made(
        TaskSupport,
        [
            TaskSupport(task_id=task.pk, agency_id=number)
            for task, new in made
            for number in dict.fromkeys(new.supporting)
        ],
    )
    rows.insert_made(
        KeyResult,
        [
            KeyResult(
                task_id=task.pk,
                seq=seq,
                name=result.name.strip(),
                target=round(result.target, 4),
                measure=result.measure.strip(),
                rising=result.rising,
                indicator=result.indicator,
                above_id=result.above,
                adds=result.adds,
            )
            for task, new in made
            for seq, result in enumerate(new.key_results, start=1)
        ],
    )
    rows.insert_made(
        TaskSource,
        [
            TaskSource(
                task_id=task.pk,
                programme_id=task.programme_id,
                system=source.system,
                code=source.code,
                citation=source.citation,
                printed_lead=source.printed_lead,
                printed_deadline=source.printed_deadline,
                due_on=source.due_on,
            )
            for task, new in made
            for source in new.sources
        ],
    )

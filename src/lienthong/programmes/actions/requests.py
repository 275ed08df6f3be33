"""Wishes about a task that somebody else decides: extension, refusal, correction; and the standing
agency's wish that the lead enter an objective and key results (R7)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from lienthong.accounts.rules.scope import Actor
from lienthong.papers import actions as papers
from lienthong.papers.rules import StoredFile
from lienthong.programmes.actions.decisions import check_above, reassigned
from lienthong.programmes.actions.record import Case, Fact, locked, record
from lienthong.programmes.models import KeyResult, Task, TaskRequest
from lienthong.programmes.queries.parties import calendar_of, decider_of, in_working_days
from lienthong.programmes.queries.rollup import above_of
from lienthong.programmes.queries.thresholds import thresholds
from lienthong.programmes.rules import NotAllowed, _
from lienthong.programmes.rules.assigning import KeyResultGiven, check_key_results
from lienthong.programmes.rules.cascading import joined
from lienthong.programmes.rules.checks import check_decider, check_lead, check_request
from lienthong.programmes.rules.kinds import RequestKind, RequestState, TaskEventType
from lienthong.programmes.rules.timeline import Event, instant

# What a correction may put right, by the event that said it.
_CORRECTABLE: Mapping[TaskEventType, frozenset[str]] = {
    TaskEventType.ASSIGNED: frozenset({"due", "deadline_kind"}),
    TaskEventType.EXTENDED: frozenset({"due"}),
    TaskEventType.REOPENED: frozenset({"due"}),
    TaskEventType.EDITED: frozenset({"due"}),
    TaskEventType.SUBMITTED: frozenset({"done"}),
}


@transaction.atomic
def request(
    *,
    task_id: int,
    seen: int | None,
    kind: RequestKind,
    reason: str,
    actor: Actor,
    at: datetime,
    due_at: datetime | None = None,
    of: int | None = None,
    change: Mapping[str, str] | None = None,
    file: StoredFile | None = None,
) -> TaskRequest:
    """Ask. `due_at`: the new deadline of an extension. `of`, `change`: which event a correction is
    about and what of it reads otherwise ("due" or "done" as ISO instants)."""
    task = locked(task_id)
    objective = kind is RequestKind.OBJECTIVE
    decide_by = in_working_days(
        at, thresholds(task.programme_id).number("decide_days"), calendar_of(task.programme)
    )
    if file is not None:
        papers.keep(file, at=at)
    wanted: dict[str, object] = {}
    if due_at is not None:
        wanted["due"] = due_at.isoformat()
    if kind is RequestKind.CORRECTION:
        wanted |= {"of": of, "change": dict(change or {})}
    rows: list[TaskRequest] = []

    def facts(case: Case) -> Sequence[Fact]:
        check_request(
            kind, case.standing, reason=reason, due_at=due_at, changes=bool(change), at=at
        )
        if objective:
            check_above(case)
        else:
            check_lead(case.standing, actor.agency)
        if kind is RequestKind.CORRECTION:
            wanted["old"] = _old(case.events, of, change or {})
        rows.append(
            TaskRequest.objects.create(
                task=case.task,
                kind=kind.value,
                wanted=wanted,
                reason=reason.strip(),
                file_id=file.sha256 if file else None,
                requested_at=at,
                requested_by=actor.by,
                agency_id=actor.agency,
                decider_id=case.standing.lead if objective else decider_of(case.task),
                decide_by=decide_by,
                state=RequestState.PENDING.value,
            )
        )
        data = {"request": rows[0].pk, "kind": kind.value}
        return [Fact(type=TaskEventType.REQUESTED, data=data)]

    record(
        task_id=task_id,
        seen=seen,
        facts=facts,
        action="task.requested",
        actor=actor,
        at=at,
        data={"kind": kind.value},
    )
    return rows[0]


def _old(events: Sequence[Event], of: int | None, change: Mapping[str, str]) -> dict[str, object]:
    """What stands there now. Raises NotAllowed when a correction cannot be about it."""
    wrong = next((event for event in events if event.seq == of), None)
    if wrong is None or not change.keys() <= _CORRECTABLE.get(wrong.type, frozenset()):
        raise NotAllowed(_("Dữ liệu này không đính chính được. Chọn hạn hoặc ngày xong."))
    for name, text in change.items():
        if name in ("due", "done"):
            try:
                instant(text)
            except ValueError:
                raise NotAllowed(_("Ngày đính chính không đọc được. Chọn lại ngày.")) from None
    return {name: wrong.data.get(name) for name in change}


@transaction.atomic
def decide_request(
    *,
    request_id: int,
    approve: bool,
    decision: str,
    actor: Actor,
    at: datetime,
    due_at: datetime | None = None,
    lead_id: int | None = None,
) -> TaskRequest:
    """Decide. `due_at`: another date than was asked for. `lead_id`: who takes the task when a
    refusal is approved. Who asked does not decide."""
    row = _pending(request_id)
    kind = RequestKind(row.kind)
    if kind is RequestKind.OBJECTIVE:
        raise NotAllowed(_("Đề nghị này được trả lời bằng cách ghi mục tiêu và kết quả chính."))
    check_decider(
        requested_by=row.requested_by, by=actor.by, agency=actor.agency, decider=row.decider_id
    )
    if not decision.strip():
        raise NotAllowed(_("Ghi lý do của quyết định."))
    state = RequestState.APPROVED if approve else RequestState.DENIED

    def facts(case: Case) -> Sequence[Fact]:
        decided = Fact(
            type=TaskEventType.DECIDED,
            data={"request": row.pk, "kind": kind.value, "state": state.value},
        )
        follow = _follow(case, row, decision, due_at, lead_id) if approve else []
        # The extension comes first: while the request is pending its lead is not late.
        return [*follow, decided]

    _settle(row, state, decision, actor, at)
    record(
        task_id=row.task_id,
        seen=None,
        facts=facts,
        action="task.request_decided",
        actor=actor,
        at=at,
        data={"request": row.pk, "state": state.value},
    )
    return row


def _follow(
    case: Case, row: TaskRequest, decision: str, due_at: datetime | None, lead_id: int | None
) -> list[Fact]:
    """What an approval makes of the task."""
    match RequestKind(row.kind):
        case RequestKind.EXTENSION:
            due = due_at or instant(row.wanted["due"])
            if due is None or case.standing.due_at is None or due <= case.standing.due_at:
                raise NotAllowed(_("Hạn mới phải sau hạn cũ. Chọn lại ngày."))
            data = {"due": due.isoformat(), "request": row.pk}
            return [Fact(type=TaskEventType.EXTENDED, data=data)]
        case RequestKind.REFUSAL:
            if lead_id is None:
                raise NotAllowed(_("Đồng ý từ chối thì chọn cơ quan khác chủ trì."))
            return [reassigned(case, lead_id, decision)]
        case RequestKind.CORRECTION:
            wanted = row.wanted
            data = {"of": wanted["of"], "change": wanted["change"], "old": wanted["old"]}
            return [Fact(type=TaskEventType.CORRECTED, data={**data, "request": row.pk})]
        case _:
            return []


@transaction.atomic
def set_objective(
    *,
    task_id: int,
    seen: int | None,
    objective: str,
    key_results: Sequence[KeyResultGiven],
    actor: Actor,
    at: datetime,
) -> Task:
    """The lead or the assigner says what the task is for and how that is measured (R7, R8). A
    pending request for it is answered. Key results of which something was claimed stay. Of a task
    that was handed down those named as above count there."""
    if not objective.strip() or not key_results:
        raise NotAllowed(_("Ghi mục tiêu và ít nhất một kết quả chính đo được."))
    check_key_results(tuple(key_results))
    pending = TaskRequest.objects.filter(
        task=task_id, kind=RequestKind.OBJECTIVE.value, state=RequestState.PENDING.value
    ).first()

    def facts(case: Case) -> Sequence[Fact]:
        if actor.agency != case.standing.lead:
            check_above(case)
        if KeyResult.objects.filter(task=task_id).exclude(claimed=None).exists():
            raise NotAllowed(_("Đã báo cáo theo kết quả chính hiện có; đề nghị đính chính."))
        found = [Fact(type=TaskEventType.NOTED, data={"what": "objective"})]
        if pending is not None:
            data = {"request": pending.pk, "kind": pending.kind, "state": "approved"}
            found.append(Fact(type=TaskEventType.DECIDED, data=data))
        return found

    task = record(
        task_id=task_id, seen=seen, facts=facts, action="task.objective_set", actor=actor, at=at
    )
    if pending is not None:
        _settle(pending, RequestState.APPROVED, objective, actor, at)
    task.objective = objective.strip()
    task.save(update_fields=["objective"])
    KeyResult.objects.filter(task=task_id, evidence=None).delete()
    kept = KeyResult.objects.filter(task=task_id).count()
    above = above_of(KeyResult.objects.filter(task=task.parent_id)) if task.parent_id else []
    KeyResult.objects.bulk_create(
        KeyResult(
            task_id=task_id,
            seq=seq,
            name=result.name.strip(),
            target=result.target,
            measure=result.measure.strip(),
            rising=result.rising,
            indicator=result.indicator,
            above_id=result.above,
            adds=result.adds,
        )
        for seq, result in enumerate((joined(one, above) for one in key_results), start=kept + 1)
    )
    return task


def _pending(request_id: int) -> TaskRequest:
    row = (
        TaskRequest.objects.select_for_update()
        .filter(pk=request_id, state=RequestState.PENDING.value)
        .first()
    )
    if row is None:
        raise NotAllowed(_("Đề nghị này đã được quyết định. Tải lại trang."))
    return row


def _settle(
    row: TaskRequest, state: RequestState, decision: str, actor: Actor, at: datetime
) -> None:
    row.state = state.value
    row.decision = decision.strip()
    row.decided_at = at
    row.decided_by = actor.by
    row.save(update_fields=["state", "decision", "decided_at", "decided_by"])

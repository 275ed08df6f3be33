"""What those above a task decide: accept, return, assign anew, reopen, cancel."""

from collections.abc import Collection, Sequence
from datetime import datetime

from lienthong.accounts.rules.scope import Actor
from lienthong.organisations import queries as organisations
from lienthong.programmes.actions.record import Case, Fact, record
from lienthong.programmes.models import Evidence, Task, TaskSupport
from lienthong.programmes.queries.parties import acceptors
from lienthong.programmes.rules import NotAllowed, _
from lienthong.programmes.rules.checks import check_acceptor
from lienthong.programmes.rules.kinds import EvidenceState, TaskEventType


def accept_task(
    *, task_id: int, seen: int | None, actor: Actor, at: datetime, note: str = ""
) -> Task:
    """The result is good. Nobody accepts the own work: neither the agency nor the person."""

    def facts(case: Case) -> Sequence[Fact]:
        _check(case)
        pending = Evidence.objects.filter(task=case.task, state=EvidenceState.PENDING.value)
        pending.update(state=EvidenceState.ACCEPTED.value, decided_at=at, decided_by=actor.by)
        data = {"note": note.strip()} if note.strip() else {}
        return [Fact(type=TaskEventType.ACCEPTED, data=data)]

    return record(
        task_id=task_id, seen=seen, facts=facts, action="task.accepted", actor=actor, at=at
    )


def return_task(
    *,
    task_id: int,
    seen: int | None,
    reason: str,
    actor: Actor,
    at: datetime,
    evidence: Collection[int] = (),
) -> Task:
    """The result is not good yet. `evidence`: what of it does not hold."""

    def facts(case: Case) -> Sequence[Fact]:
        _check(case)
        if not reason.strip():
            raise NotAllowed(_("Ghi lý do trả lại để cơ quan chủ trì biết phải bổ sung gì."))
        pending = Evidence.objects.filter(task=case.task, state=EvidenceState.PENDING.value)
        pending.filter(pk__in=evidence).update(
            state=EvidenceState.RETURNED.value,
            reason=reason.strip()[:300],
            decided_at=at,
            decided_by=actor.by,
        )
        return [Fact(type=TaskEventType.RETURNED, data={"reason": reason.strip()})]

    return record(
        task_id=task_id, seen=seen, facts=facts, action="task.returned", actor=actor, at=at
    )


def reassign(
    *,
    task_id: int,
    seen: int | None,
    lead_id: int,
    reason: str,
    actor: Actor,
    at: datetime,
    head_id: int | None = None,
    contact_id: int | None = None,
) -> Task:
    """Give the task to another lead, who has to acknowledge it anew."""

    def facts(case: Case) -> Sequence[Fact]:
        check_above(case)
        return [reassigned(case, lead_id, reason, head_id=head_id, contact_id=contact_id)]

    return record(
        task_id=task_id,
        seen=seen,
        facts=facts,
        action="task.reassigned",
        actor=actor,
        at=at,
        data={"lead": lead_id},
    )


def reassigned(
    case: Case,
    lead_id: int,
    reason: str,
    *,
    head_id: int | None = None,
    contact_id: int | None = None,
) -> Fact:
    """The fact of a new lead; it is no longer one of those that support."""
    if not reason.strip():
        raise NotAllowed(_("Ghi lý do giao lại."))
    if lead_id == case.standing.lead:
        raise NotAllowed(_("Cơ quan này đang chủ trì. Chọn cơ quan khác."))
    if lead_id not in organisations.agencies([lead_id]):
        raise NotAllowed(_("Không có cơ quan này. Chọn lại cơ quan trong danh sách."))
    TaskSupport.objects.filter(task=case.task, agency=lead_id).delete()
    return Fact(
        type=TaskEventType.REASSIGNED,
        data={
            "lead": lead_id,
            "head": head_id,
            "contact": contact_id,
            "from": case.standing.lead,
            "reason": reason.strip(),
        },
    )


def reopen(
    *,
    task_id: int,
    seen: int | None,
    document: str,
    reason: str,
    actor: Actor,
    at: datetime,
    due_at: datetime | None = None,
) -> Task:
    """A finished task goes on, by a decision that is named. That it was late is not forgotten."""

    def facts(case: Case) -> Sequence[Fact]:
        check_above(case)
        _check_document(document, reason)
        if due_at is not None and due_at <= at:
            raise NotAllowed(_("Hạn mới phải sau hôm nay. Chọn lại ngày."))
        data = {"document": document.strip(), "reason": reason.strip()}
        if due_at is not None:
            data["due"] = due_at.isoformat()
        return [Fact(type=TaskEventType.REOPENED, data=data)]

    return record(
        task_id=task_id, seen=seen, facts=facts, action="task.reopened", actor=actor, at=at
    )


def cancel(
    *, task_id: int, seen: int | None, document: str, reason: str, actor: Actor, at: datetime
) -> Task:
    """A document takes the task back. What was given to those below has to be ended first."""

    def facts(case: Case) -> Sequence[Fact]:
        check_above(case)
        _check_document(document, reason)
        if Task.objects.filter(parent=case.task, ended_at=None).exists():
            raise NotAllowed(_("Còn việc giao cho cấp dưới. Hủy các việc đó trước."))
        data = {"document": document.strip(), "reason": reason.strip()}
        return [Fact(type=TaskEventType.CANCELLED, data=data)]

    return record(
        task_id=task_id, seen=seen, facts=facts, action="task.cancelled", actor=actor, at=at
    )


def _check(case: Case) -> None:
    check_acceptor(
        case.standing,
        case.events,
        agency=case.actor.agency,
        allowed=acceptors(case.task),
        by=case.actor.by,
    )


def check_above(case: Case) -> None:
    """Who assigned the task or runs the programme."""
    allowed = {case.task.assigner_id, *acceptors(case.task)}
    if case.actor.agency not in allowed:
        raise NotAllowed(_("Chỉ cơ quan giao việc hoặc cơ quan thường trực được làm việc này."))


def _check_document(document: str, reason: str) -> None:
    if not document.strip():
        raise NotAllowed(_("Ghi số văn bản làm căn cứ."))
    if not reason.strip():
        raise NotAllowed(_("Ghi lý do."))

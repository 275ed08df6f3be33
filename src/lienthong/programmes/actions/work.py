"""What the lead of a task does: say that it has it, report, give evidence, submit, explain."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from lienthong import clock
from lienthong.accounts.rules.scope import Actor
from lienthong.papers import actions as papers
from lienthong.papers.rules import StoredFile
from lienthong.programmes.actions.record import Case, Fact, locked, record
from lienthong.programmes.models import Evidence, Explanation, KeyResult, Task
from lienthong.programmes.queries.measuring import measured_value
from lienthong.programmes.rules import NotAllowed, _
from lienthong.programmes.rules.checks import (
    check_complete,
    check_explanation,
    check_lead,
    check_progress,
    done_instant,
    overclaimed,
)
from lienthong.programmes.rules.kinds import EvidenceKind, EvidenceState, TaskEventType
from lienthong.programmes.rules.lifecycle import ENDED


def acknowledge(
    *,
    task_id: int,
    seen: int | None,
    actor: Actor,
    at: datetime,
    head_id: int | None = None,
    contact_id: int | None = None,
) -> Task:
    """The lead has the task; it may name who answers for it (R21) and whom to call (R22)."""

    def facts(case: Case) -> Sequence[Fact]:
        check_lead(case.standing, actor.agency)
        data = {"head": head_id, "contact": contact_id}
        return [
            Fact(
                type=TaskEventType.ACKNOWLEDGED,
                data={name: number for name, number in data.items() if number is not None},
            )
        ]

    return record(
        task_id=task_id,
        seen=seen,
        facts=facts,
        action="task.acknowledged",
        actor=actor,
        at=at,
    )


def report_progress(
    *,
    task_id: int,
    seen: int | None,
    percent: int,
    actor: Actor,
    at: datetime,
    results: Mapping[int, Decimal] | None = None,
    evidence: Sequence[int] = (),
    note: str = "",
) -> Task:
    """Say how far the work is. What is claimed points at evidence or at a measured figure; a claim
    above what is measured is flagged at once. `results`: values of key results by their number."""

    def facts(case: Case) -> Sequence[Fact]:
        check_lead(case.standing, actor.agency)
        pointed = _evidence_of(case.task, evidence)
        given = _key_results(case.task, results or {})
        flagged, measured = [], 0
        for key_result, claimed in given:
            value = _measured(case.task, key_result.indicator, at)
            measured += value is not None
            if value is not None and overclaimed(claimed, value, rising=key_result.rising):
                flagged.append(
                    {"result": key_result.seq, "claimed": str(claimed), "measured": str(value)}
                )
            KeyResult.objects.filter(pk=key_result.pk).update(claimed=claimed, claimed_at=at)
        check_progress(
            percent,
            before=case.standing.percent,
            evidence=len(pointed) + measured,
            note=note,
        )
        data: dict[str, object] = {
            "percent": percent,
            "results": {str(one.seq): str(claimed) for one, claimed in given},
            "evidence": pointed,
        }
        if note.strip():
            data["note"] = note.strip()
        if flagged:
            data["flagged"] = flagged
        return [Fact(type=TaskEventType.PROGRESSED, data=data)]

    return record(
        task_id=task_id,
        seen=seen,
        facts=facts,
        action="task.progressed",
        actor=actor,
        at=at,
        data={"percent": percent},
    )


def _measured(task: Task, indicator: str, at: datetime) -> Decimal | None:
    """What the house measured of the lead since the task was assigned."""
    since = task.assigned_at.astimezone(clock.VIETNAM).date()
    return measured_value(indicator, task.lead_id, since=since, as_of=at)


def _evidence_of(task: Task, ids: Sequence[int]) -> list[int]:
    known = set(
        Evidence.objects.filter(task=task, pk__in=ids)
        .exclude(state=EvidenceState.RETURNED.value)
        .values_list("pk", flat=True)
    )
    if known != set(ids):
        raise NotAllowed(_("Bằng chứng không thuộc nhiệm vụ này hoặc đã bị trả lại. Chọn lại."))
    return sorted(known)


def _key_results(task: Task, values: Mapping[int, Decimal]) -> list[tuple[KeyResult, Decimal]]:
    known = {one.seq: one for one in KeyResult.objects.filter(task=task)}
    if not values.keys() <= known.keys():
        raise NotAllowed(_("Nhiệm vụ không có kết quả chính này. Tải lại trang."))
    for value in values.values():
        if not value.is_finite() or value < 0:
            raise NotAllowed(_("Giá trị đạt được phải là một số từ 0 trở lên."))
    return [(known[seq], value) for seq, value in sorted(values.items())]


@transaction.atomic
def add_evidence(
    *,
    task_id: int,
    seen: int | None,
    kind: EvidenceKind,
    title: str,
    actor: Actor,
    at: datetime,
    key_result: int | None = None,
    document: str = "",
    document_on: date | None = None,
    file: StoredFile | None = None,
    indicator: str = "",
) -> Evidence:
    """Give an issued document, a file (already received by `papers`), or an indicator, whose value
    at this moment is kept. `key_result`: the number of the one it is for."""
    task = locked(task_id)
    chosen = KeyResult.objects.filter(task=task, seq=key_result or 0).first()
    if key_result is not None and chosen is None:
        raise NotAllowed(_("Nhiệm vụ không có kết quả chính này. Tải lại trang."))
    _check_evidence(kind, title, document, document_on, file, indicator, at)
    value = _measured(task, indicator, at)
    if kind is EvidenceKind.MEASURED and value is None:
        raise NotAllowed(_("Chỉ tiêu này chưa có số đo của cơ quan chủ trì. Chọn bằng chứng khác."))
    if file is not None:
        papers.keep(file, at=at)
    row = Evidence.objects.create(
        task=task,
        key_result=chosen,
        kind=kind.value,
        title=title.strip(),
        document=document.strip(),
        document_on=document_on,
        file_id=file.sha256 if file else None,
        indicator=indicator if kind is EvidenceKind.MEASURED else "",
        measured=value,
        measured_at=at if value is not None else None,
        given_at=at,
        given_by=actor.by,
        state=EvidenceState.PENDING.value,
    )

    def facts(case: Case) -> Sequence[Fact]:
        check_lead(case.standing, actor.agency)
        data = {"evidence": row.pk, "kind": kind.value}
        return [Fact(type=TaskEventType.EVIDENCE_ADDED, data=data)]

    record(
        task_id=task_id,
        seen=seen,
        facts=facts,
        action="task.evidence_added",
        actor=actor,
        at=at,
        data={"evidence": row.pk, **({"file": file.sha256} if file else {})},
    )
    return row


def _check_evidence(
    kind: EvidenceKind,
    title: str,
    document: str,
    document_on: date | None,
    file: StoredFile | None,
    indicator: str,
    at: datetime,
) -> None:
    if not title.strip():
        raise NotAllowed(_("Ghi tên bằng chứng."))
    if kind is EvidenceKind.DOCUMENT and not (document.strip() and document_on):
        raise NotAllowed(_("Văn bản làm bằng chứng cần số và ngày ban hành."))
    if document_on is not None and document_on > at.astimezone(clock.VIETNAM).date():
        raise NotAllowed(_("Ngày ban hành không thể ở sau hôm nay. Sửa lại ngày."))
    if kind is EvidenceKind.FILE and file is None:
        raise NotAllowed(_("Chọn tệp làm bằng chứng."))
    if kind is EvidenceKind.MEASURED and not indicator:
        raise NotAllowed(_("Chọn chỉ tiêu làm bằng chứng."))


def submit_task(
    *,
    task_id: int,
    seen: int | None,
    actor: Actor,
    at: datetime,
    done_on: date | None = None,
    note: str = "",
) -> Task:
    """Hand in the result. From here on the wait is not the lead's. `done_on`: the work was done on
    an earlier day, which an issued document must bear out."""

    def facts(case: Case) -> Sequence[Fact]:
        task = case.task
        check_lead(case.standing, actor.agency)
        held = list(
            Evidence.objects.filter(task=task)
            .exclude(state=EvidenceState.RETURNED.value)
            .values_list("document_on", flat=True)
        )
        check_complete(
            case.standing,
            objective=task.objective,
            key_results=KeyResult.objects.filter(task=task).count(),
            open_children=Task.objects.filter(parent=task)
            .exclude(state__in=[state.value for state in ENDED])
            .count(),
            evidence=len(held),
        )
        done = done_instant(
            done_on,
            at=at,
            assigned_at=task.assigned_at,
            documents=[day for day in held if day is not None],
        )
        data = {"done": done.isoformat(), **({"note": note.strip()} if note.strip() else {})}
        return [Fact(type=TaskEventType.SUBMITTED, data=data)]

    return record(
        task_id=task_id,
        seen=seen,
        facts=facts,
        action="task.submitted",
        actor=actor,
        at=at,
    )


@transaction.atomic
def explain(
    *,
    task_id: int,
    seen: int | None,
    cause: str,
    text: str,
    commits_to: date,
    actor: Actor,
    at: datetime,
) -> Explanation:
    """The head accounts for a late task: cause, what will be done, a new commitment. The deadline
    stays; only an extension moves it."""

    def facts(case: Case) -> Sequence[Fact]:
        check_lead(case.standing, actor.agency)
        check_explanation(case.standing, cause=cause, text=text, commits_to=commits_to, at=at)
        data = {"cause": cause, "commits_to": commits_to.isoformat()}
        return [Fact(type=TaskEventType.EXPLAINED, data=data)]

    record(task_id=task_id, seen=seen, facts=facts, action="task.explained", actor=actor, at=at)
    return Explanation.objects.create(
        task_id=task_id, cause=cause, text=text.strip(), commits_to=commits_to, at=at, by=actor.by
    )


def note(*, task_id: int, seen: int | None, text: str, actor: Actor, at: datetime) -> Task:
    """Write a remark into the timeline."""

    def facts(case: Case) -> Sequence[Fact]:
        if not text.strip():
            raise NotAllowed(_("Ghi nội dung ghi chú."))
        return [Fact(type=TaskEventType.NOTED, data={"text": text.strip()})]

    return record(task_id=task_id, seen=seen, facts=facts, action="task.noted", actor=actor, at=at)

"""How a dossier ends: with a result, a refusal, a withdrawal, a stop, or nothing to return."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from lienthong.accounts.rules.scope import Actor
from lienthong.dossiers.actions.record import Case, Fact, record
from lienthong.dossiers.actions.steps import check_leave_step, check_may_finish, gives_result
from lienthong.dossiers.models import Dossier
from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.late import LateRecord
from lienthong.dossiers.rules.lifecycle import EventType


def _end(
    *,
    event: EventType,
    action: str,
    dossier_id: int,
    seen: int | None,
    data: dict[str, Any],
    actor: Actor,
    at: datetime,
    late: LateRecord | None,
) -> Dossier:
    def facts(case: Case) -> Sequence[Fact]:
        return [Fact(type=event, data={**data, "return_at": case.dossier.receiving_id})]

    return record(
        dossier_id=dossier_id,
        seen=seen,
        facts=facts,
        action=action,
        actor=actor,
        at=at,
        late=late,
    )


def _said(reason: str, legal_basis: str) -> dict[str, Any]:
    if not reason.strip():
        raise NotAllowed("Ghi lý do: người nộp có quyền biết.")
    if not legal_basis.strip():
        raise NotAllowed("Ghi căn cứ pháp lý.")
    return {"reason": reason.strip(), "legal_basis": legal_basis.strip()}


def complete(
    *,
    dossier_id: int,
    seen: int | None,
    result_number: str,
    result_file: str = "",
    actor: Actor,
    at: datetime,
    late: LateRecord | None = None,
) -> Dossier:
    """The result is there: the clock stops, the counter is told to return it."""

    def facts(case: Case) -> Sequence[Fact]:
        content = case.version.content
        step = check_leave_step(case)
        if not gives_result(content, step):
            raise NotAllowed(
                "Bước “%(name)s” chưa phải bước ra kết quả. Chuyển bước kế tiếp trước.",
                name=step.name,
            )
        if not content.needs_result:
            raise NotAllowed("Thủ tục này không có kết quả phải trả. Dùng “đóng hồ sơ”.")
        if not result_number.strip():
            raise NotAllowed("Ghi số, ký hiệu của kết quả.")
        check_may_finish(case)
        data = {"number": result_number.strip(), "return_at": case.dossier.receiving_id}
        return [
            Fact(
                type=EventType.COMPLETED,
                data={**data, **({"file": result_file} if result_file else {})},
            )
        ]

    return record(
        dossier_id=dossier_id,
        seen=seen,
        facts=facts,
        action="dossier.completed",
        actor=actor,
        at=at,
        late=late,
    )


def close(
    *, dossier_id: int, seen: int | None, confirmation: str, actor: Actor, at: datetime
) -> Dossier:
    """A filing that needs no result ends when the receiving system confirms it (R152)."""

    def facts(case: Case) -> Sequence[Fact]:
        if case.version.content.needs_result:
            raise NotAllowed("Thủ tục này có kết quả phải trả: ghi kết quả thay vì đóng hồ sơ.")
        if not confirmation.strip():
            raise NotAllowed("Ghi số xác nhận của hệ thống tiếp nhận.")
        check_may_finish(case)
        return [Fact(type=EventType.CLOSED, data={"confirmation": confirmation.strip()})]

    return record(
        dossier_id=dossier_id, seen=seen, facts=facts, action="dossier.closed", actor=actor, at=at
    )


def decline(
    *, dossier_id: int, seen: int | None, reason: str, legal_basis: str, actor: Actor, at: datetime
) -> Dossier:
    """Not accepted (form 03)."""
    return _end(
        event=EventType.DECLINED,
        action="dossier.declined",
        dossier_id=dossier_id,
        seen=seen,
        data=_said(reason, legal_basis),
        actor=actor,
        at=at,
        late=None,
    )


def refuse(
    *,
    dossier_id: int,
    seen: int | None,
    reason: str,
    legal_basis: str,
    actor: Actor,
    at: datetime,
    late: LateRecord | None = None,
) -> Dossier:
    """Settled with a refusal: the written answer is the result and is returned."""
    return _end(
        event=EventType.REFUSED,
        action="dossier.refused",
        dossier_id=dossier_id,
        seen=seen,
        data=_said(reason, legal_basis),
        actor=actor,
        at=at,
        late=late,
    )


def withdraw(
    *,
    dossier_id: int,
    seen: int | None,
    reason: str,
    actor: Actor,
    at: datetime,
    late: LateRecord | None = None,
) -> Dossier:
    """The applicant takes the dossier back. No reason is asked of them; what they say is kept."""
    return _end(
        event=EventType.WITHDRAWN,
        action="dossier.withdrawn",
        dossier_id=dossier_id,
        seen=seen,
        data={"reason": reason.strip()},
        actor=actor,
        at=at,
        late=late,
    )


def stop(
    *,
    dossier_id: int,
    seen: int | None,
    reason: str,
    legal_basis: str,
    actor: Actor,
    at: datetime,
    late: LateRecord | None = None,
) -> Dossier:
    """Stop the settlement (form 05), for instance when nothing was supplemented in time."""
    return _end(
        event=EventType.STOPPED,
        action="dossier.stopped",
        dossier_id=dossier_id,
        seen=seen,
        data=_said(reason, legal_basis),
        actor=actor,
        at=at,
        late=late,
    )


def return_result(
    *,
    dossier_id: int,
    seen: int | None,
    method: str,
    actor: Actor,
    at: datetime,
    late: LateRecord | None = None,
) -> Dossier:
    """The applicant has the result. Closing the dossier is the same act as returning it (R126)."""

    def facts(_case: Case) -> Sequence[Fact]:
        if method not in {"direct", "postal", "online"}:
            raise NotAllowed("Chọn cách trả kết quả: trực tiếp, bưu chính hoặc trực tuyến.")
        return [Fact(type=EventType.RETURNED, data={"method": method})]

    return record(
        dossier_id=dossier_id,
        seen=seen,
        facts=facts,
        action="dossier.returned",
        actor=actor,
        at=at,
        late=late,
    )

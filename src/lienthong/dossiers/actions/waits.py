"""Waiting: for the applicant, for money, for others, for a system. Each wait has a holder."""

from collections.abc import Sequence
from datetime import date, datetime

from lienthong import clock
from lienthong.accounts.rules.scope import Actor
from lienthong.dossiers.actions.record import Case, Fact, record
from lienthong.dossiers.models import Dossier
from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.causes import WAITS
from lienthong.dossiers.rules.late import LateRecord
from lienthong.dossiers.rules.lifecycle import EventType
from lienthong.dossiers.rules.waits import check_supplement_request


def request_supplement(
    *,
    dossier_id: int,
    seen: int | None,
    wanted: Sequence[str],
    reason: str,
    legal_basis: str,
    until: date | None,
    actor: Actor,
    at: datetime,
    late: LateRecord | None = None,
) -> Dossier:
    """Ask the applicant once for everything that is missing: what, why, by which rule."""

    def facts(case: Case) -> Sequence[Fact]:
        rule = case.version.content.clock
        check_supplement_request(
            wanted=wanted,
            reason=reason,
            legal_basis=legal_basis,
            already=case.standing.supplements,
            at_most=rule.supplements_at_most,
        )
        if until is not None and until < case.occurred_at.astimezone(clock.VIETNAM).date():
            raise NotAllowed("Ngày hẹn bổ sung đã qua. Chọn ngày ở sau ngày yêu cầu.")
        consumed = case.reading.clock.consumed
        return [
            Fact(
                type=EventType.SUPPLEMENT_REQUESTED,
                data={
                    "wanted": [paper.strip() for paper in wanted if paper.strip()],
                    "reason": reason.strip(),
                    "legal_basis": legal_basis.strip(),
                    "phase": "intake" if case.standing.accepted_at is None else "settlement",
                    "consumed": f"{float(consumed):.6f}",
                    "remaining_seconds": _left(case),
                    **({"until": until.isoformat()} if until else {}),
                },
            )
        ]

    return record(
        dossier_id=dossier_id,
        seen=seen,
        facts=facts,
        action="dossier.supplement_requested",
        actor=actor,
        at=at,
        late=late,
    )


def _left(case: Case) -> int | None:
    """Seconds to the due instant when the wait began: one close to it is listed (R121). While
    another wait holds that instant: to where it would be if the clock went on now. None where no
    limit runs."""
    read, due = case.reading.clock, case.reading.clock.due_at
    if read.state is clock.State.PAUSED:
        # Within the day there is never much left.
        left, unit = read.remaining or 0, case.reading.rule.limit.unit
        due = (
            clock.add_working(case.reading.calendar, case.occurred_at, left, unit)
            if left > 0
            else case.occurred_at
        )
    return None if due is None else int((due - case.occurred_at).total_seconds())


def receive_supplement(
    *,
    dossier_id: int,
    seen: int | None,
    complete: bool,
    note: str,
    actor: Actor,
    at: datetime,
    late: LateRecord | None = None,
) -> Dossier:
    """What was missing has come. The clock goes on, restarts or gets days, as the rule says."""

    def facts(case: Case) -> Sequence[Fact]:
        if not complete:
            raise NotAllowed(
                "Chưa đủ giấy tờ đã yêu cầu thì đồng hồ chưa chạy lại. "
                "Ghi chú phần đã nhận, chờ đủ rồi mới ghi đã bổ sung."
            )
        return [Fact(type=EventType.SUPPLEMENT_RECEIVED, data={"note": note.strip()})]

    return record(
        dossier_id=dossier_id,
        seen=seen,
        facts=facts,
        action="dossier.supplement_received",
        actor=actor,
        at=at,
        late=late,
    )


def require_payment(
    *, dossier_id: int, seen: int | None, notice: str, actor: Actor, at: datetime
) -> Dossier:
    """The applicant has a financial obligation to fulfil (tax, fee) before work goes on."""

    def facts(case: Case) -> Sequence[Fact]:
        if not notice.strip():
            raise NotAllowed("Ghi số thông báo nghĩa vụ tài chính đã gửi người nộp.")
        return [Fact(type=EventType.PAYMENT_REQUIRED, data={"notice": notice.strip()})]

    return record(
        dossier_id=dossier_id,
        seen=seen,
        facts=facts,
        action="dossier.payment_required",
        actor=actor,
        at=at,
    )


def confirm_payment(
    *,
    dossier_id: int,
    seen: int | None,
    proof: str,
    actor: Actor,
    at: datetime,
    late: LateRecord | None = None,
) -> Dossier:
    def facts(case: Case) -> Sequence[Fact]:
        if not proof.strip():
            raise NotAllowed("Ghi số chứng từ hoặc biên lai xác nhận đã nộp.")
        return [Fact(type=EventType.PAYMENT_RECEIVED, data={"proof": proof.strip()})]

    return record(
        dossier_id=dossier_id,
        seen=seen,
        facts=facts,
        action="dossier.payment_received",
        actor=actor,
        at=at,
        late=late,
    )


def pause(
    *,
    dossier_id: int,
    seen: int | None,
    reason: str,
    basis: str,
    system: str = "",
    actor: Actor,
    at: datetime,
    late: LateRecord | None = None,
) -> Dossier:
    """Wait for something coded; whether the clock counts on is the version's rule, not a choice."""

    def facts(case: Case) -> Sequence[Fact]:
        if reason not in WAITS or reason in {"supplement", "financial_obligation"}:
            raise NotAllowed("Chọn lý do tạm dừng trong danh sách.")
        if not basis.strip():
            raise NotAllowed("Ghi căn cứ của việc tạm dừng.")
        if reason in case.standing.pauses:
            raise NotAllowed("Hồ sơ đang tạm dừng vì đúng lý do này.")
        data = {"reason": reason, "basis": basis.strip()}
        return [
            Fact(type=EventType.PAUSED, data={**data, **({"system": system} if system else {})})
        ]

    return record(
        dossier_id=dossier_id,
        seen=seen,
        facts=facts,
        action="dossier.paused",
        actor=actor,
        at=at,
        late=late,
    )


def resume(
    *,
    dossier_id: int,
    seen: int | None,
    reason: str,
    actor: Actor,
    at: datetime,
    late: LateRecord | None = None,
) -> Dossier:
    def facts(case: Case) -> Sequence[Fact]:
        if reason not in case.standing.pauses:
            raise NotAllowed("Hồ sơ không tạm dừng vì lý do này. Tải lại trang.")
        if reason in {"supplement", "financial_obligation", "liaison_opinion"}:
            raise NotAllowed(
                "Việc chờ này kết thúc bằng việc của nó: ghi đã bổ sung, đã nộp tiền "
                "hoặc đã có ý kiến."
            )
        return [Fact(type=EventType.RESUMED, data={"reason": reason})]

    return record(
        dossier_id=dossier_id,
        seen=seen,
        facts=facts,
        action="dossier.resumed",
        actor=actor,
        at=at,
        late=late,
    )

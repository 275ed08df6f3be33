"""Dates given anew: extension before the date, apology after it, and why it came so."""

from collections.abc import Sequence
from datetime import datetime

from lienthong import clock
from lienthong.accounts.rules.scope import Actor
from lienthong.dossiers.actions.record import Case, Fact, record
from lienthong.dossiers.models import Dossier
from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.amounts import amount_of, written
from lienthong.dossiers.rules.causes import CAUSES
from lienthong.dossiers.rules.lifecycle import EventType


def extend(
    *,
    dossier_id: int,
    seen: int | None,
    amount: str,
    reason: str,
    legal_basis: str,
    actor: Actor,
    at: datetime,
) -> Dossier:
    """Add to the limit, with reason and basis. One made after the date stays visible as such: it
    cannot take back a lateness (clock contract, 9)."""

    def facts(case: Case) -> Sequence[Fact]:
        value = amount_of(amount, what="Số ngày gia hạn")
        if case.reading.rule.limit.unit is clock.Unit.SAME_DAY and value.denominator != 1:
            raise NotAllowed("Số ngày gia hạn của việc trả trong ngày phải là số nguyên.")
        if not reason.strip() or not legal_basis.strip():
            raise NotAllowed("Gia hạn cần lý do và căn cứ pháp lý.")
        due = case.reading.clock.due_at
        return [
            Fact(
                type=EventType.EXTENDED,
                data={
                    "amount": written(value),
                    "reason": reason.strip(),
                    "legal_basis": legal_basis.strip(),
                    "after_due": due is not None and case.occurred_at > due,
                },
            )
        ]

    return record(
        dossier_id=dossier_id, seen=seen, facts=facts, action="dossier.extended", actor=actor, at=at
    )


def apologise(
    *,
    dossier_id: int,
    seen: int | None,
    cause: str,
    reason: str,
    new_date: datetime,
    actor: Actor,
    at: datetime,
) -> Dossier:
    """Apologise in writing and promise a new date (form 04). The legal due date stays."""

    def facts(case: Case) -> Sequence[Fact]:
        if cause not in CAUSES:
            raise NotAllowed("Chọn nguyên nhân chậm trong danh sách.")
        if not reason.strip():
            raise NotAllowed("Ghi lý do chậm bằng lời người dân hiểu được.")
        if new_date <= at:
            raise NotAllowed("Ngày hẹn lại phải ở sau lúc này.")
        promised = case.standing.promised_at
        if promised is not None and new_date <= promised:
            # The letter would apologise for a lateness and promise an earlier day.
            raise NotAllowed(
                "Ngày hẹn lại phải ở sau ngày đã hẹn, %(promised)s. Kịp ngày ấy thì không phải"
                " xin lỗi.",
                promised=promised.astimezone(clock.VIETNAM).strftime("%H:%M %d/%m/%Y"),
            )
        return [
            Fact(
                type=EventType.APOLOGISED,
                data={"cause": cause, "reason": reason.strip(), "promised": new_date.isoformat()},
            )
        ]

    return record(
        dossier_id=dossier_id,
        seen=seen,
        facts=facts,
        action="dossier.apologised",
        actor=actor,
        at=at,
    )


def code_cause(
    *, dossier_id: int, seen: int | None, cause: str, note: str, actor: Actor, at: datetime
) -> Dossier:
    def facts(case: Case) -> Sequence[Fact]:
        if cause not in CAUSES:
            raise NotAllowed("Chọn nguyên nhân chậm trong danh sách.")
        return [Fact(type=EventType.CAUSE_CODED, data={"cause": cause, "note": note.strip()})]

    return record(
        dossier_id=dossier_id,
        seen=seen,
        facts=facts,
        action="dossier.cause_coded",
        actor=actor,
        at=at,
    )

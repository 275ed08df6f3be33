"""Corrections: opened with evidence, tried dry (`dry_runs`), approved by another person, applied in
slices (`applications`), undone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from lienthong.accounts.rules.scope import Actor
from lienthong.dossiers.models import Correction, CorrectionItem
from lienthong.dossiers.queries.corrections import moved
from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.corrections import (
    CorrectionKind,
    CorrectionState,
    ItemState,
    Policy,
    check_change,
    same_person,
)
from lienthong.journal import actions as journal

TRIABLE = frozenset({CorrectionState.OPENED.value, CorrectionState.PREVIEWED.value})


@transaction.atomic
def open_correction(
    *,
    kind: CorrectionKind,
    title: str,
    scope: Mapping[str, Any],
    change: Mapping[str, Any],
    policy: Policy,
    evidence: str,
    evidence_file: str | None = None,
    actor: Actor,
    at: datetime,
) -> Correction:
    """Say what was wrong, for which dossiers, and how that is known."""
    check_change(kind, change)
    if not title.strip():
        raise NotAllowed("Đặt tên cho lần đính chính để người duyệt nhận ra.")
    if not evidence.strip():
        raise NotAllowed("Ghi bằng chứng: văn bản nào, điều khoản nào cho thấy đã ghi sai.")
    if not scope.get("codes") and not scope.get("version") and kind is not CorrectionKind.CALENDAR:
        raise NotAllowed("Chọn phạm vi: một phiên bản thủ tục, hoặc danh sách mã hồ sơ.")
    correction = Correction.objects.create(
        kind=kind.value,
        title=title.strip(),
        scope=dict(scope),
        change=dict(change),
        policy=policy.value,
        evidence=evidence.strip(),
        evidence_file_id=evidence_file,
        state=CorrectionState.OPENED.value,
        opened_at=at,
        opened_by=actor.by,
        opened_agency=actor.agency,
    )
    note(correction, "correction.opened", actor, at)
    return correction


@transaction.atomic
def decide_item(*, item_id: int, apply: bool, actor: Actor, at: datetime) -> CorrectionItem:
    """Decide for one dossier under the policy "ask for each"."""
    item = CorrectionItem.objects.select_related("correction").filter(pk=item_id).first()
    if item is None:
        raise NotAllowed("Không còn dòng này: đã chạy thử lại. Tải lại danh sách.")
    if item.correction.state != CorrectionState.PREVIEWED.value:
        raise NotAllowed("Chỉ quyết định từng hồ sơ sau khi chạy thử và trước khi duyệt.")
    if item.state not in {ItemState.ASKED.value, ItemState.LEFT.value, ItemState.PENDING.value}:
        raise NotAllowed("Hồ sơ này đã được áp dụng.")
    item.state = (ItemState.PENDING if apply else ItemState.LEFT).value
    item.save(update_fields=["state"])
    note(item.correction, "correction.decided", actor, at, item=item.pk, apply=apply)
    return item


def approve(*, correction_id: int, actor: Actor, at: datetime) -> Correction:
    """Approve and begin to apply: another person than who opened it, and only while the dry run
    still holds."""
    # A long look, so before the lock: what happens between the two is left alone and listed later.
    holds = not moved(_found(correction_id))
    with transaction.atomic():
        return _approve(locked(correction_id), actor, at, holds=holds)


def _approve(correction: Correction, actor: Actor, at: datetime, *, holds: bool) -> Correction:
    if correction.state != CorrectionState.PREVIEWED.value:
        raise NotAllowed("Chạy thử trước, rồi mới duyệt.")
    if same_person(correction.opened_by, actor.by):
        raise NotAllowed("Người mở đính chính không tự duyệt. Chuyển người khác duyệt.")
    if not correction.items.exists():
        raise NotAllowed(
            "Chạy thử không thấy hồ sơ nào phải sửa. Xem lại phạm vi rồi mở lần khác, bỏ lần này."
        )
    if correction.items.filter(state=ItemState.ASKED.value).exists():
        raise NotAllowed("Còn hồ sơ chờ quyết định từng trường hợp. Quyết định hết rồi mới duyệt.")
    if not holds:
        raise NotAllowed(
            "Từ lúc chạy thử đã có hồ sơ thay đổi. Chạy thử lại, xem lại con số, rồi duyệt."
        )
    correction.state = CorrectionState.APPLYING.value
    correction.approved_at, correction.approved_by = at, actor.by
    correction.save(update_fields=["state", "approved_at", "approved_by"])
    note(correction, "correction.approved", actor, at)
    return correction


@transaction.atomic
def undo(*, correction_id: int, reason: str, actor: Actor, at: datetime) -> Correction:
    """Open the second correction that takes the first one back: dry run and approval as always. One
    that was dropped is opened anew."""
    first = locked(correction_id)
    if first.state != CorrectionState.APPLIED.value:
        raise NotAllowed("Chỉ hoàn tác được lần đính chính đã áp dụng xong.")
    asked = Correction.objects.filter(undoes=first).first()
    if asked is not None and asked.state != CorrectionState.DROPPED.value:
        raise NotAllowed("Lần đính chính này đã có yêu cầu hoàn tác.")
    if not reason.strip():
        raise NotAllowed("Ghi lý do hoàn tác.")
    second, _new = Correction.objects.update_or_create(
        undoes=first,
        defaults={
            "kind": first.kind,
            "title": f"Hoàn tác: {first.title}"[:200],
            "scope": first.scope,
            "change": first.change,
            "policy": first.policy,
            "evidence": reason.strip(),
            "state": CorrectionState.OPENED.value,
            "opened_at": at,
            "opened_by": actor.by,
            "opened_agency": actor.agency,
            "previewed_at": None,
        },
    )
    note(second, "correction.opened", actor, at, undoes=first.pk)
    return second


@transaction.atomic
def drop(*, correction_id: int, actor: Actor, at: datetime) -> Correction:
    correction = locked(correction_id)
    if correction.state not in TRIABLE | {CorrectionState.PREVIEWING.value}:
        raise NotAllowed("Lần đính chính này đã được duyệt. Muốn bỏ thì mở hoàn tác.")
    correction.state = CorrectionState.DROPPED.value
    correction.save(update_fields=["state"])
    note(correction, "correction.dropped", actor, at)
    return correction


def check_triable(correction: Correction) -> None:
    if correction.state not in TRIABLE:
        raise NotAllowed(
            "Chỉ chạy thử được lần đính chính mới mở hoặc đã chạy thử xong. Tải lại trang để xem"
            " nó đang ở bước nào."
        )


def locked(correction_id: int) -> Correction:
    return _found(correction_id, Correction.objects.select_for_update(of=("self",)))


def _found(correction_id: int, among: "QuerySet[Correction] | None" = None) -> Correction:
    try:
        return (Correction.objects.all() if among is None else among).get(pk=correction_id)
    except Correction.DoesNotExist:
        raise NotAllowed("Không có lần đính chính này.") from None


def note(correction: Correction, action: str, actor: Actor, at: datetime, **data: Any) -> None:
    journal.record(
        unit=str(actor.agency),
        action=action,
        subject=f"correction:{correction.pk}",
        by=actor.by,
        at=at,
        data={"correction": correction.pk, **data},
    )

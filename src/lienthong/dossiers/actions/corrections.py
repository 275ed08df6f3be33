"""Corrections: opened with evidence, tried dry, applied by another person in slices, undone.

Each dossier is old or new, never half: its event, its columns and the slice's journal entry are one
transaction. What happened to a dossier since the dry run wins: it is left alone and listed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from lienthong.dossiers.actions.record import Actor
from lienthong.dossiers.adapters import rows
from lienthong.dossiers.models import Correction, CorrectionItem, Dossier, TimelineEvent
from lienthong.dossiers.queries.corrections import (
    SLICE,
    Effect,
    digest,
    effects,
    remember_for,
    scope,
    undo_effects,
)
from lienthong.dossiers.queries.reading import columns
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

_EVENT = (
    "dossier_id", "seq", "type", "occurred_at", "recorded_at", "by", "agency", "data",
    "late_recorded",
)  # fmt: skip
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


def try_dry(*, correction_id: int, actor: Actor, at: datetime) -> Correction:
    """Compute for every dossier in scope what would change. Replaces an earlier dry run."""
    remember_for(correction_id)
    with transaction.atomic():
        correction = locked(correction_id)
        check_triable(correction)
        correction.items.all().delete()
        after: int | None = 0
        while after is not None:
            after = preview_slice(correction, after=after, actor=actor, at=at)
        previewed(correction, actor=actor, at=at)
    return correction


def preview_slice(
    correction: Correction, *, after: int, actor: Actor, at: datetime, size: int = SLICE
) -> int | None:
    """Compute for the next dossiers behind the id `after`; the id to go on from, None at the end.
    Inside the caller's transaction."""
    who = (actor.by, actor.agency)
    if correction.undoes is not None:
        applied = correction.undoes.items.filter(
            state=ItemState.APPLIED.value, dossier_id__gt=after
        )
        found = list(applied.select_related("dossier").order_by("dossier_id")[:size])
        untouched = [item for item in found if item.dossier.events_seen == item.seen + 1]
        moved = [item for item in found if item.dossier.events_seen != item.seen + 1]
        _write_items(correction, list(undo_effects(correction, untouched, at=at, actor=who)))
        _write_moved(correction, moved)
        return found[-1].dossier_id if found else None
    chunk = list(scope(correction).filter(pk__gt=after).order_by("pk")[:size])
    _write_items(correction, list(effects(correction, chunk, at=at, actor=who)))
    return chunk[-1].pk if chunk else None


def previewed(correction: Correction, *, actor: Actor, at: datetime) -> None:
    """The dry run is complete: what it found is held fast by its fingerprint."""
    correction.state = CorrectionState.PREVIEWED.value
    correction.previewed_at = at
    correction.digest = _digest(correction)
    correction.save(update_fields=["state", "previewed_at", "digest"])
    note(correction, "correction.previewed", actor, at)


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


@transaction.atomic
def approve(*, correction_id: int, actor: Actor, at: datetime) -> Correction:
    """Approve and begin to apply: another person than who opened it, and only while the dry run
    still holds."""
    correction = locked(correction_id)
    if correction.state != CorrectionState.PREVIEWED.value:
        raise NotAllowed("Chạy thử trước, rồi mới duyệt.")
    if same_person(correction.opened_by, actor.by):
        raise NotAllowed("Người mở đính chính không tự duyệt. Chuyển người khác duyệt.")
    if correction.items.filter(state=ItemState.ASKED.value).exists():
        raise NotAllowed("Còn hồ sơ chờ quyết định từng trường hợp. Quyết định hết rồi mới duyệt.")
    if _digest_now(correction) != correction.digest:
        raise NotAllowed(
            "Từ lúc chạy thử đã có hồ sơ thay đổi. Chạy thử lại, xem lại con số, rồi duyệt."
        )
    correction.state = CorrectionState.APPLYING.value
    correction.approved_at, correction.approved_by = at, actor.by
    correction.save(update_fields=["state", "approved_at", "approved_by"])
    note(correction, "correction.approved", actor, at)
    return correction


def apply_slice(*, correction_id: int, actor: Actor, at: datetime, size: int = SLICE) -> int:
    """Apply the next slice; returns how many dossiers still wait. Safe to call again."""
    remember_for(correction_id)
    with transaction.atomic():
        return _apply_slice(locked(correction_id), actor, at, size)


def _apply_slice(correction: Correction, actor: Actor, at: datetime, size: int) -> int:
    if correction.state != CorrectionState.APPLYING.value:
        raise NotAllowed("Lần đính chính này chưa được duyệt hoặc đã xong.")
    pending = list(
        correction.items.filter(state=ItemState.PENDING.value)
        .select_related("dossier")
        .order_by("id")[:size]
    )
    still = [item for item in pending if item.dossier.events_seen == item.seen]
    moved = [item.pk for item in pending if item.dossier.events_seen != item.seen]
    CorrectionItem.objects.filter(pk__in=moved).update(state=ItemState.MOVED_ON.value)
    who = (actor.by, actor.agency)
    if correction.undoes is not None:
        undone = correction.undoes.items.filter(
            dossier_id__in=[item.dossier_id for item in still]
        ).select_related("dossier")
        found = list(undo_effects(correction, list(undone), at=at, actor=who))
    else:
        found = list(effects(correction, [item.dossier for item in still], at=at, actor=who))
    _apply(correction, found, actor, at)
    CorrectionItem.objects.filter(pk__in=[item.pk for item in still]).update(
        state=ItemState.APPLIED.value
    )
    left = correction.items.filter(state=ItemState.PENDING.value).count()
    if not left:
        correction.state, correction.finished_at = CorrectionState.APPLIED.value, at
        correction.save(update_fields=["state", "finished_at"])
        note(correction, "correction.applied", actor, at)
    return left


@transaction.atomic
def undo(*, correction_id: int, reason: str, actor: Actor, at: datetime) -> Correction:
    """Open the second correction that takes the first one back: dry run and approval as always."""
    first = locked(correction_id)
    if first.state != CorrectionState.APPLIED.value:
        raise NotAllowed("Chỉ hoàn tác được lần đính chính đã áp dụng xong.")
    if Correction.objects.filter(undoes=first).exists():
        raise NotAllowed("Lần đính chính này đã có yêu cầu hoàn tác.")
    if not reason.strip():
        raise NotAllowed("Ghi lý do hoàn tác.")
    second = Correction.objects.create(
        kind=first.kind,
        title=f"Hoàn tác: {first.title}"[:200],
        scope=first.scope,
        change=first.change,
        policy=first.policy,
        evidence=reason.strip(),
        state=CorrectionState.OPENED.value,
        opened_at=at,
        opened_by=actor.by,
        opened_agency=actor.agency,
        undoes=first,
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
    try:
        return Correction.objects.select_for_update(of=("self",)).get(pk=correction_id)
    except Correction.DoesNotExist:
        raise NotAllowed("Không có lần đính chính này.") from None


def _write_items(correction: Correction, found: Sequence[Effect]) -> None:
    asks = correction.policy == Policy.ASK.value
    rows.insert(
        CorrectionItem,
        (
            "correction_id", "dossier_id", "seen", "promised_at", "due_before",
            "due_after", "verdict_before", "verdict_after", "late_before", "late_after", "told",
            "state",
        ),
        (
            (
                correction.pk,
                effect.dossier.pk,
                effect.dossier.events_seen,
                effect.before.standing.promised_at,
                effect.before.clock.due_at,
                effect.after.clock.due_at,
                effect.before.clock.verdict or "",
                effect.after.clock.verdict or "",
                effect.late_before,
                effect.late_after,
                effect.before.standing.promised_at is not None,
                (ItemState.ASKED if asks and not effect.keeps_promise else ItemState.PENDING).value,
            )
            for effect in found
        ),
    )  # fmt: skip


def _write_moved(correction: Correction, moved: Sequence[CorrectionItem]) -> None:
    """Dossiers to which something happened after the correction that is being undone."""
    CorrectionItem.objects.bulk_create(
        CorrectionItem(
            correction=correction,
            dossier_id=item.dossier_id,
            seen=item.dossier.events_seen,
            promised_at=item.promised_at,
            due_before=item.due_after,
            due_after=item.due_after,
            verdict_before=item.verdict_after,
            verdict_after=item.verdict_after,
            late_before=item.late_after,
            late_after=item.late_after,
            told=item.told,
            state=ItemState.MOVED_ON.value,
        )
        for item in moved
    )


def _digest(correction: Correction) -> str:
    return digest(correction.items.order_by("dossier_id").values_list("dossier_id", "seen"))


def _digest_now(correction: Correction) -> str:
    """The dry run's dossiers as they are now, with those that came into scope since."""
    if correction.undoes_id is not None:
        pairs = correction.items.order_by("dossier_id").values_list(
            "dossier_id", "dossier__events_seen"
        )
        return digest(pairs)
    known = dict(
        correction.items.order_by("dossier_id").values_list("dossier_id", "dossier__events_seen")
    )
    if correction.kind not in {
        CorrectionKind.PAUSE_REASON.value,
        CorrectionKind.RECORDED_LATE.value,
    }:
        known = dict(scope(correction).order_by("pk").values_list("pk", "events_seen"))
    return digest(sorted(known.items()))


def _apply(correction: Correction, found: Sequence[Effect], actor: Actor, at: datetime) -> None:
    if not found:
        return
    names = tuple(columns(found[0].after))
    rows.update(
        Dossier,
        names,
        ((effect.dossier.pk, tuple(columns(effect.after).values())) for effect in found),
    )
    rows.insert(
        TimelineEvent,
        _EVENT,
        (
            (
                effect.dossier.pk,
                effect.event.seq,
                effect.event.type.value,
                at,
                at,
                actor.by,
                actor.agency,
                dict(effect.event.data),
                False,
            )
            for effect in found
        ),
    )
    note(
        correction,
        "correction.slice",
        actor,
        at,
        dossiers=[effect.dossier.pk for effect in found],
    )


def note(correction: Correction, action: str, actor: Actor, at: datetime, **data: Any) -> None:
    journal.record(
        unit=str(actor.agency),
        action=action,
        subject=f"correction:{correction.pk}",
        by=actor.by,
        at=at,
        data={"correction": correction.pk, **data},
    )

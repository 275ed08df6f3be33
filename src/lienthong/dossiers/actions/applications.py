"""Applying an approved correction in slices.

Each dossier is old or new, never half: its event, its columns and the slice's journal entry are one
transaction. What happened to a dossier since the dry run wins: it is left alone and listed.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from lienthong.accounts.rules.scope import Actor
from lienthong.dossiers.actions.corrections import locked, note
from lienthong.dossiers.adapters.corrections import apply_clocks
from lienthong.dossiers.models import (
    Correction,
    CorrectionItem,
    Dossier,
    Sideline,
    TimelineEvent,
)
from lienthong.dossiers.queries.corrections import Effect, effects
from lienthong.dossiers.queries.outcomes import SLICE
from lienthong.dossiers.queries.reading import columns
from lienthong.dossiers.queries.recalculation import CLOCK_ONLY
from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.corrections import CorrectionState, ItemState
from lienthong.journal.adapters import rows

_EVENT = (
    "dossier_id", "seq", "type", "occurred_at", "recorded_at", "by", "agency", "data",
    "late_recorded",
)  # fmt: skip


@transaction.atomic
def apply_slice(
    *, correction_id: int, actor: Actor, at: datetime, after: int = 0, size: int = SLICE
) -> int | None:
    """Apply the next slice behind the item `after`; the item to go on from, None when nothing is
    left. Safe to call again, from anywhere."""
    correction = locked(correction_id)
    if correction.state != CorrectionState.APPLYING.value:
        raise NotAllowed("Lần đính chính này chưa được duyệt hoặc đã xong.")
    pending = correction.items.filter(state=ItemState.PENDING.value).order_by("id")
    items = list(pending.filter(pk__gt=after).values_list("pk", flat=True)[:size])
    if items:
        if correction.kind in CLOCK_ONLY:
            changed, same = apply_clocks(
                correction.pk, items, by=actor.by, agency=actor.agency, at=at
            )
        else:
            changed, same = _apply_effects(correction, items, actor, at), []
        if changed or same:
            # Counters follow `dossiers`; of those under `same` they would find what they know.
            note(correction, "correction.slice", actor, at, dossiers=changed, same=same)
    if pending.exists():
        return items[-1] if items else 0
    correction.state, correction.finished_at = CorrectionState.APPLIED.value, at
    correction.save(update_fields=["state", "finished_at"])
    note(correction, "correction.applied", actor, at)
    return None


def _apply_effects(
    correction: Correction, items: Sequence[int], actor: Actor, at: datetime
) -> list[int]:
    """By the exact form: what changes more of a dossier than its clock."""
    found = CorrectionItem.objects.filter(pk__in=items).order_by("pk")
    seen = dict(found.values_list("dossier_id", "seen"))
    dossiers = Dossier.objects.filter(pk__in=seen).order_by("pk").select_for_update()
    still = [dossier for dossier in dossiers if dossier.events_seen == seen[dossier.pk]]
    changed = [dossier.pk for dossier in still]
    _write(list(effects(correction, still, at=at, actor=(actor.by, actor.agency))))
    found.filter(dossier__in=changed).update(state=ItemState.APPLIED.value)
    found.exclude(dossier__in=changed).update(state=ItemState.MOVED_ON.value)
    return changed


def _write(found: Sequence[Effect]) -> None:
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
                effect.dossier.pk, effect.event.seq, effect.event.type.value,
                effect.event.occurred_at, effect.event.recorded_at, effect.event.by,
                effect.event.agency, dict(effect.event.data), False,
            )
            for effect in found
        ),
    )  # fmt: skip
    for effect in found:
        for line in effect.after.standing.sidelines:
            Sideline.objects.filter(dossier=effect.dossier, key=line.key).update(
                opened_at=line.opened_at, closed_at=line.closed_at
            )

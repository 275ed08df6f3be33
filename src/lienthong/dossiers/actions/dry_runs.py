"""Dry runs: slice by slice, read without a lock and written each in a transaction of its own.

The place up to which a run has come is that of its last item, so whoever goes on after a stop, the
worker or somebody at the page, starts there. Dossiers that the correction leaves out are then read
a second time, which changes nothing.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from lienthong.accounts.rules.scope import Actor
from lienthong.dossiers.actions.corrections import check_triable, locked, note
from lienthong.dossiers.adapters.corrections import write_items
from lienthong.dossiers.models import Correction
from lienthong.dossiers.queries import corrections as queries
from lienthong.dossiers.queries.outcomes import SLICE, outcomes
from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.corrections import CorrectionState


def try_dry(*, correction_id: int, actor: Actor, at: datetime) -> Correction:
    """Compute for every dossier in scope what would change. Replaces an earlier dry run."""
    begin_dry(correction_id=correction_id, actor=actor, at=at)
    after: int | None = 0
    while after is not None:
        after = go_on_dry(correction_id=correction_id, actor=actor, at=at, after=after)
    return Correction.objects.get(pk=correction_id)


@transaction.atomic
def begin_dry(*, correction_id: int, actor: Actor, at: datetime) -> Correction:
    """Mark the correction for a dry run in slices. Replaces an earlier dry run."""
    correction = locked(correction_id)
    check_triable(correction)
    correction.items.all().delete()
    correction.state, correction.previewed_at = CorrectionState.PREVIEWING.value, None
    correction.save(update_fields=["state", "previewed_at"])
    note(correction, "correction.preview_begun", actor, at)
    return correction


def go_on_dry(
    *, correction_id: int, actor: Actor, at: datetime, after: int = 0, size: int = SLICE
) -> int | None:
    """Compute the next slice; the id of a dossier to go on from, None when the run is complete or
    somebody else goes on with it."""
    correction = queries.correction(correction_id)
    if correction is None:
        raise NotAllowed("Không có lần đính chính này.")
    if correction.state != CorrectionState.PREVIEWING.value:
        return None
    reached = _reached(correction)
    part = outcomes(
        correction, after=max(after, reached), size=size, at=at, actor=(actor.by, actor.agency)
    )
    with transaction.atomic():
        correction = locked(correction_id)
        if correction.state != CorrectionState.PREVIEWING.value or _reached(correction) != reached:
            return None
        write_items(correction.pk, part)
        if part.last is None:
            correction.state = CorrectionState.PREVIEWED.value
            correction.previewed_at = at
            correction.save(update_fields=["state", "previewed_at"])
            note(correction, "correction.previewed", actor, at)
    return part.last


def _reached(correction: Correction) -> int:
    """The last dossier of which something was found."""
    last: int | None = correction.items.aggregate(last=Max("dossier_id"))["last"]
    return last or 0

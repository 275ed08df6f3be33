"""Dry runs too long for one request: slice by slice, each a transaction of its own.

The place up to which a run has come is that of its last item, so whoever goes on after a stop, the
worker or somebody at the page, starts there. Dossiers that the correction leaves out are then read
a second time, which changes nothing.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from lienthong.dossiers.actions.corrections import (
    check_triable,
    locked,
    note,
    preview_slice,
    previewed,
)
from lienthong.dossiers.actions.record import Actor
from lienthong.dossiers.models import Correction
from lienthong.dossiers.queries.corrections import SLICE, remember_for
from lienthong.dossiers.rules.corrections import CorrectionState


@transaction.atomic
def begin_dry(*, correction_id: int, actor: Actor, at: datetime) -> Correction:
    """Mark the correction for a dry run in slices. Replaces an earlier dry run."""
    correction = locked(correction_id)
    check_triable(correction)
    correction.items.all().delete()
    correction.state, correction.digest = CorrectionState.PREVIEWING.value, ""
    correction.previewed_at = None
    correction.save(update_fields=["state", "digest", "previewed_at"])
    note(correction, "correction.preview_begun", actor, at)
    return correction


def go_on_dry(
    *, correction_id: int, actor: Actor, at: datetime, after: int = 0, size: int = SLICE
) -> int | None:
    """Compute the next slice; the id of a dossier to go on from, None when the run is complete or
    somebody else completed it."""
    remember_for(correction_id)
    with transaction.atomic():
        correction = locked(correction_id)
        if correction.state != CorrectionState.PREVIEWING.value:
            return None
        reached = correction.items.aggregate(last=Max("dossier_id"))["last"] or 0
        found = preview_slice(correction, after=max(after, reached), actor=actor, at=at, size=size)
        if found is None:
            previewed(correction, actor=actor, at=at)
        return found

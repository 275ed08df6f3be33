"""What corrections mean for single dossiers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import F, Q

from lienthong.dossiers.models import CorrectionItem
from lienthong.dossiers.rules.corrections import CorrectionState, ItemState

# What a list of items calls "changed", and a dossier page "being verified".
CHANGED: Final = ~Q(due_before=F("due_after")) & ~Q(due_before=None, due_after=None)
_DOUBTED: Final = (
    CHANGED
    | ~Q(verdict_before=F("verdict_after"))
    | ~Q(recorded_before=F("recorded_after"))
    | ~Q(late_before=F("late_after"))
)


@dataclass(frozen=True, kw_only=True)
class CorrectionLine:
    """A correction that reached a dossier: what it says and what it changed here."""

    correction: int
    title: str
    state: str
    due_before: datetime | None
    due_after: datetime | None
    approved_at: datetime | None


def corrections_of(dossier_id: int) -> Sequence[CorrectionLine]:
    """The corrections that touched the dossier or are going to, the newest first."""
    items = CorrectionItem.objects.filter(dossier_id=dossier_id).select_related("correction")
    return [
        CorrectionLine(
            correction=item.correction_id,
            title=item.correction.title,
            state=item.state,
            due_before=item.due_before,
            due_after=item.due_after,
            approved_at=item.correction.approved_at,
        )
        for item in items.order_by("-id")
    ]


def under_verification(dossiers: Collection[int]) -> frozenset[int]:
    """Those of the dossiers whose date, verdict or lateness a correction would change that was
    tried and is not applied. They are counted as ever, and marked."""
    items = CorrectionItem.objects.filter(
        _DOUBTED,
        dossier__in=dossiers,
        state__in=[ItemState.PENDING.value, ItemState.ASKED.value],
        correction__state__in=[CorrectionState.PREVIEWED.value, CorrectionState.APPLYING.value],
    )
    return frozenset(items.values_list("dossier_id", flat=True))

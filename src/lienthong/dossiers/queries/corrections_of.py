from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lienthong.dossiers.models import CorrectionItem


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

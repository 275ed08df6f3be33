"""Recording what an agency has before it goes live."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from lienthong.journal import actions as journal
from lienthong.organisations.models import ReadinessItem
from lienthong.organisations.queries import agency
from lienthong.organisations.rules import NotAllowed
from lienthong.organisations.rules.readiness import ItemState, check_item, required


@transaction.atomic
def record_readiness(*, agency_id: int, items: Sequence[ItemState], by: str, at: datetime) -> None:
    """Write the state of one or more items. Raises NotAllowed, UnknownAgency."""
    found = agency(agency_id)
    for state in items:
        if state.item not in required(found.kind):
            raise NotAllowed("%(name)s không phải khai mục này.", name=found.name)
        check_item(state)
        ReadinessItem.objects.update_or_create(
            agency_id=agency_id,
            item=state.item,
            defaults={
                "ready": state.ready,
                "valid_until": state.valid_until,
                "note": state.note,
                "changed_at": at,
                "changed_by": by,
            },
        )
    journal.record(
        unit=str(agency_id),
        action="organisations.readiness_recorded",
        subject=f"agency:{agency_id}",
        by=by,
        at=at,
        data={"items": {state.item.value: state.ready for state in items}},
    )

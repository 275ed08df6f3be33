"""What somebody does with a reminder."""

from datetime import datetime

from django.db import transaction

from lienthong.accounts.rules.scope import Actor
from lienthong.dossiers.models import Reminder
from lienthong.dossiers.rules import NotAllowed
from lienthong.journal import actions as journal


@transaction.atomic
def put_aside(*, reminder_id: int, actor: Actor, at: datetime) -> None:
    """Somebody has seen it and answers for it. Whoever comes second changes nothing."""
    reminder = Reminder.objects.select_for_update().filter(pk=reminder_id).first()
    if reminder is None:
        raise NotAllowed("Không có lời nhắc này. Tải lại trang.")
    if reminder.seen_at is not None:
        return
    reminder.seen_at = at
    reminder.save(update_fields=["seen_at"])
    journal.record(
        unit=str(actor.agency),
        action="reminder.seen",
        subject=f"reminder:{reminder_id}",
        by=actor.by,
        at=at,
        data={"dossier": reminder.dossier_id, "kind": reminder.kind},
    )

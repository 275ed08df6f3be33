from datetime import datetime

from django.db import transaction

from lienthong.accounts.rules.scope import Actor
from lienthong.dossiers.models import Threshold
from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.thresholds import checked
from lienthong.journal import actions as journal


@transaction.atomic
def set_threshold(*, name: str, value: str, source: str, actor: Actor, at: datetime) -> None:
    """Change a threshold for the whole house, with the document it comes from."""
    stored = checked(name, value)
    if not source.strip():
        raise NotAllowed("Ghi văn bản hoặc quyết định làm căn cứ đổi ngưỡng.")
    Threshold.objects.update_or_create(
        name=name,
        defaults={
            "value": stored,
            "source": source.strip(),
            "changed_at": at,
            "changed_by": actor.by,
        },
    )
    journal.record(
        unit=str(actor.agency),
        action="threshold.changed",
        subject=f"threshold:{name}",
        by=actor.by,
        at=at,
        data={"value": stored},
    )

from datetime import date, datetime

from django.db import transaction

from lienthong.journal.adapters import sealing
from lienthong.journal.queries import open_days


@transaction.atomic
def seal_day(*, day: date, at: datetime) -> str:
    """Digest of the day's root. Raises OutOfOrder when an earlier day is still open."""
    return sealing.seal(day, at=at)


def seal_days(*, before: date, at: datetime) -> tuple[tuple[date, str], ...]:
    """Seal every open day before `before`, oldest first, each in its own transaction."""
    return tuple((day, seal_day(day=day, at=at)) for day in open_days(before=before))

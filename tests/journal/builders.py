"""A journal of a few units and days, written by the actions."""

from datetime import UTC, datetime, timedelta

from django.db import transaction

from lienthong.journal import actions
from lienthong.journal.queries import EntryView
from lienthong.journal.rules import NewEntry

# 1 July 2025, 08:00 in Hà Nội.
MORNING = datetime(2025, 7, 1, 1, 0, tzinfo=UTC)


def new(unit: str = "7", number: int = 1, *, at: datetime = MORNING) -> NewEntry:
    return NewEntry(
        unit=unit,
        action="dossier.received",
        subject=f"H{number:03}",
        by="a:17",
        at=at,
        data={"event": number, "tên": "Đỗ"},
    )


def write(*entries: NewEntry) -> list[EntryView]:
    with transaction.atomic():
        return [
            actions.record(
                unit=e.unit, action=e.action, subject=e.subject, by=e.by, at=e.at, data=e.data
            )
            for e in entries
        ]


def three_days() -> None:
    """Two units, three entries a day, some reads; the first two days sealed."""
    for day in range(3):
        at = MORNING + timedelta(days=day)
        write(*(new(unit, n, at=at + timedelta(minutes=n)) for unit in "78" for n in (1, 2, 3)))
        actions.log_reads(by="a:17", screen="dossier", subjects=["H001", "H002"], at=at)
        actions.flush_reads()
    actions.seal_days(before=(MORNING + timedelta(days=2)).date(), at=MORNING + timedelta(days=2))

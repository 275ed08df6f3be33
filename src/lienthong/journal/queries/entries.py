from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Max

from lienthong.journal.models import Chain, Entry, ReadChain, ReadEntry, Root


@dataclass(frozen=True, slots=True)
class EntryView:
    id: int
    unit: str
    day: date
    position: int
    at: datetime
    by: str
    action: str
    subject: str
    data: Mapping[str, object]
    digest: str


@dataclass(frozen=True, slots=True)
class ReadView:
    id: int
    at: datetime
    by: str
    screen: str
    subject: str
    purpose: str


@dataclass(frozen=True, slots=True)
class ChainView:
    unit: str
    day: date
    length: int
    folded: int


ENTRY = ("id", "unit", "day", "position", "at", "by", "action", "subject", "data", "digest")
READ = ("id", "at", "by", "screen", "subject", "purpose")


def entries_of(
    subject: str, *, before: int | None = None, limit: int = 200
) -> tuple[EntryView, ...]:
    """What happened to a subject, newest first. `before`: id of the last row of the page above."""
    rows = Entry.objects.filter(subject=subject).order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    return tuple(EntryView(*row) for row in rows.values_list(*ENTRY)[:limit])


def reads_of(subject: str, *, before: int | None = None, limit: int = 200) -> tuple[ReadView, ...]:
    """Who saw a subject, newest first."""
    rows = ReadEntry.objects.filter(subject=subject).order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    return tuple(ReadView(*row) for row in rows.values_list(*READ)[:limit])


def chains_to_fold(*, limit: int = 1000) -> tuple[ChainView, ...]:
    """Chains with entries that `measures` has not seen, oldest day first."""
    rows = Chain.objects.filter(folded__lt=F("length")).order_by("day", "unit")
    return tuple(
        ChainView(*row) for row in rows.values_list("unit", "day", "length", "folded")[:limit]
    )


def entries_of_chain(
    *, unit: str, day: date, after: int, limit: int = 1000
) -> tuple[EntryView, ...]:
    """The entries behind position `after`, in order."""
    rows = Entry.objects.filter(unit=unit, day=day, position__gt=after).order_by("position")
    return tuple(EntryView(*row) for row in rows.values_list(*ENTRY)[:limit])


def entries_to_fold(*, limit: int) -> list[tuple[str, date, int, dict[str, Any]]]:
    """(unit, day, position, data) of entries that `measures` has not seen, chain by chain, each
    chain in its order: one statement for however many chains."""
    rows = Entry.objects.raw(
        "SELECT e.id, e.unit, e.day, e.position, e.data FROM journal_chain c "
        "JOIN journal_entry e ON e.unit = c.unit AND e.day = c.day AND e.position > c.folded "
        "WHERE c.folded < c.length ORDER BY e.day, e.unit, e.position LIMIT %s",
        [limit],
    )
    return [(row.unit, row.day, row.position, row.data) for row in rows]


def last_root() -> tuple[date, str] | None:
    """Day and digest of the newest root: what to keep outside of the house as a witness."""
    return Root.objects.order_by("-day").values_list("day", "digest").first()


def last_recorded() -> datetime | None:
    """The instant of the newest entry."""
    return Entry.objects.order_by("-id").values_list("at", flat=True).first()


def last_days(units: Iterable[str]) -> dict[str, date]:
    """The last day with an entry, for each unit that has any: where nobody acts shows."""
    rows = Chain.objects.filter(unit__in=list(units), length__gt=0).values_list("unit")
    return dict(rows.annotate(last=Max("day")))


def count_to_fold() -> int:
    return Chain.objects.filter(folded__lt=F("length")).count()


def open_days(*, before: date) -> tuple[date, ...]:
    """Days with entries or reads that have no root yet, oldest first."""
    found: set[date] = set()
    for model in (Chain, ReadChain):
        rows = model.objects.filter(sealed=False, length__gt=0, day__lt=before)
        found.update(rows.values_list("day", flat=True).distinct())
    return tuple(sorted(found))

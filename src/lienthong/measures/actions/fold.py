"""The journal tells which dossiers changed; their contributions are exchanged, old for new.

One folder at a time, under the lock of one row. Entries of a chain are folded in their order and
each exactly once: the chain remembers how far, in the same transaction as the counters.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from lienthong.journal import actions as journal
from lienthong.journal import queries as entries
from lienthong.measures.models import Counted, Daily, Folding, OpenDue, OpenStock
from lienthong.measures.queries.facts import all_dossiers, facts_of
from lienthong.measures.rules.contribution import Contribution, Facts, contribution

BATCH = 10_000


def fold_pending(*, at: datetime, batch: int = BATCH) -> int:
    """Fold what came since; returns how many entries. 0 means that counters are up to date."""
    folded = 0
    while True:
        done = _fold_batch(at, batch)
        folded += done
        if not done:
            return folded


@transaction.atomic
def rebuild(*, at: datetime) -> int:
    """Count everything anew, after a release that counts differently. Returns how many dossiers.
    Entries not folded yet are folded later as ever: what they tell is counted already."""
    folding = _locked()
    for counters in (Daily, OpenStock, OpenDue, Counted):
        counters.objects.all().delete()
    known = list(all_dossiers())
    for start in range(0, len(known), BATCH):
        exchange(known[start : start + BATCH])
    folding.folded_at = at
    folding.save(update_fields=["folded_at"])
    return len(known)


def _locked() -> Folding:
    """Whoever has this row is the only one to fold, until the commit."""
    Folding.objects.get_or_create(pk=1)
    return Folding.objects.select_for_update().get(pk=1)


@transaction.atomic
def _fold_batch(at: datetime, batch: int) -> int:
    folding = _locked()
    found = entries.entries_to_fold(limit=batch)
    if not found:
        return 0
    exchange({dossier for *_, data in found for dossier in _dossiers(data)})
    journal.mark_folded({(unit, day): position for unit, day, position, _ in found})
    folding.folded_at = at
    folding.save(update_fields=["folded_at"])
    return len(found)


def _dossiers(data: Mapping[str, Any]) -> Iterable[int]:
    if "dossier" in data:
        yield data["dossier"]
    yield from data.get("dossiers", ())


def exchange(dossier_ids: Iterable[int]) -> None:
    """Take away what these dossiers counted as, add what they count as now."""
    ids = sorted(set(dossier_ids))
    now: dict[int, Facts] = {}
    before: dict[int, Facts] = {}
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        now |= facts_of(part)
        before |= {
            row.dossier: _read(row.facts) for row in Counted.objects.filter(dossier__in=part)
        }
    changed = {number: facts for number, facts in now.items() if before.get(number) != facts}
    daily: Counter[tuple[str, int, date, str]] = Counter()
    stock: Counter[tuple[str, int, str]] = Counter()
    due: Counter[tuple[str, int, int]] = Counter()
    for number, facts in changed.items():
        _add(contribution(facts), daily, stock, due, sign=1)
        _add(contribution(before.get(number)), daily, stock, due, sign=-1)
    _upsert("measures_daily", ("place", "procedure", "day", "figure"), daily)
    _upsert("measures_openstock", ("place", "procedure", "pile"), stock)
    _upsert("measures_opendue", ("place", "procedure", "minute"), due)
    if any(value < 0 for value in due.values()):
        OpenDue.objects.filter(value=0).delete()
    _remember(changed)


def _add(
    part: Contribution,
    daily: Counter[tuple[str, int, date, str]],
    stock: Counter[tuple[str, int, str]],
    due: Counter[tuple[str, int, int]],
    *,
    sign: int,
) -> None:
    for key, value in part.daily.items():
        daily[key] += sign * value
    for pile, value in part.stock.items():
        stock[pile] += sign * value
    for minute, value in part.due.items():
        due[minute] += sign * value


def _upsert(table: str, columns: tuple[str, ...], values: Mapping[tuple[Any, ...], int]) -> None:
    """Add to the counters; rows are locked in one order."""
    changes = sorted((key, value) for key, value in values.items() if value)
    if not changes:
        return
    names = ", ".join(columns)
    marks = ", ".join(["%s"] * (len(columns) + 1))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({names}, value) VALUES ({marks}) "  # noqa: S608
            f"ON CONFLICT ({names}) DO UPDATE SET value = {table}.value + excluded.value",
            [(*map(_plain, key), value) for key, value in changes],
        )


def _plain(value: Any) -> Any:
    if isinstance(value, date) and connection.vendor == "sqlite":
        return value.isoformat()
    return value


def _remember(changed: Mapping[int, Facts]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO measures_counted (dossier, facts) VALUES (%s, %s) "
            "ON CONFLICT (dossier) DO UPDATE SET facts = excluded.facts",
            [(number, _written(facts)) for number, facts in changed.items()],
        )


_INSTANTS = ("submitted_at", "ended_at", "returned_at", "due_at", "first_late_at")


def _written(facts: Facts) -> str:
    values = asdict(facts)
    for name in _INSTANTS:
        if values[name] is not None:
            values[name] = values[name].isoformat()
    return json.dumps(values)


def _read(values: Mapping[str, Any]) -> Facts:
    read = dict(values)
    for name in _INSTANTS:
        if read[name] is not None:
            read[name] = datetime.fromisoformat(read[name])
    return Facts(**read)

"""The journal tells which dossiers changed; their contributions are exchanged, old for new.

One folder at a time, under the lock of one row. Entries of a chain are folded in their order and
each exactly once: the chain remembers how far, in the same transaction as the counters.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import connection, transaction

from lienthong.journal import actions as journal
from lienthong.journal import queries as entries
from lienthong.measures.models import Counted, Daily, Folding, OpenDue, OpenStock
from lienthong.measures.queries.facts import all_dossiers, facts_of
from lienthong.measures.rules.contribution import Contribution, Facts, contribution, moved_due

BATCH = 10_000
_PLACE = {"place": "text", "procedure": "bigint"}
_DAILY = {**_PLACE, "day": "date", "figure": "text"}
_STOCK = {**_PLACE, "pile": "text"}
_DUE = {**_PLACE, "minute": "integer"}

Key = TypeVar("Key")


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
        old = before.get(number)
        moved = moved_due(old, facts) if old is not None else None
        if moved is not None:
            _sum(due, moved, 1)
            continue
        _add(contribution(facts), daily, stock, due, sign=1)
        _add(contribution(old), daily, stock, due, sign=-1)
    _upsert("measures_daily", _DAILY, daily)
    _upsert("measures_openstock", _STOCK, stock)
    _upsert("measures_opendue", _DUE, due)
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
    _sum(daily, part.daily, sign)
    _sum(stock, part.stock, sign)
    _sum(due, part.due, sign)


def _sum(total: Counter[Key], part: Mapping[Key, int], sign: int) -> None:
    for key, value in part.items():
        total[key] += sign * value


def _upsert(table: str, columns: Mapping[str, str], values: Mapping[Any, int]) -> None:
    """Add to the counters; rows are locked in one order. `columns` of the key: name to type."""
    changes = [(*key, value) for key, value in sorted(values.items()) if value]
    if not changes:
        return
    names = ", ".join(columns)
    rows = f"VALUES ({', '.join(['%s'] * (len(columns) + 1))})"
    if connection.vendor == "postgresql":
        # All rows in one statement; on SQLite each of its own costs next to nothing.
        arrays = [f"%s::{type_}[]" for type_ in (*columns.values(), "integer")]
        rows = f"SELECT * FROM unnest({', '.join(arrays)})"  # noqa: S608
    statement = (
        f"INSERT INTO {table} ({names}, value) {rows} "
        f"ON CONFLICT ({names}) DO UPDATE SET value = {table}.value + excluded.value"
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(statement, [list(column) for column in zip(*changes, strict=True)])
        else:
            # A day is written as text by the connection's own adapter.
            cursor.executemany(statement, changes)


def _remember(changed: Mapping[int, Facts]) -> None:
    statement = (
        "INSERT INTO measures_counted (dossier, facts) {} "
        "ON CONFLICT (dossier) DO UPDATE SET facts = excluded.facts"
    )
    rows = [(number, _written(facts)) for number, facts in changed.items()]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and rows:
            cursor.execute(
                statement.format("SELECT * FROM unnest(%s::bigint[], %s::jsonb[])"),
                [list(column) for column in zip(*rows, strict=True)],
            )
        else:
            cursor.executemany(statement.format("VALUES (%s, %s)"), rows)


_INSTANTS = ("submitted_at", "ended_at", "returned_at", "due_at", "first_late_at")


_NAMES = tuple(field.name for field in fields(Facts))
_ENCODE = json.JSONEncoder().encode


def _written(facts: Facts) -> str:
    values = {name: getattr(facts, name) for name in _NAMES}
    for name in _INSTANTS:
        if values[name] is not None:
            values[name] = values[name].isoformat()
    return _ENCODE(values)


def _read(values: Mapping[str, Any]) -> Facts:
    read = dict(values)
    for name in _INSTANTS:
        if read[name] is not None:
            read[name] = datetime.fromisoformat(read[name])
    return Facts(**read)

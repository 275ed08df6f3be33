"""The rows of one new dossier in as few statements as there are tables.

This is the busiest write of the house (DESIGN 7): statements are written by hand and made once per
number of rows; values go to the driver as it takes them.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.db import connection, models

from lienthong.dossiers.models import Component, Dossier, TimelineEvent
from lienthong.journal.adapters.rows import converters


@cache
def _statement(table: str, names: tuple[str, ...], rows: int, *, returning: bool) -> str:
    quoted = ", ".join(f'"{name}"' for name in names)
    marks = "(" + ", ".join(["%s"] * len(names)) + ")"
    tail = " RETURNING id" if returning else ""
    return f'INSERT INTO "{table}" ({quoted}) VALUES {", ".join([marks] * rows)}{tail}'


def _insert(
    model: type[models.Model], rows: Sequence[Mapping[str, Any]], *, returning: bool = False
) -> int:
    names = tuple(rows[0])
    changes = converters(model, names)
    values: list[Any] = []
    for row in rows:
        start = len(values)
        values.extend(row.values())
        for place, convert in changes:
            values[start + place] = convert(values[start + place])
    statement = _statement(model._meta.db_table, names, len(rows), returning=returning)
    found = _execute(statement, values, returning=returning)
    return found or 0


def _execute(statement: str, values: Sequence[Any], *, returning: bool) -> int | None:
    """One statement; the first column of its row where it returns one.

    On SQLite straight through the driver: there Django's wrapping costs as much as the insert.
    """
    if connection.vendor == "sqlite":
        with connection.wrap_database_errors:
            done = connection.connection.execute(_with_question_marks(statement), values)
            return int(done.fetchone()[0]) if returning else None
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.fetchone()[0]) if returning else None


@cache
def _with_question_marks(statement: str) -> str:
    return statement.replace("%s", "?")


_NEXT = (
    "INSERT INTO dossiers_codeseries (prefix, last) VALUES (%s, 1) "
    "ON CONFLICT (prefix) DO UPDATE SET last = dossiers_codeseries.last + 1 RETURNING last"
)


def next_serial(prefix: str) -> int:
    """The next number of a code series; gap-free, under that series' lock only."""
    return _execute(_NEXT, [prefix], returning=True) or 0


_RAISE = (
    "INSERT INTO dossiers_codeseries (prefix, last) VALUES (%s, %s) "
    "ON CONFLICT (prefix) DO UPDATE SET last = excluded.last "
    "WHERE dossiers_codeseries.last < excluded.last"
)


def raise_series(highest: Mapping[str, int]) -> None:
    """Each series goes on behind its highest number, one after the other in one order: counters
    take codes meanwhile."""
    with connection.cursor() as cursor:
        cursor.executemany(_RAISE, sorted(highest.items()))


def write_dossier(
    dossier: Mapping[str, Any],
    events: Sequence[Mapping[str, Any]],
    components: Sequence[Mapping[str, Any]],
) -> int:
    """Insert the rows of a new dossier, inside the caller's transaction; returns its id. Keys are
    attribute names; `dossier_id` is added here."""
    identity = _insert(Dossier, [dossier], returning=True)
    _insert(TimelineEvent, [{"dossier_id": identity, **event} for event in events])
    if components:
        _insert(Component, [{"dossier_id": identity, **part} for part in components])
    return identity

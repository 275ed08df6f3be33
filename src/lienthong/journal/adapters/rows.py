"""Many rows at once: COPY on PostgreSQL, one prepared statement on SQLite (ADR 0007).

The ORM costs ten times as much per row; bulk writing, inheriting and corrections go through here.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from django.db import connection, models

_Model = TypeVar("_Model", bound=models.Model)
# Made once: `json.dumps` with an option makes an encoder for every call.
_ENCODE: Final = json.JSONEncoder(ensure_ascii=False).encode


def _sqlite_instant(value: datetime | None) -> str | None:
    if value is None:
        return None
    if value.tzinfo is not UTC:  # what is in UTC already costs a fifth
        value = value.astimezone(UTC)
    return value.isoformat(" ")[: -len("+00:00")]


def _document(value: Any) -> str | None:
    return None if value is None else _ENCODE(value)


def _converter(field: "models.Field[Any, Any]") -> Callable[[Any], Any] | None:
    if isinstance(field, models.JSONField):
        return _document
    if isinstance(field, models.DateTimeField) and connection.vendor == "sqlite":
        return _sqlite_instant
    if isinstance(field, models.DateField) and connection.vendor == "sqlite":
        return lambda value: None if value is None else value.isoformat()
    return None


def _fields(model: type[models.Model], names: Sequence[str]) -> "list[models.Field[Any, Any]]":
    by_attname = {field.attname: field for field in model._meta.concrete_fields}
    return [by_attname[name] for name in names]


_CONVERTERS: dict[tuple[str, str, tuple[str, ...]], list[tuple[int, Callable[[Any], Any]]]] = {}


def converters(
    model: type[models.Model], names: Sequence[str]
) -> list[tuple[int, Callable[[Any], Any]]]:
    """(place, function) for the values that the driver does not take as they are."""
    key = (connection.vendor, model._meta.db_table, tuple(names))
    if key not in _CONVERTERS:
        fields = enumerate(_fields(model, names))
        _CONVERTERS[key] = [(i, c) for i, field in fields if (c := _converter(field)) is not None]
    return _CONVERTERS[key]


def new_ids(model: type[models.Model], count: int) -> list[int]:
    """Primary keys for `count` new rows, inside a transaction."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, count],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        last = row[0] if row else 0
    return list(range(last + 1, last + count + 1))


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert `rows`, whose values stand in the order of `names` (attribute names)."""
    fields = _fields(model, names)
    changes = converters(model, names)

    def ready() -> Iterable[list[Any]]:
        for row in rows:
            values = list(row)
            for place, convert in changes:
                values[place] = convert(values[place])
            yield values

    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    columns = ", ".join(quote(str(field.column)) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            statement = f"COPY {table} ({columns}) FROM STDIN"
            with cursor.cursor.copy(statement) as copy:
                for values in ready():
                    copy.write_row(values)
            return
        marks = ", ".join("?" * len(fields))
        raw = connection.connection
        raw.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", ready())


def insert_selected(
    model: type[models.Model], names: Sequence[str], rows: "models.QuerySet[Any, Any]"
) -> None:
    """Insert what a query finds, its values in the order of `names`: nothing passes through this
    process. A row that is there already stays."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in _fields(model, names))
    select, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(model._meta.db_table)} ({columns}) {select}"
            " ON CONFLICT DO NOTHING",
            values,
        )


def insert_made(model: type[_Model], made: Sequence[_Model]) -> None:
    """Insert new objects; the database numbers them unless the first has a number already."""
    numbered = bool(made) and made[0].pk is not None
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields if numbered or not field.primary_key]
    insert(model, names, ([getattr(row, name) for name in names] for row in made))


def update(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[tuple[int, Sequence[Any]]],
) -> None:
    """Set the columns `names` of each row (id, values)."""
    fields = _fields(model, names)
    changes = dict(converters(model, names))
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    ready = (
        [
            *(
                changes[place](value) if place in changes else value
                for place, value in enumerate(values)
            ),
            identity,
        ]
        for identity, values in rows
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE id = %s",
            list(ready),
        )

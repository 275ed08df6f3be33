"""The rows of a PostgreSQL database as one compressed COPY text per table.

Not pg_dump: its version would have to fit the server's, and it is not on every machine.
"""

import gzip
from collections.abc import Callable
from pathlib import Path

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

SUFFIX = ".copy.gz"


def save(folder: Path, done: Callable[[], None]) -> dict[str, int]:
    """Write all tables as they stood at one instant, while others go on working. Rows by table."""
    rows: dict[str, int] = {}
    with transaction.atomic(), connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for table in sorted(connection.introspection.table_names(cursor)):
            columns = ", ".join(_columns(cursor, table))
            with (
                gzip.open(folder / f"{table}{SUFFIX}", "wb", compresslevel=1) as file,
                cursor.copy(f'COPY "{table}" ({columns}) TO STDOUT') as copy,
            ):
                file.write(f"{columns}\n".encode())
                for block in copy:
                    file.write(block)
            rows[table] = cursor.rowcount
            done()
    return rows


def load(folder: Path, done: Callable[[], None]) -> dict[str, int]:
    """Fill the empty tables of a migrated database. Foreign keys are checked at the commit."""
    files = sorted(folder.glob(f"*{SUFFIX}"))
    rows: dict[str, int] = {}
    with transaction.atomic(), connection.cursor() as cursor, connection.wrap_database_errors:
        # Migrating has filled some: kinds of content, permissions, the migrations themselves.
        tables = connection.introspection.table_names(cursor)
        cursor.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in tables))
        for path in files:
            table = path.name.removesuffix(SUFFIX)
            with gzip.open(path, "rb") as file:
                columns = file.readline().decode().strip()
                with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
                    while block := file.read(1024 * 1024):
                        copy.write(block)
            rows[table] = cursor.rowcount
            done()
        for table in rows:
            for sequence in connection.introspection.get_sequences(cursor, table):
                column = sequence["column"]
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence(%s, %s), max({_quoted(column)}))"  # noqa: S608
                    f" FROM {_quoted(table)} HAVING max({_quoted(column)}) IS NOT NULL",
                    (_quoted(table), column),
                )
    return rows


def _columns(cursor: CursorWrapper, table: str) -> list[str]:
    described = connection.introspection.get_table_description(cursor, table)
    return [_quoted(column.name) for column in described]


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)

"""Triggers that refuse to change or delete what is journalled (ADR 0002).

Not a migration: SQLite loses a table's triggers whenever a later migration rebuilds the table.
`lienthong migrate` puts them back every time, and the health page says when they are missing.
"""

from django.db import connection

from lienthong.journal.queries.guards import GUARDED, guard_name


def install() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN RAISE EXCEPTION 'the journal is never changed'; END $$"
            )
        for table, verb in GUARDED:
            cursor.execute(_trigger(table, verb))


def _trigger(table: str, verb: str) -> str:
    name = guard_name(table, verb)
    if connection.vendor == "postgresql":
        return (
            f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION journal_refuse()"
        )
    return (
        f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb} ON {table}"
        " BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END"
    )

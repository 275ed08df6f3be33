"""Triggers that refuse to change or delete what is journalled (ADR 0002).

Not a migration: SQLite loses a table's triggers whenever a later migration rebuilds the table.
`lienthong migrate` puts them back every time, and the health page says when they are missing.
"""

from django.db import connection

TABLES = ("journal_entry", "journal_readentry", "journal_root")
VERBS = ("UPDATE", "DELETE")


def install() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN RAISE EXCEPTION 'the journal is never changed'; END $$"
            )
        for table in TABLES:
            for verb in VERBS:
                cursor.execute(_trigger(table, verb))


def missing() -> tuple[str, ...]:
    """Names of the triggers that should be there and are not."""
    source = (
        "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(source)
        present = {name for (name,) in cursor.fetchall()}
    return tuple(name for name in map(_name, *_pairs()) if name not in present)


def _pairs() -> tuple[list[str], list[str]]:
    return [t for t in TABLES for _ in VERBS], [v for _ in TABLES for v in VERBS]


def _name(table: str, verb: str) -> str:
    return f"{table}_no_{verb.lower()}"


def _trigger(table: str, verb: str) -> str:
    name = _name(table, verb)
    if connection.vendor == "postgresql":
        return (
            f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION journal_refuse()"
        )
    return (
        f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb} ON {table}"
        " BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END"
    )

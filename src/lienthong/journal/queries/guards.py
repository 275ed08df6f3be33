from itertools import product

from django.db import connection

GUARDED = tuple(
    product(("journal_entry", "journal_readentry", "journal_root"), ("UPDATE", "DELETE"))
)


def guard_name(table: str, verb: str) -> str:
    return f"{table}_no_{verb.lower()}"


def missing_guards() -> tuple[str, ...]:
    """Names of the triggers that should refuse changes and are not there."""
    source = (
        "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(source)
        present = {name for (name,) in cursor.fetchall()}
    return tuple(name for pair in GUARDED if (name := guard_name(*pair)) not in present)

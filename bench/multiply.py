"""More dossiers of the same kind: the demo's rows copied inside the database, with other codes."""

from typing import Any

from django.db import connection, transaction

from lienthong.dossiers.models import Dossier
from lienthong.dossiers.rules.lifecycle import OPEN
from lienthong.measures.models import Daily, OpenDue, OpenStock

_PARTS = ("dossiers_timelineevent", "dossiers_component", "dossiers_sideline")
_EVERY = "TRUE"
_OPEN = f"state IN ({', '.join(str(state.value) for state in sorted(OPEN))})"


def multiply(wanted: int) -> int:
    """Copy dossiers, their events, components and sidelines until there are `wanted`; counters
    grow with them. Returns how many there are."""
    have = Dossier.objects.count()
    copies = max(wanted // max(have, 1) - 1, 0)
    if not copies:
        return have
    with transaction.atomic(), connection.cursor() as cursor:
        _copy_all(cursor, copies, _EVERY)
        for model in (Daily, OpenStock, OpenDue):
            table = model._meta.db_table  # noqa: SLF001
            cursor.execute(f"UPDATE {table} SET value = value * {copies + 1}")
    _settle()
    return Dossier.objects.count()


def multiply_open(wanted: int) -> int:
    """The same for open dossiers alone, with what each counted as; the counters themselves stay.
    Returns how many are open."""
    found = Dossier.objects.filter(state__in=sorted(OPEN))
    copies = max(wanted // max(found.count(), 1) - 1, 0)
    with transaction.atomic(), connection.cursor() as cursor:
        step = _copy_all(cursor, copies, _OPEN)
        for copy in range(1, copies + 1):
            cursor.execute(
                f"INSERT INTO measures_counted (dossier, facts) SELECT dossier + {copy * step}, "
                f"facts FROM measures_counted WHERE dossier IN ({_originals(step, _OPEN)})"
            )
    _settle()
    return found.count()


def _copy_all(cursor: Any, copies: int, which: str) -> int:
    """Returns by how much ids of one copy are shifted."""
    step = 0
    for table in ("dossiers_dossier", *_PARTS):
        cursor.execute(f"SELECT COALESCE(max(id), 0) FROM {table}")
        step = max(step, cursor.fetchone()[0])
    for copy in range(1, copies + 1):
        _copy(cursor, "dossiers_dossier", copy, step, which)
        for table in _PARTS:
            chosen = f"dossier_id IN ({_originals(step, which)})"
            _copy(cursor, table, copy, step, chosen)
    return step


def _originals(step: int, which: str) -> str:
    return f"SELECT id FROM dossiers_dossier WHERE id <= {step} AND {which}"


def _copy(cursor: Any, table: str, copy: int, step: int, which: str) -> None:
    cursor.execute(f"SELECT * FROM {table} LIMIT 0")
    columns = [column[0] for column in cursor.description]
    chosen = {
        "id": f"id + {copy * step}",
        "dossier_id": f"dossier_id + {copy * step}",
        "code": f"code || '.{copy}'",
        "intake_key": "NULL",
    }
    listed = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(chosen.get(column, f'"{column}"') for column in columns)
    cursor.execute(
        f"INSERT INTO {table} ({listed}) SELECT {values} FROM {table} "
        f"WHERE id <= {step} AND {which}"
    )


def _settle() -> None:
    """New rows get ids behind the copies; the planner knows how many there are."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in ("dossiers_dossier", *_PARTS):
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
                )
        cursor.execute("ANALYZE")

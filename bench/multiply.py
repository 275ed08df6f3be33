"""More dossiers of the same kind: the demo's rows copied inside the database, with other codes."""

from django.db import connection, transaction

from lienthong.dossiers.models import Dossier
from lienthong.measures.models import Daily, OpenDue, OpenStock

_TABLES = ("dossiers_dossier", "dossiers_timelineevent", "dossiers_component", "dossiers_sideline")


def multiply(wanted: int) -> int:
    """Copy dossiers, their events, components and sidelines until there are `wanted`; counters
    grow with them. Returns how many there are."""
    have = Dossier.objects.count()
    copies = max(wanted // max(have, 1) - 1, 0)
    if not copies:
        return have
    with transaction.atomic(), connection.cursor() as cursor:
        step = 0
        for table in _TABLES:
            cursor.execute(f"SELECT COALESCE(max(id), 0) FROM {table}")
            step = max(step, cursor.fetchone()[0])
        for copy in range(1, copies + 1):
            for table in _TABLES:
                _copy(cursor, table, copy * step, copy, step)
        for model in (Daily, OpenStock, OpenDue):
            table = model._meta.db_table  # noqa: SLF001
            cursor.execute(f"UPDATE {table} SET value = value * {copies + 1}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Dossier.objects.count()


def _copy(cursor: object, table: str, shift: int, copy: int, step: int) -> None:
    cursor.execute(f"SELECT * FROM {table} LIMIT 0")  # type: ignore[attr-defined]
    columns = [column[0] for column in cursor.description]  # type: ignore[attr-defined]
    chosen = {
        "id": f"id + {shift}",
        "dossier_id": f"dossier_id + {shift}",
        "code": f"code || '.{copy}'",
        "intake_key": "NULL",
    }
    listed = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(chosen.get(column, f'"{column}"') for column in columns)
    cursor.execute(  # type: ignore[attr-defined]
        f"INSERT INTO {table} ({listed}) SELECT {values} FROM {table} WHERE id <= {step}"
    )

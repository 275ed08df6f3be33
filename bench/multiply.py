"""More dossiers of the same kind: the demo's rows copied inside the database, with other codes."""

from typing import Any

from django.db import connection, transaction

from lienthong.dossiers.models import Dossier
from lienthong.dossiers.rules.lifecycle import OPEN

_PARTS = ("dossiers_timelineevent", "dossiers_component", "dossiers_sideline")
_OPEN = f"state IN ({', '.join(str(state.value) for state in sorted(OPEN))})"
_ENDED = f"NOT {_OPEN}"
_INSTANTS = {
    "submitted_at", "accepted_at", "ended_at", "returned_at", "held_since", "step_due_at", "due_at",
    "first_late_at", "promised_at", "occurred_at", "recorded_at", "added_at", "opened_at",
    "closed_at",
}  # fmt: skip
_ON_POSTGRES = {"date": "date", "datetime": "timestamptz"}
# Each copy of what has ended lies so many days before the last one.
_EARLIER = 7


def multiply_past(wanted: int) -> int:
    """Copy what has ended, each time a week earlier, until there are `wanted` dossiers; the
    counters of the days with them. What is open stays: a province has more of a past from year to
    year, not more work a day. Returns how many dossiers there are."""
    ended = Dossier.objects.exclude(state__in=sorted(OPEN)).count()
    copies = max((wanted - Dossier.objects.count()) // max(ended, 1), 0)
    with transaction.atomic(), connection.cursor() as cursor:
        _copy_all(cursor, copies, _ENDED, days=_EARLIER)
        cursor.execute("CREATE TEMPORARY TABLE days AS SELECT * FROM measures_daily")
        for copy in range(1, copies + 1):
            day = _before("day", copy * _EARLIER, kind="date")
            cursor.execute(
                "INSERT INTO measures_daily (place, procedure, day, figure, value)"
                f" SELECT place, procedure, {day}, figure, value FROM days WHERE TRUE"
                " ON CONFLICT (place, procedure, day, figure)"
                " DO UPDATE SET value = measures_daily.value + excluded.value"
            )
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


def _copy_all(cursor: Any, copies: int, which: str, *, days: int = 0) -> int:
    """Each copy `days` earlier than the one before. Returns by how much ids of one copy are
    shifted."""
    step = 0
    for table in ("dossiers_dossier", *_PARTS):
        cursor.execute(f"SELECT COALESCE(max(id), 0) FROM {table}")
        step = max(step, cursor.fetchone()[0])
    for copy in range(1, copies + 1):
        _copy(cursor, "dossiers_dossier", copy, step, which, days=days)
        for table in _PARTS:
            chosen = f"dossier_id IN ({_originals(step, which)})"
            _copy(cursor, table, copy, step, chosen, days=days)
    return step


def _before(column: str, days: int, kind: str = "datetime") -> str:
    if connection.vendor == "sqlite":
        return f"{kind}({column}, '-{days} days')"
    return f"CAST({column} - interval '{days} days' AS {_ON_POSTGRES[kind]})"


def _originals(step: int, which: str) -> str:
    return f"SELECT id FROM dossiers_dossier WHERE id <= {step} AND {which}"


def _copy(cursor: Any, table: str, copy: int, step: int, which: str, *, days: int) -> None:
    cursor.execute(f"SELECT * FROM {table} LIMIT 0")
    columns = [column[0] for column in cursor.description]
    chosen = {
        "id": f"id + {copy * step}",
        "dossier_id": f"dossier_id + {copy * step}",
        "code": f"code || '.{copy}'",
        "intake_key": "NULL",
    }
    if days:
        chosen |= {name: _before(f'"{name}"', copy * days) for name in columns if name in _INSTANTS}
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

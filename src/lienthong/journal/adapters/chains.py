"""Places in a chain. Whoever locked the chain's row alone may add to it, until the commit.

On PostgreSQL the row is locked by reading it; on SQLite the transaction is the only writer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from lienthong.journal.rules import NewEntry, data_text, entry_digest, local_day

COLUMNS = "unit, day, position, at, by, action, subject, data, digest"
END = {
    "sqlite": "SELECT length, head FROM journal_chain WHERE unit = %s AND day = %s AND NOT sealed",
}
END["postgresql"] = END["sqlite"] + " FOR NO KEY UPDATE"
INSERT = f"INSERT INTO journal_entry ({COLUMNS}) VALUES ({', '.join(['%s'] * 9)}) RETURNING id"
MOVE = "UPDATE journal_chain SET length = %s, head = %s WHERE unit = %s AND day = %s"
INSERT_AND_MOVE = f"WITH entry AS ({INSERT}), chain AS ({MOVE}) SELECT id FROM entry"
# Variables in one statement: SQLite's oldest limit is 999.
SLICE = 400


@dataclass(slots=True)
class Place:
    """The end of a chain under its lock. Adding moves it on."""

    unit: str
    day: date
    length: int
    head: str

    def add(self, entry: NewEntry) -> tuple[Any, ...]:
        """The row for the entry, in the order of COLUMNS."""
        data = data_text(entry.data)
        self.length += 1
        self.head = entry_digest(
            self.head,
            unit=self.unit,
            day=self.day,
            position=self.length,
            at=entry.at,
            by=entry.by,
            action=entry.action,
            subject=entry.subject,
            data=data,
        )
        return (
            self.unit,
            self.day,
            self.length,
            _instant(entry.at),
            entry.by,
            entry.action,
            entry.subject,
            data,
            self.head,
        )


def append(entry: NewEntry) -> tuple[int, Place]:
    """Write one entry at the end of its unit's chain: of its day, or of the first open day where
    that one is sealed. Returns the entry's id, and the chain's end, which is its place.

    Looking for the chain first also keeps sealing out until the commit, so an open day stays open.
    """
    unit, day = entry.unit, local_day(entry.at)
    with connection.cursor() as cursor:
        vendor = cursor.db.vendor
        cursor.execute(END[vendor], (unit, day))
        found = cursor.fetchone()
        if found is None:
            day = open_day(cursor, day)
            _begin(cursor, [(unit, day)])
            cursor.execute(END[vendor], (unit, day))
            found = cursor.fetchone()
        place = Place(unit, day, *found)
        row = place.add(entry)
        end = (place.length, place.head, unit, day)
        if vendor == "postgresql":
            # One journey instead of two.
            cursor.execute(INSERT_AND_MOVE, row + end)
            return cursor.fetchone()[0], place
        cursor.execute(INSERT, row)
        identity = cursor.fetchone()[0]
        cursor.execute(MOVE, end)
        return identity, place


def places_in(wanted: Iterable[tuple[str, date]]) -> dict[tuple[str, date], Place]:
    """The ends of many chains, by (unit, day as wanted).

    First all that are missing are begun, then all are locked, each time in one order: two writers
    of many chains never wait for each other in a ring.
    """
    pairs = set(wanted)
    with connection.cursor() as cursor:
        if cursor.db.vendor == "postgresql":
            # Keeps sealing out, so that an open day stays open.
            cursor.execute("LOCK TABLE journal_chain IN ROW SHARE MODE")
        days = {day: open_day(cursor, day) for day in {day for _, day in pairs}}
        by_day: dict[date, list[str]] = {}
        for day, unit in sorted({(days[day], unit) for unit, day in pairs}):
            by_day.setdefault(day, []).append(unit)
        parts = [
            (day, units[start : start + SLICE])
            for day, units in by_day.items()
            for start in range(0, len(units), SLICE)
        ]
        for day, units in parts:
            known = {unit for unit, _, _ in _chains(cursor, units, day)}
            if missing := [(unit, day) for unit in units if unit not in known]:
                _begin(cursor, missing)
        places = {
            (unit, day): Place(unit, day, length, head)
            for day, units in parts
            for unit, length, head in _chains(cursor, units, day, lock=True)
        }
    return {(unit, day): places[unit, days[day]] for unit, day in pairs}


def write_many(places: Iterable[Place], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write the rows and move the ends of their chains."""
    copy_rows("journal_entry", COLUMNS, rows)
    with connection.cursor() as cursor:
        cursor.executemany(
            MOVE,
            [(place.length, place.head, place.unit, place.day) for place in places],
        )


def copy_rows(table: str, columns: str, rows: Sequence[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns.split(",")))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)


def open_day(cursor: CursorWrapper, day: date) -> date:
    """The day itself, or the day after the last sealed one. Nothing is added under a root."""
    cursor.execute("SELECT max(day) FROM journal_root")
    sealed = as_day(cursor.fetchone()[0])
    return day if sealed is None or day > sealed else sealed + timedelta(days=1)


def as_day(value: object) -> date | None:
    """SQLite's max() forgets that a column holds days."""
    return date.fromisoformat(value) if isinstance(value, str) else value  # type: ignore[return-value]


def _instant(at: datetime) -> object:
    """As Django would write it, without asking the settings for every row."""
    return at if connection.vendor == "postgresql" else str(at.astimezone(UTC).replace(tzinfo=None))


def _chains(
    cursor: CursorWrapper, units: Sequence[str], day: date, *, lock: bool = False
) -> list[tuple[str, int, str]]:
    """Unit, length and head of those chains of a day that are there, in the order of units."""
    marks = ", ".join(["%s"] * len(units))
    locking = " FOR NO KEY UPDATE" if lock and cursor.db.vendor == "postgresql" else ""
    cursor.execute(
        "SELECT unit, length, head FROM journal_chain"
        f" WHERE day = %s AND unit IN ({marks}) ORDER BY unit{locking}",
        (day, *units),
    )
    return list(cursor.fetchall())


def _begin(cursor: CursorWrapper, chains: Sequence[tuple[str, date]]) -> None:
    """Another writer may begin the same chain at the same time: then theirs is taken."""
    marks = ", ".join(["(%s, %s, 0, '', 0, %s)"] * len(chains))
    cursor.execute(
        "INSERT INTO journal_chain (unit, day, length, head, folded, sealed)"
        f" VALUES {marks} ON CONFLICT (unit, day) DO NOTHING",
        [value for unit, day in chains for value in (unit, day, False)],
    )

"""Intake: the action without HTTP against the same rows by the bare driver, in the same run."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection

from bench import house
from bench.line import line
from lienthong.accounts.rules.scope import Actor
from lienthong.dossiers.actions.intake import Intake, receive

N = 2000
ROUNDS = 3


def main() -> None:
    house.build()
    at = house.working_moment()
    forms = house.forms(N)
    for form, centre in forms[:100]:  # what a counter has read before
        receive(intake=form, actor=Actor(by=house.BY, agency=centre), at=at)
    best, bare = 0.0, 0.0
    for _ in range(ROUNDS):
        best = max(best, _rate(lambda: _act(forms, at)))
        bare = max(bare, _rate(_bare_writer()))
    line(
        f"intake.{house.ENGINE}", best, "dossiers/s", n=N, ratio=best / bare,
        against=f"bare driver, {bare:.0f} dossiers/s",
        bar=0.35 if house.ENGINE == "sqlite" else 0.5,
    )  # fmt: skip


def _rate(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return N / (time.perf_counter() - start)


def _act(forms: list[tuple[Intake, int]], at: datetime) -> None:
    for form, centre in forms:
        receive(intake=form, actor=Actor(by=house.BY, agency=centre), at=at)


def _bare_writer() -> Callable[[], object]:
    """The rows of the last N dossiers once more, with other keys, straight through the driver."""
    mark = time.monotonic_ns()
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM dossiers_dossier")
        last = cursor.fetchone()[0]
        dossiers = _rows(cursor, "dossiers_dossier", "id", last)
        events = _rows(cursor, "dossiers_timelineevent", "dossier_id", last)
        parts = _rows(cursor, "dossiers_component", "dossier_id", last)
        cursor.execute(
            "SELECT subject, unit, day, at, by, action, data, digest FROM journal_entry "
            "WHERE action = 'dossier.received' ORDER BY id DESC LIMIT %s",
            [N],
        )
        entries = {row[0]: row[1:] for row in cursor.fetchall()}
    names = {table: columns for table, columns, _ in (dossiers, events, parts)}
    by_dossier: dict[int, tuple[list[Any], list[Any]]] = {}
    for place, (_table, columns, rows) in enumerate((events, parts)):
        key = columns.index("dossier_id")
        for row in rows:
            by_dossier.setdefault(row[key], ([], []))[place].append(list(row))
    raw = connection.connection
    mark_of = "?" if house.ENGINE == "sqlite" else "%s"

    def insert(table: str, rows: int, *, returning: bool = False) -> str:
        columns = [c for c in names[table] if c != "id"]
        marks = "(" + ", ".join([mark_of] * len(columns)) + ")"
        tail = " RETURNING id" if returning else ""
        listed = ", ".join(f'"{c}"' for c in columns)
        return f'INSERT INTO "{table}" ({listed}) VALUES {", ".join([marks] * rows)}{tail}'

    code_at = dossiers[1].index("code")
    key_at = dossiers[1].index("intake_key")
    id_at = dossiers[1].index("id")

    def work() -> None:
        if house.ENGINE == "postgresql":
            raw.autocommit = True
        for number, row in enumerate(dossiers[2]):
            identity, code = row[id_at], row[code_at]
            values = list(row)
            values[code_at], values[key_at] = f"{mark}-{number}", None
            unit, day, at, by, action, data, digest = entries[code]
            prefix = code.rpartition("-")[0] + "-"
            cursor = raw.cursor()
            cursor.execute("BEGIN IMMEDIATE" if house.ENGINE == "sqlite" else "BEGIN")
            cursor.execute(
                f"INSERT INTO dossiers_codeseries (prefix, last) VALUES ({mark_of}, 1) ON CONFLICT"
                " (prefix) DO UPDATE SET last = dossiers_codeseries.last + 1 RETURNING last",
                [prefix],
            )
            cursor.fetchone()
            cursor.execute(
                insert("dossiers_dossier", 1, returning=True),
                [v for place, v in enumerate(values) if place != id_at],
            )
            new = cursor.fetchone()[0]
            for table, rows in zip(
                ("dossiers_timelineevent", "dossiers_component"), by_dossier[identity], strict=True
            ):
                columns = names[table]
                own, parent = columns.index("id"), columns.index("dossier_id")
                flat = []
                for part in rows:
                    part[parent] = new
                    flat += [v for place, v in enumerate(part) if place != own]
                cursor.execute(insert(table, len(rows)), flat)
            cursor.execute(
                f"UPDATE journal_chain SET length = length + 1, head = {mark_of} "
                f"WHERE unit = {mark_of} AND day = {mark_of} RETURNING length",
                [digest, unit, day],
            )
            position = cursor.fetchone()[0]
            cursor.execute(
                "INSERT INTO journal_entry (unit, day, position, at, by, action, subject, data,"
                f" digest) VALUES ({', '.join([mark_of] * 9)})",
                [unit, day, position, at, by, action, f"{mark}-{number}", data, digest],
            )
            cursor.execute("COMMIT")

    return work


def _rows(cursor: object, table: str, key: str, last: int) -> tuple[str, list[str], list[Any]]:
    text = "::text" if house.ENGINE == "postgresql" else ""
    cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')  # type: ignore[attr-defined]
    columns = [c[0] for c in cursor.description]  # type: ignore[attr-defined]
    documents = {"answers", "data"}
    listed = ", ".join(f'"{c}"{text}' if c in documents else f'"{c}"' for c in columns)
    cursor.execute(  # type: ignore[attr-defined]
        f'SELECT {listed} FROM "{table}" WHERE "{key}" > %s ORDER BY id', [last - N]
    )
    return table, columns, cursor.fetchall()  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()

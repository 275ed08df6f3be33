"""The rows of the read log: one chain a day, written in batches."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from lienthong.journal.adapters.chains import copy_rows, open_day
from lienthong.journal.rules import NewRead, local_day, read_digest

COLUMNS = "day, position, at, by, screen, subject, purpose, digest"


def write(reads: Sequence[NewRead]) -> None:
    """Inside the caller's transaction, in the order given."""
    day = local_day(reads[-1].at)
    lock = " FOR NO KEY UPDATE" if connection.vendor == "postgresql" else ""
    find = f"SELECT length, head FROM journal_readchain WHERE day = %s AND NOT sealed{lock}"
    with connection.cursor() as cursor:
        cursor.execute(find, (day,))
        found = cursor.fetchone()
        if found is None:
            day = open_day(cursor, day)
            cursor.execute(
                "INSERT INTO journal_readchain (day, length, head, sealed) VALUES (%s, 0, '', %s)"
                " ON CONFLICT (day) DO NOTHING",
                (day, False),
            )
            cursor.execute(find, (day,))
            found = cursor.fetchone()
        position, head = found
        rows: list[tuple[Any, ...]] = []
        for read in reads:
            position += 1
            head = read_digest(
                head,
                day=day,
                position=position,
                at=read.at,
                by=read.by,
                screen=read.screen,
                subject=read.subject,
                purpose=read.purpose,
            )
            at = connection.ops.adapt_datetimefield_value(read.at)
            rows.append((day, position, at, read.by, read.screen, read.subject, read.purpose, head))
        copy_rows("journal_readentry", COLUMNS, rows)
        cursor.execute(
            "UPDATE journal_readchain SET length = %s, head = %s WHERE day = %s",
            (position, head, day),
        )

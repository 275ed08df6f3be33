"""Closing a day: every chain of it and its read log get under one root."""

from datetime import date, datetime

from django.db import connection

from lienthong.journal.queries import open_days
from lienthong.journal.rules import OutOfOrder, root_digest


def seal(day: date, *, at: datetime) -> str:
    """The digest of the new root. Raises OutOfOrder while an earlier day is open or a root of
    this day or a later one exists."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Waits for every transaction that has a place in a chain, and lets none begin.
            cursor.execute("LOCK TABLE journal_chain, journal_readchain IN EXCLUSIVE MODE")
        cursor.execute("SELECT day, digest FROM journal_root ORDER BY day DESC LIMIT 1")
        last = cursor.fetchone()
        if last and last[0] >= day:
            raise OutOfOrder(f"Ngày {day:%d/%m/%Y} đã được niêm phong.")
        earlier = open_days(before=day)
        if earlier:
            raise OutOfOrder(f"Ngày {earlier[0]:%d/%m/%Y} phải được niêm phong trước.")
        cursor.execute(
            "SELECT unit, length, head FROM journal_chain WHERE day = %s AND length > 0", (day,)
        )
        chains = cursor.fetchall()
        cursor.execute("SELECT length, head FROM journal_readchain WHERE day = %s", (day,))
        reads = cursor.fetchone() or (0, "")
        digest = root_digest(last[1] if last else "", day=day, chains=chains, reads=reads)
        cursor.execute(
            "INSERT INTO journal_root (day, chains, entries, reads, digest, sealed_at)"
            " VALUES (%s, %s, %s, %s, %s, %s)",
            (
                day,
                len(chains),
                sum(length for _, length, _ in chains),
                reads[0],
                digest,
                connection.ops.adapt_datetimefield_value(at),
            ),
        )
        for table in ("journal_chain", "journal_readchain"):
            cursor.execute(f"UPDATE {table} SET sealed = %s WHERE day = %s", (True, day))
    return digest

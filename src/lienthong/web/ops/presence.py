"""Is a worker at work? It holds a lock for as long as it lives, so there is one and no more, and
touches it in every round, so one that hangs is noticed."""

import fcntl
import os
import time
from pathlib import Path

from django.db import connection

# Any number that no other program on the same database uses for its advisory locks.
KEY = 7_305_119


class Presence:
    """The lock, once `take` has returned true; given back by `leave` or the end of the process."""

    def __init__(self) -> None:
        self._descriptor: int | None = None

    def take(self) -> bool:
        if self._descriptor is not None:
            return True
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", (KEY,))
                return bool(cursor.fetchone()[0])
        descriptor = os.open(_file(), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def beat(self) -> bool:
        """False when the lock is gone with the connection that held it."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s"
                    " AND pid = pg_backend_pid()",
                    (KEY,),
                )
                return bool(cursor.fetchone()[0])
        os.utime(_file())
        return True

    def leave(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
        elif connection.vendor == "postgresql":
            connection.close()


def seconds_since_beat() -> float | None:
    """None: no worker lives."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT extract(epoch FROM clock_timestamp() - a.query_start)::float8"
                " FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
                " WHERE l.locktype = 'advisory' AND l.objid = %s AND l.granted"
                " AND a.datname = current_database()",
                (KEY,),
            )
            found = cursor.fetchone()
        return float(found[0]) if found else None
    try:
        descriptor = os.open(_file(), os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return time.time() - os.fstat(descriptor).st_mtime
    else:
        return None
    finally:
        os.close(descriptor)


def _file() -> Path:
    return Path(f"{connection.settings_dict['NAME']}.worker")

"""Is a worker at work? It holds a lock for as long as it lives, so there is one and no more, and
touches it in every round, so one that hangs is noticed. The file of the lock says since when."""

import fcntl
import os
import time
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

# Any number that no other program on the same database uses for its advisory locks.
KEY = 7_305_119
_AWAITED = "awaited"


@dataclass(frozen=True, slots=True)
class Sight:
    """`silent`: seconds since the worker's last round, None when no worker lives. `since`: seconds
    since it began, or since the server said that it will; None when neither happened."""

    silent: float | None = None
    since: float | None = None


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
        _write(descriptor, f"{time.time()}")
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


def await_worker() -> None:
    """A worker will be started beside this server (SQLite)."""
    descriptor = os.open(_file(), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        _write(descriptor, f"{_AWAITED} {time.time()}")
    finally:
        os.close(descriptor)


def sight() -> Sight:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT extract(epoch FROM clock_timestamp() - a.query_start)::float8,"
                " extract(epoch FROM clock_timestamp() - a.backend_start)::float8"
                " FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
                " WHERE l.locktype = 'advisory' AND l.objid = %s AND l.granted"
                " AND a.datname = current_database()",
                (KEY,),
            )
            found = cursor.fetchone()
        return Sight(*map(float, found)) if found else Sight()
    try:
        descriptor = os.open(_file(), os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return Sight()
    since = None
    try:
        written = os.pread(descriptor, 100, 0).decode("ascii", "replace").split()
        if written:
            since = time.time() - float(written[-1])
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return Sight(silent=time.time() - os.fstat(descriptor).st_mtime, since=since)
    else:
        return Sight(since=since if _AWAITED in written else None)
    finally:
        os.close(descriptor)


def seconds_since_beat() -> float | None:
    """None: no worker lives."""
    return sight().silent


def _write(descriptor: int, text: str) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, text.encode("ascii"), 0)


def _file() -> Path:
    return Path(f"{connection.settings_dict['NAME']}.worker")

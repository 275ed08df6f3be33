"""SQLite's own busy handler sleeps and is unfair: with several writers the slowest waits half a
second and more. A lock on a file beside the database queues write transactions instead.

Where the database has READ_SECONDS, a question outside a transaction that takes longer is broken
off: a long read keeps the write-ahead log from being folded back, and the log grows.
"""

import fcntl
import os
import sqlite3
from time import monotonic
from typing import Any

from django.db.backends.sqlite3.base import DatabaseWrapper as SQLiteWrapper

# Steps of SQLite's machine between two looks at the clock: a millisecond or so.
STEPS = 20_000


class DatabaseWrapper(SQLiteWrapper):
    _lock: int | None = None
    _until = 0.0

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        made: sqlite3.Connection = super().get_new_connection(conn_params)
        if self.settings_dict.get("READ_SECONDS"):
            made.set_progress_handler(self._too_long, STEPS)
        return made

    def create_cursor(self, name: str | None = None) -> Any:
        self._until = monotonic() + self.settings_dict.get("READ_SECONDS", 0)
        return super().create_cursor(name)

    def _too_long(self) -> bool:
        return not self.in_atomic_block and monotonic() > self._until

    def _start_transaction_under_autocommit(self) -> None:
        self._take_lock()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._release_lock()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            self._release_lock()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._release_lock()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._release_lock()

    def _take_lock(self) -> None:
        name = str(self.settings_dict["NAME"])
        if self._lock is not None or self.is_in_memory_db() or name.startswith("file:"):
            return
        descriptor = os.open(f"{name}.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        except BaseException:
            os.close(descriptor)
            raise
        self._lock = descriptor

    def _release_lock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

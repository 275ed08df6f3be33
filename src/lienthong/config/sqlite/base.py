"""SQLite's own busy handler sleeps and is unfair: with several writers the slowest waits half a
second and more. A lock on a file beside the database queues write transactions instead.
"""

import fcntl
import os

from django.db.backends.sqlite3.base import DatabaseWrapper as SQLiteWrapper


class DatabaseWrapper(SQLiteWrapper):
    _lock: int | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._take_lock()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._release_lock()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()
        finally:
            self._release_lock()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._release_lock()

    def _close(self) -> None:
        try:
            super()._close()
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

"""Who saw whose personal data. A screen does not wait for this: a thread writes what came within
the last second, and the rest before the process ends."""

import logging
import threading
from collections.abc import Iterable
from datetime import datetime
from multiprocessing.util import Finalize

from django.conf import settings
from django.db import Error, connection, transaction

from lienthong.journal.adapters import readlog
from lienthong.journal.rules import NewRead

SECONDS = 0.5
# With this many waiting the database has been away for long: then no log, no reading.
LIMIT = 20_000

log = logging.getLogger(__name__)


class _Writer:
    def __init__(self) -> None:
        self._waiting: list[NewRead] = []
        self._lock = threading.Lock()
        # Held while writing, so that two batches keep their order.
        self._writing = threading.Lock()
        self._thread: threading.Thread | None = None

    def add(self, reads: list[NewRead]) -> None:
        with self._lock:
            self._waiting.extend(reads)
            full = len(self._waiting) > LIMIT
            if self._thread is None and settings.READ_LOG_THREAD:
                self._start()
        if full:
            self.flush()

    def flush(self) -> int:
        """Write all that waits, on this thread's connection. On an error it goes on waiting."""
        with self._writing:
            with self._lock:
                reads = self._waiting[:]
            if reads:
                with transaction.atomic():
                    readlog.write(reads)
            with self._lock:
                del self._waiting[: len(reads)]
        return len(reads)

    def forget(self) -> None:
        with self._lock:
            self._waiting.clear()

    def _start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="read-log", daemon=True)
        self._thread.start()
        # Unlike atexit this also runs at the end of a server's worker process.
        Finalize(None, self._finish, exitpriority=10)

    def _run(self) -> None:
        pause = threading.Event()
        while not pause.wait(SECONDS):
            if self._waiting:
                self._try()

    def _finish(self) -> None:
        self._try()

    def _try(self) -> None:
        try:
            self.flush()
        except Error as error:
            log.error("read log: %d rows wait, %s", len(self._waiting), error)
            connection.close()


_writer = _Writer()


def log_reads(
    *, by: str, screen: str, subjects: Iterable[str], at: datetime, purpose: str = ""
) -> None:
    """`by` sees personal data of these subjects ("person:12", a dossier's code) on a screen.

    Written within a second. Raises the database's error, and so shows nothing, when reads could
    not be written for so long that too many wait."""
    _writer.add([NewRead(by, screen, subject, at, purpose) for subject in subjects])


def flush_reads() -> int:
    """Write now what waits. Returns how many."""
    return _writer.flush()


def forget_reads() -> None:
    """For tests: what one test has read is not written in the next."""
    _writer.forget()

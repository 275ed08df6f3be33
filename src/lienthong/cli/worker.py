"""`lienthong worker`: what has to be done again and again, in one process per database."""

import logging
import os
import signal
import threading
from argparse import SUPPRESS, ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from django.db import Error, connection
from django.utils import timezone

from lienthong.catalogue import tasks as catalogue
from lienthong.cli.output import say
from lienthong.dossiers import tasks as dossiers
from lienthong.journal import actions as journal
from lienthong.journal.rules import local_day
from lienthong.measures import actions as measures
from lienthong.papers import tasks as papers
from lienthong.programmes import tasks as programmes
from lienthong.reports import tasks as reports
from lienthong.web.ops import failures
from lienthong.web.ops.memory import keep_loaded
from lienthong.web.ops.presence import Presence

log = logging.getLogger("lienthong.worker")

# A transaction that began before midnight has long ended by then.
SEAL_AFTER = timedelta(hours=1)
PAUSE = 1.0  # seconds between two looks


@dataclass(frozen=True, slots=True)
class Task:
    """`run` is given the instant of the round. It may raise: it is tried again `every` seconds
    later, and the other tasks go on."""

    name: str
    every: float
    run: Callable[[datetime], object]


def seal(at: datetime) -> None:
    for day, digest in journal.seal_days(before=local_day(at - SEAL_AFTER), at=at):
        # Outside of the database: a witness against whoever rewrites it.
        log.info("journal: sealed %s %s", day, digest)


TASKS: tuple[Task, ...] = (
    Task("measures.fold", 2, lambda at: measures.fold_pending(at=at)),
    Task("dossiers.dry_runs", 2, dossiers.try_corrections),
    Task("dossiers.corrections", 2, dossiers.apply_corrections),
    Task("dossiers.accept", 60, dossiers.accept_unanswered),
    Task("dossiers.remind", 900, dossiers.remind),
    Task("dossiers.tests", 3600, dossiers.expire_tests),
    Task("catalogue.coverage", 6 * 3600, catalogue.look_for_gaps),
    Task("reports.turn", 60, reports.turn_periods),
    Task("programmes.warn", 1800, programmes.warn),
    Task("journal.seal", 600, seal),
    Task("papers.sweep", 3600, lambda _at: papers.sweep_orphans()),
)


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    working = subparsers.add_parser("worker", help="chạy các việc nền")
    working.add_argument("--once", action="store_true", help="làm mọi việc một lần rồi thôi")
    # Set by `serve`: the worker it started must not outlive it.
    working.add_argument("--parent", type=int, default=None, help=SUPPRESS)
    working.set_defaults(run=work)


def work(arguments: Namespace) -> int:
    round_ = Round(TASKS)
    if arguments.once:
        return 1 if round_.run(timezone.now()) else 0
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    presence = Presence()
    keep_loaded()
    held = said = False
    while not stopped(stop, arguments.parent):
        if not held:
            held = taken(presence)
            if not held:
                if not said:
                    say("Chưa giữ được khóa tiến trình nền; chờ để thay tiến trình đang chạy.")
                said = True
                stop.wait(5)
                continue
        round_.run(timezone.now())
        # The lock goes with a lost connection; then somebody else may have it by now.
        held = beating(presence)
        stop.wait(PAUSE)
    presence.leave()
    say("Tiến trình nền đã dừng.")
    return 0


def taken(presence: Presence) -> bool:
    try:
        return presence.take()
    except (Error, OSError) as error:
        log.error("worker: %s", failures.sentence_of(error))
        leave_broken_connection()
        return False


def beating(presence: Presence) -> bool:
    try:
        return presence.beat()
    except (Error, OSError) as error:
        log.error("worker: %s", failures.sentence_of(error))
        leave_broken_connection()
        return False


def leave_broken_connection() -> None:
    """A working one stays: on PostgreSQL the lock hangs on it."""
    if connection.connection is not None and not connection.is_usable():
        connection.close()


def stopped(stop: threading.Event, parent: int | None) -> bool:
    return stop.is_set() or (parent is not None and os.getppid() != parent)


class Round:
    """Runs what is due. A task that fails says why and does not stop the others."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        self._tasks = tasks
        self._next = dict.fromkeys((task.name for task in tasks), 0.0)

    def run(self, at: datetime) -> int:
        """How many failed."""
        failed = 0
        for task in self._tasks:
            if monotonic() < self._next[task.name]:
                continue
            self._next[task.name] = monotonic() + task.every
            try:
                task.run(at)
            except (Error, OSError) as error:
                failed += 1
                log.error("%s: %s", task.name, failures.sentence_of(error))
                leave_broken_connection()
            except Exception:
                failed += 1
                log.exception("%s: lỗi không lường trước, sẽ thử lại", task.name)
        return failed

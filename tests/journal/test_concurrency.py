"""Writers of one unit, of several units and the sealing of the day at the same time."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection, transaction

from lienthong.journal import actions, queries
from lienthong.journal.adapters import readlog
from lienthong.journal.models import Entry
from lienthong.journal.rules import NewRead, OutOfOrder
from tests.journal.builders import MORNING, new, write

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], object]) -> None:
    """Run all of them in threads with their own connections. What one raises is raised here."""
    errors: list[BaseException] = []
    start = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        try:
            start.wait(10)
            work()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if errors:
        raise errors[0]


def one_by_one() -> None:
    for number in range(15):
        write(new("7", number))


def in_heaps() -> None:
    for number in range(5):
        with transaction.atomic():
            actions.record_many([new(unit, number) for unit in ("7", "8", "9", "7")])


def test_writers_of_one_chain_never_take_the_same_place() -> None:
    at_once(one_by_one, one_by_one, in_heaps, in_heaps)
    assert Entry.objects.filter(unit="7").count() == 2 * 15 + 2 * 5 * 2
    found = queries.verify()
    assert (found.ok, found.entries) == (True, 2 * 15 + 2 * 5 * 4)


def test_nothing_slips_under_a_root_that_is_being_made() -> None:
    def seal() -> None:
        for day in (1, 2, 3):
            try:
                actions.seal_day(day=date(2025, 7, day), at=MORNING)
            except OutOfOrder:
                return

    write(new("5"))
    at_once(one_by_one, in_heaps, seal, one_by_one, in_heaps)
    found = queries.verify()
    assert (found.first_bad, found.entries) == (None, 1 + 2 * 15 + 2 * 5 * 4)


def test_reads_of_several_processes_make_one_chain() -> None:
    def read() -> None:
        for _ in range(5):
            with transaction.atomic():
                readlog.write([NewRead("a:1", "dossier", "H1", MORNING)])

    at_once(read, read, read)
    found = queries.verify()
    assert (found.ok, found.reads) == (True, 15)

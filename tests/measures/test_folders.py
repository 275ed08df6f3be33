"""Real folders on a real database: two at once count once, a killed one loses nothing."""

import os
import random
import signal
import threading
import time
from collections.abc import Iterator

import pytest
from django.db import connection, connections

from lienthong.journal import queries as journal
from lienthong.measures import actions
from lienthong.measures.queries.verification import verify
from tests import prepared
from tests.dossiers import world as worlds
from tests.dossiers.world import BIRTH, NOW, World
from tests.measures.states import every_state

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def built(transactional_db: None) -> Iterator[World]:
    with prepared.use("world", fresh=True) as world:
        yield world


def _fold_many(failed: list[BaseException]) -> None:
    try:
        for _ in range(5):
            actions.fold_pending(at=NOW)
    except BaseException as error:
        failed.append(error)
    finally:
        connections.close_all()


def test_two_folders_at_once_count_every_entry_once(built: World) -> None:
    every_state(built)
    failed: list[BaseException] = []
    folders = [threading.Thread(target=_fold_many, args=(failed,)) for _ in range(3)]
    for folder in folders:
        folder.start()
    for _ in range(10):
        worlds.receive(built, BIRTH, at=NOW)
    for folder in folders:
        folder.join()
    assert failed == []
    actions.fold_pending(at=NOW)
    assert verify(now=NOW).different == ()
    assert journal.count_to_fold() == 0


def test_a_folder_that_is_killed_loses_nothing_and_counts_nothing_twice(built: World) -> None:
    chance = random.Random(7)  # noqa: S311
    for _ in range(4):
        every_state(built)
        connection.close()
        child = os.fork()
        if child == 0:
            try:
                actions.fold_pending(at=NOW)
                actions.rebuild(at=NOW)
            finally:
                os._exit(0)
        time.sleep(chance.uniform(0, 0.06))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    actions.fold_pending(at=NOW)
    assert verify(now=NOW).different == ()
    assert journal.count_to_fold() == 0

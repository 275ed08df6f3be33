"""One writer at a time, in the order of coming (ADR 0004)."""

import threading
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction

from lienthong.journal.models import Chain

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _only_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("about SQLite")


def in_thread(writes: list[str], unit: str) -> threading.Thread:
    def write() -> None:
        try:
            with transaction.atomic():
                Chain.objects.create(unit=unit, day="2025-07-01")
                writes.append(unit)
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    return thread


def test_a_writer_waits_for_the_one_before_and_readers_do_not() -> None:
    writes: list[str] = []
    with transaction.atomic():
        Chain.objects.create(unit="1", day="2025-07-01")
        second = in_thread(writes, "2")
        second.join(0.3)
        assert second.is_alive()
        assert writes == []
    second.join(10)
    assert writes == ["2"]
    assert Chain.objects.count() == 2


def test_a_transaction_that_failed_lets_the_next_one_in() -> None:
    class Broken(Exception): ...

    with pytest.raises(Broken), transaction.atomic():
        Chain.objects.create(unit="1", day="2025-07-01")
        raise Broken
    writes: list[str] = []
    in_thread(writes, "2").join(10)
    assert writes == ["2"]


def test_the_lock_stands_beside_the_database() -> None:
    with transaction.atomic():
        assert Path(f"{connection.settings_dict['NAME']}.lock").exists()


def test_a_transaction_inside_another_waits_for_nobody() -> None:
    with transaction.atomic(), transaction.atomic():
        Chain.objects.create(unit="1", day="2025-07-01")
    assert Chain.objects.count() == 1


def test_a_read_that_takes_too_long_is_broken_off_and_a_write_is_not() -> None:
    endless = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s)"
        " SELECT count(*) FROM n"
    )
    connection.close()
    connection.settings_dict["READ_SECONDS"] = 0.2
    try:
        with connection.cursor() as cursor:
            cursor.execute(endless, (1000,))
            with pytest.raises(OperationalError, match="interrupted"):
                cursor.execute(endless, (100_000_000,))
            with transaction.atomic():
                cursor.execute(endless, (2_000_000,))
                assert cursor.fetchone() == (2_000_000,)
    finally:
        del connection.settings_dict["READ_SECONDS"]
        connection.close()

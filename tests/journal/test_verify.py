"""Whoever can write to the database directly leaves a trace that is found."""

from datetime import date

import pytest
from django.db import connection

from lienthong.journal import actions, queries
from lienthong.journal.models import Chain, ReadChain
from lienthong.journal.rules import root_digest
from tests.journal.builders import MORNING, new, three_days, write

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = (f"2025-07-0{day}" for day in (1, 2, 3))


def tamper(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.rowcount > 0


def test_an_empty_journal_is_whole() -> None:
    found = queries.verify()
    assert (found.ok, found.entries, found.days) == (True, 0, 0)


def test_an_untouched_journal_is_whole() -> None:
    three_days()
    found = queries.verify()
    assert (found.ok, found.entries, found.reads, found.days) == (True, 18, 6, 3)


def test_one_day_is_verified_alone() -> None:
    three_days()
    found = queries.verify(date(2025, 7, 2))
    assert (found.ok, found.entries, found.days) == (True, 6, 1)
    assert queries.verify(date(2024, 1, 1)).entries == 0


WHERE = f"unit = '8' AND day = '{SECOND}'"


@pytest.mark.parametrize(
    ("sql", "position"),
    [
        (f"UPDATE journal_entry SET by = 'a:99' WHERE {WHERE} AND position = 2", 2),
        (f"UPDATE journal_entry SET data = '{{}}' WHERE {WHERE} AND position = 3", 3),
        (f"UPDATE journal_entry SET data = '{{\"a\": 1.5}}' WHERE {WHERE} AND position = 3", 3),
        (f"UPDATE journal_entry SET at = '2025-07-02 09:00:00' WHERE {WHERE} AND position = 1", 1),
        (f"DELETE FROM journal_entry WHERE {WHERE} AND position = 1", 1),
        (f"DELETE FROM journal_entry WHERE {WHERE} AND position = 3", 3),
        (f"DELETE FROM journal_entry WHERE {WHERE}", 1),
        (f"DELETE FROM journal_chain WHERE {WHERE}", 1),
        (
            "INSERT INTO journal_entry"
            " (unit, day, position, at, by, action, subject, data, digest)"
            f" SELECT unit, day, 4, at, by, action, subject, data, digest FROM journal_entry"
            f" WHERE {WHERE} AND position = 3",
            4,
        ),
        (
            "INSERT INTO journal_entry"
            " (unit, day, position, at, by, action, subject, data, digest)"
            f" SELECT '9', day, 1, at, by, action, subject, data, digest FROM journal_entry"
            f" WHERE {WHERE} AND position = 3",
            1,
        ),
        (f"UPDATE journal_chain SET head = repeat_ WHERE {WHERE}", 3),
        (f"UPDATE journal_chain SET length = 2 WHERE {WHERE}", 3),
        (f"UPDATE journal_chain SET unit = '9' WHERE {WHERE}", 1),
    ],
)
def test_a_change_in_a_chain_is_found_where_it_is(sql: str, position: int) -> None:
    three_days()
    tamper(sql.replace("repeat_", "'" + "0" * 64 + "'"))
    bad = queries.verify().first_bad
    assert bad is not None
    assert (bad.day, bad.position) == (date(2025, 7, 2), position)
    assert not queries.verify(date(2025, 7, 2)).ok


def test_a_value_that_no_program_of_ours_writes_is_a_change_like_another() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL does not take it")
    three_days()
    tamper(f"UPDATE journal_entry SET at = 'yesterday' WHERE {WHERE} AND position = 2")
    bad = queries.verify().first_bad
    assert bad is not None and (bad.unit, bad.position) == ("8", 2)
    tamper(f"UPDATE journal_entry SET position = 'one' WHERE unit = '7' AND day = '{SECOND}'"
           " AND position = 1")  # fmt: skip
    assert not queries.verify().ok


def test_two_entries_that_changed_places_are_found() -> None:
    three_days()
    for old, new_position in ((1, 99), (2, 1), (99, 2)):
        tamper(
            f"UPDATE journal_entry SET position = {new_position} WHERE {WHERE} AND position = {old}"
        )
    bad = queries.verify().first_bad
    assert bad is not None and (bad.unit, bad.position) == ("8", 1)


def test_a_chain_rewritten_with_new_fingerprints_does_not_fit_its_root() -> None:
    three_days()
    tamper(f"DELETE FROM journal_entry WHERE {WHERE} AND position = 3")
    digest = [e.digest for e in queries.entries_of_chain(unit="8", day=date(2025, 7, 2), after=0)]
    tamper(f"UPDATE journal_chain SET length = 2, head = '{digest[-1]}' WHERE {WHERE}")
    bad = queries.verify().first_bad
    assert bad is not None
    assert (bad.day, bad.position, "gốc" in bad.what) == (date(2025, 7, 2), 0, True)


@pytest.mark.parametrize(
    ("sql", "day"),
    [
        (f"UPDATE journal_root SET digest = 'x' WHERE day = '{FIRST}'", 1),
        (f"UPDATE journal_root SET digest = 'x' WHERE day = '{SECOND}'", 2),
        (f"UPDATE journal_root SET entries = 5 WHERE day = '{SECOND}'", 2),
        (f"DELETE FROM journal_root WHERE day = '{FIRST}'", 1),
        (f"DELETE FROM journal_root WHERE day = '{SECOND}'", 2),
        (f"DELETE FROM journal_readchain WHERE day = '{SECOND}'", 2),
    ],
)
def test_a_changed_or_missing_root_is_found(sql: str, day: int) -> None:
    three_days()
    tamper(sql)
    bad = queries.verify().first_bad
    assert bad is not None and bad.day == date(2025, 7, day)


def test_a_day_rewritten_together_with_its_root_breaks_the_root_after_it() -> None:
    three_days()
    tamper(f"DELETE FROM journal_entry WHERE unit = '8' AND day = '{FIRST}'")
    tamper(f"DELETE FROM journal_chain WHERE unit = '8' AND day = '{FIRST}'")
    day = date(2025, 7, 1)
    left = list(Chain.objects.filter(day=day).values_list("unit", "length", "head"))
    reads = ReadChain.objects.filter(day=day).values_list("length", "head").get()
    forged = root_digest("", day=day, chains=left, reads=reads)
    tamper(
        f"UPDATE journal_root SET digest = '{forged}', chains = 1, entries = 3"
        f" WHERE day = '{FIRST}'"
    )
    assert queries.verify(day).ok
    bad = queries.verify().first_bad
    assert bad is not None and bad.day == date(2025, 7, 2)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE journal_readentry SET by = 'a:99' WHERE day = '2025-07-03' AND position = 1",
        "DELETE FROM journal_readentry WHERE day = '2025-07-03' AND position = 2",
        "DELETE FROM journal_readentry WHERE day = '2025-07-03'",
        "DELETE FROM journal_readchain WHERE day = '2025-07-03'",
        "UPDATE journal_readchain SET length = 1 WHERE day = '2025-07-03'",
    ],
)
def test_a_change_in_the_read_log_is_found(sql: str) -> None:
    three_days()
    tamper(sql)
    bad = queries.verify().first_bad
    assert bad is not None and bad.day == date(2025, 7, 3)


def test_writing_goes_on_after_a_verification() -> None:
    write(new())
    assert queries.verify().ok
    write(new(number=2))
    actions.seal_day(day=date(2025, 7, 1), at=MORNING)
    assert queries.verify().as_json() == {
        "entries": 2,
        "days": 1,
        "ok": True,
        "first_bad": None,
        "reads": 0,
    }

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries

from lienthong.journal import actions, queries
from lienthong.journal.models import Chain, Entry, ReadEntry
from lienthong.journal.rules import NewEntry, NotJournalled
from tests.journal.builders import MORNING, new, write

pytestmark = pytest.mark.django_db


def test_entries_of_a_unit_follow_each_other_from_one() -> None:
    first, second = write(new(number=1), new(number=2))
    assert (first.position, second.position) == (1, 2)
    assert second.digest != first.digest
    assert Chain.objects.get(unit="7", day=date(2025, 7, 1)).head == second.digest


def test_every_unit_and_every_day_has_a_chain_of_its_own() -> None:
    tomorrow = MORNING + timedelta(days=1)
    written = write(new("7"), new("8"), new("7", at=tomorrow))
    assert [entry.position for entry in written] == [1, 1, 1]
    assert Chain.objects.count() == 3


def test_what_is_recorded_is_what_is_read() -> None:
    written = write(new("7", 5))[0]
    read = queries.entries_of("H005")[0]
    assert (read.id, read.unit, read.by, read.at) == (written.id, "7", "a:17", MORNING)
    assert read.data == {"event": 5, "tên": "Đỗ"}


def test_a_subject_is_read_page_by_page_newest_first() -> None:
    write(*(new(unit, 1) for unit in "123"))
    page = queries.entries_of("H001", limit=2)
    rest = queries.entries_of("H001", before=page[-1].id)
    assert [entry.unit for entry in (*page, *rest)] == ["3", "2", "1"]


def test_a_further_entry_costs_three_statements_at_most(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    write(new())
    with transaction.atomic(), django_assert_max_num_queries(3):
        actions.record(unit="7", action="x", subject="H", by="a:1", at=MORNING)


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused() -> None:
    with pytest.raises(NotJournalled):
        actions.record(unit="7", action="x", subject="H", by="a:1", at=MORNING)
    with pytest.raises(NotJournalled):
        actions.record_many([new()])


def test_a_refused_action_leaves_no_entry() -> None:
    class Refused(Exception): ...

    def refuse() -> None:
        with transaction.atomic():
            actions.record(unit="7", action="x", subject="H", by="a:1", at=MORNING)
            raise Refused

    write(new())
    with pytest.raises(Refused):
        refuse()
    assert Entry.objects.count() == 1
    assert queries.verify().ok


def test_entries_are_not_changed_by_the_program() -> None:
    entry = write(new())[0]
    stored = Entry.objects.get(id=entry.id)
    for attempt in (
        lambda: Entry.objects.update(by="a:2"),
        lambda: Entry.objects.filter(id=entry.id).delete(),
        lambda: ReadEntry.objects.all().delete(),
        stored.save,
        stored.delete,
    ):
        with pytest.raises(TypeError):
            attempt()


def test_readers_of_a_chain_find_what_is_new_to_them() -> None:
    write(*(new("7", n) for n in (1, 2, 3)), new("8", 4))
    day = date(2025, 7, 1)
    actions.mark_folded({("7", day): 2, ("8", day): 1})
    assert queries.chains_to_fold() == (queries.ChainView("7", day, 3, 2),)
    assert [e.subject for e in queries.entries_of_chain(unit="7", day=day, after=2)] == ["H003"]
    assert [row[:3] for row in queries.entries_to_fold(limit=9)] == [("7", day, 3)]


entry = st.builds(
    NewEntry,
    unit=st.sampled_from("789"),
    action=st.sampled_from(["dossier.received", "dossier.returned"]),
    subject=st.text("HĐă-1", min_size=1, max_size=8),
    by=st.just("a:17"),
    at=st.integers(0, 3 * 86400).map(lambda seconds: MORNING + timedelta(seconds=seconds)),
    data=st.dictionaries(
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=3),
        st.none() | st.booleans() | st.integers() | st.lists(st.integers(), max_size=2),
        max_size=3,
    ),
)


class ManyAtOnce(TestCase):
    @given(entries=st.lists(entry, max_size=12), sealed=st.booleans())
    def test_many_at_once_are_the_same_as_one_by_one(
        self, *, entries: list[NewEntry], sealed: bool
    ) -> None:
        columns = ("unit", "day", "position", "at", "subject", "digest")

        def rows() -> list[tuple[object, ...]]:
            return sorted(Entry.objects.values_list(*columns))

        undo = transaction.savepoint()
        if sealed:
            write(new("8"))
            actions.seal_day(day=date(2025, 7, 1), at=MORNING)
        here = transaction.savepoint()
        write(*entries)
        one_by_one = rows()
        transaction.savepoint_rollback(here)
        actions.record_many(entries)
        assert rows() == one_by_one
        assert queries.verify().ok
        transaction.savepoint_rollback(undo)

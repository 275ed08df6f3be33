from datetime import date, timedelta

import pytest

from lienthong.journal import actions, queries
from lienthong.journal.models import Entry, ReadEntry, Root
from lienthong.journal.rules import OutOfOrder
from tests.journal.builders import MORNING, new, three_days, write

pytestmark = pytest.mark.django_db
FIRST = date(2025, 7, 1)


def test_days_are_sealed_in_order_and_today_stays_open() -> None:
    three_days()
    assert list(Root.objects.order_by("day").values_list("day", "chains", "entries", "reads")) == [
        (FIRST, 2, 6, 2),
        (FIRST + timedelta(days=1), 2, 6, 2),
    ]
    last = queries.last_root()
    assert last is not None and last[0] == FIRST + timedelta(days=1)


def test_a_day_is_not_sealed_before_the_one_before_it() -> None:
    write(new(), new(at=MORNING + timedelta(days=1)))
    with pytest.raises(OutOfOrder, match=r"01/07/2025 phải được niêm phong trước"):
        actions.seal_day(day=FIRST + timedelta(days=1), at=MORNING)


def test_a_day_is_sealed_once() -> None:
    write(new())
    actions.seal_day(day=FIRST, at=MORNING)
    with pytest.raises(OutOfOrder, match="đã được niêm phong"):
        actions.seal_day(day=FIRST, at=MORNING)
    assert actions.seal_days(before=FIRST + timedelta(days=9), at=MORNING) == ()


def test_what_comes_after_the_seal_goes_to_the_first_open_day() -> None:
    write(new("7"))
    actions.seal_day(day=FIRST, at=MORNING)
    known, unknown = write(new("7", 2), new("8", 3))
    actions.record_many([new("9", 4)])
    actions.log_reads(by="a:1", screen="dossier", subjects=["H001"], at=MORNING)
    actions.flush_reads()
    next_day = FIRST + timedelta(days=1)
    assert known.day == unknown.day == next_day
    assert Entry.objects.get(unit="9").day == ReadEntry.objects.get().day == next_day
    assert queries.verify().ok


def test_a_day_of_reads_only_is_sealed_too() -> None:
    actions.log_reads(by="a:1", screen="dossier", subjects=["H001"], at=MORNING)
    actions.flush_reads()
    assert len(actions.seal_days(before=FIRST + timedelta(days=1), at=MORNING)) == 1
    assert queries.verify().ok

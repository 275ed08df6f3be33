from datetime import UTC, datetime

import pytest

from lienthong.journal import actions, queries
from lienthong.journal.actions import reads
from lienthong.journal.models import ReadEntry
from tests.journal.builders import MORNING

pytestmark = pytest.mark.django_db


def see(*subjects: str, at: datetime = MORNING) -> None:
    actions.log_reads(by="a:17", screen="dossier", subjects=subjects, at=at, purpose="giải quyết")


def test_reads_wait_and_are_written_together() -> None:
    see("H001", "H002")
    see("H001")
    assert ReadEntry.objects.count() == 0
    assert actions.flush_reads() == 3
    assert actions.flush_reads() == 0
    found = queries.reads_of("H001")
    assert [(row.by, row.screen, row.purpose) for row in found] == [
        ("a:17", "dossier", "giải quyết")
    ] * 2


def test_a_batch_over_midnight_stays_in_one_piece() -> None:
    see("H001", at=datetime(2025, 7, 1, 16, 59, 59, tzinfo=UTC))
    see("H002", at=datetime(2025, 7, 1, 17, 0, 0, tzinfo=UTC))
    actions.flush_reads()
    assert ReadEntry.objects.count() == 2
    assert queries.verify().ok


def test_when_too_many_wait_the_reader_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reads, "LIMIT", 2)
    see("H001", "H002", "H003")
    assert ReadEntry.objects.count() == 3

"""What must hold whatever happened: columns, sidelines, ledgers, figures and the journal agree with
the events."""

from collections import Counter
from datetime import datetime, timedelta

from lienthong.catalogue import queries as catalogue
from lienthong.dossiers.models import Dossier, Sideline, TimelineEvent
from lienthong.dossiers.queries.ledger_check import broken_ledgers
from lienthong.dossiers.queries.reading import columns, events_of_many, read
from lienthong.journal import queries as journal
from lienthong.journal.models import Entry
from lienthong.measures.actions import fold_pending
from lienthong.measures.queries.verification import verify


def check() -> None:
    timelines = events_of_many(Dossier.objects.values_list("pk", flat=True))
    for dossier in Dossier.objects.order_by("pk"):
        events = timelines[dossier.pk]
        assert [event.seq for event in events] == list(range(1, len(events) + 1)), dossier.code
        occurred = [event.occurred_at for event in events]
        assert occurred == sorted(occurred), dossier.code
        content = catalogue.version(dossier.version_id).content
        reading = read(events, content, now=events[-1].recorded_at)
        expected = columns(reading)
        stored = {name: getattr(dossier, name) for name in expected}
        assert stored == expected, dossier.code
        lines = [
            (line.key, line.kind, line.agency, line.opened_at, line.due_at, line.closed_at)
            for line in reading.standing.sidelines
        ]
        rows = Sideline.objects.filter(dossier=dossier).order_by("pk")
        assert lines == [
            (row.key, row.kind, row.agency_id, row.opened_at, row.due_at, row.closed_at)
            for row in rows
        ], dossier.code
    last = TimelineEvent.objects.order_by("-recorded_at").values_list("recorded_at", flat=True)
    for later in (timedelta(0), timedelta(days=40)):
        now = (last.first() or datetime(2026, 9, 4).astimezone()) + later
        assert not [code for _, codes in broken_ledgers(now=now) for code in codes]
        fold_pending(at=now)
        assert verify(now=now).different == ()
    check_journal()


def check_journal() -> None:
    """Each event was journalled exactly once, and nothing else was."""
    told: Counter[tuple[int, int]] = Counter()
    codes = dict(Dossier.objects.values_list("pk", "code"))
    for entry in Entry.objects.filter(action__startswith="dossier."):
        told.update((entry.data["dossier"], seq) for seq in entry.data["events"])
        assert entry.subject == codes[entry.data["dossier"]]
    slices = Entry.objects.filter(action="correction.slice")
    corrections = Counter(
        number for entry in slices for number in (*entry.data["dossiers"], *entry.data["same"])
    )
    expected: Counter[tuple[int, int]] = Counter()
    by_correction: Counter[int] = Counter()
    for number, seq, kind in TimelineEvent.objects.values_list("dossier_id", "seq", "type"):
        if kind == "corrected":
            by_correction[number] += 1
        else:
            expected[number, seq] += 1
    assert told == expected
    assert corrections == by_correction
    assert journal.verify().first_bad is None

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import connection

from lienthong.journal.adapters import chains
from lienthong.journal.queries import EntryView
from lienthong.journal.rules import NewEntry, NotJournalled, local_day


def record(
    *,
    unit: str,
    action: str,
    subject: str,
    by: str,
    at: datetime,
    data: Mapping[str, object] | None = None,
) -> EntryView:
    """Write down what was done, in the transaction that does it.

    `unit`: id of the agency as text, or "house". `action`: past tense, "dossier.received".
    `at`: when it is recorded; its day in Việt Nam is the entry's day, the first open day where
    that one is sealed. `data`: ids and figures, no personal data, no floats.
    """
    entry = NewEntry(
        unit=unit, action=action, subject=subject, by=by, at=at, data=data if data else {}
    )
    _check_transaction()
    identity, place = chains.append(entry)
    return EntryView(
        identity,
        unit,
        place.day,
        place.length,
        at,
        by,
        action,
        subject,
        entry.data,
        place.head,
    )


def record_many(entries: Sequence[NewEntry]) -> None:
    """`record` for each, in this order and with the same digests, in a few statements."""
    if not entries:
        return
    _check_transaction()
    keys = [(entry.unit, local_day(entry.at)) for entry in entries]
    places = chains.places_in(keys)
    rows = [places[key].add(entry) for key, entry in zip(keys, entries, strict=True)]
    chains.write_many(places.values(), rows)


def mark_folded(reached: Mapping[tuple[str, date], int]) -> None:
    """`measures` has come as far as this in each chain (unit, day)."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE journal_chain SET folded = %s WHERE unit = %s AND day = %s",
            [(position, unit, day) for (unit, day), position in sorted(reached.items())],
        )


def _check_transaction() -> None:
    if not connection.in_atomic_block:
        raise NotJournalled("outside a transaction: the entry could stay without what it tells of")

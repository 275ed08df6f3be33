"""The law of the ledger, checked on every dossier: spans join and add up to the elapsed time."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from lienthong.dossiers.models import Dossier
from lienthong.dossiers.queries.reading import events_of_many
from lienthong.dossiers.rules.ledger import elapsed, ledger
from lienthong.dossiers.rules.timeline import Event


def broken_ledgers(*, now: datetime, chunk: int = 1000) -> Iterator[tuple[int, list[str]]]:
    """For each chunk how many dossiers were checked, and the codes whose ledger does not add up."""
    last = 0
    while rows := list(
        Dossier.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "code")[:chunk]
    ):
        last = rows[-1][0]
        timelines = events_of_many(pk for pk, _ in rows)
        yield len(rows), [code for pk, code in rows if not _holds(timelines[pk], now)]


def _holds(events: list[Event], now: datetime) -> bool:
    spans = ledger(events, now=now)
    joined = all(before.ends_at == after.starts_at for before, after in pairwise(spans))
    total = sum((span.length for span in spans), timedelta(0))
    return joined and total == elapsed(events, now=now)

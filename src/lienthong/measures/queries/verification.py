"""Live counters against a recomputation from events."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from lienthong.measures.models import Daily, OpenDue, OpenStock
from lienthong.measures.queries.facts import recomputed_facts
from lienthong.measures.rules.contribution import contribution


@dataclass(frozen=True, kw_only=True)
class Difference:
    indicator: str
    unit: str
    period: str
    live: int
    recomputed: int


@dataclass(frozen=True, kw_only=True)
class Comparison:
    compared: int
    different: tuple[Difference, ...]


def verify(*, now: datetime, until: date | None = None) -> Comparison:
    """Every counter against the events of every dossier. `until`: only what happened on days up to
    this one, as it is known now, corrections since then included. How many were open on a past day
    is no counter: piles and due minutes are compared only without `until`."""
    daily: Counter[tuple[str, int, date, str]] = Counter()
    stock: Counter[tuple[str, int, str]] = Counter()
    due: Counter[tuple[str, int, int]] = Counter()
    for _, facts in recomputed_facts(now=now):
        part = contribution(facts)
        daily.update(part.daily)
        stock.update(part.stock)
        due.update(part.due)
    expected: dict[tuple[str, str, str], int] = {}
    live: dict[tuple[str, str, str], int] = {}
    for (place, procedure, day, figure), value in daily.items():
        if until is None or day <= until:
            expected[figure, f"{place}/{procedure}", day.isoformat()] = value
    days = Daily.objects.all() if until is None else Daily.objects.filter(day__lte=until)
    for place, procedure, day, figure, value in days.values_list(
        "place", "procedure", "day", "figure", "value"
    ).iterator():
        live[figure, f"{place}/{procedure}", day.isoformat()] = value
    if until is None:
        for (place, procedure, pile), value in stock.items():
            expected[pile, f"{place}/{procedure}", "now"] = value
        for (place, procedure, minute), value in due.items():
            expected["due", f"{place}/{procedure}", str(minute)] = value
        for place, procedure, pile, value in OpenStock.objects.values_list(
            "place", "procedure", "pile", "value"
        ):
            live[pile, f"{place}/{procedure}", "now"] = value
        for place, procedure, minute, value in OpenDue.objects.values_list(
            "place", "procedure", "minute", "value"
        ).iterator():
            live["due", f"{place}/{procedure}", str(minute)] = value
    keys = sorted({*expected, *live})
    return Comparison(
        compared=len(keys),
        different=tuple(
            Difference(
                indicator=key[0],
                unit=key[1],
                period=key[2],
                live=live.get(key, 0),
                recomputed=expected.get(key, 0),
            )
            for key in keys
            if live.get(key, 0) != expected.get(key, 0)
        ),
    )

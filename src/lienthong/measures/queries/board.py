"""The figures of a board: for one place, many places, or the procedures of a place."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Max, Q, QuerySet, Sum

from lienthong.catalogue.models import Procedure
from lienthong.clock import VIETNAM
from lienthong.dossiers.rules.figures import SUMS, Figure, Stock, Timed
from lienthong.measures.models import Daily, Folding, OpenDue, OpenStock
from lienthong.measures.rules.contribution import ALL, due_minute

EVERY: Final[Collection[int]] = (ALL,)


@dataclass(frozen=True, kw_only=True)
class Span:
    """The days of a period, both included; how things stand as of a whole minute; until when a due
    instant counts as soon."""

    since: date
    until: date
    as_of: datetime
    soon: datetime


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What happened in a period and how the open ones stand as of a minute.

    `finished_late` and `open_late` are two figures and never added up silently (R139).
    """

    daily: Mapping[str, int] = field(default_factory=dict)
    stock: Mapping[str, int] = field(default_factory=dict)
    timed: Mapping[str, int] = field(default_factory=dict)

    def value(self, name: str) -> int:
        """A figure by its name in `dossiers.rules.figures`."""
        if name in SUMS:
            return sum(self.value(part) for part in SUMS[name])
        for counts in (self.timed, self.stock, self.daily):
            if name in counts:
                return counts[name]
        return 0

    @property
    def any(self) -> bool:
        """Whether anything is counted at all; counters that went back to 0 stay in their tables."""
        return any(
            value for counts in (self.daily, self.stock, self.timed) for value in counts.values()
        )

    @property
    def finished(self) -> int:
        return self.value("finished")

    @property
    def in_time(self) -> int:
        return self.value("in_time")

    @property
    def share_in_time(self) -> float | None:
        """None where nothing was finished."""
        return self.in_time / self.finished if self.finished else None

    @property
    def open(self) -> int:
        return self.value("open")

    @property
    def waiting(self) -> int:
        return self.value("all_waiting")

    @property
    def received(self) -> int:
        return self.value(Figure.RECEIVED)

    @property
    def finished_late(self) -> int:
        return self.value(Figure.DONE_LATE)

    @property
    def recorded_late(self) -> int:
        return self.value(Figure.RECORDED_LATE)

    @property
    def open_late(self) -> int:
        return self.value(Timed.OPEN_LATE)

    @property
    def due_today(self) -> int:
        return self.value(Timed.DUE_TODAY)


def summed(parts: Iterable[Figures]) -> Figures:
    """The figures of places that share no dossier, together."""
    total: tuple[dict[str, int], dict[str, int], dict[str, int]] = ({}, {}, {})
    for part in parts:
        for counts, more in zip(total, (part.daily, part.stock, part.timed), strict=True):
            for name, value in more.items():
                counts[name] = counts.get(name, 0) + value
    return Figures(daily=total[0], stock=total[1], timed=total[2])


def figures_of(
    places: Collection[str], span: Span, *, procedures: Collection[int] = EVERY
) -> Figures:
    """The figures of places that share no dossier, together. Three statements."""
    return summed(figures_of_many(places, span, procedures=procedures).values())


def figures_of_many(
    places: Collection[str],
    span: Span,
    *,
    procedures: Collection[int] = EVERY,
    daily: Collection[str] = (),
) -> dict[str, Figures]:
    """Three statements, whatever the number of places; places without any figure are absent.
    `procedures`: only these. `daily`: of what happened only these figures (none: all)."""
    wanted = Q(place__in=list(places), procedure__in=list(procedures))
    return _gather(wanted, "place", span, Q(figure__in=list(daily)) if daily else Q())


def figures_per_procedure(places: Collection[str], span: Span) -> dict[int, Figures]:
    """The figures of places that share no dossier, by procedure (id)."""
    # Named one by one, the days of each are looked up; else all of the past would be read.
    each = Procedure.objects.values("pk")
    return _gather(Q(place__in=list(places), procedure__in=each), "procedure", span, Q())


def _gather(wanted: Q, by: str, span: Span, happened: Q) -> dict[Any, Figures]:
    daily = _by_key(
        Daily.objects.filter(wanted, happened, day__gte=span.since, day__lte=span.until)
        .values_list(by, "figure")
        .annotate(total=Sum("value"))
    )
    stock = _by_key(
        OpenStock.objects.filter(wanted).values_list(by, "pile").annotate(total=Sum("value"))
    )
    now, soon = due_minute(span.as_of), due_minute(span.soon)
    tonight = due_minute(_midnight(span.as_of.astimezone(VIETNAM).date() + timedelta(days=1)))
    late = Q(minute__lt=now)
    new = late & Q(
        minute__gte=due_minute(_midnight(span.since)),
        minute__lt=due_minute(_midnight(span.until + timedelta(days=1))),
    )
    timed: dict[Any, dict[str, int]] = {}
    for key, *values in (
        OpenDue.objects.filter(wanted, minute__lt=max(soon, tonight))
        .values_list(by)
        .annotate(
            late=Sum("value", filter=late),
            new=Sum("value", filter=new),
            soon=Sum("value", filter=Q(minute__gte=now, minute__lt=soon)),
            today=Sum("value", filter=Q(minute__gte=now, minute__lt=tonight)),
        )
    ):
        names = (Timed.OPEN_LATE, Timed.NEW_LATE, Timed.DUE_SOON, Timed.DUE_TODAY)
        timed[key] = {name: value or 0 for name, value in zip(names, values, strict=True)}
    for key, piles in stock.items():
        if waiting := piles.get(Stock.WAITING_LATE, 0):
            counts = timed.setdefault(key, {})
            counts[Timed.OPEN_LATE] = counts.get(Timed.OPEN_LATE, 0) + waiting
    return {
        key: Figures(daily=daily.get(key, {}), stock=stock.get(key, {}), timed=timed.get(key, {}))
        for key in {*daily, *stock, *timed}
    }


def _by_key(rows: Iterable[tuple[Any, str, int]]) -> dict[Any, dict[str, int]]:
    found: dict[Any, dict[str, int]] = {}
    for key, name, value in rows:
        found.setdefault(key, {})[name] = value
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=VIETNAM)


def figures_by_day(
    places: Collection[str], *, since: date, until: date, procedures: Collection[int] = EVERY
) -> dict[date, dict[str, int]]:
    """Day by day, for a chart: what happened to places that share no dossier. One statement."""
    return _by_key(
        Daily.objects.filter(
            place__in=list(places), procedure__in=list(procedures), day__gte=since, day__lte=until
        )
        .values_list("day", "figure")
        .annotate(total=Sum("value"))
    )


def happened(
    places: Collection[str], *, since: date, until: date, procedures: Collection[int] = EVERY
) -> Figures:
    """What happened in a time, for a cumulative column. One statement."""
    rows = (
        Daily.objects.filter(
            place__in=list(places), procedure__in=list(procedures), day__gte=since, day__lte=until
        )
        .values_list("figure")
        .annotate(total=Sum("value"))
    )
    return Figures(daily=dict(rows))


def receiving_since(places: Iterable[str], since: date) -> frozenset[str]:
    """Which of the places received a dossier on this day or later."""
    rows = _received(places).filter(day__gte=since)
    return frozenset(rows.values_list("place", flat=True).distinct())


def last_received(places: Iterable[str]) -> dict[str, date]:
    """The last day on which each place received a dossier: a commune where nobody acts shows.
    Reads all of their past."""
    return dict(_received(places).values_list("place").annotate(last=Max("day")))


def _received(places: Iterable[str]) -> QuerySet[Daily]:
    return Daily.objects.filter(
        place__in=list(places), procedure=ALL, figure=Figure.RECEIVED.value, value__gt=0
    )


def folded_at() -> datetime | None:
    return Folding.objects.filter(pk=1).values_list("folded_at", flat=True).first()

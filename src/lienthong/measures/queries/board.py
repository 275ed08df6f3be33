"""The figures of a board: for one place, many places, or the procedures of a place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, Q, Sum

from lienthong.measures.models import Daily, Folding, OpenDue, OpenStock
from lienthong.measures.rules.contribution import ALL, Figure, Stock, due_minute


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What happened in a period (both days included) and how the open ones stand as of a minute.

    `finished_late` and `open_late` are two figures and never added up silently (R139).
    """

    daily: Mapping[str, int] = field(default_factory=dict)
    stock: Mapping[str, int] = field(default_factory=dict)
    open_late: int = 0
    due_soon: int = 0
    due_today: int = 0

    def _of(self, *figures: Figure) -> int:
        return sum(self.daily.get(figure.value, 0) for figure in figures)

    @property
    def received(self) -> int:
        return self._of(Figure.RECEIVED)

    @property
    def received_online(self) -> int:
        return self._of(Figure.RECEIVED_ONLINE)

    @property
    def done_early(self) -> int:
        return self._of(Figure.DONE_EARLY)

    @property
    def done_on_time(self) -> int:
        return self._of(Figure.DONE_ON_TIME)

    @property
    def finished_late(self) -> int:
        return self._of(Figure.DONE_LATE)

    @property
    def finished(self) -> int:
        return self._of(Figure.DONE_EARLY, Figure.DONE_ON_TIME, Figure.DONE_LATE)

    @property
    def recorded_late(self) -> int:
        """In time in fact, late only in the record."""
        return self._of(Figure.RECORDED_LATE)

    @property
    def in_time(self) -> int:
        return self._of(Figure.DONE_EARLY, Figure.DONE_ON_TIME)

    @property
    def running(self) -> int:
        return self.stock.get(Stock.RUNNING.value, 0)

    @property
    def waiting(self) -> int:
        return self.stock.get(Stock.WAITING.value, 0) + self.stock.get(Stock.WAITING_LATE.value, 0)

    @property
    def to_accept(self) -> int:
        return self.stock.get(Stock.TO_ACCEPT.value, 0)

    @property
    def to_return(self) -> int:
        return self.stock.get(Stock.TO_RETURN.value, 0)

    @property
    def open(self) -> int:
        return sum(
            self.stock.get(pile.value, 0)
            for pile in (
                Stock.TO_ACCEPT,
                Stock.NOT_STARTED,
                Stock.RUNNING,
                Stock.WAITING,
                Stock.WAITING_LATE,
            )
        )


def figures_of(
    place: str, *, since: date, until: date, as_of: datetime, soon: datetime, procedure: int = ALL
) -> Figures:
    """The figures of one place. `soon`: what is due up to then counts as due soon."""
    found = figures_of_many(
        [place], since=since, until=until, as_of=as_of, soon=soon, procedure=procedure
    )
    return found.get(place, Figures())


def figures_of_many(
    places: Iterable[str],
    *,
    since: date,
    until: date,
    as_of: datetime,
    soon: datetime,
    procedure: int = ALL,
) -> dict[str, Figures]:
    """Three statements, whatever the number of places; places without any figure are absent."""
    wanted = Q(place__in=list(places), procedure=procedure)
    return _gather(wanted, "place", since=since, until=until, as_of=as_of, soon=soon)


def figures_per_procedure(
    place: str, *, since: date, until: date, as_of: datetime, soon: datetime
) -> dict[int, Figures]:
    """The figures of one place by procedure (id)."""
    wanted = Q(place=place) & ~Q(procedure=ALL)
    return _gather(wanted, "procedure", since=since, until=until, as_of=as_of, soon=soon)


def _gather(
    wanted: Q, by: str, *, since: date, until: date, as_of: datetime, soon: datetime
) -> dict[Any, Figures]:
    daily: dict[Any, dict[str, int]] = {}
    stock: dict[Any, dict[str, int]] = {}
    for key, figure, value in (
        Daily.objects.filter(wanted, day__gte=since, day__lte=until)
        .values_list(by, "figure")
        .annotate(total=Sum("value"))
    ):
        daily.setdefault(key, {})[figure] = value
    for key, pile, value in (
        OpenStock.objects.filter(wanted).values_list(by, "pile").annotate(total=Sum("value"))
    ):
        stock.setdefault(key, {})[pile] = value
    now = due_minute(as_of)
    tonight = due_minute(_midnight(as_of))
    due: dict[Any, tuple[int, int, int]] = {
        key: (late or 0, later or 0, today or 0)
        for key, late, later, today in OpenDue.objects.filter(
            wanted, minute__lt=max(due_minute(soon), tonight)
        )
        .values_list(by)
        .annotate(
            late=Sum("value", filter=Q(minute__lt=now)),
            later=Sum("value", filter=Q(minute__gte=now, minute__lt=due_minute(soon))),
            today=Sum("value", filter=Q(minute__gte=now, minute__lt=tonight)),
        )
    }
    return {
        key: Figures(
            daily=daily.get(key, {}),
            stock=stock.get(key, {}),
            open_late=due.get(key, (0, 0, 0))[0]
            + stock.get(key, {}).get(Stock.WAITING_LATE.value, 0),
            due_soon=due.get(key, (0, 0, 0))[1],
            due_today=due.get(key, (0, 0, 0))[2],
        )
        for key in {*daily, *stock, *due}
    }


def _midnight(at: datetime) -> datetime:
    from_midnight = timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)
    return at - from_midnight + timedelta(days=1)


def figures_by_day(
    place: str, *, since: date, until: date, procedure: int = ALL
) -> dict[date, dict[str, int]]:
    """Day by day, for a chart."""
    found: dict[date, dict[str, int]] = {}
    for day, figure, value in Daily.objects.filter(
        place=place, procedure=procedure, day__gte=since, day__lte=until
    ).values_list("day", "figure", "value"):
        found.setdefault(day, {})[figure] = value
    return found


def last_received(places: Iterable[str]) -> dict[str, date]:
    """The last day on which each place received a dossier: a commune where nobody acts shows."""
    return dict(
        Daily.objects.filter(
            place__in=list(places), procedure=ALL, figure=Figure.RECEIVED.value, value__gt=0
        )
        .values_list("place")
        .annotate(last=Max("day"))
    )


def folded_at() -> datetime | None:
    return Folding.objects.filter(pk=1).values_list("folded_at", flat=True).first()

"""Reported values of an indicator, each with its source, its as-of moment and when it came in."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from lienthong.organisations.rules import Level, sort_key
from lienthong.reports.models import Value
from lienthong.reports.rules.kinds import Source


@dataclass(frozen=True)
class ValueView:
    """`as_of`: the moment that the figure describes; `at`: when it was taken in."""

    indicator: str
    agency_id: int
    agency_name: str
    level: Level
    start: date
    end: date
    number: Decimal | None
    text: str
    as_of: datetime
    source: Source
    origin: str
    report_id: int | None
    at: datetime


def values_of(
    indicator: str,
    *,
    agencies: Collection[int] | None = None,
    period: tuple[date, date] | None = None,
    limit: int = 500,
) -> list[ValueView]:
    """The latest period first, then by level and name. `agencies`: only these."""
    rows = Value.objects.filter(indicator=indicator).select_related("agency")
    if agencies is not None:
        rows = rows.filter(agency__in=list(agencies))
    if period is not None:
        rows = rows.filter(start=period[0], end=period[1])
    found = [_view(row) for row in rows.order_by("-end", "-start")[:limit]]
    order = list(Level)
    return sorted(
        found,
        key=lambda one: (
            -one.end.toordinal(),
            -one.start.toordinal(),
            order.index(one.level),
            sort_key(one.agency_name),
        ),
    )


def periods_with(indicator: str) -> list[tuple[date, date]]:
    """The periods for which there are values, the latest first."""
    rows = Value.objects.filter(indicator=indicator).values_list("start", "end").distinct()
    return sorted(rows, key=lambda pair: (pair[1], pair[0]), reverse=True)


def numbers(found: Iterable[ValueView]) -> dict[int, Decimal]:
    """By agency, of values of one period."""
    return {one.agency_id: one.number for one in found if one.number is not None}


def _view(row: Value) -> ValueView:
    return ValueView(
        indicator=row.indicator,
        agency_id=row.agency_id,
        agency_name=row.agency.name,
        level=Level(row.agency.level),
        start=row.start,
        end=row.end,
        number=row.number,
        text=row.text,
        as_of=row.as_of,
        source=Source(row.source),
        origin=row.origin,
        report_id=row.report_id,
        at=row.at,
    )

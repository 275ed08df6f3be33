"""What the house knows of an indicator for an agency: the door to `reports`."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from lienthong import clock
from lienthong.reports.models import Indicator, Value
from lienthong.reports.queries.measured import FIGURES, measured_of_many


class Asked(NamedTuple):
    """An indicator of an agency, counted from a day on."""

    indicator: str
    agency: int
    since: date


def measured_value(
    indicator: str, agency_id: int, *, since: date, as_of: datetime
) -> Decimal | None:
    """The figure that the house measures from `since` until `as_of`: named directly or by the
    definition of the indicator. What nothing measures is taken from the newest report known
    then."""
    if not indicator:
        return None
    asked = Asked(indicator, agency_id, since)
    return measured_values([asked], as_of=as_of).get(asked)


def measured_values(wanted: Collection[Asked], *, as_of: datetime) -> dict[Asked, Decimal]:
    """`measured_value` of many; what is not known is absent. In as few statements for many."""
    figures = figures_of({one.indicator for one in wanted})
    day = as_of.astimezone(clock.VIETNAM).date()
    groups: dict[tuple[str, date], list[Asked]] = defaultdict(list)
    for one in wanted:
        if one.indicator in figures:
            groups[figures[one.indicator], one.since].append(one)
    found: dict[Asked, Decimal] = {}
    for (figure, since), asked in groups.items():
        ids = {one.agency for one in asked}
        told = measured_of_many([figure], agency_ids=ids, since=since, until=day, as_of=as_of)
        for one in asked:
            if figure in told[one.agency]:
                found[one] = told[one.agency][figure].value
    rest = [one for one in wanted if one.indicator not in figures]
    reported = _reported(rest, day, as_of)
    for one in rest:
        if (one.indicator, one.agency) in reported:
            found[one] = reported[one.indicator, one.agency]
    return found


def figures_of(codes: Iterable[str]) -> Mapping[str, str]:
    """The figures of the house that measure these indicators: named directly or by definition."""
    wanted = set(codes)
    found = {code: code for code in wanted if code in FIGURES}
    rows = Indicator.objects.filter(code__in=wanted - found.keys()).order_by("valid_from")
    named = dict(rows.values_list("code", "measured"))
    return found | {code: figure for code, figure in named.items() if figure in FIGURES}


def _reported(
    asked: Collection[Asked], day: date, as_of: datetime
) -> dict[tuple[str, int], Decimal]:
    """The newest word of reports about the newest period."""
    if not asked:
        return {}
    rows = Value.objects.filter(
        indicator__in={one.indicator for one in asked},
        agency__in={one.agency for one in asked},
        end__lte=day,
        at__lte=as_of,
        number__isnull=False,
    ).order_by("end", "at")
    return {
        (code, agency): number
        for code, agency, number in rows.values_list("indicator", "agency", "number")
        if number is not None
    }

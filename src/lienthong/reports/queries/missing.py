"""Who has not reported yet, by the hour, for the level above."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView
from lienthong.organisations.rules import sort_key
from lienthong.reports.models import Report
from lienthong.reports.queries.reports import PeriodView, ReportView, period, report_view
from lienthong.reports.rules.kinds import ReportState


@dataclass(frozen=True)
class Hour:
    """`arrived`: how many had come by the end of this hour; `new`: in it."""

    until: datetime
    new: int
    arrived: int


@dataclass(frozen=True)
class Missing:
    """`owed` = `in_time` + `late` + `missing` (returned ones are missing) of the agencies asked
    for, with everybody who is missing and how they came hour by hour."""

    period: PeriodView
    owed: int
    in_time: int
    late: int
    absent: Sequence[tuple[ReportView, AgencyView]]
    hours: Sequence[Hour]

    @property
    def missing(self) -> int:
        return len(self.absent)


def missing(period_id: int, *, agencies: Collection[int], at: datetime) -> Missing:
    """As of an instant: who came later had not come then."""
    found = period(period_id)
    rows = list(Report.objects.filter(period=period_id, agency__in=list(agencies)))
    here = [
        row
        for row in rows
        if row.submitted_at is not None
        and row.submitted_at <= at
        and row.state != ReportState.RETURNED
    ]
    came = {row.pk for row in here}
    absent = [report_view(row, found) for row in rows if row.pk not in came]
    known = organisations.agencies(one.agency_id for one in absent)
    listed = [(one, known[one.agency_id]) for one in absent if one.agency_id in known]
    return Missing(
        period=found,
        owed=len(rows),
        in_time=sum(not row.late for row in here),
        late=sum(row.late for row in here),
        absent=sorted(listed, key=lambda pair: (pair[1].province_code, sort_key(pair[1].name))),
        hours=_hours([row.submitted_at for row in here if row.submitted_at], found, at),
    )


@dataclass(frozen=True)
class Standing:
    """How far a period is among some agencies: owed, arrived in time, late; the rest is missing."""

    owed: int
    in_time: int
    late: int

    @property
    def missing(self) -> int:
        return self.owed - self.in_time - self.late


def standing(period_id: int, *, agencies: Collection[int]) -> Standing:
    """The counts of `missing` as of now, in one statement."""
    here = Q(submitted_at__isnull=False) & ~Q(state=ReportState.RETURNED)
    found = Report.objects.filter(period=period_id, agency__in=list(agencies)).aggregate(
        owed=Count("id"),
        in_time=Count("id", filter=here & Q(late=False)),
        late=Count("id", filter=here & Q(late=True)),
    )
    return Standing(found["owed"], found["in_time"], found["late"])


def _hours(came: list[datetime], found: PeriodView, at: datetime) -> list[Hour]:
    """The twelve hours up to now, or up to the due instant where that lies behind us."""
    last = min(at, found.due_at)
    end = last.replace(minute=0, second=0, microsecond=0)
    if end < last:
        end += timedelta(hours=1)
    hours = []
    for back in range(11, -1, -1):
        until = end - timedelta(hours=back)
        since = until - timedelta(hours=1)
        if until <= found.opens_at:
            continue
        hours.append(
            Hour(
                until=until,
                new=sum(1 for one in came if since <= one < until),
                arrived=sum(1 for one in came if one < until),
            )
        )
    return hours


def running_periods(agencies: Collection[int], *, at: datetime, limit: int = 12) -> list[int]:
    """The periods in which these agencies owe something, the next due first, then the last ones."""
    ids = Report.objects.filter(
        Q(period__locked_at=None), agency__in=list(agencies), period__opens_at__lte=at
    )
    rows = ids.values_list("period", "period__due_at").distinct()
    ahead = sorted((due, number) for number, due in rows if due > at)
    behind = sorted(((due, number) for number, due in rows if due <= at), reverse=True)
    return [number for _due, number in [*ahead, *behind]][:limit]

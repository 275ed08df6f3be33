"""Where to go unannounced: units with good reports and low measured use (R30, R78)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Max
from django.utils import timezone

from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView
from lienthong.organisations.rules import AgencyKind, Level
from lienthong.programmes.models import Evidence, Task
from lienthong.programmes.queries.thresholds import thresholds
from lienthong.programmes.rules.kinds import EvidenceKind
from lienthong.programmes.rules.lifecycle import OPEN
from lienthong.programmes.rules.visiting import Claimed, Facts, Reported, Suspicion, suspicions
from lienthong.reports.models import Indicator, Report, Value
from lienthong.reports.queries.measured import FIGURES, measured_of_many
from lienthong.reports.rules.kinds import ReportState

_USE: Final = ("dossiers.received", "dossiers.received_online")
_SPANS: Final = 40  # different periods that are compared, the latest first
# Who answers for a unit of territory: those are visited.
_COMMITTEES: Final = frozenset({AgencyKind.COMMUNE_COMMITTEE, AgencyKind.PROVINCE_COMMITTEE})


@dataclass(frozen=True, kw_only=True)
class Suspect:
    """A unit with why it should be visited; `received`: its volume, beside the score."""

    agency: int
    points: float
    reasons: Sequence[Suspicion]
    received: int
    online: int
    days: int


def suspects(
    agencies: Collection[int], *, as_of: datetime, programme: int | None = None
) -> list[Suspect]:
    """The communes and provinces among the agencies where reports and use contradict each other;
    the largest certain gap first, then the larger volume."""
    known = thresholds(programme)
    units = [
        one
        for one in organisations.agencies(agencies).values()
        if one.kind in _COMMITTEES and one.exists(on=timezone.localdate(as_of))
    ]
    found: list[Suspect] = []
    # Communes are compared with communes, provinces with provinces.
    for level in (Level.COMMUNE, Level.PROVINCE):
        alike = [one for one in units if one.level is level]
        facts = _facts(alike, as_of=as_of, days=known.number("visit_days"), programme=programme)
        received = sum(one.received for one in facts.values())
        common = sum(one.online for one in facts.values()) / received if received else None
        for number, one in facts.items():
            reasons = suspicions(one, common=common, least=known.number("visit_gap_points"))
            if reasons:
                found.append(
                    Suspect(
                        agency=number,
                        points=reasons[0].points,
                        reasons=reasons,
                        received=one.received,
                        online=one.online,
                        days=one.days,
                    )
                )
    return sorted(found, key=lambda one: (-one.points, -one.received, one.agency))


def grounds_of(agency_id: int, *, programme: int, as_of: datetime) -> list[dict[str, Any]]:
    """Why this unit, as plain data that is kept with the plan: message, values, points."""
    known = thresholds(programme)
    found = organisations.agencies([agency_id])
    facts = _facts(
        list(found.values()), as_of=as_of, days=known.number("visit_days"), programme=programme
    )
    return [
        {
            "message": reason.message,
            "values": {name: _plain(value) for name, value in reason.values.items()},
            "points": round(reason.points, 1),
        }
        for one in facts.values()
        for reason in suspicions(one, common=None, least=known.number("visit_gap_points"))
    ]


def _plain(value: object) -> object:
    """A count as text, so that it stays exact in JSON; shares and words as they are."""
    return str(value) if isinstance(value, Decimal) else value


def _facts(
    units: Sequence[AgencyView], *, as_of: datetime, days: int, programme: int | None
) -> dict[int, Facts]:
    if not units:
        return {}
    today = timezone.localdate(as_of)
    since = today - timedelta(days=days)
    ids = [one.id for one in units]
    use = measured_of_many(_USE, agency_ids=ids, since=since, until=today, as_of=as_of)
    reported = _reported(ids, since=since, until=today, as_of=as_of)
    claimed = _claimed(ids, as_of=as_of, programme=programme)
    bad = _bad(ids, since=since, as_of=as_of)
    return {
        number: Facts(
            received=_count(use[number].get("dossiers.received")),
            online=_count(use[number].get("dossiers.received_online")),
            days=days,
            good=number not in bad,
            reported=reported.get(number, ()),
            claimed=claimed.get(number, ()),
        )
        for number in ids
    }


def _count(found: Any) -> int:
    return int(found.value) if found is not None else 0


def _reported(
    ids: Collection[int], *, since: date, until: date, as_of: datetime
) -> Mapping[int, Sequence[Reported]]:
    """What was reported of the window, added up over its periods, beside what was measured of the
    same days."""
    indicators = {
        row.code: row
        for row in Indicator.objects.filter(valid_until=None, measured__in=list(FIGURES))
        if not FIGURES[row.measured].stock
    }
    values = list(
        Value.objects.filter(
            indicator__in=list(indicators),
            agency__in=ids,
            start__gte=since,
            end__lte=until,
            at__lte=as_of,
            number__isnull=False,
        ).exclude(source="measured")
    )
    spans = sorted({(row.start, row.end) for row in values}, reverse=True)[:_SPANS]
    told: dict[tuple[int, str], list[Decimal]] = {}
    for start, end in spans:
        rows = [row for row in values if (row.start, row.end) == (start, end)]
        names = {indicators[row.indicator].measured for row in rows}
        measured = measured_of_many(
            names, agency_ids={row.agency_id for row in rows}, since=start, until=end, as_of=as_of
        )
        for row in rows:
            there = measured[row.agency_id].get(indicators[row.indicator].measured)
            if there is None or row.number is None:
                continue
            sums = told.setdefault((row.agency_id, row.indicator), [Decimal(0), Decimal(0)])
            sums[0] += row.number
            sums[1] += there.value
    found: dict[int, list[Reported]] = {}
    for (agency, code), (stated, counted) in sorted(told.items()):
        found.setdefault(agency, []).append(
            Reported(
                name=indicators[code].name,
                reported=stated,
                measured=counted,
                rising=indicators[code].rising is not False,
            )
        )
    return found


def _claimed(
    ids: Collection[int], *, as_of: datetime, programme: int | None
) -> Mapping[int, Sequence[Claimed]]:
    """Key results claimed above the measured evidence they point at (R78)."""
    rows = Evidence.objects.filter(
        kind=EvidenceKind.MEASURED.value,
        measured__isnull=False,
        key_result__claimed__isnull=False,
        key_result__rising=True,
        task__lead__in=ids,
        given_at__lte=as_of,
    ).select_related("key_result", "task")
    if programme:
        rows = rows.filter(task__programme=programme)
    newest = {row.key_result_id: row for row in rows.order_by("given_at", "pk")}
    found: dict[int, list[Claimed]] = {}
    for row in newest.values():
        result = row.key_result
        if result is None or result.claimed is None or row.measured is None:
            continue
        found.setdefault(row.task.lead_id, []).append(
            Claimed(
                task=row.task.code,
                name=result.name,
                claimed=result.claimed,
                measured=row.measured,
            )
        )
    return found


def _bad(ids: Iterable[int], *, since: date, as_of: datetime) -> frozenset[int]:
    """Units that already look bad on paper: an overdue task, or a report that did not come. Those
    need no secret visit to be found out."""
    ids = list(ids)
    overdue = Task.objects.filter(
        lead__in=ids, due_at__lte=as_of, state__in=[state.value for state in OPEN], done_at=None
    ).values_list("lead", flat=True)
    missing = (
        Report.objects.filter(
            agency__in=ids,
            due_at__lte=as_of,
            period__start__gte=since,
            state__in=[ReportState.OWED.value, ReportState.DRAFT.value],
        )
        .values("agency")
        .annotate(last=Max("due_at"))
        .values_list("agency", flat=True)
    )
    return frozenset(overdue) | frozenset(missing)

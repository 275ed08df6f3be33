"""How the key results of many tasks went: what the house measured, and what was claimed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from lienthong import clock
from lienthong.programmes.models import Evidence, KeyResult, Task
from lienthong.programmes.queries.measuring import figures_of
from lienthong.programmes.rules.forecast import Pace, Point
from lienthong.programmes.rules.kinds import TaskEventType
from lienthong.programmes.rules.timeline import Event
from lienthong.reports.models import Value
from lienthong.reports.queries.measured import FIGURES, SILENT, measured_of_many

_Key = tuple[str, int, date]  # figure, agency, first day


def paces(
    tasks: Sequence[Task], timelines: Mapping[int, Sequence[Event]], *, as_of: datetime, days: int
) -> dict[int, list[Pace]]:
    """The paces of the key results of each task; in as few statements for many. `days`: how far
    back a forecast looks."""
    by_number = {task.pk: task for task in tasks}
    results = list(
        KeyResult.objects.filter(task__in=by_number, claimed_at__isnull=False)
        | KeyResult.objects.filter(task__in=by_number).exclude(indicator="")
    )
    whole = _counts(by_number)
    codes = {one.indicator for one in results if one.indicator}
    figures = figures_of(codes)
    day = as_of.astimezone(clock.VIETNAM).date()
    keys: dict[int, _Key] = {
        one.pk: (figures[one.indicator], task.lead_id, _day(task.assigned_at))
        for one in results
        if one.indicator in figures
        for task in [by_number[one.task_id]]
    }
    counted = _counted(set(keys.values()), as_of=as_of, days=days)
    reported = _reported(codes - figures.keys(), {task.lead_id for task in tasks}, day, as_of)
    given = _given(by_number, as_of)
    found: dict[int, list[Pace]] = {}
    for one in sorted(results, key=lambda row: (row.task_id, row.seq)):
        task = by_number[one.task_id]
        key = keys.get(one.pk)
        measured = counted.get(key, []) if key else reported.get((one.indicator, task.lead_id), [])
        if one.indicator:
            measured = [*measured, *given.get((task.pk, one.indicator), [])]
        found.setdefault(task.pk, []).append(
            Pace(
                name=one.name,
                target=one.target,
                rising=one.rising,
                measured=sorted(measured, key=lambda point: point.at),
                claimed=_claimed(one.seq, timelines.get(task.pk, ())),
                from_zero=key is not None and _from_zero(key[0]),
            )
        )
    for number, told in found.items():
        # Those that nobody measures or claimed are parts of the task too.
        told += [Pace(name="", target=Decimal(1))] * (whole[number] - len(told))
    return found


def _counts(tasks: Iterable[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for number in KeyResult.objects.filter(task__in=list(tasks)).values_list("task", flat=True):
        found[number] = found.get(number, 0) + 1
    return found


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.VIETNAM).date()


def _from_zero(figure: str) -> bool:
    """Whether it counts what happened since the first day: nothing at first, then ever more."""
    return not FIGURES[figure].stock and figure != SILENT


def _counted(keys: Iterable[_Key], *, as_of: datetime, days: int) -> dict[_Key, list[Point]]:
    """What the house counted until some days ago and until now. A line needs no more."""
    groups: dict[tuple[str, date], set[int]] = {}
    for figure, agency, since in keys:
        groups.setdefault((figure, since), set()).add(agency)
    found: dict[_Key, list[Point]] = {}
    for (figure, since), agencies in groups.items():
        for moment in (as_of - timedelta(days=days), as_of):
            if _day(moment) < since:
                continue
            told = measured_of_many(
                [figure], agency_ids=agencies, since=since, until=_day(moment), as_of=as_of
            )
            for agency, values in told.items():
                if figure in values:
                    point = Point(at=moment, value=values[figure].value)
                    found.setdefault((figure, agency, since), []).append(point)
    return found


def _reported(
    codes: Iterable[str], agencies: set[int], day: date, as_of: datetime
) -> dict[tuple[str, int], list[Point]]:
    """What reports say of indicators that nothing measures. A late word about an earlier period
    does not take back a later one."""
    rows = Value.objects.filter(
        indicator__in=set(codes), end__lte=day, at__lte=as_of, number__isnull=False
    ).order_by("at", "end")
    found: dict[tuple[str, int], list[Point]] = {}
    newest: dict[tuple[str, int], date] = {}
    for code, agency, end, at, number in rows.values_list(
        "indicator", "agency", "end", "at", "number"
    ):
        key = (code, agency)
        if agency in agencies and (key not in newest or end >= newest[key]):
            newest[key] = end
            found.setdefault(key, []).append(Point(at=at, value=Decimal(str(number))))
    return found


def _given(tasks: Iterable[int], as_of: datetime) -> dict[tuple[int, str], list[Point]]:
    """What was measured when it was given as evidence."""
    rows = Evidence.objects.filter(
        task__in=list(tasks), measured__isnull=False, measured_at__lte=as_of
    )
    found: dict[tuple[int, str], list[Point]] = {}
    for task, indicator, at, value in rows.values_list(
        "task", "indicator", "measured_at", "measured"
    ):
        if at is not None and value is not None:
            found.setdefault((task, indicator), []).append(Point(at=at, value=value))
    return found


def _claimed(seq: int, events: Iterable[Event]) -> list[Point]:
    return [
        Point(at=event.occurred_at, value=Decimal(event.data["results"][str(seq)]))
        for event in events
        if event.type is TaskEventType.PROGRESSED and str(seq) in event.data.get("results", ())
    ]

"""How tasks stand as of a moment: folded from their events, with what the warnings need."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from lienthong import clock
from lienthong.programmes.models import Task
from lienthong.programmes.queries.parties import acknowledge_by, calendar_of, in_working_days
from lienthong.programmes.queries.thresholds import thresholds
from lienthong.programmes.queries.timelines import events_of_many
from lienthong.programmes.rules.forecast import Forecast, Point, forecast
from lienthong.programmes.rules.kinds import (
    DeadlineKind,
    RequestKind,
    TaskEventType,
    TaskState,
    Urgency,
)
from lienthong.programmes.rules.thresholds import Thresholds
from lienthong.programmes.rules.timeline import Event, Standing, corrected, standing_of
from lienthong.programmes.rules.timeliness import (
    Responsible,
    Timeliness,
    responsible,
    timeliness,
)
from lienthong.programmes.rules.warnings import Alarm, alarm


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One task as of a moment."""

    standing: Standing
    timeliness: Timeliness
    responsible: Responsible | None
    alarm: Alarm | None
    forecast: Forecast | None
    acknowledge_by: datetime | None
    decide_by: datetime | None
    accept_by: datetime | None


def judged(tasks: Sequence[Task], *, as_of: datetime) -> dict[int, Judged]:
    """The tasks that existed at `as_of`, by number."""
    timelines = events_of_many([task.pk for task in tasks], until=as_of)
    known: dict[int, Thresholds] = {}
    calendars: dict[int, clock.Calendar] = {}
    found = {}
    for task in tasks:
        events = timelines.get(task.pk)
        if not events:
            continue
        if task.programme_id not in known:
            known[task.programme_id] = thresholds(task.programme_id)
            calendars[task.programme_id] = calendar_of(task.programme)
        found[task.pk] = judge(
            events,
            urgency=Urgency(task.urgency),
            as_of=as_of,
            known=known[task.programme_id],
            calendar=calendars[task.programme_id],
        )
    return found


def judge(
    events: Sequence[Event],
    *,
    urgency: Urgency,
    as_of: datetime,
    known: Thresholds,
    calendar: clock.Calendar,
) -> Judged:
    """`events`: what was known at `as_of`."""
    standing = standing_of(events)
    answers = [
        since for kind, since in standing.pending.items() if kind is not RequestKind.OBJECTIVE
    ]
    decide_by = (
        in_working_days(min(answers), known.number("decide_days"), calendar) if answers else None
    )
    ack_by = (
        acknowledge_by(standing.assigned_at, urgency, calendar, known)
        if standing.state is TaskState.ASSIGNED
        else None
    )
    accept_by = (
        in_working_days(standing.submitted_at, known.number("accept_days"), calendar)
        if standing.state is TaskState.SUBMITTED and standing.submitted_at
        else None
    )
    foreseen = _forecast(events, standing, as_of, known)
    return Judged(
        standing=standing,
        timeliness=timeliness(standing, as_of, known),
        responsible=responsible(standing, as_of, decide_by=decide_by),
        alarm=alarm(
            standing,
            urgency=urgency,
            as_of=as_of,
            known=known,
            acknowledge_by=ack_by,
            decide_by=decide_by,
            accept_by=accept_by,
            forecast=foreseen,
        ),
        forecast=foreseen,
        acknowledge_by=ack_by,
        decide_by=decide_by,
        accept_by=accept_by,
    )


def _forecast(
    events: Sequence[Event], standing: Standing, as_of: datetime, known: Thresholds
) -> Forecast | None:
    """From the percent that was reported; a task whose result was handed in needs none."""
    if (
        standing.state not in (TaskState.ACKNOWLEDGED, TaskState.IN_PROGRESS)
        or standing.deadline_kind is DeadlineKind.RECURRING
    ):
        return None
    return forecast(
        progress(events),
        target=Decimal(100),
        start=standing.assigned_at,
        due_at=standing.due_at,
        as_of=as_of,
        days=known.number("forecast_days"),
    )


def progress(events: Sequence[Event]) -> list[Point]:
    return [
        Point(at=event.occurred_at, value=Decimal(event.data["percent"]))
        for event in corrected(events)
        if event.type is TaskEventType.PROGRESSED
    ]

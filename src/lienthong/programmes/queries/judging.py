"""How tasks stand as of a moment: folded from their events, with what the warnings need."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from lienthong.programmes.models import Task
from lienthong.programmes.queries.paces import paces
from lienthong.programmes.queries.parties import Limits, calendar_of
from lienthong.programmes.queries.thresholds import thresholds_of_all
from lienthong.programmes.queries.timelines import events_of_many
from lienthong.programmes.rules.forecast import Forecast, Pace, Point, foreseen
from lienthong.programmes.rules.kinds import (
    DeadlineKind,
    RequestKind,
    TaskEventType,
    TaskState,
    Urgency,
)
from lienthong.programmes.rules.thresholds import Thresholds
from lienthong.programmes.rules.timeline import Event, Standing, corrected, standing_of, told_at
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


# The work goes on: only then there is something to foresee.
_GOING: Final = (TaskState.ACKNOWLEDGED, TaskState.IN_PROGRESS)


def judged(tasks: Sequence[Task], *, as_of: datetime) -> dict[int, Judged]:
    """The tasks that existed at `as_of`, by number."""
    timelines = events_of_many([task.pk for task in tasks], until=as_of)
    stood = {number: standing_of(events) for number, events in timelines.items()}
    known = thresholds_of_all()
    limits = {
        number: Limits(calendar_of(programme), known[number])
        for number, programme in {task.programme_id: task.programme for task in tasks}.items()
    }
    going = [task for task in tasks if task.pk in stood and _foreseeable(stood[task.pk], as_of)]
    looked = max((known[task.programme_id].number("forecast_days") for task in going), default=0)
    went = paces(going, timelines, as_of=as_of, days=looked)
    return {
        task.pk: _judge(
            stood[task.pk],
            told_at(timelines[task.pk]),
            Urgency(task.urgency),
            as_of,
            limits[task.programme_id],
            _foreseen(timelines[task.pk], stood[task.pk], went.get(task.pk, ()), as_of,
                      known[task.programme_id]),
        )
        for task in tasks
        if task.pk in stood
    }  # fmt: skip


def _judge(
    standing: Standing,
    told: datetime,
    urgency: Urgency,
    as_of: datetime,
    limits: Limits,
    forecast: Forecast | None,
) -> Judged:
    known = limits.known
    answers = [
        since for kind, since in standing.pending.items() if kind is not RequestKind.OBJECTIVE
    ]
    decide_by = limits.in_working_days(min(answers), "decide_days") if answers else None
    ack_by = limits.acknowledge_by(told, urgency) if standing.state is TaskState.ASSIGNED else None
    accept_by = (
        limits.in_working_days(standing.submitted_at, "accept_days")
        if standing.state is TaskState.SUBMITTED and standing.submitted_at
        else None
    )
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
            forecast=forecast,
        ),
        forecast=forecast,
        acknowledge_by=ack_by,
        decide_by=decide_by,
        accept_by=accept_by,
    )


def _foreseeable(standing: Standing, as_of: datetime) -> bool:
    return (
        standing.state in _GOING
        and standing.deadline_kind is not DeadlineKind.RECURRING
        and standing.due_at is not None
        and as_of < standing.due_at
    )


def _foreseen(
    events: Sequence[Event],
    standing: Standing,
    went: Sequence[Pace],
    as_of: datetime,
    known: Thresholds,
) -> Forecast | None:
    """From what is measured, claimed and reported; a task whose result was handed in needs none."""
    if standing.state not in _GOING or standing.deadline_kind is DeadlineKind.RECURRING:
        return None
    return foreseen(
        progress(events),
        went,
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

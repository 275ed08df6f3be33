"""Who stands around a task: who may accept it, who decides, by which calendar days are counted."""

from datetime import datetime
from fractions import Fraction

from lienthong import clock
from lienthong.organisations import queries as organisations
from lienthong.programmes.models import Programme, Task
from lienthong.programmes.rules.kinds import Urgency
from lienthong.programmes.rules.thresholds import Thresholds


def acceptors(task: Task) -> tuple[int, ...]:
    """The agencies that may accept the result, the assigner first; never the lead itself."""
    found = [task.assigner_id]
    programme: Programme | None = task.programme
    while programme is not None:
        found.append(programme.standing_id)
        programme = programme.parent
    return tuple(number for number in dict.fromkeys(found) if number != task.lead_id)


def decider_of(task: Task) -> int:
    """Who decides on requests of the lead."""
    found = acceptors(task)
    return found[0] if found else task.assigner_id


def calendar_of(programme: Programme) -> clock.Calendar:
    """The work calendar of the programme, as it is now."""
    return organisations.calendar_named(
        programme.calendar.code, edition=organisations.current_edition()
    )


def acknowledge_by(
    given_at: datetime, urgency: Urgency, calendar: clock.Calendar, known: Thresholds
) -> datetime:
    """Until when the lead has to say that it has the task."""
    if urgency is Urgency.FLASH:
        hours = Fraction(known.number("acknowledge_hours_flash"))
        return clock.add_working(calendar, given_at, hours)
    return in_working_days(given_at, known.number("acknowledge_days"), calendar)


def in_working_days(start: datetime, days: int, calendar: clock.Calendar) -> datetime:
    return clock.add_working(calendar, start, Fraction(days), clock.Unit.WORKING_DAY)

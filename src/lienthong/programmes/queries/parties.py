"""Who stands around a task: who may accept it, who decides, by which calendar days are counted."""

from dataclasses import dataclass, field
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


@dataclass(frozen=True)
class Limits:
    """Until when something has to be done in a programme. What was given in one go has one limit,
    so each is reckoned once."""

    calendar: clock.Calendar
    known: Thresholds
    _found: dict[tuple[datetime, str], datetime] = field(default_factory=dict)

    def in_working_days(self, start: datetime, threshold: str) -> datetime:
        key = (start, threshold)
        if key not in self._found:
            self._found[key] = in_working_days(start, self.known.number(threshold), self.calendar)
        return self._found[key]

    def acknowledge_by(self, given_at: datetime, urgency: Urgency) -> datetime:
        key = (given_at, f"acknowledge/{urgency.value}")
        if key not in self._found:
            self._found[key] = acknowledge_by(given_at, urgency, self.calendar, self.known)
        return self._found[key]


def in_working_days(start: datetime, days: int, calendar: clock.Calendar) -> datetime:
    return clock.add_working(calendar, start, Fraction(days), clock.Unit.WORKING_DAY)

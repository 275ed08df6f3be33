"""Work calendars, time limits and the clock of a dossier. Pure: the standard library only."""

from lienthong.clock.calendar import Calendar, Season, Week, Window, Windows, week, window
from lienthong.clock.clock import Reading, read_clock
from lienthong.clock.instants import VIETNAM
from lienthong.clock.invalid import Invalid, LimitNotReached
from lienthong.clock.rule import Counting, Event, Limit, OnResume, Rule, State, Unit, Verdict
from lienthong.clock.trace import TracePiece, trace
from lienthong.clock.working import (
    add_working,
    due_after,
    end_of_day,
    is_working_day,
    next_working_day,
    working_days_between,
    working_seconds_between,
)

__all__ = [
    "VIETNAM",
    "Calendar",
    "Counting",
    "Event",
    "Invalid",
    "Limit",
    "LimitNotReached",
    "OnResume",
    "Reading",
    "Rule",
    "Season",
    "State",
    "TracePiece",
    "Unit",
    "Verdict",
    "Week",
    "Window",
    "Windows",
    "add_working",
    "due_after",
    "end_of_day",
    "is_working_day",
    "next_working_day",
    "read_clock",
    "trace",
    "week",
    "window",
    "working_days_between",
    "working_seconds_between",
]

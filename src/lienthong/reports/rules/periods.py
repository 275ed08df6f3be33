"""The turns of a form: which days, when it opens, when each level must be through. Pure.

A due instant is exclusive: at 15:59:59.999 a report due at 16:00 is in time, at 16:00:00 late.
"""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from lienthong.clock import VIETNAM, Calendar, is_working_day
from lienthong.organisations.rules import Level, Sentence
from lienthong.reports.rules import NotAllowed, _
from lienthong.reports.rules.forms import Schedule
from lienthong.reports.rules.kinds import Rhythm

# No calendar has a longer time without a working day; a wrong one must not run for ever.
_LONGEST_BREAK = 60
_QUARTERS = ("I", "II", "III", "IV")


class Turn(NamedTuple):
    """The days of a period, both included, and its instants."""

    start: date
    end: date
    opens_at: datetime
    due_at: datetime


def bounds(rhythm: Rhythm, day: date) -> tuple[date, date]:
    """First and last day of the period that holds a day. `once` has no periods of its own."""
    match rhythm:
        case Rhythm.DAILY:
            return day, day
        case Rhythm.WEEKLY:
            monday = day - timedelta(days=day.weekday())
            return monday, monday + timedelta(days=6)
        case Rhythm.MONTHLY:
            return day.replace(day=1), _month_end(day.year, day.month)
        case Rhythm.QUARTERLY:
            last = (day.month + 2) // 3 * 3
            return date(day.year, last - 2, 1), _month_end(day.year, last)
        case Rhythm.YEARLY:
            return date(day.year, 1, 1), date(day.year, 12, 31)
        case Rhythm.ONCE:
            raise NotAllowed(_("Báo cáo một lần có ngày riêng, không theo nhịp. Ghi ngày của kỳ."))


def turn(rhythm: Rhythm, day: date, schedule: Schedule, calendar: Calendar) -> Turn | None:
    """The turn that holds a day; None for a daily form on a day that is no reporting day."""
    if rhythm is Rhythm.DAILY and not is_working_day(calendar, day):
        return None
    return turn_of(*bounds(rhythm, day), schedule, calendar)


def turn_of(start: date, end: date, schedule: Schedule, calendar: Calendar) -> Turn:
    """The turn of the given days."""
    due_day = _reporting_day(calendar, end, -1)
    if due_day < start or schedule.after:
        due_day = end
        for _step in range(max(1, schedule.after)):
            due_day = _reporting_day(calendar, due_day + timedelta(days=1), 1)
    opening = max(start, end - timedelta(days=schedule.opens))
    return Turn(start, end, _instant(opening, time()), _instant(due_day, schedule.at))


def again(at: datetime, schedule: Schedule, calendar: Calendar) -> datetime:
    """When a period is due that could not be opened in time: at the hour of its form on the next
    reporting day after an instant."""
    tomorrow = at.astimezone(VIETNAM).date() + timedelta(days=1)
    return _instant(_reporting_day(calendar, tomorrow, 1), schedule.at)


def due_for(level: Level, whole: Turn, schedule: Schedule, calendar: Calendar) -> datetime:
    """When a level must be through: its share of the time from opening to the due instant. Over
    several days that is the hour of the form on the last reporting day within the share."""
    share = schedule.share(level)
    if share == 1:
        return whole.due_at
    span = whole.due_at - whole.opens_at
    reached = whole.opens_at + timedelta(seconds=int(span.total_seconds() * share) // 60 * 60)
    local = reached.astimezone(VIETNAM)
    if local.date() == whole.opens_at.astimezone(VIETNAM).date():
        return reached
    day = local.date() if local.time() >= schedule.at else local.date() - timedelta(days=1)
    due = _instant(_reporting_day(calendar, day, -1), schedule.at)
    return due if due > whole.opens_at else reached


def is_late(at: datetime, due_at: datetime) -> bool:
    """From the due instant on it is late."""
    return at >= due_at


def words(rhythm: Rhythm, start: date, end: date) -> Sentence:
    """What the period is called."""
    match rhythm:
        case Rhythm.DAILY:
            return Sentence("ngày %(day)s", day=f"{start:%d/%m/%Y}")
        case Rhythm.WEEKLY:
            return Sentence(
                "tuần %(week)s, %(start)s–%(end)s",
                week=start.isocalendar().week,
                start=f"{start:%d/%m}",
                end=f"{end:%d/%m/%Y}",
            )
        case Rhythm.MONTHLY:
            return Sentence("tháng %(month)s/%(year)s", month=start.month, year=start.year)
        case Rhythm.QUARTERLY:
            quarter = _QUARTERS[start.month // 3]
            return Sentence("quý %(quarter)s/%(year)s", quarter=quarter, year=start.year)
        case Rhythm.YEARLY:
            return Sentence("năm %(year)s", year=start.year)
        case Rhythm.ONCE:
            return Sentence("%(start)s–%(end)s", start=f"{start:%d/%m/%Y}", end=f"{end:%d/%m/%Y}")


def _reporting_day(calendar: Calendar, day: date, step: int) -> date:
    """The day itself or the next one, forward or back, on which reports are made."""
    for _tried in range(_LONGEST_BREAK):
        if is_working_day(calendar, day):
            return day
        day += timedelta(days=step)
    raise NotAllowed(_("Lịch làm việc không có ngày báo cáo nào quanh kỳ này. Xem lại lịch."))


def _month_end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def _instant(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=VIETNAM)

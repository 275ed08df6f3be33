"""The case of the inspection report: a benefit of 10 working days, configured as 10 calendar days
over public holidays; thousands of dossiers are shown late that were in time."""

import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from lienthong import clock
from lienthong.catalogue import actions as catalogue_actions
from lienthong.catalogue import queries as catalogue
from lienthong.catalogue.rules.content import LimitUnit

CODE: Final = "1.014027"  # Trợ cấp hưu trí xã hội
# Everybody takes about eight working days: within ten of them, beyond ten days of the calendar.
HASTE: Final = 2.8
SPREAD: Final = 0.12


def publish_wrong(*, by: str, at: datetime, today: date) -> None:
    """A second version whose limit has the wrong unit, in force for the demo; made once."""
    right = catalogue.version_in_force(CODE, on=today)
    if right.content.time_options[0].unit is LimitUnit.CALENDAR_DAY:
        return
    content = replace(
        right.content,
        time_options=tuple(
            replace(option, unit=LimitUnit.CALENDAR_DAY) for option in right.content.time_options
        ),
    )
    since = today - timedelta(days=150)
    draft = catalogue_actions.write_draft(
        procedure_code=CODE,
        content=content,
        decision="Dữ liệu minh họa",
        decided_on=since - timedelta(days=40),
        announced_on=since - timedelta(days=30),
        by=by,
        at=at,
    )
    catalogue_actions.try_version(version_id=draft, by=by, at=at)
    catalogue_actions.publish(
        version_id=draft,
        decision="Dữ liệu minh họa",
        decided_on=since - timedelta(days=40),
        announced_on=since - timedelta(days=30),
        published_on=since - timedelta(days=29),
        valid_from=since,
        by=by,
        at=at,
    )


def starts(
    chance: random.Random, count: int, *, today: date, calendar: clock.Calendar
) -> list[datetime]:
    """Receptions in the ten days before and during the last public holidays, in order."""
    day = last_holiday(today, calendar)
    days = [
        day - timedelta(days=back)
        for back in range(1, 10)
        if clock.is_working_day(calendar, day - timedelta(days=back))
    ]
    return sorted(
        datetime.combine(chance.choice(days), time(8, 0), tzinfo=clock.VIETNAM)
        + timedelta(minutes=chance.randrange(150), seconds=chance.randrange(60))
        for _ in range(count)
    )


def last_holiday(today: date, calendar: clock.Calendar) -> date:
    """The first day of the last holidays that ended at least four weeks ago: by then every dossier
    of the burst is settled."""
    day = today - timedelta(days=28)
    for _ in range(400):
        if day in calendar.holidays:
            while day - timedelta(days=1) in calendar.holidays:
                day -= timedelta(days=1)
            return day
        day -= timedelta(days=1)
    return today - timedelta(days=60)

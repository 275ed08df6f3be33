"""Instants as whole numbers.

Inside the clock an instant is a *tick*: microseconds of Vietnamese local time, so that
`tick // DAY` is the proleptic ordinal of the local date and `tick % DAY` the time of day. Việt Nam
has kept +07:00 without summer time since 1975, hence a fixed offset. Whole numbers make every sum
exact and cheap.
"""

from datetime import datetime, timedelta, timezone

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

VIETNAM = timezone(timedelta(hours=7), "+07:00")

_FIRST = datetime(1, 1, 1, tzinfo=VIETNAM)


def tick(instant: datetime) -> int:
    """The tick of an aware instant of any offset. A naive one raises TypeError."""
    passed = instant - _FIRST
    return (passed.days + 1) * DAY + passed.seconds * SECOND + passed.microseconds


def instant(at: int) -> datetime:
    """The instant of a tick, at +07:00."""
    return _FIRST + timedelta(microseconds=at - DAY)

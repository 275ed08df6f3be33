"""A time limit, the events that move its clock, and the words for its state."""

from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from fractions import Fraction

from lienthong.clock.invalid import Invalid

Amount = int | Fraction
"""An exact number: floats are refused, 0.1 is Fraction(1, 10)."""

EXTENDED = "extended"
"""The one event type with a meaning of its own: it adds its amount to the limit."""


class Unit(StrEnum):
    WORKING_DAY = "working_day"
    WORKING_HOUR = "working_hour"
    CALENDAR_DAY = "calendar_day"
    SAME_DAY = "same_day"


class Counting(StrEnum):
    """From when it is measured: the instant of the start, or 00:00 of the day after it."""

    INSTANT = "instant"
    NEXT_DAY = "next_day"


class OnResume(StrEnum):
    """What a resumption does to what was consumed: keep it, or make it 0."""

    RESUME = "resume"
    RESTART = "restart"


class State(StrEnum):
    NOT_STARTED = "not_started"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


class Verdict(StrEnum):
    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Limit:
    """How long. `cutoff` belongs to `same_day` alone, where `amount` is ignored."""

    amount: Amount
    unit: Unit
    cutoff: time | None = None

    def __post_init__(self) -> None:
        if self.unit is Unit.SAME_DAY:
            if self.cutoff is None:
                raise Invalid("rule.limit.cutoff", "thiếu giờ chốt nhận hồ sơ trong ngày")
        elif self.amount < 0:
            raise Invalid("rule.limit.amount", "thời hạn không được âm")
        elif self.amount == 0:
            raise Invalid("rule.limit.amount", "thời hạn phải lớn hơn 0")


@dataclass(frozen=True, slots=True)
class Rule:
    """A limit and the types of the events that start, pause, resume and stop its clock.

    `resume_plus` is added to the limit at every resumption, in the limit's unit (whole days for
    `same_day`).
    """

    limit: Limit
    start_on: frozenset[str]
    stop_on: frozenset[str]
    pause_on: frozenset[str] = field(default=frozenset())
    resume_on: frozenset[str] = field(default=frozenset())
    counting: Counting = Counting.INSTANT
    on_resume: OnResume = OnResume.RESUME
    resume_plus: Amount = 0

    def __post_init__(self) -> None:
        check_added(self.limit.unit, self.resume_plus, "rule.resume_plus")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. `amount` is what an `extended` event adds."""

    type: str
    at: datetime
    amount: Amount | None = None


def check_added(unit: Unit, amount: Amount, where: str) -> None:
    """Raises `Invalid` unless the amount may be added to a limit of this unit."""
    if amount < 0:
        raise Invalid(where, "số cộng thêm không được âm")
    if unit is Unit.SAME_DAY and amount != int(amount):
        raise Invalid(where, "thời hạn trong ngày chỉ được cộng thêm số ngày nguyên")

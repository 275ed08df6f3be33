"""Whether a commune must have a queue machine and a display: by its average of dossiers a working
day, as measured (001:104). Crossing the mark asks again, after a time of grace. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

# What the source names; window and grace are ours, to be changed where a decision names others.
EXEMPT_BELOW: Final = Decimal(20)
WINDOW_DAYS: Final = 30
GRACE_DAYS: Final = 30


@dataclass(frozen=True)
class ExemptionRule:
    below: Decimal = EXEMPT_BELOW
    window_days: int = WINDOW_DAYS
    grace_days: int = GRACE_DAYS


class Equipment(StrEnum):
    """What is asked of the commune on a day."""

    EXEMPT = "exempt"  # scored as complete without the machine
    GRACE = "grace"  # crossed the mark: asked again, still scored as before
    REQUIRED = "required"


@dataclass(frozen=True)
class Decided:
    """`average`: dossiers a working day in the window; `until`: end of the grace, where there is
    one; `crossed`: the day on which the average reached the mark."""

    asked: Equipment
    average: Decimal
    crossed: date | None = None
    until: date | None = None


def decide(
    received: Mapping[date, int],
    working: frozenset[date],
    *,
    on: date,
    rule: ExemptionRule,
) -> Decided:
    """`received`: dossiers by day; `working`: the working days of the window and of the grace
    before it. Exempt below the mark; at the mark and above it the machine is required, but within
    the days of grace after the crossing the commune keeps its exemption."""
    average = _average(received, working, on=on, days=rule.window_days)
    if average < rule.below:
        return Decided(Equipment.EXEMPT, average)
    crossed = on
    for back in range(1, rule.grace_days + 1):
        day = on - timedelta(days=back)
        if _average(received, working, on=day, days=rule.window_days) < rule.below:
            break
        crossed = day
    else:
        return Decided(Equipment.REQUIRED, average)
    return Decided(Equipment.GRACE, average, crossed, crossed + timedelta(days=rule.grace_days))


def _average(
    received: Mapping[date, int], working: frozenset[date], *, on: date, days: int
) -> Decimal:
    """A day of 0 working days in the window has no average: 0."""
    first = on - timedelta(days=days - 1)
    window = [first + timedelta(days=n) for n in range(days)]
    worked = sum(1 for day in window if day in working)
    total = sum(received.get(day, 0) for day in window)
    return Decimal(total) / worked if worked else Decimal(0)

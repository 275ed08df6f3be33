"""How long the officials of the demo take."""

import random
from typing import Final

from lienthong import clock
from lienthong.catalogue.rules.content import Step

# Working hours that one unit of a limit is worth to somebody who plans the work.
_HOURS: Final = {
    clock.Unit.WORKING_HOUR: 1.0,
    clock.Unit.WORKING_DAY: 7.5,
    clock.Unit.CALENDAR_DAY: 5.2,
}


def limit_hours(limit: clock.Limit) -> float:
    hours = _HOURS.get(limit.unit)
    return float(limit.amount) * hours if hours else 3.0


USUAL_SPREAD: Final = 0.55


def step_hours(
    step: Step, limit: float, chance: random.Random, spread: float = USUAL_SPREAD
) -> float:
    """Working hours at a step of a limit of so many; mostly less than planned, sometimes more.
    `spread` is the standard deviation of its logarithm."""
    planned = step.minutes / 60 if step.minutes else limit * (step.share or 20) / 100
    return planned * chance.lognormvariate(-0.75, spread)

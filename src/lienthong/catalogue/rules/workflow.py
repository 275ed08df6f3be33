"""The steps of a version as a graph: where it starts and ends, what its longest way weighs."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from lienthong.catalogue.rules.content import LimitUnit, Step, TimeOption


def by_key(steps: Iterable[Step]) -> dict[str, Step]:
    return {step.key: step for step in steps}


def reachable(steps: tuple[Step, ...]) -> frozenset[str]:
    """Keys of the steps that can be reached from the first one."""
    known = by_key(steps)
    found: set[str] = set()
    waiting = [steps[0].key] if steps else []
    while waiting:
        key = waiting.pop()
        if key in known and key not in found:
            found.add(key)
            waiting.extend(known[key].next)
    return frozenset(found)


def circular(steps: tuple[Step, ...]) -> tuple[str, ...]:
    """Keys of the steps that can be reached from themselves."""
    known = by_key(steps)

    def leads_back(start: str) -> bool:
        seen: set[str] = set()
        waiting = list(known[start].next)
        while waiting:
            key = waiting.pop()
            if key == start:
                return True
            if key in known and key not in seen:
                seen.add(key)
                waiting.extend(known[key].next)
        return False

    return tuple(step.key for step in steps if leads_back(step.key))


def heaviest(steps: tuple[Step, ...], weight: Callable[[Step], Decimal]) -> tuple[Step, ...]:
    """The way from the first step to an end with the greatest weight; () if steps go in circles."""
    if not steps or circular(steps):
        return ()
    known = by_key(steps)
    ways: dict[str, tuple[Step, ...]] = {}

    def way(key: str) -> tuple[Step, ...]:
        if key not in ways:
            step = known[key]
            onward = [way(after) for after in step.next if after in known]
            best = max(onward, key=lambda steps: sum(map(weight, steps)), default=())
            ways[key] = (step, *best)
        return ways[key]

    return way(steps[0].key)


def minutes_of(option: TimeOption, *, day_minutes: int) -> Decimal | None:
    """The limit in working minutes; None for same-day, whose length depends on the hour.

    A calendar day is taken for a working day: the most it can hold.
    """
    if option.unit is LimitUnit.SAME_DAY:
        return None
    unit = 60 if option.unit is LimitUnit.WORKING_HOUR else day_minutes
    return Decimal(option.amount) * unit


def allotted(step: Step, limit: Decimal | None) -> Decimal:
    """Working minutes that a step has, of a limit in minutes."""
    if step.share and limit is not None:
        return limit * step.share / 100
    return Decimal(step.minutes)

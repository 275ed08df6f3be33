"""Key results seen from above: what the units to whom a task was handed down reached together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from lienthong.clock import VIETNAM
from lienthong.programmes.models import KeyResult
from lienthong.programmes.queries.measuring import Asked, measured_values
from lienthong.programmes.rules.cascading import Above, Below, Told, summed
from lienthong.programmes.rules.kinds import TaskState


def above_of(rows: Iterable[KeyResult]) -> list[Above]:
    """Key results as those below see them."""
    return [
        Above(
            id=row.pk,
            name=row.name,
            target=row.target,
            measure=row.measure,
            rising=row.rising,
            indicator=row.indicator,
        )
        for row in rows
    ]


def below_of(rows: Sequence[KeyResult], *, as_of: datetime) -> dict[int, Below]:
    """By the id of a key result what came of it below, level by level; those that were not handed
    down are absent. Cancelled tasks do not count. In as few statements for many."""
    levels: list[list[KeyResult]] = []
    above = [row.pk for row in rows]
    while above:
        found = list(
            KeyResult.objects.filter(above__in=above)
            .exclude(task__state=TaskState.CANCELLED.value)
            .select_related("task")
        )
        levels.append(found)
        above = [row.pk for row in found]
    everyone = [row for level in levels for row in level]
    measured = measured_values({one for one in map(asked, everyone) if one}, as_of=as_of)
    told: dict[int, Below] = {}
    for level in reversed(levels):
        by_above = defaultdict(list)
        for row in level:
            by_above[row.above_id].append(_told(row, measured, told.get(row.pk)))
        for number, parts in by_above.items():
            came = summed(parts)
            if number is not None and came is not None:
                told[number] = came
    return told


def asked(row: KeyResult) -> Asked | None:
    """What of the house measures it: its indicator for the lead since the task was assigned."""
    if not row.indicator:
        return None
    since = row.task.assigned_at.astimezone(VIETNAM).date()
    return Asked(row.indicator, row.task.lead_id, since)


def _told(row: KeyResult, measured: Mapping[Asked, Decimal], below: Below | None) -> Told:
    key = asked(row)
    value = measured.get(key) if key else None
    if value is None:
        value = row.claimed
    if value is None and below is not None:
        value = below.value
    return Told(target=row.target, value=value, rising=row.rising, adds=row.adds)

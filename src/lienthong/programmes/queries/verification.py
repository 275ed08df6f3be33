"""How tasks count, against a recomputation from their events."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lienthong.programmes.models import Task, TaskStretch
from lienthong.programmes.queries.timelines import columns, events_of_many, stretch_columns
from lienthong.programmes.rules.stretches import stretches
from lienthong.programmes.rules.timeline import Event, standing_of

_SLICE: Final = 2_000


@dataclass(frozen=True, kw_only=True)
class Difference:
    """`since`: of the stretch; empty for a column of the task itself. A stretch that one side does
    not have differs in `stretch`."""

    task: str
    since: str
    column: str
    stored: str
    recomputed: str


@dataclass(frozen=True, kw_only=True)
class Comparison:
    tasks: int
    stretches: int
    different: tuple[Difference, ...]


def verify() -> Comparison:
    """Every task and every stretch of it against its events."""
    tasks = counted = 0
    different: list[Difference] = []
    last = 0
    while part := list(Task.objects.filter(pk__gt=last).order_by("pk")[:_SLICE]):
        last = part[-1].pk
        tasks += len(part)
        numbers = [task.pk for task in part]
        stored: dict[int, dict[datetime, Mapping[str, object]]] = {}
        for row in TaskStretch.objects.filter(task__in=numbers).order_by("since"):
            counted += 1
            stored.setdefault(row.task_id, {})[row.since] = vars(row)
        timelines = events_of_many(numbers)
        for task in part:
            events = timelines[task.pk]
            different += _compared(task.code, "", vars(task), columns(standing_of(events)))
            different += _of_stretches(task, events, stored.get(task.pk, {}))
    return Comparison(tasks=tasks, stretches=counted, different=tuple(different))


def _of_stretches(
    task: Task, events: Sequence[Event], stored: Mapping[datetime, Mapping[str, object]]
) -> Iterator[Difference]:
    own = {"programme_id": task.programme_id, "assigner_id": task.assigner_id}
    made = {
        one.since: own | {"until": one.until, **stretch_columns(one.counted)}
        for one in stretches(events)
    }
    for since in sorted({*made, *stored}):
        at = since.isoformat()
        if since in made and since in stored:
            yield from _compared(task.code, at, stored[since], made[since])
        else:
            yield Difference(
                task=task.code, since=at, column="stretch", stored=at if since in stored else "",
                recomputed=at if since in made else "",
            )  # fmt: skip


def _compared(
    task: str, since: str, stored: Mapping[str, object], made: Mapping[str, object]
) -> Iterator[Difference]:
    for name, value in made.items():
        if stored[name] != value:
            yield Difference(
                task=task, since=since, column=name.removesuffix("_id"),
                stored=str(stored[name]), recomputed=str(value),
            )  # fmt: skip

"""Lists of tasks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView
from lienthong.programmes.models import Task, TaskSource
from lienthong.programmes.queries.figures import Asked, Figures, Seen, standings
from lienthong.programmes.rules.kinds import Pillar, Urgency
from lienthong.programmes.rules.timeline import Standing
from lienthong.programmes.rules.timeliness import Timeliness

PAGE: Final = 50


@dataclass(frozen=True, kw_only=True)
class TaskLine:
    """One row of a list. `codes`: what it is called in other systems and documents."""

    id: int
    code: str
    title: str
    programme: str
    pillar: Pillar
    urgency: Urgency
    lead: AgencyView | None
    assigner: AgencyView | None
    codes: tuple[str, ...]
    seen: Seen
    standing: Standing

    @property
    def timeliness(self) -> Timeliness:
        return self.seen.timeliness


def task_lines(found: Sequence[Seen], *, as_of: datetime | None = None) -> list[TaskLine]:
    """The rows of tasks, in the given order, as of a past moment or now."""
    numbers = [one.id for one in found]
    rows = Task.objects.select_related("programme").in_bulk(numbers)
    stood = standings(numbers, as_of)
    codes: dict[int, list[str]] = {}
    for task, system, code in TaskSource.objects.filter(task__in=numbers).values_list(
        "task", "system", "code"
    ):
        codes.setdefault(task, []).append(f"{system} {code}".strip())
    agencies = organisations.agencies(
        {number for one in found for number in (one.lead, one.assigner)}
    )
    return [
        TaskLine(
            id=one.id,
            code=rows[one.id].code,
            title=rows[one.id].title,
            programme=rows[one.id].programme.code,
            pillar=one.pillar,
            urgency=Urgency(rows[one.id].urgency),
            lead=agencies.get(one.lead),
            assigner=agencies.get(one.assigner),
            codes=tuple(dict.fromkeys(codes.get(one.id, []))),
            seen=one,
            standing=stood[one.id],
        )
        for one in found
    ]


def page_of_tasks(
    asked: Asked, *, after: int = 0, limit: int = PAGE
) -> tuple[list[TaskLine], int, int]:
    """A page of the list, the key of the next page (0: none) and how many there are in all.
    `after`: the number of the last task of the page before."""
    figures = Figures(asked)
    found = figures.seen(after=after, most=limit + 1)
    part = found[:limit]
    more = part[-1].id if len(found) > limit else 0
    return task_lines(part, as_of=asked.as_of), more, figures.how_many()

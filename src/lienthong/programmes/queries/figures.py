"""Tasks as they stand, and how many: now from the columns, of a past moment from the events.

Both go through the same rule, so a figure, the list it opens and a recomputation agree.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from lienthong.clock import VIETNAM
from lienthong.organisations.models import Agency
from lienthong.organisations.rules import Level, fold
from lienthong.programmes.models import Task, TaskBloc, TaskSupport
from lienthong.programmes.queries.thresholds import thresholds
from lienthong.programmes.queries.timelines import events_of_many
from lienthong.programmes.rules.kinds import Bloc, DeadlineKind, Pillar, RequestKind, TaskState
from lienthong.programmes.rules.thresholds import Thresholds
from lienthong.programmes.rules.timeline import Standing, standing_of
from lienthong.programmes.rules.timeliness import (
    PUBLIC,
    Counts,
    Timeliness,
    count,
    timeliness,
)

_COLUMNS = (
    "pk", "programme_id", "pillar", "phase_id", "group_id", "parent_id", "assigner_id", "lead_id",
    "state", "deadline_kind", "assigned_at", "due_at", "percent", "last_report_at",
    "acknowledged_at", "submitted_at", "done_at", "ended_at", "extensions", "was_late",
    "correcting",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which tasks. `agencies`: whom the reader may see; a task is seen by its lead, who supports
    and who assigned it. `units`: only those led by one of these. `as_of` None is now. `kind`: a
    `Timeliness`, a public count, "open" or "all"."""

    agencies: Collection[int]
    now: datetime
    as_of: datetime | None = None
    programmes: Collection[int] | None = None
    units: Collection[int] | None = None
    pillar: Pillar | None = None
    bloc: Bloc | None = None
    phase: int | None = None
    group: int | None = None
    parent: int | None = None
    level: Level | None = None
    text: str = ""
    kind: str = "all"
    pillars: Collection[Pillar] | None = None

    @property
    def moment(self) -> datetime:
        return self.as_of or self.now


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One task in a figure."""

    id: int
    programme: int
    pillar: Pillar
    phase: int | None
    parent: int | None
    assigner: int
    standing: Standing
    timeliness: Timeliness


def seen(asked: Asked) -> list[Seen]:
    """The tasks, in no order."""
    rows = _narrowed(asked)
    known = {number: thresholds(number) for number in _programmes(asked)}
    found = _then(rows, asked, known) if asked.as_of else _now(rows, asked, known)
    return [one for one in found if holds(one.timeliness, asked.kind)]


def holds(kind: Timeliness, wanted: str) -> bool:
    """Whether a task counts in what is asked for."""
    if wanted in PUBLIC:
        return kind in PUBLIC[wanted]
    if wanted == "open":
        return kind not in _CLOSED
    return wanted == "all" or kind == wanted


_CLOSED = frozenset(
    {
        Timeliness.CANCELLED,
        Timeliness.DONE_AHEAD,
        Timeliness.DONE_ON_TIME,
        Timeliness.DONE_LATE,
        Timeliness.NOT_ASSESSED,
    }
)
KINDS = frozenset({*(kind.value for kind in Timeliness), *PUBLIC, "open", "all"})


def counts(found: Iterable[Seen]) -> Counts:
    return count(one.timeliness for one in found)


def counts_by(found: Iterable[Seen], key: Callable[[Seen], Hashable]) -> dict[Hashable, Counts]:
    """The counts of each part."""
    parts: dict[Hashable, list[Timeliness]] = {}
    for one in found:
        parts.setdefault(key(one), []).append(one.timeliness)
    return {part: count(kinds) for part, kinds in parts.items()}


def _programmes(asked: Asked) -> list[int]:
    if asked.programmes is not None:
        return list(asked.programmes)
    return list(Task.objects.order_by().values_list("programme", flat=True).distinct())


def _narrowed(asked: Asked) -> QuerySet[Task]:
    rows = Task.objects.all()
    if asked.programmes is not None:
        rows = rows.filter(programme__in=asked.programmes)
    same = {"pillar": asked.pillar, "phase": asked.phase, "group": asked.group}
    rows = rows.filter(**{name: value for name, value in same.items() if value is not None})
    if asked.pillars is not None:
        rows = rows.filter(pillar__in=[pillar.value for pillar in asked.pillars])
    if asked.parent is not None:
        rows = rows.filter(parent=asked.parent)
    if asked.bloc is not None:
        rows = rows.filter(pk__in=TaskBloc.objects.filter(bloc=asked.bloc).values("task"))
    for word in fold(asked.text).split():
        rows = rows.filter(folded__contains=word)
    return rows


def visible(agencies: Collection[int]) -> Q:
    """Tasks of these agencies now: those they lead, support or assigned. Only agencies that have
    any are named: a list of all would be longer than a statement may be."""
    leads = set(Task.objects.order_by().values_list("lead", flat=True).distinct())
    assigners = set(Task.objects.order_by().values_list("assigner", flat=True).distinct())
    supports = set(TaskSupport.objects.order_by().values_list("agency", flat=True).distinct())
    mine = frozenset(agencies)
    supported = TaskSupport.objects.filter(agency__in=sorted(supports & mine)).values("task")
    return (
        Q(lead__in=sorted(leads & mine))
        | Q(assigner__in=sorted(assigners & mine))
        | Q(pk__in=supported)
    )


def _now(rows: QuerySet[Task], asked: Asked, known: dict[int, Thresholds]) -> Iterable[Seen]:
    rows = rows.filter(visible(asked.agencies))
    if asked.units is not None:
        leads = set(Task.objects.order_by().values_list("lead", flat=True).distinct())
        rows = rows.filter(lead__in=sorted(leads & frozenset(asked.units)))
    if asked.level is not None:
        rows = rows.filter(lead__level=asked.level.value)
    for row in rows.values(*_COLUMNS).iterator(chunk_size=5_000):
        standing = Standing(
            state=TaskState(row["state"]),
            lead=row["lead_id"],
            deadline_kind=DeadlineKind(row["deadline_kind"]),
            assigned_at=row["assigned_at"],
            due_at=row["due_at"],
            percent=row["percent"],
            last_report_at=row["last_report_at"],
            acknowledged_at=row["acknowledged_at"],
            submitted_at=row["submitted_at"],
            done_at=row["done_at"],
            ended_at=row["ended_at"],
            extensions=row["extensions"],
            was_late=row["was_late"],
            pending={RequestKind.CORRECTION: row["assigned_at"]} if row["correcting"] else {},
        )
        yield _seen(row, standing, asked, known)


def _then(rows: QuerySet[Task], asked: Asked, known: dict[int, Thresholds]) -> Iterable[Seen]:
    """By the events that were recorded until the moment: who led it then counts."""
    rows = rows.filter(events__seq=1, events__recorded_at__lte=asked.moment)
    facts = {row["pk"]: row for row in rows.values(*_COLUMNS)}
    timelines = events_of_many(facts.keys(), until=asked.moment)
    mine = frozenset(asked.agencies)
    supported = set(
        TaskSupport.objects.filter(task__in=rows.values("pk")).values_list("task", "agency")
    )
    supporting = {task for task, agency in supported if agency in mine}
    units = None if asked.units is None else frozenset(asked.units)
    levels = dict(Agency.objects.values_list("pk", "level")) if asked.level else {}
    for number, events in timelines.items():
        row, standing = facts[number], standing_of(events)
        if not (standing.lead in mine or row["assigner_id"] in mine or number in supporting):
            continue
        if units is not None and standing.lead not in units:
            continue
        if asked.level is not None and levels[standing.lead] != asked.level:
            continue
        yield _seen(row, standing, asked, known)


def _seen(
    row: dict[str, Any], standing: Standing, asked: Asked, known: dict[int, Thresholds]
) -> Seen:
    return Seen(
        id=row["pk"],
        programme=row["programme_id"],
        pillar=Pillar(row["pillar"]),
        phase=row["phase_id"],
        parent=row["parent_id"],
        assigner=row["assigner_id"],
        standing=standing,
        timeliness=timeliness(standing, asked.moment, known[row["programme_id"]]),
    )


def ordered(found: Sequence[Seen]) -> list[Seen]:
    """What can still be saved or is late first: open before ended, then by deadline."""
    far = datetime.max.replace(tzinfo=VIETNAM)
    return sorted(
        found,
        key=lambda one: (not one.standing.open, one.standing.due_at or far, one.id),
    )

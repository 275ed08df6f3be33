"""Tasks as they stand, and how many: now from the columns, of a past moment from the events.

Both go through the same rule, so a figure, the list it opens and a recomputation agree.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from lienthong.organisations.models import Agency
from lienthong.organisations.rules import Level, fold
from lienthong.programmes.models import Task, TaskBloc, TaskEvent, TaskSupport
from lienthong.programmes.queries.thresholds import thresholds_of_all
from lienthong.programmes.queries.timelines import events_of_many
from lienthong.programmes.rules.kinds import Bloc, DeadlineKind, Pillar, TaskEventType, TaskState
from lienthong.programmes.rules.lifecycle import OPEN
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
    "pk", "programme_id", "pillar", "phase_id", "assigner_id", "lead_id", "state", "deadline_kind",
    "due_at", "done_at", "was_late", "correcting",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which tasks. `agencies`: whom the reader may see; a task is seen by its lead, who supports
    and who assigned it. `units`: only those led by one of these. `as_of` None is now. `kind`: a
    `Timeliness`, a public count, or one of `OTHER_KINDS`."""

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


_Key = TypeVar("_Key", bound=Hashable)


class Stand(NamedTuple):
    """What of a standing says whether it is in time."""

    state: TaskState
    deadline_kind: DeadlineKind
    due_at: datetime | None
    done_at: datetime | None
    was_late: bool
    correcting: bool


class Seen(NamedTuple):
    """One task in a figure, as it stood at the moment."""

    id: int
    programme: int
    pillar: Pillar
    phase: int | None
    assigner: int
    lead: int
    state: TaskState
    due_at: datetime | None
    timeliness: Timeliness


def seen(asked: Asked) -> list[Seen]:
    """The tasks, in no order."""
    known = thresholds_of_all()
    mine = frozenset(asked.agencies)
    return [
        one
        for one in (_then(asked, known) if asked.as_of else _now(asked, known))
        if holds(one, asked.kind, mine)
    ]


# The tasks that stand open; all that were not cancelled; those that wait for the reader to accept.
OTHER_KINDS: Final = ("open", "all", "total", "to_accept")


def holds(one: Seen, wanted: str, agencies: Collection[int]) -> bool:
    """Whether a task counts in what is asked for by who acts for these agencies."""
    kind = one.timeliness
    if wanted in PUBLIC:
        return kind in PUBLIC[wanted]
    if wanted == "open":
        return kind not in _CLOSED
    if wanted == "total":
        return kind is not Timeliness.CANCELLED
    if wanted == "to_accept":
        return (
            one.state is TaskState.SUBMITTED
            and one.assigner in agencies
            and one.lead != one.assigner
        )
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
KINDS = frozenset({*(kind.value for kind in Timeliness), *PUBLIC, *OTHER_KINDS})


def counts(found: Iterable[Seen]) -> Counts:
    return count(one.timeliness for one in found)


def counts_by(found: Iterable[Seen], key: Callable[[Seen], _Key]) -> dict[_Key, Counts]:
    """The counts of each part."""
    parts: dict[_Key, list[Timeliness]] = {}
    for one in found:
        parts.setdefault(key(one), []).append(one.timeliness)
    return {part: count(kinds) for part, kinds in parts.items()}


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
    any are named: a list of all would be longer than a statement may be; and who sees the leads of
    all tasks sees all tasks."""
    leads = set(Task.objects.order_by().values_list("lead", flat=True).distinct())
    mine = frozenset(agencies)
    if leads <= mine:
        return Q()
    assigners = set(Task.objects.order_by().values_list("assigner", flat=True).distinct())
    supports = set(TaskSupport.objects.order_by().values_list("agency", flat=True).distinct())
    supported = TaskSupport.objects.filter(agency__in=sorted(supports & mine)).values("task")
    return (
        Q(lead__in=sorted(leads & mine))
        | Q(assigner__in=sorted(assigners & mine))
        | Q(pk__in=supported)
    )


def _now(asked: Asked, known: Mapping[int, Thresholds]) -> Iterable[Seen]:
    rows = _of_units(_narrowed(asked).filter(visible(asked.agencies)), asked)
    for row in rows.values_list(*_COLUMNS).iterator(chunk_size=5_000):
        yield _by_columns(row, asked.moment, known)


# What gives a task another lead.
_MOVING: Final = (TaskEventType.REASSIGNED.value, TaskEventType.EDITED.value)


def _then(asked: Asked, known: Mapping[int, Thresholds]) -> Iterable[Seen]:
    """By what was recorded until the moment; who led it then counts. The columns still tell of a
    task to which nothing happened since; of the others the events do."""
    since = TaskEvent.objects.filter(recorded_at__gt=asked.moment)
    moved = list(since.filter(type__in=_MOVING).values_list("task", flat=True).distinct())
    all_rows = _narrowed(asked)
    rows = all_rows.filter(visible(asked.agencies))
    if moved:
        rows = rows | all_rows.filter(pk__in=moved)
    changed = Exists(since.filter(task=OuterRef("pk")))
    facts: dict[int, tuple[Any, ...]] = {}
    levels = dict(Agency.objects.values_list("pk", "level")) if asked.level else {}
    mine = frozenset(asked.agencies)
    units = None if asked.units is None else frozenset(asked.units)

    def wanted(lead: int) -> bool:
        return (units is None or lead in units) and (
            asked.level is None or levels[lead] == asked.level
        )

    told = rows.annotate(changed=changed).values_list(*_COLUMNS, "changed")
    for row in told.iterator(chunk_size=5_000):
        if row[-1]:
            facts[row[0]] = row
        elif wanted(row[5]):
            yield _by_columns(row[:-1], asked.moment, known)
    supporting = _supported(facts, mine)
    for number, events in events_of_many(facts, until=asked.moment).items():
        standing = standing_of(events)
        assigner = facts[number][4]
        if (standing.lead in mine or assigner in mine or number in supporting) and wanted(
            standing.lead
        ):
            yield _by_events(facts[number], standing, asked.moment, known)


def _supported(numbers: Collection[int], agencies: frozenset[int]) -> set[int]:
    """Those of the tasks that one of the agencies supports."""
    return {
        task
        for task, agency in TaskSupport.objects.values_list("task", "agency")
        if task in numbers and agency in agencies
    }


def _of_units(rows: QuerySet[Task], asked: Asked) -> QuerySet[Task]:
    if asked.units is not None:
        leads = set(Task.objects.order_by().values_list("lead", flat=True).distinct())
        rows = rows.filter(lead__in=sorted(leads & frozenset(asked.units)))
    if asked.level is not None:
        rows = rows.filter(lead__level=asked.level.value)
    return rows


_STATES: Final = {state.value: state for state in TaskState}
_DEADLINES: Final = {kind.value: kind for kind in DeadlineKind}
_PILLARS: Final = {pillar.value: pillar for pillar in Pillar}


def _by_columns(row: tuple[Any, ...], moment: datetime, known: Mapping[int, Thresholds]) -> Seen:
    number, programme, pillar, phase, assigner, lead, state, kind, due, done, late, wrong = row
    stand = Stand(_STATES[state], _DEADLINES[kind], due, done, late, wrong)
    told = timeliness(stand, moment, known[programme])
    return Seen(number, programme, _PILLARS[pillar], phase, assigner, lead, stand.state, due, told)


def _by_events(
    row: tuple[Any, ...], standing: Standing, moment: datetime, known: Mapping[int, Thresholds]
) -> Seen:
    number, programme, pillar, phase, assigner = row[:5]
    told = timeliness(standing, moment, known[programme])
    return Seen(
        number, programme, _PILLARS[pillar], phase, assigner, standing.lead, standing.state,
        standing.due_at, told,
    )  # fmt: skip


def standings(numbers: Collection[int], as_of: datetime | None = None) -> dict[int, Standing]:
    """How tasks stand now by their columns, or stood at a moment by their events."""
    if as_of is not None:
        timelines = events_of_many(numbers, until=as_of)
        return {number: standing_of(events) for number, events in timelines.items()}
    found: dict[int, Standing] = {}
    wanted = sorted(numbers)
    for start in range(0, len(wanted), 5_000):
        for row in Task.objects.filter(pk__in=wanted[start : start + 5_000]):
            found[row.pk] = Standing(
                state=_STATES[row.state],
                lead=row.lead_id,
                deadline_kind=_DEADLINES[row.deadline_kind],
                assigned_at=row.assigned_at,
                due_at=row.due_at,
                percent=row.percent,
                last_report_at=row.last_report_at,
                acknowledged_at=row.acknowledged_at,
                submitted_at=row.submitted_at,
                done_at=row.done_at,
                ended_at=row.ended_at,
                extensions=row.extensions,
                was_late=row.was_late,
            )
    return found


def ordered(found: Iterable[Seen]) -> list[Seen]:
    """What can still be saved or is late first: open before ended, then by deadline."""
    far = datetime.max.replace(tzinfo=UTC)
    return sorted(found, key=lambda one: (one.state not in OPEN, one.due_at or far, one.id))

"""Tasks as they stand, and how many: counted by the database, now and as of any past moment.

A task counts by the stretch that holds at the moment; what time brings without an event (due soon,
overdue) follows from its dates. One set of conditions makes a figure and the list that it opens.
"""

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Final, Literal, NamedTuple, TypeVar

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from lienthong.organisations.rules import Level, fold
from lienthong.programmes.models import Task, TaskStretch
from lienthong.programmes.queries.reach import among, everybody, visible
from lienthong.programmes.queries.thresholds import thresholds_of_all
from lienthong.programmes.queries.timelines import events_of_many
from lienthong.programmes.rules.kinds import Bloc, DeadlineKind, Pillar, TaskState
from lienthong.programmes.rules.lifecycle import ENDED
from lienthong.programmes.rules.thresholds import Thresholds
from lienthong.programmes.rules.timeline import Standing, standing_of
from lienthong.programmes.rules.timeliness import (
    PUBLIC,
    Counts,
    Timeliness,
    added,
    soon_until,
    told,
)

T = Timeliness
_Key = TypeVar("_Key", bound=Hashable)

NO_PHASE: Final = 0


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which tasks. `agencies`: whom the reader may see; a task is seen by its lead, who supports
    and who assigned it. `units`: only those led by one of these. `as_of` None is now. `phase`:
    NO_PHASE for those in none. `kind`: a `Timeliness`, a public count, or one of `OTHER_KINDS`."""

    agencies: Collection[int]
    now: datetime
    as_of: datetime | None = None
    programmes: Collection[int] | None = None
    units: Collection[int] | None = None
    pillar: Pillar | None = None
    bloc: Bloc | None = None
    phase: int | None = None
    parent: int | None = None
    level: Level | None = None
    text: str = ""
    kind: str = "all"
    pillars: Collection[Pillar] | None = None

    @property
    def moment(self) -> datetime:
        return self.as_of or self.now


class Seen(NamedTuple):
    """One task in a list, as it stood at the moment."""

    id: int
    programme: int
    pillar: Pillar
    assigner: int
    lead: int
    state: TaskState
    due_at: datetime | None
    timeliness: Timeliness


# The tasks that stand open; all that were not cancelled; those that wait for the reader to accept.
OTHER_KINDS: Final = ("open", "all", "total", "to_accept")
KINDS: Final = frozenset({*(kind.value for kind in Timeliness), *PUBLIC, *OTHER_KINDS})
# What a tally is divided by.
Part = Literal["programme", "pillar", "phase", "lead"]
Tally = Mapping[tuple[Any, ...], Counts]

_DONE: Final = (T.CANCELLED, T.DONE_ON_TIME, T.DONE_LATE, T.NOT_ASSESSED)
_FAR: Final = datetime(9999, 1, 1, tzinfo=UTC)
_ORDER: Final[Mapping[str, Any]] = {
    "over": Case(When(state__in=[state.value for state in ENDED], then=1), default=0),
    "due": Coalesce("due_at", Value(_FAR)),
}


@dataclass(frozen=True)
class Figures:
    """What is asked for, counted and listed. `kind` of a method: instead of the one asked for."""

    asked: Asked

    def tally(self, *parts: Part, kind: str = "", leads: Collection[int] | None = None) -> Tally:
        """How many tasks stand how, for each combination of the parts that has any."""
        rows = self._of_kind(kind)
        if leads is not None:
            rows = rows.filter(among("lead", leads))
        late, soon, ahead = self._late, self._soon, self._ahead
        counted = (
            rows.order_by()
            .values(*parts, "verdict")
            .annotate(
                number=Count("*"),
                late=Count("verdict", filter=late),
                wrong=Count("verdict", filter=late & Q(correcting=True)),
                soon=Count("verdict", filter=soon),
                ahead=Count("verdict", filter=ahead),
            )
        )
        found: dict[tuple[Any, ...], dict[Timeliness, int]] = {}
        for *key, verdict, number, late_ones, wrong, soon_ones, ahead_ones in counted.values_list(
            *parts, "verdict", "number", "late", "wrong", "soon", "ahead"
        ):
            kinds = found.setdefault(tuple(key), {})
            if verdict == T.IN_TIME:
                kinds[T.CORRECTING] = wrong
                kinds[T.OVERDUE] = late_ones - wrong
                kinds[T.DUE_SOON] = soon_ones - late_ones
                kinds[T.IN_TIME] = number - soon_ones
            elif verdict == T.DONE_ON_TIME:
                kinds[T.DONE_AHEAD] = ahead_ones
                kinds[T.DONE_ON_TIME] = number - ahead_ones
            else:
                kinds[_TIMELINESS[verdict]] = number
        return {
            key: Counts(by_kind={kind: number for kind, number in kinds.items() if number})
            for key, kinds in found.items()
        }

    def counts(self) -> Counts:
        return added(self.tally("programme", "pillar", "phase").values())  # as the index goes

    def how_many(self, kind: str = "") -> int:
        return self._of_kind(kind).count()

    def leads(self, kind: str = "", *, most: int | None = None) -> dict[int, Counts]:
        """The counts of each lead, or of those with the most overdue tasks."""
        late = Count("verdict", filter=self._condition(T.OVERDUE))
        rows = self._of_kind(kind).values("lead").annotate(late=late).order_by("-late", "lead")
        worst = list(rows.values_list("lead", flat=True)[:most])
        counted = self.tally("lead", kind=kind, leads=worst)
        return {lead: counted[lead,] for lead in worst}

    def how_many_leads(self) -> int:
        return int(self._of_kind("").aggregate(leads=Count("lead", distinct=True))["leads"])

    def seen(self, kind: str = "", *, after: int = 0, most: int | None = None) -> list[Seen]:
        """The tasks: what can still be saved or is late first, open before ended, then by deadline.
        `after`: go on behind this task."""
        rows = self._of_kind(kind).annotate(**_ORDER)
        if after:
            rows = rows.filter(self._behind(after))
        found = rows.order_by(*_ORDER, "task").values_list(
            "task", "programme", "pillar", "assigner", "lead", "state", "due_at", "verdict",
            "days_ahead", "correcting",
        )  # fmt: skip
        return [self._seen(*row) for row in found[:most]]

    def _seen(
        self, task: int, programme: int, pillar: str, assigner: int, lead: int, state: str,
        due_at: datetime | None, verdict: str, ahead: int | None, correcting: bool,  # noqa: FBT001
    ) -> Seen:  # fmt: skip
        stands = told(
            _TIMELINESS[verdict],
            due_at=due_at,
            ahead=ahead,
            correcting=correcting,
            as_of=self.asked.moment,
            known=self._known[programme],
        )
        return Seen(
            task, programme, _PILLARS[pillar], assigner, lead, _STATES[state], due_at, stands
        )

    def _behind(self, task: int) -> Q:
        """What comes after a task in the order of the list, wherever that task counts now."""
        place = _alive(self.asked.as_of).filter(task=task).values_list("state", "due_at").first()
        if place is None:
            return Q()
        over, due = int(place[0] in ENDED), place[1] or _FAR
        return Q(over__gt=over) | (Q(over=over) & (Q(due__gt=due) | Q(due=due, task__gt=task)))

    @cached_property
    def _known(self) -> Mapping[int, Thresholds]:
        return thresholds_of_all()

    @cached_property
    def _assigned(self) -> Q:
        mine = self.asked.agencies
        return Q() if everybody(mine) else among("assigner", mine)

    @cached_property
    def _late(self) -> Q:
        return Q(verdict=T.IN_TIME.value, due_at__lte=self.asked.moment)

    @cached_property
    def _soon(self) -> Q:
        """Those that are late among them."""
        moment = self.asked.moment
        soon = self._by_threshold("soon_days", lambda n: Q(due_at__lte=soon_until(moment, n)))
        return Q(verdict=T.IN_TIME.value) & soon

    @cached_property
    def _ahead(self) -> Q:
        ahead = self._by_threshold("ahead_days", lambda n: Q(days_ahead__gte=n))
        return Q(verdict=T.DONE_ON_TIME.value) & ahead

    def _by_threshold(self, name: str, condition: Callable[[int], Q]) -> Q:
        """The condition with the threshold of the programme of each task."""
        values: dict[int, list[int]] = {}
        for programme, known in self._known.items():
            values.setdefault(known.number(name), []).append(programme)
        if len(values) == 1:
            return condition(next(iter(values)))
        found = Q(pk__in=[])
        for value, programmes in values.items():
            found |= condition(value) & Q(programme__in=programmes)
        return found

    def _condition(self, kind: Timeliness) -> Q:
        match kind:
            case T.OVERDUE:
                return self._late & Q(correcting=False)
            case T.CORRECTING:
                return self._late & Q(correcting=True)
            case T.DUE_SOON:
                return self._soon & Q(due_at__gt=self.asked.moment)
            case T.IN_TIME:
                return Q(verdict=T.IN_TIME.value) & ~self._soon
            case T.DONE_AHEAD:
                return self._ahead
            case T.DONE_ON_TIME:
                return Q(verdict=T.DONE_ON_TIME.value) & ~self._ahead
            case _:
                return Q(verdict=kind.value)

    def _of_kind(self, kind: str) -> QuerySet[TaskStretch]:
        rows, wanted = self._rows, kind or self.asked.kind
        if wanted in PUBLIC:
            found = Q(pk__in=[])
            for one in PUBLIC[wanted]:
                found |= self._condition(one)
            return rows.filter(found)
        match wanted:
            case "all":
                return rows
            case "open":
                return rows.exclude(verdict__in=[one.value for one in _DONE])
            case "total":
                return rows.exclude(verdict=T.CANCELLED.value)
            case "to_accept":
                waiting = rows.filter(state=TaskState.SUBMITTED.value).exclude(lead=F("assigner"))
                return waiting.filter(self._assigned)
            case _:
                return rows.filter(self._condition(_TIMELINESS[wanted]))

    @cached_property
    def _rows(self) -> QuerySet[TaskStretch]:
        """The stretch of each task that holds at the moment, of those that are asked for."""
        asked = self.asked
        rows = visible(_alive(asked.as_of), asked.agencies)
        if asked.programmes is not None:
            rows = rows.filter(programme__in=asked.programmes)
        same = {"pillar": asked.pillar, "phase": asked.phase or None, "parent": asked.parent}
        rows = rows.filter(**{name: value for name, value in same.items() if value is not None})
        if asked.phase == NO_PHASE:
            rows = rows.filter(phase=None)
        if asked.pillars is not None:
            rows = rows.filter(pillar__in=[pillar.value for pillar in asked.pillars])
        if asked.units is not None:
            rows = rows.filter(among("lead", asked.units))
        if asked.level is not None:
            rows = rows.filter(lead__level=asked.level.value)
        if asked.bloc is not None:
            rows = rows.filter(blocs__contains=f"|{asked.bloc.value}|")
        for word in fold(asked.text).split():
            rows = rows.filter(task__folded__contains=word)
        return rows


def counts_by(tally: Tally, key: Callable[[tuple[Any, ...]], _Key]) -> dict[_Key, Counts]:
    """A tally added up by a part of its keys."""
    parts: dict[_Key, list[Counts]] = {}
    for combination, one in tally.items():
        parts.setdefault(key(combination), []).append(one)
    return {part: added(many) for part, many in parts.items()}


def _alive(as_of: datetime | None) -> QuerySet[TaskStretch]:
    if as_of is None:
        return TaskStretch.objects.filter(until=None)
    return TaskStretch.objects.filter(Q(until=None) | Q(until__gt=as_of), since__lte=as_of)


_STATES: Final = {state.value: state for state in TaskState}
_DEADLINES: Final = {kind.value: kind for kind in DeadlineKind}
_PILLARS: Final = {pillar.value: pillar for pillar in Pillar}
_TIMELINESS: Final = {kind.value: kind for kind in Timeliness}


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
                pillar=_PILLARS[row.pillar],
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

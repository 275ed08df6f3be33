"""The parts of a task's page: what it is measured by, what was asked, said and shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from lienthong.organisations.queries import AgencyView
from lienthong.programmes.models import (
    Evidence,
    KeyResult,
    Task,
    TaskRequest,
)
from lienthong.programmes.queries.measuring import measured_values
from lienthong.programmes.queries.rollup import above_of, asked, below_of
from lienthong.programmes.rules.cascading import Above
from lienthong.programmes.rules.cascading import Below as HandedDown
from lienthong.programmes.rules.checks import overclaimed
from lienthong.programmes.rules.kinds import (
    EvidenceKind,
    EvidenceState,
    RequestKind,
    RequestState,
    TaskState,
    WarningLevel,
)
from lienthong.programmes.rules.lifecycle import ENDED


@dataclass(frozen=True, kw_only=True)
class EvidenceView:
    id: int
    key_result: int | None
    kind: EvidenceKind
    title: str
    document: str
    document_on: date | None
    file: str
    indicator: str
    measured: Decimal | None
    given_at: datetime
    given_by: str
    state: EvidenceState
    reason: str


@dataclass(frozen=True, kw_only=True)
class KeyResultView:
    """`measured`: what the house knows now. `over`: more is claimed than is measured. `below`: what
    came of it where it was handed down. `adds`: a part of the sum `above`."""

    seq: int
    name: str
    target: Decimal
    measure: str
    rising: bool
    indicator: str
    claimed: Decimal | None
    claimed_at: datetime | None
    measured: Decimal | None
    over: bool
    below: HandedDown | None
    above: Decimal | None
    adds: bool

    @property
    def value(self) -> Decimal | None:
        """What is measured, else what is claimed, else what those below reached together."""
        if self.measured is not None:
            return self.measured
        if self.claimed is None and self.below is not None:
            return self.below.value
        return self.claimed

    @property
    def unassigned(self) -> Decimal:
        """What of the target nobody below has been given."""
        if self.below is None or not self.below.parts:
            return Decimal(0)
        return max(Decimal(0), self.target - self.below.given)

    @property
    def reached(self) -> bool:
        value = self.value
        if value is None:
            return False
        return value >= self.target if self.rising else value <= self.target


@dataclass(frozen=True, kw_only=True)
class RequestView:
    id: int
    kind: RequestKind
    wanted: Mapping[str, Any]
    reason: str
    file: str
    requested_at: datetime
    requested_by: str
    agency: AgencyView | None
    decider: int
    decider_name: str
    decide_by: datetime | None
    state: RequestState
    decided_at: datetime | None
    decided_by: str
    decision: str


@dataclass(frozen=True, kw_only=True)
class ExplanationView:
    cause: str
    text: str
    commits_to: date
    at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class WarningView:
    id: int
    level: WarningLevel
    on: date
    at: datetime
    reason: str
    agency: AgencyView | None


@dataclass(frozen=True, kw_only=True)
class SourceView:
    id: int
    system: str
    code: str
    citation: str
    printed_lead: str
    printed_deadline: str
    due_on: date | None
    resolution: str


@dataclass(frozen=True, kw_only=True)
class Below:
    """The tasks that were given on: how many, how many of them ended, their mean progress, who
    leads them."""

    count: int
    done: int
    percent: int
    leads: frozenset[int]


def below(task_id: int) -> Below | None:
    """What became of a task that was given on; None when it was not."""
    children = Task.objects.filter(parent=task_id).exclude(state=TaskState.CANCELLED.value)
    ended = [state.value for state in ENDED]
    told = children.aggregate(all=Count("pk"), done=Count("pk", filter=Q(state__in=ended)))
    if not told["all"]:
        return None
    rows = list(children.values_list("lead", "percent"))
    total = sum(percent for _lead, percent in rows)
    return Below(
        count=told["all"],
        done=told["done"],
        percent=total // told["all"],
        leads=frozenset(lead for lead, _percent in rows),
    )


def key_results_of(task: Task, now: datetime) -> tuple[KeyResultView, ...]:
    rows = list(KeyResult.objects.filter(task=task).select_related("task", "above").order_by("seq"))
    measured = measured_values({one for one in map(asked, rows) if one}, as_of=now)
    handed = below_of(rows, as_of=now)
    found = []
    for row in rows:
        key = asked(row)
        value = measured.get(key) if key else None
        found.append(
            KeyResultView(
                seq=row.seq,
                name=row.name,
                target=row.target,
                measure=row.measure,
                rising=row.rising,
                indicator=row.indicator,
                claimed=row.claimed,
                claimed_at=row.claimed_at,
                measured=value,
                over=row.claimed is not None and overclaimed(row.claimed, value, rising=row.rising),
                below=handed.get(row.pk),
                above=row.above.target if row.above else None,
                adds=row.adds,
            )
        )
    return tuple(found)


def expected_of(task: Task) -> tuple[Above, ...]:
    """The key results of the task above that this one says nothing about yet."""
    if task.parent_id is None:
        return ()
    rows = KeyResult.objects.filter(task=task.parent_id).exclude(handed_down__task=task)
    return tuple(above_of(rows.order_by("seq")))


def evidence_view(row: Evidence) -> EvidenceView:
    return EvidenceView(
        id=row.pk,
        key_result=row.key_result.seq if row.key_result else None,
        kind=EvidenceKind(row.kind),
        title=row.title,
        document=row.document,
        document_on=row.document_on,
        file=row.file_id or "",
        indicator=row.indicator,
        measured=row.measured,
        given_at=row.given_at,
        given_by=row.given_by,
        state=EvidenceState(row.state),
        reason=row.reason,
    )


def request_view(row: TaskRequest, agencies: Mapping[int, AgencyView]) -> RequestView:
    decider = agencies.get(row.decider_id)
    return RequestView(
        id=row.pk,
        kind=RequestKind(row.kind),
        wanted=row.wanted,
        reason=row.reason,
        file=row.file_id or "",
        requested_at=row.requested_at,
        requested_by=row.requested_by,
        agency=agencies.get(row.agency_id),
        decider=row.decider_id,
        decider_name=decider.name if decider else "",
        decide_by=row.decide_by,
        state=RequestState(row.state),
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        decision=row.decision,
    )

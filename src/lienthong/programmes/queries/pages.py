"""The page of one task: everything about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from lienthong.accounts.queries import persons
from lienthong.accounts.queries.actors import actor_names
from lienthong.clock import VIETNAM
from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView
from lienthong.programmes.models import (
    EarlyWarning,
    Evidence,
    Explanation,
    KeyResult,
    Task,
    TaskRequest,
    TaskSource,
)
from lienthong.programmes.queries.judging import Judged, judge
from lienthong.programmes.queries.measuring import measured_value
from lienthong.programmes.queries.parties import acceptors, calendar_of
from lienthong.programmes.queries.thresholds import thresholds
from lienthong.programmes.queries.timelines import events_of
from lienthong.programmes.rules.checks import overclaimed
from lienthong.programmes.rules.kinds import (
    Bloc,
    DeadlineKind,
    EvidenceKind,
    EvidenceState,
    Pillar,
    RequestKind,
    RequestState,
    TaskState,
    Urgency,
    WarningLevel,
)
from lienthong.programmes.rules.lifecycle import ENDED
from lienthong.programmes.rules.sources import Conflict, Printed, conflicts
from lienthong.programmes.rules.timeline import Event


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
    """`measured`: what the house knows now. `over`: more is claimed than is measured."""

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

    @property
    def value(self) -> Decimal | None:
        return self.measured if self.measured is not None else self.claimed

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
    """The tasks that were given on: how many, how many of them ended, their mean progress."""

    count: int
    done: int
    percent: int


@dataclass(frozen=True, kw_only=True)
class TaskPage:
    """Everything about one task."""

    id: int
    code: str
    title: str
    objective: str
    product: str
    programme_id: int
    programme_code: str
    programme_name: str
    phase: str
    group: str
    pillar: Pillar
    blocs: tuple[Bloc, ...]
    urgency: Urgency
    recurrence: str
    condition: str
    assigned_at: datetime
    assigner: AgencyView
    receiver: AgencyView | None
    lead: AgencyView
    supporting: tuple[AgencyView, ...]
    acceptors: tuple[int, ...]
    head: str
    contact: str
    contact_phone: str
    parent: tuple[str, str] | None
    parties: frozenset[int]
    judged: Judged
    events: tuple[Event, ...]
    names: Mapping[str, str]
    key_results: tuple[KeyResultView, ...]
    evidence: tuple[EvidenceView, ...]
    requests: tuple[RequestView, ...]
    explanations: tuple[ExplanationView, ...]
    warnings: tuple[WarningView, ...]
    sources: tuple[SourceView, ...]
    conflicts: tuple[Conflict, ...]
    below: Below | None

    @property
    def seen(self) -> int:
        """How many events the reader saw: what an act refers to."""
        return len(self.events)

    @property
    def state(self) -> TaskState:
        return self.judged.standing.state

    @property
    def recurring(self) -> bool:
        return self.judged.standing.deadline_kind is DeadlineKind.RECURRING

    @property
    def incomplete(self) -> bool:
        """Nothing says what the task is for or how that is measured (R8)."""
        return not self.objective or not self.key_results


def task_page(code: str, *, now: datetime) -> TaskPage | None:
    """The task by its code; None when there is none."""
    row = (
        Task.objects.select_related(
            "programme__parent", "programme__calendar", "phase", "group", "parent"
        )
        .filter(code=code.replace("\x00", ""))
        .first()
    )
    if row is None:
        return None
    events = events_of(row.pk)
    state = judge(
        events,
        urgency=Urgency(row.urgency),
        as_of=now,
        known=thresholds(row.programme_id),
        calendar=calendar_of(row.programme),
    )
    proofs = list(Evidence.objects.filter(task=row).select_related("key_result").order_by("id"))
    asked = list(TaskRequest.objects.filter(task=row).order_by("id"))
    told = list(Explanation.objects.filter(task=row).order_by("id"))
    warned = list(EarlyWarning.objects.filter(task=row).order_by("-on", "-id"))
    sources = list(TaskSource.objects.filter(task=row).order_by("id"))
    supporting = list(row.supports.values_list("agency", flat=True))
    agencies = organisations.agencies(
        {
            row.assigner_id,
            row.lead_id,
            *supporting,
            *(one.decider_id for one in asked),
            *(one.agency_id for one in asked),
            *(one.agency_id for one in warned),
            *([row.receiver_id] if row.receiver_id else []),
        }
    )
    people = persons([number for number in (row.head_id, row.contact_id) if number])
    contact = people.get(row.contact_id or 0)
    head = people.get(row.head_id or 0)
    return TaskPage(
        id=row.pk,
        code=row.code,
        title=row.title,
        objective=row.objective,
        product=row.product,
        programme_id=row.programme_id,
        programme_code=row.programme.code,
        programme_name=row.programme.name,
        phase=row.phase.name if row.phase else "",
        group=row.group.name if row.group else "",
        pillar=Pillar(row.pillar),
        blocs=tuple(Bloc(bloc) for bloc in row.blocs.values_list("bloc", flat=True)),
        urgency=Urgency(row.urgency),
        recurrence=row.recurrence,
        condition=row.condition,
        assigned_at=row.assigned_at,
        assigner=agencies[row.assigner_id],
        receiver=agencies.get(row.receiver_id or 0),
        lead=agencies[row.lead_id],
        supporting=tuple(agencies[number] for number in supporting if number in agencies),
        acceptors=acceptors(row),
        head=head.full_name if head else "",
        contact=contact.full_name if contact else "",
        contact_phone=contact.phone if contact else "",
        parent=(row.parent.code, row.parent.title) if row.parent else None,
        parties=frozenset({row.lead_id, row.assigner_id, *supporting}),
        judged=state,
        events=tuple(events),
        names=actor_names(
            {
                *(event.by for event in events),
                *(one.given_by for one in proofs),
                *(one.requested_by for one in asked),
                *(one.decided_by for one in asked if one.decided_by),
                *(one.by for one in told),
            }
        ),
        key_results=_key_results(row, now),
        evidence=tuple(_evidence(one) for one in proofs),
        requests=tuple(_request(one, agencies) for one in asked),
        explanations=tuple(
            ExplanationView(
                cause=one.cause, text=one.text, commits_to=one.commits_to, at=one.at, by=one.by
            )
            for one in told
        ),
        warnings=tuple(
            WarningView(
                id=one.pk,
                level=WarningLevel(one.level),
                on=one.on,
                at=one.at,
                reason=one.reason,
                agency=agencies.get(one.agency_id),
            )
            for one in warned
        ),
        sources=tuple(
            SourceView(
                id=one.pk,
                system=one.system,
                code=one.code,
                citation=one.citation,
                printed_lead=one.printed_lead,
                printed_deadline=one.printed_deadline,
                due_on=one.due_on,
                resolution=one.resolution,
            )
            for one in sources
        ),
        conflicts=conflicts(
            [
                Printed(
                    code=f"{one.system} {one.code}".strip(),
                    lead=one.printed_lead,
                    due_on=one.due_on,
                    resolved=one.resolved_at is not None,
                )
                for one in sources
            ]
        ),
        below=below(row.pk),
    )


def below(task_id: int) -> Below | None:
    """What became of a task that was given on; None when it was not."""
    children = Task.objects.filter(parent=task_id).exclude(state=TaskState.CANCELLED.value)
    ended = [state.value for state in ENDED]
    told = children.aggregate(all=Count("pk"), done=Count("pk", filter=Q(state__in=ended)))
    if not told["all"]:
        return None
    total = sum(children.values_list("percent", flat=True))
    return Below(count=told["all"], done=told["done"], percent=total // told["all"])


def _key_results(task: Task, now: datetime) -> tuple[KeyResultView, ...]:
    since = task.assigned_at.astimezone(VIETNAM).date()
    found = []
    for row in KeyResult.objects.filter(task=task).order_by("seq"):
        measured = measured_value(row.indicator, task.lead_id, since=since, as_of=now)
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
                measured=measured,
                over=row.claimed is not None
                and overclaimed(row.claimed, measured, rising=row.rising),
            )
        )
    return tuple(found)


def _evidence(row: Evidence) -> EvidenceView:
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


def _request(row: TaskRequest, agencies: Mapping[int, AgencyView]) -> RequestView:
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

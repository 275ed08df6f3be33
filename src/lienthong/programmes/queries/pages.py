"""The page of one task: everything about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lienthong.accounts.queries import persons
from lienthong.accounts.queries.actors import actor_names
from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView
from lienthong.programmes.models import (
    EarlyWarning,
    Evidence,
    Explanation,
    Task,
    TaskRequest,
    TaskSource,
)
from lienthong.programmes.queries.judging import Judged, judged
from lienthong.programmes.queries.page_parts import (
    Below,
    EvidenceView,
    ExplanationView,
    KeyResultView,
    RequestView,
    SourceView,
    WarningView,
    below,
    evidence_view,
    expected_of,
    key_results_of,
    request_view,
)
from lienthong.programmes.queries.parties import acceptors
from lienthong.programmes.queries.timelines import events_of
from lienthong.programmes.rules.cascading import Above
from lienthong.programmes.rules.kinds import (
    Bloc,
    DeadlineKind,
    Pillar,
    TaskState,
    Urgency,
    WarningLevel,
)
from lienthong.programmes.rules.sources import Conflict, Printed, conflicts
from lienthong.programmes.rules.timeline import Event


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
    phase_id: int | None
    group: str
    group_id: int | None
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
    expected: tuple[Above, ...]  # those above that it says nothing about
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
    state = judged([row], as_of=now)[row.pk]
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
        phase_id=row.phase_id,
        group=row.group.name if row.group else "",
        group_id=row.group_id,
        pillar=Pillar(row.pillar),
        blocs=tuple(Bloc(bloc) for bloc in row.blocs),
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
        key_results=key_results_of(row, now),
        expected=expected_of(row),
        evidence=tuple(evidence_view(one) for one in proofs),
        requests=tuple(request_view(one, agencies) for one in asked),
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

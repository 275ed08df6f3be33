"""What an agency has to do with tasks today, and the warnings that people got."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from lienthong.organisations import queries as organisations
from lienthong.programmes.models import Task, TaskEvent, TaskRequest, WarningRecipient
from lienthong.programmes.queries.figures import Asked, Figures, Seen
from lienthong.programmes.rules.kinds import (
    RequestKind,
    RequestState,
    TaskEventType,
    TaskState,
    WarningLevel,
)
from lienthong.programmes.rules.timeliness import Timeliness


@dataclass(frozen=True, kw_only=True)
class RequestLine:
    """A request that waits for a decision."""

    id: int
    code: str
    title: str
    kind: RequestKind
    agency: str
    requested_at: datetime
    decide_by: datetime | None


@dataclass(frozen=True, kw_only=True)
class Duties:
    """The pieces of one day's work, each in the order in which it should be done."""

    to_acknowledge: list[Seen]
    returned: list[Seen]
    late: list[Seen]
    near: list[Seen]
    recurring: list[Seen]
    to_accept: list[Seen]
    incomplete: list[Seen]
    to_decide: list[RequestLine]
    to_answer: list[RequestLine]

    @property
    def count(self) -> int:
        return sum(
            len(part)
            for part in (
                self.to_acknowledge,
                self.returned,
                self.late,
                self.near,
                self.recurring,
                self.to_accept,
                self.incomplete,
                self.to_decide,
                self.to_answer,
            )
        )


def duties(agencies: Collection[int], *, deciding: Collection[int], now: datetime) -> Duties:
    """`agencies`: whose tasks; `deciding`: for which the reader accepts and decides."""
    mine = Figures(Asked(agencies=agencies, units=agencies, now=now)).seen("open")
    fresh = [one for one in mine if one.state is TaskState.ASSIGNED]
    working = [one for one in mine if one.state in (TaskState.ACKNOWLEDGED, TaskState.IN_PROGRESS)]
    bare = set(
        Task.objects.filter(pk__in=[one.id for one in working], key_results=None).values_list(
            "pk", flat=True
        )
    )
    late = [one for one in working if one.timeliness in (Timeliness.OVERDUE, Timeliness.CORRECTING)]
    back = _returned([one.id for one in working])
    return Duties(
        to_acknowledge=fresh,
        returned=[one for one in working if one.id in back],
        late=late,
        near=[one for one in working if one.timeliness is Timeliness.DUE_SOON],
        recurring=[one for one in working if one.timeliness is Timeliness.RECURRING],
        to_accept=Figures(Asked(agencies=deciding, now=now)).seen("to_accept"),
        incomplete=[one for one in working if one.id in bare],
        to_decide=_requests(deciding, objective=False),
        to_answer=_requests(agencies, objective=True),
    )


def _returned(tasks: Collection[int]) -> set[int]:
    """Of these, those whose result was handed in and given back since."""
    told = TaskEvent.objects.filter(
        task__in=tasks, type__in=[TaskEventType.SUBMITTED.value, TaskEventType.RETURNED.value]
    )
    last = dict(told.order_by("seq").values_list("task", "type"))
    return {task for task, kind in last.items() if kind == TaskEventType.RETURNED.value}


def _requests(agencies: Collection[int], *, objective: bool) -> list[RequestLine]:
    rows = TaskRequest.objects.filter(state=RequestState.PENDING.value).select_related("task")
    if objective:
        rows = rows.filter(kind=RequestKind.OBJECTIVE.value)
    else:
        rows = rows.exclude(kind=RequestKind.OBJECTIVE.value)
    # Filtered here: the agencies may be more than a statement holds, pending requests are few.
    kept = [row for row in rows.order_by("decide_by", "id") if row.decider_id in agencies]
    names = organisations.agencies({row.agency_id for row in kept})
    return [
        RequestLine(
            id=row.pk,
            code=row.task.code,
            title=row.task.title,
            kind=RequestKind(row.kind),
            agency=names[row.agency_id].name,
            requested_at=row.requested_at,
            decide_by=row.decide_by,
        )
        for row in kept
    ]


@dataclass(frozen=True, kw_only=True)
class WarningLine:
    """A warning in somebody's inbox."""

    id: int
    code: str
    title: str
    level: WarningLevel
    on: date
    at: datetime
    reason: str
    agency: str
    seen_at: datetime | None


def inbox(account_id: int, *, unseen: bool = False, limit: int = 100) -> list[WarningLine]:
    """The warnings that an account got, those not yet seen first, then the newest."""
    rows = WarningRecipient.objects.filter(account=account_id).select_related("warning__task")
    if unseen:
        rows = rows.filter(seen_at=None)
    kept = sorted(
        rows.order_by("-warning__on", "-warning__id")[:limit], key=lambda row: bool(row.seen_at)
    )
    names = organisations.agencies({row.warning.agency_id for row in kept})
    return [
        WarningLine(
            id=row.warning_id,
            code=row.warning.task.code,
            title=row.warning.task.title,
            level=WarningLevel(row.warning.level),
            on=row.warning.on,
            at=row.warning.at,
            reason=row.warning.reason,
            agency=names[row.warning.agency_id].name,
            seen_at=row.seen_at,
        )
        for row in kept
    ]

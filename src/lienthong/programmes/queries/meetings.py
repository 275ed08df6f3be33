"""Meetings with their conclusions, and what became of these."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lienthong.programmes.models import Conclusion, Meeting, Programme, Task
from lienthong.programmes.queries.judging import judged
from lienthong.programmes.queries.parties import calendar_of
from lienthong.programmes.rules.kinds import MeetingKind
from lienthong.programmes.rules.meetings import proposed
from lienthong.programmes.rules.timeliness import Timeliness


@dataclass(frozen=True, kw_only=True)
class ConclusionRow:
    """`task_*` are empty until a task came of it; `timeliness` as of the moment asked for."""

    id: int
    seq: int
    text: str
    task_code: str
    task_lead: int | None
    task_due_at: datetime | None
    timeliness: Timeliness | None


@dataclass(frozen=True, kw_only=True)
class MeetingRow:
    id: int
    programme: int
    programme_name: str
    agency: int
    kind: MeetingKind
    held_at: datetime
    title: str
    document: str
    brief_at: datetime | None
    conclusions: int


@dataclass(frozen=True, kw_only=True)
class MeetingPage:
    row: MeetingRow
    brief: Mapping[str, Any] | None
    conclusions: Sequence[ConclusionRow]
    before: MeetingRow | None  # the one before it, of the same programme and agency


@dataclass(frozen=True, kw_only=True)
class Proposal:
    programme: int
    programme_name: str
    agency: int
    kind: MeetingKind
    held_at: datetime


def meetings(
    agencies: Collection[int], *, programme: int | None = None, limit: int = 100
) -> list[MeetingRow]:
    """Those of the agencies, the latest first."""
    found = Meeting.objects.filter(agency__in=agencies)
    if programme:
        found = found.filter(programme=programme)
    return [
        _row(one)
        for one in found.select_related("programme")
        .prefetch_related("conclusions")
        .order_by("-held_at", "-pk")[:limit]
    ]


def meeting(meeting_id: int, agencies: Collection[int], *, as_of: datetime) -> MeetingPage | None:
    one = (
        Meeting.objects.filter(pk=meeting_id, agency__in=agencies)
        .select_related("programme")
        .first()
    )
    if one is None:
        return None
    last = before(one)
    return MeetingPage(
        row=_row(one),
        brief=one.brief,
        conclusions=conclusions_of(one.pk, as_of=as_of),
        before=_row(last) if last else None,
    )


def before(meeting: Meeting) -> Meeting | None:
    """The last meeting of any kind before this one."""
    return (
        Meeting.objects.filter(
            programme=meeting.programme_id, agency=meeting.agency_id, held_at__lt=meeting.held_at
        )
        .order_by("-held_at")
        .select_related("programme")
        .first()
    )


def conclusions_of(meeting_id: int, *, as_of: datetime) -> list[ConclusionRow]:
    rows = list(
        Conclusion.objects.filter(meeting=meeting_id)
        .select_related("task", "task__programme__calendar")
        .order_by("seq")
    )
    tasks = [row.task for row in rows if row.task is not None]
    found = judged(tasks, as_of=as_of)

    def line(row: Conclusion) -> ConclusionRow:
        task: Task | None = row.task
        stands = found.get(task.pk) if task else None
        return ConclusionRow(
            id=row.pk,
            seq=row.seq,
            text=row.text,
            task_code=task.code if task else "",
            task_lead=task.lead_id if task else None,
            task_due_at=task.due_at if task else None,
            timeliness=stands.timeliness if stands else None,
        )

    return [line(row) for row in rows]


def proposals(agencies: Collection[int], *, at: datetime) -> list[Proposal]:
    """The next weekly and monthly meeting of every programme that one of the agencies runs, unless
    it is in the list already."""
    found = []
    for programme in Programme.objects.filter(standing__in=agencies, valid_until=None).order_by(
        "code"
    ):
        calendar = calendar_of(programme)
        for kind in (MeetingKind.WEEKLY, MeetingKind.MONTHLY):
            held = Meeting.objects.filter(
                programme=programme, agency=programme.standing_id, kind=kind.value
            )
            if held.filter(held_at__gt=at).exists():
                continue
            last = held.order_by("-held_at").values_list("held_at", flat=True).first()
            when = proposed(kind, last=last, at=at, calendar=calendar)
            if when is not None:
                found.append(
                    Proposal(
                        programme=programme.pk,
                        programme_name=programme.name,
                        agency=programme.standing_id,
                        kind=kind,
                        held_at=when,
                    )
                )
    return sorted(found, key=lambda one: one.held_at)


def _row(one: Meeting) -> MeetingRow:
    return MeetingRow(
        id=one.pk,
        programme=one.programme_id,
        programme_name=one.programme.name,
        agency=one.agency_id,
        kind=MeetingKind(one.kind),
        held_at=one.held_at,
        title=one.title,
        document=one.document,
        brief_at=one.brief_at,
        conclusions=one.conclusions.count(),
    )

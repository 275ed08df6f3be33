"""Meetings: held, briefed in one press, concluded; conclusions become tasks."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from lienthong import clock
from lienthong.journal import actions as journal
from lienthong.papers.rules.statements import plain
from lienthong.programmes.actions.tasks import assign_task
from lienthong.programmes.models import Conclusion, Meeting, Task
from lienthong.programmes.queries.brief import brief
from lienthong.programmes.rules import NotAllowed, _
from lienthong.programmes.rules.assigning import SourceGiven
from lienthong.programmes.rules.kinds import DeadlineKind, MeetingKind, Pillar, Urgency
from lienthong.programmes.rules.meetings import (
    check_brief,
    check_conclude,
    check_conclusion,
    check_meeting,
)


@transaction.atomic
def open_meeting(
    *,
    programme: int,
    agency: int,
    kind: MeetingKind,
    held_at: datetime,
    title: str,
    by: str,
    at: datetime,
) -> Meeting:
    """Put a meeting of an agency into the list. Raises NotAllowed."""
    taken = Meeting.objects.filter(programme=programme, agency=agency, held_at=held_at).exists()
    check_meeting(title, taken=taken)
    meeting = Meeting.objects.create(
        programme_id=programme,
        agency_id=agency,
        kind=kind.value,
        held_at=held_at,
        title=title.strip(),
    )
    _told("opened", meeting, by=by, at=at)
    return meeting


@transaction.atomic
def make_brief(*, meeting_id: int, by: str, at: datetime) -> Meeting:
    """Freeze what the meeting is told, as of now. PDF and DOCX are made of what is frozen, so they
    stay as they were. Until the meeting has concluded it can be made anew. Raises NotAllowed."""
    meeting = _locked(meeting_id)
    check_brief(concluded=meeting.conclusions.exists())
    told = brief(meeting, as_of=at)
    meeting.brief_at = at
    meeting.brief = {
        "scope": told.scope,
        "as_of": told.as_of.isoformat(),
        "since": told.since.isoformat(),
        "sections": [plain(section) for section in told.sections],
    }
    meeting.save(update_fields=["brief", "brief_at"])
    _told("briefed", meeting, by=by, at=at)
    return meeting


@transaction.atomic
def number_meeting(*, meeting_id: int, document: str, by: str, at: datetime) -> Meeting:
    """The number of the notice of conclusions. Raises NotAllowed."""
    meeting = _locked(meeting_id)
    meeting.document = document.strip()
    meeting.save(update_fields=["document"])
    _told("numbered", meeting, by=by, at=at, document=meeting.document)
    return meeting


@transaction.atomic
def conclude(*, meeting_id: int, text: str, by: str, at: datetime) -> Conclusion:
    """Write down one conclusion of a meeting that has been held. Raises NotAllowed."""
    meeting = _locked(meeting_id)
    check_conclude(held_at=meeting.held_at, at=at)
    check_conclusion(text)
    conclusion = Conclusion.objects.create(
        meeting=meeting, seq=meeting.conclusions.count() + 1, text=text.strip()
    )
    _told("concluded", meeting, by=by, at=at, conclusion=conclusion.seq)
    return conclusion


@transaction.atomic
def assign_conclusion(
    *,
    conclusion_id: int,
    lead: int,
    due_on: date | None,
    pillar: Pillar,
    by: str,
    at: datetime,
    urgency: Urgency = Urgency.NORMAL,
    objective: str = "",
    product: str = "",
    phase_id: int | None = None,
) -> Task:
    """Make a task of a conclusion: assigned by the agency that met, once. `due_on` is its last
    day. Raises NotAllowed."""
    conclusion = (
        Conclusion.objects.select_for_update(of=("self",))
        .select_related("meeting")
        .filter(pk=conclusion_id)
        .first()
    )
    if conclusion is None:
        raise NotAllowed(_("Không có kết luận này. Tải lại trang."))
    if conclusion.task_id is not None:
        raise NotAllowed(_("Kết luận này đã được giao thành nhiệm vụ."))
    meeting = conclusion.meeting
    citation = f"Kết luận {conclusion.seq}, {meeting.title}"[:120]
    # Late from the first instant of the day after.
    due = (
        datetime.combine(due_on + timedelta(days=1), time(), tzinfo=clock.VIETNAM)
        if due_on
        else None
    )
    task = assign_task(
        programme_id=meeting.programme_id,
        title=conclusion.text.replace("\n", " ")[:500],
        lead_id=lead,
        assigner_id=meeting.agency_id,
        pillar=pillar,
        by=by,
        at=at,
        objective=objective,
        product=product,
        sources=[
            SourceGiven(
                code=meeting.document or f"HOP-{meeting.pk}", citation=citation, due_on=due_on
            )
        ],
        urgency=urgency,
        phase_id=phase_id,
        deadline_kind=DeadlineKind.DATE if due else DeadlineKind.NONE,
        due_at=due,
    )
    conclusion.task = task
    conclusion.save(update_fields=["task"])
    _told("assigned", meeting, by=by, at=at, conclusion=conclusion.seq, task=task.pk)
    return task


def _locked(meeting_id: int) -> Meeting:
    meeting = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("programme")
        .filter(pk=meeting_id)
        .first()
    )
    if meeting is None:
        raise NotAllowed(_("Không có cuộc họp này. Về danh sách và chọn lại."))
    return meeting


def _told(what: str, meeting: Meeting, *, by: str, at: datetime, **data: Any) -> None:
    journal.record(
        unit=str(meeting.agency_id),
        action=f"meeting.{what}",
        subject=f"meeting:{meeting.pk}",
        by=by,
        at=at,
        data=data,
    )

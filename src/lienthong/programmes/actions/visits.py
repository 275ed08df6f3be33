"""Unannounced visits and what has to be put right after them."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from lienthong.accounts import queries as accounts
from lienthong.journal import actions as journal
from lienthong.papers import actions as papers
from lienthong.papers.rules import StoredFile
from lienthong.programmes.models import Remedy, Visit
from lienthong.programmes.queries.suspicion import grounds_of
from lienthong.programmes.queries.visits import places, places_of
from lienthong.programmes.rules import NotAllowed, _
from lienthong.programmes.rules.kinds import RemedyState, VisitState
from lienthong.programmes.rules.visiting import (
    Place,
    check_close,
    check_findings,
    check_plan,
    check_planned,
    check_remedy,
    check_result,
    hidden,
)

_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"


@dataclass(frozen=True, kw_only=True)
class RemedyGiven:
    """What has to be put right. Without a person or a date it is kept and listed (R19)."""

    text: str
    person: int | None = None
    due_on: date | None = None


@transaction.atomic
def plan_visit(
    *,
    programme: int,
    visited: int,
    planned_on: date,
    reason: str,
    agency: int,
    by: str,
    at: datetime,
    group: int | None = None,
) -> Visit:
    """Plan a visit of `visited` for `agency`. The journal entry names neither the unit nor the
    day: its readers may be on the list. Raises NotAllowed."""
    on = timezone.localdate(at)
    place = _place(visited)
    check_plan(place, agency, places_of(by, at=at), planned_on=planned_on, on=on, reason=reason)
    visit = Visit.objects.create(
        code="".join(secrets.choice(_SIGNS) for _n in range(8)),
        programme_id=programme,
        agency_id=visited,
        planned_by_id=agency,
        group_id=group,
        planned_on=planned_on,
        reason=reason.strip(),
        grounds=grounds_of(visited, programme=programme, as_of=at),
        state=VisitState.PLANNED.value,
        planned_at=at,
    )
    _told("planned", visit, agency=agency, by=by, at=at)
    return visit


@transaction.atomic
def record_visit(
    *,
    code: str,
    findings: str,
    agency: int,
    by: str,
    at: datetime,
    found: Mapping[str, str] | None = None,
    file: StoredFile | None = None,
    remedies: Sequence[RemedyGiven] = (),
) -> Visit:
    """Write down what was found: from now on the unit sees it, with what has to be put right.
    `found` maps the names of the grounds to what was counted on the spot. Raises NotAllowed."""
    visit = _locked(code, by=by, at=at)
    check_planned(VisitState(visit.state))
    check_findings(findings, planned_on=visit.planned_on, on=timezone.localdate(at))
    if file is not None:
        papers.keep(file, at=at)
        visit.file_id = file.sha256
    visit.findings, visit.found = findings.strip(), dict(found or {})
    visit.state, visit.recorded_at = VisitState.RECORDED.value, at
    visit.save()
    _told("recorded", visit, agency=agency, by=by, at=at, data={"visited": visit.agency_id})
    for given in remedies:
        demand_remedy(
            programme=visit.programme_id,
            owner=visit.agency_id,
            given=given,
            visit=visit.pk,
            agency=agency,
            by=by,
            at=at,
        )
    return visit


@transaction.atomic
def drop_visit(*, code: str, agency: int, by: str, at: datetime) -> Visit:
    """Give a plan up. It stays unseen by the unit. Raises NotAllowed."""
    visit = _locked(code, by=by, at=at)
    check_planned(VisitState(visit.state))
    visit.state = VisitState.DROPPED.value
    visit.save(update_fields=["state"])
    _told("dropped", visit, agency=agency, by=by, at=at)
    return visit


@transaction.atomic
def demand_remedy(
    *,
    programme: int,
    owner: int,
    given: RemedyGiven,
    agency: int,
    by: str,
    at: datetime,
    visit: int | None = None,
    task: int | None = None,
    difficulty: int | None = None,
    origin: str = "",
) -> Remedy:
    """Have something put right: after a visit, because of a task that was warned of or a
    difficulty, or by the inspection report `origin`. Raises NotAllowed."""
    check_remedy(
        given.text,
        origin=origin,
        grounded=any(one is not None for one in (visit, task, difficulty)),
        owner=owner,
        acting=agency,
    )
    if given.person is not None and given.person not in accounts.persons([given.person]):
        raise NotAllowed(_("Chọn người chịu trách nhiệm trong danh sách."))
    _place(owner)
    remedy = Remedy.objects.create(
        programme_id=programme,
        visit_id=visit,
        task_id=task,
        difficulty_id=difficulty,
        origin=origin.strip(),
        agency_id=owner,
        text=given.text.strip(),
        person_id=given.person,
        due_on=given.due_on,
        demanded_at=at,
        state=RemedyState.OPEN.value,
    )
    _remedied("demanded", remedy, agency=agency, by=by, at=at)
    return remedy


@transaction.atomic
def name_remedy(
    *, remedy_id: int, person: int, due_on: date, agency: int, by: str, at: datetime
) -> Remedy:
    """Say who puts it right until when. A day once set moves only by who demanded it.
    Raises NotAllowed."""
    remedy = _remedy(remedy_id)
    if remedy.state == RemedyState.DONE.value:
        raise NotAllowed(_("Việc này đã được xác nhận xong."))
    if person not in accounts.persons([person]):
        raise NotAllowed(_("Chọn người chịu trách nhiệm trong danh sách."))
    if remedy.due_on is not None and due_on != remedy.due_on and agency == remedy.agency_id:
        raise NotAllowed(_("Cơ quan phải khắc phục không tự đổi ngày đã định."))
    remedy.person_id, remedy.due_on = person, due_on
    remedy.save(update_fields=["person", "due_on"])
    _remedied("named", remedy, agency=agency, by=by, at=at)
    return remedy


@transaction.atomic
def report_remedy(*, remedy_id: int, result: str, agency: int, by: str, at: datetime) -> Remedy:
    """The agency tells what it did; somebody else confirms it. Raises NotAllowed."""
    remedy = _remedy(remedy_id)
    check_result(RemedyState(remedy.state), result=result, acting=agency, agency=remedy.agency_id)
    remedy.result, remedy.result_at, remedy.result_by = result.strip(), at, by
    remedy.save(update_fields=["result", "result_at", "result_by"])
    _remedied("reported", remedy, agency=agency, by=by, at=at)
    return remedy


@transaction.atomic
def close_remedy(*, remedy_id: int, agency: int, by: str, at: datetime) -> Remedy:
    """Confirm that it was put right. Raises NotAllowed."""
    remedy = _remedy(remedy_id)
    check_close(
        RemedyState(remedy.state),
        result=remedy.result,
        acting=agency,
        agency=remedy.agency_id,
        by=by,
        told_by=remedy.result_by,
    )
    remedy.state, remedy.closed_at, remedy.closed_by = RemedyState.DONE.value, at, by
    remedy.save(update_fields=["state", "closed_at", "closed_by"])
    _remedied("closed", remedy, agency=agency, by=by, at=at)
    return remedy


@transaction.atomic
def return_remedy(*, remedy_id: int, reason: str, agency: int, by: str, at: datetime) -> Remedy:
    """What was told is not enough: the agency goes on. Raises NotAllowed."""
    remedy = _remedy(remedy_id)
    check_close(
        RemedyState(remedy.state),
        result=remedy.result,
        acting=agency,
        agency=remedy.agency_id,
        by=by,
        told_by=remedy.result_by,
    )
    if not reason.strip():
        raise NotAllowed(_("Ghi còn thiếu điều gì."))
    remedy.result = f"{remedy.result}\n– {reason.strip()}"
    remedy.result_at, remedy.result_by = None, ""
    remedy.save(update_fields=["result", "result_at", "result_by"])
    _remedied("returned", remedy, agency=agency, by=by, at=at)
    return remedy


def _place(agency: int) -> Place:
    found = places([agency])
    if not found:
        raise NotAllowed(_("Không có cơ quan này. Chọn lại cơ quan trong danh sách."))
    return found[0]


def _locked(code: str, *, by: str, at: datetime) -> Visit:
    """For who holds a role in the unit there is no such visit, as long as it is only planned."""
    visit = Visit.objects.select_for_update().filter(code=code).first()
    if visit is None or (
        visit.state != VisitState.RECORDED.value
        and hidden(_place(visit.agency_id), visit.planned_by_id, places_of(by, at=at))
    ):
        raise NotAllowed(_("Không có cuộc kiểm tra này. Về danh sách và chọn lại."))
    return visit


def _remedy(remedy_id: int) -> Remedy:
    remedy = Remedy.objects.select_for_update().filter(pk=remedy_id).first()
    if remedy is None:
        raise NotAllowed(_("Không có việc khắc phục này. Về danh sách và chọn lại."))
    return remedy


def _told(
    what: str,
    visit: Visit,
    *,
    agency: int,
    by: str,
    at: datetime,
    data: Mapping[str, object] | None = None,
) -> None:
    journal.record(
        unit=str(agency),
        action=f"visit.{what}",
        subject=f"visit:{visit.code}",
        by=by,
        at=at,
        data=dict(data or {}),
    )


def _remedied(what: str, remedy: Remedy, *, agency: int, by: str, at: datetime) -> None:
    journal.record(
        unit=str(agency),
        action=f"remedy.{what}",
        subject=f"remedy:{remedy.pk}",
        by=by,
        at=at,
        data={"agency": remedy.agency_id, "visit": remedy.visit_id},
    )

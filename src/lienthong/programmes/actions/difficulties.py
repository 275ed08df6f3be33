"""Difficulties: raised by a unit, sent to who can solve them, answered, verified by who raised."""

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from lienthong import clock
from lienthong.journal import actions as journal
from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import UnknownAgency
from lienthong.programmes.models import (
    Difficulty,
    DifficultyEvent,
    DifficultyOpinion,
    Programme,
)
from lienthong.programmes.queries.thresholds import thresholds
from lienthong.programmes.rules import NotAllowed, _
from lienthong.programmes.rules.difficulties import (
    WAITING,
    Draft,
    Parties,
    check_answer,
    check_group,
    check_join,
    check_opinion,
    check_opinions,
    check_reason,
    check_route,
    check_verify,
    next_state,
)
from lienthong.programmes.rules.kinds import Against, DifficultyEventType, DifficultyState

E = DifficultyEventType


@transaction.atomic
def raise_difficulty(
    *,
    draft: Draft,
    agency: int,
    by: str,
    at: datetime,
    programme: int | None = None,
    task: int | None = None,
    report: int | None = None,
    same_as: int | None = None,
) -> Difficulty:
    """State a difficulty for an agency, alone or from a task or a report; behind `same_as` when who
    raises it says that it is the same. Raises NotAllowed."""
    draft.check(raised_by=agency, on=timezone.localdate(at))
    if draft.against_agency is not None:
        _existing(draft.against_agency)
    difficulty = Difficulty.objects.create(
        code=secrets.token_hex(16),
        programme_id=programme,
        task_id=task,
        report_id=report,
        raised_by_id=agency,
        against=draft.against.value,
        subject=draft.subject.strip(),
        against_agency_id=draft.against_agency,
        cause=draft.cause.value,
        bloc=draft.bloc.value if draft.bloc else "",
        field=draft.field.strip(),
        text=draft.text.strip(),
        severity=draft.severity,
        since=draft.since,
        state=DifficultyState.RAISED.value,
        raised_at=at,
        answer_due_at=_answer_due(programme, agency, draft.severity, at),
    )
    difficulty.code = f"KK-{timezone.localdate(at):%y}-{difficulty.pk:05d}"
    difficulty.save(update_fields=["code"])
    _written(difficulty, E.RAISED, agency=agency, by=by, at=at)
    if same_as is not None:
        first = _locked(same_as, None)
        check_join(
            draft,
            Against(first.against),
            DifficultyState(first.state),
            grouped=first.same_as is not None,
        )
        difficulty.same_as = first
        _move(difficulty, E.GROUPED, agency=agency, by=by, at=at, data={"first": first.code})
    return difficulty


@transaction.atomic
def route_difficulty(
    *,
    difficulty_id: int,
    seen: int | None,
    owner: int,
    agency: int,
    by: str,
    at: datetime,
    reason: str = "",
    opinions: Collection[int] = (),
) -> Difficulty:
    """Send it to the one agency that has to answer, and to others for their opinion. Sent on from
    an agency that was asked before it needs a reason. When the answer is due stays: handing on buys
    no time. Raises NotAllowed."""
    difficulty = _locked(difficulty_id, seen)
    check_route(_parties(difficulty), owner=owner, acting=agency, reason=reason)
    _existing(owner)
    difficulty.owner_id = owner
    # Who leads now gives no opinion beside the answer.
    difficulty.opinions.filter(agency=owner, given_at=None).delete()
    data: dict[str, Any] = {"owner": owner}
    if reason.strip():
        data["reason"] = reason.strip()
    _move(difficulty, E.ROUTED, agency=agency, by=by, at=at, data=data)
    if opinions:
        _ask(difficulty, opinions, agency=agency, by=by, at=at)
    return difficulty


@transaction.atomic
def ask_opinions(
    *,
    difficulty_id: int,
    seen: int | None,
    opinions: Collection[int],
    agency: int,
    by: str,
    at: datetime,
) -> Difficulty:
    """Ask more agencies for their opinion; who answers stays. Raises NotAllowed."""
    difficulty = _locked(difficulty_id, seen)
    _ask(difficulty, opinions, agency=agency, by=by, at=at)
    return difficulty


@transaction.atomic
def give_opinion(
    *, difficulty_id: int, seen: int | None, text: str, agency: int, by: str, at: datetime
) -> Difficulty:
    """An agency that was asked says what it thinks; the answer stays with its owner. Raises
    NotAllowed."""
    difficulty = _locked(difficulty_id, seen)
    opinion = difficulty.opinions.filter(agency=agency).first()
    check_opinion(
        asked=opinion is not None,
        given=opinion is not None and opinion.given_at is not None,
        text=text,
    )
    difficulty.opinions.filter(agency=agency).update(text=text.strip(), given_at=at, given_by=by)
    _move(difficulty, E.ADVISED, agency=agency, by=by, at=at)
    return difficulty


@transaction.atomic
def answer_difficulty(
    *,
    difficulty_id: int,
    seen: int | None,
    text: str,
    agency: int,
    by: str,
    at: datetime,
    document: str = "",
) -> Difficulty:
    """Answer formally, for the whole group that stands behind it; each member is verified by who
    raised it. Raises NotAllowed."""
    difficulty = _locked(difficulty_id, seen)
    if difficulty.same_as is not None:
        raise NotAllowed(
            _("Khó khăn này thuộc nhóm của %(code)s. Trả lời ở đó thì cả nhóm được trả lời."),
            code=difficulty.same_as.code,
        )
    check_answer(_parties(difficulty), text=text, acting=agency)
    members = Difficulty.objects.select_for_update().filter(
        same_as=difficulty, state__in=[state.value for state in WAITING]
    )
    for one in (difficulty, *members.order_by("pk")):
        one.answer, one.answer_document = text.strip(), document.strip()
        one.answered_at, one.owner_id = at, agency
        # An answer that did not help is replaced by the next one: what was said stays here.
        data = {"answer": one.answer, "document": one.answer_document}
        if one.pk != difficulty.pk:
            data["with"] = difficulty.code
        _move(one, E.ANSWERED, agency=agency, by=by, at=at, data=data)
    return difficulty


@transaction.atomic
def verify_difficulty(
    *, difficulty_id: int, seen: int | None, agency: int, by: str, at: datetime
) -> Difficulty:
    """Who raised it says that it is solved. Raises NotAllowed."""
    difficulty = _locked(difficulty_id, seen)
    check_verify(_parties(difficulty), acting=agency, by=by)
    difficulty.closed_at = at
    _move(difficulty, E.VERIFIED, agency=agency, by=by, at=at)
    return difficulty


@transaction.atomic
def reopen_difficulty(
    *, difficulty_id: int, seen: int | None, reason: str, agency: int, by: str, at: datetime
) -> Difficulty:
    """Who raised it says that it is not solved, also after it was verified. It then stands alone
    and its answer is due anew. Raises NotAllowed."""
    difficulty = _locked(difficulty_id, seen)
    check_verify(_parties(difficulty), acting=agency, by=by)
    check_reason(reason)
    difficulty.closed_at = None
    difficulty.same_as = None
    difficulty.reopened += 1
    difficulty.answer_due_at = _answer_due(
        difficulty.programme_id, difficulty.raised_by_id, difficulty.severity, at
    )
    _move(difficulty, E.REOPENED, agency=agency, by=by, at=at, data={"reason": reason.strip()})
    return difficulty


@transaction.atomic
def withdraw_difficulty(
    *, difficulty_id: int, seen: int | None, reason: str, agency: int, by: str, at: datetime
) -> Difficulty:
    """Taken back by who raised it. Members of its group stand alone again. Raises NotAllowed."""
    difficulty = _locked(difficulty_id, seen)
    if agency != difficulty.raised_by_id:
        raise NotAllowed(_("Chỉ cơ quan đã nêu khó khăn mới rút lại được."))
    check_reason(reason)
    difficulty.closed_at = at
    _move(difficulty, E.WITHDRAWN, agency=agency, by=by, at=at, data={"reason": reason.strip()})
    Difficulty.objects.filter(same_as=difficulty).update(same_as=None)
    return difficulty


@transaction.atomic
def group_difficulties(
    *, first_id: int, members: Collection[int], agency: int, by: str, at: datetime
) -> Difficulty:
    """Put similar difficulties behind one: answering it answers all. A person decides, whatever
    was suggested. Raises NotAllowed."""
    first = _locked(first_id, None)
    if first.same_as is not None:
        raise NotAllowed(
            _("Khó khăn này đã thuộc nhóm của %(code)s. Gộp vào nhóm ấy."), code=first.same_as.code
        )
    rows = list(Difficulty.objects.select_for_update().filter(pk__in=members).order_by("pk"))
    heads = Difficulty.objects.filter(same_as__in=rows).values_list("same_as_id", flat=True)
    check_group(first_id, [row.pk for row in rows], heads=set(heads))
    next_state(DifficultyState(first.state), E.GROUPED)  # an answered one leads no new group
    for row in rows:
        row.same_as = first
        _move(row, E.GROUPED, agency=agency, by=by, at=at, data={"first": first.code})
    return first


@transaction.atomic
def separate_difficulty(
    *, difficulty_id: int, seen: int | None, agency: int, by: str, at: datetime
) -> Difficulty:
    """Take one out of its group: it is answered alone. Raises NotAllowed."""
    difficulty = _locked(difficulty_id, seen)
    if difficulty.same_as is None:
        raise NotAllowed(_("Khó khăn này không thuộc nhóm nào."))
    data = {"first": difficulty.same_as.code}
    difficulty.same_as = None
    _move(difficulty, E.SEPARATED, agency=agency, by=by, at=at, data=data)
    return difficulty


def _ask(
    difficulty: Difficulty, opinions: Collection[int], *, agency: int, by: str, at: datetime
) -> None:
    check_opinions(_parties(difficulty), opinions, acting=agency)
    known = set(difficulty.opinions.values_list("agency", flat=True))
    new = [number for number in dict.fromkeys(opinions) if number not in known]
    if not new:
        raise NotAllowed(_("Các cơ quan này đã được hỏi ý kiến. Chọn cơ quan khác."))
    for number in new:
        _existing(number)
    DifficultyOpinion.objects.bulk_create(
        DifficultyOpinion(difficulty=difficulty, agency_id=number, asked_at=at) for number in new
    )
    _move(difficulty, E.ASKED, agency=agency, by=by, at=at, data={"asked": new})


def _locked(difficulty_id: int, seen: int | None) -> Difficulty:
    """`seen`: how many events the reader saw; None for what looks at nothing before."""
    difficulty = (
        Difficulty.objects.select_for_update(of=("self",))
        .select_related("same_as")
        .filter(pk=difficulty_id)
        .first()
    )
    if difficulty is None:
        raise NotAllowed(_("Không có khó khăn này. Về danh sách và chọn lại."))
    if seen is not None and difficulty.events.count() != seen:
        raise NotAllowed(
            _("Người khác vừa làm việc với khó khăn này. Xem lại rồi làm tiếp; chưa ghi gì.")
        )
    return difficulty


def _parties(difficulty: Difficulty) -> Parties:
    answers = difficulty.events.filter(type=E.ANSWERED.value).order_by("-seq")
    return Parties(
        raised_by=difficulty.raised_by_id,
        owner=difficulty.owner_id,
        against=difficulty.against_agency_id,
        answered_by=answers.values_list("by", flat=True).first() or "",
    )


def _existing(agency: int) -> None:
    try:
        organisations.agency(agency)
    except UnknownAgency as unknown:
        raise NotAllowed(str(unknown)) from None


def _answer_due(programme: int | None, agency: int, severity: int, at: datetime) -> datetime:
    """By the programme's calendar; without a programme by that of who raised it."""
    edition = organisations.current_edition()
    known = thresholds(programme)
    calendar = (
        organisations.calendar_named(
            Programme.objects.values_list("calendar__code", flat=True).get(pk=programme),
            edition=edition,
        )
        if programme
        else organisations.calendar_of(agency, edition=edition)
    )
    days = known.number("answer_days_stopped" if severity == 3 else "answer_days")
    return clock.add_working(calendar, at, days, clock.Unit.WORKING_DAY)


def _move(
    difficulty: Difficulty,
    event: DifficultyEventType,
    *,
    agency: int,
    by: str,
    at: datetime,
    data: Mapping[str, Any] | None = None,
) -> None:
    difficulty.state = next_state(DifficultyState(difficulty.state), event).value
    difficulty.save()
    _written(difficulty, event, agency=agency, by=by, at=at, data=data)


def _written(
    difficulty: Difficulty,
    event: DifficultyEventType,
    *,
    agency: int,
    by: str,
    at: datetime,
    data: Mapping[str, Any] | None = None,
) -> None:
    """The event and its journal entry: ids and codes, no words of people."""
    row = DifficultyEvent.objects.create(
        difficulty=difficulty,
        seq=difficulty.events.count() + 1,
        type=event.value,
        at=at,
        by=by,
        agency=agency,
        data=dict(data or {}),
    )
    kept = {key: value for key, value in row.data.items() if key not in ("reason", "answer")}
    journal.record(
        unit=str(agency),
        action=f"difficulty.{event.value}",
        subject=difficulty.code,
        by=by,
        at=at,
        data={"event": row.seq, **kept},
    )

"""Difficulties as lists, as one page, and as the minister reads them: by what they are against."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import fold
from lienthong.programmes.models import Difficulty, DifficultyOpinion
from lienthong.programmes.queries.thresholds import thresholds
from lienthong.programmes.rules.difficulties import CLOSED, WAITING, alike
from lienthong.programmes.rules.kinds import (
    Against,
    Bloc,
    DifficultyEventType,
    DifficultyState,
    Obstacle,
)

_WAITING = [state.value for state in WAITING]
_CLOSED = [state.value for state in CLOSED]
_COMPARED = 2000  # open ones that a text is compared with


@dataclass(frozen=True, kw_only=True)
class DifficultyRow:
    """A difficulty. `days`: calendar days since it was raised, until it was closed.
    `late`: its answer was due and did not come in time."""

    id: int
    code: str
    state: DifficultyState
    against: Against
    subject: str
    against_agency: int | None
    cause: Obstacle
    bloc: Bloc | None
    field: str
    text: str
    severity: int
    since: date
    raised_by: int
    raised_at: datetime
    owner: int | None
    answer_due_at: datetime | None
    answered_at: datetime | None
    answer: str
    answer_document: str
    closed_at: datetime | None
    reopened: int
    same_as: int | None
    programme: int | None
    task_code: str
    report: int | None
    days: int
    late: bool


@dataclass(frozen=True, kw_only=True)
class DifficultyEventView:
    seq: int
    type: DifficultyEventType
    at: datetime
    by: str
    agency: int
    data: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class OpinionView:
    """An agency that was asked beside the one that answers; `given_at` None: it has not yet."""

    agency: int
    asked_at: datetime
    text: str
    given_at: datetime | None
    by: str


@dataclass(frozen=True, kw_only=True)
class DifficultyPage:
    row: DifficultyRow
    first: DifficultyRow | None  # of the group it belongs to
    members: Sequence[DifficultyRow]
    events: Sequence[DifficultyEventView]
    opinions: Sequence[OpinionView] = ()


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is open against one rule, system, agency or resource: how many, of how many units,
    waiting how long at most, how many unanswered beyond their time."""

    against: Against
    subject: str
    count: int
    units: int
    days: int
    late: int
    severity: int
    first: int  # the one that waits longest
    owners: Sequence[int] = ()  # who has to answer


def _rows(found: QuerySet[Difficulty], *, as_of: datetime) -> list[DifficultyRow]:
    return [_row(one, as_of) for one in found.select_related("task")]


def _row(one: Difficulty, as_of: datetime) -> DifficultyRow:
    until = min(one.closed_at or as_of, as_of)
    reached = one.answered_at if one.state not in _WAITING else None
    return DifficultyRow(
        id=one.pk,
        code=one.code,
        state=DifficultyState(one.state),
        against=Against(one.against),
        subject=one.subject,
        against_agency=one.against_agency_id,
        cause=Obstacle(one.cause),
        bloc=Bloc(one.bloc) if one.bloc else None,
        field=one.field,
        text=one.text,
        severity=one.severity,
        since=one.since,
        raised_by=one.raised_by_id,
        raised_at=one.raised_at,
        owner=one.owner_id,
        answer_due_at=one.answer_due_at,
        answered_at=one.answered_at,
        answer=one.answer,
        answer_document=one.answer_document,
        closed_at=one.closed_at,
        reopened=one.reopened,
        same_as=one.same_as_id,
        programme=one.programme_id,
        task_code=one.task.code if one.task else "",
        report=one.report_id,
        days=max(0, (timezone.localdate(until) - timezone.localdate(one.raised_at)).days),
        late=one.answer_due_at is not None
        and (reached or as_of) >= one.answer_due_at
        # Withdrawn before it was answered: nobody owes an answer.
        and not (one.state == DifficultyState.WITHDRAWN.value and one.answered_at is None),
    )


def seen_by(agencies: Collection[int]) -> Q:
    """Those of whom the agencies are the one that raised, the one that has to answer, or one whose
    opinion was asked."""
    asked = DifficultyOpinion.objects.filter(agency__in=agencies).values("difficulty")
    return Q(raised_by__in=agencies) | Q(owner__in=agencies) | Q(pk__in=asked)


def difficulties(
    agencies: Collection[int],
    *,
    as_of: datetime,
    only: str = "",
    text: str = "",
    subject: str = "",
    against: str = "",
    programme: int | None = None,
    after: int = 0,
    limit: int = 100,
) -> list[DifficultyRow]:
    """Newest first. `only`: waiting, answered, late, closed, or empty for all that is not closed;
    `all` for everything. `text` is sought without accents."""
    found = Difficulty.objects.filter(
        seen_by(agencies), _only(only, as_of), raised_at__lte=as_of
    ).order_by("-pk")
    exact = {"against": against, "programme": programme, "pk__lt": after}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    wanted, named = fold(text), fold(subject)
    rows = found.select_related("task")
    if not wanted and not named:
        rows = rows[:limit]
    matching = (
        one
        for one in rows
        if (not named or fold(one.subject) == named)
        and (not wanted or wanted in fold(f"{one.code} {one.subject} {one.text} {one.answer}"))
    )
    return [_row(one, as_of) for one in islice(matching, limit)]


def _only(only: str, as_of: datetime) -> Q:
    match only:
        case "waiting":
            return Q(state__in=_WAITING)
        case "late":
            return Q(state__in=_WAITING, answer_due_at__lte=as_of)
        case "answered":
            return Q(state=DifficultyState.ANSWERED.value)
        case "closed":
            return Q(state__in=_CLOSED)
        case "all":
            return Q()
        case _:
            return ~Q(state__in=_CLOSED)


def difficulty(code: str, agencies: Collection[int], *, as_of: datetime) -> DifficultyPage | None:
    """One with its group and its events, if the agencies may see it."""
    one = (
        Difficulty.objects.filter(seen_by(agencies), code=code)
        .select_related("task", "same_as", "same_as__task")
        .first()
    )
    if one is None:
        return None
    return DifficultyPage(
        row=_row(one, as_of),
        first=_row(one.same_as, as_of) if one.same_as else None,
        members=_rows(
            Difficulty.objects.filter(seen_by(agencies), same_as=one).order_by("pk"), as_of=as_of
        ),
        events=[
            DifficultyEventView(
                seq=event.seq,
                type=DifficultyEventType(event.type),
                at=event.at,
                by=event.by,
                agency=event.agency,
                data=event.data,
            )
            for event in one.events.order_by("seq")
        ],
        opinions=[
            OpinionView(
                agency=opinion.agency_id,
                asked_at=opinion.asked_at,
                text=opinion.text,
                given_at=opinion.given_at,
                by=opinion.given_by,
            )
            for opinion in one.opinions.order_by("asked_at", "pk")
        ],
    )


def similar(
    difficulty_id: int, agencies: Collection[int], *, as_of: datetime
) -> list[tuple[DifficultyRow, float]]:
    """Unanswered ones against the same kind of thing that resemble this one and stand in no group
    yet, the most alike first."""
    one = Difficulty.objects.get(pk=difficulty_id)
    least = thresholds(one.programme_id).number("alike_percent") / 100
    others = {
        row.pk: row
        for row in Difficulty.objects.filter(
            seen_by(agencies), against=one.against, state__in=_WAITING, same_as=None
        )
        .exclude(pk=one.pk)
        .filter(grouped=None)
        .select_related("task")
        .order_by("-pk")[:_COMPARED]
    }
    texts = {number: f"{row.subject} {row.text}" for number, row in others.items()}
    return [
        (_row(others[number], as_of), score)
        for number, score in alike(f"{one.subject} {one.text}", texts, least=least)
    ]


@dataclass(frozen=True, kw_only=True)
class Alike:
    """What others of the province wait for in the same matter: no words of theirs, since their
    difficulties are not the reader's to read."""

    id: int
    code: str
    subject: str
    units: int
    owner: int | None
    answer_due_at: datetime | None
    since: date
    score: float


def alike_before_raising(
    *, subject: str, text: str, against: Against, raised_by: int, programme: int | None
) -> list[Alike]:
    """Unanswered difficulties of the raiser's province that resemble what is about to be raised;
    those of a group as one."""
    province = organisations.agency(raised_by).province_code
    rows = list(
        Difficulty.objects.filter(
            raised_by__province_code=province, against=against.value, state__in=_WAITING
        )
        .select_related("same_as")
        .order_by("-pk")[:_COMPARED]
    )
    texts = {row.pk: f"{row.subject} {row.text}" for row in rows}
    least = thresholds(programme).number("alike_percent") / 100
    scores = dict(alike(f"{subject} {text}", texts, least=least))
    best: dict[int, float] = {}
    heads: dict[int, Difficulty] = {}
    units: dict[int, set[int]] = {}
    for row in rows:
        head = row.same_as or row
        units.setdefault(head.pk, set()).add(row.raised_by_id)
        if row.pk in scores and head.state in _WAITING:
            heads[head.pk] = head
            best[head.pk] = max(best.get(head.pk, 0.0), scores[row.pk])
    return [
        Alike(
            id=number,
            code=heads[number].code,
            subject=heads[number].subject,
            units=len(units[number]),
            owner=heads[number].owner_id,
            answer_due_at=heads[number].answer_due_at,
            since=timezone.localdate(heads[number].raised_at),
            score=score,
        )
        for number, score in sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:5]
    ]


def by_subject(
    agencies: Collection[int], *, as_of: datetime, programme: int | None = None
) -> list[Standing]:
    """The minister's list: what is open, by what it is against; what most units suffer from, and
    longest, first. A grouped difficulty counts under the subject of the first of its group."""
    found = Difficulty.objects.filter(seen_by(agencies), raised_at__lte=as_of)
    found = found.exclude(state__in=_CLOSED).select_related("same_as")
    if programme:
        found = found.filter(programme=programme)
    groups: dict[tuple[str, str], list[Difficulty]] = {}
    for one in found.order_by("pk"):
        named = one.same_as or one
        groups.setdefault((named.against, fold(named.subject)), []).append(one)
    lines = []
    for members in groups.values():
        first = min(members, key=lambda one: (one.raised_at, one.pk))
        named = first.same_as or first
        lines.append(
            Standing(
                against=Against(named.against),
                subject=named.subject,
                count=len(members),
                units=len({one.raised_by_id for one in members}),
                days=(timezone.localdate(as_of) - timezone.localdate(first.raised_at)).days,
                late=sum(_row(one, as_of).late for one in members if one.state in _WAITING),
                severity=max(one.severity for one in members),
                first=first.pk,
                owners=sorted({one.owner_id for one in members if one.owner_id}),
            )
        )
    return sorted(lines, key=lambda line: (-line.units, -line.days, -line.count, line.subject))


@dataclass(frozen=True, kw_only=True)
class ToHandle:
    """What the agencies owe each other in difficulties, the first due first."""

    to_answer: Sequence[DifficultyRow]
    to_advise: Sequence[DifficultyRow]
    to_verify: Sequence[DifficultyRow]


def to_handle(*, answering: Collection[int], raising: Collection[int], as_of: datetime) -> ToHandle:
    """`answering`: for which the reader answers; `raising`: for which the reader raises. What is
    answered with a group is not answered alone."""
    open_ = Difficulty.objects.filter(raised_at__lte=as_of).order_by("answer_due_at", "pk")
    waiting = open_.filter(state__in=_WAITING, same_as=None)
    asked = DifficultyOpinion.objects.filter(agency__in=answering, given_at=None)
    return ToHandle(
        to_answer=_rows(waiting.filter(owner__in=answering), as_of=as_of),
        to_advise=_rows(waiting.filter(pk__in=asked.values("difficulty")), as_of=as_of),
        to_verify=_rows(
            open_.filter(state=DifficultyState.ANSWERED.value, raised_by__in=raising), as_of=as_of
        ),
    )


def difficulties_of_task(
    task_id: int, agencies: Collection[int], *, as_of: datetime
) -> list[DifficultyRow]:
    """For the page of a task."""
    found = Difficulty.objects.filter(seen_by(agencies), task=task_id).order_by("-pk")
    return _rows(found, as_of=as_of)


def difficulties_of_report(
    report_id: int, agencies: Collection[int], *, as_of: datetime
) -> list[DifficultyRow]:
    """For the page of a report."""
    found = Difficulty.objects.filter(seen_by(agencies), report=report_id).order_by("-pk")
    return _rows(found, as_of=as_of)

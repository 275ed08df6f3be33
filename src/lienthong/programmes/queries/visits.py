"""Unannounced visits: who may know of them, and what stands in each."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from lienthong.accounts import queries as accounts
from lienthong.accounts.rules import Permission
from lienthong.accounts.rules.scope import Scope, hands
from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import fold
from lienthong.programmes.models import Remedy, Visit
from lienthong.programmes.queries.reach import among
from lienthong.programmes.rules.kinds import RemedyState, VisitState
from lienthong.programmes.rules.visiting import Place, hidden


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who reads: where programmes may be seen, where visits are planned, and in which agencies
    roles are held, of one's own or as a deputy. These last hide what is planned there (R31)."""

    view: frozenset[int]
    plan: frozenset[int]
    own: Sequence[Place] = field(default_factory=tuple)


@dataclass(frozen=True, kw_only=True)
class RemedyRow:
    """`missing`: it lacks a person or a date (R19). `late`: its day has passed and the agency had
    not said that it is done. `waiting`: it said so and nobody has confirmed it yet: it lacks
    nothing that the agency could add."""

    id: int
    visit: str
    task: str
    difficulty: str
    origin: str
    agency: int
    text: str
    person: int | None
    due_on: date | None
    demanded_at: datetime
    state: RemedyState
    result: str
    result_at: datetime | None
    closed_at: datetime | None
    missing: bool
    late: bool
    waiting: bool


@dataclass(frozen=True, kw_only=True)
class VisitRow:
    code: str
    programme: int
    agency: int
    planned_by: int
    group: int | None
    planned_on: date
    reason: str
    grounds: Sequence[Mapping[str, Any]]
    found: Mapping[str, str]
    findings: str
    file: str | None
    state: VisitState
    recorded_at: datetime | None
    remedies: Sequence[RemedyRow] = ()


def reader_of(scope: Scope) -> Reader:
    """Two or three statements."""
    return Reader(
        view=scope.agencies(Permission.PROGRAMME_VIEW),
        plan=scope.agencies(Permission.VISIT_PLAN),
        own=places(held.agency_id for held in scope.holdings),
    )


def places_of(by: str, *, at: datetime) -> list[Place]:
    """Where the hands of an act hold roles, whichever of them the act was for."""
    return places(
        held.agency_id
        for account in sorted(hands(by))
        for held in accounts.scope_of(account, at=at).holdings
    )


def places(agency_ids: Iterable[int]) -> list[Place]:
    """The agencies with all that stand above them."""
    wanted = sorted(set(agency_ids))
    known = organisations.agencies(wanted)
    missing = {one.parent_id for one in known.values() if one.parent_id} - known.keys()
    while missing:
        found = organisations.agencies(missing)
        known |= found
        missing = {one.parent_id for one in found.values() if one.parent_id} - known.keys()

    def above(number: int) -> frozenset[int]:
        chain: list[int] = []
        parent = known[number].parent_id
        while parent in known and parent not in chain:
            chain.append(parent)
            parent = known[parent].parent_id
        return frozenset(chain)

    return [
        Place(
            id=number,
            kind=known[number].kind,
            level=known[number].level,
            unit_code=known[number].unit_code,
            province_code=known[number].province_code,
            above=above(number),
        )
        for number in wanted
        if number in known
    ]


def may_know(reader: Reader, visit: VisitRow, visited: Mapping[int, Place]) -> bool:
    """A recorded visit: who may see the unit's programme, or who plans. Before, and when it was
    dropped: only who plans for the agency that planned it, and holds no role in the unit."""
    if visit.state is VisitState.RECORDED:
        return visit.agency in reader.view or visit.planned_by in reader.plan
    if visit.planned_by not in reader.plan:
        return False
    return not hidden(visited[visit.agency], visit.planned_by, reader.own)


def visits(
    reader: Reader,
    *,
    state: VisitState | None = None,
    text: str = "",
    programme: int | None = None,
) -> list[VisitRow]:
    """What the reader may know of, the next or latest first."""
    wanted = Q(state=VisitState.RECORDED.value, agency__in=reader.view)
    if reader.plan:
        wanted |= Q(planned_by__in=reader.plan)
    found = Visit.objects.filter(wanted)
    if state is not None:
        found = found.filter(state=state.value)
    if programme:
        found = found.filter(programme=programme)
    rows = _known(found.order_by("-planned_on", "code"), reader)
    sought = fold(text)
    if not sought:
        return rows
    names = organisations.agencies({row.agency for row in rows})
    return [
        row
        for row in rows
        if sought in fold(f"{names[row.agency].name} {row.reason} {row.findings}")
    ]


def visit(code: str, reader: Reader) -> VisitRow | None:
    """One, or None: for who must not know of it exactly as for a code that does not exist."""
    rows = _known(Visit.objects.filter(code=code), reader)
    return rows[0] if rows else None


def secret_subjects(subjects: Collection[str], own: Sequence[Place]) -> frozenset[str]:
    """Which subjects of the journal ("visit:CODE") somebody who holds roles in `own` must not
    read, whatever journals are open to them."""
    codes = {subject[6:] for subject in subjects if subject.startswith("visit:")}
    if not codes:
        return frozenset()
    rows = _rows(Visit.objects.filter(code__in=codes))
    visited = {place.id: place for place in places(row.agency for row in rows)}
    secret = {
        row.code
        for row in rows
        if row.state is not VisitState.RECORDED and hidden(visited[row.agency], row.planned_by, own)
    }
    return frozenset(f"visit:{code}" for code in secret)


def _known(found: QuerySet[Visit], reader: Reader) -> list[VisitRow]:
    rows = _rows(found)
    secret = {row.agency for row in rows if row.state is not VisitState.RECORDED}
    visited = {place.id: place for place in places(secret)}
    return [row for row in rows if may_know(reader, row, visited)]


def _rows(found: QuerySet[Visit]) -> list[VisitRow]:
    return [
        VisitRow(
            code=one.code,
            programme=one.programme_id,
            agency=one.agency_id,
            planned_by=one.planned_by_id,
            group=one.group_id,
            planned_on=one.planned_on,
            reason=one.reason,
            grounds=one.grounds,
            found=one.found,
            findings=one.findings,
            file=one.file_id,
            state=VisitState(one.state),
            recorded_at=one.recorded_at,
        )
        for one in found
    ]


def remedies(
    agencies: Collection[int],
    *,
    on: date,
    only: str = "",
    visit_code: str = "",
    task: str = "",
    difficulty: str = "",
    programme: int | None = None,
) -> list[RemedyRow]:
    """What has to be put right in the agencies. `only`: missing (R19), late, waiting, todo, open,
    done; else all. Those of a visit exist only once it is recorded."""
    found = Remedy.objects.filter(among("agency", agencies))
    found = found.select_related("visit", "task", "difficulty")
    named = {"visit__code": visit_code, "task__code": task, "difficulty__code": difficulty}
    found = found.filter(**{name: code for name, code in named.items() if code})
    if programme:
        found = found.filter(programme=programme)
    match only:
        case "missing":
            found = found.filter(Q(person=None) | Q(due_on=None), result_at=None)
            found = found.filter(state=RemedyState.OPEN.value)
        case "late":
            found = found.filter(due_on__lt=on, state=RemedyState.OPEN.value)
        case "waiting":
            found = found.filter(result_at__isnull=False, state=RemedyState.OPEN.value)
        case "todo":  # what the agency itself has to do now
            found = found.filter(state=RemedyState.OPEN.value, result_at=None)
        case "open":
            found = found.filter(state=RemedyState.OPEN.value)
        case "done":
            found = found.filter(state=RemedyState.DONE.value)
        case _:
            pass
    rows = [_remedy(one, on) for one in found.order_by(F("due_on").asc(nulls_last=True), "pk")]
    return [row for row in rows if row.late] if only == "late" else rows


def remedy_counts(agencies: Collection[int], *, on: date) -> dict[str, int]:
    """How many there are of each kind that `remedies` knows."""
    rows = remedies(agencies, on=on)
    open_ = [row for row in rows if row.state is RemedyState.OPEN]
    return {
        "open": len(open_),
        "missing": sum(row.missing for row in open_),
        "late": sum(row.late for row in open_),
        "waiting": sum(row.waiting for row in open_),
        "done": len(rows) - len(open_),
    }


def remedy(remedy_id: int, agencies: Collection[int], *, on: date) -> RemedyRow | None:
    one = (
        Remedy.objects.filter(among("agency", agencies), pk=remedy_id)
        .select_related("visit", "task", "difficulty")
        .first()
    )
    return _remedy(one, on) if one else None


def _remedy(one: Remedy, on: date) -> RemedyRow:
    open_ = one.state == RemedyState.OPEN.value
    return RemedyRow(
        id=one.pk,
        visit=one.visit.code if one.visit else "",
        task=one.task.code if one.task else "",
        difficulty=one.difficulty.code if one.difficulty else "",
        origin=one.origin,
        agency=one.agency_id,
        text=one.text,
        person=one.person_id,
        due_on=one.due_on,
        demanded_at=one.demanded_at,
        state=RemedyState(one.state),
        result=one.result,
        result_at=one.result_at,
        closed_at=one.closed_at,
        missing=open_ and one.result_at is None and (one.person_id is None or one.due_on is None),
        late=open_
        and one.due_on is not None
        and one.due_on < (timezone.localdate(one.result_at) if one.result_at else on),
        waiting=open_ and one.result_at is not None,
    )


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """R33: one unit in the consolidated report of inspections."""

    agency: int
    visits: int
    last_visit: date | None
    remedies: int
    done: int
    open: int
    late: int
    missing: int


def follow_up(
    agencies: Collection[int], *, on: date, programme: int | None = None
) -> list[FollowUp]:
    """Every unit that was visited or has to put something right; where most is late first. Planned
    visits are not in it."""
    recorded = Visit.objects.filter(state=VisitState.RECORDED.value, agency__in=agencies)
    if programme:
        recorded = recorded.filter(programme=programme)
    seen: dict[int, list[date]] = {}
    for agency, at in recorded.values_list("agency_id", "recorded_at"):
        if at is not None:
            seen.setdefault(agency, []).append(timezone.localdate(at))
    todo: dict[int, list[RemedyRow]] = {}
    for row in remedies(agencies, on=on, programme=programme):
        todo.setdefault(row.agency, []).append(row)
    lines = [
        FollowUp(
            agency=agency,
            visits=len(seen.get(agency, ())),
            last_visit=max(seen.get(agency, ()), default=None),
            remedies=len(rows),
            done=sum(row.state is RemedyState.DONE for row in rows),
            open=sum(row.state is RemedyState.OPEN for row in rows),
            late=sum(row.late for row in rows),
            missing=sum(row.missing for row in rows),
        )
        for agency in seen.keys() | todo.keys()
        for rows in (todo.get(agency, []),)
    ]
    return sorted(lines, key=lambda line: (-line.late, -line.missing, -line.open, line.agency))

"""The desk: open work of an officer or an agency, ordered by what can still be saved."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, F, Q, QuerySet

from lienthong.catalogue import queries as catalogue
from lienthong.dossiers.models import IS_OPEN, Dossier, Sideline
from lienthong.dossiers.queries.words import own
from lienthong.dossiers.rules.lifecycle import State
from lienthong.organisations.rules import fold

PAGE: Final = 50
# Not accepted yet: no clock runs.
_TO_ACCEPT: Final = Q(state=State.SUBMITTED.value)
_TO_RETURN: Final = Q(state=State.DONE.value, holder="desk")
_REAL, _TEST = Q(is_test=False), Q(is_test=True)


@dataclass(frozen=True, kw_only=True)
class Whose:
    """Whose work: that of one officer in some roles, or the whole of some agencies. `principals`
    are those whom the officer stands in for."""

    agencies: Collection[int]
    officer: int | None = None
    roles: Collection[str] = ()
    principals: Collection[int] = ()


@dataclass(frozen=True, kw_only=True)
class DeskRow:
    """One piece of work. `sideline` is set where another agency asked for a part or an opinion."""

    id: int
    code: str
    procedure: str
    applicant: str
    agency: int
    step: str
    state: State
    waits_for: str
    due_at: datetime | None
    step_due_at: datetime | None
    held_since: datetime
    promised_at: datetime | None
    first_late_at: datetime | None
    officer: int | None
    seen: int
    is_test: bool
    late_in_record: bool
    sideline: str = ""


@dataclass(frozen=True, kw_only=True)
class DeskCounts:
    """Test dossiers are in none of them; `tests` only says whether there are any to be shown."""

    all: int
    today: int
    to_sign: int
    to_accept: int
    late: int
    waiting: int
    to_return: int
    tests: bool


def _lying(whose: Whose) -> QuerySet[Dossier]:
    """Open work, test dossiers among it."""
    found = Dossier.objects.filter(IS_OPEN, agency_id__in=list(whose.agencies))
    if whose.officer is not None:
        officers = [whose.officer, *whose.principals]
        mine = Q(officer_id__in=officers) | Q(officer=None, role__in=list(whose.roles))
        found = found.filter(mine)
    return found


def _at_the_counter(agencies: Collection[int]) -> QuerySet[Dossier]:
    """Results to be fetched, of test dossiers too."""
    return Dossier.objects.filter(_TO_RETURN, agency_id__in=list(agencies))


def tonight(now: datetime) -> datetime:
    """The end of the local day of `now` (given in Việt Nam time)."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=1)


def counts(whose: Whose, *, now: datetime) -> DeskCounts:
    """How much of what there is: one statement, and one for results to return."""

    def real(*more: Q) -> Count:
        return Count("id", filter=Q(_REAL, *more))

    found = _lying(whose).aggregate(
        all=real(),
        today=real(Q(due_at__gte=now, due_at__lt=tonight(now))),
        to_sign=real(Q(role="approver")),
        to_accept=real(_TO_ACCEPT),
        late=real(Q(due_at__lt=now)),
        waiting=real(~Q(waits_for="")),
        tests=Count("id", filter=_TEST),
    )
    ended = _at_the_counter(whose.agencies).aggregate(
        to_return=real(), tests=Count("id", filter=_TEST)
    )
    tests = bool(found.pop("tests") + ended.pop("tests"))
    return DeskCounts(**found, **ended, tests=tests)


@dataclass(frozen=True, kw_only=True)
class DeskQuery:
    """What to show. `only`: all, today, to_sign, to_accept, late, waiting, to_return, and
    unassigned, lying, with nobody; tests shows test dossiers, which nothing else does."""

    only: str = "all"
    text: str = ""
    procedure: int | None = None


def desk(
    whose: Whose,
    *,
    query: DeskQuery,
    now: datetime,
    after: str = "",
    limit: int = PAGE,
    skip: Collection[int] = (),
) -> tuple[list[DeskRow], str]:
    """One page of work and the mark of the next page ("" at the end). `skip`: groups that are
    known to be empty.

    First what waits to be accepted, whose answer is due within hours; then what is due and can
    still be saved, soonest first; then what is late; then what waits for others. Pages go on by
    (group, due instant, id), so that work done meanwhile moves nothing.
    """
    found = narrowed(whose, query, now)
    group, due, last = _mark(after)
    rows: list[DeskRow] = []
    for number, (condition, order) in enumerate(_groups(query, now)):
        if number < group or (number in skip and query.only not in _ONE_GROUP):
            continue
        part = found.filter(condition).order_by(*order)
        if number == group and after:
            part = part.filter(_behind(order[0], due, last))
        rows += rows_of(part[: limit + 1 - len(rows)])
        if len(rows) > limit:
            kept = rows[:limit]
            end = kept[-1]
            place = _group_of(end, query, now)
            return kept, f"{place}|{_key(end, query)}|{end.id}"
    return rows, ""


def narrowed(whose: Whose, query: DeskQuery, now: datetime) -> QuerySet[Dossier]:
    if query.only == "tests":
        found = (_lying(whose) | _at_the_counter(whose.agencies)).filter(_TEST)
    elif query.only == "to_return":
        found = _at_the_counter(whose.agencies).filter(_REAL)
    else:
        found = _lying(whose).filter(
            _REAL,
            {
                "today": Q(due_at__gte=now, due_at__lt=tonight(now)),
                "to_sign": Q(role="approver"),
                "to_accept": _TO_ACCEPT,
                "late": Q(due_at__lt=now),
                "waiting": ~Q(waits_for=""),
                "unassigned": Q(officer=None),
            }.get(query.only, Q()),
        )
    if query.procedure is not None:
        found = found.filter(procedure_id=query.procedure)
    if query.text.strip():
        found = found.filter(matching(query.text))
    return found


def matching(text: str) -> Q:
    """By code, by the applicant's name without accents, by phone or identity number."""
    typed = text.strip()
    if typed.replace(" ", "").isdigit() and len(typed.replace(" ", "")) >= 9:
        number = typed.replace(" ", "")
        return Q(applicant__phone=number) | Q(applicant__identity_number=number)
    folded = fold(typed)
    return Q(code__icontains=typed) | Q(applicant__folded__contains=folded)


_Group = tuple[Q, tuple[str, ...]]
# In one group, by how long it waits.
_ONE_GROUP: Final = {"to_return", "tests"}


def _groups(query: DeskQuery, now: datetime) -> Sequence[_Group]:
    if query.only in _ONE_GROUP:
        # The same instant of a result that waits; its index knows it by this name.
        return [(Q(), ("ended_at" if query.only == "to_return" else "held_since", "id"))]
    return [
        (_TO_ACCEPT, ("held_since", "id")),
        (Q(due_at__gte=now), ("due_at", "id")),
        (Q(due_at__lt=now), ("due_at", "id")),
        (Q(due_at=None) & ~_TO_ACCEPT, ("held_since", "id")),
    ]


def _group_of(row: DeskRow, query: DeskQuery, now: datetime) -> int:
    if query.only in _ONE_GROUP:
        return 0
    if row.due_at is None:
        return 0 if row.state is State.SUBMITTED else 3
    return 1 if row.due_at >= now else 2


def _key(row: DeskRow, query: DeskQuery) -> str:
    instant = row.due_at if row.due_at and query.only not in _ONE_GROUP else row.held_since
    return instant.isoformat()


def _mark(after: str) -> tuple[int, datetime | None, int]:
    try:
        group, due, last = after.split("|")
        return int(group), datetime.fromisoformat(due), int(last)
    except ValueError:
        return 0, None, 0


def _behind(order: str, due: datetime | None, last: int) -> Q:
    if due is None:
        return Q(pk__gt=last)
    return Q(**{f"{order}__gt": due}) | Q(**{order: due}, pk__gt=last)


def rows_of(found: QuerySet[Dossier]) -> list[DeskRow]:
    values = found.annotate(applicant_name=F("applicant__full_name")).values(
        "id", "code", "version_id", "applicant_name", "agency_id", "step", "state", "waits_for",
        "due_at", "step_due_at", "held_since", "promised_at", "first_late_at", "officer_id",
        "events_seen", "is_test", "verdict", "recorded_verdict",
    )  # fmt: skip
    rows = list(values)
    versions = catalogue.versions(row["version_id"] for row in rows)
    made = []
    for row in rows:
        version = versions[row["version_id"]]
        step = next((step for step in version.content.steps if step.key == row["step"]), None)
        made.append(
            DeskRow(
                id=row["id"],
                code=row["code"],
                procedure=own(version),
                applicant=row["applicant_name"],
                agency=row["agency_id"],
                step=own(step) if step else "",
                state=State(row["state"]),
                waits_for=row["waits_for"],
                due_at=row["due_at"],
                step_due_at=row["step_due_at"],
                held_since=row["held_since"],
                promised_at=row["promised_at"],
                first_late_at=row["first_late_at"],
                officer=row["officer_id"],
                seen=row["events_seen"],
                is_test=row["is_test"],
                late_in_record=row["recorded_verdict"] == "late" and row["verdict"] != "late",
            )
        )
    return made


def sidelines_for(
    agencies: Collection[int], *, tests: bool = False, limit: int = PAGE
) -> list[DeskRow]:
    """Opinions and parts of interlinked procedures that other agencies wait for: of real dossiers,
    or of test dossiers."""
    lines = list(
        Sideline.objects.filter(
            agency_id__in=list(agencies), closed_at=None, dossier__is_test=tests
        )
        .select_related("dossier__applicant")
        .only(
            "key",
            "name",
            "agency_id",
            "opened_at",
            "due_at",
            "dossier__code",
            "dossier__version_id",
            "dossier__state",
            "dossier__events_seen",
            "dossier__is_test",
            "dossier__applicant__full_name",
        )
        .order_by("due_at", "id")[:limit]
    )
    versions = catalogue.versions(line.dossier.version_id for line in lines)
    return [
        DeskRow(
            id=line.dossier_id,
            code=line.dossier.code,
            procedure=own(versions[line.dossier.version_id]),
            applicant=line.dossier.applicant.full_name,
            agency=line.agency_id,
            step=line.name,
            state=State(line.dossier.state),
            waits_for="",
            due_at=line.due_at,
            step_due_at=line.due_at,
            held_since=line.opened_at,
            promised_at=None,
            first_late_at=None,
            officer=None,
            seen=line.dossier.events_seen,
            is_test=line.dossier.is_test,
            late_in_record=False,
            sideline=line.key,
        )
        for line in lines
    ]


def same_day_open(agencies: Collection[int], *, now: datetime) -> int:
    """Same-day work that is due today and still open: shouted about from 16:30 (R133)."""
    return len(same_day_ids(agencies, now=now))


def same_day_ids(agencies: Collection[int], *, now: datetime) -> list[int]:
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    due = Dossier.objects.filter(
        IS_OPEN,
        agency_id__in=list(agencies),
        is_test=False,
        due_at__gte=today,
        due_at__lt=tonight(now),
        accepted_at__gte=today - timedelta(days=1),
    ).values_list("pk", "version_id", "option")
    return [pk for pk, version, option in due if _is_same_day(version, option)]


def _is_same_day(version_id: int, option_key: str) -> bool:
    content = catalogue.version(version_id).content
    return any(
        option.key == option_key and option.unit.value == "same_day"
        for option in content.time_options
    )


@dataclass(frozen=True, kw_only=True)
class Workload:
    """The open work of one officer, to explain backlogs and balance staff (R157)."""

    officer: int | None
    open: int
    late: int
    today: int


def workloads(agencies: Collection[int], *, now: datetime) -> list[Workload]:
    rows = (
        Dossier.objects.filter(IS_OPEN, agency_id__in=list(agencies), is_test=False)
        .values_list("officer_id")
        .annotate(
            open=Count("id"),
            late=Count("id", filter=Q(due_at__lt=now)),
            today=Count("id", filter=Q(due_at__gte=now, due_at__lt=tonight(now))),
        )
    )
    return [
        Workload(officer=officer, open=open_, late=late, today=today)
        for officer, open_, late, today in rows
    ]

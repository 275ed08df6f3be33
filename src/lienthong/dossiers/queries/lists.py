"""The dossiers behind a figure: the same definitions as the counters, asked of the database."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from lienthong.clock import VIETNAM
from lienthong.dossiers.models import IS_OPEN, Dossier, TimelineEvent
from lienthong.dossiers.queries.desk import matching, same_day_ids, tonight
from lienthong.dossiers.rules.figures import (
    BY_CAUSE,
    COUNTED,
    FIGURES,
    MARKS,
    PILES,
    SUMS,
    Definition,
    Figure,
    Stock,
    Timed,
)
from lienthong.dossiers.rules.lifecycle import EventType, State

PAGE: Final = 50
NOBODY: Final = 0  # the officer of what is given to nobody
SAME_DAY: Final = "same_day"  # same-day work still open, as the desk counts it (R133)
LISTS: Final = frozenset({*FIGURES, *BY_CAUSE, *PILES, *MARKS, *SUMS, *Timed, SAME_DAY})


@dataclass(frozen=True, kw_only=True)
class Whole:
    """Among which dossiers: those that these agencies are competent for. Where the agencies are all
    of a province, `province` says so at less cost and `agencies` are those beside it."""

    agencies: Collection[int]
    province: str = ""
    procedures: Collection[int] | None = None
    officer: int | None = None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which figure, of which days, as of which minute; `cause` and `text` narrow the list."""

    figure: str
    since: date
    until: date
    as_of: datetime
    soon: datetime
    cause: str | None = None
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """`at`: what the list is ordered by: when it was received or ended, is due, or since when it
    waits."""

    id: int
    code: str
    procedure: str
    applicant: str
    agency: int
    holds: int
    state: State
    at: datetime
    due_at: datetime | None
    held_since: datetime
    submitted_at: datetime
    ended_at: datetime | None
    promised_at: datetime | None
    first_late_at: datetime | None
    verdict: str
    late_in_record: bool
    waits_for: str
    back_and_forth: int
    cause: str


def dossiers(
    whole: Whole, asked: Asked, *, after: str = "", limit: int | None = PAGE
) -> tuple[list[Line], str]:
    """One page and the mark of the next one ("" at the end). What is open comes by what is due or
    waits longest, what happened comes the newest first."""
    column, newest_first = _order(asked.figure)
    found = _found(whole, asked).annotate(at=column)
    last_at, last_id = _mark(after)
    if last_at is not None:
        way = "lt" if newest_first else "gt"
        found = found.filter(
            Q(**{f"at__{way}": last_at}) | Q(**{"at": last_at, f"id__{way}": last_id})
        )
    found = found.order_by("-at", "-id") if newest_first else found.order_by("at", "id")
    lines = _lines(found if limit is None else found[: limit + 1])
    if limit is None or len(lines) <= limit:
        return lines, ""
    end = lines[limit - 1]
    return lines[:limit], f"{end.at.isoformat()}|{end.id}"


@dataclass(frozen=True, kw_only=True)
class Load:
    """The open work of one officer (None: of nobody yet)."""

    officer: int | None
    open: int
    today: int


def loads(
    agencies: Collection[int], asked: Asked, *, procedures: Collection[int] | None = None
) -> list[Load]:
    """How open work is shared out (R157), as of the minute of `asked`. One statement."""
    whole = Whole(agencies=agencies, procedures=procedures)
    rows = (
        _found(whole, asked)
        .order_by()
        .values_list("officer_id")
        .annotate(open=Count("id"), today=Count("id", filter=_one(Timed.DUE_TODAY, asked)))
    )
    return [Load(officer=officer, open=open_, today=today) for officer, open_, today in rows]


def causes(whole: Whole, asked: Asked) -> dict[str, int]:
    """How many of a list have which coded cause of delay ("": none yet)."""
    rows = _found(whole, asked).order_by().values_list("cause").annotate(n=Count("id"))
    return dict(rows)


def _found(whole: Whole, asked: Asked) -> QuerySet[Dossier]:
    found = Dossier.objects.filter(_as_q(COUNTED), _condition(whole, asked))
    if _is_open(asked.figure):
        # Each branch of the condition says so; said once for all, the indexes of open dossiers
        # serve.
        found = found.filter(IS_OPEN)
    if whole.procedures is not None:
        found = found.filter(procedure_id__in=list(whole.procedures))
    if whole.officer is not None:
        found = found.filter(officer_id=None if whole.officer == NOBODY else whole.officer)
    if asked.cause is not None:
        found = found.filter(cause=asked.cause)
    if asked.text.strip():
        found = found.filter(matching(asked.text))
    return found


def _condition(whole: Whole, asked: Asked) -> Q:
    if asked.figure == SAME_DAY:  # of who holds it
        return Q(pk__in=same_day_ids(whole.agencies, now=asked.as_of.astimezone(VIETNAM)))
    return _among(whole) & _by_definition(asked.figure, asked)


def _by_definition(name: str, asked: Asked) -> Q:
    either = reduce(or_, (_one(part, asked) for part in SUMS.get(name, (name,))))
    day = _day_of(name)
    if not day:
        return either
    # Once for all parts: in each of them alone the days would open no index.
    return either & Q(
        **{
            f"{day}__gte": _midnight(asked.since),
            f"{day}__lt": _midnight(asked.until + timedelta(days=1)),
        }
    )


def _among(whole: Whole) -> Q:
    among = Q(competent_id__in=list(whole.agencies))
    return among | Q(competent__province_code=whole.province) if whole.province else among


def _one(name: str, asked: Asked) -> Q:
    if name in PILES or name in MARKS:
        return _as_q(PILES[Stock(name)] if name in PILES else MARKS[name])
    if name in FIGURES or name in BY_CAUSE:
        return _as_q(FIGURES[Figure(name)] if name in FIGURES else BY_CAUSE[name])
    running = _as_q(PILES[Stock.RUNNING])
    # As of a whole minute: see `measures.rules.contribution.due_minute`.
    now, soon = _minute(asked.as_of), _minute(asked.soon)
    match name:
        case Timed.DUE_TODAY:
            return running & Q(due_at__gte=now, due_at__lt=tonight(now))
        case Timed.DUE_SOON:
            return running & Q(due_at__gte=now, due_at__lt=soon)
        case Timed.NEW_LATE:
            return running & Q(
                due_at__lt=min(now, _midnight(asked.until + timedelta(days=1))),
                due_at__gte=_midnight(asked.since),
            )
        case _:
            return running & Q(due_at__lt=now) | _as_q(PILES[Stock.WAITING_LATE])


def _as_q(definition: Definition) -> Q:
    found = Q(**{key: _plain(value) for key, value in definition.where.items()})
    for key, value in definition.unlike.items():
        found &= ~Q(**{key: _plain(value)})
    return found


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value


def stands_now(name: str) -> bool:
    """Whether a figure counts how dossiers stand, and not what happened in a time."""
    return not _day_of(name)


def _day_of(name: str) -> str:
    """The column on whose day a figure falls; "" where it counts how dossiers stand."""
    named = SUMS[name][0] if name in SUMS else name
    if named in FIGURES:
        return FIGURES[Figure(named)].day
    return BY_CAUSE[named].day if named in BY_CAUSE else ""


def _is_open(name: str) -> bool:
    """Whether a figure counts what is open now, and not what happened or waits to be returned."""
    return stands_now(name) and name != Stock.TO_RETURN


def _order(name: str) -> tuple[Any, bool]:
    """The column by which a list is ordered, and whether the newest comes first."""
    if day := _day_of(name):
        return F(day), True
    if name == Stock.TO_RETURN:
        return F("ended_at"), False
    return Coalesce("due_at", "first_late_at", "held_since"), False


def _mark(after: str) -> tuple[datetime | None, int]:
    try:
        at, last = after.split("|")
        instant = datetime.fromisoformat(at)
        return (instant if instant.tzinfo else None), int(last)
    except ValueError:
        return None, 0


def _minute(at: datetime) -> datetime:
    return at.astimezone(VIETNAM).replace(second=0, microsecond=0)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=VIETNAM)


def _lines(found: QuerySet[Any]) -> list[Line]:
    rows = found.values(
        "id", "code", "procedure__name", "applicant__full_name", "competent_id", "agency_id",
        "state", "at", "due_at", "held_since", "submitted_at", "ended_at", "promised_at",
        "first_late_at", "verdict", "recorded_verdict", "waits_for", "back_and_forth", "cause",
    )  # fmt: skip
    return [
        Line(
            id=row["id"],
            code=row["code"],
            procedure=row["procedure__name"],
            applicant=row["applicant__full_name"],
            agency=row["competent_id"],
            holds=row["agency_id"],
            state=State(row["state"]),
            at=row["at"],
            due_at=row["due_at"],
            held_since=row["held_since"],
            submitted_at=row["submitted_at"],
            ended_at=row["ended_at"],
            promised_at=row["promised_at"],
            first_late_at=row["first_late_at"],
            verdict=row["verdict"],
            late_in_record=row["recorded_verdict"] == "late" and row["verdict"] != "late",
            waits_for=row["waits_for"],
            back_and_forth=row["back_and_forth"],
            cause=row["cause"],
        )
        for row in rows
    ]


@dataclass(frozen=True, kw_only=True)
class AskedLate:
    """Papers asked for when little time was left: `left` seconds to the due instant."""

    id: int
    code: str
    procedure: str
    agency: int
    at: datetime
    left: int
    reason: str


def asked_near_due(
    whole: Whole, *, within: int, limit: int = PAGE, look_at: int = 2000
) -> list[AskedLate]:
    """Dossiers that wait for papers which were asked for less than `within` seconds before the due
    instant, or after it: to be looked at (R121). The newest first."""
    waiting = Dossier.objects.filter(
        _among(whole),
        _as_q(COUNTED),
        IS_OPEN,  # said for its index
        state=State.AWAITING_SUPPLEMENT.value,
    )
    if whole.procedures is not None:
        waiting = waiting.filter(procedure_id__in=list(whole.procedures))
    events = TimelineEvent.objects.filter(
        dossier__in=waiting, type=EventType.SUPPLEMENT_REQUESTED.value
    )
    rows = events.order_by("-occurred_at", "-id").values_list(
        "dossier_id", "dossier__code", "dossier__procedure__name", "dossier__competent_id",
        "occurred_at", "data",
    )  # fmt: skip
    found = []
    seen: set[int] = set()
    for dossier, code, procedure, agency, at, data in rows[:look_at]:
        if dossier in seen:
            continue  # an earlier one: what is waited for was asked last
        seen.add(dossier)
        left = data.get("remaining_seconds")
        if left is not None and left < within:
            found.append(
                AskedLate(
                    id=dossier,
                    code=code,
                    procedure=procedure,
                    agency=agency,
                    at=at,
                    left=left,
                    reason=data.get("reason", ""),
                )
            )
    return found[:limit]

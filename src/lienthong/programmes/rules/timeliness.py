"""Whether a task is in time, as of a moment; who answers for a delay; the counts. Pure.

One function for every screen, list and report, so that a figure of a past day can be recomputed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Protocol

from lienthong.clock import VIETNAM
from lienthong.organisations.rules import Named
from lienthong.programmes.rules import _
from lienthong.programmes.rules.kinds import DeadlineKind, RequestKind, TaskState
from lienthong.programmes.rules.thresholds import Thresholds
from lienthong.programmes.rules.timeline import Standing


class Timeliness(Named):
    """How a task stands to its deadline. In the order of the first that holds."""

    CANCELLED = "cancelled"
    DONE_AHEAD = "done_ahead"
    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    NOT_ASSESSED = "not_assessed"  # done, but no deadline says whether in time
    RECURRING = "recurring"
    AWAITING = "awaiting"  # a condition
    NO_DEADLINE = "no_deadline"
    CORRECTING = "correcting"  # overdue by data that somebody asked to put right
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    IN_TIME = "in_time"


class Responsible(Named):
    """Who answers for a delay."""

    LEAD = "lead"
    ACCEPTOR = "acceptor"  # a result in time waits to be accepted
    DECIDER = "decider"  # a request made in time is not decided


T = Timeliness

TIMELINESS_NAMES: Final[Mapping[Timeliness, str]] = {
    T.CANCELLED: _("Đã hủy"),
    T.DONE_AHEAD: _("Xong trước hạn"),
    T.DONE_ON_TIME: _("Xong đúng hạn"),
    T.DONE_LATE: _("Xong quá hạn"),
    T.NOT_ASSESSED: _("Xong, không đánh giá thời hạn"),
    T.RECURRING: _("Thường xuyên"),
    T.AWAITING: _("Chờ điều kiện"),
    T.NO_DEADLINE: _("Chưa có thời hạn"),
    T.CORRECTING: _("Đang đính chính"),
    T.OVERDUE: _("Quá hạn"),
    T.DUE_SOON: _("Sắp đến hạn"),
    T.IN_TIME: _("Đang làm, trong hạn"),
}

# The four that everybody publishes (Hà Nội, the ministries, Directive 33/CT-TTg).
PUBLIC: Final[Mapping[str, frozenset[Timeliness]]] = {
    "done_on_time": frozenset({T.DONE_AHEAD, T.DONE_ON_TIME}),
    "done_late": frozenset({T.DONE_LATE}),
    "in_time": frozenset({T.IN_TIME, T.DUE_SOON}),
    "overdue": frozenset({T.OVERDUE}),
}


class Dated(Protocol):
    """What of a standing says whether it is in time."""

    @property
    def state(self) -> TaskState: ...
    @property
    def deadline_kind(self) -> DeadlineKind: ...
    @property
    def due_at(self) -> datetime | None: ...
    @property
    def done_at(self) -> datetime | None: ...
    @property
    def was_late(self) -> bool: ...
    @property
    def correcting(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many tasks of a scope stand how, as of a moment."""

    by_kind: Mapping[Timeliness, int]

    def __getitem__(self, kind: Timeliness) -> int:
        return self.by_kind.get(kind, 0)

    def public(self, name: str) -> int:
        return sum(self[kind] for kind in PUBLIC[name])

    @property
    def total(self) -> int:
        """All but the cancelled."""
        return sum(n for kind, n in self.by_kind.items() if kind is not T.CANCELLED)

    @property
    def assessed(self) -> int:
        return sum(self.public(name) for name in PUBLIC)

    @property
    def done(self) -> int:
        return self.public("done_on_time") + self[T.DONE_LATE] + self[T.NOT_ASSESSED]

    @property
    def rest(self) -> Mapping[Timeliness, int]:
        """What stands in none of the four public counts."""
        counted = frozenset[Timeliness]().union(*PUBLIC.values())
        return {kind: self[kind] for kind in T if kind not in counted and self[kind]}


def count(kinds: Iterable[Timeliness]) -> Counts:
    return Counts(by_kind=Counter(kinds))


def added(many: Iterable[Counts]) -> Counts:
    total: Counter[Timeliness] = Counter()
    for one in many:
        total.update(one.by_kind)
    return Counts(by_kind=total)


def verdict(standing: Dated) -> Timeliness:
    """How the task stands, but for what time brings without an event: whether a task in time is
    due soon or overdue, and how far ahead a task done in time has to be."""
    if standing.state is TaskState.CANCELLED:
        return T.CANCELLED
    if standing.state is TaskState.ACCEPTED:
        if standing.due_at is None or standing.done_at is None:
            return T.DONE_LATE if standing.was_late else T.NOT_ASSESSED
        late = standing.was_late or standing.done_at >= standing.due_at
        return T.DONE_LATE if late else T.DONE_ON_TIME
    if standing.deadline_kind is DeadlineKind.RECURRING:
        return T.RECURRING
    if standing.due_at is None:
        awaiting = standing.deadline_kind is DeadlineKind.CONDITION
        return T.AWAITING if awaiting else T.NO_DEADLINE
    return T.IN_TIME


def days_ahead(standing: Dated) -> int | None:
    """Calendar days from when a task was done in time to its last day; None for any other."""
    if standing.due_at is None or standing.done_at is None:
        return None
    if verdict(standing) is not T.DONE_ON_TIME:
        return None
    return (last_day(standing.due_at) - _day(standing.done_at)).days


def soon_until(as_of: datetime, days: int) -> datetime:
    """What is due until this instant is due soon at `as_of`."""
    midnight = datetime.combine(_day(as_of), time(), VIETNAM)
    return midnight + timedelta(days=days + 1)


def timeliness(standing: Dated, as_of: datetime, known: Thresholds) -> Timeliness:
    """How the task stands at `as_of`; `standing` is what was known then."""
    return told(
        verdict(standing),
        due_at=standing.due_at,
        ahead=days_ahead(standing),
        correcting=standing.correcting,
        as_of=as_of,
        known=known,
    )


def told(
    kept: Timeliness,
    *,
    due_at: datetime | None,
    ahead: int | None,
    correcting: bool,
    as_of: datetime,
    known: Thresholds,
) -> Timeliness:
    """What time and thresholds make of a `verdict`. `queries.figures` says the same in the words of
    the database."""
    if kept is T.DONE_ON_TIME:
        return T.DONE_AHEAD if (ahead or 0) >= known.number("ahead_days") else kept
    if kept is not T.IN_TIME or due_at is None:
        return kept
    if as_of >= due_at:
        return T.CORRECTING if correcting else T.OVERDUE
    return T.DUE_SOON if due_at <= soon_until(as_of, known.number("soon_days")) else kept


def responsible(
    standing: Standing, as_of: datetime, *, decide_by: datetime | None = None
) -> Responsible | None:
    """Who answers for the delay at `as_of`; None while there is none. `decide_by`: when the
    pending request for extension or refusal should have been decided."""
    if not standing.open or standing.due_at is None or as_of < standing.due_at:
        return None
    if standing.done_at is not None and standing.done_at < standing.due_at:
        return Responsible.ACCEPTOR
    asked = [
        since
        for kind, since in standing.pending.items()
        if kind in (RequestKind.EXTENSION, RequestKind.REFUSAL) and since < standing.due_at
    ]
    if asked and decide_by is not None and as_of >= decide_by:
        return Responsible.DECIDER
    return Responsible.LEAD


def last_day(due_at: datetime) -> date:
    """The last day on which the work is in time: a due instant is exclusive."""
    return _day(due_at - timedelta(microseconds=1))


def days_left(due_at: datetime, as_of: datetime) -> int:
    """Calendar days from today to the last day; negative once it is past."""
    return (last_day(due_at) - _day(as_of)).days


def days_late(due_at: datetime, as_of: datetime) -> int:
    """Calendar days since the last day; 0 while in time."""
    return max(0, -days_left(due_at, as_of)) if as_of >= due_at else 0


def _day(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()


# Until when the next report of a recurring task is expected, in calendar days.
RHYTHM_DAYS: Final[Mapping[str, int]] = {
    "daily": 1,
    "weekly": 7,
    "monthly": 31,
    "quarterly": 92,
    "yearly": 366,
}


class Health(Named):
    """How a recurring task is kept up (R16)."""

    FRESH = "fresh"
    DUE = "due"  # the rhythm asks for a report by now
    SILENT = "silent"  # a whole turn was missed


def health(standing: Standing, recurrence: str, as_of: datetime) -> Health:
    """By the time since the last report, or since it was assigned."""
    days = RHYTHM_DAYS[recurrence]
    since = (_day(as_of) - _day(standing.last_report_at or standing.assigned_at)).days
    if since <= days:
        return Health.FRESH
    return Health.DUE if since <= 2 * days else Health.SILENT

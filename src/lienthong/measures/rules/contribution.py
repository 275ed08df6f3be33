"""The contribution of one dossier to the counters: a function of its columns, nothing else.

Folding means: take the old contribution away, add the new one. So the counters always equal the sum
over all dossiers, whatever happened in between, corrections included.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Final

_VIETNAM: Final = timezone(timedelta(hours=7))
_EPOCH: Final = datetime(2020, 1, 1, tzinfo=_VIETNAM)
ALL: Final = 0  # the procedure of a row that counts all procedures


class Figure(StrEnum):
    """What is counted per place, procedure and day."""

    RECEIVED = "received"
    RECEIVED_ONLINE = "received_online"
    DONE_EARLY = "done_early"
    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"  # finished late in fact
    ONCE_LATE = "once_late"  # finished, and late at some moment (first_late_at)
    RECORDED_LATE = "recorded_late"  # in time in fact, late only in the record
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    REFUSED = "refused"
    RETURNED = "returned"


class Stock(StrEnum):
    """In which pile an open dossier lies. `running` ones are also counted by due minute."""

    TO_ACCEPT = "to_accept"
    NOT_STARTED = "not_started"
    RUNNING = "running"
    WAITING = "waiting"  # suspended in time
    WAITING_LATE = "waiting_late"  # waits, but was late before
    TO_RETURN = "to_return"


_DONE: Final = {
    "early": Figure.DONE_EARLY,
    "on_time": Figure.DONE_ON_TIME,
    "late": Figure.DONE_LATE,
}
_OUTCOMES: Final = {
    "declined": Figure.DECLINED,
    "withdrawn": Figure.WITHDRAWN,
    "stopped": Figure.STOPPED,
    "refused": Figure.REFUSED,
}
SETTLED: Final = frozenset({"completed", "refused", "closed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The columns of a dossier that figures need."""

    competent: int
    receiving: int
    province: str
    commune: str
    procedure: int
    officer: int | None
    channel: str
    is_test: bool
    state: int
    holder: str
    submitted_at: datetime
    ended_at: datetime | None
    returned_at: datetime | None
    outcome: str
    clock_state: str
    due_at: datetime | None
    first_late_at: datetime | None
    verdict: str
    recorded_verdict: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """Counts by key. daily: (place, procedure, day, figure); stock: (place, procedure, pile);
    due: (place, procedure, due minute)."""

    daily: Counter[tuple[str, int, date, str]]
    stock: Counter[tuple[str, int, str]]
    due: Counter[tuple[str, int, int]]


def due_minute(at: datetime) -> int:
    """The whole minute (since 2020 in Việt Nam time) in which a dossier is due.

    As of a whole minute T exactly the dossiers with a due minute below T are overdue: at 17:00:00
    one that is due at 17:00:00 is not, at 17:01:00 it is. Boards say as of which minute.
    """
    return int((at - _EPOCH).total_seconds() // 60)


def minute_at(minute: int) -> datetime:
    return _EPOCH + timedelta(minutes=minute)


def places(facts: Facts) -> list[str]:
    """Where the dossier counts: its agency, the counter, its commune, its province."""
    found = [f"a:{facts.competent}", f"c:{facts.commune}", f"p:{facts.province}"]
    if facts.receiving != facts.competent:
        found.append(f"r:{facts.receiving}")
    return found


def contribution(facts: Facts | None) -> Contribution:
    """What the dossier adds; nothing for a test dossier or none at all."""
    found = Contribution(Counter(), Counter(), Counter())
    if facts is None or facts.is_test or facts.outcome == "expired":
        return found
    for place in places(facts):
        for procedure in (facts.procedure, ALL):
            for day, figure in _daily(facts):
                found.daily[place, procedure, day, figure.value] += 1
            pile = _pile(facts)
            if pile is not None:
                found.stock[place, procedure, pile.value] += 1
            if pile is Stock.RUNNING and facts.due_at is not None:
                found.due[place, procedure, due_minute(facts.due_at)] += 1
    if facts.officer is not None and facts.outcome in SETTLED and facts.ended_at is not None:
        figure = _DONE.get(facts.verdict, Figure.DONE_ON_TIME)
        found.daily[f"o:{facts.officer}", ALL, _day(facts.ended_at), figure.value] += 1
    return found


def _day(at: datetime) -> date:
    return at.astimezone(_VIETNAM).date()


def _daily(facts: Facts) -> Iterator[tuple[date, Figure]]:
    received = _day(facts.submitted_at)
    yield received, Figure.RECEIVED
    if facts.channel == "online":
        yield received, Figure.RECEIVED_ONLINE
    if facts.ended_at is not None:
        ended = _day(facts.ended_at)
        if facts.outcome in SETTLED:
            yield ended, _DONE.get(facts.verdict, Figure.DONE_ON_TIME)
            if facts.first_late_at is not None:
                yield ended, Figure.ONCE_LATE
            if facts.recorded_verdict == "late" and facts.verdict != "late":
                yield ended, Figure.RECORDED_LATE
        if facts.outcome in _OUTCOMES:
            yield ended, _OUTCOMES[facts.outcome]
    if facts.returned_at is not None:
        yield _day(facts.returned_at), Figure.RETURNED


def _pile(facts: Facts) -> Stock | None:
    if facts.ended_at is not None:
        return Stock.TO_RETURN if facts.holder == "desk" else None
    if facts.state == 1:
        return Stock.TO_ACCEPT
    match facts.clock_state:
        case "not_started":
            return Stock.NOT_STARTED
        case "paused":
            return Stock.WAITING if facts.first_late_at is None else Stock.WAITING_LATE
        case _:
            return Stock.RUNNING

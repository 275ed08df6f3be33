"""The contribution of one dossier to the counters: a function of its columns, nothing else.

Folding means: take the old contribution away, add the new one. So the counters always equal the sum
over all dossiers, whatever happened in between, corrections included. What each figure counts is
defined in `dossiers.rules.figures`, together with the lists that figures open.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from operator import attrgetter
from typing import Final, NamedTuple

from lienthong.dossiers.rules.figures import (
    BY_CAUSE,
    COUNTED,
    FIGURES,
    FINISHED,
    MARKS,
    PILES,
    SENT_BACK_LEAST,
    Stock,
)

_VIETNAM: Final = timezone(timedelta(hours=7))
_EPOCH: Final = datetime(2020, 1, 1, tzinfo=_VIETNAM)
ALL: Final = 0  # the procedure of a row that counts all procedures


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
    waits_for: str = ""
    back_and_forth: int = 0
    cause: str = ""


_BUT_DUE: Final = attrgetter(
    *(f.name for f in fields(Facts) if f.name not in {"due_at", "first_late_at"})
)


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


def places(facts: Facts) -> list[str]:
    """Where the dossier counts: its agency, the counter, its commune, its province."""
    found = [f"a:{facts.competent}", f"c:{facts.commune}", f"p:{facts.province}"]
    if facts.receiving != facts.competent:
        found.append(f"r:{facts.receiving}")
    return found


class _Shape(NamedTuple):
    """What definitions look at. Of instants they ask only whether there is one."""

    channel: str
    is_test: bool
    state: int
    holder: str
    outcome: str
    clock_state: str
    verdict: str
    recorded_verdict: str
    waits_for: str
    cause: str
    back_and_forth: int
    ended_at: bool | None
    returned_at: bool | None
    first_late_at: bool | None


class _Kinds(NamedTuple):
    counted: bool
    figures: tuple[tuple[str, str], ...]  # with the column whose day they fall on
    piles: tuple[str, ...]
    running: bool


@lru_cache(maxsize=4096)
def _kinds(shape: _Shape) -> _Kinds:
    """A million dossiers have a few hundred shapes: each is asked once."""
    return _Kinds(
        counted=COUNTED.holds(shape),
        figures=tuple(
            (str(name), definition.day)
            for name, definition in (*FIGURES.items(), *BY_CAUSE.items())
            if definition.holds(shape)
        ),
        piles=tuple(
            str(name)
            for name, definition in (*PILES.items(), *MARKS.items())
            if definition.holds(shape)
        ),
        running=PILES[Stock.RUNNING].holds(shape),
    )


def _kinds_of(facts: Facts) -> _Kinds:
    return _kinds(
        _Shape(
            channel=facts.channel,
            is_test=facts.is_test,
            state=facts.state,
            holder=facts.holder,
            outcome=facts.outcome,
            clock_state=facts.clock_state,
            verdict=facts.verdict,
            recorded_verdict=facts.recorded_verdict,
            waits_for=facts.waits_for,
            cause=facts.cause,
            back_and_forth=min(facts.back_and_forth, SENT_BACK_LEAST),
            ended_at=None if facts.ended_at is None else True,
            returned_at=None if facts.returned_at is None else True,
            first_late_at=None if facts.first_late_at is None else True,
        )
    )


def contribution(facts: Facts | None) -> Contribution:
    """What the dossier adds; nothing for a test dossier or none at all."""
    found = Contribution(Counter(), Counter(), Counter())
    if facts is None or not (kinds := _kinds_of(facts)).counted:
        return found
    days = [(_day(getattr(facts, column)), figure) for figure, column in kinds.figures]
    for place in places(facts):
        for procedure in (facts.procedure, ALL):
            for day, figure in days:
                found.daily[place, procedure, day, figure] = 1
            for pile in kinds.piles:
                found.stock[place, procedure, pile] = 1
    found.due.update(_due(facts))
    if facts.officer is not None:
        for day, figure in days:
            if figure in FINISHED:
                found.daily[f"o:{facts.officer}", ALL, day, figure] = 1
    return found


def _day(at: datetime) -> date:
    return at.astimezone(_VIETNAM).date()


def _due(facts: Facts) -> Iterator[tuple[str, int, int]]:
    if facts.due_at is None or not _kinds_of(facts).running:
        return
    minute = due_minute(facts.due_at)
    for place in places(facts):
        yield place, facts.procedure, minute
        yield place, ALL, minute


def moved_due(old: Facts, new: Facts) -> Counter[tuple[str, int, int]] | None:
    """What changes where nothing but the due instant did: the case of a million dossiers after an
    edit of a calendar. None where more changed."""
    if _BUT_DUE(old) != _BUT_DUE(new):
        return None
    # Of a running dossier its due minute tells whether it is late.
    same = (old.first_late_at is None) == (new.first_late_at is None)
    if not same and not _kinds_of(new).running:
        return None
    moved: Counter[tuple[str, int, int]] = Counter()
    if _kinds_of(new).counted:
        moved.update(_due(new))
        moved.subtract(_due(old))
    return moved

"""What every figure of a board counts: once, for the counters and for the lists behind them. Pure.

A definition names columns of a dossier and what they must be. `measures` asks it of one dossier's
columns; `queries.lists` asks the database. So a figure and the list that it opens cannot differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any, Final

from lienthong.dossiers.rules.causes import CAUSES, WAITS
from lienthong.dossiers.rules.lifecycle import State


class Figure(StrEnum):
    """What is counted per day: the day of the column that the definition names."""

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
    """In which pile an open dossier lies: exactly one. `running` ones are also counted by due
    minute. The last one holds ended dossiers."""

    TO_ACCEPT = "to_accept"
    NOT_STARTED = "not_started"
    RUNNING = "running"
    WAITING = "waiting"  # suspended in time
    WAITING_LATE = "waiting_late"  # waits, but was late before
    TO_RETURN = "to_return"


SENT_BACK: Final = "sent_back"  # open, and went back between steps again and again (R137)
SENT_BACK_LEAST: Final = 2
NO_CAUSE: Final = "none"

SETTLED: Final = frozenset({"completed", "refused", "closed"})

# Figures that are sums of others, which never overlap.
IN_TIME: Final = (Figure.DONE_EARLY, Figure.DONE_ON_TIME)
FINISHED: Final = (*IN_TIME, Figure.DONE_LATE)
SUMS: Final[Mapping[str, tuple[Figure | Stock, ...]]] = {
    "open": (
        Stock.TO_ACCEPT,
        Stock.NOT_STARTED,
        Stock.RUNNING,
        Stock.WAITING,
        Stock.WAITING_LATE,
    ),
    "all_waiting": (Stock.WAITING, Stock.WAITING_LATE),
    "in_time": IN_TIME,
    "finished": FINISHED,
}


class Timed(StrEnum):
    """Figures that change by the passing of time alone: running dossiers by their due instant."""

    DUE_TODAY = "due_today"  # later today: can still be saved
    DUE_SOON = "due_soon"  # from now until the end of what counts as soon
    OPEN_LATE = "open_late"  # overdue, and those that wait but were late before
    NEW_LATE = "new_late"  # overdue since the beginning of the period


@dataclass(frozen=True, kw_only=True, slots=True)
class Definition:
    """`where` must hold and nothing of `unlike` may. Keys are columns, with `__in`, `__isnull` or
    `__gte` as in the database's queries. `day`: the column whose day a figure falls on."""

    where: Mapping[str, Any] = field(default_factory=dict)
    unlike: Mapping[str, Any] = field(default_factory=dict)
    day: str = ""

    def holds(self, columns: object) -> bool:
        """Whether an object with these columns as attributes is counted."""
        return all(_is(columns, key, value) for key, value in self.where.items()) and not any(
            _is(columns, key, value) for key, value in self.unlike.items()
        )


def _is(columns: object, key: str, wanted: Any) -> bool:
    name, way = _parts(key)
    value = getattr(columns, name)
    match way:
        case "in":
            return value in wanted
        case "isnull":
            return (value is None) is wanted
        case "gte":
            return bool(value >= wanted)
        case _:
            return bool(value == wanted)


@cache
def _parts(key: str) -> tuple[str, str]:
    name, _, way = key.partition("__")
    return name, way


# A test dossier is in no figure, nor one that expired as such.
COUNTED: Final = Definition(unlike={"is_test": True, "outcome": "expired"})

_SETTLED: Final = {"ended_at__isnull": False, "outcome__in": SETTLED}
_OPEN: Final = {"ended_at__isnull": True}
_SUBMITTED: Final = {"state": State.SUBMITTED.value}
_PAUSED: Final = {**_OPEN, "clock_state": "paused"}


def _settled(where: Mapping[str, Any], **unlike: Any) -> Definition:
    return Definition(where={**_SETTLED, **where}, unlike=unlike, day="ended_at")


def _outcome(outcome: str) -> Definition:
    return Definition(where={"ended_at__isnull": False, "outcome": outcome}, day="ended_at")


FIGURES: Final[Mapping[Figure, Definition]] = {
    Figure.RECEIVED: Definition(day="submitted_at"),
    Figure.RECEIVED_ONLINE: Definition(where={"channel": "online"}, day="submitted_at"),
    Figure.DONE_EARLY: _settled({"verdict": "early"}),
    # Without a verdict there was no limit to miss.
    Figure.DONE_ON_TIME: _settled({}, verdict__in=frozenset({"early", "late"})),
    Figure.DONE_LATE: _settled({"verdict": "late"}),
    Figure.ONCE_LATE: _settled({"first_late_at__isnull": False}),
    Figure.RECORDED_LATE: _settled({"recorded_verdict": "late"}, verdict="late"),
    Figure.DECLINED: _outcome("declined"),
    Figure.WITHDRAWN: _outcome("withdrawn"),
    Figure.STOPPED: _outcome("stopped"),
    Figure.REFUSED: _outcome("refused"),
    Figure.RETURNED: Definition(where={"returned_at__isnull": False}, day="returned_at"),
}

# Finished late, by the coded cause of the delay (R141).
BY_CAUSE: Final[Mapping[str, Definition]] = {
    f"cause:{cause or NO_CAUSE}": _settled({"verdict": "late", "cause": cause})
    for cause in ("", *CAUSES)
}

PILES: Final[Mapping[Stock, Definition]] = {
    Stock.TO_ACCEPT: Definition(where={**_OPEN, **_SUBMITTED}),
    Stock.NOT_STARTED: Definition(where={**_OPEN, "clock_state": "not_started"}, unlike=_SUBMITTED),
    Stock.RUNNING: Definition(
        where=_OPEN,
        unlike={**_SUBMITTED, "clock_state__in": frozenset({"not_started", "paused"})},
    ),
    Stock.WAITING: Definition(where={**_PAUSED, "first_late_at__isnull": True}, unlike=_SUBMITTED),
    Stock.WAITING_LATE: Definition(
        where={**_PAUSED, "first_late_at__isnull": False}, unlike=_SUBMITTED
    ),
    Stock.TO_RETURN: Definition(where={"ended_at__isnull": False, "holder": "desk"}),
}

# What open dossiers are counted by beside their pile: for what they wait, and going to and fro.
MARKS: Final[Mapping[str, Definition]] = {
    **{
        f"wait:{reason}": Definition(where={**_PAUSED, "waits_for": reason}, unlike=_SUBMITTED)
        for reason in WAITS
    },
    SENT_BACK: Definition(where={**_OPEN, "back_and_forth__gte": SENT_BACK_LEAST}),
}

"""What the lint looks at and what it answers."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time

from lienthong.catalogue.rules.content import Content
from lienthong.organisations.rules import Named


class Severity(Named):
    ERROR = "error"  # refuses publication
    WARNING = "warning"  # somebody should look; publication goes on
    NOTICE = "notice"  # listed only


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """Thresholds of the lint. They are the house's own, kept as data with their source."""

    at_once_minutes: int  # the most that all steps of an at-once procedure may take
    at_once_steps: int  # more steps than this should be merged
    after_cutoff_minutes: int  # the least time between the cut-off and the end of the day
    day_minutes: int  # working minutes of a day, to compare steps with a limit in days
    day_part_percent: int  # the smallest part of a working day that makes sense
    hour_part_percent: int
    most_days: int
    least_fee: int  # VND
    most_fee: int


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A version with what must be known around it.

    `sources` are all data sources by code with their names, `connected` those in use on the day,
    `day_end` the earliest end of a working day, `previous` the content now in force.
    """

    code: str
    content: Content
    bounds: Bounds
    day_end: time
    sources: Mapping[str, str]
    connected: frozenset[str]
    previous: Content | None = None
    legal_question: str = ""
    answered_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Row:
    """An unchecked row of the national catalogue as it came, by the names of its columns."""

    cells: Mapping[str, str]
    ministry_system: str
    bounds: Bounds


@dataclass(frozen=True)
class Finding:
    rule: str
    severity: Severity
    sentence: str


@dataclass(frozen=True)
class Rule:
    """One rule: a name, how grave a finding is, and a function that yields sentences. The first
    line of the function's docstring explains it in the reference."""

    name: str
    severity: Severity
    check: Callable[[Draft], Iterator[str]]


@dataclass(frozen=True)
class RowRule:
    """One reason why an unchecked row is not offered to anybody."""

    name: str
    check: Callable[[Row], Iterator[str]]


def minutes(at: time) -> int:
    return at.hour * 60 + at.minute

"""What one report says, what it is set against, and what a check finds in it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from lienthong.organisations.rules import Sentence
from lienthong.reports.rules.answers import number_of
from lienthong.reports.rules.forms import BELOW
from lienthong.reports.rules.kinds import FindingKind

OK: Final = "ok"
FAIL: Final = "fail"
UNVERIFIABLE: Final = "unverifiable"


@dataclass(frozen=True)
class Statement:
    """A figure as it is stated in another place: its value, of which day, where."""

    value: str
    as_of: date
    where: str


@dataclass(frozen=True)
class Measured:
    """What the house measures for a figure; `words` say what was counted and of when."""

    value: Decimal
    words: Sentence


@dataclass(frozen=True)
class Threshold:
    """What a figure must reach, or with `at_least` false must not exceed; `source` says so."""

    value: Decimal
    source: str
    at_least: bool = True


@dataclass(frozen=True)
class Given:
    """What a report says. Values as `answers` keeps them; `below`: the figures of the units below
    by their names; `universe`: how many communes and provinces there are to cover; `as_of`: the
    day that the figures run to, `dates` where a figure has one of its own; `elsewhere`: the same
    figures in other reports of the same agency; `formulas` of derived figures."""

    values: Mapping[str, str]
    names: Mapping[str, str]
    start: date
    end: date
    period: str = ""  # its name, a Sentence for the most part
    as_of: date | None = None
    dates: Mapping[str, date] = field(default_factory=dict)
    below: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    universe: Mapping[str, int] = field(default_factory=dict)
    elsewhere: Mapping[str, Sequence[Statement]] = field(default_factory=dict)
    formulas: Mapping[str, str] = field(default_factory=dict)
    measured: Mapping[str, Measured] = field(default_factory=dict)
    thresholds: Mapping[str, Threshold] = field(default_factory=dict)

    def name(self, code: str) -> str:
        if code.startswith(BELOW):
            name = self.name(code.removeprefix(BELOW))
            return Sentence("%(name)s của các đơn vị", name=name)
        return self.names.get(code, code)

    def number(self, code: str) -> Decimal | None:
        return number_of(self.values.get(code, ""))

    def day(self, code: str) -> date | None:
        return self.dates.get(code, self.as_of)


@dataclass(frozen=True)
class Found:
    """The judgement of one check; `figures` are the codes that it speaks of."""

    claim: str
    kind: FindingKind
    verdict: str
    explanation: Sentence
    expected: str = ""
    stated: str = ""
    suggestion: str = ""
    figures: tuple[str, ...] = ()

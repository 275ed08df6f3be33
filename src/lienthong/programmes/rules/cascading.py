"""What becomes of a key result when its task is handed down. Pure.

The target of who hands down is the sum of the work of many or a level that each must reach; no
machine can tell which, so who hands down says it. A unit below never bears the whole sum as its
own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final

from lienthong.organisations.rules import fold
from lienthong.programmes.rules import NotAllowed, _
from lienthong.programmes.rules.assigning import KeyResultGiven

_RATIO: Final = ("%", "phan tram", "ty le", "ti le")


class Way(StrEnum):
    """How a key result is handed down."""

    SHARE = "share"  # each gets a part; together they make the target
    EACH = "each"  # each has to reach the same level
    OWN = "own"  # each is asked for key results of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Above:
    """A key result of who hands down. `id`: of its row."""

    id: int
    name: str
    target: Decimal
    measure: str
    rising: bool
    indicator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """`amount`: the target of every unit, by its agency in `parts` if that differs. Of `EACH` the
    target above where neither says one."""

    way: Way
    amount: Decimal | None = None
    parts: Mapping[int, Decimal] = field(default_factory=dict)


def is_level(*, measure: str, rising: bool) -> bool:
    """Whether a target is a level that each reaches, not a sum: a ratio, or the less the better."""
    told = fold(measure)
    return not rising or any(word in told for word in _RATIO)


def usual(result: Above) -> Handing:
    """Where nothing is said: the same level for each; a sum is no unit's own, so each is asked."""
    level = is_level(measure=result.measure, rising=result.rising)
    return Handing(way=Way.EACH if level else Way.OWN)


def results_of(
    lead: int, name: str, results: Sequence[Above], handings: Sequence[Handing]
) -> list[KeyResultGiven]:
    """The key results of one unit (`lead`, called `name`); none: it is asked for its own. Raises
    NotAllowed where a part is missing."""
    found = []
    for result, handing in zip(results, handings, strict=True):
        if handing.way is Way.OWN:
            continue
        target = handing.parts.get(lead, handing.amount)
        if target is None and handing.way is Way.EACH:
            target = result.target
        if target is None:
            raise NotAllowed(
                _(
                    "Chưa có phần của %(unit)s cho “%(name)s”. Ghi số cho mỗi đơn vị, ghi riêng"
                    " từng đơn vị, hoặc chọn để đơn vị tự ghi."
                ),
                unit=name,
                name=result.name,
            )
        found.append(
            KeyResultGiven(
                name=result.name,
                target=target,
                measure=result.measure,
                rising=result.rising,
                indicator=result.indicator,
                above=result.id,
                adds=handing.way is Way.SHARE,
            )
        )
    return found


def joined(given: KeyResultGiven, results: Sequence[Above]) -> KeyResultGiven:
    """What a unit wrote for itself, tied to the key result above of the same name and unit."""
    wanted = (fold(given.name), fold(given.measure))
    for result in results:
        if wanted == (fold(result.name), fold(result.measure)):
            return KeyResultGiven(
                name=given.name,
                target=given.target,
                measure=given.measure,
                rising=given.rising,
                indicator=given.indicator,
                above=result.id,
                adds=not is_level(measure=result.measure, rising=result.rising),
            )
    return given


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One unit's key result under one above: its target, what it reached, whether it adds."""

    target: Decimal
    value: Decimal | None
    rising: bool
    adds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """A key result seen from above. `given`, `value`: sums of those that add; `value` None where
    nobody said anything. `levels` units have to reach a level, `reached` of them do."""

    parts: int
    given: Decimal
    value: Decimal | None
    levels: int
    reached: int


def summed(told: Sequence[Told]) -> Below | None:
    """None when nothing was handed down."""
    if not told:
        return None
    adding = [one for one in told if one.adds]
    values = [one.value for one in adding if one.value is not None]
    level = [one for one in told if not one.adds]
    return Below(
        parts=len(adding),
        given=sum((one.target for one in adding), Decimal(0)),
        value=sum(values, Decimal(0)) if values else None,
        levels=len(level),
        reached=sum(
            one.value is not None
            and (one.value >= one.target if one.rising else one.value <= one.target)
            for one in level
        ),
    )

"""Comparing shares of places that differ in size. Pure.

A place is called higher or lower only when the whole interval of its share lies on one side of the
common share. Within a group there is no order.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import Final

# 99.8 percent, as control charts have it: among hundred places that do not differ at all, one in
# five boards calls one of them different, instead of five places on every board.
Z: Final = 3.0902


class Group(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"
    SAME = "same"  # nothing shows that it differs


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the true share may lie."""

    share: float
    low: float
    high: float


def wilson(successes: int, total: int, *, z: float = Z) -> Interval | None:
    """Wilson's score interval of a share; None where nothing was counted. Raises ValueError when
    the counts cannot be."""
    if not 0 <= successes <= total:
        raise ValueError(f"{successes} of {total}")
    if not total:
        return None
    share = successes / total
    spread = z * z / total
    centre = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / total + spread / (4 * total)) / (1 + spread)
    return Interval(share, max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half)))


def group(interval: Interval | None, common: float | None) -> Group:
    """In which group a place belongs beside the share of the whole."""
    if interval is None or common is None:
        return Group.SAME
    if interval.low > common:
        return Group.HIGHER
    return Group.LOWER if interval.high < common else Group.SAME

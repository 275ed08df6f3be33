"""From printed names to agencies of the house, and texts that say the same. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from lienthong.organisations.rules import Named, fold


class Certainty(Named):
    SURE = "sure"  # the very name
    LIKELY = "likely"  # the name with more words, and nobody else
    UNSURE = "unsure"  # one of several
    GROUP = "group"  # a group of agencies: one of it answers, the others get theirs from it
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agency that a printed name may mean."""

    agency: int
    name: str


@dataclass(frozen=True, slots=True)
class Resolved:
    printed: str
    certainty: Certainty
    candidates: tuple[Candidate, ...]


_SHORT: Final[Mapping[str, str]] = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "mttq": "mat tran to quoc",
    "tp": "thanh pho",
}


def is_group(printed: str) -> bool:
    """ "các bộ", "Ủy ban nhân dân các tỉnh": many bodies under one name."""
    return re.search(r"(?:^|\s)(?:cac|moi|tat ca)\s", f"{fold(printed)} ") is not None


def key_of(name: str) -> str:
    return " ".join(_SHORT.get(word, word) for word in re.findall(r"\w+", fold(name)))


def resolve(printed: str, known: Iterable[Candidate], *, most: int = 5) -> Resolved:
    """Which of `known` a printed name means, the likeliest first."""
    wanted = key_of(printed)
    named = [(candidate, key_of(candidate.name)) for candidate in known]
    same = tuple(candidate for candidate, name in named if name == wanted)
    if is_group(printed):
        return Resolved(printed, Certainty.GROUP, same[:most])
    if same:
        certainty = Certainty.SURE if len(same) == 1 else Certainty.UNSURE
        return Resolved(printed, certainty, same[:most])
    words = set(wanted.split())
    holding = sorted(
        (len(name.split()) - len(words), candidate.name, candidate.agency)
        for candidate, name in named
        if words <= set(name.split())
    )
    found = tuple(Candidate(agency, name) for _extra, name, agency in holding[:most])
    if not found:
        return Resolved(printed, Certainty.UNKNOWN, ())
    alone = len(holding) == 1 or holding[0][0] < holding[1][0]
    return Resolved(printed, Certainty.LIKELY if alone else Certainty.UNSURE, found)


def searched(printed: str) -> str:
    """The words by which to look for a name."""
    return key_of(printed)


# Texts that say the same

ALIKE: Final = 0.82
_WORD: Final = re.compile(r"\w+")


def similarity(one: str, other: str) -> float:
    """From 0 to 1: how many pairs of neighbouring words two texts share, accents left out."""
    left, right = _pairs(one), _pairs(other)
    size = left.total() + right.total()
    return 2 * (left & right).total() / size if size else 0.0


def _pairs(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(fold(text))
    return Counter(pairwise(words)) or Counter({tuple(words): len(words)})


def most_alike(text: str, others: Mapping[int, str], *, least: float = ALIKE) -> int | None:
    """The number of the text most like this one, None when none is alike enough."""
    scored = ((similarity(text, other), -number) for number, other in others.items())
    best, number = max(scored, default=(0.0, 0))
    return -number if best >= least else None

"""A list of those addressed: "Bộ A, Bộ B và các địa phương"."""

import re
from dataclasses import dataclass

from lienthong.programmes.rules.extraction.groups import bare_group
from lienthong.programmes.rules.extraction.language import Script
from lienthong.programmes.rules.extraction.organisations import mention


@dataclass(frozen=True)
class Addressees:
    names: tuple[str, ...]
    start: int
    end: int
    known: bool = True


_AND = (
    r"\s*(?:, cùng(?: với)?|,? và(?: với)?|,|;| cùng(?: với)?| hoặc|/)\s+"
    r"(?:và )?(?:với )?(?:nhất là |đặc biệt là )?"
)
_DASHED = re.compile(r"(?:^|\s)\s*[-–]\s+")
_ALSO = re.compile(r"\s+[-–]\s+")


def addressees(script: Script, text: str, key: str, at: int) -> Addressees | None:
    """Everybody named from `at` on without another word between; None when nobody is."""
    first = mention(script, text, key, at)
    if not first:
        return None
    names, end, known = list(first.names), first.end, first.known
    while True:
        end = _past_apposition(script, text, key, end)
        step = script.pattern(_AND).match(key, end)
        following = mention(script, text, key, step.end()) if step else None
        if step and not following and names[-1].startswith("các "):
            # "Các đảng ủy xã, phường, đảng ủy trực thuộc …": one "các" serves all.
            following = bare_group(script, text, key, step.end())
        if not following or not following.known:
            break
        names += [name for name in following.names if name not in names]
        end, known = following.end, known or following.known
    return Addressees(tuple(names), at, end, known)


def _past_apposition(script: Script, text: str, key: str, end: int) -> int:
    """ "Văn phòng A - Cơ quan Thường trực B": the second names the same body."""
    dash = _ALSO.match(key, end)
    also = mention(script, text, key, dash.end()) if dash else None
    return also.end if also else end


def everybody(script: Script, text: str) -> tuple[str, ...]:
    """All who are named anywhere in a text, in order."""
    if _DASHED.match(text):
        parts = [everybody(script, part) for part in _DASHED.split(text) if part]
        return tuple(dict.fromkeys(name for part in parts for name in part))
    key, at = script.key(text), 0
    names: list[str] = []
    while at < len(text):
        found = addressees(script, text, key, at) if text[at].isalnum() else None
        if found:
            names += [name for name in found.names if name not in names]
        space = re.compile(r"\s").search(text, at)
        at = max(found.end if found else 0, space.end() if space else len(text))
    return tuple(names)

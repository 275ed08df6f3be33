"""What a person should know before confirming: gaps in numbering, odd deadlines, repeats (R55-R59).

A notice is a kind with its lines and values; whoever shows it has the sentence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from lienthong.programmes.rules.extraction.footnotes import notes, pointers
from lienthong.programmes.rules.extraction.items import Item
from lienthong.programmes.rules.extraction.language import compose, script_of
from lienthong.programmes.rules.extraction.layout import Line, marker, ordinal
from lienthong.programmes.rules.extraction.residue import is_residue

NoticeKind = Literal["gap", "early", "inferred", "repeated", "residue", "footnote", "undated"]


@dataclass(frozen=True)
class Notice:
    """`first`, `second`: the two markers of a gap, a printed deadline, a footnote and its text."""

    kind: NoticeKind
    line: int
    first: str = ""
    second: str = ""
    count: int = 0


def notices(lines: Sequence[Line], items: Sequence[Item], *, issued: date | None) -> list[Notice]:
    return [
        *_gaps(lines),
        *_deadlines(items, issued),
        *_repeats(items),
        *_footnotes(lines),
        *_left_over(lines),
    ]


_INLINE = re.compile(r"(?<![\w)])\((?P<n>\d{1,2}|[ivx]{1,5})\)\s")
_AT_START = re.compile(
    r"\s*(?P<n>\d{1,2})(?P<end>\.(?!\d)|\)|-(?=\s))\s*\S|\s*(?P<letter>[a-zđ])\)\s"
)


def _gaps(lines: Sequence[Line]) -> Iterator[Notice]:
    """Numbering that leaves something out: "(ii)" and then "(iv)" (R57)."""
    last: dict[str, tuple[int, str]] = {}
    for line in lines:
        text = compose(line.text)
        marks = [match["n"] for match in _INLINE.finditer(text)]
        for one, other in pairwise(marks):
            if _skips(ordinal(one), ordinal(other)):
                yield Notice("gap", line.number, f"({one})", f"({other})")
        start = _AT_START.match(text)
        if start is None or line.cells:
            if marker(text)[0] in ("part", "A.", "I.", "article"):
                last.clear()
            continue
        mark = start["n"] or start["letter"]
        style = start["end"] or "letter"
        before = last.get(style)
        if before and _skips(before[0], ordinal(mark)):
            yield Notice("gap", line.number, before[1], mark)
        last[style] = (ordinal(mark), mark)
        if style != "letter":
            last.pop("letter", None)


def _skips(before: int, after: int) -> bool:
    # A jump of many is another list, not a gap.
    return 0 < before < after - 1 <= before + 2


def _deadlines(items: Sequence[Item], issued: date | None) -> Iterator[Notice]:
    for item in items:
        line, deadline = item.citations[0][0], item.deadline
        if deadline.due_on and issued and deadline.due_on < issued:
            yield Notice("early", line, deadline.printed)
        elif deadline.kind == "date" and deadline.due_on is None:
            yield Notice("undated", line, deadline.printed)
        elif deadline.inferred_year and deadline.due_on:
            yield Notice("inferred", line, deadline.printed, str(deadline.due_on.year))


def _repeats(items: Sequence[Item]) -> Iterator[Notice]:
    repeated = [item for item in items if len(item.citations) > 1]
    if repeated:
        first, again = repeated[0].citations[0][0], repeated[0].citations[1][0]
        yield Notice("repeated", first, str(first), str(again), len(repeated))


def _footnotes(lines: Sequence[Line]) -> Iterator[Notice]:
    """A marker glued to a word, with the text of its note (R59)."""
    texts = dict(notes(lines).values())
    for line, number in pointers(lines):
        if number in texts:
            yield Notice("footnote", line, number, texts[number][:200])


def _left_over(lines: Sequence[Line]) -> Iterator[Notice]:
    script = script_of("\n".join(line.text for line in lines))
    left = [line.number for line in lines if not line.cells and is_residue(script, line.text)]
    if left:
        yield Notice("residue", left[0], count=len(left))

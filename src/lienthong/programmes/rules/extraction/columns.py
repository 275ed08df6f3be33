"""Tables of tasks whose columns are kept apart by blanks alone, as a PDF printed to text has them.

A head ("TT   Nhiệm vụ   Cơ quan chủ trì …"), then lines in which every column keeps its place. The
columns are the stretches between what stays blank in (almost) every line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from lienthong.programmes.rules.extraction.language import Script, compose
from lienthong.programmes.rules.extraction.layout import Line, cells_of

_HEAD = r"\s*(?:tt|stt|số tt)\s{2,}\S.*\s{2,}\S"
_LEAST_COLUMNS = 3
_LONGEST_CELL = 60  # a longer line without a gap is a paragraph again
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})?[.)]?")
_GROUP = re.compile(r"(?:[IVX]{1,5}|[A-H])[.)]?")
_GAP = re.compile(r"\s{2,}")


def with_columns(lines: Sequence[Line], script: Script) -> list[Line]:
    """The same lines, with each row of such a table as one line with cells."""
    lines = [replace(line, text=compose(line.text)) for line in lines]
    found: list[Line] = []
    position = 0
    while position < len(lines):
        end = _end_of_table(lines, position, script)
        rows = list(_rows(lines[position:end])) if end > position + 1 else []
        if len(rows) > 1:
            found += rows
            position = end
        else:
            found.append(lines[position])
            position += 1
    return found


def _end_of_table(lines: Sequence[Line], start: int, script: Script) -> int:
    """The line behind a table that begins at `start`; `start` itself when none does."""
    head = lines[start].text
    if lines[start].cells or cells_of(head) or not script.pattern(_HEAD).match(script.key(head)):
        return start
    end = start + 1
    while end < len(lines):
        text = lines[end].text.strip()
        blank_twice = not text and end + 1 < len(lines) and not lines[end + 1].text.strip()
        if blank_twice or (len(text) > _LONGEST_CELL and not _GAP.search(text)):
            break
        end += 1
    return end


def _rows(lines: Sequence[Line]) -> Iterator[Line]:
    """The head and each numbered row, their cells put together over the lines they take."""
    spans = _spans([line.text for line in lines])
    if len(spans) < _LEAST_COLUMNS:
        return
    first, last, cells = lines[0].number, lines[0].number, [""] * len(spans)
    grouped = False
    for line in lines:
        parts = [line.text[start:end].strip() for start, end in spans]
        if _NUMBER.fullmatch(parts[0]) or _GROUP.fullmatch(parts[0]):
            if not grouped:
                yield _row(first, last, cells, line.page)
            grouped = _GROUP.fullmatch(parts[0]) is not None
            first, cells = line.number, [""] * len(spans)
        cells = [f"{cell} {part}".strip() for cell, part in zip(cells, parts, strict=True)]
        last = line.number if any(parts) else last
    if not grouped:
        yield _row(first, last, cells, lines[-1].page)


def _row(first: int, last: int, cells: Sequence[str], page: int | None) -> Line:
    return Line(first, " | ".join(cells), page, tuple(cells), last)


def _spans(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Where the columns stand: between stretches of two blanks or more in all but a few lines."""
    printed = [text for text in texts if _GAP.search(text.strip())]
    width = max((len(text) for text in printed), default=0)
    few = len(printed) // 20
    used = [
        sum(at < len(text) and not text[at].isspace() for text in printed) > few
        for at in range(width)
    ]
    starts = [at for at in range(width) if used[at] and not any(used[max(0, at - 2) : at])]
    return list(pairwise([*starts, width + 1000]))

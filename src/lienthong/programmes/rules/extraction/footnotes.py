"""Footnotes: numbers glued to words ("cấp xã1", "25/7/20252"), and the notes that they point to.

No Vietnamese syllable ends in a figure, so a figure behind a small letter is a pointer. The note
stands on a line of its own, "[1] …" or, where superscript was lost, "1 …".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from lienthong.programmes.rules.extraction.language import UPPER, compose
from lienthong.programmes.rules.extraction.layout import Line


class Pointer(NamedTuple):
    line: int
    number: str


_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(_RAISED, "0123456789")
# Words that carry a figure when their space was lost, and units.
_COUNTED = (
    r"(?<!tháng)(?<!ngày)(?<!năm)(?<!quý)(?<!điều)(?<!khoản)(?<!điểm)(?<!số)(?<!tuần)(?<!mục)"
    r"(?<!thứ)(?<!nhóm)(?<!khóa)(?<!kỳ)(?<!lần)(?<!cấp)(?<!mức)(?<!độ)(?<!tổ)(?<!thôn)(?<!quận)"
    r"(?<!đợt)(?<!bước)(?<!giờ)(?<!km)(?<!cm)(?<!dm)(?<!loại)(?<!hạng)(?<!lớp)(?<!vòng)(?<!mẫu)"
)
_GLUED = re.compile(
    rf"[{_RAISED}]+|(?i:{_COUNTED})(?<=[^\W\d_][^\W\d_{UPPER}])\d{{1,2}}(?![\w/%@]|[.,\-–]\w)"
    r"|(?:(?<=[/.\-–](?:19|20)\d\d)|(?<=năm (?:19|20)\d\d))\d{1,2}(?!\d)"
)
_BRACKETED = re.compile(r"(?<=\S)\[(?P<n>\d{1,3})\]")
_NOTE = re.compile(
    rf"\s*(?:\[(?P<marked>\d{{1,3}})\]\s*|(?P<raised>[{_RAISED}]+)\s*|(?P<bare>\d{{1,2}})\s+(?=[{UPPER}]))"
    r"(?P<text>\S.*)"
)


def pointers(lines: Sequence[Line]) -> Iterator[Pointer]:
    """The numbers that point to a note, in the order of the text."""
    for line in lines:
        text = compose(line.text)
        yield from (Pointer(line.number, match["n"]) for match in _BRACKETED.finditer(text))
        for match in _GLUED.finditer(text):
            if match.start():
                yield Pointer(line.number, match[0].translate(_PLAIN))


def notes(lines: Sequence[Line]) -> dict[int, tuple[str, str]]:
    """The lines that are notes: by line, the number and the words.

    A line that begins with a bare number is a note only when something before it points there.
    """
    found: dict[int, tuple[str, str]] = {}
    first = {number: line for line, number in reversed(list(pointers(lines)))}
    for line in lines:
        match = None if line.cells else _NOTE.match(compose(line.text))
        if not match:
            continue
        number = match["marked"] or match["bare"] or match["raised"].translate(_PLAIN)
        if match["marked"] or first.get(number, line.number) < line.number:
            found[line.number] = (number, match["text"])
    return found


def without_footnotes(lines: Sequence[Line]) -> list[Line]:
    """The same lines without notes and without the pointers that are glued to words."""
    noted = notes(lines)
    return [
        replace(
            line,
            text="" if line.number in noted else _bare(line.text),
            cells=tuple(map(_bare, line.cells)),
        )
        for line in lines
    ]


def _bare(text: str) -> str:
    return _GLUED.sub("", compose(text))

"""Tables of tasks whose cells lost their borders: text out of a PDF, row by row, line by line.

What is left is a head ("TT Nhiệm vụ Cơ quan chủ trì … Thời hạn"), then rows that begin with their
number. A row is taken apart from its end: a deadline, before it the agencies, before them the task.
"""

import re
from collections.abc import Sequence

from lienthong.programmes.rules.extraction.addressees import addressees, everybody
from lienthong.programmes.rules.extraction.deadlines import Reader
from lienthong.programmes.rules.extraction.language import UPPER, Script, compose
from lienthong.programmes.rules.extraction.layout import Line, cells_of

_HEAD_START = r"(?:tt|stt|số tt|số thứ tự)(?:\s|$)"
_HEAD_WORDS = (
    r"nhiệm vụ|nội dung|công việc",
    r"chủ trì|thực hiện|phân công",
    r"thời hạn|thời gian|tiến độ|hạn",
)
_MOST_HEAD_LINES = 10
_MOST_ROW_LINES = 30
_ROW = re.compile(r"(?P<number>\d{1,3})[.)]?\s+(?P<text>\D.*)")
_HEAD = ("Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn")


def with_rows(lines: Sequence[Line], script: Script) -> list[Line]:
    """The same lines, with each row of a borderless table of tasks as one line with cells."""
    found: list[Line] = []
    position = 0
    while position < len(lines):
        start = _after_head(lines, position, script)
        if start is None:
            found.append(lines[position])
            position += 1
            continue
        rows, position = _rows(lines, start, script)
        found += [Line(lines[start - 1].number, "", lines[start - 1].page, _HEAD), *rows]
    return found


def _after_head(lines: Sequence[Line], position: int, script: Script) -> int | None:
    """The line of row 1 if a head of a table of tasks begins here."""
    drawn = lines[position].cells or cells_of(lines[position].text)
    if drawn or not script.pattern(_HEAD_START).match(_key(lines[position], script)):
        return None
    head = ""
    for at in range(position, min(position + _MOST_HEAD_LINES, len(lines))):
        row = _ROW.match(_text(lines[at]))
        if row and at > position and row["number"] == "1":
            complete = all(script.pattern(words).search(head) for words in _HEAD_WORDS)
            return at if complete else None
        head += " " + _key(lines[at], script)
    return None


def _rows(lines: Sequence[Line], start: int, script: Script) -> tuple[list[Line], int]:
    """Rows in the order of their numbers, and where the table ends."""
    rows: list[Line] = []
    position = start
    while position < len(lines):
        opening = _ROW.match(_text(lines[position]))
        if not opening or int(opening["number"]) != len(rows) + 1:
            break
        end = position + 1
        while end < len(lines) and end - position < _MOST_ROW_LINES:
            following = _ROW.match(_text(lines[end]))
            if following and int(following["number"]) == len(rows) + 2:
                break
            if not _text(lines[end]) or _text(lines[end]).isupper():
                break
            end += 1
        text = " ".join([opening["text"], *(_text(line) for line in lines[position + 1 : end])])
        first, last = lines[position], lines[end - 1]
        rows.append(Line(first.number, text, first.page, _cells(text, script), last.number))
        position = end
        while position < len(lines) and not _text(lines[position]):
            position += 1
    return rows, position


def _cells(text: str, script: Script) -> tuple[str, ...]:
    """Task, lead, supporting, deadline."""
    text = script.legible(text)
    key = script.key(text)
    dates = Reader(script, None).dates(text, only_deadlines=True)
    rhythm = script.pattern(
        r"(?<!\w)(?:thường xuyên|hằng (?:năm|tháng|quý|tuần)|hàng (?:năm|tháng|quý|tuần))"
    )
    rhythms = list(rhythm.finditer(key))
    if dates:
        start, end = dates[-1].start, dates[-1].end
    elif rhythms:
        start, end = rhythms[-1].start(), rhythms[-1].end()
    else:
        start = end = len(text)
    before = text[:start].rstrip()
    for word in re.finditer(rf"(?<!\S)[{UPPER}]", before):
        bodies = _only_bodies(before, key[: len(before)], word.start(), script)
        if bodies:
            return text[: word.start()], bodies[0], "; ".join(bodies[1:]), text[start:end]
    behind = everybody(script, text[end:])
    return text[:start], behind[0] if behind else "", "; ".join(behind[1:]), text[start:end]


def _only_bodies(text: str, key: str, at: int, script: Script) -> list[str]:
    """The agencies that fill the rest of a text completely, column after column; else none."""
    bodies: list[str] = []
    while at < len(text):
        named = addressees(script, text, key, at)
        if not named:
            return []
        bodies.append(text[at : named.end])
        at = len(text) - len(text[named.end :].lstrip(" ,;"))
    return bodies


def _text(line: Line) -> str:
    return " ".join(compose(line.text).split())


def _key(line: Line, script: Script) -> str:
    return script.key(_text(line))

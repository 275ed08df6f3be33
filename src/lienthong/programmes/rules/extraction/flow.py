"""Tables of tasks whose cells lost their borders: text out of a PDF, row by row, line by line.

What is left is a head ("TT Nhiệm vụ Cơ quan chủ trì … Thời hạn"), then rows that begin with their
number. A row is taken apart from its end: a deadline, before it the agencies, before them the task.
"""

import re
from collections.abc import Sequence
from itertools import accumulate

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
_MOST_TITLE_LINES = 3
_ROW = re.compile(r"(?P<number>\d{1,3})(?P<mark>[.)]?)(?:\s+(?P<text>\D.*))?")
_PAGE_NUMBER = re.compile(r"[-–\s]*\d{1,3}[-–\s]*")
_TITLE_OF_ROWS = re.compile(rf"(?:[IVX]{{1,4}}[.)]?|[A-H][.)])\s+[{UPPER}]")
# A name goes on in the next line.
_OF_NOTHING = r"(?:các )?(?:văn phòng|trung tâm|chi cục|ban quản lý|công ty|hội đồng)"
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
        row = _ROW.fullmatch(_text(lines[at]))
        if row and at > position and row["number"] == "1":
            complete = all(script.pattern(words).search(head) for words in _HEAD_WORDS)
            return at if complete else None
        head += " " + _key(lines[at], script)
    return None


def _rows(lines: Sequence[Line], start: int, script: Script) -> tuple[list[Line], int]:
    """Rows in the order of their numbers, and where the table ends."""
    rows: list[Line] = []
    form, number, end = _form(lines[start]), 1, start
    position: int | None = start
    while position is not None:
        end = _end_of_row(lines, position, number + 1, form)
        texts = [_text(line) for line in lines[position:end]]
        texts[0] = _ROW.sub(r"\g<text>", texts[0])
        texts = [text for text in texts if text and not _PAGE_NUMBER.fullmatch(text)]
        # A number alone on its line: the task is what stands below it.
        first, last = lines[min(position + (not form[1]), end - 1)], lines[end - 1]
        cells = _cells(texts, script)
        rows.append(Line(first.number, " ".join(texts), first.page, cells, last.number))
        position = _next_row(lines, end, number + 1, form)
        number = _number(lines[position], form) if position is not None else 0
    return rows, end


def _form(line: Line) -> tuple[str, bool]:
    """How a row is numbered: "1", "1." or "1)", with text behind it or alone on its line."""
    row = _ROW.fullmatch(_text(line))
    return (row["mark"], bool(row["text"])) if row else ("", False)


def _number(line: Line, form: tuple[str, bool]) -> int:
    row = _ROW.fullmatch(_text(line))
    return int(row["number"]) if row and _form(line) == form else 0


def _end_of_row(lines: Sequence[Line], start: int, following: int, form: tuple[str, bool]) -> int:
    end = start + 1
    while end < len(lines) and end - start < _MOST_ROW_LINES:
        text = _text(lines[end])
        if not text or text.isupper() or _number(lines[end], form) == following:
            break
        if _TITLE_OF_ROWS.match(text):
            break
        end += 1
    return end


def _next_row(lines: Sequence[Line], at: int, following: int, form: tuple[str, bool]) -> int | None:
    """The next row, perhaps behind the title of a group ("II Hạ tầng"), which may count anew."""
    while at < len(lines) and not _text(lines[at]):
        at += 1
    if at < len(lines) and _number(lines[at], form) == following:
        return at
    if at < len(lines) and _TITLE_OF_ROWS.match(_text(lines[at])):
        for below in range(at + 1, min(at + 1 + _MOST_TITLE_LINES, len(lines))):
            if _number(lines[below], form) in (1, following):
                return below
    return None


def _cells(texts: Sequence[str], script: Script) -> tuple[str, ...]:
    """Task, lead, supporting, deadline."""
    text = script.legible(" ".join(texts))
    start, end = _deadline(text, script)
    before = text[:start].rstrip()
    key = script.key(text)[: len(before)]
    # A cell of several lines ends where a line ends: first try where lines begin.
    begins = [at for at in accumulate(len(line) + 1 for line in texts) if at < len(before)]
    words = [word.start() for word in re.finditer(rf"(?<!\S)[{UPPER}]", before)]
    for at in (*begins, *words):
        bodies = _only_bodies(before, key, at, [*begins, len(before)], script)
        if bodies:
            return text[:at], bodies[0], "; ".join(bodies[1:]), text[start:end]
    behind = everybody(script, text[end:])
    return text[:start], behind[0] if behind else "", "; ".join(behind[1:]), text[start:end]


def _deadline(text: str, script: Script) -> tuple[int, int]:
    """Where the deadline of a row stands; behind its text when it has none."""
    dates = Reader(script, None).dates(text, only_deadlines=True)
    if dates:
        return dates[-1].start, dates[-1].end
    rhythm = script.pattern(r"(?<!\w)(?:thường xuyên|(?:hằng|hàng) (?:năm|tháng|quý|tuần))")
    rhythms = list(rhythm.finditer(script.key(text)))
    return rhythms[-1].span() if rhythms else (len(text), len(text))


def _only_bodies(
    text: str, key: str, at: int, ends: Sequence[int], script: Script
) -> Sequence[str]:
    """The agencies that fill the rest of a text, cell after cell; none if anything else is there.

    A cell ends at one of `ends`, where a line ends; the shortest that is complete is taken.
    """
    if at >= len(text):
        return ()
    for end in ends:
        bodies = _filling(text[:end].rstrip(), key[:end].rstrip(), at, script) if end > at else []
        rest = _only_bodies(text, key, end, ends, script) if bodies else ()
        if bodies and (rest or end >= len(text)):
            return (*bodies, *rest)
    return ()


def _filling(text: str, key: str, at: int, script: Script) -> list[str]:
    bodies: list[str] = []
    while at < len(text):
        named = addressees(script, text, key, at)
        if not named or text[named.end :].lstrip().startswith((",", ";")):
            return []
        if script.pattern(_OF_NOTHING).fullmatch(key, at, named.end):
            return []
        bodies.append(text[at : named.end])
        at = len(text) - len(text[named.end :].lstrip())
    return bodies


def _text(line: Line) -> str:
    return " ".join(compose(line.text).split())


def _key(line: Line, script: Script) -> str:
    return script.key(_text(line))

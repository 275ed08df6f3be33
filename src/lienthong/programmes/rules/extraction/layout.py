"""Lines of a document put together into paragraphs and ordered as a tree.

A paragraph broken over lines (text out of a PDF) becomes whole again and still knows which of its
characters came from which line.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lienthong.organisations.rules import visible
from lienthong.programmes.rules.extraction.language import UPPER, Script, compose


@dataclass(frozen=True)
class Line:
    """One line of a text file or PDF, one paragraph of a DOCX; `number` counts from 1.

    `cells` are the cells of a table row; `last` is the last number of a row of several paragraphs.
    """

    number: int
    text: str
    page: int | None = None
    cells: tuple[str, ...] = ()
    last: int | None = None


@dataclass
class Block:
    """A paragraph, without its marker, and what stands under it.

    `text` is what rules read, `printed` the same characters as they stand in the document (they
    differ where diacritics are scrambled). `starts` and `numbers` tell from which character on
    which line speaks; `style` is the kind of marker ("1.", "a)", "-"), empty for none. `within` is
    the style of the paragraph that a point was cut out of; `mark` is the marker as printed.
    """

    text: str
    printed: str
    style: str = ""
    starts: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    page: int | None = None
    cells: tuple[str, ...] = ()
    last: int | None = None
    within: str = ""
    mark: str = ""
    children: list["Block"] = field(default_factory=list)

    def lines(self, start: int, end: int) -> tuple[int, int]:
        """First and last line of the characters from `start` up to `end`."""
        if self.last is not None:
            return self.numbers[0], self.last
        return self._line(start), self._line(max(start, end - 1))

    def _line(self, at: int) -> int:
        return self.numbers[max(0, bisect_right(self.starts, at) - 1)]

    def walk(self) -> Iterator["Block"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def part(self, start: int, end: int, style: str, within: str = "") -> "Block":
        """The characters from `start` up to `end` as a block of their own."""
        first = max(0, bisect_right(self.starts, start) - 1)
        kept = [(at, n) for at, n in zip(self.starts, self.numbers, strict=True) if at < end][
            first:
        ]
        return Block(
            self.text[start:end],
            self.printed[start:end],
            style,
            [max(0, at - start) for at, _ in kept],
            [number for _, number in kept],
            self.page,
            within=within,
        )


# Kinds of marker from the outermost to the innermost, as the genre nests them.
_MARKERS: Sequence[tuple[str, str]] = (
    ("part", r"(?i:ph[ầa]n|ch[ưu][ơo]ng)\s+(?:(?i:th[ứu])\s+\w+|[IVX]+|\d+)\s*[.:\-–]?\s*"),
    ("A.", r"[A-H]\s*[.\-–]\s+"),
    ("I.", r"[IVX]{1,5}\s*[.\-–)]\s*"),
    ("article", r"(?:[ĐD]i[ềe]u|[ĐD]I[ỀE]U)\s+\d{1,3}\s*[.:]\s*"),
    (
        "1.",
        r"\d{1,2}\s*\.(?=\s)\s*|\d{1,2},\s+(?=[A-ZĐ][^\W\d_])|\d{1,2}\s*\.(?=[^\W\d_])|\d{1,2}\s*[-–]\s+",
    ),
    ("1)", r"\d{1,2}\)\s*"),
    ("1.1.", r"\d{1,2}\.\d{1,2}\.?(?=\s)\s*"),
    ("1.1.1.", r"\d{1,2}\.\d{1,2}\.\d{1,2}\.?(?=\s)\s*"),
    ("a)", r"[a-zđ]\s?[).](?=\s)\s*|[a-zđ]\)\s*"),
    ("(1)", r"\((?:\d{1,2}|[ivx]{1,5}|[a-zđ])\)\s*"),
    ("-", r"[-–—](?!\d)\s*"),
    ("+", r"\+\s*"),
    ("*", r"[*•●▪■◦]\s*|o\s(?=[^\W\d_])\s*"),
)
_ANY_MARKER = re.compile("|".join(f"(?P<m{i}>{p})" for i, (_, p) in enumerate(_MARKERS)))
_RANK = {style: rank for rank, (style, _) in enumerate(_MARKERS)}
_TERMINAL = re.compile(r"[.;:!?…][\"”’)\]]*$")
_OPEN_END = re.compile(
    r"(?:,|(?<!\w)(?:và|với|của|các|cho|về|trong|theo|tại|do|để|là|trước|cùng"
    r"|từ|đến|hoặc|những|giữa|nhằm|gồm))$"
)
_NUMBER_FOLLOWS = re.compile(r"(?<!\w)(?:ngày|tháng|năm|số)$")
_SMALL_LETTER = re.compile(rf"[^{UPPER}\W\d]")
_SMALL_START = re.compile(rf"[^{UPPER}\W]|[,;:.)\]%/&]|\(")


def marker(text: str) -> tuple[str, int]:
    """Kind of the marker that `text` begins with, and its length; ("", 0) for none."""
    match = _ANY_MARKER.match(text)
    if not match or not match.lastgroup:
        return "", 0
    if match.end() == len(text):
        # "Chương I" alone: its title is on the next line.
        return ("part", 0) if match.lastgroup == "m0" else ("", 0)
    return _MARKERS[int(match.lastgroup[1:])][0], match.end()


def blocks(lines: Sequence[Line], script: Script) -> Block:
    """The document as a tree under one root."""
    root = Block("", "")
    stack: list[Block] = [root]
    flat = [part for whole in _paragraphs(lines, script) for part in _unglued(whole)]
    for position, block in enumerate(flat):
        following = flat[position + 1] if position + 1 < len(flat) else None
        kept = _interrupted(stack, block, flat[position + 1 :])
        while len(stack) > max(1, kept) and not _may_hold(stack[-1], block, following):
            stack.pop()
        stack[-1].children.append(block)
        stack.append(block)
    return root


def _interrupted(stack: Sequence[Block], block: Block, after: Sequence[Block]) -> int:
    """How much of the stack stays open below an unmarked paragraph: "2.1. …", a paragraph more,
    "2.2. …" is one list."""
    if block.style or block.cells or block.text.endswith(":") or is_heading(block):
        return 0
    following = next((later for later in after if later.style or later.cells), None)
    if not following or following.cells:
        return 0
    number = _number(following.mark)
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].style == following.style and number:
            return depth + 1 if _number(stack[depth].mark) == number - 1 else 0
    return 0


def _number(mark: str) -> int:
    last = re.search(r"(\d+)[.)\-–,\s]*$", mark)
    return int(last[1]) if last else 0


def _rank(block: Block, following: Block | None) -> float:
    """How deep a block nests. An unmarked opening stands just above what it opens."""
    if block.style:
        # "- Bộ X: (1) A; (2) B": points inside a paragraph stand below it, whatever their marker.
        inside = _RANK[block.within] + 0.5 if block.within else 0.0
        return max(_RANK[block.style], inside)
    if is_heading(block):
        return 1.5
    if block.text.endswith(":") and following and following.style:
        return _RANK[following.style] - 0.5
    return 99.0


def _may_hold(holder: Block, block: Block, following: Block | None) -> bool:
    if holder.cells or block.cells:
        return bool(not holder.cells and is_heading(holder))
    rank = _rank(block, following)
    if rank == 99.0:
        # An unmarked paragraph belongs to what is open above it: a heading or an opening.
        return bool(holder.style or is_heading(holder)) and not _TERMINAL.search(
            holder.text.removesuffix(":")
        )
    holds = _rank(holder, holder.children[0] if holder.children else block)
    return holds < rank


def is_heading(block: Block) -> bool:
    """A title in capitals without a marker."""
    if block.style or block.cells or len(block.text) < 4:
        return False
    return block.text.isupper() and not _SENT_TO.search(block.text)


def _paragraphs(lines: Sequence[Line], script: Script) -> list[Block]:
    width = _wrap_width(lines)
    found: list[Block] = []
    last_length, broken = 0, True
    furniture = _furniture(lines)
    for line in lines:
        if line.number in furniture:
            continue
        printed = _tidy(line.text)
        text = script.legible(printed)
        in_table = bool(found and found[-1].cells)
        cells = tuple(_tidy(cell) for cell in line.cells) or cells_of(line.text, in_table=in_table)
        cells = tuple(map(script.legible, cells))
        if not any(letter.isalnum() for letter in text) and not any(cells):
            broken = True
            continue
        if len([cell for cell in cells if cell]) > 1:
            whole = " | ".join(cells)
            row = Block(whole, whole, "", [0], [line.number], line.page, cells, line.last)
            found.append(row)
            broken = True
            continue
        if found and _continues(found[-1], text, last_length, width, broken=broken):
            last = found[-1]
            last.starts.append(len(last.text) + 1)
            last.numbers.append(line.number)
            last.text, last.printed = f"{last.text} {text}", f"{last.printed} {printed}"
        else:
            style, length = marker(text)
            found.append(
                Block(
                    text[length:],
                    printed[length:],
                    style,
                    [0],
                    [line.number],
                    line.page,
                    mark=text[:length].strip(),
                )
            )
        last_length, broken = len(text), False
    return found


def _tidy(text: str) -> str:
    return " ".join(visible(compose(text)).strip().strip("|").split())


def cells_of(text: str, *, in_table: bool = False) -> tuple[str, ...]:
    """Cells of a row drawn with bars or tabs; right below a row two of them are enough ("I", "Hạ
    tầng số" over a group of rows)."""
    tabs = text.strip().count("\t")
    bars = text.strip().strip("|").count("|")
    least = 1 if in_table or _NUMBERED_ROW.match(text) else 2
    bar = "|" if bars >= least else "\t" if tabs >= least else ""
    return tuple(_tidy(cell) for cell in text.strip().strip(bar).split(bar)) if bar else ()


def _wrap_width(lines: Sequence[Line]) -> int:
    """At how many characters the text was broken into lines; 0 when each paragraph is one line."""
    texts = [
        " ".join(line.text.split()) for line in lines if not (line.cells or cells_of(line.text))
    ]
    lengths = sorted(len(text) for text in texts if len(text) > 30)
    if not lengths or lengths[-1] > 400 or len(lengths) < 4:
        return 0
    width = lengths[len(lengths) * 9 // 10]
    open_ended = sum(not _TERMINAL.search(text) for text in texts if len(text) > 30)
    share = 4 if lengths[-1] <= _NARROW else 2.5
    return width if width <= 160 and open_ended * share > len(lengths) else 0


# "1 | Tổ chức tuyên truyền" opens a group of rows.
_NUMBERED_ROW = re.compile(r"\s*\|?\s*(?:\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5}|[a-zđ])[.)]?\s*[|\t]")
_LONGEST_OPENING = 60
_NARROW = 110  # no line is longer: most likely the text was broken
_PAGE_NUMBER = re.compile(r"[-–\s]*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–\s]*", re.IGNORECASE)


def _furniture(lines: Sequence[Line]) -> set[int]:
    """Numbers of lines that belong to the pages, not to the text: page numbers, running heads."""
    edges: dict[int, list[Line]] = {}
    for line in lines:
        if line.text.strip() and line.page is not None and not line.cells:
            edges.setdefault(line.page, []).append(line)
    running: dict[str, list[int]] = {}
    for on_page in edges.values():
        for line in {on_page[0].number: on_page[0], on_page[-1].number: on_page[-1]}.values():
            if re.search(r"[.;]\s*$", line.text) and not _PAGE_NUMBER.fullmatch(line.text):
                continue  # a sentence, however often it is repeated
            running.setdefault(re.sub(r"\d+", "#", line.text.strip()), []).append(line.number)
    repeated = {n for numbers in running.values() if len(numbers) > 2 for n in numbers}
    return repeated | {
        line.number for line in lines if not line.cells and _PAGE_NUMBER.fullmatch(line.text)
    }


def _continues(block: Block, text: str, last_length: int, width: int, *, broken: bool) -> bool:
    if marker(text)[0] or block.cells or _OPENS_A_LIST.match(text):
        return False
    if _ADDRESSED.match(block.text) and _OPENS_A_LETTER.match(text):
        return False
    if broken:
        # Across an empty line only what cannot begin a paragraph: small letters after no stop.
        small = _SMALL_LETTER.match(text) is not None
        open_end = width > 0 or _OPEN_END.search(block.text)
        return bool(small and open_end and not _TERMINAL.search(block.text))
    if block.text.isupper() or text.isupper():
        return block.text.isupper() and text.isupper() and width > 0
    if width and block.text.endswith(";") and _SMALL_LETTER.match(text):
        return True
    if _TERMINAL.search(block.text):
        # A line that still had room for the next word ended its paragraph; "Về các kiến nghị:"
        # opens the next one in any case.
        opens = text.endswith(":") and len(text) < _LONGEST_OPENING and text[0].isupper()
        return not opens and 0 < width < last_length + 1 + len(text.split()[0])
    if _OPEN_END.search(block.text) or (text[0].isdigit() and _NUMBER_FOLLOWS.search(block.text)):
        return True
    if _SMALL_START.match(text):
        return width > 0 or bool(re.match(r"\w", text))
    return width > 0 and last_length >= 0.7 * width


_SENT_TO = re.compile(r"(?<!\w)(?:[ĐD]I[ỆE]N|K[ÍI]NH G[ỬU]I)\s*:$")
_ADDRESSED = re.compile(r"(?i:k[íi]nh g[ửu]i)")
_OPENS_A_LIST = re.compile(r"(?i)(?:n[ơo]i nh[ậa]n|k[íi]nh g[ửu]i)\s*:")
_OPENS_A_LETTER = re.compile(
    r"(?:Th[ựu]c hi[ệe]n|C[ăa]n c[ứu]|Theo|Ng[àa]y|Trong|V[ừu]a qua|Th[ờo]i gian|[ĐD][ểe]"
    r"|Nh[ằa]m|Qua"
    r"|Ti[ếe]p theo|Ti[ếe]p t[ụu]c|Tr[êe]n c[ơo] s[ởo]|Tri[ểe]n khai|X[ée]t|Sau khi)\s"
)
# "…thực hiện.2. Bộ Y tế": a heading that lost its line break.
_GLUED = re.compile(
    rf"(?<=[.;:])\s*(?=(?:\d{{1,2}}(?:\.\d{{1,2}})*\.|[IVX]{{1,4}}[.\-–])\s+[{UPPER}])"
)
_ENUMERATED = re.compile(r"(?<![\w)])\((?P<n>\d{1,2}|[ivx]{1,5}|[a-zđ])\)\s*(?=\S)")
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii")
_LETTERS = "abcdđeghiklmnopq"


def _unglued(block: Block) -> list[Block]:
    """A paragraph cut where headings were glued to it and at its "(i) …; (ii) …"."""
    if block.cells:
        return [block]
    cuts = [
        0,
        *(match.end() for match in _GLUED.finditer(block.text) if match.start()),
        len(block.text),
    ]
    parts: list[Block] = []
    for start, end in pairwise(cuts):
        if not block.text[start:end].strip():
            continue
        style, length = (block.style, 0) if start == 0 else marker(block.text[start:end])
        for piece in _pieces(block.part(start + length, end, style)):
            parts += _enumerated(piece)
    return parts


_LONGEST_PARAGRAPH = 3000
_STOP = re.compile(r"[.;!?]\s+")


def _pieces(block: Block) -> Iterator[Block]:
    """A text without line breaks in pieces that end with a stop: reading a paragraph takes time
    that grows with the square of its length."""
    start = 0
    while len(block.text) - start > _LONGEST_PARAGRAPH:
        stops = list(_STOP.finditer(block.text, start, start + _LONGEST_PARAGRAPH))
        end = stops[-1].end() if stops else start + _LONGEST_PARAGRAPH
        yield block.part(start, end, block.style)
        start = end
    yield block.part(start, len(block.text), block.style) if start else block


def _enumerated(block: Block) -> list[Block]:
    """ "X: (i) A; (ii) B" as a head and its points; a lone number in brackets is no point."""
    marks = list(_ENUMERATED.finditer(block.text))
    run: list[re.Match[str]] = []
    first = 2 if block.style == "(1)" else 1
    for mark in marks:
        if not run:
            run = [mark] if ordinal(mark["n"]) == first else []
        elif ordinal(mark["n"]) > ordinal(run[-1]["n"]):
            run.append(mark)
    if len(run) < 3 - first:
        return [block]
    ends = [*(mark.start() for mark in run[1:]), len(block.text)]
    head = block.part(0, len(block.text[: run[0].start()].rstrip()), block.style)
    points = [
        block.part(mark.end(), len(block.text[:end].rstrip()), "(1)", block.style)
        for mark, end in zip(run, ends, strict=True)
    ]
    return [head, *points] if head.text else points


def ordinal(mark: str) -> int:
    if mark.isdigit():
        return int(mark)
    if mark in _ROMAN:
        return _ROMAN.index(mark)
    return _LETTERS.find(mark) + 1

"""What a document says of itself: number, kind, title, issuer, signer, field, dates (R45)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from lienthong.programmes.rules.extraction.headings import DateOfDocument, date_in
from lienthong.programmes.rules.extraction.language import UPPER, Script, compose, script_of
from lienthong.programmes.rules.extraction.layout import Block, Line, marker
from lienthong.programmes.rules.extraction.organisations import organisation
from lienthong.programmes.rules.extraction.residue import without_residue


@dataclass(frozen=True)
class Metadata:
    """Empty or None is what the document does not say."""

    number: str = ""
    kind: str = ""
    title: str = ""
    issuer: str = ""
    signer: str = ""
    field: str = ""
    issued_on: date | None = None
    effective_on: date | None = None


# The mark in a number ("12/TB-VPCP", "35-TB/TGV") and the kind of document it stands for.
KINDS: Mapping[str, str] = {
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "KL": "Kết luận",
    "QC": "Quy chế",
    "QYĐ": "Quy định",
    "TB": "Thông báo",
    "HD": "Hướng dẫn",
    "CTR": "Chương trình",
    "KH": "Kế hoạch",
    "PA": "Phương án",
    "ĐA": "Đề án",
    "BC": "Báo cáo",
    "TTR": "Tờ trình",
    "CĐ": "Công điện",
    "CV": "Công văn",
    "NĐ": "Nghị định",
    "TT": "Thông tư",
}
_HEAD, _TAIL = 40, 40


def metadata(lines: Sequence[Line]) -> Metadata:
    """Read from the table that web pages put on top, else from the letterhead and the end."""
    script = script_of("\n".join(line.text for line in lines))
    clean = [
        Line(line.number, " ".join(compose(line.text).split()), line.page, line.cells)
        for line in without_residue(lines, script)
    ]
    reader = _Reader(script, [line for line in clean if line.text.strip(" |")])
    return reader.read()


@dataclass(frozen=True)
class _Reader:
    script: Script
    lines: Sequence[Line]

    def read(self) -> Metadata:
        rows = self._rows()
        number = rows.get("number") or self._number()
        issued = _day(self.script, rows.get("issued", "")) or self._issued()
        kind = rows.get("kind") or self._kind(number)
        return Metadata(
            number=number,
            kind=kind,
            title=self._title(kind, from_page=bool(rows))[:400],
            issuer=(rows.get("issuer") or self._issuer())[:200],
            signer=(rows.get("signer") or self._signer())[:160],
            field=rows.get("field", "")[:160],
            issued_on=issued,
            effective_on=_day(self.script, rows.get("effective", "")) or self._effective(issued),
        )

    def _rows(self) -> dict[str, str]:
        """ "| Số hiệu | 35-TB/TGV |": attributes as pages of legal databases list them."""
        found: dict[str, str] = {}
        for line in self.lines[: 2 * _HEAD]:
            cells = line.cells or tuple(line.text.strip("| ").split("|"))
            for name, value in pairwise(cells):
                key = self.script.key(self.script.legible(name.strip(" :")))
                for field, pattern in _ROWS:
                    if self.script.pattern(pattern).fullmatch(key) and value.strip():
                        found.setdefault(field, value.strip())
        return found

    def _keys(self, lines: Sequence[Line]) -> list[tuple[Line, str]]:
        return [(line, self.script.key(self.script.legible(line.text))) for line in lines]

    def _number(self) -> str:
        for line, key in self._keys(self.lines[:_HEAD]):
            match = self.script.pattern(_NUMBER).search(key)
            if match:
                return line.text[match.start("number") : match.end("number")].strip(" ,.;")
        return ""

    def _kind(self, number: str) -> str:
        for line, key in self._keys(self.lines[:_HEAD]):
            for kind in KINDS.values():
                if line.text.isupper() and self.script.key(kind) == key.strip(" ."):
                    return kind
        parts = re.split(r"[/\-–]", number.upper())
        named = next((KINDS[part] for part in parts if part in KINDS), "")
        if named or not number:
            return named
        subject = any(
            self.script.pattern(r"(?:v/v|về việc)").match(key)
            for _, key in self._keys(self.lines[:_HEAD])
        )
        return "Công văn" if subject else ""

    def _title(self, kind: str, *, from_page: bool) -> str:
        if from_page and self.lines:
            return self.lines[0].text.strip(" |")
        lines = self._keys(self.lines[:_HEAD])
        for position, (_line, key) in enumerate(lines):
            if kind and key.strip(" .") == self.script.key(kind):
                return " ".join(self._title_lines(lines[position + 1 :]))
        for line, key in lines:
            subject = self.script.pattern(r"(?:v/v|về việc)\s*:?\s*").match(key)
            if subject:
                return line.text[subject.end() :].strip()
        return ""

    def _title_lines(self, lines: Sequence[tuple[Line, str]]) -> Sequence[str]:
        """The lines of a title: until a sentence ends, a point or a legal basis begins."""
        found: list[str] = []
        for line, key in lines[:5]:
            begins = self.script.pattern(_BODY).match(key) or _NUMBERED.search(line.text)
            if begins or len(line.text) > 300 or marker(line.text)[0] not in ("", "-"):
                break
            if line.text.endswith((":", ";", ".")) or not line.text.strip(" -*_"):
                break
            found.append(line.text.strip())
            if len(" ".join(found)) > 60 and not line.text.isupper():
                break
        return found

    def _issuer(self) -> str:
        """Capitals above the number that are not the name of the state or the Party; where there
        are none, the name of a body however it is spelt."""
        found: list[str] = []
        for line in self._above_number():
            text = line.text.strip(" |*")
            if _mostly_capitals(text) and len(text) > 3:
                found.append(text.upper())
            elif found:
                break
        if found:
            return self._from_capitals(" ".join(found[:2]))
        lines = [line.text.strip(" |*") for line in self._above_number(numbered=True)]
        for at, text in enumerate(lines):
            # A name may go on in the next line: "Ủy ban nhân dân", "Thành phố Đà Nẵng".
            for printed in (" ".join(lines[at : at + 2]), text):
                if self._is_body(printed):
                    return _GENERIC.sub(lambda match: match[0].lower(), printed)
        return ""

    def _above_number(self, *, numbered: bool = False) -> Sequence[Line]:
        """The lines of a letterhead above its number. `numbered`: none where no number follows."""
        found: list[Line] = []
        kinds = {self.script.key(kind) for kind in KINDS.values()}
        for line, key in self._keys(self.lines[:_HEAD]):
            if self.script.pattern(_NUMBER).search(key):
                return found
            if (
                line.text.endswith(":")
                or key.startswith("số")
                or self.script.key(line.text.strip(" |*")) in kinds
            ):
                break
            if not self.script.pattern(_STATE).search(key):
                found.append(line)
        return [] if numbered else found

    def _is_body(self, printed: str) -> bool:
        named = organisation(self.script, printed, self.script.key(printed), 0)
        return named is not None and named.known and named.end == len(printed)

    def _from_capitals(self, printed: str) -> str:
        whole = re.sub(r"\bUBND\b", "ỦY BAN NHÂN DÂN", printed)
        named = organisation(self.script, whole, self.script.key(whole), 0)
        if named and named.known and named.end == len(whole):
            return named.names[0]
        return printed.capitalize()

    def _signer(self) -> str:
        """The personal name under the signature: the last line shaped like one. In a table of
        signatures it stands in the column of the signature, or at the end of its cell."""
        tail = self.lines[-_TAIL:]
        for column in range(max((len(line.cells) for line in tail), default=0) or 1):
            texts = [
                line.cells[column] if column < len(line.cells) else line.text
                for line in tail
                if not line.cells or column < len(line.cells)
            ]
            name = self._signer_in(texts)
            if name:
                return name
        return ""

    def _signer_in(self, texts: Sequence[str]) -> str:
        keys = [self.script.key(self.script.legible(text)) for text in texts]
        for at, key in enumerate(keys):
            if not self.script.pattern(_SIGNS).match(key):
                continue
            below = [text.strip(" |.") for text in texts[at + 1 : at + 6]]
            whole = next((t for t in below if _PERSON.fullmatch(t) and not t.isupper()), "")
            if whole or (whole := _named_last(texts[at])):
                return whole
        return ""

    def _issued(self) -> date | None:
        head = [
            Block(self.script.legible(line.text), line.text, "", [0], [line.number])
            for line in self.lines[:_HEAD]
        ]
        reader = DateOfDocument(self.script)
        stated = (reader.read(block) for block in head)
        first = next((day for day in stated if day), None)
        return first or reader.first(" ".join(block.text for block in head[:25]))

    def _effective(self, issued: date | None) -> date | None:
        for _line, key in self._keys(self.lines):
            match = self.script.pattern(_EFFECTIVE).search(key)
            if match:
                return issued if match["signing"] else date_in(match)
        return None


def _mostly_capitals(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) > 0.7 * len(letters) > 0


def _named_last(cell: str) -> str:
    """The personal name that ends a cell in which all of a signature stands: before it only the
    capitals of the office, perhaps "(Đã ký)"."""
    words = re.sub(r"\([^()]*\)", " ", cell).strip(" |.").split()
    name: list[str] = []
    while words and len(name) < _LONGEST_NAME:
        word = words[-1]
        if not _PART_OF_NAME.fullmatch(word) or (word.isupper() and len(word) > 1):
            break
        name.insert(0, words.pop())
    office = bool(words) and all(word.isupper() for word in words)
    return " ".join(name) if len(name) > 1 and office else ""


def _day(script: Script, text: str) -> date | None:
    match = script.pattern(_DAY).search(script.key(text))
    return date_in(match) if match else None


_DAY = (
    r"(?P<d>\d{1,2})\s?(?:/|-|\.|\s+tháng\s+)\s?(?P<m>\d{1,2})"
    r"\s?(?:/|-|\.|,?\s+năm\s+)\s?(?P<y>(?:19|20)\d\d)"
)
_ROWS = (
    ("number", r"số(?: ký)? hiệu|số/ký hiệu|số"),
    ("issued", r"ngày (?:ban hành|ký|văn bản)"),
    ("effective", r"ngày (?:có )?hiệu lực"),
    ("kind", r"loại văn bản|hình thức văn bản"),
    ("issuer", r"(?:cơ quan|nơi|đơn vị) ban hành"),
    ("signer", r"người ký"),
    ("field", r"lĩnh vực"),
)
_NUMBER = r"(?:^|\|)\s*số\s*:?\s*(?P<number>\d+[^\s|]{0,6}\s?[-–/]\s?[^\s|]*[^\W\d_][^\s|]*)"
_NUMBERED = re.compile(r"^(?i:số)\s*:?\s*\d|,\s*ngày\s+\d")
_STATE = r"cộng hòa xã hội|độc lập|đảng cộng sản|việt nam$"
_BODY = (
    r"(?:căn cứ|thực hiện|kính gửi|ngày \d|\d+\.|[ivx]+\.|điều \d|trên cơ sở|tại phiên"
    r"|thời gian qua|_)"
)
_SIGNS = (
    r"(?:t/m|tm\.|kt\.|k/t|tl\.|t\.m\.|tuq\.|bộ trưởng|chủ tịch|bí thư|phó |giám đốc|thủ tướng"
    r"|chủ nhiệm|chánh |trưởng ban)"
)
_PERSON = re.compile(rf"[{UPPER}][\w’']*(?: [{UPPER}][\w’']*){{1,4}}")
_PART_OF_NAME = re.compile(rf"[{UPPER}][\w’']*")
_LONGEST_NAME = 5
# Words of a name of a body that are capitals only by a typist's habit: "Thành Ủy".
_GENERIC = re.compile(
    r"(?<=Thành )Ủy\b|(?<=Tỉnh )Ủy\b|(?<=Đảng )Ủy\b|(?<=Ủy )Ban\b(?: Nhân Dân\b)?"
    r"|(?<=Hội )Đồng\b(?: Nhân Dân\b)?"
)
_EFFECTIVE = (
    r"có hiệu lực(?: thi hành)?(?: kể)? từ (?:(?P<signing>ngày (?:ký|ban hành))|(?:ngày )?"
    rf"{_DAY})"
)

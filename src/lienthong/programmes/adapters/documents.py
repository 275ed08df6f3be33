"""Text, DOCX and PDF files read into numbered lines, in memory only: nothing is written."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import PurePath
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from lienthong.programmes.rules.extraction.layout import Line
from lienthong.programmes.rules.extraction.secrecy import opens_letterhead

Progress = Callable[[int, int], None]


class Unreadable(Exception):
    """No text can be read out of a file; the message is a Vietnamese sentence that says why."""


@dataclass(frozen=True)
class Part:
    """Some pages of a long PDF: how many it has, how many are read, the lines of the last ones."""

    lines: Sequence[Line]
    pages: int
    read: int


def is_pdf(name: str, content: bytes) -> bool:
    return content.startswith(b"%PDF-") or PurePath(name).suffix.lower() == ".pdf"


def read_part(name: str, content: bytes, *, after: int, most: int, lines: int = 0) -> Part:
    """The pages of a PDF behind page `after`, at most `most`, their lines numbered on from `lines`.
    Any other document whole, with no pages. Raises Unreadable."""
    if not is_pdf(name, content):
        return Part(_storable(read_document(name, content)), 0, 0)
    with _reading():
        reader = _reader(content)
        pages = len(reader.pages)
        last = min(pages, after + most)
        found: list[Line] = []
        for at in range(after, last):
            for text in reader.pages[at].extract_text().split("\n"):
                found.append(Line(lines + len(found) + 1, text, page=at + 1))
    if after == 0:
        _check_letters(found, last)
    return Part(_storable(found), pages, last)


def _storable(lines: Sequence[Line]) -> list[Line]:
    """Without what a database refuses: zero bytes and halves of characters, as broken fonts of a
    PDF give them."""
    return [
        replace(line, text=_clean(line.text), cells=tuple(map(_clean, line.cells)))
        for line in lines
    ]


def _clean(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def read_document(name: str, content: bytes, progress: Progress | None = None) -> list[Line]:
    """The lines of a .txt file, the paragraphs of a .docx, the lines of a .pdf, numbered from 1.

    The content decides where it is plain (a PDF named .txt is read as PDF), else the name does.
    `progress(done, pages)` is called for each page of a PDF. Raises Unreadable.
    """
    suffix = PurePath(name).suffix.lower()
    if is_pdf(name, content):
        return _pdf(content, progress)
    if content.startswith(b"PK\x03\x04") or suffix == ".docx":
        return _docx(content)
    if suffix in (".txt", ""):
        return _text(content)
    raise Unreadable(
        "Chỉ đọc được tệp .txt, .docx và .pdf; hãy lưu văn bản ở một trong ba dạng này."
    )


# Plain text


def _text(content: bytes) -> list[Line]:
    text = _decoded(content).replace("\r\n", "\n")
    if "\n" not in text:
        text = text.replace("\r", "\n")
    return [Line(number, line) for number, line in enumerate(text.split("\n"), 1)]


def _decoded(content: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _decode(content, encoding)
    if content[:400].count(0) * 4 > len(content[:400]):
        return _decode(content, "utf-16-le" if content[1:2] == b"\0" else "utf-16-be")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _from_tcvn3(content) if _is_tcvn3(content) else _decode(content, "cp1258")


# TCVN3 ("ABC"), how old offices wrote: one byte a letter, capitals by another font.
_TCVN3 = dict(
    zip(
        "\xb5\xb8\xb6\xb7\xb9\xa8\xbb\xbe\xbc\xbd\xc6\xa9\xc7\xca\xc8\xc9\xcb\xae\xcc\xd0\xce\xcf\xd1"
        "\xaa\xd2\xd5\xd3\xd4\xd6\xd7\xdd\xd8\xdc\xde\xdf\xe3\xe1\xe2\xe4\xab\xe5\xe8\xe6\xe7\xe9\xac\xea"
        "\xed\xeb\xec\xee\xef\xf3\xf1\xf2\xf4\xad\xf5\xf8\xf6\xf7\xf9\xfa\xfd\xfb\xfc\xfe\xa1\xa2\xa7\xa3"
        "\xa4\xa5\xa6",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)


def _is_tcvn3(content: bytes) -> bool:
    """In Windows-1258 the commonest marks are combining bytes behind a vowel, which as TCVN3 would
    be letters of their own in the wrong place: the reading with more common syllables is right."""
    words = ("của", "và", "các", "được", "nhiệm", "thực", "hiện", "trước", "ngày", "năm", "tỉnh")
    old, new = _from_tcvn3(content).lower(), content.decode("cp1258", "replace").lower()
    new = unicodedata.normalize("NFC", new)
    return sum(old.count(word) for word in words) > sum(new.count(word) for word in words)


def _from_tcvn3(content: bytes) -> str:
    lines = content.decode("latin-1").split("\n")
    return "\n".join(
        _capitals("".join(_TCVN3.get(letter, letter) for letter in line)) for line in lines
    )


def _capitals(line: str) -> str:
    """A line in capitals was set in another font: only its unmarked letters tell."""
    plain = [letter for letter in line if letter.isascii() and letter.isalpha()]
    return line.upper() if len(plain) > 1 and all(map(str.isupper, plain)) else line


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(
            "Không nhận ra bảng mã của tệp; hãy lưu lại ở dạng UTF-8, UTF-16 hoặc Windows-1258."
        ) from error


# DOCX

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MOST_BYTES = 100_000_000
# How Word counts, and the marker that people would have typed for it.
_MARKERS = {
    "upperRoman": "I.",
    "upperLetter": "A.",
    "decimal": "1.",
    "decimalZero": "1.",
    "lowerLetter": "a)",
    "lowerRoman": "(i)",
    "bullet": "-",
}


def _docx(content: bytes) -> list[Line]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                raise Unreadable("Tệp DOCX giải nén ra quá lớn; hãy chia nhỏ văn bản.")
            names = archive.namelist()
            body = fromstring(archive.read("word/document.xml"))
            heads = [
                fromstring(archive.read(name))
                for name in names
                if re.fullmatch(r"word/header\d*\.xml", name)
            ]
            numbering = (
                fromstring(archive.read("word/numbering.xml"))
                if "word/numbering.xml" in names
                else None
            )
    except (zipfile.BadZipFile, KeyError, ParseError, DefusedXmlException, RuntimeError) as error:
        raise Unreadable(
            "Tệp DOCX hỏng hoặc được đặt mật khẩu; hãy mở bằng trình soạn thảo và lưu lại."
        ) from error
    # Page heads come first, as line 0: they may bear a classification mark, they hold no task.
    marks = [Line(0, _words(p)) for head in heads for p in head.iter(f"{_W}p")]
    return [*marks, *_paragraphs(body, _counting(numbering))]


def _paragraphs(body: Element, markers: dict[tuple[str, str], str]) -> Iterator[Line]:
    number = 0
    for row, paragraphs in _rows(body):
        first = number + 1
        number += len(paragraphs)
        texts = [_marked(paragraph, markers) for paragraph in paragraphs]
        if row is None:
            yield Line(first, texts[0])
            continue
        cells = tuple(
            " ".join(_words(p) for p in cell.iter(f"{_W}p")) for cell in row.findall(f"{_W}tc")
        )
        # A letterhead is set in a table without borders: its paragraphs are lines as on paper.
        if len([cell for cell in cells if cell.strip()]) > 1 and not (
            any(map(opens_letterhead, texts)) and len([text for text in texts if text.strip()]) > 2
        ):
            yield Line(first, " | ".join(cells), cells=cells, last=number)
        else:
            yield from (Line(first + at, text) for at, text in enumerate(texts))


def _rows(element: Element) -> Iterator[tuple[Element | None, Sequence[Element]]]:
    """Paragraphs in order, each alone, or all those of a table row together with the row."""
    for child in element:
        if child.tag == _FALLBACK:
            continue
        if child.tag == f"{_W}p":
            yield None, [child]
            for box in _boxes(child):
                yield from _rows(box)
        elif child.tag == f"{_W}tr":
            yield child, list(child.iter(f"{_W}p"))
        else:
            yield from _rows(child)


def _boxes(element: Element) -> Iterator[Element]:
    """Text boxes anchored in an element; the copies kept for old programs are passed over."""
    for child in element:
        if child.tag == f"{_W}txbxContent":
            yield child
        elif child.tag != _FALLBACK:
            yield from _boxes(child)


def _words(paragraph: Element) -> str:
    """The text of a paragraph without that of the text boxes anchored in it."""
    parts: list[str] = []
    for child in paragraph:
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag == f"{_W}tab":
            parts.append(" ")
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            parts.append("  ")  # as wide as between columns: a stamp may stand on a line of its own
        elif child.tag == f"{_W}noBreakHyphen":
            parts.append("-")
        elif child.tag not in (_FALLBACK, f"{_W}txbxContent", f"{_W}del", f"{_W}pPr"):
            parts.append(_words(child))
    return "".join(parts)


def _marked(paragraph: Element, markers: dict[tuple[str, str], str]) -> str:
    """The text, after the marker that Word draws for an automatically numbered paragraph."""
    text = _words(paragraph)
    listed = paragraph.find(f"{_W}pPr/{_W}numPr")
    if listed is None or not text.strip():
        return text
    level, kind = (listed.find(f"{_W}{name}") for name in ("ilvl", "numId"))
    depth = level.get(f"{_W}val", "0") if level is not None else "0"
    numbered = kind.get(f"{_W}val", "") if kind is not None else ""
    if numbered == "0":
        return text
    marker = markers.get((numbered, depth), "-" if depth == "0" else "+")
    return f"{marker} {text}"


def _counting(numbering: Element | None) -> dict[tuple[str, str], str]:
    """The marker for each list and level of a document."""
    found: dict[tuple[str, str], str] = {}
    if numbering is None:
        return found
    value, abstract = f"{_W}val", f"{_W}abstractNumId"
    levels = {
        kind.get(abstract, ""): kind.findall(f"{_W}lvl")
        for kind in numbering.findall(f"{_W}abstractNum")
    }
    for used in numbering.findall(f"{_W}num"):
        kind = used.find(abstract)
        for level in levels.get(kind.get(value, "") if kind is not None else "", []):
            form = level.find(f"{_W}numFmt")
            depth = level.get(f"{_W}ilvl", "0")
            marker = _MARKERS.get(form.get(value, "") if form is not None else "", "-")
            if marker == "-" and depth != "0":
                marker = "+"
            found[used.get(f"{_W}numId", ""), depth] = marker
    return found


# PDF

_LETTERS_PER_PAGE = 20
_WORDS_TO_JUDGE, _MOST_ALONE = 50, 0.1
_WORD = re.compile(r"[^\W\d_]+")


def _pdf(content: bytes, progress: Progress | None) -> list[Line]:
    lines: list[Line] = []
    with _reading():
        reader = _reader(content)
        pages = len(reader.pages)
        for done, page in enumerate(reader.pages, 1):
            for line in page.extract_text().split("\n"):
                lines.append(Line(len(lines) + 1, line, page=done))
            if progress:
                progress(done, pages)
    _check_letters(lines, pages)
    return lines


@contextmanager
def _reading() -> Iterator[None]:
    """Whatever pypdf stumbles over is a file that cannot be read."""
    try:
        yield
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, ArithmeticError) as error:
        raise Unreadable("Tệp PDF hỏng, không đọc được; hãy xuất lại từ bản gốc.") from error


def _reader(content: bytes) -> PdfReader:
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("Tệp PDF được đặt mật khẩu; hãy gỡ mật khẩu rồi thử lại.")
    return reader


def _check_letters(lines: Sequence[Line], pages: int) -> None:
    letters = sum(letter.isalpha() for line in lines for letter in line.text)
    if letters < _LETTERS_PER_PAGE * max(1, pages):
        raise Unreadable(
            "Tệp PDF chỉ có ảnh chụp, không có chữ; hãy nhận dạng chữ (OCR) hoặc dùng bản DOCX."
        )
    # Accented letters out of another font than the rest are read behind their words.
    words = [word for line in lines for word in _WORD.findall(line.text)]
    alone = sum(len(word) == 1 and not word.isascii() for word in words)
    if len(words) >= _WORDS_TO_JUDGE and alone > _MOST_ALONE * len(words):
        raise Unreadable(
            "Chữ có dấu trong tệp PDF bị tách khỏi từ nên đọc sẽ sai; hãy dùng bản DOCX hoặc xuất"
            " lại PDF bằng phông chữ tiếng Việt."
        )

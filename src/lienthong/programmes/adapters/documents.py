"""Text, DOCX and PDF files read into numbered lines, in memory only: nothing is written."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePath
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from lienthong.programmes.rules.extraction.layout import Line

Progress = Callable[[int, int], None]


class Unreadable(Exception):
    """No text can be read out of a file; the message is a Vietnamese sentence that says why."""


def read_document(name: str, content: bytes, progress: Progress | None = None) -> list[Line]:
    """The lines of a .txt file, the paragraphs of a .docx, the lines of a .pdf, numbered from 1.

    The content decides where it is plain (a PDF named .txt is read as PDF), else the name does.
    `progress(done, pages)` is called for each page of a PDF. Raises Unreadable.
    """
    suffix = PurePath(name).suffix.lower()
    if content.startswith(b"%PDF-") or suffix == ".pdf":
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
        return _decode(content, "cp1258")


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
        if len([cell for cell in cells if cell.strip()]) > 1:
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
        elif child.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            parts.append(" ")
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


def _pdf(content: bytes, progress: Progress | None) -> list[Line]:
    lines: list[Line] = []
    letters = 0
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("Tệp PDF được đặt mật khẩu; hãy gỡ mật khẩu rồi thử lại.")
        pages = len(reader.pages)
        for done, page in enumerate(reader.pages, 1):
            text = page.extract_text()
            letters += sum(letter.isalpha() for letter in text)
            for line in text.split("\n"):
                lines.append(Line(len(lines) + 1, line, page=done))
            if progress:
                progress(done, pages)
    except Unreadable:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, ArithmeticError) as error:
        raise Unreadable("Tệp PDF hỏng, không đọc được; hãy xuất lại từ bản gốc.") from error
    if letters < _LETTERS_PER_PAGE * max(1, pages):
        raise Unreadable(
            "Tệp PDF chỉ có ảnh chụp, không có chữ; hãy nhận dạng chữ (OCR) hoặc dùng bản DOCX."
        )
    return lines

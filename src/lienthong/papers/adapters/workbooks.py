"""Spreadsheets as XLSX files: the one place that knows the library.

It is loaded with the first spreadsheet: a server should not start a third of a second later for
what few requests need.
"""

import xml.etree.ElementTree as ET
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Final
from zipfile import BadZipFile, ZipFile

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

# What a workbook may come to when unpacked: a few kilobytes can hold gigabytes.
MOST_BYTES: Final = 256 * 1024 * 1024
MOST_ROWS: Final = 2**20  # of the format itself
MOST_COLUMNS: Final = 256
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Whatever the library stumbles over is a file that cannot be read.
_BROKEN: Final = (
    BadZipFile, ET.ParseError, zlib.error, KeyError, ValueError, TypeError, IndexError,
    AttributeError, OSError, EOFError,
)  # fmt: skip


class BrokenWorkbook(Exception):
    """The file is none, or damaged."""


class HugeWorkbook(BrokenWorkbook):
    """Unpacked it would be more than is read."""


def rows(stream: BinaryIO) -> Iterator[Sequence[object]]:
    """The values of the first sheet, row by row, however long it is, as far as it has any: a column
    that is formatted to its end has none. Raises BrokenWorkbook, HugeWorkbook."""
    try:
        with ZipFile(stream) as packed:
            # More than a part declares is never unpacked of it.
            if sum(part.file_size for part in packed.infolist()) > MOST_BYTES:
                raise HugeWorkbook
        found = _open(stream, by_rows=True).worksheets[0]
        found.reset_dimensions()
        for row in islice(found.iter_rows(values_only=True), MOST_ROWS):
            yield row[:MOST_COLUMNS]
    except _BROKEN as error:
        raise BrokenWorkbook from error


def sheet(content: bytes, *, formulas: bool) -> "Worksheet | None":
    """The whole first sheet: its formulas, or what they came to when it was saved. None when the
    file has no sheet. Raises BrokenWorkbook."""
    try:
        found = _open(BytesIO(content), formulas=formulas).worksheets
    except _BROKEN as error:
        raise BrokenWorkbook from error
    return found[0] if found else None


def written(
    lines: Iterable[Sequence[object]],
    *,
    title: str = "",
    bold: Collection[int] = (),
    frozen: int = 0,
    widths: Mapping[str, int] | None = None,
) -> bytes:
    """A sheet of these lines: `bold` are numbers of lines from 1, the first `frozen` lines stay in
    sight, `widths` are those of columns by letter. Text stays text, whatever it begins with;
    instants lose their offset, which spreadsheets do not know."""
    from openpyxl import Workbook  # noqa: PLC0415 (see above)
    from openpyxl.styles import Font  # noqa: PLC0415

    book = Workbook()
    page: Worksheet = book.worksheets[0]
    if title:
        page.title = title
    for number, line in enumerate(lines, 1):
        page.append([_value(value) for value in line])
        for cell in page[number] if line else ():
            if isinstance(cell.value, str):
                cell.data_type = "s"
            if number in bold:
                cell.font = Font(bold=True)
    for column, width in (widths or {}).items():
        page.column_dimensions[column].width = width
    if frozen:
        page.freeze_panes = f"A{frozen + 1}"
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _open(stream: BinaryIO, *, formulas: bool = False, by_rows: bool = False) -> "Workbook":
    from openpyxl import load_workbook  # noqa: PLC0415 (see above)
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        return load_workbook(stream, read_only=by_rows, data_only=not formulas)
    except InvalidFileException as error:
        raise BadZipFile from error


def _value(value: object) -> object:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return None if value == "" else value

"""Spreadsheets (XLSX, CSV) as grids of cells, and the empty sheet that a unit fills in."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from zipfile import BadZipFile, ZipFile

from lienthong.papers.adapters import workbooks
from lienthong.reports.rules import _
from lienthong.reports.rules.sheets import (
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Grid,
    Range,
    WrongSheet,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LARGEST: Final = 5 * 1024 * 1024  # bytes
LARGEST_UNPACKED: Final = 20 * 1024 * 1024  # what a small file may grow to in memory
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")  # Excel up to 2003, and any encrypted one


def grid_of(stream: BinaryIO, *, name: str) -> Grid:
    """The first sheet of the file. Raises WrongSheet."""
    content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise WrongSheet(_("Tệp lớn hơn 5 MB. Chỉ giữ bảng của biểu này rồi nộp lại."))
    if not content.strip():
        raise WrongSheet(_("Tệp rỗng. Tải bảng tính đã điền sẵn của kỳ này rồi điền vào."))
    kind = Path(name).suffix.lower()
    _refuse_others(content)
    if kind == ".csv":
        return _csv(content)
    if kind == ".xlsx":
        return _xlsx(content)
    raise WrongSheet(
        _("Chỉ nhận tệp .xlsx hoặc .csv. Lưu bảng dưới một trong hai dạng này rồi nộp lại.")
    )


def _refuse_others(content: bytes) -> None:
    """What a spreadsheet program writes and this does not read, told by its bytes: a name says
    little."""
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise WrongSheet(_("Tệp Excel có mật khẩu. Bỏ mật khẩu mở tệp rồi nộp lại."))
        raise WrongSheet(
            _("Tệp Excel đời cũ (.xls). Mở bằng Excel, lưu thành dạng .xlsx rồi nộp lại.")
        )
    if not content.startswith(b"PK"):
        return
    try:
        with ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
    except BadZipFile:
        return  # said when it is opened
    names = {one.filename for one in parts}
    if "content.xml" in names:
        raise WrongSheet(
            _("Tệp OpenDocument (.ods). Mở bằng LibreOffice, lưu thành .xlsx rồi nộp lại.")
        )
    if any(name.endswith("vbaProject.bin") for name in names):
        raise WrongSheet(_("Tệp có macro. Lưu thành dạng .xlsx (không macro) rồi nộp lại."))
    if sum(one.file_size for one in parts) > LARGEST_UNPACKED:
        raise WrongSheet(
            _("Bảng quá lớn (tối đa 2.000 dòng, 60 cột). Chỉ giữ bảng của biểu này rồi nộp lại.")
        )


def _csv(content: bytes) -> Grid:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongSheet(_("Tệp không phải bảng mã UTF-8. Lưu lại với UTF-8 rồi nộp.")) from None
    sample = text[:4096]
    delimiter = max(",;\t", key=sample.count)
    cells = {}
    try:
        for row, line in enumerate(csv.reader(StringIO(text), delimiter=delimiter), 1):
            _check_size(row, len(line))
            for column, value in enumerate(line, 1):
                if value.strip():
                    cells[row, column] = Cell(value.strip())
    except csv.Error:
        raise WrongSheet(_("Tệp CSV hỏng. Lưu lại tệp rồi nộp.")) from None
    return Grid(cells)


def _xlsx(content: bytes) -> Grid:
    values, formulas = _sheet(content, formulas=False), _sheet(content, formulas=True)
    _check_size(values.max_row, values.max_column)
    cells = {}
    for line in formulas.iter_rows():
        for written in line:
            if written.value is None:
                continue
            row, column = int(written.row), int(written.column or 1)
            shown = values.cell(row=row, column=column)
            formula = written.data_type == "f"
            percent = "%" in str(written.number_format or "")
            value = _value(shown.value)
            cells[row, column] = Cell(value, percent, formula and shown.value is None)
    merged = [
        Range(one.min_row, one.min_col, one.max_row, one.max_col)
        for one in values.merged_cells.ranges
    ]
    return Grid(cells, sorted(merged, key=lambda one: (one.top, one.left)))


def _sheet(content: bytes, *, formulas: bool) -> "Worksheet":
    try:
        sheet = workbooks.sheet(content, formulas=formulas)
    except workbooks.BrokenWorkbook:
        raise WrongSheet(_("Không mở được tệp Excel. Mở bằng Excel, lưu lại rồi nộp.")) from None
    if sheet is None:
        raise WrongSheet(_("Tệp Excel không có trang tính nào."))
    return sheet


def _check_size(rows: int, columns: int) -> None:
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise WrongSheet(
            _("Bảng quá lớn (tối đa 2.000 dòng, 60 cột). Chỉ giữ bảng của biểu này rồi nộp lại.")
        )


def _value(value: Any) -> str | Decimal | bool | None:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        # What Excel shows, not the binary fraction behind it.
        return Decimal(repr(value)) if abs(value) < 1e18 else str(value)
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    return str(value).strip()


def workbook(title: str, heads: Sequence[str], lines: Iterable[Sequence[object]]) -> bytes:
    """A sheet to be filled in, with one line of headings."""
    return workbooks.written(
        [[title], [], heads, *lines],
        title="Báo cáo",
        bold=(1, 3),
        frozen=3,
        widths=dict(zip("ABCDE", (28, 60, 14, 18, 50), strict=True)),
    )

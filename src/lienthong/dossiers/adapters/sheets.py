"""Rows of a CSV or XLSX file, read one by one; a broken file is refused with a sentence."""

import csv
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO

from lienthong.dossiers.rules.inheriting import HeaderError
from lienthong.papers.adapters import workbooks

MOST_ROWS = 500_000


def rows_of(stream: BinaryIO, *, name: str) -> Iterator[tuple[int, list[str]]]:
    """(row number, cells as text), the header first. Raises HeaderError."""
    kind = Path(name).suffix.lower()
    if kind == ".csv":
        yield from _csv(stream)
    elif kind == ".xlsx":
        yield from _xlsx(stream)
    else:
        raise HeaderError("Chỉ nhận tệp .csv hoặc .xlsx. Lưu bảng dưới một trong hai dạng này.")


def _csv(stream: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    text = TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    try:
        sample = text.read(4096)
        text.seek(0)
        delimiter = ";" if sample.count(";") > sample.count(",") else ","
        for number, row in enumerate(csv.reader(text, delimiter=delimiter), start=1):
            if number > MOST_ROWS:
                raise HeaderError(f"Tệp dài quá {MOST_ROWS} dòng. Chia thành nhiều tệp.")
            if any(cell.strip() for cell in row):
                yield number, row
    except UnicodeDecodeError:
        raise HeaderError("Tệp không phải UTF-8. Lưu lại với bảng mã UTF-8 rồi nhập.") from None
    except csv.Error as error:
        raise HeaderError(f"Tệp CSV hỏng ở một dòng ({error}). Lưu lại tệp rồi nhập.") from None
    finally:
        # The stream is the caller's to close, who may have done so already.
        with suppress(ValueError):
            text.detach()


def _xlsx(stream: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    try:
        for number, row in enumerate(workbooks.rows(stream), start=1):
            cells = [_text(cell) for cell in row]
            if not any(cells):
                continue
            if number > MOST_ROWS:
                raise HeaderError(f"Tệp dài quá {MOST_ROWS} dòng. Chia thành nhiều tệp.")
            yield number, cells
    except workbooks.HugeWorkbook:
        raise HeaderError(
            "Bảng Excel quá lớn. Chia thành nhiều tệp, hoặc lưu dưới dạng CSV rồi nhập."
        ) from None
    except workbooks.BrokenWorkbook:
        raise HeaderError("Không mở được tệp Excel. Mở bằng Excel, lưu lại rồi nhập.") from None


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()

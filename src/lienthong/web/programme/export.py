"""Lists of tasks as files for a spreadsheet."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Final

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.styles import Font

from lienthong.web.ui import formats
from lienthong.web.ui.tables import table

MOST: Final = 20_000
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet(
    form: str, name: str, heads: Sequence[str], lines: Iterable[Sequence[object]], note: str
) -> HttpResponse:
    """`form`: csv or xlsx. `note` says the scope and until when the list counts."""
    if form == "csv":
        return table(f"{name}.csv", [*heads, note], lines)
    book = Workbook()
    page = book.active
    if page is None:
        page = book.create_sheet()
    page.append([note])
    page.append(list(heads))
    for cell in page[2]:
        cell.font = Font(bold=True)
    for line in lines:
        page.append([_cell(cell) for cell in line])
    page.freeze_panes = "A3"
    content = BytesIO()
    book.save(content)
    response = HttpResponse(content.getvalue(), content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _cell(value: object) -> object:
    """Spreadsheets have no offsets; and what begins like a formula is only a text."""
    if isinstance(value, datetime):
        return formats.local(value).replace(tzinfo=None)
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@"}:
        return f"'{value}"
    return value

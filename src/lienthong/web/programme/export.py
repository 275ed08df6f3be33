"""Lists of tasks as files for a spreadsheet."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.http import HttpResponse

from lienthong.papers.adapters import workbooks
from lienthong.web.ui import formats
from lienthong.web.ui.tables import table

MOST: Final = 20_000


def sheet(
    form: str, name: str, heads: Sequence[str], lines: Iterable[Sequence[object]], note: str
) -> HttpResponse:
    """`form`: csv or xlsx. `note` says the scope and until when the list counts."""
    if form == "csv":
        return table(f"{name}.csv", [*heads, note], lines)
    page = [[note], heads, *([_cell(cell) for cell in line] for line in lines)]
    content = workbooks.written(page, bold=(2,), frozen=2)
    response = HttpResponse(content, content_type=workbooks.XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _cell(value: object) -> object:
    return formats.local(value) if isinstance(value, datetime) else value

"""Lists as files for a spreadsheet."""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.http import HttpResponse

from lienthong.web.ui import formats


def table(name: str, heads: Sequence[object], lines: Iterable[Sequence[object]]) -> HttpResponse:
    """A CSV file that a spreadsheet opens with its accents and without running anything."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    writer.writerow([str(head) for head in heads])
    writer.writerows([_cell(cell) for cell in line] for line in lines)
    return response


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return f"{formats.local(value):%Y-%m-%d %H:%M}"
    text = "" if value is None else str(value)
    # Spreadsheets run what begins like a formula.
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text

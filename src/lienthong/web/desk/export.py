"""Lists as files for a spreadsheet."""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.http import HttpResponse
from django.utils.translation import gettext as _

from lienthong.dossiers.queries.desk import DeskRow
from lienthong.journal import actions as journal
from lienthong.web.desk.rows import Measure, shown
from lienthong.web.ui import formats

MOST = 20_000


def worklist(rows: Sequence[DeskRow], measure: Measure, *, by: str, at: datetime) -> HttpResponse:
    """Every row is a read of personal data. Test dossiers leave the house in no list."""
    kept = [row for row in rows if not row.is_test]
    journal.log_reads(by=by, screen="desk.export", subjects=[row.code for row in kept], at=at)
    heads = [
        _("Mã hồ sơ"), _("Thủ tục"), _("Người nộp"), _("Bước"), _("Hạn"), _("Tình trạng"),
        _("Đã hứa trả"),
    ]  # fmt: skip
    return table(
        "viec.csv",
        heads,
        (
            (
                row.code,
                row.procedure,
                row.applicant,
                made.step,
                _cell(row.due_at),
                str(made.tag.words),
                _cell(row.promised_at),
            )
            for row in kept
            for made in (shown(row, measure, {}),)
        ),
    )


def table(name: str, heads: Sequence[str], lines: Iterable[Sequence[str]]) -> HttpResponse:
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    writer.writerow(heads)
    for line in lines:
        writer.writerow([_unformulated(cell) for cell in line])
    return response


def _cell(instant: datetime | None) -> str:
    return f"{formats.local(instant):%Y-%m-%d %H:%M}" if instant else ""


def _unformulated(cell: str) -> str:
    """Spreadsheets run what begins like a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell

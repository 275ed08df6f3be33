"""Lists as files for a spreadsheet."""

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpResponse
from django.utils.translation import gettext as _

from lienthong.dossiers.queries.desk import DeskRow
from lienthong.journal import actions as journal
from lienthong.web.desk.rows import Measure, shown
from lienthong.web.ui.tables import table

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
                row.due_at,
                made.tag.words,
                row.promised_at,
            )
            for row in kept
            for made in (shown(row, measure, {}),)
        ),
    )

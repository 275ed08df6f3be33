"""How states, sources and kinds of reports are said: colour, icon and words together."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.reports.queries.prefill import Origin
from lienthong.reports.queries.reports import PeriodView, ReportView
from lienthong.reports.rules.answers import YES, is_number, written
from lienthong.reports.rules.kinds import (
    FindingKind,
    FindingState,
    Flow,
    ReportState,
    Rhythm,
    Source,
    ValueKind,
)
from lienthong.web.ui import formats
from lienthong.web.ui.status import Tag

SOURCES: Final[Mapping[Source, str | Promise]] = {
    Source.TYPED: gettext_lazy("đơn vị nhập"),
    Source.UPLOADED: gettext_lazy("đơn vị nộp bảng tính"),
    Source.UNCHANGED: gettext_lazy("đơn vị báo không thay đổi"),
    Source.MEASURED: gettext_lazy("hệ thống đo"),
    Source.CONSOLIDATED: gettext_lazy("tổng hợp từ cấp dưới"),
    Source.PACKED: gettext_lazy("văn bản nguồn"),
}
ORIGINS: Final[Mapping[Origin, str | Promise]] = {
    Origin.DRAFT: gettext_lazy("bản nháp"),
    Origin.SUBMITTED: gettext_lazy("đã nộp"),
    Origin.OTHER_FORM: gettext_lazy("đã báo cáo ở biểu khác, không hỏi lại"),
    Origin.MEASURED: gettext_lazy("lấy từ số hệ thống đo"),
    Origin.LAST: gettext_lazy("lấy từ kỳ trước"),
    Origin.NONE: "",
}
KINDS: Final[Mapping[FindingKind, str | Promise]] = {
    FindingKind.SUM: gettext_lazy("Tổng không khớp"),
    FindingKind.SHARE: gettext_lazy("Tỷ lệ không khớp"),
    FindingKind.COUNT: gettext_lazy("Số đếm không khớp"),
    FindingKind.EQUAL: gettext_lazy("Hai số phải bằng nhau"),
    FindingKind.AT_MOST: gettext_lazy("Số trong kỳ lớn hơn lũy kế"),
    FindingKind.SUM_OF_LIST: gettext_lazy("Tổng các đơn vị không khớp"),
    FindingKind.AS_OF: gettext_lazy("Một số liệu, hai ngày"),
    FindingKind.COVERAGE: gettext_lazy("Không đủ số xã"),
    FindingKind.PERIOD: gettext_lazy("Sai khoảng ngày của kỳ"),
    FindingKind.FORMULA: gettext_lazy("Công thức không ra số này"),
    FindingKind.MEASURED: gettext_lazy("Khác số hệ thống đo"),
}
FINDING_STATES: Final[Mapping[FindingState, Tag]] = {
    FindingState.OPEN: Tag("soon", "circle-alert", gettext_lazy("Chờ giải trình")),
    FindingState.CORRECTED: Tag("done", "check", gettext_lazy("Đã sửa")),
    FindingState.EXPLAINED: Tag("done", "message-square", gettext_lazy("Đã giải trình")),
    FindingState.DISMISSED: Tag("", "circle-minus", gettext_lazy("Bỏ qua")),
}
FLOWS: Final[Mapping[Flow, str | Promise]] = {
    Flow.DISCRETE: gettext_lazy("phát sinh trong kỳ"),
    Flow.CUMULATIVE: gettext_lazy("lũy kế đến cuối kỳ"),
    Flow.DERIVED: gettext_lazy("tính từ số khác"),
}
RHYTHMS: Final[Mapping[Rhythm, str | Promise]] = {
    Rhythm.DAILY: gettext_lazy("hằng ngày"),
    Rhythm.WEEKLY: gettext_lazy("hằng tuần"),
    Rhythm.MONTHLY: gettext_lazy("hằng tháng"),
    Rhythm.QUARTERLY: gettext_lazy("hằng quý"),
    Rhythm.YEARLY: gettext_lazy("hằng năm"),
    Rhythm.ONCE: gettext_lazy("một lần"),
}


def state_tag(report: ReportView, *, at: datetime) -> Tag:
    """The state of a report; what is owed says how much time is left."""
    if report.state is ReportState.SUBMITTED:
        if report.late:
            return Tag("late", "triangle-alert", _("Nộp trễ"))
        if report.findings_open:
            return Tag("soon", "circle-alert", _("Đã nộp, chờ giải trình"))
        return Tag("done", "check", _("Đã nộp đúng hạn"))
    if report.state is ReportState.RETURNED:
        return Tag("soon", "undo-2", _("Bị trả lại"))
    left = report.due_at - at
    if left.total_seconds() <= 0:
        return Tag("late", "triangle-alert", _("Trễ %s") % formats.span(left))
    near = left.total_seconds() < 3600
    return Tag("soon" if near else "run", "hourglass" if near else "clock",
               _("Còn %s") % formats.span(left))  # fmt: skip


def period_words(period: PeriodView) -> str:
    """Its name in the reader's language."""
    if not formats.english():
        return period.words
    if period.start == period.end:
        return formats.day(period.start)
    return f"{formats.day(period.start)} – {formats.day(period.end)}"


def value_words(kind: ValueKind, value: str) -> str:
    """A kept value as people read it, always in Vietnamese figures: so they are typed."""
    if kind is ValueKind.YES_NO and value:
        return _("Có") if value == YES else _("Không")
    return written(kind, value)


def placeholder(kind: ValueKind) -> str:
    """The class of a control: figures are set in equal widths."""
    return "input fig num" if is_number(kind) else "input"

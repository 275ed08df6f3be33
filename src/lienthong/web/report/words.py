"""How states, sources and kinds of reports are said: colour, icon and words together."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.organisations.rules import AgencyKind, Sentence
from lienthong.reports.queries.forms import IndicatorView
from lienthong.reports.queries.prefill import Origin
from lienthong.reports.queries.reports import PeriodView, ReportView
from lienthong.reports.rules.answers import YES, is_number, written
from lienthong.reports.rules.forms import BELOW, Content
from lienthong.reports.rules.kinds import (
    FindingKind,
    FindingState,
    Flow,
    ReportState,
    Rhythm,
    Rollup,
    Source,
    ValueKind,
)
from lienthong.web.ui import formats
from lienthong.web.ui.saying import said
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
    FindingKind.THRESHOLD: gettext_lazy("Chưa đạt ngưỡng"),
}
CHECKS: Final[Mapping[FindingKind, str | Promise]] = {
    FindingKind.SUM: gettext_lazy("Tổng bằng các phần cộng lại"),
    FindingKind.SHARE: gettext_lazy("Tỷ lệ bằng phần chia tổng"),
    FindingKind.COUNT: gettext_lazy("Số đơn vị bên dưới"),
    FindingKind.EQUAL: gettext_lazy("Hai số bằng nhau"),
    FindingKind.AT_MOST: gettext_lazy("Số trước không lớn hơn số sau"),
    FindingKind.SUM_OF_LIST: gettext_lazy("Tổng bằng các đơn vị bên dưới cộng lại"),
    FindingKind.COVERAGE: gettext_lazy("Các loại cộng lại đủ mọi đơn vị"),
    FindingKind.AS_OF: gettext_lazy("Các số của cùng một ngày"),
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

VALUES: Final[Mapping[ValueKind, str | Promise]] = {
    ValueKind.COUNT: gettext_lazy("số đếm (số nguyên)"),
    ValueKind.AMOUNT: gettext_lazy("số lượng (có phần thập phân)"),
    ValueKind.PERCENT: gettext_lazy("tỷ lệ phần trăm"),
    ValueKind.YES_NO: gettext_lazy("có hoặc không"),
    ValueKind.TEXT: gettext_lazy("lời văn"),
}
ROLLUPS: Final[Mapping[Rollup, str | Promise]] = {
    Rollup.SUM: gettext_lazy("cộng số của các đơn vị"),
    Rollup.FORMULA: gettext_lazy("tính lại theo công thức từ các tổng"),
    Rollup.NONE: gettext_lazy("không tổng hợp"),
}
RISING: Final[Mapping[bool | None, str | Promise]] = {
    True: gettext_lazy("càng cao càng tốt"),
    False: gettext_lazy("càng thấp càng tốt"),
    None: "",
}
AGENCIES: Final[Mapping[AgencyKind, str | Promise]] = {
    AgencyKind.COMMUNE_COMMITTEE: gettext_lazy("Ủy ban nhân dân xã, phường, đặc khu"),
    AgencyKind.PROVINCE_COMMITTEE: gettext_lazy("Ủy ban nhân dân tỉnh, thành phố"),
    AgencyKind.DEPARTMENT: gettext_lazy("Sở"),
    AgencyKind.MINISTRY: gettext_lazy("Bộ, cơ quan ngang bộ"),
    AgencyKind.PARTY_COMMITTEE: gettext_lazy("Cấp ủy, ban chỉ đạo"),
    AgencyKind.COMMUNE_CENTRE: gettext_lazy("Trung tâm Phục vụ hành chính công cấp xã"),
    AgencyKind.PROVINCE_CENTRE: gettext_lazy("Trung tâm Phục vụ hành chính công cấp tỉnh"),
    AgencyKind.COMMUNE_POLICE: gettext_lazy("Công an xã, phường, đặc khu"),
    AgencyKind.PROVINCE_POLICE: gettext_lazy("Công an tỉnh, thành phố"),
}


def claims_told(
    content: Content, known: Mapping[str, IndicatorView]
) -> list[tuple[str | Promise, list[str]]]:
    """Each check of a form with the names of its figures."""
    return [
        (
            CHECKS[claim.kind],
            [
                formats.own_name(known[name]) if name in known else name
                for name in (figure.removeprefix(BELOW) for figure in claim.figures)
            ],
        )
        for claim in content.claims
    ]


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
    return said(period.words)


def explained(sentence: Sentence, known: Iterable[IndicatorView]) -> str:
    """What a check found, in the reader's language, with the names of figures in it."""
    if not formats.english():
        return said(sentence)
    return said(_renamed(sentence, {one.name: one.name_en for one in known if one.name_en}))


def _renamed(sentence: Sentence, names: Mapping[str, str]) -> Sentence:
    values = {
        key: _renamed(value, names) if isinstance(value, Sentence) else names.get(str(value), value)
        for key, value in sentence.values.items()
    }
    return Sentence(sentence.message, **values)


def value_words(kind: ValueKind, value: str) -> str:
    """A kept value as people read it, always in Vietnamese figures: so they are typed."""
    if kind is ValueKind.YES_NO and value:
        return _("Có") if value == YES else _("Không")
    return written(kind, value)


def placeholder(kind: ValueKind) -> str:
    """The class of a control: figures are set in equal widths."""
    return "input fig num" if is_number(kind) else "input"

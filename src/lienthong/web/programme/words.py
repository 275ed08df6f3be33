"""What tasks, their states and parts are called on a screen; colour, icon and words together."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lienthong.organisations.rules import Level
from lienthong.programmes.rules.kinds import (
    Bloc,
    EvidenceKind,
    EvidenceState,
    Pillar,
    RequestKind,
    RequestState,
    TaskState,
    Urgency,
    WarningLevel,
)
from lienthong.programmes.rules.lifecycle import STATE_NAMES
from lienthong.programmes.rules.timeline import Standing, instant
from lienthong.programmes.rules.timeliness import (
    TIMELINESS_NAMES,
    Health,
    Responsible,
    Timeliness,
    days_late,
    days_left,
    last_day,
)
from lienthong.programmes.rules.warnings import LEVEL_NAMES
from lienthong.web.ui import formats
from lienthong.web.ui.status import Tag

T = Timeliness

PILLARS: Final[Mapping[Pillar, Promise]] = {
    Pillar.INSTITUTION: gettext_lazy("Thể chế"),
    Pillar.INFRASTRUCTURE: gettext_lazy("Hạ tầng"),
    Pillar.DATA: gettext_lazy("Dữ liệu"),
    Pillar.PLATFORM: gettext_lazy("Nền tảng"),
    Pillar.PEOPLE: gettext_lazy("Nhân lực"),
    Pillar.FINANCE: gettext_lazy("Tài chính"),
}
BLOCS: Final[Mapping[Bloc, Promise]] = {
    Bloc.PARTY: gettext_lazy("Khối Đảng"),
    Bloc.ASSEMBLY: gettext_lazy("Khối Quốc hội, Hội đồng nhân dân"),
    Bloc.GOVERNMENT: gettext_lazy("Khối Chính phủ, địa phương"),
    Bloc.FRONT: gettext_lazy("Khối Mặt trận, đoàn thể"),
}
# What can change in a task before its lead takes it on.
EDITED: Final[Mapping[str, Promise]] = {
    "title": gettext_lazy("nội dung"),
    "objective": gettext_lazy("mục tiêu"),
    "product": gettext_lazy("sản phẩm"),
    "receiver": gettext_lazy("nơi nhận sản phẩm"),
    "group": gettext_lazy("nhóm nhiệm vụ"),
    "phase": gettext_lazy("giai đoạn"),
    "parent": gettext_lazy("việc cấp trên"),
    "pillar": gettext_lazy("trụ cột"),
    "urgency": gettext_lazy("độ khẩn"),
    "recurrence": gettext_lazy("nhịp báo cáo"),
    "condition": gettext_lazy("điều kiện phải chờ"),
    "supporting": gettext_lazy("cơ quan phối hợp"),
    "blocs": gettext_lazy("khối"),
    "key_results": gettext_lazy("kết quả chính"),
    "lead": gettext_lazy("cơ quan chủ trì"),
    "head": gettext_lazy("người chịu trách nhiệm"),
    "contact": gettext_lazy("đầu mối liên hệ"),
    "deadline": gettext_lazy("thời hạn"),
}
URGENCIES: Final[Mapping[Urgency, Promise]] = {
    Urgency.NORMAL: gettext_lazy("Thường"),
    Urgency.URGENT: gettext_lazy("Khẩn"),
    Urgency.VERY_URGENT: gettext_lazy("Thượng khẩn"),
    Urgency.FLASH: gettext_lazy("Hỏa tốc"),
}
LEVELS: Final[Mapping[Level, Promise]] = {
    Level.MINISTRY: gettext_lazy("Trung ương"),
    Level.PROVINCE: gettext_lazy("Cấp tỉnh"),
    Level.COMMUNE: gettext_lazy("Cấp xã"),
}
RHYTHMS: Final[Mapping[str, Promise]] = {
    "daily": gettext_lazy("hằng ngày"),
    "weekly": gettext_lazy("hằng tuần"),
    "monthly": gettext_lazy("hằng tháng"),
    "quarterly": gettext_lazy("hằng quý"),
    "yearly": gettext_lazy("hằng năm"),
}
REQUESTS: Final[Mapping[RequestKind, Promise]] = {
    RequestKind.EXTENSION: gettext_lazy("Xin gia hạn"),
    RequestKind.REFUSAL: gettext_lazy("Đề nghị không nhận việc"),
    RequestKind.CORRECTION: gettext_lazy("Đề nghị đính chính"),
    RequestKind.OBJECTIVE: gettext_lazy("Yêu cầu ghi mục tiêu, kết quả chính"),
}
REQUEST_TAGS: Final[Mapping[RequestState, Tag]] = {
    RequestState.PENDING: Tag("run", "clock", gettext_lazy("Chờ quyết định")),
    RequestState.APPROVED: Tag("done", "check", gettext_lazy("Đồng ý")),
    RequestState.DENIED: Tag("", "circle-x", gettext_lazy("Không đồng ý")),
}
EVIDENCE: Final[Mapping[EvidenceKind, Promise]] = {
    EvidenceKind.DOCUMENT: gettext_lazy("Văn bản"),
    EvidenceKind.FILE: gettext_lazy("Tệp"),
    EvidenceKind.MEASURED: gettext_lazy("Số đo"),
}
EVIDENCE_TAGS: Final[Mapping[EvidenceState, Tag]] = {
    EvidenceState.PENDING: Tag("run", "clock", gettext_lazy("Chờ xem")),
    EvidenceState.ACCEPTED: Tag("done", "check", gettext_lazy("Đã nhận")),
    EvidenceState.RETURNED: Tag("soon", "undo-2", gettext_lazy("Trả lại")),
}
RESPONSIBLE: Final[Mapping[Responsible, Promise]] = {
    Responsible.LEAD: gettext_lazy("cơ quan chủ trì"),
    Responsible.ACCEPTOR: gettext_lazy("cơ quan nghiệm thu"),
    Responsible.DECIDER: gettext_lazy("cơ quan quyết định đề nghị"),
}
PUBLIC_NAMES: Final[Mapping[str, Promise]] = {
    "done_on_time": gettext_lazy("Xong đúng hạn"),
    "done_late": gettext_lazy("Xong quá hạn"),
    "in_time": gettext_lazy("Đang làm, trong hạn"),
    "overdue": gettext_lazy("Quá hạn"),
    "open": gettext_lazy("Đang mở"),
    "all": gettext_lazy("Tất cả"),
    "total": gettext_lazy("Tất cả, trừ việc đã hủy"),
    "to_accept": gettext_lazy("Chờ nghiệm thu"),
}
HEALTH_TAGS: Final[Mapping[Health, Tag]] = {
    Health.FRESH: Tag("done", "check", gettext_lazy("Báo cáo đúng nhịp")),
    Health.DUE: Tag("soon", "hourglass", gettext_lazy("Đến kỳ báo cáo")),
    Health.SILENT: Tag("late", "triangle-alert", gettext_lazy("Bỏ lỡ kỳ báo cáo")),
}
_STATES: Final[Mapping[TaskState, tuple[str, str]]] = {
    TaskState.ASSIGNED: ("", "send"),
    TaskState.ACKNOWLEDGED: ("run", "user-check"),
    TaskState.IN_PROGRESS: ("run", "play"),
    TaskState.SUBMITTED: ("check", "file-check"),
    TaskState.ACCEPTED: ("done", "check"),
    TaskState.CANCELLED: ("", "ban"),
}
_TIMES: Final[Mapping[Timeliness, tuple[str, str]]] = {
    T.CANCELLED: ("", "ban"),
    T.DONE_AHEAD: ("done", "check"),
    T.DONE_ON_TIME: ("done", "check"),
    T.DONE_LATE: ("late", "triangle-alert"),
    T.NOT_ASSESSED: ("done", "check"),
    T.RECURRING: ("run", "refresh-cw"),
    T.AWAITING: ("", "pause"),
    T.NO_DEADLINE: ("", "clock"),
    T.CORRECTING: ("check", "history"),
    T.OVERDUE: ("late", "triangle-alert"),
    T.DUE_SOON: ("soon", "hourglass"),
    T.IN_TIME: ("run", "clock"),
}
_LEVELS: Final[Mapping[WarningLevel, tuple[str, str]]] = {
    WarningLevel.GREEN: ("done", "check"),
    WarningLevel.YELLOW: ("soon", "hourglass"),
    WarningLevel.RED: ("late", "triangle-alert"),
    WarningLevel.SPECIAL_RED: ("late", "bell"),
}


def state_tag(state: TaskState) -> Tag:
    kind, icon = _STATES[state]
    return Tag(kind, icon, _(STATE_NAMES[state]))


def level_tag(level: WarningLevel) -> Tag:
    kind, icon = _LEVELS[level]
    return Tag(kind, icon, _(LEVEL_NAMES[level]))


def time_tag(kind: Timeliness, standing: Standing, as_of: datetime) -> Tag:
    """How the task stands to its deadline, with the days."""
    css, icon = _TIMES[kind]
    if standing.due_at is not None and kind is T.OVERDUE:
        count = days_late(standing.due_at, as_of)
        words = ngettext("Quá hạn %(count)d ngày", "Quá hạn %(count)d ngày", count)
        return Tag(css, icon, words % {"count": count})
    if standing.due_at is not None and kind in (T.DUE_SOON, T.IN_TIME):
        count = days_left(standing.due_at, as_of)
        if count == 0:
            return Tag("soon", "hourglass", _("Hạn hôm nay"))
        words = ngettext("Còn %(count)d ngày", "Còn %(count)d ngày", count)
        return Tag(css, icon, words % {"count": count})
    return Tag(css, icon, time_name(kind))


def time_name(kind: Timeliness) -> str:
    return _(TIMELINESS_NAMES[kind])


def kind_name(kind: str) -> str:
    """The words of what a figure counts."""
    return str(PUBLIC_NAMES[kind]) if kind in PUBLIC_NAMES else time_name(Timeliness(kind))


def wish(wanted: Mapping[str, Any]) -> str:
    """What a request asks for: the new deadline, the right day."""
    due = instant(wanted.get("due")) if "due" in wanted else None
    if due is not None:
        return _("đến hết %(day)s") % {"day": formats.day(last_day(due))}
    change = wanted.get("change", {})
    told = []
    for name, text in change.items():
        day = instant(text)
        if day is None:
            continue
        label = _("hạn đúng") if name == "due" else _("xong đúng lúc")
        shown = last_day(day) if name == "due" else day
        told.append(f"{label} {formats.day(shown)}")
    return "; ".join(told)

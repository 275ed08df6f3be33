"""Numbers that programmes may change, each with where it comes from. Pure.

The numbers with "thực tế" are the practice of local offices that built such systems (monitoring
research, 2bis): no law prints them, so every programme may set its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lienthong.programmes.rules import NotAllowed, _
from lienthong.programmes.rules.kinds import Urgency

_PRACTICE: Final = _("Thực tế ở văn phòng một tỉnh ủy; không phải quy định, thay đổi được")
_OURS: Final = _("Quy ước của hệ thống, thay đổi được")


@dataclass(frozen=True, kw_only=True)
class Known:
    """A threshold: its words, reference value and source; a whole number from `least` to `most`."""

    words: str
    value: str
    source: str = _PRACTICE
    least: int = 1
    most: int = 365


THRESHOLDS: Final[Mapping[str, Known]] = {
    "soon_days": Known(words=_("Còn bao nhiêu ngày thì gọi là sắp đến hạn"), value="7"),
    "yellow_days": Known(words=_("Cảnh báo vàng khi còn bao nhiêu ngày"), value="3"),
    "yellow_days_urgent": Known(
        words=_("Cảnh báo vàng cho việc khẩn khi còn bao nhiêu ngày"), value="5"
    ),
    "special_red_days": Known(
        words=_("Cảnh báo đỏ đặc biệt khi quá hạn bao nhiêu ngày"), value="3"
    ),
    "remind_normal": Known(words=_("Nhắc lại việc thường sau bao nhiêu ngày"), value="3"),
    "remind_urgent": Known(words=_("Nhắc lại việc khẩn sau bao nhiêu ngày"), value="2"),
    "remind_very_urgent": Known(words=_("Nhắc lại việc thượng khẩn sau bao nhiêu ngày"), value="1"),
    "remind_flash": Known(words=_("Nhắc lại việc hỏa tốc sau bao nhiêu ngày"), value="1"),
    "acknowledge_days": Known(words=_("Nhận việc trong bao nhiêu ngày làm việc"), value="1"),
    "acknowledge_hours_flash": Known(
        words=_("Nhận việc hỏa tốc trong bao nhiêu giờ làm việc"), value="2"
    ),
    "decide_days": Known(words=_("Quyết định đề nghị trong bao nhiêu ngày làm việc"), value="2"),
    "accept_days": Known(
        words=_("Nghiệm thu trong bao nhiêu ngày làm việc kể từ khi nộp"), value="2", source=_OURS
    ),
    "ahead_days": Known(
        words=_("Xong trước hạn bao nhiêu ngày thì gọi là vượt tiến độ"), value="1", source=_OURS
    ),
    "forecast_days": Known(
        words=_("Dự báo theo tiến độ của bao nhiêu ngày qua"), value="14", source=_OURS, least=3
    ),
    "share_commune": Known(
        words=_("Cấp xã được bao nhiêu phần trăm thời gian của Trung ương"),
        value="70",
        source=_OURS,
        most=98,
    ),
    "share_province": Known(
        words=_("Cấp tỉnh được bao nhiêu phần trăm thời gian của Trung ương"),
        value="90",
        source=_OURS,
        most=99,
    ),
    "answer_days": Known(
        words=_("Trả lời khó khăn, vướng mắc trong bao nhiêu ngày làm việc"),
        value="5",
        source=_("Theo thời hạn chuyển phản ánh của Nghị định 92/2017/NĐ-CP; thay đổi được"),
    ),
    "answer_days_stopped": Known(
        words=_("Trả lời khó khăn làm việc phải dừng trong bao nhiêu ngày làm việc"),
        value="2",
        source=_OURS,
    ),
    "alike_percent": Known(
        words=_("Giống nhau từ bao nhiêu phần trăm thì gợi ý gộp hai khó khăn"),
        value="45",
        source=_OURS,
        most=100,
    ),
    "visit_days": Known(
        words=_("Xét số liệu đo được của bao nhiêu ngày khi gợi ý nơi kiểm tra đột xuất"),
        value="30",
        source=_OURS,
    ),
    "visit_gap_points": Known(
        words=_("Báo cáo cao hơn số đo được từ bao nhiêu điểm thì gợi ý kiểm tra đột xuất"),
        value="10",
        source=_("Thông báo 35-TB/TGV nêu việc kiểm tra; con số là quy ước, thay đổi được"),
        most=100,
    ),
}

_REMIND: Final[Mapping[Urgency, str]] = {
    Urgency.NORMAL: "remind_normal",
    Urgency.URGENT: "remind_urgent",
    Urgency.VERY_URGENT: "remind_very_urgent",
    Urgency.FLASH: "remind_flash",
}


@dataclass(frozen=True)
class Thresholds:
    """The thresholds in force for one programme."""

    values: Mapping[str, str]

    def number(self, name: str) -> int:
        return int(self.values.get(name, THRESHOLDS[name].value))

    def yellow_days(self, urgency: Urgency) -> int:
        return self.number("yellow_days" if urgency is Urgency.NORMAL else "yellow_days_urgent")

    def remind_days(self, urgency: Urgency) -> int:
        return self.number(_REMIND[urgency])


REFERENCE: Final = Thresholds({})


def checked(name: str, value: str) -> str:
    """The value as stored. Raises NotAllowed with a sentence."""
    known = THRESHOLDS.get(name)
    if known is None:
        raise NotAllowed(_("Không có ngưỡng này. Tải lại trang."))
    typed = value.strip()
    if not typed.isdecimal() or not known.least <= int(typed) <= known.most:
        raise NotAllowed(
            _("Cần một số nguyên từ %(least)d đến %(most)d."), least=known.least, most=known.most
        )
    return str(int(typed))


def check_shares(values: Mapping[str, str]) -> None:
    """Each level below needs less of the time than the one above it (R39)."""
    known = Thresholds(values)
    if known.number("share_commune") >= known.number("share_province"):
        raise NotAllowed(_("Phần thời gian của cấp xã phải nhỏ hơn phần của cấp tỉnh."))

"""Numbers that offices may change, with where each comes from. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Final

from lienthong.dossiers.rules import NotAllowed


@dataclass(frozen=True, kw_only=True)
class Known:
    """A threshold: its words, its reference value, whether it is a time of day, its source."""

    words: str
    value: str
    source: str
    is_time: bool = False
    least: int = 1
    most: int = 365


THRESHOLDS: Final[Mapping[str, Known]] = {
    "soon_days": Known(
        words="Còn bao nhiêu ngày làm việc thì gọi là sắp đến hạn",
        value="2",
        source="Quy ước của giao diện, thay đổi được",
    ),
    "remind_days": Known(
        words="Nhắc cán bộ trước hạn của người nộp bao nhiêu ngày làm việc",
        value="2",
        source="Con số là quy ước, thay đổi được",
    ),
    "stale_hours": Known(
        words="Hồ sơ nằm yên bao nhiêu giờ làm việc thì báo người phụ trách",
        value="8",
        source="Con số là quy ước, thay đổi được",
    ),
    "silent_days": Known(
        words="Xã, phường bao nhiêu ngày không có hồ sơ thì nêu tên",
        value="5",
        source="Con số là quy ước, thay đổi được",
    ),
    "near_due_hours": Known(
        words="Yêu cầu bổ sung khi còn bao nhiêu giờ đến hạn thì nêu để xem lại",
        value="24",
        source="Con số là quy ước, thay đổi được",
    ),
    "same_day_alarm": Known(
        words="Từ giờ nào thì nhắc việc trong ngày còn mở",
        value="16:30",
        source="Báo cáo giám sát tháng 9/2025",
        is_time=True,
    ),
    "auto_accept_hours": Known(
        words="Hồ sơ trực tuyến tự được tiếp nhận sau bao nhiêu giờ làm việc (0: không tự động)",
        value="8",
        source="Danh mục quốc gia: trả lời trong 08 giờ làm việc",
        least=0,
        most=80,
    ),
    "test_days": Known(
        words="Hồ sơ thử hết hạn sau bao nhiêu ngày",
        value="30",
        source="Thiết kế của hệ thống",
    ),
}


def checked(name: str, value: str) -> str:
    """The value as stored. Raises NotAllowed with a sentence."""
    known = THRESHOLDS.get(name)
    if known is None:
        raise NotAllowed("Không có ngưỡng này.")
    typed = value.strip()
    if known.is_time:
        try:
            return time.fromisoformat(typed).strftime("%H:%M")
        except ValueError:
            raise NotAllowed("Giờ phải ghi dạng 16:30.") from None
    if not typed.isdecimal() or not known.least <= int(typed) <= known.most:
        raise NotAllowed(
            "Cần một số nguyên từ %(least)s đến %(most)s.", least=known.least, most=known.most
        )
    return str(int(typed))

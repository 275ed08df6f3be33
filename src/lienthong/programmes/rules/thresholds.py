"""Numbers that programmes may change, with where each comes from. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lienthong.programmes.rules import NotAllowed, _


@dataclass(frozen=True, kw_only=True)
class Known:
    """A threshold: its words, its reference value, its source."""

    words: str
    value: str
    source: str
    least: int = 1
    most: int = 365


THRESHOLDS: Final[Mapping[str, Known]] = {
    "answer_days": Known(
        words=_("Trả lời khó khăn, vướng mắc trong bao nhiêu ngày làm việc"),
        value="5",
        source=_("Theo thời hạn chuyển phản ánh của Nghị định 92/2017/NĐ-CP; thay đổi được"),
    ),
    "answer_days_stopped": Known(
        words=_("Trả lời khó khăn làm việc phải dừng trong bao nhiêu ngày làm việc"),
        value="2",
        source=_("Quy ước, thay đổi được"),
    ),
    "alike_percent": Known(
        words=_("Giống nhau từ bao nhiêu phần trăm thì gợi ý gộp hai khó khăn"),
        value="45",
        source=_("Quy ước, thay đổi được"),
        most=100,
    ),
    "visit_days": Known(
        words=_("Xét số liệu đo được của bao nhiêu ngày khi gợi ý nơi kiểm tra đột xuất"),
        value="30",
        source=_("Quy ước, thay đổi được"),
    ),
    "visit_gap_points": Known(
        words=_("Báo cáo cao hơn số đo được từ bao nhiêu điểm thì gợi ý kiểm tra đột xuất"),
        value="10",
        source=_("Thông báo 35-TB/TGV nêu việc kiểm tra; con số là quy ước, thay đổi được"),
        most=100,
    ),
}


def checked(name: str, value: str) -> str:
    """The value as stored. Raises NotAllowed with a sentence."""
    known = THRESHOLDS.get(name)
    if known is None:
        raise NotAllowed(_("Không có ngưỡng này."))
    typed = value.strip()
    if not typed.isdecimal() or not known.least <= int(typed) <= known.most:
        raise NotAllowed(
            _("Cần một số nguyên từ %(least)d đến %(most)d."), least=known.least, most=known.most
        )
    return str(int(typed))

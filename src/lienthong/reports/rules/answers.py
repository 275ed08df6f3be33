"""What people type into a figure, read exactly or refused with a sentence. Pure.

A value is kept as plain text: a number with a point and no grouping ("9844", "1.30" keeps its two
decimals), "yes" or "no", or the words themselves.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from lienthong.organisations.rules import fold
from lienthong.reports.rules import _
from lienthong.reports.rules.kinds import ValueKind
from lienthong.reports.rules.numerals import LOCALES

VIETNAMESE: Final = LOCALES["vi"]
YES, NO = "yes", "no"
_YES: Final = frozenset({"co", "yes", "x", "1", "dung", "roi", "da co"})
_NO: Final = frozenset({"khong", "no", "0", "chua", "chua co", "khong co"})
MOST_TEXT: Final = 4000
_DECIMALS: Final = 4  # what the table of values keeps
_WHOLE_DIGITS: Final = 18
_GROUPED_BY_COMMA = re.compile(r"-?\d{1,3}(,\d{3})+")
_GROUPED_WRONGLY = re.compile(r"-?\d+(\.\d+)+")
_NUMBER_KINDS: Final = frozenset({ValueKind.COUNT, ValueKind.AMOUNT, ValueKind.PERCENT})


@dataclass(frozen=True)
class Answer:
    """`value`: as it is kept, "" for nothing. `error`: a message id with values, nothing is kept.
    `remark`: it was read, but could have been meant otherwise."""

    value: str = ""
    error: str = ""
    remark: str = ""
    written: str = ""

    @property
    def values(self) -> dict[str, str]:
        return {"written": self.written, "grouped": grouped(self.written)}


def is_number(kind: ValueKind) -> bool:
    return kind in _NUMBER_KINDS


def read_answer(kind: ValueKind, text: str) -> Answer:
    """Reads what was typed for a figure of this kind."""
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    if not plain:
        return Answer()
    if kind is ValueKind.TEXT:
        return _text(text)
    if kind is ValueKind.YES_NO:
        folded = fold(plain)
        if folded in _YES:
            return Answer(YES)
        if folded in _NO:
            return Answer(NO)
        return Answer(error=_("“%(written)s”: chỉ ghi có hoặc không."), written=plain)
    return _number(kind, plain)


def _text(text: str) -> Answer:
    kept = "".join(c for c in text.strip() if c.isprintable() or c == "\n")
    if len(kept) > MOST_TEXT:
        return Answer(error=_("Dài quá 4.000 ký tự. Viết ngắn lại."))
    return Answer(kept)


def _number(kind: ValueKind, plain: str) -> Answer:
    packed = "".join(plain.split())
    if kind is ValueKind.PERCENT:
        packed = packed.removesuffix("%")
    number = VIETNAMESE.read(packed)
    if number is None:
        return Answer(error=_why_not(packed), written=plain)
    decimals = -int(number.as_tuple().exponent)
    if kind is ValueKind.COUNT and decimals:
        if _GROUPED_BY_COMMA.fullmatch(packed):
            message = _(
                "“%(written)s” đọc kiểu Việt Nam là số thập phân. Nếu là %(grouped)s thì dùng dấu"
                " chấm giữa các nhóm ba chữ số."
            )
            return Answer(error=message, written=plain)
        return Answer(error=_("“%(written)s”: phải là số nguyên."), written=plain)
    if decimals > _DECIMALS:
        return Answer(error=_("“%(written)s”: nhiều nhất bốn chữ số thập phân."), written=plain)
    if len(f"{abs(number):f}".partition(".")[0]) > _WHOLE_DIGITS:
        return Answer(error=_("“%(written)s”: số quá lớn, xem lại đơn vị tính."), written=plain)
    if number < 0:
        return Answer(error=_("“%(written)s”: không nhận số âm."), written=plain)
    return Answer(f"{number:f}", remark=_remark(plain), written=plain)


def _remark(plain: str) -> str:
    if " " in plain:
        return _("“%(written)s” có khoảng trắng ở giữa; đã đọc là một số.")
    if _GROUPED_BY_COMMA.fullmatch(plain):
        return _("“%(written)s” đã đọc là số thập phân. Nếu là %(grouped)s thì dùng dấu chấm.")
    return ""


def _why_not(packed: str) -> str:
    if packed.count(",") > 1 or ("," in packed and "." in packed.partition(",")[2]):
        return _(
            "“%(written)s” viết kiểu Anh. Viết kiểu Việt Nam: dấu chấm giữa các nhóm ba chữ số,"
            " dấu phẩy trước phần thập phân."
        )
    if _GROUPED_WRONGLY.fullmatch(packed):
        return _(
            "“%(written)s”: dấu chấm chỉ đứng trước nhóm ba chữ số; trước phần thập phân dùng dấu"
            " phẩy."
        )
    return _("“%(written)s” không phải là số. Ghi số; lời giải thích ghi ở cột ghi chú.")


def grouped(text: str) -> str:
    """What a number with commas between thousands would be in Vietnamese."""
    return text.replace(",", ".")


def number_of(value: str) -> Decimal | None:
    """A kept value as a number; None for words and for nothing."""
    try:
        return Decimal(value) if value and value[0] in "-0123456789" else None
    except ArithmeticError:
        return None


def written(kind: ValueKind, value: str) -> str:
    """A kept value as people write it."""
    if is_number(kind):
        number = number_of(value)
        if number is None:
            return value
        return VIETNAMESE.write(number, decimals=max(0, -int(number.as_tuple().exponent)))
    return value


def problems_of(kinds: Mapping[str, ValueKind], values: Mapping[str, str]) -> dict[str, str]:
    """What cannot be kept among kept values: a message id for each. What people type is read by
    `read_answer` first; this guards against every other door."""
    wrong = {}
    for code, kind in kinds.items():
        value = values[code]
        shown = value.replace(".", ",") if is_number(kind) else value
        if is_number(kind) and number_of(value) is None:
            wrong[code] = _("Giá trị không phải là số.")
        elif answer_error := read_answer(kind, shown).error:
            wrong[code] = answer_error
    return wrong

"""Numbers as people write them: read exactly, written back in the same manner."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, Inexact, InvalidOperation

from lienthong.reports.rules import _

# A report's figure never needs more; the bound keeps exact arithmetic affordable on hostile input.
MOST_DIGITS = 10_000

# Wide enough that no sum of numbers within the bound is ever rounded; if one were, it would raise.
EXACT = Context(
    prec=8 * MOST_DIGITS, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[Inexact, InvalidOperation]
)


@dataclass(frozen=True)
class Numerals:
    """How one language groups thousands and marks decimals."""

    group: str
    point: str
    rule: str
    pattern: re.Pattern[str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        group, point = re.escape(self.group), re.escape(self.point)
        pattern = re.compile(rf"[-−]?[0-9]+(?:{group}[0-9]{{3}})*(?:{point}[0-9]+)?")
        object.__setattr__(self, "pattern", pattern)

    def read(self, text: str) -> Decimal | None:
        """The number that `text` is, any Unicode space ignored; None when it is none.

        The number of printed decimals stays in the exponent: "1,50" is read as 1.50.
        """
        packed = "".join(text.split())
        if len(packed) > MOST_DIGITS or not self.pattern.fullmatch(packed):
            return None
        plain = packed.replace(self.group, "").replace(self.point, ".").replace("−", "-")
        return Decimal(plain)

    def write(self, value: Decimal, *, decimals: int | None = None) -> str:
        """`value` in full; with `decimals` exactly so many, else without trailing zeros."""
        if decimals is None:
            decimals = max(0, -int(EXACT.normalize(value).as_tuple().exponent))
        printed = f"{EXACT.quantize(value, Decimal(1).scaleb(-decimals)):,f}"
        if not value:
            printed = printed.removeprefix("-")
        return printed.translate({ord(","): self.group, ord("."): self.point})


LOCALES: Mapping[str, Numerals] = {
    "vi": Numerals(
        ".",
        ",",
        _("dấu chấm chỉ đứng trước nhóm ba chữ số, nhiều nhất một dấu phẩy trước phần thập phân"),
    ),
    "en": Numerals(
        ",",
        ".",
        _("dấu phẩy chỉ đứng trước nhóm ba chữ số, nhiều nhất một dấu chấm trước phần thập phân"),
    ),
}

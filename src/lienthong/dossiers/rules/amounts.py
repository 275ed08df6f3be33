"""Numbers of days or hours that people type. Pure."""

import re
from fractions import Fraction
from typing import Final

from lienthong.dossiers.rules import NotAllowed

_AMOUNT: Final = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{1,4})?")


def amount_of(typed: str, *, what: str) -> Fraction:
    """An amount above 0, as people write it: "5", "2.5" or "0,5". Raises NotAllowed with a sentence
    that begins with `what`."""
    text = typed.strip()
    if not _AMOUNT.fullmatch(text):
        raise NotAllowed("%(what)s phải là một số, ví dụ 5.", what=what)
    value = Fraction(text.replace(",", "."))
    if value <= 0:
        raise NotAllowed("%(what)s phải lớn hơn 0.", what=what)
    return value


def written(value: Fraction) -> str:
    """The amount as events keep it: exact, with a point."""
    return str(value.numerator) if value.denominator == 1 else str(float(value))

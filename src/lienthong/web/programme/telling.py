"""Sentences that rules give as message and values, in the reader's language and number formats."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext

from lienthong.web.ui import formats

_COUNTS = frozenset({"reported", "measured", "count"})
_SHARES = frozenset({"share", "common", "high", "part"})


def reason_told(message: str, values: Mapping[str, object]) -> str:
    """The reason for a visit, as a sentence."""
    return gettext(message) % {name: _told(name, value) for name, value in values.items()}


def _told(name: str, value: object) -> str:
    if name in _SHARES and isinstance(value, float | int):
        return formats.percent(value)
    if name in _COUNTS:
        try:
            return formats.number(float(Decimal(str(value))))
        except InvalidOperation:
            return str(value)
    return str(value)

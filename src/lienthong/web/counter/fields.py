"""Fields that are quick to type at a counter: 0109 is 1 September, 0830 is half past eight."""

import re
from datetime import date, datetime, time
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.clock import VIETNAM

_PARTS: Final = re.compile(r"(\d{1,2})[\s/.\-](\d{1,2})(?:[\s/.\-](\d{4}|\d{2}))?")
_DIGITS: Final = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})?")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_HOUR: Final = re.compile(r"(\d{1,2})(?:\s*[:hg.]\s*(\d{2})|(\d{2}))?")


def day_of(text: str, *, today: date) -> date | None:
    """The day that was typed: 01/09/2026, 1-9-26, 010926, 0109, 2026-09-01. Without a year, or
    with two figures of one, the last such day up to today is meant. None for no such day."""
    typed = text.strip()
    if found := _ISO.fullmatch(typed):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    found = _PARTS.fullmatch(typed) or _DIGITS.fullmatch(typed)
    if found is None:
        return None
    day, month, year = int(found[1]), int(found[2]), found[3]
    if year and len(year) == 4:
        return _day(int(year), month, day)
    if year:
        near = _day(today.year // 100 * 100 + int(year), month, day)
        return (
            near
            if near and near <= today
            else _day(today.year // 100 * 100 - 100 + int(year), month, day)
        )
    # 29 February may lie up to eight years back.
    days = (_day(today.year - back, month, day) for back in range(9))
    return next((known for known in days if known and known <= today), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def hour_of(text: str) -> time | None:
    """8:30, 0830, 8h30, 8."""
    found = _HOUR.fullmatch(text.strip().lower())
    if found is None:
        return None
    try:
        return time(int(found[1]), int(found[2] or found[3] or 0))
    except ValueError:
        return None


class Day(forms.CharField):
    """A day in the short spelling; cleans to a date or None. `today` is set by the form."""

    today: date = date.max

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 20)
        options.setdefault(
            "widget",
            forms.TextInput(
                attrs={"class": "short fig", "inputmode": "numeric", "autocomplete": "off"}
            ),
        )
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        day = day_of(typed, today=self.today)
        if day is None:
            raise forms.ValidationError(
                _(
                    "“%(typed)s” không phải một ngày. Gõ ngày, tháng, năm, ví dụ 04/09/2026 hoặc"
                    " 040926."
                )
                % {"typed": typed}
            )
        return day


class Hour(forms.CharField):
    """An hour of the day in the short spelling; cleans to a time or None."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 10)
        options.setdefault(
            "widget",
            forms.TextInput(
                attrs={"class": "short fig", "inputmode": "numeric", "autocomplete": "off"}
            ),
        )
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        hour = hour_of(typed)
        if hour is None:
            raise forms.ValidationError(
                _("“%(typed)s” không phải một giờ. Gõ giờ và phút, ví dụ 8:30.") % {"typed": typed}
            )
        return hour


SHORT_DAY = gettext_lazy("Gõ tắt được: 0409 là ngày 04/09 gần nhất.")


def shown_day(value: date) -> str:
    """As it is typed, in either language."""
    return f"{value:%d/%m/%Y}"


def local_instant(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=VIETNAM)

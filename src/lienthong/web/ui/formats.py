"""How numbers, dates and lengths of time are written, in Vietnamese and English.

Vietnamese is the language of the house; English is chosen by the reader. All functions take the
language of the running request from Django.
"""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from lienthong.clock import VIETNAM
from lienthong.dossiers.queries import words

_VIETNAMESE: Final = re.compile(r"[À-ỹ]")
_SWAPPED: Final = str.maketrans(",.", ".,")

Number = int | float | Decimal

_WEEKDAYS_VI = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_HIDDEN = "•••"


def english() -> bool:
    return (get_language() or "").startswith("en")


def number(value: Number, places: int | None = None) -> str:
    """1.234,5 (1,234.5 in English). `places` fixes the decimals; otherwise as the value has."""
    if isinstance(value, int) and places is None:
        plain = f"{value:,d}"
    else:
        exact = value if isinstance(value, Decimal) else Decimal(str(value))
        if places is not None:
            exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
        plain = f"{exact:,f}"
        if places is None and "." in plain:
            plain = plain.rstrip("0").rstrip(".")
    plain = plain.replace("-", "−")
    return plain if english() else plain.translate(_SWAPPED)


def percent(share: Number) -> str:
    """A share between 0 and 1 as 94,0%: always one decimal."""
    return number(Decimal(str(share)) * 100, 1) + "%"


def points(difference: Number) -> str:
    """The difference of two shares: 4,7 điểm."""
    return _("%(number)s điểm") % {"number": number(Decimal(str(difference)) * 100, 1)}


def money(dong: int) -> str:
    """30.000 đ; 30,000 VND in English."""
    return f"{number(dong)} {'VND' if english() else 'đ'}"


def local(instant: datetime) -> datetime:
    return instant.astimezone(VIETNAM) if timezone.is_aware(instant) else instant


def _date(value: date | datetime) -> date:
    return local(value).date() if isinstance(value, datetime) else value


def day(value: date | datetime) -> str:
    """25/07/2025; 25 Jul 2025 in English, where 07/25 and 25/07 would be mixed up."""
    on = _date(value)
    if english():
        return f"{on.day} {_MONTHS_EN[on.month - 1][:3]} {on.year}"
    return f"{on:%d/%m/%Y}"


def day_short(value: date | datetime) -> str:
    """04/09; 4 Sep in English."""
    on = _date(value)
    return f"{on.day} {_MONTHS_EN[on.month - 1][:3]}" if english() else f"{on:%d/%m}"


def weekday(value: date | datetime) -> str:
    """thứ Tư, Chủ nhật."""
    return (_WEEKDAYS_EN if english() else _WEEKDAYS_VI)[_date(value).weekday()]


def weekday_short(value: date | datetime) -> str:
    """T2 … T7, CN."""
    index = _date(value).weekday()
    if english():
        return _WEEKDAYS_EN[index][:3]
    return "CN" if index == 6 else f"T{index + 2}"


def day_long(value: date | datetime) -> str:
    """thứ Tư, 09/09/2026: the form inside a sentence."""
    on = _date(value)
    if english():
        return f"{weekday(on)}, {on.day} {_MONTHS_EN[on.month - 1]} {on.year}"
    return f"{weekday(on)}, {on:%d/%m/%Y}"


def hour(value: datetime | time) -> str:
    """17:00."""
    moment = local(value).time() if isinstance(value, datetime) else value
    return f"{moment:%H:%M}"


def moment(value: datetime) -> str:
    """17:00 thứ Tư, 09/09/2026: a due time inside a sentence."""
    if english():
        return f"{hour(value)} on {day_long(value)}"
    return f"{hour(value)} {day_long(value)}"


def moment_short(value: datetime) -> str:
    """T4 09/09, 17:00: a due time in a list."""
    return f"{weekday_short(value)} {day_short(value)}, {hour(value)}"


def as_of(value: datetime) -> str:
    """10:20 04/09/2026: until when figures count."""
    return f"{hour(value)} {day(value)}"


def span(length: timedelta | int) -> str:
    """A length of wall-clock time (a timedelta or seconds) in whole minutes:
    35 phút; 1 giờ 10; 5 ngày 6 giờ 58."""
    seconds = int(length.total_seconds()) if isinstance(length, timedelta) else int(length)
    days, rest = divmod(abs(seconds), 86400)
    return _length(days, *divmod(rest // 60, 60))


def minutes(count: int) -> str:
    """Working time in minutes, never turned into days, whose length differs: 34 giờ 58."""
    return _length(0, *divmod(abs(count), 60))


def _length(days: int, hours: int, rest: int) -> str:
    parts = []
    if days:
        parts.append(ngettext("%(count)d ngày", "%(count)d ngày", days) % {"count": days})
    if hours and rest and not english():
        parts.append(f"{hours} giờ {rest:02d}")
    else:
        if hours:
            parts.append(_("%(count)d giờ") % {"count": hours})
        if rest or not parts:
            parts.append(_("%(count)d phút") % {"count": rest})
    return " ".join(parts)


def working_days(count: Number) -> str:
    """3 ngày làm việc: which days is always said."""
    return ngettext("%(count)s ngày làm việc", "%(count)s ngày làm việc", _plural(count)) % {
        "count": number(count)
    }


def working_hours(count: Number) -> str:
    return ngettext("%(count)s giờ làm việc", "%(count)s giờ làm việc", _plural(count)) % {
        "count": number(count)
    }


def calendar_days(count: Number) -> str:
    return ngettext("%(count)s ngày lịch", "%(count)s ngày lịch", _plural(count)) % {
        "count": number(count)
    }


def _plural(count: Number) -> int:
    """ngettext counts whole things; a fraction is not one thing."""
    return int(count) if count == int(count) else 2


def masked_identity(text: str) -> str:
    """048 049 ••• 317: enough to recognise one's own, not enough to use."""
    plain = "".join(text.split())
    if len(plain) < 9:
        return _HIDDEN
    if len(plain) == 12:
        return f"{plain[:3]} {plain[3:6]} {_HIDDEN} {plain[9:]}"
    return f"{plain[:3]} {_HIDDEN} {plain[-3:]}"


def phone(text: str) -> str:
    """0905 218 446; land lines 0235 3861 274 and 024 3825 3536; short numbers as they are."""
    plain = "".join(text.split())
    if not plain.isdigit() or len(plain) < 9:
        return text
    if plain.startswith("02"):
        area = 3 if plain[:3] in {"024", "028"} else 4
        rest = plain[area:]
        return f"{plain[:area]} {rest[:4]} {rest[4:]}"
    return f"{plain[:4]} {plain[4:7]} {plain[7:]}"


def in_vietnamese(text: object) -> str:
    """The attribute that tells a screen reader to speak Vietnamese: for an official name without a
    translation on an English page."""
    return ' lang="vi"' if english() and _VIETNAMESE.search(str(text)) else ""


# The name of an agency, unit or procedure in the reader's language.
own_name: Final = words.own

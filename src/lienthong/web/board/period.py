"""The days of a board."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST: Final = 1100  # days: three years
PERIODS: Final[Mapping[str, Promise]] = {
    "hom-nay": gettext_lazy("Hôm nay"),
    "7": gettext_lazy("7 ngày qua"),
    "30": gettext_lazy("30 ngày qua"),
    "thang": gettext_lazy("Tháng này"),
    "khoang": gettext_lazy("Từ ngày, đến ngày"),
}
USUAL: Final = "30"


@dataclass(frozen=True)
class Period:
    """Both days included. `error`: why the typed days were not taken, as a sentence."""

    key: str
    since: date
    until: date
    error: str = ""

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    def before(self) -> tuple[date, date]:
        """The period of the same length right before."""
        return self.since - timedelta(days=self.days), self.since - timedelta(days=1)


def period_of(asked: Mapping[str, str], today: date) -> Period:
    key = asked.get("ky", USUAL)
    match key:
        case "hom-nay":
            return Period(key, today, today)
        case "7":
            return Period(key, today - timedelta(days=6), today)
        case "thang":
            return Period(key, today.replace(day=1), today)
        case "khoang":
            return _typed(asked, today)
        case _:
            return Period(USUAL, today - timedelta(days=29), today)


def _typed(asked: Mapping[str, str], today: date) -> Period:
    usual = today - timedelta(days=29)
    since, until = _date(asked.get("tu", "")), _date(asked.get("den", ""))
    if since is None or until is None:
        return Period(
            "khoang", usual, today, _("Điền đủ hai ngày, dạng 04/09/2026. Đang xem 30 ngày qua.")
        )
    if until > today:
        until = today
    if since > until:
        return Period(
            "khoang",
            usual,
            today,
            _("Ngày bắt đầu phải trước ngày kết thúc và không ở tương lai. Đang xem 30 ngày qua."),
        )
    if (until - since).days >= MOST:
        return Period(
            "khoang", until - timedelta(days=MOST - 1), until, _("Mỗi lần xem nhiều nhất ba năm.")
        )
    return Period("khoang", since, until)


def _date(text: str) -> date | None:
    """A day as a date field sends it, or as people write it."""
    typed = text.strip()
    try:
        if "/" in typed:
            day, month, year = (int(part) for part in typed.split("/"))
            return _sane(date(year, month, day))
        return _sane(date.fromisoformat(typed))
    except (ValueError, OverflowError):
        return None


def _sane(day: date) -> date | None:
    return day if 2000 <= day.year <= 2200 else None

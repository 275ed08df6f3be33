"""What the address of a page asks for: words, a day, a place in a list."""

import re
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.clock import VIETNAM
from lienthong.web.ui.access import Request
from lienthong.web.ui.errors import Unclear

_UNPRINTED: Final = re.compile(r"[\x00-\x1f\x7f]")
_FIRST_YEAR: Final = 2000


def today(request: Request) -> date:
    return timezone.localdate(request.now)


def printable(text: object, *, most: int = 100) -> str:
    """What was typed, without what cannot be printed; empty for None."""
    return _UNPRINTED.sub(" ", str(text or ""))[:most].strip()


def typed(request: Request, name: str = "q", most: int = 100) -> str:
    """A text of the address."""
    return printable(request.GET.get(name), most=most)


def key_of(request: Request, name: str = "after") -> int:
    """A page key of the address; 0 where it makes no sense."""
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 16 else 0


def day_of(text: str) -> date | None:
    """A day as a date field sends it; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def asked_day(request: Request, name: str) -> date | None:
    """A day of the address, None when it names none. Raises Unclear."""
    given = typed(request, name, 40)
    day = day_of(given)
    if given and (day is None or day.year < _FIRST_YEAR):
        raise Unclear(
            _("“%(given)s” không phải là một ngày. Ghi dạng 2026-09-04 hoặc chọn ngày trên trang.")
            % {"given": given}
        )
    return day


def past_moment(request: Request, name: str = "luc") -> datetime | None:
    """The end of a past day, or a past instant in Việt Nam time; None is now: nothing is named, or
    today. Raises Unclear."""
    given = typed(request, name, 40)
    if not given:
        return None
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        moment = None
    if moment is None or moment.year < _FIRST_YEAR:
        raise Unclear(
            _(
                "Không rõ “%(given)s” là lúc nào nên chưa xem được. Ghi ngày dạng 2026-09-04, hoặc"
                " ngày giờ dạng 2026-09-04T16:00."
            )
            % {"given": given}
        )
    moment = moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
    whole_day = "T" not in given
    if whole_day and moment.date() == today(request):
        return None
    if moment > request.now:
        raise Unclear(
            _("“%(given)s” chưa đến nên chưa có số liệu. Chọn từ hôm nay trở về trước.")
            % {"given": given}
        )
    return moment + timedelta(days=1, microseconds=-1) if whole_day else moment

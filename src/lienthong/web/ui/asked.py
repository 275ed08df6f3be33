"""What the address of a page asks for: words, a day, a place in a list."""

import re
from datetime import date
from typing import Final

from django.utils import timezone

from lienthong.web.ui.access import Request

_UNPRINTED: Final = re.compile(r"[\x00-\x1f\x7f]")


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

"""A brake on guessing: wrong look-ups are counted by address and by dossier code.

Counted in the database, together for all worker processes. Nothing is written for somebody who
only looks.
"""

import hashlib
from typing import Final

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

from lienthong.web.ui.access import Request

WINDOW: Final = 15 * 60
# A hall's kiosk, or thousands of telephones that a carrier shows as one address: honest slips must
# not shut them all out, and with so few guesses nobody finds one in a billion.
WRONG_BY_ADDRESS: Final = 40
# Higher, so that a stranger cannot easily lock the owner out.
WRONG_BY_CODE: Final = 50


def address_of(request: HttpRequest) -> str:
    """Who asks. Behind the proxy that is trusted for HTTPS, the address that it saw."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if forwarded:
            return str(forwarded).rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def too_many(request: Request, code: str) -> bool:
    wrong = caches["shared"].get_many(list(_limits(request, code)))
    return any(wrong.get(key, 0) >= limit for key, limit in _limits(request, code).items())


def count_wrong(request: Request, code: str) -> None:
    shared = caches["shared"]
    for key in _limits(request, code):
        shared.set(key, shared.get(key, 0) + 1, WINDOW)


def _limits(request: Request, code: str) -> dict[str, int]:
    # Each quarter of an hour counts for itself: slips of a whole day do not add up.
    window = int(request.now.timestamp()) // WINDOW
    return {
        _key("address", address_of(request), window): WRONG_BY_ADDRESS,
        _key("code", code, window): WRONG_BY_CODE,
    }


def _key(kind: str, value: str, window: int) -> str:
    """No address and no code is kept in plain."""
    return f"lookup:{kind}:{window}:{hashlib.sha256(value.encode()).hexdigest()}"

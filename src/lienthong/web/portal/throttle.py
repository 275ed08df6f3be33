"""A brake on guessing: wrong look-ups are counted by address and by dossier code.

Counted in the memory of each worker: a guesser gets at most as many times the limit as there are
workers, still far from the 887 million secrets; and no row is written for somebody who only looks.
"""

import hashlib
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

WINDOW: Final = 15 * 60
WRONG_BY_ADDRESS: Final = 10
# Higher, so that a stranger cannot easily lock the owner out.
WRONG_BY_CODE: Final = 50


def address_of(request: HttpRequest) -> str:
    """Who asks. Behind the proxy that is trusted for HTTPS, the address that it saw."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if forwarded:
            return str(forwarded).rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def too_many(request: HttpRequest, code: str) -> bool:
    wrong = cache.get_many(list(_limits(request, code)))
    return any(wrong.get(key, 0) >= limit for key, limit in _limits(request, code).items())


def count_wrong(request: HttpRequest, code: str) -> None:
    for key in _limits(request, code):
        if not cache.add(key, 1, WINDOW):
            cache.incr(key)


def _limits(request: HttpRequest, code: str) -> dict[str, int]:
    return {
        _key("address", address_of(request)): WRONG_BY_ADDRESS,
        _key("code", code): WRONG_BY_CODE,
    }


def _key(kind: str, value: str) -> str:
    """No address and no code is kept in plain."""
    return f"lookup:{kind}:{hashlib.sha256(value.encode()).hexdigest()}"

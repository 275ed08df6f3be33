"""Where a procedure is received and who is competent, remembered for a moment.

A counter asks the same for every dossier. What it is told may be a minute old, as is the page that
the officer looks at.
"""

from datetime import date
from time import monotonic
from typing import Final

from django.db import connection

from lienthong.catalogue import queries as catalogue
from lienthong.catalogue.queries import Resolved, VersionView

SECONDS: Final = 60.0
_MOST: Final = 20_000
_known: dict[tuple[int, str, date], tuple[float, Resolved]] = {}


def resolved(version: VersionView, *, commune_code: str, on: date) -> Resolved:
    """`catalogue.resolve`, from memory within a minute. Inside a transaction nothing is remembered:
    it may still be rolled back. Raises NotAllowed as `resolve` does."""
    key = (version.id, commune_code, on)
    known = _known.get(key)
    if known is not None and monotonic() - known[0] < SECONDS:
        return known[1]
    found = catalogue.resolve(version, commune_code=commune_code, on=on)
    if not connection.in_atomic_block:
        if len(_known) >= _MOST:
            _known.clear()
        _known[key] = (monotonic(), found)
    return found

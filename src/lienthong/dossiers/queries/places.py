"""What a counter asks for every dossier again, remembered for a moment.

What it is told may be a few seconds old, as is the page that the officer looks at. Inside a
transaction nothing is remembered: it may still be rolled back.
"""

from collections.abc import Callable, Hashable, Mapping
from datetime import date
from time import monotonic
from typing import Any, Final, TypeVar

from django.db import connection

from lienthong.catalogue import queries as catalogue
from lienthong.catalogue.queries import Resolved, VersionView
from lienthong.organisations import queries as organisations

T = TypeVar("T")
_MOST: Final = 50_000
_known: dict[Hashable, tuple[float, Any]] = {}


def _remembered(key: Hashable, seconds: float, ask: Callable[[], T]) -> T:
    known = _known.get(key)
    if known is not None and monotonic() - known[0] < seconds:
        found: T = known[1]
        return found
    found = ask()
    if not connection.in_atomic_block:
        if len(_known) >= _MOST:
            _known.clear()
        _known[key] = (monotonic(), found)
    return found


def forget() -> None:
    """For tests that change what was remembered."""
    _known.clear()


def resolved(version: VersionView, *, commune_code: str, on: date) -> Resolved:
    """`catalogue.resolve`. Raises NotAllowed as it does."""
    return _remembered(
        ("resolved", version.id, commune_code, on),
        60,
        lambda: catalogue.resolve(version, commune_code=commune_code, on=on),
    )


def code_of(agency: int, *, on: date) -> str:
    return _remembered(("code", agency, on), 60, lambda: organisations.code_of(agency, on=on))


def connected_sources() -> Mapping[str, str]:
    return _remembered("sources", 10, catalogue.connected_sources)


def current_edition() -> int:
    """A correction of the calendar that a counter did not notice yet finds its dossiers by their
    older edition."""
    return _remembered("edition", 2, organisations.current_edition)

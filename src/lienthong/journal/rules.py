"""What an entry's fingerprint is made of, and what may be journalled."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")

# The widths of the columns: SQLite would not mind a longer text, PostgreSQL refuses it.
WIDTHS = {"unit": 40, "by": 60, "action": 60, "subject": 80, "screen": 60, "purpose": 200}


class NotJournalled(Exception):
    """The entry cannot be written as it is. A mistake of the program, not of a person."""


class OutOfOrder(Exception):
    """A day cannot be sealed yet. The message says which day comes first."""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """`unit`: id of the agency as text, or "house". `at`: when it is recorded, aware."""

    unit: str
    action: str
    subject: str
    by: str
    at: datetime
    data: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("unit", "action", "subject", "by"):
            check_width(name, getattr(self, name))


@dataclass(frozen=True, slots=True)
class NewRead:
    """`by` saw `subject` on `screen`."""

    by: str
    screen: str
    subject: str
    at: datetime
    purpose: str = ""

    def __post_init__(self) -> None:
        for name in ("by", "screen", "subject", "purpose"):
            check_width(name, getattr(self, name), empty=name == "purpose")


def check_width(name: str, value: str, *, empty: bool = False) -> None:
    if not value and not empty:
        raise NotJournalled(f"{name} is empty")
    if len(value) > WIDTHS[name]:
        raise NotJournalled(f"{name} is longer than {WIDTHS[name]}: {value}")


def local_day(at: datetime) -> date:
    """The day by the clock on the wall in Việt Nam."""
    if at.tzinfo is None:
        raise NotJournalled("an instant without its offset")
    return at.astimezone(LOCAL).date()


def data_text(data: Mapping[str, object]) -> str:
    """Canonical JSON. Only what both databases give back as it went in: no floats (jsonb turns
    1e2 into 100), no NUL (jsonb refuses it), no keys other than texts."""
    if not data:
        return "{}"
    _check_value(data)
    return _canonical(data)


def entry_digest(
    previous: str,
    *,
    unit: str,
    day: date,
    position: int,
    at: datetime,
    by: str,
    action: str,
    subject: str,
    data: str,
) -> str:
    """`previous`: digest of the entry before it in the chain, "" for the first. `data`: canonical
    JSON text, as `data_text` makes it."""
    head = _canonical(
        [previous, unit, day.isoformat(), position, instant_text(at), by, action, subject]
    )
    return _sha256(head + data)


def read_digest(
    previous: str,
    *,
    day: date,
    position: int,
    at: datetime,
    by: str,
    screen: str,
    subject: str,
    purpose: str,
) -> str:
    return _sha256(
        _canonical(
            [previous, day.isoformat(), position, instant_text(at), by, screen, subject, purpose]
        )
    )


def root_digest(
    previous: str,
    *,
    day: date,
    chains: Iterable[tuple[str, int, str]],
    reads: tuple[int, str],
) -> str:
    """`chains`: unit, length, head of each chain of the day. `reads`: length and head of the read
    log. `previous`: the root before, of whatever day."""
    return _sha256(_canonical([previous, day.isoformat(), sorted(chains), reads]))


def instant_text(at: datetime) -> str:
    """SQLite gives back UTC without an offset, PostgreSQL with one: both read the same here."""
    aware = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return aware.isoformat(timespec="microseconds")


# Made once: json.dumps would make an encoder for every entry.
_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _check_value(value: object) -> None:
    match value:
        case None | bool() | int():
            pass
        case str():
            if "\0" in value:
                raise NotJournalled("NUL in a text")
        case dict() | Mapping():
            for key, inner in value.items():
                if not isinstance(key, str):
                    raise NotJournalled(f"key {key!r} is not a text")
                _check_value(inner)
        case list() | tuple():
            for inner in value:
                _check_value(inner)
        case _:
            raise NotJournalled(f"{value!r}: write numbers as whole numbers or texts")

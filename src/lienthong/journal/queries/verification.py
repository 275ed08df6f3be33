"""Recomputing every fingerprint of the journal, the read log and the roots from their rows."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from lienthong.journal.models import Chain, Entry, ReadChain, ReadEntry, Root
from lienthong.journal.rules import NotJournalled, data_text, entry_digest, read_digest, root_digest

# A statement reads chain and entries at one instant, so writers at work raise no false alarm. A
# chain without entries gives one row with empty columns.
ENTRIES = """
SELECT c.unit, c.length, c.head,
       e.position, e.at, e.by, e.action, e.subject, e.data, e.digest
FROM journal_chain c LEFT JOIN journal_entry e ON e.unit = c.unit AND e.day = c.day
WHERE c.day = %s ORDER BY c.unit, e.position
"""
READS = """
SELECT c.length, c.head, e.position, e.at, e.by, e.screen, e.subject, e.purpose, e.digest
FROM journal_readchain c LEFT JOIN journal_readentry e ON e.day = c.day
WHERE c.day = %s ORDER BY e.position
"""
STRAY = """
SELECT e.unit, e.position FROM journal_entry e
WHERE e.day = %s AND NOT EXISTS (
    SELECT 1 FROM journal_chain c WHERE c.unit = e.unit AND c.day = e.day
) LIMIT 1
"""
STRAY_READ = """
SELECT min(e.position) FROM journal_readentry e
WHERE e.day = %s AND NOT EXISTS (SELECT 1 FROM journal_readchain c WHERE c.day = e.day)
"""
# What cannot have been written by us: SQLite takes any value in any column.
UNREADABLE = (NotJournalled, ValueError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class Bad:
    """`unit`: whose chain; "" for the read log or a root. `position` 0: the root itself."""

    day: date
    position: int
    what: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    entries: int
    reads: int
    days: int
    first_bad: Bad | None

    @property
    def ok(self) -> bool:
        return self.first_bad is None

    def as_json(self) -> Mapping[str, object]:
        bad = self.first_bad
        return {
            "entries": self.entries,
            "days": self.days,
            "ok": self.ok,
            "first_bad": bad
            and {
                "day": bad.day.isoformat(),
                "position": bad.position,
                "what": bad.what,
                "unit": bad.unit,
            },
            "reads": self.reads,
        }


class _Found(Exception):
    def __init__(self, position: int, what: str, unit: str = "") -> None:
        self.position, self.what, self.unit = position, what, unit
        super().__init__(what)


def verify(day: date | None = None) -> Verification:
    """All days, or one: oldest first, up to the first thing that is not as it was written.

    Streams day by day; a day's rows are never all in memory."""
    days = [day] if day else _days()
    entries = reads = 0
    for count, current in enumerate(days, start=1):
        try:
            counted = _verify_entries(current)
            entries += counted
            counted_reads = _verify_reads(current)
            reads += counted_reads
            _verify_root(current)
        except _Found as bad:
            first_bad = Bad(current, bad.position, bad.what, bad.unit)
            return Verification(entries, reads, count, first_bad)
    return Verification(entries, reads, len(days), None)


def _days() -> list[date]:
    found: set[date] = set()
    for model in (Chain, Entry, ReadChain, ReadEntry, Root):
        found.update(model.objects.order_by().values_list("day", flat=True).distinct())
    return sorted(found)


def _rows(sql: str, day: date) -> Iterator[tuple[Any, ...]]:
    """Through a cursor of the server, where the engine has one."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, (day,))
        while rows := cursor.fetchmany(2000):
            yield from rows


def _verify_entries(day: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute(STRAY, (day,))
        if stray := cursor.fetchone():
            raise _Found(stray[1], "một mục nằm ngoài mọi chuỗi", stray[0])
    count = 0
    chain: _Chain | None = None
    for unit, length, head, *entry in _rows(ENTRIES, day):
        if chain is None or chain.unit != unit:
            if chain:
                chain.end()
            chain = _Chain(unit, length, head)
        if entry[0] is not None:
            position, at, by, action, subject, data, digest = entry
            try:
                computed = entry_digest(
                    chain.digest,
                    unit=chain.unit,
                    day=day,
                    position=position,
                    at=at,
                    by=by,
                    action=action,
                    subject=subject,
                    data=data_text(json.loads(data)),
                )
            except UNREADABLE:
                computed = ""
            chain.follow(position, digest, computed)
            count += 1
    if chain:
        chain.end()
    return count


def _verify_reads(day: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute(STRAY_READ, (day,))
        stray = cursor.fetchone()[0]
        if stray is not None:
            raise _Found(stray, "một lượt xem nằm ngoài chuỗi")
    count = 0
    chain: _Chain | None = None
    for length, head, *entry in _rows(READS, day):
        if chain is None:
            chain = _Chain("", length, head)
        if entry[0] is not None:
            position, at, by, screen, subject, purpose, digest = entry
            try:
                computed = read_digest(
                    chain.digest,
                    day=day,
                    position=position,
                    at=at,
                    by=by,
                    screen=screen,
                    subject=subject,
                    purpose=purpose,
                )
            except UNREADABLE:
                computed = ""
            chain.follow(position, digest, computed)
            count += 1
    if chain:
        chain.end()
    return count


def _verify_root(day: date) -> None:
    chains = Chain.objects.filter(day=day, length__gt=0).values_list("unit", "length", "head")
    reads = ReadChain.objects.filter(day=day).values_list("length", "head").first() or (0, "")
    root = Root.objects.filter(day=day).values_list("digest", "chains", "entries", "reads").first()
    sealed = Chain.objects.filter(day=day, sealed=True).exists()
    if root is None:
        passed = Root.objects.filter(day__gt=day).exists()
        if sealed or (passed and (chains or reads[0])):
            raise _Found(0, "thiếu gốc của ngày")
        return
    before = Root.objects.filter(day__lt=day).order_by("-day").values_list("digest", flat=True)
    listed = list(chains)
    expected = root_digest(before.first() or "", day=day, chains=listed, reads=reads)
    counted = (expected, len(listed), sum(length for _, length, _ in listed), reads[0])
    if root != counted:
        raise _Found(0, "gốc của ngày không khớp với các chuỗi và gốc của ngày trước")


class _Chain:
    """Follows one chain from its first entry to its head."""

    def __init__(self, unit: str, length: int, head: str) -> None:
        self.unit, self._length, self._head = unit, length, head
        self.digest, self._position = "", 0

    def follow(self, position: int, written: str, computed: str) -> None:
        self._position += 1
        if position != self._position:
            raise _Found(self._position, "thiếu một mục hoặc thứ tự đã bị đổi", self.unit)
        if written != computed:
            raise _Found(position, "nội dung khác với lúc được ghi", self.unit)
        self.digest = written

    def end(self) -> None:
        if self._position != self._length or self.digest != self._head:
            raise _Found(
                self._position + 1 if self._position < self._length else self._position,
                "đầu chuỗi không khớp với mục cuối cùng",
                self.unit,
            )

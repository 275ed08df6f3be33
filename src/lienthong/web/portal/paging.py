"""A page of a list that is already in order, found by the key of a row rather than by a number:
rows that come or go meanwhile do not shift it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True)
class ListPage(Generic[Row]):
    """`before` and `after` are the keys for the neighbouring pages, empty at the ends."""

    rows: Sequence[Row]
    before: str
    after: str


def page_of(
    rows: Sequence[Row], key: Callable[[Row], str], *, before: str, after: str, size: int
) -> ListPage[Row]:
    """The `size` rows after the row of one key or before that of another; the first page when
    neither is in the list."""
    keys = [key(row) for row in rows]
    start = 0
    if after in keys:
        start = keys.index(after) + 1
    elif before in keys:
        start = max(keys.index(before) - size, 0)
    shown = rows[start : start + size]
    end = start + len(shown)
    return ListPage(
        shown,
        before=keys[start] if 0 < start < len(keys) else "",
        after=keys[end - 1] if 0 < end < len(rows) else "",
    )

"""What is proposed to a person: an item read out of a directive."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from lienthong.programmes.rules.extraction.deadlines import Deadline
from lienthong.programmes.rules.extraction.language import fold

Kind = Literal["task", "proposal", "commitment", "target", "prior"]


@dataclass(frozen=True)
class Item:
    """One addressee group and one result.

    `citations` are first and last lines of every place where it is printed; `lead` as printed, one
    entry for each body or group; `confidence` from 0 to 1; `remarks` are Vietnamese sentences for
    the person who confirms.
    """

    kind: Kind
    citations: tuple[tuple[int, int], ...]
    text: str
    lead: tuple[str, ...]
    supporting: tuple[str, ...]
    deadline: Deadline
    confidence: float
    page: int | None = None
    remarks: tuple[str, ...] = field(default=())


def once(items: Sequence[Item]) -> list[Item]:
    """What is printed more than once becomes one item with all its citations."""
    found: dict[tuple[object, ...], Item] = {}
    for item in items:
        same = (
            item.kind,
            " ".join(fold(item.text).lower().split()).strip(" .;,"),
            item.lead,
            item.deadline.kind,
            item.deadline.due_on,
        )
        if same not in found:
            found[same] = item
        elif item.citations[0] not in found[same].citations:
            first = found[same]
            found[same] = replace(first, citations=(*first.citations, *item.citations))
    return list(found.values())

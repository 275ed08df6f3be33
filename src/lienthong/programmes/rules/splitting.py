"""A piece of an item that a person split: its own words first, what it leaves open from above.
Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from lienthong.programmes.rules.extraction.deadlines import NONE, Deadline, Reader
from lienthong.programmes.rules.extraction.extract import extract
from lienthong.programmes.rules.extraction.language import script_of
from lienthong.programmes.rules.extraction.layout import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What the words of a piece say; empty and kind "none" where they say nothing. `remarks` are
    about its deadline."""

    text: str
    lead: tuple[str, ...]
    supporting: tuple[str, ...]
    deadline: Deadline
    remarks: tuple[str, ...]


def read_piece(text: str, *, issued: date | None) -> Piece:
    """Read by the rules of the directive it comes from, dated `issued`."""
    items = extract([Line(number=1, text=text)], issued=issued)
    dated = next((one.deadline for one in items if one.deadline.kind != "none"), NONE)
    if dated.kind == "none":
        # Without a lead it is no item of its own, and may yet say by when.
        dated = Reader(script_of(text), issued).of(text)
    return Piece(
        text=text,
        lead=tuple(dict.fromkeys(name for one in items for name in one.lead)),
        supporting=tuple(dict.fromkeys(name for one in items for name in one.supporting)),
        deadline=dated,
        remarks=tuple(dict.fromkeys(remark for one in items for remark in one.remarks)),
    )


def as_printed(deadline: Deadline) -> dict[str, Any]:
    """A deadline as items keep it."""
    return {
        "kind": deadline.kind,
        "due_on": deadline.due_on.isoformat() if deadline.due_on else None,
        "printed": deadline.printed,
        "inferred_year": deadline.inferred_year,
    }

"""What several documents and systems print about one task, and where they disagree (R28). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lienthong.organisations.rules import Named, fold


class ConflictKind(Named):
    DEADLINE = "deadline"
    LEAD = "lead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What one source prints. `resolved`: the standing agency has said what holds."""

    code: str
    lead: str = ""
    due_on: date | None = None
    resolved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Sources that print different dates, or different leads, for one product."""

    kind: ConflictKind
    sources: tuple[str, ...]
    printed: tuple[str, ...]


def conflicts(sources: Sequence[Printed]) -> tuple[Conflict, ...]:
    """Where sources that nobody has resolved yet disagree. A source that prints no date or no
    lead contradicts nobody; two leads are the same however they are accented or spaced."""
    open_ones = [source for source in sources if not source.resolved]
    found = []
    dated = [source for source in open_ones if source.due_on is not None]
    if len({source.due_on for source in dated}) > 1:
        found.append(
            Conflict(
                kind=ConflictKind.DEADLINE,
                sources=tuple(source.code for source in dated),
                printed=tuple(f"{source.due_on:%d/%m/%Y}" for source in dated),
            )
        )
    led = [source for source in open_ones if source.lead.strip()]
    if len({fold(source.lead) for source in led}) > 1:
        found.append(
            Conflict(
                kind=ConflictKind.LEAD,
                sources=tuple(source.code for source in led),
                printed=tuple(source.lead for source in led),
            )
        )
    return tuple(found)

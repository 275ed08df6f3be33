"""Looking every day whether each procedure can still be filed and settled everywhere (R102)."""

from datetime import datetime

from django.db import transaction

from lienthong.catalogue.queries.coverage import LOOKED_AT, Nowhere, coverage, flagged
from lienthong.clock import VIETNAM
from lienthong.journal import actions as journal


@transaction.atomic
def flag_uncovered(*, by: str, at: datetime) -> int:
    """The journal keeps what can be filed or settled nowhere, whenever that changes. Returns how
    many procedures that are."""
    found = counted(coverage(on=at.astimezone(VIETNAM).date()).nowhere)
    before = flagged()
    if found != (dict(before.nowhere) if before else {}):
        journal.record(
            unit="house",
            action="catalogue.uncovered",
            subject=LOOKED_AT,
            by=by,
            at=at,
            data={"nowhere": found},
        )
    return len(found)


def counted(holes: tuple[Nowhere, ...]) -> dict[str, int]:
    """In how many communes each procedure has no place."""
    found: dict[str, int] = {}
    for hole in holes:
        found[hole.procedure] = max(found.get(hole.procedure, 0), len(hole.communes))
    return found

"""What the worker does for the catalogue again and again."""

from datetime import datetime

from lienthong.catalogue.actions.coverage import flag_uncovered

BY = "system:catalogue"


def look_for_gaps(at: datetime) -> int:
    """How many procedures can be filed or settled nowhere somewhere."""
    return flag_uncovered(by=BY, at=at)

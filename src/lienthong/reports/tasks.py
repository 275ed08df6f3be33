"""What the worker does for reports again and again."""

from datetime import datetime

from lienthong.reports.actions import periods

BY = "system:reports"


def turn_periods(at: datetime) -> int:
    """Open what is to be reported now, keep who was in time, lock what is long over."""
    return (
        periods.open_due_periods(by=BY, at=at)
        + periods.mark_due_periods(by=BY, at=at)
        + periods.lock_old_periods(by=BY, at=at)
    )

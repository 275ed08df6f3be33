"""What the house knows of an indicator for an agency: the door to `reports`."""

from datetime import datetime
from decimal import Decimal

from lienthong import clock
from lienthong.reports.models import Value


def measured_value(indicator: str, agency_id: int, *, as_of: datetime) -> Decimal | None:
    """The newest value of an indicator for an agency that was known at `as_of`."""
    if not indicator:
        return None
    day = as_of.astimezone(clock.VIETNAM).date()
    row = (
        Value.objects.filter(
            indicator=indicator, agency=agency_id, end__lte=day, at__lte=as_of, number__isnull=False
        )
        .order_by("-end", "-at")
        .first()
    )
    return row.number if row else None

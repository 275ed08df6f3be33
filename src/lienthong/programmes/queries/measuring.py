"""What the house knows of an indicator for an agency: the door to `reports`."""

from datetime import date, datetime
from decimal import Decimal

from lienthong import clock
from lienthong.reports.models import Indicator, Value
from lienthong.reports.queries.measured import FIGURES, measured


def measured_value(
    indicator: str, agency_id: int, *, since: date, as_of: datetime
) -> Decimal | None:
    """The figure that the house measures from `since` until `as_of`: named directly or by the
    definition of the indicator. What nothing measures is taken from the newest report known
    then."""
    if not indicator:
        return None
    figure = indicator if indicator in FIGURES else _figure_of(indicator)
    day = as_of.astimezone(clock.VIETNAM).date()
    if figure in FIGURES:
        told = measured([figure], agency_id=agency_id, since=since, until=day, as_of=as_of)
        return told[figure].value if figure in told else None
    row = (
        Value.objects.filter(
            indicator=indicator, agency=agency_id, end__lte=day, at__lte=as_of, number__isnull=False
        )
        .order_by("-end", "-at")
        .first()
    )
    return row.number if row else None


def _figure_of(indicator: str) -> str:
    row = Indicator.objects.filter(code=indicator).order_by("-valid_from").first()
    return row.measured if row else ""

from collections.abc import Mapping
from datetime import date

from lienthong.catalogue.models import DataSource
from lienthong.catalogue.rules.sources import SourceStatus


def connected_sources(*, on: date | None = None) -> Mapping[str, str]:
    """The data sources that work: code to name. What they hold is not asked for again. With `on`
    only those that were connected by that day."""
    rows = DataSource.objects.filter(status=SourceStatus.CONNECTED)
    if on is not None:
        rows = rows.filter(connected_on__lte=on)
    return dict(rows.values_list("code", "name"))

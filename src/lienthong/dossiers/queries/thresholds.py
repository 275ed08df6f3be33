from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from lienthong.dossiers.models import Threshold
from lienthong.dossiers.rules.thresholds import THRESHOLDS


@dataclass(frozen=True)
class Thresholds:
    """The thresholds in force, read once per page or task."""

    values: Mapping[str, str]

    def number(self, name: str) -> int:
        return int(self.values[name])

    def time(self, name: str) -> time:
        return time.fromisoformat(self.values[name])


def thresholds() -> Thresholds:
    reference = {name: known.value for name, known in THRESHOLDS.items()}
    return Thresholds({**reference, **dict(Threshold.objects.values_list("name", "value"))})


@dataclass(frozen=True, kw_only=True)
class ThresholdRow:
    """A threshold as it is now and where that comes from; `changed_at` is None for the reference
    value."""

    name: str
    words: str
    value: str
    reference: str
    source: str
    is_time: bool
    changed_at: datetime | None
    changed_by: str


def threshold_rows() -> list[ThresholdRow]:
    """All thresholds, for those who look after them."""
    changed = {row.name: row for row in Threshold.objects.all()}
    found = []
    for name, known in THRESHOLDS.items():
        row = changed.get(name)
        found.append(
            ThresholdRow(
                name=name,
                words=known.words,
                value=row.value if row else known.value,
                reference=known.value,
                source=row.source if row else known.source,
                is_time=known.is_time,
                changed_at=row.changed_at if row else None,
                changed_by=row.changed_by if row else "",
            )
        )
    return found

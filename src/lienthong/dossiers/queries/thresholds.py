from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

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

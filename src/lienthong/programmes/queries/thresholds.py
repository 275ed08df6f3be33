from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from lienthong.programmes.models import Programme, ProgrammeThreshold
from lienthong.programmes.rules.thresholds import THRESHOLDS, Thresholds


def thresholds(programme_id: int | None = None) -> Thresholds:
    """The thresholds in force, read once per page, task or action: those of a programme, else
    those of all programmes, else the reference."""
    values = {name: known.value for name, known in THRESHOLDS.items()}
    rows = ProgrammeThreshold.objects.filter(Q(programme=None) | Q(programme=programme_id))
    for row in sorted(rows, key=lambda row: row.programme_id is not None):
        values[row.name] = row.value
    return Thresholds(values)


def thresholds_of_all() -> dict[int, Thresholds]:
    """`thresholds` of every programme, in two statements."""
    common = {name: known.value for name, known in THRESHOLDS.items()}
    own: dict[int, dict[str, str]] = {}
    for row in ProgrammeThreshold.objects.all():
        if row.programme_id is None:
            common[row.name] = row.value
        else:
            own.setdefault(row.programme_id, {})[row.name] = row.value
    return {
        number: Thresholds(common | own.get(number, {}))
        for number in Programme.objects.values_list("pk", flat=True)
    }


@dataclass(frozen=True, kw_only=True)
class ThresholdRow:
    """A threshold as a programme has it and where that comes from; `changed_at` is None for the
    reference value."""

    name: str
    words: str
    value: str
    reference: str
    source: str
    changed_at: datetime | None
    changed_by: str


def threshold_rows(programme_id: int | None = None) -> list[ThresholdRow]:
    """All thresholds of a programme, for those who look after them."""
    rows = ProgrammeThreshold.objects.filter(Q(programme=None) | Q(programme=programme_id))
    changed = {row.name: row for row in sorted(rows, key=lambda row: row.programme_id is not None)}
    found = []
    for name, known in THRESHOLDS.items():
        own = changed.get(name)
        found.append(
            ThresholdRow(
                name=name,
                words=known.words,
                value=own.value if own else known.value,
                reference=known.value,
                source=own.source if own else known.source,
                changed_at=own.changed_at if own else None,
                changed_by=own.changed_by if own else "",
            )
        )
    return found

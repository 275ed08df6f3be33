from django.db.models import Q

from lienthong.programmes.models import ProgrammeThreshold
from lienthong.programmes.rules.thresholds import THRESHOLDS, Thresholds


def thresholds(programme_id: int | None = None) -> Thresholds:
    """The thresholds in force, read once per page, task or action: those of a programme, else
    those of all programmes, else the reference."""
    values = {name: known.value for name, known in THRESHOLDS.items()}
    rows = ProgrammeThreshold.objects.filter(Q(programme=None) | Q(programme=programme_id))
    for row in sorted(rows, key=lambda row: row.programme_id is not None):
        values[row.name] = row.value
    return Thresholds(values)

from datetime import timedelta

from django.utils import timezone

from lienthong.papers import actions

KEPT = timedelta(days=1)


def sweep_orphans() -> int:
    """Once a day: files that no row knows a day after they were written. Returns how many."""
    return actions.sweep(before=timezone.now() - KEPT)

"""What the worker does for dossiers again and again."""

from datetime import datetime

from lienthong.accounts.rules.scope import Actor
from lienthong.dossiers.actions import applications, dry_runs, reminders
from lienthong.dossiers.models import Correction
from lienthong.dossiers.rules.corrections import CorrectionState


def accept_unanswered(at: datetime) -> int:
    return reminders.accept_unanswered(at=at)


def remind(at: datetime) -> int:
    return reminders.remind_of_waits(at=at) + reminders.notice_stale(at=at)


def expire_tests(at: datetime) -> int:
    return reminders.expire_tests(at=at)


def apply_corrections(at: datetime) -> int:
    """Go on with approved corrections, slice by slice; each slice is a transaction of its own."""
    slices = 0
    for correction in Correction.objects.filter(state=CorrectionState.APPLYING.value):
        actor = Actor(by=correction.approved_by, agency=correction.opened_agency)
        after: int | None = 0
        while after is not None:
            after = applications.apply_slice(
                correction_id=correction.pk, actor=actor, at=at, after=after
            )
            slices += 1
    return slices


def try_corrections(at: datetime) -> int:
    """Go on with the long dry runs that somebody asked for, slice by slice."""
    slices = 0
    for correction in Correction.objects.filter(state=CorrectionState.PREVIEWING.value):
        actor = Actor(by=correction.opened_by, agency=correction.opened_agency)
        after: int | None = 0
        while after is not None:
            after = dry_runs.go_on_dry(correction_id=correction.pk, actor=actor, at=at, after=after)
            slices += 1
    return slices

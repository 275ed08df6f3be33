"""Dossiers whose clock an edit of the calendar cannot touch: most of them, told by their columns.

Up to its first changed day an edition counts like the one before. So what is due before that day
stays due then, what is paused stays as it is while that day is yet to come, and what has not
started has no date. The database itself writes down what a dry run finds of these; whatever else
may be true of a dossier is computed. A test holds the items of both against the exact form.
"""

from collections.abc import Collection
from datetime import date, datetime, time

from django.db.models import BooleanField, Case, ExpressionWrapper, F, JSONField, Q, QuerySet, Value
from django.db.models import When as If
from django.db.models.functions import Coalesce

from lienthong import clock
from lienthong.clock.rule import State
from lienthong.dossiers.models import Correction, Dossier
from lienthong.dossiers.queries.corrections import event_data
from lienthong.dossiers.rules.corrections import CorrectionKind, ItemState, Policy
from lienthong.organisations import queries as organisations

_RUNNING = Q(clock_state=State.RUNNING.value)


def unmoved(correction: Correction, *, editions: Collection[int], at: datetime) -> Q | None:
    """Which dossiers of these editions a dry run at `at` need not compute; None for a correction
    of anything but the calendar, and for one that takes another back."""
    if correction.kind != CorrectionKind.CALENDAR or correction.undoes_id is not None:
        return None
    found = Q(clock_state=State.NOT_STARTED.value)
    for edition in editions:
        first = organisations.first_change(since=edition, until=correction.change["edition"])
        if first == date.min:
            continue
        begins = datetime.combine(first, time(0), tzinfo=clock.VIETNAM)
        same = _RUNNING & Q(due_at__lt=begins) & _promise_stays(Policy(correction.policy))
        if at < begins:
            same |= Q(clock_state=State.PAUSED.value)
        found |= Q(edition=edition) & same
    return Q(ended_at=None) & found


def _promise_stays(policy: Policy) -> Q:
    """As `rules.corrections.new_promise` has it where there is a due date."""
    if policy is Policy.NEVER_WORSEN:
        return Q(promised_at__lte=F("due_at"))
    return Q(promised_at=F("due_at"))


def still_with(dossiers: QuerySet[Dossier], seen: Collection[tuple[int, int]]) -> QuerySet[Dossier]:
    """Those that have as many events as were seen, by their ids."""
    # Whole numbers of our own, written out: as parameters each costs more than its row.
    listed = ", ".join(f"({dossier}, {events})" for dossier, events in seen) or "(0, 0)"
    here = f"(dossiers_dossier.id, events_seen) IN (VALUES {listed})"
    return dossiers.extra(where=[here])  # noqa: S610


def items_of(
    dossiers: QuerySet[Dossier], correction: Correction, *, at: datetime
) -> "QuerySet[Dossier, tuple[object, ...]]":
    """The items of dossiers that are unmoved: the correction, then the values of an `Outcome`."""
    passed = _RUNNING & Q(due_at__lt=at)
    late = ExpressionWrapper(passed | Q(first_late_at__isnull=False), BooleanField())
    told = ExpressionWrapper(Q(promised_at__isnull=False), BooleanField())
    return dossiers.values_list(
        Value(correction.pk),
        "pk",
        "events_seen",
        Value(event_data(correction, correction.change), JSONField()),
        F("promised_at"),
        F("promised_at"),
        F("due_at"),
        F("due_at"),
        Coalesce("first_late_at", Case(If(passed, then="due_at"))),
        F("verdict"),
        F("verdict"),
        F("recorded_verdict"),
        F("recorded_verdict"),
        F("clock_state"),
        Value(correction.change["edition"]),
        late,
        late,
        told,
        Value(ItemState.PENDING.value),
    )

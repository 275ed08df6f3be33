"""What a dry run finds, dossier by dossier: the rows of its items."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet

from lienthong.dossiers.models import Correction, Dossier
from lienthong.dossiers.queries.corrections import (
    Effect,
    Undone,
    effects,
    event_data,
    reached,
    undone_items,
    with_promise,
)
from lienthong.dossiers.queries.reading import columns
from lienthong.dossiers.queries.recalculation import (
    CLOCK_ONLY,
    After,
    Row,
    recalculated,
    rows_of,
)
from lienthong.dossiers.queries.unmoved import items_of, still_with, unmoved
from lienthong.dossiers.rules.corrections import ItemState, Policy, new_promise

# Dossiers of one transaction. On SQLite nobody else writes meanwhile: well under a second.
SLICE: Final = 2000


class Outcome(NamedTuple):
    """A dossier before and after, by the names of `CorrectionItem`."""

    dossier_id: int
    seen: int
    data: Mapping[str, Any]
    promised_at: datetime | None
    promised_after: datetime | None
    due_before: datetime | None
    due_after: datetime | None
    first_late_after: datetime | None
    verdict_before: str
    verdict_after: str
    recorded_before: str
    recorded_after: str
    clock_state_after: str
    edition_after: int
    late_before: bool
    late_after: bool
    told: bool
    state: str


class Part(NamedTuple):
    """What a dry run found of its next dossiers: whose items it has, whose items the database can
    copy from the dossiers, and the id to go on from, None at the end."""

    found: Sequence[Outcome]
    copied: "Sequence[QuerySet[Dossier, tuple[object, ...]]]"
    last: int | None


def outcomes(
    correction: Correction, *, after: int, size: int, at: datetime, actor: tuple[str, int]
) -> Part:
    """The next `size` dossiers behind the id `after`. Those that the correction does not concern
    are left out."""
    behind = reached(correction).filter(pk__gt=after).order_by("pk")
    editions = dict(behind.values_list("pk", "edition")[:size])
    if not editions:
        return Part([], [], None)
    last = max(editions)
    here = behind.filter(pk__lte=last)
    same = unmoved(correction, editions=set(editions.values()), at=at)
    if same is None:
        return Part(_found(correction, rows_of(here), at=at, actor=actor), [], last)
    found: list[Outcome] = []
    as_they_were: list[Outcome] = []
    for outcome in _found(correction, rows_of(here.exclude(same)), at=at, actor=actor):
        (as_they_were if _says_the_same(outcome) else found).append(outcome)
    seen = [(outcome.dossier_id, outcome.seen) for outcome in as_they_were]
    copied = here.filter(same), still_with(here, seen)
    return Part(found, [items_of(some, correction, at=at) for some in copied], last)


def _says_the_same(outcome: Outcome) -> bool:
    """Whether its item can be copied from a dossier: an edit of the calendar, which never changes
    whether a clock runs, changes nothing else either."""
    return (
        outcome.promised_after == outcome.promised_at
        and outcome.due_after == outcome.due_before
        and outcome.verdict_after == outcome.verdict_before
        and outcome.recorded_after == outcome.recorded_before
        and not (outcome.late_before or outcome.late_after)
        and outcome.state == ItemState.PENDING
    )


def _found(
    correction: Correction, rows: Sequence[Row], *, at: datetime, actor: tuple[str, int]
) -> list[Outcome]:
    undone = undone_items(correction, [row.id for row in rows])
    moved = [row for row in rows if undone and row.seen != undone[row.id].seen + 1]
    still = [row for row in rows if not undone or row.seen == undone[row.id].seen + 1]
    found, left = [_left_alone(row, at) for row in moved], still
    if correction.kind in CLOCK_ONLY:
        quick, left = _recalculated(correction, still, undone, at=at)
        found += quick
    if left:
        found += by_the_exact_form(correction, left, at=at, actor=actor)
    return sorted(found, key=lambda outcome: outcome.dossier_id)


def _recalculated(
    correction: Correction, rows: Sequence[Row], undone: Mapping[int, Undone], *, at: datetime
) -> tuple[list[Outcome], list[Row]]:
    """By the fast form of the clock, with those left that only the exact form can tell."""
    data = event_data(correction, correction.change)
    policy = Policy(correction.policy)
    found, left = [], []
    for row, after in recalculated(rows, data, at=at):
        if after is None:
            left.append(row)
            continue
        promise = row.promised_at
        if undone:
            promise = undone[row.id].promised_at
        elif row.ended_at is None:
            promise = new_promise(policy, promised=promise, due=after.due_at)
        told = with_promise(data, promise) if undone or promise != row.promised_at else data
        asks = policy is Policy.ASK and not undone and promise != row.promised_at
        state = ItemState.ASKED if asks else ItemState.PENDING
        found.append(_outcome(row, after, promise, told, state, at=at))
    return found, left


def _left_alone(row: Row, at: datetime) -> Outcome:
    """Something happened to it after the correction that is being taken back."""
    same = After(
        row.clock_state, row.due_at, row.first_late_at, row.verdict, row.recorded_verdict,
        row.edition,
    )  # fmt: skip
    return _outcome(row, same, row.promised_at, {}, ItemState.MOVED_ON, at=at)


def _outcome(
    row: Row, after: After, promise: datetime | None, data: Mapping[str, Any], state: ItemState,
    *, at: datetime,
) -> Outcome:  # fmt: skip
    return Outcome(
        row.id, row.seen, data, row.promised_at, promise, row.due_at, after.due_at,
        after.first_late_at, row.verdict, after.verdict, row.recorded_verdict,
        after.recorded_verdict, after.clock_state, after.edition, row.late(at),
        after.first_late_at is not None, row.promised_at is not None, state.value,
    )  # fmt: skip


def by_the_exact_form(
    correction: Correction, rows: Sequence[Row], *, at: datetime, actor: tuple[str, int]
) -> list[Outcome]:
    """Event by event, as single actions read: the truth that the fast form is held against."""
    seen = {row.id: row.seen for row in rows}
    dossiers = list(Dossier.objects.filter(pk__in=seen).order_by("pk"))
    for dossier in dossiers:
        # What happened since the columns were read is not part of this dry run.
        dossier.events_seen = seen[dossier.pk]
    found = effects(correction, dossiers, at=at, actor=actor)
    return [_of_effect(effect, asks=correction.policy == Policy.ASK) for effect in found]


def _of_effect(effect: Effect, *, asks: bool) -> Outcome:
    before, after = columns(effect.before), columns(effect.after)
    state = ItemState.ASKED if asks and not effect.keeps_promise else ItemState.PENDING
    return Outcome(
        dossier_id=effect.dossier.pk,
        seen=effect.dossier.events_seen,
        data=effect.event.data,
        promised_at=before["promised_at"],
        promised_after=after["promised_at"],
        due_before=before["due_at"],
        due_after=after["due_at"],
        first_late_after=after["first_late_at"],
        verdict_before=before["verdict"],
        verdict_after=after["verdict"],
        recorded_before=before["recorded_verdict"],
        recorded_after=after["recorded_verdict"],
        clock_state_after=after["clock_state"],
        edition_after=after["edition"],
        late_before=before["first_late_at"] is not None,
        late_after=after["first_late_at"] is not None,
        told=before["promised_at"] is not None,
        state=state.value,
    )

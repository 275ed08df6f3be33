"""Which dossiers a correction reaches, and what it would do to each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from lienthong import clock
from lienthong.catalogue import queries as catalogue
from lienthong.dossiers.models import IS_OPEN, Correction, CorrectionItem, Dossier
from lienthong.dossiers.queries.reading import Reading, events_of_many, read
from lienthong.dossiers.rules.corrections import (
    CorrectionKind,
    ItemState,
    Policy,
    change_for,
    new_promise,
)
from lienthong.dossiers.rules.lifecycle import EventType
from lienthong.dossiers.rules.timeline import Event

# Kinds that leave out dossiers of their scope to which what was wrong never happened.
CONCERN_SOME: Final = frozenset({CorrectionKind.PAUSE_REASON, CorrectionKind.RECORDED_LATE})


@dataclass(frozen=True, kw_only=True)
class Effect:
    """One dossier before and after: the two readings, and the event that would be added."""

    dossier: Dossier
    before: Reading
    after: Reading
    event: Event
    keeps_promise: bool


def scope(correction: Correction) -> QuerySet[Dossier]:
    """The dossiers that a correction reaches by its scope; test dossiers only when named."""
    said = correction.scope
    found = Dossier.objects.all()
    if codes := said.get("codes"):
        found = found.filter(code__in=codes)
    else:
        found = found.filter(is_test=False)
    if version := said.get("version"):
        found = found.filter(version_id=version)
    if option := said.get("option"):
        found = found.filter(option=option)
    if agencies := said.get("agencies"):
        found = found.filter(competent_id__in=agencies)
    if since := said.get("submitted_from"):
        found = found.filter(submitted_at__gte=datetime.fromisoformat(since))
    if until := said.get("submitted_until"):
        found = found.filter(submitted_at__lt=datetime.fromisoformat(until))
    if correction.kind == CorrectionKind.CALENDAR:
        found = found.filter(edition__lt=correction.change["edition"])
        if since := said.get("touches_from"):
            found = found.filter(IS_OPEN | Q(ended_at__gte=datetime.fromisoformat(since)))
    return found


def reached(correction: Correction) -> QuerySet[Dossier]:
    """The dossiers that a dry run has to read: in scope, or those to be taken back."""
    if correction.undoes_id is None:
        return scope(correction)
    return Dossier.objects.filter(
        corrections__correction=correction.undoes_id, corrections__state=ItemState.APPLIED.value
    )


def event_data(correction: Correction, change: Mapping[str, Any]) -> dict[str, Any]:
    """What the event says that a correction adds to a dossier."""
    if correction.undoes_id is not None:
        return {"correction": correction.pk, "undo": correction.undoes_id}
    return {"correction": correction.pk, "set": change}


def effects(
    correction: Correction, dossiers: Sequence[Dossier], *, at: datetime, actor: tuple[str, int]
) -> Iterator[Effect]:
    """What the correction would do to each of `dossiers`, by the exact form; those it does not
    concern are left out.

    Events are read once for all of them.
    """
    kind, policy = CorrectionKind(correction.kind), Policy(correction.policy)
    undone = undone_items(correction, [dossier.pk for dossier in dossiers])
    timelines = events_of_many(dossier.pk for dossier in dossiers)
    by, agency = actor
    for dossier in dossiers:
        events = [event for event in timelines[dossier.pk] if event.seq <= dossier.events_seen]
        change = change_for(kind, correction.change, events)
        if change is None and not undone:
            continue
        content = catalogue.version(dossier.version_id).content
        event = Event(
            seq=len(events) + 1,
            type=EventType.CORRECTED,
            occurred_at=at,
            recorded_at=at,
            by=by,
            agency=agency,
            data=event_data(correction, change or {}),
        )
        before = read(events, content, now=at)
        after = read([*events, event], content, now=at)
        promised = promise = before.standing.promised_at
        if undone:
            promise = undone[dossier.pk].promised_at
        elif after.standing.open:
            promise = new_promise(policy, promised=promised, due=after.clock.due_at)
        if undone or promise != promised:
            event = replace(event, data=with_promise(event.data, promise))
            after = read([*events, event], content, now=at)
        yield Effect(
            dossier=dossier,
            before=before,
            after=after,
            event=event,
            keeps_promise=bool(undone) or promise == promised,
        )


class Undone(NamedTuple):
    """What a correction found, to be put back: the number of events, and the promised date."""

    seen: int
    promised_at: datetime | None


def undone_items(undo: Correction, dossiers: Sequence[int]) -> dict[int, Undone]:
    """The items that `undo` takes back, by dossier; none for any other correction."""
    if undo.undoes_id is None:
        return {}
    rows = CorrectionItem.objects.filter(
        correction=undo.undoes_id, state=ItemState.APPLIED.value, dossier__in=dossiers
    ).values_list("dossier_id", "seen", "promised_at")
    return {dossier: Undone(seen, promised_at) for dossier, seen, promised_at in rows}


def with_promise(data: Mapping[str, Any], promise: datetime | None) -> dict[str, Any]:
    """None says that nothing is promised any more."""
    return {**data, "promised": promise and promise.astimezone(clock.VIETNAM).isoformat()}


def moved(correction: Correction) -> bool:
    """Whether a dossier changed since the dry run, or came into scope."""
    if correction.items.exclude(dossier__events_seen=F("seen")).exists():
        return True
    if correction.undoes_id is not None or correction.kind in CONCERN_SOME:
        return False
    tried = CorrectionItem.objects.filter(correction=correction, dossier=OuterRef("pk"))
    return scope(correction).filter(~Exists(tried)).exists()


@dataclass(frozen=True, kw_only=True)
class Preview:
    """The dry run in figures. `sample` holds (code, before, after)."""

    dossiers: int
    due_changed: int
    verdict_changed: int
    crosses_now: int
    told_before: int
    no_longer_late: int
    newly_late: int
    asked: int
    sample: Sequence[tuple[str, datetime | None, datetime | None]]


def preview(correction: Correction) -> Preview:
    items = correction.items
    changed = ~Q(due_before=F("due_after")) & ~(Q(due_before=None) & Q(due_after=None))
    figures = items.aggregate(
        dossiers=Count("id"),
        due_changed=Count("id", filter=changed),
        verdict_changed=Count("id", filter=~Q(verdict_before=F("verdict_after"))),
        crosses_now=Count("id", filter=~Q(late_before=F("late_after"))),
        told_before=Count("id", filter=Q(told=True)),
        no_longer_late=Count("id", filter=Q(late_before=True, late_after=False)),
        newly_late=Count("id", filter=Q(late_before=False, late_after=True)),
        asked=Count("id", filter=Q(state="asked")),
    )
    sample = items.order_by("id").values_list("dossier__code", "due_before", "due_after")[:20]
    return Preview(**figures, sample=list(sample))


def progress(correction: Correction) -> dict[str, int]:
    """How many dossiers of the correction are in which state."""
    counts = correction.items.values_list("state").annotate(n=Count("id"))
    return dict(counts)


def correction(correction_id: int) -> Correction | None:
    return Correction.objects.filter(pk=correction_id).first()

"""Which dossiers a correction reaches, and what it would do to each."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from lienthong.catalogue import queries as catalogue
from lienthong.dossiers.models import Correction, CorrectionItem, Dossier
from lienthong.dossiers.queries.reading import Reading, events_of_many, read
from lienthong.dossiers.rules.corrections import CorrectionKind, Policy, change_for, new_promise
from lienthong.dossiers.rules.lifecycle import OPEN, EventType
from lienthong.dossiers.rules.timeline import Event
from lienthong.organisations import queries as organisations

SLICE = 2000


@dataclass(frozen=True, kw_only=True)
class Effect:
    """One dossier before and after: the two readings, and the event that would be added."""

    dossier: Dossier
    before: Reading
    after: Reading
    event: Event
    keeps_promise: bool

    @property
    def late_before(self) -> bool:
        return is_late(self.before)

    @property
    def late_after(self) -> bool:
        return is_late(self.after)


def is_late(reading: Reading) -> bool:
    """Counts as late in figures: late once is late, until a correction shows it never was."""
    return reading.clock.first_late_at is not None


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
            found = found.filter(
                Q(state__in=sorted(OPEN)) | Q(ended_at__gte=datetime.fromisoformat(since))
            )
    return found


def remember_for(correction_id: int) -> None:
    """Bring the versions and calendars of a correction's scope into memory, outside of any
    transaction: asked for inside one, they would be read again for every dossier."""
    found = Correction.objects.filter(pk=correction_id).first()
    if found is None:
        return
    reached = (
        Dossier.objects.filter(corrections__correction_id=found.undoes_id)
        if found.undoes_id is not None
        else scope(found)
    )
    catalogue.versions(reached.values_list("version_id", flat=True).distinct())
    agencies = set(reached.values_list("competent_id", flat=True).distinct())
    editions = set(reached.values_list("edition", flat=True).distinct())
    if "edition" in found.change:
        editions.add(found.change["edition"])
    for edition in editions:
        organisations.calendars_of(agencies, edition=edition)


def effects(
    correction: Correction, dossiers: Sequence[Dossier], *, at: datetime, actor: tuple[str, int]
) -> Iterator[Effect]:
    """What the correction would do to each of `dossiers`; those it does not concern are left out.

    Events are read once for all of them.
    """
    kind, policy = CorrectionKind(correction.kind), Policy(correction.policy)
    timelines = events_of_many(dossier.pk for dossier in dossiers)
    by, agency = actor
    for dossier in dossiers:
        events = timelines[dossier.pk]
        change = change_for(kind, correction.change, events)
        if change is None:
            continue
        content = catalogue.version(dossier.version_id).content
        event = Event(
            seq=len(events) + 1,
            type=EventType.CORRECTED,
            occurred_at=at,
            recorded_at=at,
            by=by,
            agency=agency,
            data={"correction": correction.pk, "set": change},
        )
        before = read(events, content, now=at)
        after = read([*events, event], content, now=at)
        promised = before.standing.promised_at
        promise = promised
        if after.standing.open:
            promise = new_promise(policy, promised=promised, due=after.clock.due_at)
        if promise != promised and promise is not None:
            event = with_data(event, {"promised": promise.isoformat()})
            after = read([*events, event], content, now=at)
        yield Effect(
            dossier=dossier,
            before=before,
            after=after,
            event=event,
            keeps_promise=promise == promised,
        )


def undo_effects(
    undo: Correction, items: Sequence[CorrectionItem], *, at: datetime, actor: tuple[str, int]
) -> Iterator[Effect]:
    """What taking back `undo.undoes` would do to each dossier it was applied to."""
    timelines = events_of_many(item.dossier_id for item in items)
    by, agency = actor
    for item in items:
        events = timelines[item.dossier_id]
        content = catalogue.version(item.dossier.version_id).content
        data: dict[str, Any] = {"correction": undo.pk, "undo": undo.undoes_id}
        if item.promised_at is not None:
            data["promised"] = item.promised_at.isoformat()
        event = Event(
            seq=len(events) + 1,
            type=EventType.CORRECTED,
            occurred_at=at,
            recorded_at=at,
            by=by,
            agency=agency,
            data=data,
        )
        before = read(events, content, now=at)
        after = read([*events, event], content, now=at)
        yield Effect(
            dossier=item.dossier, before=before, after=after, event=event, keeps_promise=True
        )


def with_data(event: Event, more: Mapping[str, Any]) -> Event:
    return replace(event, data={**event.data, **more})


def digest(pairs: Iterable[tuple[int, int]]) -> str:
    """A fingerprint of the dry run: which dossiers, each with how many events."""
    fingerprint = hashlib.sha256()
    for dossier, seen in pairs:
        fingerprint.update(f"{dossier}:{seen};".encode())
    return fingerprint.hexdigest()


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

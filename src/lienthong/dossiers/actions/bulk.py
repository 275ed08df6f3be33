"""Writing whole lives at once: what the former system, the demo and a replay hand over.

Through the same pure rules as single actions: each life is folded, its clock read, its columns
computed, its acts journalled in the same words.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from lienthong.accounts.rules.scope import Actor
from lienthong.catalogue import queries as catalogue
from lienthong.dossiers.actions.intake import NewComponent
from lienthong.dossiers.adapters.intake import raise_series
from lienthong.dossiers.models import Component, Dossier, Sideline, TimelineEvent
from lienthong.dossiers.queries.reading import columns, read
from lienthong.dossiers.rules.timeline import Event
from lienthong.journal import actions as journal
from lienthong.journal.adapters import rows
from lienthong.journal.rules import NewEntry


@dataclass(frozen=True, kw_only=True)
class Act:
    """Events that one action recorded together, and the journal's word for it."""

    action: str
    events: Sequence[Event]


@dataclass(frozen=True, kw_only=True)
class Life:
    """A dossier with everything that happened to it so far."""

    code: str
    version_id: int
    channel: str
    receiving: int
    commune_code: str
    applicant: int
    acts: Sequence[Act]
    submitter: int | None = None
    assisted_by: int | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    components: Sequence[NewComponent] = ()
    sideline_names: Mapping[str, str] = field(default_factory=dict)
    summary: str = ""
    return_method: str = "direct"
    inherited_from: str = ""
    inherited_code: str = ""

    @property
    def events(self) -> list[Event]:
        return [event for act in self.acts for event in act.events]


_STATIC = (
    "id", "code", "intake_key", "version_id", "procedure_id", "channel", "assisted_by_id",
    "receiving_id", "commune_code", "applicant_id", "submitter_id", "summary", "answers",
    "return_method", "inherited_from", "inherited_code",
)  # fmt: skip
_EVENT = (
    "dossier_id", "seq", "type", "occurred_at", "recorded_at", "by", "agency", "data",
    "late_recorded",
)  # fmt: skip
_COMPONENT = (
    "dossier_id", "key", "name", "kind", "copies", "source", "asked_reason", "file_id", "added_at",
)  # fmt: skip
_SIDELINE = (
    "dossier_id", "key", "kind", "name", "agency_id", "opened_at", "due_at", "closed_at",
)  # fmt: skip


@transaction.atomic
def write_lives(
    *, lives: Sequence[Life], now: datetime, inherited_by: Actor | None = None
) -> list[int]:
    """Write the dossiers; returns their ids in order. Columns say what the timeline said when its
    last event was recorded, as after single actions: what time alone changes is asked of the clock.

    The journal holds an entry for every act, at the instant at which it was recorded. Dossiers of a
    former system get one entry each instead, of who took them over now.
    """
    ids = rows.new_ids(Dossier, len(lives))
    dossiers: list[list[Any]] = []
    computed: Sequence[str] = ()
    events: list[tuple[Any, ...]] = []
    components: list[tuple[Any, ...]] = []
    sidelines: list[tuple[Any, ...]] = []
    entries: list[NewEntry] = []
    for identity, life in zip(ids, lives, strict=True):
        version = catalogue.version(life.version_id)
        timeline = life.events
        reading = read(timeline, version.content, now=timeline[-1].recorded_at)
        values = columns(reading)
        computed = computed or tuple(values)
        dossiers.append(
            [
                identity, life.code, None, version.id, version.procedure_id, life.channel,
                life.assisted_by, life.receiving, life.commune_code, life.applicant,
                life.submitter, life.summary, dict(life.answers), life.return_method,
                life.inherited_from, life.inherited_code, *values.values(),
            ]
        )  # fmt: skip
        events += (
            (
                identity, event.seq, event.type.value, event.occurred_at, event.recorded_at,
                event.by, event.agency, dict(event.data), "late" in event.data,
            )
            for event in timeline
        )  # fmt: skip
        components += (
            (
                identity, part.key, part.name, part.kind, part.copies, part.source,
                part.asked_reason, part.file, timeline[0].recorded_at,
            )
            for part in life.components
        )  # fmt: skip
        sidelines += (
            (
                identity, line.key, line.kind, life.sideline_names.get(line.key, line.key),
                line.agency, line.opened_at, line.due_at, line.closed_at,
            )
            for line in reading.standing.sidelines
        )  # fmt: skip
        if inherited_by is None:
            entries += _entries(identity, life)
        else:
            entries.append(_taken_over(identity, life, inherited_by, now))
    rows.insert(Dossier, (*_STATIC, *computed), dossiers)
    rows.insert(TimelineEvent, _EVENT, events)
    rows.insert(Component, _COMPONENT, components)
    rows.insert(Sideline, _SIDELINE, sidelines)
    entries.sort(key=lambda entry: entry.at)
    journal.record_many(entries)
    _advance_series(life.code for life in lives)
    return ids


def _entries(identity: int, life: Life) -> Iterator[NewEntry]:
    """One for each act, with the date that it promised anew."""
    promised = None
    for act in life.acts:
        last = act.events[-1]
        told = next(
            (event.data["promised"] for event in reversed(act.events) if "promised" in event.data),
            promised,
        )
        anew = {} if told is None or told == promised else {"promised": told}
        promised = told
        yield NewEntry(
            unit=str(last.agency),
            action=act.action,
            subject=life.code,
            by=last.by,
            at=last.recorded_at,
            data={
                "dossier": identity,
                "events": [event.seq for event in act.events],
                **anew,
            },
        )


def _taken_over(identity: int, life: Life, actor: Actor, now: datetime) -> NewEntry:
    return NewEntry(
        unit=str(actor.agency),
        action="dossier.inherited",
        subject=life.code,
        by=actor.by,
        at=now,
        data={
            "dossier": identity,
            "events": [event.seq for event in life.events],
            "from": life.inherited_from,
        },
    )


def _advance_series(codes: Any) -> None:
    """The counters go on behind the highest serial written, so that new codes stay unique."""
    highest: dict[str, int] = {}
    for code in codes:
        prefix, _, serial = code.rpartition("-")
        if serial.isdigit():
            key = f"{prefix}-"
            highest[key] = max(highest.get(key, 0), int(serial))
    raise_series(highest)

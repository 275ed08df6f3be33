"""What a correction makes of the clocks of many dossiers: the measured hot path.

A correction of a limit, a start rule or a calendar changes nothing but the clock of a dossier. So
its columns, the few events that a clock hears of and the fast form of the clock are enough; rows
come from the driver as they are. Whatever is not plain is left to `effects`, the exact form; a test
proves that both find the same.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from lienthong.catalogue import queries as catalogue
from lienthong.clock.fast import FastClock
from lienthong.clock.instants import instant, tick
from lienthong.dossiers.models import TimelineEvent
from lienthong.dossiers.queries.reading import recorded_verdict, rule_for
from lienthong.dossiers.rules.clocking import HEARD, clock_events
from lienthong.dossiers.rules.corrections import CorrectionKind
from lienthong.dossiers.rules.lifecycle import EventType
from lienthong.dossiers.rules.timeline import ENDINGS, Event, corrected
from lienthong.organisations import queries as organisations

CLOCK_ONLY: Final = frozenset(
    {CorrectionKind.LIMIT, CorrectionKind.START_RULE, CorrectionKind.CALENDAR}
)
_TYPES: Final = {kind.value: kind for kind in EventType}
_OVERRIDES: Final = frozenset({"limit", "start_on", "edition", "is_test"})
_HEARD: Final = sorted(kind.value for kind in HEARD | {EventType.CORRECTED})


class Row(NamedTuple):
    """The columns of a dossier that a correction of its clock reads."""

    id: int
    version: int
    option: str
    edition: int
    competent: int
    seen: int
    ended_at: datetime | None
    clock_state: str
    due_at: datetime | None
    first_late_at: datetime | None
    verdict: str
    recorded_verdict: str
    promised_at: datetime | None

    def late(self, at: datetime) -> bool:
        """Whether it counts as late by then: once late, or running past its date."""
        running = self.clock_state == "running" and self.due_at is not None
        return self.first_late_at is not None or (running and self.due_at < at)  # type: ignore[operator]


COLUMNS: Final = (
    "pk", "version_id", "option", "edition", "competent_id", "events_seen", "ended_at",
    "clock_state", "due_at", "first_late_at", "verdict", "recorded_verdict", "promised_at",
)  # fmt: skip


class After(NamedTuple):
    """The columns of a dossier that a correction of its clock changes."""

    clock_state: str
    due_at: datetime | None
    first_late_at: datetime | None
    verdict: str
    recorded_verdict: str
    edition: int


def rows_of(dossiers: "QuerySet[Any]") -> list[Row]:
    """The dossiers of a query in its order."""
    found = _fetch(dossiers.values_list(*COLUMNS))
    if connection.vendor != "sqlite":
        return [Row(*values) for values in found]
    return [
        Row(
            *values[:6], _aware(values[6]), values[7], _aware(values[8]), _aware(values[9]),
            values[10], values[11], _aware(values[12]),
        )
        for values in found
    ]  # fmt: skip


def recalculated(
    rows: Sequence[Row], data: Mapping[str, Any], *, at: datetime
) -> Iterator[tuple[Row, After | None]]:
    """Each dossier with what its clock says once an event `corrected` with this data is added at
    `at`; None where only the exact form can tell."""
    undoes = "undo" in data
    heard = [*_HEARD, EventType.SUBMITTED.value] if undoes else _HEARD
    timelines = _timelines({row.id: row.seen for row in rows}, heard)
    event = Event(
        seq=0, type=EventType.CORRECTED, occurred_at=at, recorded_at=at, by="", agency=0, data=data
    )
    clocks = _Clocks(rows, data.get("set", {}).get("edition"))
    now = tick(at)
    for row in rows:
        events = timelines.get(row.id, [])
        yield row, _after(row, [*events, event], clocks, now, undoes=undoes)


def _after(
    row: Row, events: list[Event], clocks: "_Clocks", now: int, *, undoes: bool
) -> After | None:
    timeline, overrides = corrected(events)
    if not overrides.keys() <= _OVERRIDES or any(tick(event.occurred_at) > now for event in events):
        return None
    agency, edition, recorded_at = row.competent, overrides.get("edition"), None
    for event in timeline:
        if event.type is EventType.ACCEPTED:
            agency = event.data["calendar_agency"]
        elif event.type in ENDINGS:
            recorded_at = event.recorded_at
        elif event.type is EventType.SUBMITTED and edition is None:
            edition = event.data["edition"]
    if edition is None:
        edition = row.edition
    fast, pause_on = clocks.of(row, agency, edition, overrides)
    heard = clock_events(timeline, pause_on)
    reading = fast.read([(event.type, tick(event.at), event.amount) for event in heard], now)
    due = None if reading.due_at is None else instant(reading.due_at)
    late = reading.first_late_at
    return After(
        clock_state=reading.state.value,
        due_at=due,
        first_late_at=None if late is None else due if late == reading.due_at else instant(late),
        verdict=reading.verdict.value if reading.verdict else "",
        recorded_verdict=recorded_verdict(reading.verdict, due_at=due, recorded_at=recorded_at),
        edition=edition,
    )


class _Clocks:
    """The fast clocks of a slice, one for each calendar and rule."""

    def __init__(self, rows: Collection[Row], edition: int | None) -> None:
        self._versions = catalogue.versions({row.version for row in rows})
        self._known: dict[tuple[Any, ...], tuple[FastClock, frozenset[str]]] = {}
        agencies = {row.competent for row in rows}
        editions = {row.edition for row in rows} if edition is None else {edition}
        self._calendars = {
            (agency, number): calendar
            for number in editions
            for agency, calendar in organisations.calendars_of(agencies, edition=number).items()
        }

    def of(
        self, row: Row, agency: int, edition: int, overrides: Mapping[str, Any]
    ) -> tuple[FastClock, frozenset[str]]:
        """The clock, and the events that pause it."""
        limit = overrides.get("limit")
        key = (
            agency, edition, row.version, row.option, overrides.get("start_on"),
            limit and tuple(sorted(limit.items())),
        )  # fmt: skip
        known = self._known.get(key)
        if known is None:
            rule = rule_for(self._versions[row.version].content, row.option, overrides)
            calendar = self._calendars.get((agency, edition))
            calendar = calendar or organisations.calendar_of(agency, edition=edition)
            known = self._known[key] = FastClock(calendar, rule), rule.pause_on
        return known


def _timelines(seen: Mapping[int, int], types: Sequence[str]) -> dict[int, list[Event]]:
    """The events of these types, of each dossier as many as it had when its columns were read."""
    rows = TimelineEvent.objects.filter(dossier__in=list(seen), type__in=types)
    names = ("dossier_id", "seq", "type", "occurred_at", "recorded_at", "data")
    at = _aware if connection.vendor == "sqlite" else _as_it_is
    found: dict[int, list[Event]] = {}
    for dossier, seq, kind, occurred_at, recorded_at, data in _fetch(
        rows.order_by("dossier_id", "seq").values_list(*names)
    ):
        if seq <= seen[dossier]:
            event = Event(
                seq=seq, type=_TYPES[kind], occurred_at=at(occurred_at),
                recorded_at=at(recorded_at), by="", agency=0, data=json.loads(data),
            )  # fmt: skip
            found.setdefault(dossier, []).append(event)
    return found


def _fetch(rows: "QuerySet[Any, tuple[Any, ...]]") -> list[tuple[Any, ...]]:
    """The rows as the driver gives them: the ORM's conversions cost more than the clock."""
    with connection.cursor() as cursor:
        cursor.execute(*rows.query.sql_with_params())
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _aware(value: datetime | None) -> datetime | None:
    """SQLite keeps instants in UTC and says nothing of it."""
    return None if value is None else value.replace(tzinfo=UTC)


def _as_it_is(value: Any) -> Any:
    return value

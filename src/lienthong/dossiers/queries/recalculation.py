"""What a correction makes of the clocks of many dossiers: the measured hot path.

A correction of a limit, a start rule or a calendar changes nothing but the clock of a dossier. So
its columns, the few events that a clock hears of and the fast form of the clock are enough; rows
come from the driver as they are. Whatever is not plain is left to `effects`, the exact form; a test
proves that both find the same.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet

from lienthong.catalogue import queries as catalogue
from lienthong.clock.fast import FastClock, FastReading
from lienthong.clock.instants import tick
from lienthong.clock.rule import State
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
# A hand-over may say by whose calendar is counted from now on.
_OTHER_CALENDAR: Final = Q(type=EventType.HANDED_OVER.value, data__has_key="calendar_agency")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_TICK: Final = tick(_EPOCH)
_NOT_STARTED: Final = State.NOT_STARTED.value
_ACCEPTED: Final = EventType.ACCEPTED.value


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
_INSTANTS: Final = tuple(place for place, name in enumerate(COLUMNS) if name.endswith("_at"))


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
        return list(map(Row._make, found))
    rows = []
    for values in map(list, found):
        for place in _INSTANTS:
            values[place] = _aware(values[place])
        rows.append(Row._make(values))
    return rows


def recalculated(
    rows: Sequence[Row], data: Mapping[str, Any], *, at: datetime
) -> Iterator[tuple[Row, After | None]]:
    """Each dossier with what its clock says once an event `corrected` with this data is added at
    `at`; None where only the exact form can tell."""
    undoes = "undo" in data
    heard = [*_HEARD, EventType.SUBMITTED.value] if undoes else _HEARD
    histories = _histories({row.id: row.seen for row in rows}, heard)
    event = Event(
        seq=0, type=EventType.CORRECTED, occurred_at=at, recorded_at=at, by="", agency=0, data=data
    )
    overrides = data.get("set", {})
    clocks = _Clocks(rows, overrides.get("edition"))
    now = tick(at)
    calendar_alone = overrides.keys() == {"edition"}
    for row in rows:
        history = histories.get(row.id, ())
        if calendar_alone and row.clock_state == _NOT_STARTED:
            yield row, After(_NOT_STARTED, None, None, "", "", overrides["edition"])
        elif len(history) == 1 and history[0].type == _ACCEPTED and not undoes:
            yield row, _plain(row, history[0], overrides, clocks, now)
        else:
            yield row, _after(row, [*map(_event, history), event], clocks, now, undoes=undoes)


def _plain(
    row: Row, accepted: "_Heard", overrides: Mapping[str, Any], clocks: "_Clocks", now: int
) -> After | None:
    """Most open dossiers were accepted, and nothing since moved their clock."""
    began = tick(accepted.occurred_at)
    if began > now:
        return None
    data = json.loads(accepted.data)
    if data.get("inherited"):
        return None
    edition = overrides.get("edition", row.edition)
    fast, _pause_on = clocks.of(row, data["calendar_agency"], edition, overrides)
    return _as_columns(fast.read([(_ACCEPTED, began, None)], now), None, edition)


def _after(
    row: Row, events: list[Event], clocks: "_Clocks", now: int, *, undoes: bool
) -> After | None:
    timeline, overrides = corrected(events)
    if not overrides.keys() <= _OVERRIDES:
        return None
    agency, edition, recorded_at = row.competent, overrides.get("edition"), None
    for event in timeline:
        if event.type is EventType.ACCEPTED and event.data.get("inherited"):
            return None
        agency = event.data.get("calendar_agency", agency)
        if event.type in ENDINGS:
            recorded_at = event.recorded_at
        elif event.type is EventType.SUBMITTED and edition is None:
            edition = event.data["edition"]
    if edition is None:
        edition = row.edition
    fast, pause_on = clocks.of(row, agency, edition, overrides)
    heard = [
        (event.type, tick(event.at), event.amount) for event in clock_events(timeline, pause_on)
    ]
    if any(at > now for _type, at, _amount in heard):
        return None
    return _as_columns(fast.read(heard, now), recorded_at, edition)


def _as_columns(reading: FastReading, recorded_at: datetime | None, edition: int) -> After:
    """`recorded_at`: when the end of the dossier was written down."""
    due = None if reading.due_at is None else _utc(reading.due_at)
    late = reading.first_late_at
    return After(
        reading.state.value,
        due,
        None if late is None else due if late == reading.due_at else _utc(late),
        reading.verdict.value if reading.verdict else "",
        recorded_verdict(reading.verdict, due_at=due, recorded_at=recorded_at),
        edition,
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


class _Heard(NamedTuple):
    """An event as the driver gives it."""

    seq: int
    type: str
    occurred_at: datetime
    recorded_at: datetime
    data: str


def _histories(seen: Mapping[int, int], types: Sequence[str]) -> dict[int, list[_Heard]]:
    """The events of these types, of each dossier as many as it had when its columns were read."""
    # Whole numbers of our own, written out: as parameters they cost more than their events.
    chosen = f"dossier_id IN ({', '.join(map(str, seen)) or 'NULL'})"
    rows = TimelineEvent.objects.filter(Q(type__in=types) | _OTHER_CALENDAR)
    rows = rows.extra(where=[chosen])  # noqa: S610
    names = ("dossier_id", "seq", "type", "occurred_at", "recorded_at", "data")
    at = _in_utc if connection.vendor == "sqlite" else _as_it_is
    found: dict[int, list[_Heard]] = {}
    for dossier, seq, kind, occurred_at, recorded_at, data in _fetch(
        rows.order_by("dossier_id", "seq").values_list(*names)
    ):
        if seq <= seen[dossier]:
            heard = _Heard(seq, kind, at(occurred_at), at(recorded_at), data)
            found.setdefault(dossier, []).append(heard)
    return found


def _event(heard: _Heard) -> Event:
    return Event(
        seq=heard.seq, type=_TYPES[heard.type], occurred_at=heard.occurred_at,
        recorded_at=heard.recorded_at, by="", agency=0, data=json.loads(heard.data),
    )  # fmt: skip


def _fetch(rows: "QuerySet[Any, tuple[Any, ...]]") -> list[tuple[Any, ...]]:
    """The rows as the driver gives them: the ORM's conversions cost more than the clock."""
    with connection.cursor() as cursor:
        cursor.execute(*rows.query.sql_with_params())
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _utc(at: int) -> datetime:
    """The instant of a tick, as databases keep it."""
    return _EPOCH + timedelta(microseconds=at - _EPOCH_TICK)


def _aware(value: datetime | None) -> datetime | None:
    return None if value is None else _in_utc(value)


def _in_utc(value: datetime) -> datetime:
    """SQLite keeps instants in UTC and says nothing of it."""
    return value.replace(tzinfo=UTC)


def _as_it_is(value: datetime) -> datetime:
    return value

"""What the timeline of a dossier says now: the one way from events to state, clock and columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from fractions import Fraction
from typing import Any, Final

from lienthong import clock
from lienthong.catalogue import queries as catalogue
from lienthong.catalogue.rules.clocking import rule_of
from lienthong.catalogue.rules.content import Content
from lienthong.clock import Calendar, Rule
from lienthong.clock import Event as ClockEvent
from lienthong.clock import Reading as ClockReading
from lienthong.dossiers.models import Dossier, TimelineEvent
from lienthong.dossiers.rules.clocking import clock_events, honouring
from lienthong.dossiers.rules.lifecycle import EventType
from lienthong.dossiers.rules.timeline import Event, Standing, corrected, fold
from lienthong.dossiers.rules.waits import waits_for
from lienthong.organisations import queries as organisations


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A dossier as of an instant: where it stands and what its clock says. `by_rule`: the due date
    that the rule gives, where the later promise of a former system holds instead."""

    events: Sequence[Event]
    standing: Standing
    clock: ClockReading
    rule: Rule
    calendar: Calendar
    clock_events: Sequence[ClockEvent]
    by_rule: datetime | None = None

    @property
    def calendar_agency(self) -> int:
        """By whose calendar the limit runs."""
        return self.standing.calendar_agency or self.standing.competent

    @property
    def waits_for(self) -> str:
        """For what the dossier waits: of several waits the one that stops the clock."""
        return waits_for(self.standing.pauses, pause_on=self.rule.pause_on)


def as_event(row: TimelineEvent) -> Event:
    return Event(
        seq=row.seq,
        type=EventType(row.type),
        occurred_at=row.occurred_at,
        recorded_at=row.recorded_at,
        by=row.by,
        agency=row.agency,
        data=row.data,
    )


def events_of(dossier_id: int) -> list[Event]:
    rows = TimelineEvent.objects.filter(dossier_id=dossier_id).order_by("seq")
    return [as_event(row) for row in rows]


def events_of_many(dossier_ids: Iterable[int]) -> dict[int, list[Event]]:
    rows = TimelineEvent.objects.filter(dossier_id__in=list(dossier_ids)).order_by(
        "dossier_id", "seq"
    )
    found: dict[int, list[Event]] = {}
    for row in rows.iterator(chunk_size=5000):
        found.setdefault(row.dossier_id, []).append(as_event(row))
    return found


_RULES: dict[tuple[int, str], tuple[Content, Rule]] = {}
_MOST_RULES: Final = 5000


def _rule_of(content: Content, option: str) -> Rule:
    """`catalogue`'s rule of an option, made once for each content in memory."""
    key = (id(content), option)
    known = _RULES.get(key)
    if known is None or known[0] is not content:
        if len(_RULES) >= _MOST_RULES:
            _RULES.clear()
        known = _RULES[key] = (content, rule_of(content, option or content.time_options[0].key))
    return known[1]


def rule_for(content: Content, option: str, overrides: Mapping[str, Any]) -> Rule:
    """The clock rule of a dossier: of its version and option, as corrections left it."""
    rule = _rule_of(content, option)
    if "limit" in overrides:
        limit = overrides["limit"]
        cutoff = limit.get("cutoff")
        rule = replace(
            rule,
            limit=clock.Limit(
                amount=Fraction(str(limit.get("amount", 0))),
                unit=clock.Unit(limit["unit"]),
                cutoff=time.fromisoformat(cutoff) if cutoff else None,
            ),
        )
    if "start_on" in overrides:
        rule = replace(rule, start_on=frozenset({overrides["start_on"]}))
    return rule


def read(
    events: Sequence[Event], content: Content, *, now: datetime, standing: Standing | None = None
) -> Reading:
    """State and clock as of `now`. Events after `now` do not exist yet."""
    known = [event for event in events if event.occurred_at <= now]
    standing = fold(known) if standing is None else standing
    rule = rule_for(content, standing.option, standing.overrides)
    calendar = organisations.calendar_of(
        standing.calendar_agency or standing.competent, edition=standing.edition
    )
    seen: Sequence[ClockEvent] = clock_events(corrected(known)[0], rule.pause_on)
    by_rule = None
    if standing.former_promise is not None:
        seen, by_rule = honouring(standing.former_promise, seen, calendar, rule)
    return Reading(
        events=known,
        standing=standing,
        clock=clock.read_clock(calendar, rule, seen, now),
        rule=rule,
        calendar=calendar,
        clock_events=seen,
        by_rule=by_rule,
    )


def reading_of(dossier: Dossier, *, now: datetime) -> Reading:
    version = catalogue.version(dossier.version_id)
    return read(events_of(dossier.pk), version.content, now=now)


def columns(reading: Reading) -> dict[str, Any]:
    """The columns of `Dossier` that the timeline determines. Stored beside the events in the same
    transaction, so that lists and counters need not fold; a test recomputes them all."""
    standing, clocked = reading.standing, reading.clock
    return {
        "events_seen": len(reading.events),
        "is_test": standing.is_test,
        "state": standing.state.value,
        "submitted_at": standing.submitted_at,
        "accepted_at": standing.accepted_at,
        "ended_at": standing.ended_at,
        "returned_at": standing.returned_at,
        "outcome": standing.outcome,
        "competent_id": standing.competent,
        "holder": standing.holder,
        "agency_id": standing.agency,
        "step": standing.step,
        "role": standing.role,
        "officer_id": standing.officer,
        "held_since": standing.held_since,
        "step_due_at": standing.step_due_at,
        "option": standing.option,
        "edition": standing.edition,
        "clock_state": clocked.state.value,
        "due_at": clocked.due_at,
        "first_late_at": clocked.first_late_at,
        "verdict": clocked.verdict.value if clocked.verdict else "",
        "recorded_verdict": recorded_verdict(
            clocked.verdict, due_at=clocked.due_at, recorded_at=standing.ended_recorded_at
        ),
        "promised_at": standing.promised_at,
        "waits_for": reading.waits_for,
        "back_and_forth": standing.back_and_forth,
        "supplements": standing.supplements,
        "cause": standing.cause,
    }


def recorded_verdict(
    verdict: clock.Verdict | None, *, due_at: datetime | None, recorded_at: datetime | None
) -> str:
    """The verdict by the instant at which the end was recorded: late in the record, when only the
    typing was late, is a figure of its own."""
    if verdict is None or recorded_at is None:
        return ""
    if due_at is not None and recorded_at > due_at:
        return clock.Verdict.LATE.value
    return verdict.value

"""How a task counts on boards, from when until when. Pure.

What time alone brings (due soon, overdue) is no part of it: it is read from the deadline, so that a
stretch ends only when something is recorded.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lienthong.programmes.rules.kinds import Bloc, Pillar, TaskEventType, TaskState
from lienthong.programmes.rules.timeline import Event, Standing, advance, standing_of
from lienthong.programmes.rules.timeliness import Timeliness, days_ahead, verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What boards and lists count a task by. `verdict` and `days_ahead` as in `timeliness`."""

    state: TaskState
    lead: int
    pillar: Pillar
    phase: int | None
    parent: int | None
    blocs: frozenset[Bloc]
    verdict: Timeliness
    due_at: datetime | None
    days_ahead: int | None
    correcting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """`until` is exclusive; None: it still counts so."""

    since: datetime
    until: datetime | None
    counted: Counted


def counted(standing: Standing) -> Counted:
    return Counted(
        state=standing.state,
        lead=standing.lead,
        pillar=standing.pillar,
        phase=standing.phase,
        parent=standing.parent,
        blocs=standing.blocs,
        verdict=verdict(standing),
        due_at=standing.due_at,
        days_ahead=days_ahead(standing),
        correcting=standing.correcting,
    )


def stretches(events: Sequence[Event]) -> list[Stretch]:
    """The whole life of a task: at each moment what had been recorded until then says."""
    found: list[Stretch] = []
    standing: Standing | None = None
    for place, event in enumerate(events):
        # A correction changes what was told before.
        if standing is None or event.type is TaskEventType.CORRECTED:
            standing = standing_of(events[: place + 1])
        else:
            standing = advance(standing, event)
        last_of_moment = (
            place + 1 == len(events) or events[place + 1].recorded_at > event.recorded_at
        )
        now = counted(standing)
        if not last_of_moment or (found and found[-1].counted == now):
            continue
        if found:
            found[-1] = replace(found[-1], until=event.recorded_at)
        found.append(Stretch(since=event.recorded_at, until=None, counted=now))
    return found

"""One fact of a synthetic dossier, told as actions record it: by whom, when, with what data."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from lienthong import clock
from lienthong.catalogue.queries import VersionView
from lienthong.catalogue.rules.content import Place, Step
from lienthong.demo.pace import USUAL_SPREAD
from lienthong.dossiers.actions.bulk import Act
from lienthong.dossiers.actions.record import step_due_at
from lienthong.dossiers.queries.reading import read
from lienthong.dossiers.rules.lifecycle import EventType
from lienthong.dossiers.rules.timeline import Event, Standing, advance

E = EventType


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Where the dossier lives: agencies by place, calendars, who works there."""

    version: VersionView
    option: str
    rule: clock.Rule
    receiving: int
    competent: int
    places: Mapping[Place, int | None]
    calendars: Mapping[int, clock.Calendar]
    officers: Mapping[tuple[int, str], tuple[int, ...]]  # (agency, role) -> accounts
    edition: int

    def agency(self, step: Step) -> int:
        if step.place is Place.RECEIVING:
            return self.receiving
        return self.places[step.place] or self.competent


@dataclass(kw_only=True)
class Teller:
    """Tells one fact after another up to `now`. `haste` below 1 is a quick agency, above 1 a slow
    one. With `stops_at` nothing is told after that has happened."""

    stage: Stage
    chance: random.Random
    starts_at: datetime
    now: datetime
    haste: float
    spread: float = USUAL_SPREAD
    channel: str = "direct"
    test: bool = False
    stops_at: E | None = None
    acts: list[Act] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    standing: Standing = field(default_factory=Standing)

    def __post_init__(self) -> None:
        self.at = self.starts_at
        self.seq = 0

    def _tell(
        self,
        action: str,
        *facts: tuple[EventType, dict[str, Any]],
        at: datetime,
        agency: int,
        role: str = "handler",
        recorded_at: datetime | None = None,
    ) -> bool:
        """Record facts at `at`; False when that lies in the future, so the story ends here."""
        recorded = max(recorded_at or at, at)
        if recorded > self.now:
            return False
        by = self._who(agency, role)
        late = clock.working_seconds_between(self._calendar(agency), at, recorded) > 3600
        events = []
        for kind, data in facts:
            self.seq += 1
            if late:
                reason = "Mất đường truyền, ghi bổ sung từ sổ giấy"
                data = {**data, "late": {"reason": reason, "second": self._who(agency, "head")}}
            event = Event(
                seq=self.seq,
                type=kind,
                occurred_at=at,
                recorded_at=recorded,
                by=by,
                agency=agency,
                data=data,
            )
            self.standing = advance(self.standing, event)
            events.append(event)
        self.acts.append(Act(action=action, events=events))
        self.at = at
        if events[-1].type is self.stops_at:
            self.now = recorded
        return True

    def _who(self, agency: int, role: str) -> str:
        for wanted in (role, "handler", "receptionist", "approver"):
            if found := self.stage.officers.get((agency, wanted)):
                return f"a:{self.chance.choice(found)}"
        return "system:demo"

    def _officer(self, agency: int, role: str) -> int | None:
        found = self.stage.officers.get((agency, role), ())
        return self.chance.choice(found) if found else None

    def _calendar(self, agency: int) -> clock.Calendar:
        return self.stage.calendars[agency]

    def _after(self, agency: int, hours: float) -> datetime:
        """So many working hours of the agency later."""
        later = Fraction(max(hours, 0.05)).limit_denominator(1000)
        at = clock.add_working(self._calendar(agency), self.at, later)
        return at.replace(microsecond=0) + timedelta(seconds=self.chance.randrange(1, 50))

    def _placed(self, step: Step, at: datetime) -> dict[str, Any]:
        agency = self.stage.agency(step)
        due = step_due_at(step, self.stage.rule.limit, self._calendar(agency), at)
        officer = self._officer(agency, step.role) if self.chance.random() < 0.85 else None
        return {
            "step": step.key,
            "role": step.role,
            "agency": agency,
            **({"officer": officer} if officer is not None else {}),
            **({"step_due": due.isoformat()} if due else {}),
        }

    def _promised(self, data: dict[str, Any], kind: EventType, at: datetime) -> dict[str, Any]:
        """With the date that the fact makes due, as an action would promise it."""
        event = Event(
            seq=self.seq + 1, type=kind, occurred_at=at, recorded_at=at, by="", agency=0, data=data
        )
        events = [event for act in self.acts for event in act.events]
        due = read([*events, event], self.stage.version.content, now=at).clock.due_at
        if due is None or due == self.standing.promised_at:
            return data
        return {**data, "promised": due.isoformat()}

"""What other agencies do in an interlinked procedure, each in its own time."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from lienthong import clock
from lienthong.catalogue.rules.content import Content, Place
from lienthong.dossiers.rules.lifecycle import EventType


@dataclass(frozen=True, kw_only=True)
class Part:
    """One fact beside the main line."""

    action: str
    kind: EventType
    data: Mapping[str, Any]
    at: datetime
    agency: int


def parts_of(
    content: Content,
    places: Mapping[Place, int | None],
    calendars: Mapping[int, clock.Calendar],
    *,
    agency: int,
    at: datetime,
    chance: random.Random,
) -> list[Part]:
    """All parts are given at once by `agency`; then each is done, the quickest first."""
    given, done = [], []
    for task in content.subtasks:
        asked = places[task.place] or agency
        calendar = calendars[asked]
        due = clock.due_after(calendar, at, Fraction(task.amount), clock.Unit(task.unit.value))
        data = {"key": task.key, "agency": asked, "due": due.isoformat()}
        opened = EventType.SUBTASK_OPENED
        given.append(
            Part(action="dossier.subtasks_opened", kind=opened, data=data, at=at, agency=agency)
        )
        hours = Fraction(chance.choice((3, 6, 11, 20)))
        done.append(
            Part(
                action="dossier.subtask_done",
                kind=EventType.SUBTASK_DONE,
                data={"key": task.key, "result": "Đã xong"},
                at=clock.add_working(calendar, at, hours).replace(microsecond=0),
                agency=asked,
            )
        )
    return given + sorted(done, key=lambda part: part.at)

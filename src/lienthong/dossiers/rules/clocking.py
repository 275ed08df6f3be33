"""From the timeline of a dossier to the events of its clock. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Final

from lienthong import clock
from lienthong.dossiers.rules.lifecycle import EventType
from lienthong.dossiers.rules.timeline import Event

_STARTS = {
    EventType.ACCEPTED: "accepted",
    EventType.PAYMENT_RECEIVED: "payment_received",
    EventType.INSPECTION_FINISHED: "inspection_finished",
    EventType.CASE_OPENED: "case_opened",
}
_STOPS = {
    EventType.COMPLETED: "completed",
    EventType.WITHDRAWN: "withdrawn",
    EventType.STOPPED: "stopped",
    EventType.REFUSED: "refused",
    EventType.DECLINED: "declined",
    EventType.CLOSED: "closed",
    EventType.EXPIRED: "stopped",
}
# Every event that a clock may hear of. All others, a correction apart, leave it as it is.
HEARD: Final = frozenset(
    {
        *_STARTS,
        *_STOPS,
        EventType.SUPPLEMENT_REQUESTED,
        EventType.SUPPLEMENT_RECEIVED,
        EventType.PAYMENT_REQUIRED,
        EventType.PAYMENT_RECEIVED,
        EventType.PAUSED,
        EventType.RESUMED,
        EventType.CONSULTATION_REQUESTED,
        EventType.CONSULTATION_ANSWERED,
        EventType.EXTENDED,
    }
)


def clock_events(  # noqa: C901 (one match over all events: it is meant to be seen at once)
    events: Iterable[Event], pause_on: Iterable[str]
) -> list[clock.Event]:
    """The clock's view of the timeline (already corrected).

    Several waits may overlap; the clock goes on when the last of those that stop it is over.
    """
    counts_as_pause = frozenset(pause_on)
    waits: list[str] = []
    pausing_sidelines: set[str] = set()
    seen: list[clock.Event] = []

    def begin(reason: str, event: Event) -> None:
        waits.append(f"paused:{reason}")
        seen.append(clock.Event(type=f"paused:{reason}", at=event.occurred_at))

    def end(reason: str, event: Event) -> None:
        if f"paused:{reason}" in waits:
            waits.remove(f"paused:{reason}")
        if not any(wait in counts_as_pause for wait in waits):
            seen.append(clock.Event(type="resumed", at=event.occurred_at))

    for event in events:
        if event.type in _STOPS:
            seen.append(clock.Event(type=_STOPS[event.type], at=event.occurred_at))
            continue
        match event.type:
            case EventType.SUPPLEMENT_REQUESTED:
                begin("supplement", event)
            case EventType.SUPPLEMENT_RECEIVED:
                end("supplement", event)
            case EventType.PAYMENT_REQUIRED:
                begin("financial_obligation", event)
            case EventType.PAYMENT_RECEIVED:
                end("financial_obligation", event)
            case EventType.PAUSED:
                begin(event.data["reason"], event)
            case EventType.RESUMED:
                end(event.data["reason"], event)
            case EventType.CONSULTATION_REQUESTED if event.data.get("pauses"):
                pausing_sidelines.add(event.data["key"])
                begin("liaison_opinion", event)
            case EventType.CONSULTATION_ANSWERED if event.data["key"] in pausing_sidelines:
                end("liaison_opinion", event)
            case EventType.EXTENDED:
                seen.append(
                    clock.Event(
                        type="extended",
                        at=event.occurred_at,
                        amount=Fraction(str(event.data["amount"])),
                    )
                )
            case _:
                pass
        if event.type in _STARTS:
            seen.append(clock.Event(type=_STARTS[event.type], at=event.occurred_at))
            # What is waited for already stops the clock that starts now; one that ran changes
            # nothing by pausing again.
            seen += [clock.Event(type=wait, at=event.occurred_at) for wait in waits]
    return seen


def honouring(
    promised: datetime,
    events: Sequence[clock.Event],
    calendar: clock.Calendar,
    rule: clock.Rule,
) -> tuple[Sequence[clock.Event], datetime | None]:
    """The clock's events of an inherited dossier whose former system had promised a date, and what
    the rule alone says where that is earlier than the promise.

    Then the limit reaches as far as the promise (its last working instant). The former system does
    not tell every wait and every extension, so nobody can prove that the dossier was late before;
    and a promise given to a citizen is never worsened. A start after the promise leaves it behind.
    """
    place = next((n for n, event in enumerate(events) if event.type in rule.start_on), None)
    if place is None:
        return events, None
    start = events[place]
    then = clock.read_clock(calendar, rule, [start], promised)
    if not then.overdue or then.due_at is None:
        return events, None
    if then.remaining is None:
        days = (then.due_at.astimezone(clock.VIETNAM), promised.astimezone(clock.VIETNAM))
        added = Fraction(clock.working_days_between(calendar, days[0].date(), days[1].date()))
    else:
        added = -then.remaining
    longer = clock.Event(type="extended", at=start.at, amount=added)
    return [*events[: place + 1], longer, *events[place + 1 :]], then.due_at

"""From the timeline of a dossier to the events of its clock. Pure."""

from collections.abc import Iterable
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

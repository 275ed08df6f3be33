"""The delay ledger: who held the dossier, from submission to return (or to `now`).

Law: the spans join without a gap and their lengths add up, to the second, to the elapsed time.
Consultations that run beside an agency's own work are sub-spans of that holder and add nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lienthong.dossiers.rules.lifecycle import EventType
from lienthong.dossiers.rules.timeline import Event, Standing, advance, corrected


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of wall-clock time with exactly one holder.

    kind: queue (waits to be received), agency, applicant, consulted, system, desk (result waits
    to be fetched).
    """

    kind: str
    agency: int
    step: str
    starts_at: datetime
    ends_at: datetime
    within: tuple["Span", ...] = ()

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.starts_at


def _holder(standing: Standing) -> tuple[str, int, str]:
    if standing.holder == "agency":
        if standing.accepted_at is None:
            return ("queue", standing.agency, "")
        return ("agency", standing.agency, standing.step)
    if standing.holder == "consulted":
        waiting = [line for line in standing.open_sidelines if line.pauses]
        agency = waiting[0].agency if waiting else standing.agency
        return ("consulted", agency, "")
    return (standing.holder, standing.agency if standing.holder == "desk" else 0, "")


def ledger(events: Iterable[Event], *, now: datetime) -> list[Span]:
    """The spans of the dossier up to `now`, in order."""
    timeline = [event for event in corrected(events)[0] if event.occurred_at <= now]
    if not timeline:
        return []
    spans: list[Span] = []
    since = timeline[0].occurred_at
    standing = advance(Standing(), timeline[0])
    holder = _holder(standing)
    for event in timeline[1:]:
        standing = advance(standing, event)
        after = _holder(standing)
        if after != holder:
            if event.occurred_at > since:
                spans.append(_span(holder, since, event.occurred_at))
            holder, since = after, event.occurred_at
    end = (
        standing.returned_at or (standing.ended_at if standing.holder == "nobody" else None) or now
    )
    if holder[0] != "nobody" and end > since:
        spans.append(_span(holder, since, end))
    return [_with_sidelines(span, standing) for span in spans]


def _span(holder: tuple[str, int, str], starts_at: datetime, ends_at: datetime) -> Span:
    kind, agency, step = holder
    return Span(kind=kind, agency=agency, step=step, starts_at=starts_at, ends_at=ends_at)


def _with_sidelines(span: Span, standing: Standing) -> Span:
    """Parallel consultations and parts, cut to the span of their main holder. Whom the dossier
    waits for as its holder is not beside itself."""
    inside = []
    for line in standing.sidelines:
        if line.pauses and (span.kind, span.agency) == ("consulted", line.agency):
            continue
        starts = max(line.opened_at, span.starts_at)
        ends = min(line.closed_at or span.ends_at, span.ends_at)
        if starts < ends:
            inside.append(
                Span(kind=line.kind, agency=line.agency, step="", starts_at=starts, ends_at=ends)
            )
    return replace(span, within=tuple(inside)) if inside else span


def elapsed(events: Iterable[Event], *, now: datetime) -> timedelta:
    """Wall-clock time from submission to the return or to another end that leaves nothing to
    return; to `now` while the dossier lives. What the spans must add up to, computed without them.
    """
    timeline = [event for event in corrected(events)[0] if event.occurred_at <= now]
    if not timeline:
        return timedelta(0)
    finals = {
        EventType.RETURNED,
        EventType.DECLINED,
        EventType.WITHDRAWN,
        EventType.STOPPED,
        EventType.CLOSED,
        EventType.EXPIRED,
    }
    end = next((event.occurred_at for event in timeline if event.type in finals), now)
    return end - timeline[0].occurred_at

"""A second, slow reading of the contract of the clock, to hold the first one to.

It walks over time in small steps and asks of each step what the contract says of it. It shares no
code with `lienthong.clock`, takes the JSON of a case and knows only instants that are whole steps
(windows, events and `now`); due dates may fall anywhere.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import ceil
from typing import Any, NamedTuple

ONE_DAY = timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)
TOO_LONG = timedelta(days=120)
NEVER = datetime(9999, 1, 1)


class GivesUp(Exception):
    """The limit is further away than the oracle cares to walk."""


class Act(NamedTuple):
    """Something that really moved the clock."""

    kind: str  # start, pause, resume, extend, stop
    at: datetime
    type: str
    amount: Fraction


class Oracle:
    def __init__(self, case: dict[str, Any], step: timedelta) -> None:
        self.calendar = case["calendar"]
        self.rule = case["rule"]
        self.unit = self.rule["limit"]["unit"]
        self.restarts = self.rule.get("on_resume", "resume") == "restart"
        self.step = step
        self.now = local(case["now"])
        self.windows_of: dict[date, list[tuple[datetime, datetime]]] = {}
        ordered = sorted(enumerate(case["events"]), key=lambda e: (local(e[1]["at"]), e[0]))
        self.acts = list(self._acts([e for _, e in ordered if local(e["at"]) <= self.now]))

    # --- the calendar, straight from its JSON

    def windows(self, day: date) -> list[tuple[datetime, datetime]]:
        if day not in self.windows_of:
            self.windows_of[day] = [
                (clock_time(day, start), clock_time(day, end)) for start, end in self._words(day)
            ]
        return self.windows_of[day]

    def _words(self, day: date) -> list[list[str]]:
        for entry in reversed(self.calendar.get("working_days", [])):
            if isinstance(entry, dict) and entry["date"] == day.isoformat():
                return entry["windows"] or self._week(day).get("0", [])
            if entry == day.isoformat():
                return self._week(day).get("0", [])
        if day.isoformat() in self.calendar.get("holidays", []):
            return []
        return self._week(day).get(str(day.weekday()), [])

    def _week(self, day: date) -> dict[str, list[list[str]]]:
        weeks = self.calendar["week"]
        if isinstance(weeks, dict):
            return weeks
        begun = [season for season in weeks if date.fromisoformat(season["from"]) <= day]
        return max(begun, key=lambda season: season["from"])["week"] if begun else {}

    def works_at(self, moment: datetime) -> bool:
        return any(start <= moment < end for start, end in self.windows(moment.date()))

    def end_of(self, day: date) -> datetime | None:
        return self.windows(day)[-1][1] if self.windows(day) else None

    def end_of_next(self, day: date) -> datetime:
        for ahead in range(1, TOO_LONG.days):
            end = self.end_of(day + ahead * ONE_DAY)
            if end is not None:
                return end
        raise GivesUp

    def weight(self, moment: datetime) -> Fraction:
        """What the step that begins at a moment measures when the clock runs."""
        if self.unit == "calendar_day":
            return share(self.step, ONE_DAY)
        if not self.works_at(moment):
            return Fraction(0)
        if self.unit == "working_day":
            whole = sum((end - start for start, end in self.windows(moment.date())), timedelta())
            return share(self.step, whole)
        return share(self.step, timedelta(hours=1))

    # --- what happened

    def _acts(self, events: list[dict[str, Any]]) -> Iterator[Act]:
        state = "not started"
        for event in events:
            type_, at = event["type"], local(event["at"])
            amount = exact(event.get("amount", 0)) if type_ == "extended" else Fraction(0)
            if state == "not started":
                if type_ in self.rule["start_on"]:
                    state = "running"
                    yield Act("start", at, type_, Fraction(0))
                continue
            if type_ in self.rule["stop_on"]:
                yield Act("stop", at, type_, Fraction(0))
                return
            if type_ == "extended":
                yield Act("extend", at, type_, amount)
            if state == "running" and type_ in self.rule.get("pause_on", []):
                state = "paused"
                yield Act("pause", at, type_, Fraction(0))
            elif state == "paused" and type_ in self.rule.get("resume_on", []):
                state = "running"
                yield Act("resume", at, type_, Fraction(0))

    def state(self, acts: list[Act]) -> str:
        names = {"start": "running", "resume": "running", "pause": "paused", "stop": "stopped"}
        told = [names[act.kind] for act in acts if act.kind in names]
        return told[-1] if told else "not_started"

    def limit(self, acts: list[Act]) -> Fraction:
        base = Fraction(0) if self.unit == "same_day" else exact(self.rule["limit"]["amount"])
        resumptions = sum(act.kind == "resume" for act in acts)
        added = sum((act.amount for act in acts), Fraction(0))
        return base + added + resumptions * exact(self.rule.get("resume_plus", 0))

    def origin(self, acts: list[Act]) -> int:
        """The act from which the consumption counts: the start, or the last restart."""
        if self.restarts:
            for number in range(len(acts) - 1, 0, -1):
                if acts[number].kind == "resume":
                    return number
        return 0

    def counts_from(self, acts: list[Act]) -> datetime:
        at = acts[self.origin(acts)].at
        if self.rule.get("counting", "instant") == "next_day":
            return datetime.combine(at.date() + ONE_DAY, time())
        return at

    def pauses(self, acts: list[Act]) -> list[tuple[int, datetime, int | None, datetime]]:
        """(act of the pause, when, act of the resumption, when); the last may still be open."""
        found: list[tuple[int, datetime, int | None, datetime]] = []
        for number, act in enumerate(acts):
            if act.kind == "pause":
                found.append((number, act.at, None, NEVER))
            if act.kind == "resume":
                found[-1] = (found[-1][0], found[-1][1], number, act.at)
        return found

    def consumed(self, acts: list[Act], until: datetime) -> Fraction:
        until = min([until] + [act.at for act in acts if act.kind == "stop"])
        pauses = [(p, q) for _, p, _, q in self.pauses(acts)]
        total, moment = Fraction(0), self.counts_from(acts)
        while moment < until:
            if not any(p <= moment < q for p, q in pauses):
                total += self.weight(moment)
            moment += self.step
        return total

    # --- the due date

    def due(self, acts: list[Act]) -> datetime:
        """By these acts, as if the clock ran on: the last pause, if open, has not come."""
        if self.unit == "same_day":
            return self.due_within_days(acts)
        base = self.base(acts)
        consumed = self.consumed(acts[: base + 1], acts[base].at)
        after = [(p, q) for n, p, r, q in self.pauses(acts) if n > base and r is not None]
        for number, (paused_at, _) in enumerate(after):
            reached, due = self.run_on(acts, base, consumed, after[:number])
            if due < paused_at or reached <= paused_at:
                return due
        return self.run_on(acts, base, consumed, after)[1]

    def base(self, acts: list[Act]) -> int:
        """The act from which the due date is looked for: the start, a restart, or the resumption
        after the last pause that came at or before what was then the due date."""
        base = self.origin(acts)
        for _, paused_at, resumed, _ in self.pauses(acts):
            if resumed is not None and resumed > base and paused_at <= self.due(acts[:resumed]):
                base = resumed
        return base

    def run_on(
        self,
        acts: list[Act],
        base: int,
        consumed: Fraction,
        pauses: list[tuple[datetime, datetime]],
    ) -> tuple[datetime, datetime]:
        limit = self.limit(acts)
        begins = acts[base].at
        counts_from = self.counts_from(acts)
        moment = reached = max(begins, counts_from) if consumed < limit else begins
        while consumed < limit:
            if moment - begins > TOO_LONG:
                raise GivesUp
            weight = self.weight(moment)
            if weight and not any(p <= moment < q for p, q in pauses):
                if consumed + weight >= limit:
                    share = (limit - consumed) / weight * (self.step // MICROSECOND)
                    reached = moment + ceil(share) * MICROSECOND
                consumed += weight
            moment += self.step
        measured_from = max([begins] + [q for _, q in pauses])
        return reached, self.dated(reached, measured_from)

    def dated(self, reached: datetime, measured_from: datetime) -> datetime:
        if self.unit != "calendar_day":
            return reached
        day = (reached - MICROSECOND).date()
        end = self.end_of(day)
        return end if end is not None and end >= measured_from else self.end_of_next(day)

    def due_within_days(self, acts: list[Act]) -> datetime:
        started = self.counts_from(acts)
        for _, paused_at, resumed, resumed_at in self.pauses(acts):
            if resumed is None or resumed <= self.origin(acts) or resumed_at == paused_at:
                continue
            if paused_at <= self.due(acts[:resumed]):
                started = max(self.counts_from(acts), resumed_at)
        end = self.end_of(started.date())
        cutoff = clock_time(started.date(), self.rule["limit"]["cutoff"])
        if end is None or started >= end or started >= cutoff:
            end = self.end_of_next(started.date())
        for _ in range(int(self.limit(acts))):
            end = self.end_of_next((end - MICROSECOND).date())
        return end

    # --- the answer

    def suspended(self, acts: list[Act]) -> bool:
        pauses = self.pauses(acts)
        return bool(pauses) and pauses[-1][2] is None and pauses[-1][1] <= self.due(acts)

    def late_pause(self, acts: list[Act]) -> bool:
        pauses = self.pauses(acts)
        return bool(pauses) and pauses[-1][2] is None and pauses[-1][1] > self.due(acts)

    def first_late_at(self) -> datetime | None:
        """Between each instant at which something happened and the next, was it overdue?"""
        instants = sorted({act.at for act in self.acts})
        for instant, following in zip(instants, [*instants[1:], self.now], strict=True):
            acts = [act for act in self.acts if act.at <= instant]
            if self.state(acts) == "running" and self.due(acts) < following:
                return self.due(acts)
            if self.state(acts) == "paused" and self.late_pause(acts):
                return self.due(acts)
        return None

    def answer(self) -> dict[str, Any]:
        acts, state = self.acts, self.state(self.acts)
        limit = None if self.unit == "same_day" else self.limit(acts)
        if state == "not_started":
            return {
                "state": state, "started_at": None, "due_at": None, "consumed": Fraction(0),
                "limit": limit, "remaining": limit, "overdue": False, "verdict": None,
                "first_late_at": None, "trace": [],
            }  # fmt: skip
        consumed = self.consumed(acts, self.now)
        due = None if state == "paused" or self.suspended(acts) else self.due(acts)
        overdue = self.now > due if state == "running" and due else False
        verdict = None
        if state == "stopped":
            stopped = acts[-1].at
            verdict = "on_time"
            if due is not None and stopped > due:
                verdict = "late"
            elif due is not None and stopped.date() < due.date():
                verdict = "early"
        return {
            "state": state,
            "started_at": acts[0].at,
            "due_at": due,
            "consumed": consumed,
            "limit": limit,
            "remaining": None if limit is None else limit - consumed,
            "overdue": self.late_pause(acts) if state == "paused" else overdue,
            "verdict": verdict,
            "first_late_at": self.first_late_at(),
            "trace": self.trace(),
        }

    def trace(self) -> list[tuple[datetime, Fraction, str]]:
        """For each step its beginning, its measure and why."""
        end = min([self.now] + [act.at for act in self.acts if act.kind == "stop"])
        steps = []
        moment = self.acts[0].at
        while moment < end:
            known = [act for act in self.acts if act.at <= moment]
            steps.append((moment, *self._why(moment, known)))
            moment += self.step
        return steps

    def _why(self, moment: datetime, known: list[Act]) -> tuple[Fraction, str]:
        pauses = self.pauses(known)
        if moment < self.counts_from(known):
            return Fraction(0), "before counting starts"
        if self.state(known) == "paused":
            return Fraction(0), "paused: " + known[pauses[-1][0]].type
        if self.unit != "calendar_day":
            day = moment.date()
            if not self.windows(day):
                listed = day.isoformat() in self.calendar.get("holidays", [])
                return Fraction(0), "holiday" if listed else "weekend"
            if not self.works_at(moment):
                return Fraction(0), "outside working hours"
        restarted = self.restarts and any(
            act.kind == "resume" and number >= len(known) for number, act in enumerate(self.acts)
        )
        counted = "calendar time" if self.unit == "calendar_day" else "working time"
        return self.weight(moment), "consumed before restart" if restarted else counted


def local(text: str) -> datetime:
    """The instant as the clock on the wall in Việt Nam shows it."""
    instant = datetime.fromisoformat(text)
    offset = instant.utcoffset()
    assert offset is not None
    return instant.replace(tzinfo=None) - offset + timedelta(hours=7)


def clock_time(day: date, text: str) -> datetime:
    hours, minutes = text.split(":")
    return datetime.combine(day, time()) + timedelta(hours=int(hours), minutes=int(minutes))


def exact(number: Any) -> Fraction:
    return Fraction(str(number))


def share(part: timedelta, whole: timedelta) -> Fraction:
    return Fraction(part // MICROSECOND, whole // MICROSECOND)

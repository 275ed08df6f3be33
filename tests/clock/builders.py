"""Cases of the contract in few words."""

import json
from typing import Any

from lienthong.clock.case import answer, decimal, parse

Json = dict[str, Any]

OFFICE = [["07:30", "11:30"], ["13:30", "17:00"]]
WEEK = {str(day): OFFICE for day in range(5)}
# The National Day of 2025: Monday and Tuesday. Saturday 26/04 was worked for Friday 02/05.
CALENDAR: Json = {
    "week": WEEK,
    "holidays": ["2025-05-01", "2025-05-02", "2025-09-01", "2025-09-02"],
    "working_days": ["2025-04-26"],
}


def at(text: str) -> str:
    """ "28/08 09:00" of 2025 in Việt Nam as an instant; a year and seconds may be given."""
    day, moment = text.split(" ")
    date, month, *year = day.split("/")
    seconds = "" if moment.count(":") > 1 else ":00"
    return f"{(year or ['2025'])[0]}-{month}-{date}T{moment}{seconds}+07:00"


def events(*told: str) -> list[Json]:
    """Events from "28/08 09:00 start" or "28/08 09:00 extended 1.5"."""
    found = []
    for line in told:
        day, moment, type_, *amount = line.split(" ")
        event: Json = {"type": type_, "at": at(f"{day} {moment}")}
        if amount:
            event["amount"] = json.loads(amount[0])
        found.append(event)
    return found


def case(limit: str, *told: str, now: str, calendar: Json = CALENDAR, **rule: Any) -> Json:
    """A case: limit "10 working_day" or "same_day 15:00", events, and what differs in the rule."""
    first, second = limit.split(" ")
    if first == "same_day":
        limits: Json = {"unit": first, "cutoff": second}
    else:
        limits = {"amount": json.loads(first), "unit": second}
    return {
        "calendar": calendar,
        "rule": {
            "limit": limits,
            "start_on": ["start"],
            "pause_on": ["pause"],
            "resume_on": ["resume"],
            "stop_on": ["stop"],
        }
        | rule,
        "events": events(*told),
        "now": at(now),
    }


def ask(asked: Json) -> Json:
    """The answer, through JSON both ways as the command gives it."""
    parsed = parse(json.loads(json.dumps(asked), parse_float=decimal))
    answered: Json = json.loads(json.dumps(answer(parsed)))
    return answered


def due(asked: Json) -> str | None:
    """The due date as "15/09 09:00", with seconds where there are any."""
    return told(ask(asked)["due_at"])


def told(instant: str | None) -> str | None:
    if instant is None:
        return None
    day, moment = instant.removesuffix("+07:00").split("T")
    year, month, date = day.split("-")
    shown = f"{date}/{month}" if year == "2025" else f"{date}/{month}/{year}"
    return f"{shown} {moment.removesuffix(':00') if moment.count(':') > 1 else moment}"

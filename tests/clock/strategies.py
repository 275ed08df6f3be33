"""Cases on a grid of instants, as the JSON of the contract, for the oracle and the laws."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

FIRST_DAY = date(2025, 8, 27)  # a Wednesday, the week before the National Day of 2025
DAYS = 16

_dates = st.integers(-2, DAYS).map(lambda n: (FIRST_DAY + timedelta(days=n)).isoformat())
_offsets = st.sampled_from([timezone(timedelta(hours=h)) for h in (7, 0, -5)])

_OFFICE = [["07:30", "11:30"], ["13:30", "17:00"]]
_WORKING = [
    _OFFICE,
    _OFFICE,
    [["07:30", "11:30"]],
    [["08:00", "09:00"], ["09:00", "10:30"], ["22:00", "24:00"]],
    [["00:00", "02:00"], ["13:00", "17:00"]],
]
_windows = st.sampled_from([*_WORKING, []])
_weeks = st.one_of(
    st.just({str(day): _OFFICE for day in range(5)}),
    st.just({str(day): _OFFICE for day in range(5)} | {"5": [["07:30", "11:30"]]}),
    st.fixed_dictionaries(
        {"0": st.sampled_from(_WORKING)}, optional={str(day): _windows for day in range(1, 7)}
    ),
)
_seasons = st.lists(
    st.fixed_dictionaries({"from": _dates, "week": _weeks}),
    min_size=1,
    max_size=3,
    unique_by=lambda season: str(season["from"]),
).map(lambda seasons: [{"from": "2025-01-01", "week": seasons[0]["week"]}, *seasons])

calendars = st.fixed_dictionaries(
    {"week": st.one_of(_weeks, _weeks, _seasons)},
    optional={
        "holidays": st.lists(_dates, max_size=4),
        "working_days": st.lists(
            st.one_of(
                _dates,
                st.fixed_dictionaries({"date": _dates, "windows": st.sampled_from(_WORKING)}),
            ),
            max_size=3,
        ),
    },
)

_DAYS = st.sampled_from([1, 2, 3, 5, 0.5, 0.25, 1.5, 2.3, 0.125, 1.333333])
_HOURS = st.sampled_from([1, 2, 4, 8, 11.5, 0.5, 0.1, 16])
_CUTOFFS = st.sampled_from(["15:00", "09:30", "00:00"])
_LIMITS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "working_day": st.fixed_dictionaries({"unit": st.just("working_day"), "amount": _DAYS}),
    "calendar_day": st.fixed_dictionaries({"unit": st.just("calendar_day"), "amount": _DAYS}),
    "working_hour": st.fixed_dictionaries({"unit": st.just("working_hour"), "amount": _HOURS}),
    "same_day": st.fixed_dictionaries({"unit": st.just("same_day"), "cutoff": _CUTOFFS}),
}
UNITS = tuple(_LIMITS)


def instants(minutes: int, days: int = DAYS) -> st.SearchStrategy[str]:
    """Instants on a grid, in any offset."""
    steps = days * 24 * 60 // minutes
    return st.builds(
        lambda step, offset: _at(step * minutes).astimezone(offset).isoformat(),
        st.integers(0, steps),
        _offsets,
    )


def _at(minutes: int) -> datetime:
    first = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day)
    return (first + timedelta(minutes=minutes)).replace(tzinfo=timezone(timedelta(hours=7)))


# "wait" pauses too, "toggle" does both, "note" has no role.
_TYPES = "start pause pause pause resume resume resume extended extended wait toggle note stop"
_types = st.sampled_from(_TYPES.split())


def at_least(examples: int) -> settings:
    """So many examples, or more where the chosen profile says so."""
    return settings(max_examples=max(examples, settings().max_examples))


@st.composite
def cases(draw: st.DrawFn, minutes: int = 30, units: Sequence[str] = UNITS) -> dict[str, Any]:
    """Whole cases. Gaps between events are drawn, so that close ones are as likely as far ones."""
    limit = draw(st.sampled_from(units).flatmap(_LIMITS.__getitem__))
    whole = limit["unit"] == "same_day"
    amounts = st.sampled_from([0, 1, 2] if whole else [0, 1, 2, 0.5, 0.25])
    gap = st.one_of(
        st.just(0),
        st.integers(1, 60 // minutes * 3),
        st.integers(1, 60 // minutes * 30),
        st.just(24 * 60 // minutes),
    )
    moment = draw(st.integers(0, 72 * 60 // minutes))
    events: list[dict[str, Any]] = []
    for type_ in ["start", *draw(st.lists(_types, max_size=7))]:
        offset = draw(_offsets)
        event: dict[str, Any] = {
            "type": type_,
            "at": _at(moment * minutes).astimezone(offset).isoformat(),
        }
        if type_ == "extended":
            event["amount"] = draw(amounts)
        events.append(event)
        moment += draw(gap)
    if draw(st.integers(0, 3)) == 0:
        events = draw(st.permutations(events))
    rule = {
        "limit": limit,
        "start_on": ["start"],
        "pause_on": ["pause", "wait", "toggle"],
        "resume_on": ["resume", "toggle"],
        "stop_on": ["stop"],
        "counting": draw(st.sampled_from(["instant", "instant", "next_day"])),
        "on_resume": draw(st.sampled_from(["resume", "resume", "restart"])),
        "resume_plus": draw(st.one_of(st.just(0), amounts)),
    }
    early = draw(st.integers(0, 3)) == 0
    now = draw(st.integers(0, moment)) if early else moment + draw(gap)
    return {
        "name": "drawn",
        "calendar": draw(calendars),
        "rule": rule,
        "events": events,
        "now": _at(now * minutes).astimezone(draw(_offsets)).isoformat(),
    }

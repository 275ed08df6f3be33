"""Communes where nobody acts (R155)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from lienthong.journal import queries as journal
from lienthong.measures import queries as measures
from lienthong.organisations.queries import UnitView
from lienthong.organisations.rules import Level, sort_key
from lienthong.web.board.reach import Area, Reach
from lienthong.web.ui import formats


@dataclass(frozen=True)
class Silent:
    """A commune without dossiers for `days` (None: never one). `acted`: the last day on which its
    agencies recorded anything; `lying`: for `still` days they have not (None: never)."""

    key: str
    name: str
    received: date | None
    days: int | None
    acted: date | None
    still: int | None
    lying: bool


def silent(
    reach: Reach,
    area: Area,
    communes: Mapping[str, UnitView],
    *,
    today: date,
    at_least: int,
) -> list[Silent]:
    """The longest silence first. Three statements."""
    agencies: dict[str, list[int]] = {}
    for number in area.agencies:
        agency = reach.agencies[reach.doing.get(number, number)]
        if agency.level is Level.COMMUNE and agency.unit_code in communes:
            agencies.setdefault(agency.unit_code, []).append(number)
    lately = measures.receiving_since(
        (f"c:{code}" for code in agencies), today - timedelta(days=at_least - 1)
    )
    quiet = {code: numbers for code, numbers in agencies.items() if f"c:{code}" not in lately}
    received = measures.last_received(f"c:{code}" for code in quiet)
    acted = journal.last_days(str(n) for numbers in quiet.values() for n in numbers)
    found = []
    for code, numbers in quiet.items():
        last = received.get(f"c:{code}")
        days = (today - last).days if last else None
        recorded = max((acted[str(n)] for n in numbers if str(n) in acted), default=None)
        still = (today - recorded).days if recorded else None
        unit = communes[code]
        english = unit.full_name_en if formats.english() else ""
        found.append(
            Silent(
                key=f"x:{code}",
                name=english or unit.full_name,
                received=last,
                days=days,
                acted=recorded,
                still=still,
                lying=still is None or still >= at_least,
            )
        )
    return sorted(
        found,
        key=lambda one: (one.days is not None, -(one.days or 0), sort_key(one.name)),
    )

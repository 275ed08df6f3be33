"""Daily reports of the demo's province: most communes in time, some late, some missing, some whose
figures differ from what is measured."""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from lienthong import clock
from lienthong.demo.staff import BY
from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView
from lienthong.organisations.rules import AgencyKind
from lienthong.reports import actions
from lienthong.reports.actions import Figures, NewForm
from lienthong.reports.queries.forms import form_in_force
from lienthong.reports.queries.measured import measured_of_many
from lienthong.reports.queries.reports import report_of

DAYS = 3
CODE = "daily-province"
_MEASURED = {
    "day.received": "dossiers.received",
    "day.online": "dossiers.received_online",
    "day.direct": "dossiers.received_direct",
    "day.finished": "dossiers.finished",
    "day.late": "dossiers.late",
}


def tell(*, now: datetime, agencies: Sequence[AgencyView], chance: random.Random) -> int:
    """The packs, and the daily form of the province for its last reporting days; how many reports
    were submitted."""
    actions.load_packs(by=BY, at=now)
    top = next(one for one in agencies if one.kind is AgencyKind.PROVINCE_COMMITTEE)
    communes = [one for one in agencies if one.kind is AgencyKind.COMMUNE_COMMITTEE]
    form = _form(top, now=now)
    calendar = organisations.calendar_of(top.id, edition=organisations.current_edition())
    today = now.astimezone(clock.VIETNAM).date()
    days = [today - timedelta(days=back) for back in range(10)]
    submitted = 0
    for day in sorted(day for day in days if clock.is_working_day(calendar, day))[-DAYS:]:
        opened = datetime.combine(day, time(7, 30), tzinfo=clock.VIETNAM)
        if opened < now:
            period = actions.open_period(form_id=form, day=day, by=BY, at=opened)
            submitted += _submit(period, communes, day, now=now, chance=chance)
    return submitted


def _form(top: AgencyView, *, now: datetime) -> int:
    """The national daily form as the province asks it of its communes."""
    national = form_in_force("daily", on=now.astimezone(clock.VIETNAM).date())
    assert national is not None  # noqa: S101 (loaded a moment ago)
    content = {
        "owed_by": [AgencyKind.COMMUNE_COMMITTEE.value],
        "schedule": {"at": "16:00", "locks": 3},
        "sections": [
            {
                "name": section.name,
                "name_en": section.name_en,
                "fields": [
                    {"indicator": one.indicator, "required": one.required} for one in section.fields
                ],
            }
            for section in national.content.sections
        ],
        "claims": [
            {
                "id": "received",
                "kind": "sum",
                "total": "day.received",
                "parts": ["day.online", "day.direct"],
            }
        ],
    }
    return actions.publish_form(
        new=NewForm(
            code=CODE,
            name=national.name,
            name_en=national.name_en,
            receiver=top.id,
            rhythm=national.rhythm,
            content=content,
            source="Dữ liệu minh họa",
            valid_from=date(2025, 7, 1),
        ),
        by=BY,
        at=now,
    )


def _submit(
    period: int,
    communes: Sequence[AgencyView],
    day: date,
    *,
    now: datetime,
    chance: random.Random,
) -> int:
    found = measured_of_many(
        _MEASURED.values(),
        agency_ids=[one.id for one in communes],
        since=day,
        until=day,
        as_of=now,
    )
    count = 0
    for commune in communes:
        owed = report_of(period, commune.id)
        # Most at the last minute, a few after it, some not at all.
        minute = chance.choice((*range(840, 956, 4), *range(945, 959), 963, 975, None))
        if owed is None or minute is None:
            continue
        at = datetime.combine(day, time(), tzinfo=clock.VIETNAM) + timedelta(minutes=minute)
        if at >= now:
            continue
        values = {code: f"{found[commune.id][name].value:f}" for code, name in _MEASURED.items()}
        if chance.random() < 0.06:
            values["day.finished"] = f"{int(values['day.finished']) + chance.randint(1, 9)}"
        actions.submit(report_id=owed.id, figures=Figures(values=values), by=BY, at=at)
        count += 1
    return count

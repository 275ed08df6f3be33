"""Tasks for the access matrix: one of each relation, with a request that waits and a warning."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from lienthong.accounts.rules.scope import Actor
from lienthong.organisations import actions as organisations
from lienthong.organisations.models import CalendarEdition, WorkCalendar
from lienthong.programmes.actions.requests import request
from lienthong.programmes.actions.tasks import assign_task
from lienthong.programmes.models import EarlyWarning, Programme
from lienthong.programmes.rules.assigning import KeyResultGiven
from lienthong.programmes.rules.kinds import DeadlineKind, Pillar, RequestKind
from tests.accounts import cast


@dataclass(frozen=True)
class Tasks:
    """By relation: the code of the task, its request and warning; programmes by who runs them."""

    codes: dict[str, str]
    requests: dict[str, int]
    warnings: dict[str, int]
    programmes: dict[str, str]


def build(leads: Mapping[str, tuple[int, int]], standing: Mapping[str, int]) -> Tasks:
    """`leads`: lead and assigner of the task of each relation; `standing`: who runs a programme."""
    at = timezone.now()
    calendar = WorkCalendar.objects.get(code="test")
    CalendarEdition.objects.get_or_create(
        number=1, defaults={"made_at": at, "made_by": cast.BY, "reason": "Thử"}
    )
    organisations.set_week(
        calendar_code="test",
        valid_from=cast.OPENED,
        windows={str(day): [["07:30", "11:30"], ["13:30", "17:00"]] for day in range(5)},
        source="Thử",
        by=cast.BY,
        at=at,
        reason="Thử",
    )
    found = Tasks({}, {}, {}, {})
    numbers = {}
    for relation, agency in standing.items():
        programme = Programme.objects.create(
            code=f"CT-{relation}", name="Chương trình", authority="Thử", standing_id=agency,
            calendar=calendar, source="Thử", valid_from=date(2025, 7, 1),
        )  # fmt: skip
        found.programmes[relation] = programme.code
        numbers[relation] = programme.pk
    for relation, (lead, assigner) in leads.items():
        task = assign_task(
            programme_id=numbers.get(relation, numbers["own"]),
            title="Rà soát thiết bị",
            lead_id=lead,
            assigner_id=assigner,
            pillar=Pillar.DATA,
            objective="Biết nơi nào thiếu",
            key_results=[KeyResultGiven(name="Nơi đã rà", target=Decimal(3), measure="nơi")],
            deadline_kind=DeadlineKind.DATE,
            due_at=at + timedelta(days=9),
            by="a:1000000",
            at=at,
        )
        found.codes[relation] = task.code
        found.requests[relation] = request(
            task_id=task.pk,
            seen=None,
            kind=RequestKind.EXTENSION,
            reason="Chờ thiết bị",
            due_at=at + timedelta(days=30),
            actor=Actor(by="a:1000000", agency=lead),
            at=at,
        ).pk
        found.warnings[relation] = EarlyWarning.objects.create(
            task=task, level="yellow", on=at.date(), at=at, reason="Thử", agency_id=lead
        ).pk
    return found

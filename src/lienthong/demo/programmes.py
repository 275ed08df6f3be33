"""Programmes of the demo: the national Plan 02 with the province's own under it, and tasks in every
state, told by the same actions that people use, in the order of time.

Only what is confirmed of Plan 02 is told as fact: its number, day, phases and six pillars. Its
tasks here are made up and say so.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Final

from django.db import transaction

from lienthong import clock
from lienthong.accounts.models import Assignment
from lienthong.accounts.rules import Role
from lienthong.accounts.rules.scope import Actor
from lienthong.demo.cast import Cast
from lienthong.demo.staff import BY
from lienthong.demo.task_telling import Telling
from lienthong.demo.tasks_told import Ask, asks
from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView
from lienthong.organisations.rules import AgencyKind
from lienthong.programmes.actions import (
    programmes,
    tasks,
    warnings,
)
from lienthong.programmes.models import Task
from lienthong.programmes.rules.assigning import KeyResultGiven, SourceGiven
from lienthong.programmes.rules.kinds import DeadlineKind, Pillar

_PLAN: Final = "02-KH/BCĐTW"
_SOURCE: Final = (
    "Kế hoạch 02-KH/BCĐTW ngày 19/6/2025 của Ban Chỉ đạo Trung ương; giai đoạn theo tin hội nghị"
    " ngày 23/6/2025"
)
# How many days warnings are told of.
_WARNED: Final = 6


@dataclass(frozen=True, order=True)
class _Act:
    """Something that happens at a moment; `order` keeps acts of one moment as they were told."""

    at: datetime
    order: int
    run: Callable[[datetime], object]


class Programmes:
    """Builds the programmes of one province."""

    def __init__(
        self,
        *,
        now: datetime,
        agencies: Sequence[AgencyView],
        officers: Mapping[tuple[int, str], tuple[int, ...]],
        home: str,
        seed: int,
    ) -> None:
        self.cast = Cast(now=now, agencies=agencies, officers=officers, home=home)
        chance = random.Random(seed)  # noqa: S311 (a demo, not a secret)
        self.telling = Telling(cast=self.cast, chance=chance)
        self.acts: list[_Act] = []

    def tell(self) -> int:
        """Write programmes, tasks and what became of them; how many tasks there are."""
        self._reporters()
        self._programmes()
        for ask in asks():
            self._plan(ask)
        with transaction.atomic():
            for act in sorted(self.acts):
                act.run(act.at)
            for back in range(_WARNED, -1, -1):
                at = self.cast.at(-back, 8)
                if at <= self.cast.now:
                    warnings.warn(at=at)
        return Task.objects.count()

    def _reporters(self) -> None:
        """One official of every agency that leads is its contact for tasks and reports."""
        kinds = {
            AgencyKind.DEPARTMENT,
            AgencyKind.COMMUNE_COMMITTEE,
            AgencyKind.PROVINCE_COMMITTEE,
            AgencyKind.PROVINCE_CENTRE,
            AgencyKind.PROVINCE_POLICE,
        }
        since = self.cast.today - timedelta(days=120)
        known = set(
            Assignment.objects.filter(role=Role.REPORTER).values_list("agency_id", flat=True)
        )
        Assignment.objects.bulk_create(
            Assignment(
                account_id=self.cast.hand(agency.id),
                agency_id=agency.id,
                role=Role.REPORTER.value,
                valid_from=since,
            )
            for agency in self.cast.agencies
            if agency.kind in kinds and agency.id not in known
        )

    # -- programmes

    def _programmes(self) -> None:
        self.party = self.cast.one(AgencyKind.PARTY_COMMITTEE)
        centre = next(
            one
            for one in organisations.find_agencies("Văn phòng Trung ương Đảng", on=self.cast.today)
            if one.kind is AgencyKind.PARTY_COMMITTEE
        )
        self.centre = centre
        began = min(self.cast.at(-75), datetime(2025, 6, 19, 8, tzinfo=clock.VIETNAM))
        national = programmes.create_programme(
            code="KH02",
            name="Kế hoạch 02-KH/BCĐTW",
            name_en="Plan 02-KH/BCĐTW",
            document=_PLAN,
            document_on=date(2025, 6, 19),
            authority="Ban Chỉ đạo Trung ương về phát triển khoa học, công nghệ, đổi mới sáng tạo"
            " và chuyển đổi số",
            standing_id=centre.id,
            source=_SOURCE,
            confirmed=True,
            valid_from=date(2025, 6, 19),
            phases=[
                programmes.PhaseGiven(
                    code="khan-cap", name="Giai đoạn khẩn cấp", until=date(2025, 6, 30)
                ),
                programmes.PhaseGiven(
                    code="but-pha", name="Giai đoạn bứt phá", until=date(2025, 12, 31)
                ),
            ],
            working_groups=[
                programmes.WorkingGroupGiven(
                    code="to-2-3",
                    name="Tổ công tác số 2, số 3",
                    pillars=(Pillar.INFRASTRUCTURE, Pillar.DATA),
                    inspects=True,
                ),
                programmes.WorkingGroupGiven(code="to-4", name="Tổ công tác số 4", inspects=True),
                programmes.WorkingGroupGiven(code="to-5", name="Tổ công tác số 5", inspects=True),
            ],
            by=BY,
            at=began,
        )
        own = programmes.create_programme(
            code="KH02-48",
            name="Kế hoạch của thành phố thực hiện Kế hoạch 02 (minh họa)",
            name_en="The city's plan under Plan 02 (demonstration)",
            document="",
            authority="Thành ủy",
            standing_id=self.party.id,
            parent_id=national.pk,
            source="Dữ liệu minh họa, không phải văn bản thật",
            valid_from=self.cast.today - timedelta(days=75),
            groups=[
                programmes.GroupGiven(code="I", name="Hạ tầng, nền tảng"),
                programmes.GroupGiven(code="II", name="Dữ liệu, thủ tục"),
                programmes.GroupGiven(code="III", name="Con người, nguồn lực"),
            ],
            by=BY,
            at=began,
        )
        self.programme = {"national": national, "own": own}
        self.group = {one.code: one.pk for one in own.groups.all()}
        self.phase = {one.code: one.pk for one in national.phases.all()}

    # -- tasks

    def _do(self, at: datetime, run: Callable[[datetime], object]) -> None:
        """Remember an act, if its time has come; a small step apart keeps an order."""
        if at <= self.cast.now:
            self.acts.append(_Act(at, len(self.acts), run))

    def _plan(self, ask: Ask) -> None:
        """The acts by which one task is told."""
        lead = self.cast.lead(ask.lead)
        national = ask.programme == "national"
        assigner = self.centre if national else self.party
        given = datetime.combine(
            ask.given_on or self.cast.today + timedelta(days=ask.given),
            time(8, 30),
            tzinfo=clock.VIETNAM,
        )
        due = self._due(ask)
        self._do(given, partial(self._assign, ask, lead, assigner, due))
        worker = Actor(
            by=f"a:{self.cast.hand(lead.id, Role.HANDLER, Role.RECEPTIONIST)}", agency=lead.id
        )
        head = Actor(by=f"a:{self.cast.hand(lead.id, Role.HEAD, Role.APPROVER)}", agency=lead.id)
        if lead.id == self.cast.lead("home").id:
            worker = Actor(by=f"a:{self.cast.hand(lead.id, Role.REPORTER)}", agency=lead.id)
        party = Actor(
            by=f"a:{self.cast.hand(self.party.id, Role.PROGRAMME_MANAGER)}", agency=self.party.id
        )
        above = Actor(by=BY, agency=self.centre.id) if national else party
        for told in ask.told:
            at = (
                datetime.combine(told.on, time(told.hour), tzinfo=clock.VIETNAM)
                if told.on
                else self.cast.at(told.day, told.hour)
            )
            who = {"lead": worker, "head": head, "above": above}[told.who]
            self._do(at, partial(self.telling.tell, ask, told, who))

    def _due(self, ask: Ask) -> datetime | None:
        if ask.due_on is not None:
            day = ask.due_on + timedelta(days=1)
            return datetime.combine(day, time(), tzinfo=clock.VIETNAM)
        return None if ask.due is None else self.cast.at(ask.due + 1, 0)

    def _assign(
        self, ask: Ask, lead: AgencyView, assigner: AgencyView, due: datetime | None, at: datetime
    ) -> None:
        kind = DeadlineKind.DATE if due else ask.kind
        row = tasks.assign_task(
            programme_id=self.programme[ask.programme].pk,
            title=ask.title,
            lead_id=lead.id,
            assigner_id=assigner.id,
            pillar=ask.pillar,
            objective=ask.objective,
            product=ask.product,
            receiver_id=assigner.id,
            group_id=self.group.get(ask.group) if ask.programme == "own" else None,
            phase_id=self.phase.get(ask.phase),
            supporting=[
                one.id
                for one in (self.cast.lead(name) for name in ask.supporting)
                if one.id != lead.id
            ],
            blocs=ask.blocs,
            key_results=[
                KeyResultGiven(
                    name=name,
                    target=Decimal(target),
                    measure=measure,
                    indicator=ask.measured if number == 0 else "",
                )
                for number, (name, target, measure) in enumerate(ask.results)
            ],
            sources=[
                SourceGiven(system=system, code=code, citation=citation, due_on=day)
                for system, code, citation, day in (
                    (s, c, t, None if d is None else self.cast.today + timedelta(days=d))
                    for s, c, t, d in ask.sources
                )
            ],
            urgency=ask.urgency,
            deadline_kind=kind,
            due_at=due,
            recurrence=ask.recurrence,
            condition=ask.condition,
            by=f"a:{self.cast.hand(self.party.id, Role.PROGRAMME_MANAGER)}"
            if ask.programme == "own"
            else BY,
            at=at,
        )
        self.telling.tasks[ask.key] = row.pk

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
from typing import Any, Final

from django.db import transaction

from lienthong import clock
from lienthong.accounts.models import Assignment
from lienthong.accounts.rules import Role
from lienthong.demo.staff import BY
from lienthong.demo.tasks_told import Ask, Told, asks
from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView
from lienthong.organisations.rules import AgencyKind, Level
from lienthong.programmes.actions import (
    cascade,
    decisions,
    programmes,
    requests,
    tasks,
    warnings,
    work,
)
from lienthong.programmes.actions.record import Actor
from lienthong.programmes.models import Evidence, Task, TaskRequest
from lienthong.programmes.rules.assigning import KeyResultGiven, SourceGiven
from lienthong.programmes.rules.kinds import DeadlineKind, EvidenceKind, Pillar, RequestKind

_PLAN: Final = "02-KH/BCĐTW"
_SOURCE: Final = (
    "Kế hoạch 02-KH/BCĐTW ngày 19/6/2025 của Ban Chỉ đạo Trung ương; giai đoạn theo tin hội nghị"
    " ngày 23/6/2025"
)
# The communes to which tasks are handed down, and how many days warnings are told of.
_COMMUNES: Final = 24
_WARNED: Final = 6


Common = dict[str, Any]  # task_id, seen, actor, at


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
        self.now = now
        self.today = now.date()
        self.agencies = agencies
        self.officers = officers
        self.home = home
        self.chance = random.Random(seed)  # noqa: S311 (a demo, not a secret)
        self.acts: list[_Act] = []
        self.tasks: dict[str, int] = {}

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
                at = self._at(-back, 8)
                if at <= self.now:
                    warnings.warn(at=at)
        return Task.objects.count()

    # -- who and when

    def _reporters(self) -> None:
        """One official of every agency that leads is its contact for tasks and reports."""
        kinds = {
            AgencyKind.DEPARTMENT,
            AgencyKind.COMMUNE_COMMITTEE,
            AgencyKind.PROVINCE_COMMITTEE,
            AgencyKind.PROVINCE_CENTRE,
            AgencyKind.PROVINCE_POLICE,
        }
        since = self.today - timedelta(days=120)
        known = set(
            Assignment.objects.filter(role=Role.REPORTER).values_list("agency_id", flat=True)
        )
        Assignment.objects.bulk_create(
            Assignment(
                account_id=self._hand(agency.id),
                agency_id=agency.id,
                role=Role.REPORTER.value,
                valid_from=since,
            )
            for agency in self.agencies
            if agency.kind in kinds and agency.id not in known
        )

    def _hand(self, agency: int, *roles: Role) -> int:
        wanted = roles or (Role.REPORTER, Role.HANDLER, Role.RECEPTIONIST, Role.HEAD)
        return next(
            self.officers[agency, role.value][0]
            for role in wanted
            if self.officers.get((agency, role.value))
        )

    def _at(self, days: int, hour: int = 9, minute: int = 0) -> datetime:
        day = self.today + timedelta(days=days)
        return datetime.combine(day, time(hour, minute), tzinfo=clock.VIETNAM)

    def _one(self, kind: AgencyKind, sector: str = "") -> AgencyView:
        return next(
            one
            for one in self.agencies
            if one.kind is kind
            and one.level is Level.PROVINCE
            and (not sector or one.sector == sector)
        )

    def _lead(self, name: str) -> AgencyView:
        match name:
            case "province":
                return self._one(AgencyKind.PROVINCE_COMMITTEE)
            case "centre":
                return self._one(AgencyKind.PROVINCE_CENTRE)
            case "police":
                return self._one(AgencyKind.PROVINCE_POLICE)
            case "home":
                return next(
                    one
                    for one in self.agencies
                    if one.kind is AgencyKind.COMMUNE_COMMITTEE and one.unit_code == self.home
                )
            case sector:
                return self._one(AgencyKind.DEPARTMENT, sector)

    # -- programmes

    def _programmes(self) -> None:
        self.party = self._one(AgencyKind.PARTY_COMMITTEE)
        centre = next(
            one
            for one in organisations.find_agencies("Văn phòng Trung ương Đảng", on=self.today)
            if one.kind is AgencyKind.PARTY_COMMITTEE
        )
        self.centre = centre
        began = min(self._at(-75), datetime(2025, 6, 19, 8, tzinfo=clock.VIETNAM))
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
            valid_from=self.today - timedelta(days=75),
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
        if at <= self.now:
            self.acts.append(_Act(at, len(self.acts), run))

    def _plan(self, ask: Ask) -> None:
        """The acts by which one task is told."""
        lead = self._lead(ask.lead)
        national = ask.programme == "national"
        assigner = self.centre if national else self.party
        given = datetime.combine(
            ask.given_on or self.today + timedelta(days=ask.given),
            time(8, 30),
            tzinfo=clock.VIETNAM,
        )
        due = self._due(ask)
        self._do(given, partial(self._assign, ask, lead, assigner, due))
        worker = Actor(
            by=f"a:{self._hand(lead.id, Role.HANDLER, Role.RECEPTIONIST)}", agency=lead.id
        )
        head = Actor(by=f"a:{self._hand(lead.id, Role.HEAD, Role.APPROVER)}", agency=lead.id)
        if lead.id == self._lead("home").id:
            worker = Actor(by=f"a:{self._hand(lead.id, Role.REPORTER)}", agency=lead.id)
        party = Actor(
            by=f"a:{self._hand(self.party.id, Role.PROGRAMME_MANAGER)}", agency=self.party.id
        )
        above = Actor(by=BY, agency=self.centre.id) if national else party
        for told in ask.told:
            at = (
                datetime.combine(told.on, time(told.hour), tzinfo=clock.VIETNAM)
                if told.on
                else self._at(told.day, told.hour)
            )
            who = {"lead": worker, "head": head, "above": above}[told.who]
            self._do(at, partial(self._tell, ask, told, who))

    def _due(self, ask: Ask) -> datetime | None:
        if ask.due_on is not None:
            day = ask.due_on + timedelta(days=1)
            return datetime.combine(day, time(), tzinfo=clock.VIETNAM)
        return None if ask.due is None else self._at(ask.due + 1, 0)

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
                one.id for one in (self._lead(name) for name in ask.supporting) if one.id != lead.id
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
                    (s, c, t, None if d is None else self.today + timedelta(days=d))
                    for s, c, t, d in ask.sources
                )
            ],
            urgency=ask.urgency,
            deadline_kind=kind,
            due_at=due,
            recurrence=ask.recurrence,
            condition=ask.condition,
            by=f"a:{self._hand(self.party.id, Role.PROGRAMME_MANAGER)}"
            if ask.programme == "own"
            else BY,
            at=at,
        )
        self.tasks[ask.key] = row.pk

    def _tell(self, ask: Ask, told: Told, who: Actor, at: datetime) -> None:
        """One thing that happened to a task."""
        common = {"task_id": self.tasks[ask.key], "seen": None, "actor": who, "at": at}
        _TOLD[told.what](self, ask, told, common)

    def proof(self, ask: Ask, told: Told, common: Common) -> None:
        work.add_evidence(
            **common,
            kind=EvidenceKind.DOCUMENT,
            title=told.text or "Báo cáo kết quả",
            document=f"{self.chance.randrange(20, 900)}/BC-{ask.mark}",
            document_on=common["at"].date(),
            key_result=1 if ask.results else None,
        )

    def progress(self, ask: Ask, told: Told, common: Common) -> None:
        proofs = Evidence.objects.filter(task=common["task_id"]).values_list("pk", flat=True)
        # What is measured is claimed whole in the end: the page shows the difference.
        share = 100 if ask.measured and told.number >= 80 else told.number
        results = {1: Decimal(ask.results[0][1]) * share / 100} if ask.results else {}
        work.report_progress(
            **common, percent=told.number, evidence=list(proofs), results=results, note=told.text
        )

    def extend(self, ask: Ask, told: Told, common: Common) -> None:
        due = self._at(told.number + 1, 0)
        requests.request(**common, kind=RequestKind.EXTENSION, reason=told.text, due_at=due)

    def correct(self, ask: Ask, told: Told, common: Common) -> None:
        change = {"due": self._at(told.number + 1, 0).isoformat()}
        requests.request(
            **common, kind=RequestKind.CORRECTION, reason=told.text, of=1, change=change
        )

    def agree(self, ask: Ask, told: Told, common: Common) -> None:
        row = TaskRequest.objects.get(task=common["task_id"], state="pending")
        requests.decide_request(
            request_id=row.pk,
            approve=True,
            decision=told.text,
            actor=common["actor"],
            at=common["at"],
        )

    def explain(self, ask: Ask, told: Told, common: Common) -> None:
        work.explain(
            **common,
            cause=told.to or "resources",
            text=told.text,
            commits_to=self.today + timedelta(days=told.number),
        )

    def reopen(self, ask: Ask, told: Told, common: Common) -> None:
        decisions.reopen(
            **common,
            document="Kết luận minh họa",
            reason=told.text,
            due_at=self._at(told.number + 1, 0),
        )

    def hand_down(self, ask: Ask, told: Told, common: Common) -> None:
        self._cascade(ask, common["actor"], common["at"])

    def _cascade(self, ask: Ask, who: Actor, at: datetime) -> None:
        """To the communes, each with its own share of the time; what they did follows."""
        below = [one for one in self.agencies if one.kind is AgencyKind.COMMUNE_COMMITTEE]
        home = next(one for one in below if one.unit_code == self.home)
        others = sorted((one for one in below if one.id != home.id), key=lambda one: one.id)
        chosen = [home, *self.chance.sample(others, min(_COMMUNES - 1, len(others)))]
        made = cascade.cascade_task(
            task_id=self.tasks[ask.key],
            lead_ids=[one.id for one in chosen],
            actor=who,
            at=at,
            key_results=[
                KeyResultGiven(name="Hoàn thành ở xã, phường", target=Decimal(1), measure="xã")
            ],
        )
        for task in made:
            self._commune(task, at)

    def _commune(self, task: Task, began: datetime) -> None:
        """How one commune fares, at once: its acts lie between the cascade and now."""
        lead = task.lead_id
        who = Actor(by=f"a:{self._hand(lead, Role.HANDLER)}", agency=lead)
        head = Actor(by=f"a:{self._hand(task.assigner_id, Role.HEAD)}", agency=task.assigner_id)
        ends = min(self.now, task.due_at or self.now)
        span = (ends - began) / 10
        if span <= timedelta(0):
            return
        fate = self.chance.choices(
            ("done", "submitted", "working", "fresh", "late"), (40, 12, 28, 8, 12)
        )[0]
        if lead == self._lead("home").id:
            fate = "working"
        if fate == "fresh":
            return
        moment = began + span * self.chance.uniform(0.2, 1)
        work.acknowledge(task_id=task.pk, seen=None, actor=who, at=moment)
        if fate == "late":
            return
        moment += span * self.chance.uniform(1, 4)
        proof = work.add_evidence(
            task_id=task.pk, seen=None, kind=EvidenceKind.DOCUMENT, title="Báo cáo của xã, phường",
            document=f"{self.chance.randrange(10, 300)}/BC-UBND", document_on=moment.date(),
            actor=who, at=moment,
        )  # fmt: skip
        percent = self.chance.randrange(20, 90) if fate == "working" else 95
        work.report_progress(
            task_id=task.pk, seen=None, percent=percent, evidence=[proof.pk], actor=who, at=moment
        )
        if fate == "working":
            return
        moment += span
        work.submit_task(task_id=task.pk, seen=None, actor=who, at=moment)
        if fate == "done":
            moment = min(self.now, moment + span)
            decisions.accept_task(task_id=task.pk, seen=None, actor=head, at=moment)


_TOLD: Final[Mapping[str, Callable[[Programmes, Ask, Told, Common], object]]] = {
    "ack": lambda _self, _ask, _told, common: work.acknowledge(**common),
    "proof": Programmes.proof,
    "progress": Programmes.progress,
    "submit": lambda _self, _ask, _told, common: work.submit_task(**common),
    "accept": lambda _self, _ask, _told, common: decisions.accept_task(**common),
    "return": lambda _self, _ask, told, common: decisions.return_task(**common, reason=told.text),
    "extend": Programmes.extend,
    "refuse": lambda _self, _ask, told, common: requests.request(
        **common, kind=RequestKind.REFUSAL, reason=told.text
    ),
    "correct": Programmes.correct,
    "objective?": lambda _self, _ask, told, common: requests.request(
        **common, kind=RequestKind.OBJECTIVE, reason=told.text
    ),
    "yes": Programmes.agree,
    "explain": Programmes.explain,
    "cancel": lambda _self, _ask, told, common: decisions.cancel(
        **common, document="Thông báo minh họa", reason=told.text
    ),
    "reopen": Programmes.reopen,
    "cascade": Programmes.hand_down,
}

"""What becomes of the demo's tasks: each act by the action that people use."""

import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from lienthong.accounts.rules import Role
from lienthong.accounts.rules.scope import Actor
from lienthong.demo.cast import Cast
from lienthong.demo.tasks_told import Ask, Told
from lienthong.organisations.rules import AgencyKind
from lienthong.programmes.actions import (
    cascade,
    decisions,
    requests,
    work,
)
from lienthong.programmes.models import Evidence, Task, TaskRequest
from lienthong.programmes.rules.cascading import Handing, Way
from lienthong.programmes.rules.kinds import EvidenceKind, RequestKind

# The communes to which tasks are handed down.
_COMMUNES: Final = 24

Common = dict[str, Any]  # task_id, seen, actor, at


class Telling:
    """Tells what happened to tasks. `tasks`: the rows by the key of what was asked."""

    def __init__(self, *, cast: Cast, chance: random.Random) -> None:
        self.cast = cast
        self.chance = chance
        self.tasks: dict[str, int] = {}

    def tell(self, ask: Ask, told: Told, who: Actor, at: datetime) -> None:
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
        due = self.cast.at(told.number + 1, 0)
        requests.request(**common, kind=RequestKind.EXTENSION, reason=told.text, due_at=due)

    def correct(self, ask: Ask, told: Told, common: Common) -> None:
        change = {"due": self.cast.at(told.number + 1, 0).isoformat()}
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
            commits_to=self.cast.today + timedelta(days=told.number),
        )

    def reopen(self, ask: Ask, told: Told, common: Common) -> None:
        decisions.reopen(
            **common,
            document="Kết luận minh họa",
            reason=told.text,
            due_at=self.cast.at(told.number + 1, 0),
        )

    def hand_down(self, ask: Ask, told: Told, common: Common) -> None:
        self._cascade(ask, common["actor"], common["at"])

    def _cascade(self, ask: Ask, who: Actor, at: datetime) -> None:
        """To the communes, each with its own share of the time; what they did follows."""
        below = [one for one in self.cast.agencies if one.kind is AgencyKind.COMMUNE_COMMITTEE]
        home = next(one for one in below if one.unit_code == self.cast.home)
        others = sorted((one for one in below if one.id != home.id), key=lambda one: one.id)
        chosen = [home, *self.chance.sample(others, min(_COMMUNES - 1, len(others)))]
        _name, target, measure = ask.results[0]
        # A commune is one of the communes asked for; of all else each has a like part.
        share = Decimal(1) if measure == "xã" else -(-Decimal(target) // len(chosen))
        made = cascade.cascade_task(
            task_id=self.tasks[ask.key],
            lead_ids=[one.id for one in chosen],
            actor=who,
            at=at,
            handings={
                seq: Handing(way=Way.SHARE, amount=share) if seq == 1 else Handing(way=Way.OWN)
                for seq in range(1, len(ask.results) + 1)
            },
        )
        for task in made:
            self._commune(task, share, at)

    def _commune(self, task: Task, share: Decimal, began: datetime) -> None:
        """How one commune fares with its share, at once: its acts lie between the cascade and
        now."""
        lead = task.lead_id
        who = Actor(by=f"a:{self.cast.hand(lead, Role.HANDLER)}", agency=lead)
        head = Actor(by=f"a:{self.cast.hand(task.assigner_id, Role.HEAD)}", agency=task.assigner_id)
        ends = min(self.cast.now, task.due_at or self.cast.now)
        span = (ends - began) / 10
        if span <= timedelta(0):
            return
        fate = self.chance.choices(
            ("done", "submitted", "working", "fresh", "late"), (40, 12, 28, 8, 12)
        )[0]
        if lead == self.cast.lead("home").id:
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
        reached = share if fate != "working" else share * percent // 100
        work.report_progress(
            task_id=task.pk, seen=None, percent=percent, results={1: reached},
            evidence=[proof.pk], actor=who, at=moment,
        )  # fmt: skip
        if fate == "working":
            return
        moment += span
        work.submit_task(task_id=task.pk, seen=None, actor=who, at=moment)
        if fate == "done":
            moment = min(self.cast.now, moment + span)
            decisions.accept_task(task_id=task.pk, seen=None, actor=head, at=moment)


_TOLD: Final[Mapping[str, Callable[[Telling, Ask, Told, Common], object]]] = {
    "ack": lambda _self, _ask, _told, common: work.acknowledge(**common),
    "proof": Telling.proof,
    "progress": Telling.progress,
    "submit": lambda _self, _ask, _told, common: work.submit_task(**common),
    "accept": lambda _self, _ask, _told, common: decisions.accept_task(**common),
    "return": lambda _self, _ask, told, common: decisions.return_task(**common, reason=told.text),
    "extend": Telling.extend,
    "refuse": lambda _self, _ask, told, common: requests.request(
        **common, kind=RequestKind.REFUSAL, reason=told.text
    ),
    "correct": Telling.correct,
    "objective?": lambda _self, _ask, told, common: requests.request(
        **common, kind=RequestKind.OBJECTIVE, reason=told.text
    ),
    "yes": Telling.agree,
    "explain": Telling.explain,
    "cancel": lambda _self, _ask, told, common: decisions.cancel(
        **common, document="Thông báo minh họa", reason=told.text
    ),
    "reopen": Telling.reopen,
    "cascade": Telling.hand_down,
}

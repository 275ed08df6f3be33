"""Tasks for tests: a lead that reports to who assigned it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from lienthong.accounts.rules.scope import Actor
from lienthong.programmes.actions import tasks as assigning
from lienthong.programmes.actions import work
from lienthong.programmes.models import Task
from lienthong.programmes.rules.assigning import KeyResultGiven
from lienthong.programmes.rules.kinds import DeadlineKind, EvidenceKind, Pillar
from tests.programmes.house import House, at

RESULT = KeyResultGiven(name="Xã có hồ sơ", target=Decimal(10), measure="xã")


@dataclass(frozen=True)
class Hands:
    """Who acts in a test: the lead's officer and head, the standing agency's two officers."""

    lead: Actor
    other_lead: Actor
    party: Actor
    party2: Actor


def hands(house: House) -> Hands:
    lead = house.agencies.province
    return Hands(
        lead=Actor(by="a:11", agency=lead),
        other_lead=Actor(by="a:12", agency=lead),
        party=Actor(by="a:21", agency=house.party),
        party2=Actor(by="a:22", agency=house.party),
    )


def assigned(house: House, *, on: datetime | None = None, **given: Any) -> Task:
    """A task of the province, due on Monday 14 September unless told otherwise."""
    due = given.pop("due_at", at(15, 0))
    values: dict[str, Any] = {
        "programme_id": house.programme,
        "title": "Hỗ trợ các xã chưa phát sinh hồ sơ",
        "lead_id": house.agencies.province,
        "assigner_id": house.party,
        "pillar": Pillar.DATA,
        "objective": "Mọi xã có hồ sơ trên hệ thống",
        "key_results": [RESULT],
        "deadline_kind": DeadlineKind.DATE if due else DeadlineKind.NONE,
        "due_at": due,
        "by": "a:21",
        "at": on or at(1),
    }
    return assigning.assign_task(**(values | given))


def with_evidence(house: House, task: Task, when: datetime, *, day: datetime | None = None) -> int:
    """Acknowledge where needed and give a document as evidence."""
    lead = hands(house).lead
    task.refresh_from_db()
    if task.acknowledged_at is None:
        work.acknowledge(task_id=task.pk, seen=None, actor=lead, at=when)
    return work.add_evidence(
        task_id=task.pk,
        seen=None,
        kind=EvidenceKind.DOCUMENT,
        title="Biên bản làm việc",
        document="12/BB-UBND",
        document_on=(day or when).date(),
        actor=lead,
        at=when,
    ).pk


def submitted(house: House, task: Task, when: datetime, **given: Any) -> Task:
    with_evidence(house, task, when)
    return work.submit_task(task_id=task.pk, seen=None, actor=hands(house).lead, at=when, **given)

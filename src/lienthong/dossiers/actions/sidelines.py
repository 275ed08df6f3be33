"""What other agencies do beside the main line: opinions, and parts of interlinked procedures."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from lienthong import clock
from lienthong.accounts.rules.scope import Actor
from lienthong.catalogue.rules.content import SubTask
from lienthong.dossiers.actions.record import Case, Fact, agency_of_place, record
from lienthong.dossiers.models import Dossier
from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.amounts import amount_of
from lienthong.dossiers.rules.lifecycle import EventType
from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import UnknownAgency

_UNITS: Final = frozenset(clock.Unit) - {clock.Unit.SAME_DAY}


def _due(agency: int, amount: str, unit: str, *, edition: int, opened_at: datetime) -> datetime:
    """By the asked agency's own calendar (design 4)."""
    calendar = organisations.calendar_of(agency, edition=edition)
    if unit not in _UNITS:
        raise NotAllowed("Chọn đơn vị của hạn trả lời: ngày làm việc, giờ làm việc, ngày.")
    value = amount_of(amount, what="Số ngày trả lời")
    return clock.due_after(calendar, opened_at, value, clock.Unit(unit))


def request_opinion(
    *,
    dossier_id: int,
    seen: int | None,
    agency: int,
    question: str,
    amount: str,
    unit: str,
    actor: Actor,
    at: datetime,
) -> Dossier:
    """Ask another agency; its answer has its own due date, and its lateness is its own (R123)."""
    try:
        asked = organisations.agency(agency)
    except UnknownAgency as unknown:
        raise NotAllowed(unknown.sentence) from None

    def facts(case: Case) -> Sequence[Fact]:
        if not asked.exists(on=case.occurred_at.astimezone(clock.VIETNAM).date()):
            raise NotAllowed("%(name)s không còn hoạt động. Chọn cơ quan khác.", name=asked.name)
        if not question.strip():
            raise NotAllowed("Ghi nội dung cần cơ quan kia cho ý kiến.")
        if agency == case.standing.agency:
            raise NotAllowed("Không cần lấy ý kiến của chính cơ quan đang giữ hồ sơ.")
        number = 1 + sum(line.kind == "consultation" for line in case.standing.sidelines)
        due = _due(agency, amount, unit, edition=case.dossier.edition, opened_at=case.occurred_at)
        return [
            Fact(
                type=EventType.CONSULTATION_REQUESTED,
                data={
                    "key": f"consultation-{number}",
                    "agency": agency,
                    "question": question.strip(),
                    "due": due.isoformat(),
                    "pauses": "paused:liaison_opinion" in case.reading.rule.pause_on,
                },
            )
        ]

    return record(
        dossier_id=dossier_id,
        seen=seen,
        facts=facts,
        action="dossier.opinion_requested",
        actor=actor,
        at=at,
        sideline_names={f"consultation-{n}": f"Ý kiến của {asked.name}" for n in range(1, 100)},
    )


def answer_opinion(
    *, dossier_id: int, seen: int | None, key: str, answer: str, actor: Actor, at: datetime
) -> Dossier:
    def facts(case: Case) -> Sequence[Fact]:
        _check_open(case, key, "consultation")
        if not answer.strip():
            raise NotAllowed("Ghi ý kiến trả lời.")
        data = {"key": key, "answer": answer.strip()}
        return [Fact(type=EventType.CONSULTATION_ANSWERED, data=data)]

    return record(
        dossier_id=dossier_id,
        seen=seen,
        facts=facts,
        action="dossier.opinion_given",
        actor=actor,
        at=at,
    )


def open_subtasks(*, dossier_id: int, seen: int | None, actor: Actor, at: datetime) -> Dossier:
    """Give the other agencies of an interlinked procedure their parts, each with its own clock,
    in this one dossier (R136)."""
    names: dict[str, str] = {}

    def facts(case: Case) -> Sequence[Fact]:
        known = {line.key for line in case.standing.sidelines}
        ready = [
            task
            for task in case.version.content.subtasks
            if task.key not in known and _may_begin(task, case)
        ]
        if not ready:
            raise NotAllowed("Không còn phần việc liên thông nào đến lượt giao.")
        added = []
        for task in ready:
            agency = agency_of_place(case, task.place)
            names[task.key] = task.name
            due = _due(
                agency,
                task.amount,
                task.unit.value,
                edition=case.dossier.edition,
                opened_at=case.occurred_at,
            )
            data = {"key": task.key, "agency": agency, "due": due.isoformat()}
            added.append(Fact(type=EventType.SUBTASK_OPENED, data=data))
        return added

    return record(
        dossier_id=dossier_id,
        seen=seen,
        facts=facts,
        action="dossier.subtasks_opened",
        actor=actor,
        at=at,
        sideline_names=names,
    )


def _may_begin(task: SubTask, case: Case) -> bool:
    if not task.after:
        return True
    done = {line.key for line in case.standing.sidelines if line.closed_at is not None}
    return task.after in done or task.after in case.standing.steps_done


def finish_subtask(
    *, dossier_id: int, seen: int | None, key: str, result: str, actor: Actor, at: datetime
) -> Dossier:
    def facts(case: Case) -> Sequence[Fact]:
        _check_open(case, key, "subtask")
        if not result.strip():
            raise NotAllowed("Ghi kết quả của phần việc.")
        return [Fact(type=EventType.SUBTASK_DONE, data={"key": key, "result": result.strip()})]

    return record(
        dossier_id=dossier_id,
        seen=seen,
        facts=facts,
        action="dossier.subtask_done",
        actor=actor,
        at=at,
    )


def _check_open(case: Case, key: str, kind: str) -> None:
    if not any(line.key == key and line.kind == kind for line in case.standing.open_sidelines):
        raise NotAllowed("Phần việc này không còn chờ trả lời. Tải lại trang.")

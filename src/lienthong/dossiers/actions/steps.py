"""The main line: step to step, person to person, agency to agency."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from lienthong import clock
from lienthong.accounts.rules.scope import Actor
from lienthong.catalogue.rules.content import Content, Step, StepKind
from lienthong.dossiers.actions.record import Case, Fact, check_officer, place_of, record
from lienthong.dossiers.models import Dossier
from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.late import LateRecord
from lienthong.dossiers.rules.lifecycle import EventType


def step_of(content: Content, key: str) -> Step:
    found = next((step for step in content.steps if step.key == key), None)
    if found is None:
        raise NotAllowed("Hồ sơ chưa được tiếp nhận nên chưa ở bước nào. Tiếp nhận hồ sơ trước.")
    return found


def steps_ahead(content: Content, step: Step) -> tuple[str, ...]:
    """The steps that may follow. Returning the result is no step to go to: the result brings the
    dossier there."""
    return tuple(key for key in step.next if step_of(content, key).kind is not StepKind.RETURN)


def gives_result(content: Content, step: Step) -> bool:
    """Whether the result is made at this step: nothing follows it but the return."""
    return not step.next or any(step_of(content, key).kind is StepKind.RETURN for key in step.next)


def check_leave_step(case: Case) -> Step:
    """The step may be left: nothing is waited for and its own work is really done (R130)."""
    standing = case.standing
    step = step_of(case.version.content, standing.step)
    _check_runs(case)
    if standing.open_sidelines:
        raise NotAllowed(
            "Còn cơ quan khác chưa trả lời hoặc chưa làm xong phần việc liên thông. "
            "Chờ xong, hoặc kết thúc việc lấy ý kiến, rồi mới chuyển bước."
        )
    if step.kind is StepKind.INSPECT and not any(
        event.type is EventType.INSPECTION_FINISHED
        and standing.held_since is not None
        and event.occurred_at >= _entered(case)
        for event in case.reading.events
    ):
        raise NotAllowed(
            "Chưa ghi kết quả kiểm tra thực địa. Ghi kiểm tra xong rồi mới chuyển bước."
        )
    return step


def check_may_finish(case: Case) -> None:
    """Nothing finishes whose limit was never counted, or of which other agencies have parts that
    nobody gave them (R136): it would be in time for ever."""
    if case.reading.clock.state is clock.State.NOT_STARTED:
        _refuse_before_start(case)
    done = {line.key for line in case.standing.sidelines}
    missing = [task.name for task in case.version.content.subtasks if task.key not in done]
    if missing:
        raise NotAllowed(
            "Còn phần việc liên thông chưa giao: %(parts)s. Giao các phần việc, chờ xong, rồi mới "
            "kết thúc hồ sơ.",
            parts="; ".join(missing),
        )


_STARTS: Final[Mapping[str, str]] = {
    "payment_received": "Thời hạn tính từ khi người nộp đã nộp tiền. Ghi đã nộp tiền trước.",
    "inspection_finished": "Thời hạn tính từ khi kiểm tra thực địa xong. Ghi kiểm tra xong trước.",
    "case_opened": "Thời hạn tính từ khi thụ lý. Ghi thụ lý trước.",
}


def _refuse_before_start(case: Case) -> None:
    for event, sentence in _STARTS.items():
        if event in case.reading.rule.start_on:
            raise NotAllowed(sentence)


def _check_case_opened(case: Case, target: Step) -> None:
    """What is taken on only when its case is opened is not looked into before (thụ lý)."""
    if (
        target.kind in {StepKind.INSPECT, StepKind.APPROVE}
        and "case_opened" in case.reading.rule.start_on
        and case.reading.clock.state is clock.State.NOT_STARTED
    ):
        _refuse_before_start(case)


def _check_runs(case: Case) -> None:
    if case.standing.pauses:
        raise NotAllowed("Hồ sơ đang tạm dừng. Ghi việc đang chờ là đã xong rồi mới chuyển bước.")


def _entered(case: Case) -> datetime:
    """When the dossier came to the step it is at."""
    return next(
        event.occurred_at
        for event in reversed(case.reading.events)
        if event.data.get("step") == case.standing.step
    )


def _to(case: Case, data: dict[str, Any]) -> Fact:
    """Going to a step, at the same agency or another one."""
    moved_house = data["agency"] != case.standing.agency
    return Fact(type=EventType.HANDED_OVER if moved_house else EventType.MOVED, data=data)


def advance(
    *,
    dossier_id: int,
    seen: int | None,
    to: str = "",
    officer: int | None = None,
    actor: Actor,
    at: datetime,
    late: LateRecord | None = None,
) -> Dossier:
    """Finish the present step and go to the next one, or to `to` where several follow."""

    def facts(case: Case) -> Sequence[Fact]:
        step = check_leave_step(case)
        ahead = steps_ahead(case.version.content, step)
        if not ahead:
            raise NotAllowed("Đây là bước cuối. Ghi kết quả giải quyết thay vì chuyển bước.")
        target = to or ahead[0]
        if target not in ahead:
            raise NotAllowed(
                "Không chuyển thẳng tới bước này được. Chọn một trong các bước kế tiếp."
            )
        _check_case_opened(case, step_of(case.version.content, target))
        data = place_of(case, target, entered_at=case.occurred_at, officer=officer)
        check_officer(officer, agency=data["agency"], at=at)
        return [_to(case, data)]

    return record(
        dossier_id=dossier_id,
        seen=seen,
        facts=facts,
        action="dossier.advanced",
        actor=actor,
        at=at,
        late=late,
    )


def send_back(
    *, dossier_id: int, seen: int | None, to: str, reason: str, actor: Actor, at: datetime
) -> Dossier:
    """Give the dossier back to an earlier step, with the reason; counted and shown (R137)."""

    def facts(case: Case) -> Sequence[Fact]:
        if not reason.strip():
            raise NotAllowed("Ghi lý do trả lại để người nhận biết phải sửa gì.")
        if to not in case.standing.steps_done:
            raise NotAllowed("Chỉ trả lại bước đã làm qua. Chọn lại bước.")
        _check_runs(case)
        data = place_of(case, to, entered_at=case.occurred_at)
        return [_to(case, {**data, "back": True, "reason": reason.strip()})]

    return record(
        dossier_id=dossier_id,
        seen=seen,
        facts=facts,
        action="dossier.sent_back",
        actor=actor,
        at=at,
    )


def assign(
    *, dossier_id: int, seen: int | None, officer: int, actor: Actor, at: datetime
) -> Dossier:
    """Give the present step to an officer of the agency that holds it, or take it oneself."""

    def facts(case: Case) -> Sequence[Fact]:
        if case.standing.officer == officer:
            raise NotAllowed("Hồ sơ này đã được giao cho người đó.")
        check_officer(officer, agency=case.standing.agency, at=at)
        return [Fact(type=EventType.ASSIGNED, data={"officer": officer})]

    return record(
        dossier_id=dossier_id, seen=seen, facts=facts, action="dossier.assigned", actor=actor, at=at
    )


def finish_inspection(
    *,
    dossier_id: int,
    seen: int | None,
    finding: str,
    actor: Actor,
    at: datetime,
    late: LateRecord | None = None,
) -> Dossier:
    """Record that the field inspection is over. Where the rule says so the clock starts here."""

    def facts(case: Case) -> Sequence[Fact]:
        if not finding.strip():
            raise NotAllowed("Ghi kết quả kiểm tra thực địa.")
        content = case.version.content
        if step_of(content, case.standing.step).kind is not StepKind.INSPECT and any(
            step.kind is StepKind.INSPECT for step in content.steps
        ):
            raise NotAllowed(
                "Bước đang làm không phải bước kiểm tra thực địa. Chuyển hồ sơ tới bước đó trước."
            )
        return [Fact(type=EventType.INSPECTION_FINISHED, data={"finding": finding.strip()})]

    return record(
        dossier_id=dossier_id,
        seen=seen,
        facts=facts,
        action="dossier.inspected",
        actor=actor,
        at=at,
        late=late,
    )


def open_case(*, dossier_id: int, seen: int | None, actor: Actor, at: datetime) -> Dossier:
    """Take a complaint or denunciation on (thụ lý): where the rule says so the clock starts."""

    def facts(case: Case) -> Sequence[Fact]:
        if any(event.type is EventType.CASE_OPENED for event in case.reading.events):
            raise NotAllowed("Vụ việc đã được thụ lý.")
        return [Fact(type=EventType.CASE_OPENED)]

    return record(
        dossier_id=dossier_id,
        seen=seen,
        facts=facts,
        action="dossier.case_opened",
        actor=actor,
        at=at,
    )


def note(*, dossier_id: int, seen: int | None, text: str, actor: Actor, at: datetime) -> Dossier:
    def facts(case: Case) -> Sequence[Fact]:
        if not text.strip():
            raise NotAllowed("Ghi chú đang trống.")
        return [Fact(type=EventType.NOTED, data={"text": text.strip()[:1000]})]

    return record(
        dossier_id=dossier_id, seen=seen, facts=facts, action="dossier.noted", actor=actor, at=at
    )

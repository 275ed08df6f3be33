"""The life of a task through its actions, on a real database."""

from datetime import timedelta
from decimal import Decimal

import pytest

from lienthong.accounts.rules.scope import Actor
from lienthong.journal.models import Entry
from lienthong.programmes.actions import decisions, requests, work
from lienthong.programmes.models import Evidence, KeyResult, Task, TaskEvent, TaskRequest
from lienthong.programmes.queries.timelines import columns, events_of
from lienthong.programmes.rules import MovedOn, NotAllowed
from lienthong.programmes.rules.kinds import (
    DeadlineKind,
    EvidenceKind,
    EvidenceState,
    RequestKind,
    TaskState,
)
from lienthong.programmes.rules.timeline import standing_of
from tests.programmes import house as houses
from tests.programmes import lives
from tests.programmes.house import House, at


@pytest.fixture
def house(db: None) -> House:
    return houses.build()


@pytest.fixture(autouse=True)
def _columns_agree(db: None) -> object:
    """After every test each column that the timeline determines is what the timeline says."""
    yield
    for task in Task.objects.all():
        for name, value in columns(standing_of(events_of(task.pk))).items():
            assert getattr(task, name) == value, (task.code, name)


def test_a_task_goes_from_assignment_to_acceptance(house: House) -> None:
    task = lives.assigned(house)
    hands = lives.hands(house)
    assert (task.code, task.state) == ("KH02.01", TaskState.ASSIGNED)
    work.acknowledge(task_id=task.pk, seen=1, actor=hands.lead, at=at(2))
    proof = lives.with_evidence(house, task, at(3))
    work.report_progress(
        task_id=task.pk, seen=3, percent=60, evidence=[proof], actor=hands.lead, at=at(3)
    )
    work.submit_task(task_id=task.pk, seen=4, actor=hands.lead, at=at(10))
    task = decisions.accept_task(task_id=task.pk, seen=5, actor=hands.party, at=at(11))
    assert (task.state, task.percent, task.done_at, task.ended_at) == (
        TaskState.ACCEPTED, 100, at(10), at(11),
    )  # fmt: skip
    assert not task.was_late
    assert Evidence.objects.get().state == EvidenceState.ACCEPTED
    assert list(
        Entry.objects.filter(subject=task.code).order_by("at").values_list("action", flat=True)
    ) == [
        "task.assigned", "task.acknowledged", "task.evidence_added", "task.progressed",
        "task.submitted", "task.accepted",
    ]  # fmt: skip


def test_who_acts_on_an_old_page_is_told_who_was_first(house: House) -> None:
    task = lives.assigned(house)
    hands = lives.hands(house)
    work.acknowledge(task_id=task.pk, seen=1, actor=hands.lead, at=at(2))
    with pytest.raises(MovedOn, match="nhận việc"):
        work.note(task_id=task.pk, seen=1, text="ghi", actor=hands.lead, at=at(2))
    assert TaskEvent.objects.filter(task=task).count() == 2


def test_nobody_accepts_the_own_work(house: House) -> None:
    task = lives.submitted(house, lives.assigned(house), at(10))
    hands = lives.hands(house)
    with pytest.raises(NotAllowed, match="không tự nghiệm thu"):
        decisions.accept_task(task_id=task.pk, seen=None, actor=hands.other_lead, at=at(11))
    same_person = Actor(by=hands.lead.by, agency=house.party)
    with pytest.raises(NotAllowed, match="không nghiệm thu"):
        decisions.accept_task(task_id=task.pk, seen=None, actor=same_person, at=at(11))
    deputy_of_the_worker = Actor(by=f"a:30/{hands.lead.by}", agency=house.party)
    with pytest.raises(NotAllowed, match="không nghiệm thu"):
        decisions.accept_task(task_id=task.pk, seen=None, actor=deputy_of_the_worker, at=at(11))
    stranger = Actor(by="a:40", agency=house.agencies.other_province)
    with pytest.raises(NotAllowed, match="Chỉ cơ quan giao việc"):
        decisions.accept_task(task_id=task.pk, seen=None, actor=stranger, at=at(11))


def test_r8_without_objective_and_key_result_a_task_cannot_be_completed(house: House) -> None:
    task = lives.assigned(house, objective="", key_results=[])
    with pytest.raises(NotAllowed, match="kết quả chính"):
        lives.submitted(house, task, at(10))


def test_r7_the_standing_agency_asks_for_an_objective_and_the_answer_is_tracked(
    house: House,
) -> None:
    task = lives.assigned(house, objective="", key_results=[])
    hands = lives.hands(house)
    asked = requests.request(
        task_id=task.pk,
        seen=None,
        kind=RequestKind.OBJECTIVE,
        reason="Cần chia nhỏ để theo dõi hằng ngày",
        actor=hands.party,
        at=at(2),
    )
    assert (asked.decider_id, asked.decide_by) == (task.lead_id, at(4))
    requests.set_objective(
        task_id=task.pk,
        seen=None,
        objective="Mọi xã có hồ sơ",
        key_results=[lives.RESULT],
        actor=hands.lead,
        at=at(3),
    )
    asked.refresh_from_db()
    assert (asked.state, asked.decided_at) == ("approved", at(3))
    assert KeyResult.objects.get(task=task).target == 10
    lives.submitted(house, task, at(5))


def test_r16_a_recurring_task_never_closes_and_tells_its_last_report(house: House) -> None:
    task = lives.assigned(
        house, due_at=None, deadline_kind=DeadlineKind.RECURRING, recurrence="weekly"
    )
    proof = lives.with_evidence(house, task, at(3))
    work.report_progress(
        task_id=task.pk,
        seen=None,
        percent=100,
        results={1: Decimal(7)},
        evidence=[proof],
        actor=lives.hands(house).lead,
        at=at(4),
    )
    with pytest.raises(NotAllowed, match="không kết thúc"):
        work.submit_task(task_id=task.pk, seen=None, actor=lives.hands(house).lead, at=at(5))
    task.refresh_from_db()
    assert (task.state, task.last_report_at) == (TaskState.IN_PROGRESS, at(4))
    assert KeyResult.objects.get(task=task).claimed == 7


def test_progress_points_at_evidence(house: House) -> None:
    task = lives.assigned(house)
    hands = lives.hands(house)
    work.acknowledge(task_id=task.pk, seen=None, actor=hands.lead, at=at(2))
    with pytest.raises(NotAllowed, match="bằng chứng"):
        work.report_progress(task_id=task.pk, seen=None, percent=10, actor=hands.lead, at=at(2))


def test_an_extension_is_decided_by_somebody_else_and_does_not_wash_lateness_away(
    house: House,
) -> None:
    task = lives.assigned(house)  # due at the end of 14 September
    hands = lives.hands(house)
    work.acknowledge(task_id=task.pk, seen=None, actor=hands.lead, at=at(2))
    asked = _extension(house, task, when=at(16))  # already late
    with pytest.raises(NotAllowed, match="cơ quan khác"):
        requests.decide_request(
            request_id=asked.pk, approve=True, decision="ok", actor=hands.other_lead, at=at(17)
        )
    requests.decide_request(
        request_id=asked.pk, approve=True, decision="Đồng ý", actor=hands.party, at=at(17)
    )
    task = lives.submitted(house, task, at(18))
    assert (task.due_at, task.extensions, task.was_late) == (at(26, 0), 1, True)


def test_who_asked_in_time_is_not_late_while_nobody_decides(house: House) -> None:
    task = lives.assigned(house)
    hands = lives.hands(house)
    work.acknowledge(task_id=task.pk, seen=None, actor=hands.lead, at=at(2))
    asked = _extension(house, task, when=at(11))
    work.note(task_id=task.pk, seen=None, text="Vẫn chờ", actor=hands.lead, at=at(16))
    requests.decide_request(
        request_id=asked.pk, approve=True, decision="Đồng ý", actor=hands.party, at=at(17)
    )
    task.refresh_from_db()
    assert not task.was_late


def test_the_one_who_asked_does_not_decide(house: House) -> None:
    task = lives.assigned(house)
    hands = lives.hands(house)
    asked = _extension(house, task, when=at(11))
    with pytest.raises(NotAllowed, match="không tự quyết định"):
        requests.decide_request(
            request_id=asked.pk,
            approve=True,
            decision="Đồng ý",
            actor=Actor(by=hands.lead.by, agency=house.party),
            at=at(12),
        )


def _extension(house: House, task: Task, *, when: object) -> TaskRequest:
    return requests.request(
        task_id=task.pk,
        seen=None,
        kind=RequestKind.EXTENSION,
        reason="Chờ đường truyền",
        due_at=at(26, 0),
        actor=lives.hands(house).lead,
        at=when,  # type: ignore[arg-type]
    )


def test_a_refusal_that_is_approved_gives_the_task_to_another_lead(house: House) -> None:
    task = lives.assigned(house)
    hands = lives.hands(house)
    asked = requests.request(
        task_id=task.pk,
        seen=None,
        kind=RequestKind.REFUSAL,
        reason="Không thuộc thẩm quyền",
        actor=hands.lead,
        at=at(2),
    )
    with pytest.raises(NotAllowed, match="chọn cơ quan khác"):
        requests.decide_request(
            request_id=asked.pk, approve=True, decision="Đúng", actor=hands.party, at=at(3)
        )
    requests.decide_request(
        request_id=asked.pk,
        approve=True,
        decision="Đúng",
        lead_id=house.agencies.department,
        actor=hands.party,
        at=at(3),
    )
    task.refresh_from_db()
    assert (task.lead_id, task.state) == (house.agencies.department, TaskState.ASSIGNED)


def test_wrong_data_of_the_past_are_put_right_by_a_request(house: House) -> None:
    task = lives.submitted(house, lives.assigned(house), at(16))
    hands = lives.hands(house)
    assert task.was_late
    asked = requests.request(
        task_id=task.pk,
        seen=None,
        kind=RequestKind.CORRECTION,
        reason="Hạn ghi sai, văn bản ghi 30/9",
        of=1,
        change={"due": at(30).isoformat()},
        actor=hands.lead,
        at=at(16),
    )
    task.refresh_from_db()
    assert task.correcting
    assert asked.wanted["old"] == {"due": at(15, 0).isoformat()}
    requests.decide_request(
        request_id=asked.pk, approve=True, decision="Đúng", actor=hands.party, at=at(17)
    )
    task.refresh_from_db()
    assert (task.due_at, task.was_late, task.correcting) == (at(30), False, False)


def test_work_of_an_earlier_day_needs_a_document_of_that_day(house: House) -> None:
    task = lives.assigned(house)
    hands = lives.hands(house)
    lives.with_evidence(house, task, at(16), day=at(14))
    with pytest.raises(NotAllowed, match="ban hành không muộn hơn"):
        work.submit_task(
            task_id=task.pk, seen=None, done_on=at(11).date(), actor=hands.lead, at=at(16)
        )
    task = work.submit_task(
        task_id=task.pk, seen=None, done_on=at(14).date(), actor=hands.lead, at=at(16)
    )
    assert (task.done_at, task.was_late) == (at(15, 0) - timedelta(seconds=1), False)


def test_a_result_that_is_returned_goes_on_with_the_reason(house: House) -> None:
    task = lives.submitted(house, lives.assigned(house), at(10))
    hands = lives.hands(house)
    proof = Evidence.objects.get()
    decisions.return_task(
        task_id=task.pk,
        seen=None,
        reason="Thiếu ngày",
        evidence=[proof.pk],
        actor=hands.party,
        at=at(11),
    )
    task.refresh_from_db()
    proof.refresh_from_db()
    assert (task.state, task.done_at) == (TaskState.IN_PROGRESS, None)
    assert (proof.state, proof.reason) == (EvidenceState.RETURNED, "Thiếu ngày")
    with pytest.raises(NotAllowed, match="Chưa có bằng chứng"):
        work.submit_task(task_id=task.pk, seen=None, actor=hands.lead, at=at(12))


def test_a_finished_task_is_reopened_and_an_open_one_cancelled_by_a_document(house: House) -> None:
    task = lives.submitted(house, lives.assigned(house), at(10))
    hands = lives.hands(house)
    decisions.accept_task(task_id=task.pk, seen=None, actor=hands.party, at=at(11))
    with pytest.raises(NotAllowed, match="số văn bản"):
        decisions.reopen(
            task_id=task.pk, seen=None, document="", reason="Sai", actor=hands.party, at=at(12)
        )
    task = decisions.reopen(
        task_id=task.pk,
        seen=None,
        document="18-TB/TU",
        reason="Số liệu sai",
        due_at=at(20),
        actor=hands.party,
        at=at(12),
    )
    assert (task.state, task.ended_at, task.due_at) == (TaskState.IN_PROGRESS, None, at(20))
    task = decisions.cancel(
        task_id=task.pk,
        seen=None,
        document="19-TB/TU",
        reason="Không còn cần",
        actor=hands.party,
        at=at(13),
    )
    assert (task.state, task.ended_at) == (TaskState.CANCELLED, at(13))


def test_a_file_as_evidence_must_be_there_and_a_measure_must_exist(house: House) -> None:
    task = lives.assigned(house)
    hands = lives.hands(house)
    work.acknowledge(task_id=task.pk, seen=None, actor=hands.lead, at=at(2))
    for kind, words in ((EvidenceKind.FILE, "Chọn tệp"), (EvidenceKind.MEASURED, "Chọn chỉ tiêu")):
        with pytest.raises(NotAllowed, match=words):
            work.add_evidence(
                task_id=task.pk, seen=None, kind=kind, title="x", actor=hands.lead, at=at(2)
            )
    assert not Evidence.objects.exists()

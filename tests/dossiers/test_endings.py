"""How dossiers end, and what is then still to be done."""

from datetime import timedelta
from typing import Any

from lienthong.dossiers.actions import endings, steps, waits
from lienthong.dossiers.models import Dossier
from lienthong.dossiers.queries.desk import DeskQuery, Whose, desk
from lienthong.dossiers.rules.lifecycle import State
from tests.dossiers import world as worlds
from tests.dossiers.refusals import refused
from tests.dossiers.world import COMPLAINT, INTERLINKED, LODGING, NOW, World, act

DAY = timedelta(days=1)
NEW_OWNER = "1.013076"  # of a vehicle: the clock starts with the payment
WHY: dict[str, Any] = {"reason": "Không đủ điều kiện", "legal_basis": "Điều 5"}


def at_result(world: World) -> Dossier:
    return worlds.advance_to_result(world, worlds.receive(world, at=NOW - DAY), at=NOW - DAY)


def by_approver(world: World, dossier: Dossier) -> dict[str, Any]:
    return act(dossier, world.approver, world.committee, NOW)


def by_counter(world: World, dossier: Dossier) -> dict[str, Any]:
    return act(dossier, world.receptionist, world.centre, NOW)


def test_a_result_is_recorded_at_its_step_with_its_number(world: World) -> None:
    dossier = worlds.receive(world, at=NOW - DAY)
    with refused("chưa phải bước ra kết quả"):
        endings.complete(**by_counter(world, dossier), result_number="1")
    dossier = at_result(world)
    with refused("số, ký hiệu"):
        endings.complete(**by_approver(world, dossier), result_number=" ")
    with refused("kết quả phải trả: ghi kết quả"):
        endings.close(**by_approver(world, dossier), confirmation="x")


def test_a_result_waits_at_the_counter_until_it_is_returned_and_returning_closes(
    world: World,
) -> None:
    """R126, F2: returning and closing are one act."""
    dossier = at_result(world)
    with refused("không thể"):
        endings.return_result(**by_counter(world, dossier), method="direct")
    dossier = endings.complete(**by_approver(world, dossier), result_number="1")
    to_return = Whose(agencies=[world.centre])
    rows, _ = desk(to_return, query=DeskQuery(only="to_return"), now=NOW)
    assert [row.code for row in rows] == [dossier.code]
    with refused("cách trả"):
        endings.return_result(**by_counter(world, dossier), method="pigeon")
    dossier = endings.return_result(**by_counter(world, dossier), method="postal")
    assert (dossier.state, dossier.holder) == (State.RETURNED, "nobody")
    assert desk(to_return, query=DeskQuery(only="to_return"), now=NOW)[0] == []
    with refused("không thể"):
        endings.return_result(**by_counter(world, dossier), method="postal")


def test_a_refusal_is_a_result_that_is_returned(world: World) -> None:
    dossier = worlds.advance(world, worlds.receive(world, at=NOW - DAY), at=NOW)
    for missing, sentence in (({"reason": ""}, "lý do"), ({"legal_basis": " "}, "căn cứ")):
        with refused(sentence):
            endings.refuse(**by_approver(world, dossier), **{**WHY, **missing})
    dossier = endings.refuse(**by_approver(world, dossier), **WHY)
    assert (dossier.state, dossier.outcome, dossier.holder) == (State.DONE, "refused", "desk")
    assert dossier.verdict == "early"
    endings.return_result(**by_counter(world, dossier), method="direct")


def test_what_was_not_accepted_is_declined_with_its_reason(world: World) -> None:
    dossier = worlds.submit(world, at=NOW - DAY)
    with refused("lý do"):
        endings.decline(**by_counter(world, dossier), reason="", legal_basis="x")
    dossier = endings.decline(**by_counter(world, dossier), **WHY)
    assert (dossier.state, dossier.holder) == (State.NOT_ACCEPTED, "nobody")
    with refused("không thể"):
        steps.assign(**by_counter(world, dossier), officer=world.receptionist)


def test_what_was_not_supplemented_in_time_is_declined_or_stopped(world: World) -> None:
    for act_on, state in ((endings.decline, State.NOT_ACCEPTED), (endings.stop, State.STOPPED)):
        dossier = worlds.receive(world, at=NOW - DAY)
        waits.request_supplement(
            **by_counter(world, dossier), wanted=["Đơn"], reason="x", legal_basis="y", until=None
        )
        dossier = act_on(**by_counter(world, dossier), **WHY)
        assert (dossier.state, dossier.clock_state, dossier.holder) == (state, "stopped", "nobody")


def test_a_stop_needs_its_reason_and_ends_the_clock(world: World) -> None:
    dossier = worlds.receive(world, at=NOW - DAY)
    with refused("căn cứ"):
        endings.stop(**by_counter(world, dossier), reason="x", legal_basis="")
    dossier = endings.stop(**by_counter(world, dossier), **WHY)
    assert (dossier.state, dossier.clock_state) == (8, "stopped")


def test_applicants_take_their_dossier_back_without_saying_why(world: World) -> None:
    dossier = endings.withdraw(**by_counter(world, worlds.receive(world)), reason="")
    assert (dossier.state, dossier.outcome) == (State.WITHDRAWN, "withdrawn")


def test_a_filing_without_a_result_closes_on_confirmation(world: World) -> None:
    """R152, F17."""
    dossier = worlds.receive(world, LODGING, at=NOW - timedelta(minutes=5))
    with refused("không có kết quả phải trả"):
        endings.complete(**by_counter(world, dossier), result_number="1")
    with refused("xác nhận"):
        endings.close(**by_counter(world, dossier), confirmation="")
    dossier = endings.close(**by_counter(world, dossier), confirmation="ASM-1")
    assert (dossier.state, dossier.holder, dossier.outcome) == (State.DONE, "nobody", "closed")
    with refused("không có kết quả phải trả"):
        endings.return_result(**by_counter(world, dossier), method="direct")
    rows, _ = desk(Whose(agencies=[world.centre]), query=DeskQuery(only="to_return"), now=NOW)
    assert rows == []


def test_early_on_time_and_late(world: World) -> None:
    """R138: earlier than the day, on the day, after the instant."""
    found = []
    for later in (-DAY, timedelta(0), timedelta(seconds=1)):
        dossier = at_result(world)
        assert dossier.due_at is not None
        common = act(dossier, world.approver, world.committee, dossier.due_at + later)
        found.append(endings.complete(**common, result_number="1").verdict)
    assert found == ["early", "on_time", "late"]


def test_nothing_is_finished_before_its_limit_began_to_run(world: World) -> None:
    """F4, F5: a start that nobody recorded would leave the dossier without a limit, in time for
    ever."""
    unpaid = worlds.advance_to_result(world, worlds.receive(world, NEW_OWNER), at=NOW)
    decided = act(unpaid, world.approver, world.police, NOW)
    with refused("Ghi đã nộp tiền trước"):
        endings.complete(**decided, result_number="1")
    waits.confirm_payment(**decided, proof="BL-1")
    paid = endings.complete(**decided, result_number="1")
    assert (paid.state, paid.verdict) == (State.DONE, "early")


def test_a_case_is_opened_before_anybody_looks_into_it(world: World) -> None:
    case = worlds.advance(world, worlds.receive(world, COMPLAINT), at=NOW)
    common = act(case, world.handler, world.police, NOW)
    with refused("Ghi thụ lý trước"):
        steps.advance(**common)
    steps.open_case(**common)
    assert steps.advance(**common).step != case.step


def test_an_interlinked_dossier_is_not_finished_before_all_parts_are_given(world: World) -> None:
    """R136, F28: the part of another agency that was forgotten."""
    dossier = worlds.advance_to_result(world, worlds.receive(world, INTERLINKED), at=NOW)
    with refused("chưa giao: Đăng ký thường trú"):
        endings.complete(**by_approver(world, dossier), result_number="1")

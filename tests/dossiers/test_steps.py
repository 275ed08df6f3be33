"""The main line: steps, hand-over, going back, assignment, inspection."""

from datetime import timedelta

import pytest

from lienthong import clock
from lienthong.clock import VIETNAM
from lienthong.dossiers.actions import endings, record, sidelines, steps, waits
from lienthong.dossiers.models import Dossier, TimelineEvent
from lienthong.dossiers.queries.reading import reading_of
from lienthong.dossiers.rules.late import LateRecord
from lienthong.dossiers.rules.ledger import ledger
from lienthong.dossiers.rules.lifecycle import EventType, State
from lienthong.organisations import actions as organisations_actions
from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import DayKind
from tests.dossiers import world as worlds
from tests.dossiers.refusals import refused
from tests.dossiers.world import BENEFIT, COMPLAINT, FOOD, LAND, NOW, TODAY, VEHICLE, World, act

DAY = timedelta(days=1)


def last_event(dossier: Dossier) -> TimelineEvent:
    return TimelineEvent.objects.filter(dossier=dossier).order_by("-seq")[0]


def test_a_dossier_passes_between_commune_and_other_agencies_and_comes_back(world: World) -> None:
    """F24, F27: land goes from the commune to the land office, to the tax office and back; each
    holder is named, each step has its own due instant by its own agency's calendar."""
    dossier = worlds.receive(world, LAND, at=NOW - 20 * DAY)
    held = [dossier.agency_id]
    at = NOW - 19 * DAY
    dossier = worlds.advance(world, dossier, at=at)
    steps.finish_inspection(**act(dossier, world.handler, world.committee, at), finding="Đúng")
    for number in range(1, 4):
        held.append(dossier.agency_id)
        dossier = worlds.advance(world, dossier, at=at + number * DAY)
    held.append(dossier.agency_id)
    assert held[0] == world.centre and held[1] == held[4] == world.committee
    assert len({held[1], held[2], held[3]}) == 3
    kinds = list(TimelineEvent.objects.filter(dossier=dossier).values_list("type", flat=True))
    assert kinds.count(EventType.HANDED_OVER) == 4 and EventType.MOVED not in kinds
    assert dossier.competent_id == world.committee, "handing work on does not move competence"
    assert dossier.step_due_at is not None
    spans = ledger(reading_of(dossier, now=NOW).events, now=NOW)
    assert [span.agency for span in spans] == held


def test_within_one_agency_a_step_is_moved_not_handed_over(world: World) -> None:
    dossier = worlds.receive(world, at=NOW - DAY)
    dossier = worlds.advance(world, dossier, at=NOW)
    assert last_event(dossier).type == EventType.HANDED_OVER
    dossier = worlds.advance(world, dossier, at=NOW)
    assert last_event(dossier).type == EventType.MOVED


def test_the_last_step_and_a_leap_are_refused(world: World) -> None:
    dossier = worlds.advance_to_result(world, worlds.receive(world), at=NOW)
    with refused("bước cuối"):
        worlds.advance(world, dossier, at=NOW)
    first = worlds.receive(world)
    with refused("Chọn một trong các bước kế tiếp"):
        steps.advance(**act(first, world.receptionist, world.centre, NOW), to="approve")


def test_a_step_is_not_left_before_its_inspection_is_recorded(world: World) -> None:
    """R130, F7."""
    dossier = worlds.receive(world, LAND, at=NOW - 3 * DAY)
    dossier = worlds.advance(world, dossier, at=NOW - 2 * DAY)
    with refused("kiểm tra thực địa"):
        worlds.advance(world, dossier, at=NOW - DAY)
    with refused("kết quả kiểm tra"):
        steps.finish_inspection(**act(dossier, world.handler, world.committee, NOW), finding=" ")
    steps.finish_inspection(**act(dossier, world.handler, world.committee, NOW), finding="Đúng")
    assert worlds.advance(world, dossier, at=NOW).step == "record"


def test_an_inspection_recorded_before_its_step_does_not_count_for_it(world: World) -> None:
    """F7: the official moves to the inspection right after the receipt."""
    dossier = worlds.receive(world, LAND, at=NOW - 3 * DAY)
    with refused("không phải bước kiểm tra"):
        steps.finish_inspection(
            **act(dossier, world.receptionist, world.centre, NOW - 3 * DAY), finding="Đúng"
        )


def test_after_going_back_the_inspection_is_made_again(world: World) -> None:
    dossier = worlds.receive(world, LAND, at=NOW - 9 * DAY)
    dossier = worlds.advance(world, dossier, at=NOW - 8 * DAY)
    steps.finish_inspection(
        **act(dossier, world.handler, world.committee, NOW - 7 * DAY), finding="Đúng"
    )
    dossier = worlds.advance(world, dossier, at=NOW - 6 * DAY)
    dossier = steps.send_back(
        **act(dossier, world.handler, dossier.agency_id, NOW - 5 * DAY),
        to="examine", reason="Sai ranh giới",
    )  # fmt: skip
    with refused("kiểm tra thực địa"):
        worlds.advance(world, dossier, at=NOW)


def test_the_clock_starts_at_the_end_of_the_inspection(world: World) -> None:
    """F4, R97: nothing is counted and nothing promised before."""
    dossier = worlds.receive(world, FOOD, at=NOW - 9 * DAY)
    assert (dossier.clock_state, dossier.due_at, dossier.promised_at) == ("not_started", None, None)
    for number in range(2):
        dossier = worlds.advance(world, dossier, at=NOW - (8 - number) * DAY)
    dossier = steps.finish_inspection(
        **act(dossier, world.handler, world.committee, NOW), finding="Đạt"
    )
    assert dossier.clock_state == "running"
    assert dossier.promised_at == dossier.due_at is not None
    assert dossier.due_at > NOW + 14 * DAY


def test_the_clock_starts_with_the_payment_or_when_the_case_is_opened(world: World) -> None:
    """F5, R117."""
    paid = worlds.receive(world, VEHICLE, at=NOW - DAY)
    assert paid.clock_state == "not_started"
    paid = waits.confirm_payment(**act(paid, world.handler, world.police, NOW), proof="BL-1")
    assert (paid.clock_state, paid.promised_at) == ("running", paid.due_at)
    case = worlds.receive(world, COMPLAINT, at=NOW - DAY)
    assert case.clock_state == "not_started"
    case = steps.open_case(**act(case, world.handler, world.police, NOW))
    assert case.clock_state == "running"
    with refused("đã được thụ lý"):
        steps.open_case(**act(case, world.handler, world.police, NOW))


def test_a_day_off_added_later_moves_no_promised_date_until_a_correction(world: World) -> None:
    """An open dossier keeps the calendar by which its date was promised; a new one has the new."""
    dossier = worlds.receive(world, at=NOW)
    promised = dossier.promised_at
    organisations_actions.add_day(
        on=TODAY + timedelta(days=4), kind=DayKind.HOLIDAY, name="Nghỉ bão", source="Công điện",
        reason="Bão", by=worlds.BY, at=NOW,
    )  # fmt: skip
    dossier = worlds.advance(world, dossier, at=NOW)
    assert dossier.due_at == promised == dossier.promised_at
    later = worlds.receive(world, at=NOW)
    assert later.due_at is not None and promised is not None
    assert later.due_at - promised >= DAY


def test_a_share_of_calendar_days_ends_when_the_office_closes(world: World) -> None:
    """Never in the night or on a Sunday: nobody is there to meet it."""
    dossier = worlds.receive(world, worlds.INTERLINKED, at=NOW)
    dossier = worlds.advance(world, dossier, at=NOW)
    due = dossier.step_due_at
    assert due is not None
    calendar = organisations.calendar_of(dossier.agency_id, edition=dossier.edition)
    day = due.astimezone(VIETNAM).date()
    assert due == clock.end_of_day(calendar, day)


def test_going_back_needs_a_reason_and_a_step_that_was_done_and_is_counted(world: World) -> None:
    """R137, F27."""
    dossier = worlds.advance_to_result(world, worlds.receive(world), at=NOW)
    common = act(dossier, world.approver, world.committee, NOW)
    with refused("lý do"):
        steps.send_back(**common, to="examine", reason=" ")
    with refused("bước đã làm qua"):
        steps.send_back(**common, to="return", reason="Thiếu")
    for count in (1, 2, 3):
        dossier = steps.send_back(**common, to="examine", reason="Thiếu xác nhận")
        assert (dossier.step, dossier.back_and_forth) == ("examine", count)
        dossier = worlds.advance(world, dossier, at=NOW)
    with refused("bước đã làm qua"):
        steps.send_back(**common, to="approve", reason="Về chính bước này")


def test_going_back_to_the_counter_is_a_hand_over(world: World) -> None:
    dossier = worlds.advance(world, worlds.receive(world), at=NOW)
    dossier = steps.send_back(
        **act(dossier, world.handler, world.committee, NOW), to="receive", reason="Thiếu chữ ký"
    )
    assert dossier.agency_id == world.centre
    assert last_event(dossier).type == EventType.HANDED_OVER
    assert dossier.back_and_forth == 1


def test_a_dossier_that_waits_is_not_moved(world: World) -> None:
    dossier = worlds.receive(world, LAND, at=NOW - DAY)
    dossier = worlds.advance(world, dossier, at=NOW)
    common = act(dossier, world.handler, world.committee, NOW)
    steps.finish_inspection(**common, finding="Đúng")
    waits.pause(**common, reason="system_down", basis="Mất kết nối", system="VBDLIS")
    with refused("đang tạm dừng"):
        worlds.advance(world, dossier, at=NOW)
    with refused("đang tạm dừng"):
        steps.send_back(**common, to="receive", reason="Thiếu")
    waits.resume(**common, reason="system_down")
    sidelines.request_opinion(
        **common, agency=world.police, question="Đồng ý?", amount="3", unit="working_day"
    )
    with refused("chưa trả lời|đang tạm dừng"):
        worlds.advance(world, dossier, at=NOW)


def test_assigning_names_an_officer_of_the_agency_that_holds_the_dossier(world: World) -> None:
    """R154, F8: a wrong officer is refused at once."""
    dossier = worlds.advance(world, worlds.receive(world), at=NOW)
    common = act(dossier, world.head, world.committee, NOW)
    dossier = steps.assign(**common, officer=world.handler2)
    assert dossier.officer_id == world.handler2
    with refused("đã được giao"):
        steps.assign(**common, officer=world.handler2)
    with refused("không làm việc ở cơ quan"):
        steps.assign(**common, officer=world.stranger)
    with refused("không làm việc ở cơ quan"):
        steps.assign(**common, officer=10_000)
    with refused("không làm việc ở cơ quan"):
        steps.advance(**common, officer=10_000)


def test_a_note_is_kept_short_and_not_empty(world: World) -> None:
    dossier = worlds.receive(world)
    common = act(dossier, world.receptionist, world.centre, NOW)
    steps.note(**common, text="x" * 3000)
    assert len(last_event(dossier).data["text"]) == 1000
    with refused("trống"):
        steps.note(**common, text="  ")


def test_an_unknown_dossier_is_said(world: World) -> None:
    with refused("Không có hồ sơ này"):
        steps.note(
            dossier_id=10_000, seen=None, text="x", at=NOW,
            actor=worlds.actor(world.receptionist, world.centre),
        )  # fmt: skip


@pytest.mark.parametrize(("hours", "sentence"), [(1, "ở sau lúc ghi"), (-900, "Việc trước đó")])
def test_a_fact_lies_between_the_one_before_and_now(
    world: World, hours: int, sentence: str
) -> None:
    dossier = worlds.advance_to_result(world, worlds.receive(world, at=NOW - DAY), at=NOW)
    late = LateRecord(
        occurred_at=NOW + timedelta(hours=hours), reason="Mất điện", second=f"a:{world.head}"
    )
    with refused(sentence):
        endings.complete(
            **act(dossier, world.approver, world.committee, NOW), result_number="1", late=late
        )


def test_what_is_recorded_late_is_marked_and_listed_for_the_head(world: World) -> None:
    """R131, F38: the real instant and that of the entry are both kept."""
    dossier = worlds.receive(world, at=NOW - 3 * DAY)
    said = {"reason": "Mất đường truyền", "second": f"a:{world.head}"}
    late = LateRecord(occurred_at=NOW - DAY, **said)
    steps.advance(**act(dossier, world.receptionist, world.centre, NOW), late=late)
    event = last_event(dossier)
    assert (event.occurred_at, event.recorded_at) == (NOW - DAY, NOW)
    assert event.late_recorded and event.data["late"] == said
    with refused("lý do"):
        steps.advance(
            **act(dossier, world.handler, world.committee, NOW + DAY),
            late=LateRecord(occurred_at=NOW),
        )
    soon = LateRecord(occurred_at=NOW + timedelta(minutes=1))
    steps.advance(
        **act(dossier, world.handler, world.committee, NOW + timedelta(minutes=50)), late=soon
    )
    event = last_event(dossier)
    assert not event.late_recorded and "late" not in event.data


def test_the_second_person_of_a_late_record_is_not_the_first(world: World) -> None:
    dossier = worlds.receive(world, at=NOW - 3 * DAY)
    late = LateRecord(
        occurred_at=NOW - DAY, reason="Mất đường truyền", second=f"a:{world.receptionist}"
    )
    with refused("không phải chính mình"):
        steps.advance(**act(dossier, world.receptionist, world.centre, NOW), late=late)


def test_a_step_that_does_not_exist_is_said(world: World) -> None:
    dossier = worlds.receive(world)

    def nowhere(case: record.Case) -> list[record.Fact]:
        data = record.place_of(case, "nowhere", entered_at=NOW)
        return [record.Fact(type=EventType.MOVED, data=data)]

    with refused("không có bước này"):
        record.record(
            dossier_id=dossier.pk, seen=None, facts=nowhere, action="dossier.advanced", at=NOW,
            actor=worlds.actor(world.receptionist, world.centre),
        )  # fmt: skip


def test_before_acceptance_there_is_no_step_to_leave(world: World) -> None:
    dossier = worlds.submit(world, at=NOW - DAY)
    common = act(dossier, world.handler, world.committee, NOW)
    with refused("chưa được tiếp nhận"):
        steps.advance(**common)
    with refused("chưa được tiếp nhận"):
        steps.finish_inspection(**common, finding="Đúng")
    with refused("chưa được tiếp nhận"):
        endings.complete(**common, result_number="1")


def test_a_dossier_is_in_process_once_somebody_works_on_it(world: World) -> None:
    dossier = worlds.receive(world, BENEFIT)
    assert dossier.state == State.ACCEPTED
    assert worlds.advance(world, dossier, at=NOW).state == State.IN_PROCESS

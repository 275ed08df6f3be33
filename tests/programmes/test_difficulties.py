"""Difficulties: routed, answered in time, verified by who raised them; similar ones together."""

from collections.abc import Callable
from datetime import date
from itertools import product
from typing import Any

import pytest

from lienthong.journal import queries as journal
from lienthong.programmes.actions import difficulties as actions
from lienthong.programmes.models import Difficulty, ProgrammeThreshold
from lienthong.programmes.queries import difficulties as queries
from lienthong.programmes.rules import NotAllowed
from lienthong.programmes.rules.difficulties import (
    AGAINST_NAMES,
    CLOSED,
    EVENT_NAMES,
    OBSTACLE_NAMES,
    OPEN,
    STATE_NAMES,
    TRANSITIONS,
    Draft,
    next_state,
    similarity,
)
from lienthong.programmes.rules.kinds import (
    Against,
    Bloc,
    DifficultyEventType,
    DifficultyState,
    Obstacle,
)
from tests.programmes import house as houses
from tests.programmes.house import ANSWERER, MANAGER, MONDAY, OTHER, RAISER, House, at

SLOW = "Phần mềm hộ tịch chạy rất chậm vào buổi sáng, không ký số được"


@pytest.fixture
def house(db: None) -> House:
    return houses.build()


def draft(**changed: Any) -> Draft:
    given: dict[str, Any] = {
        "against": Against.SYSTEM,
        "subject": "Phần mềm hộ tịch",
        "text": SLOW,
        "since": date(2026, 9, 1),
        "cause": Obstacle.TECHNOLOGY,
    }
    return Draft(**{**given, **changed})


@pytest.fixture
def raised(house: House) -> Callable[..., Difficulty]:
    def make(agency: int | None = None, *, when: Any = MONDAY, **changed: Any) -> Difficulty:
        return actions.raise_difficulty(
            draft=draft(**changed),
            agency=agency or house.agencies.commune,
            by=RAISER,
            at=when,
            programme=house.programme,
        )

    return make


def route(
    house: House, difficulty: Difficulty, owner: int | None = None, **changed: Any
) -> Difficulty:
    return actions.route_difficulty(
        difficulty_id=difficulty.pk,
        seen=None,
        owner=owner or house.agencies.department,
        agency=house.party,
        by=MANAGER,
        at=at(8),
        **{"reason": "Đúng thẩm quyền hơn", **changed},
    )


def answer(house: House, difficulty: Difficulty, **changed: Any) -> Difficulty:
    given: dict[str, Any] = {
        "difficulty_id": difficulty.pk,
        "seen": None,
        "text": "Đã thêm máy chủ từ ngày 08/9",
        "agency": house.agencies.department,
        "by": ANSWERER,
        "at": at(9),
    }
    return actions.answer_difficulty(**{**given, **changed})


def verify(house: House, difficulty: Difficulty, **changed: Any) -> Difficulty:
    given: dict[str, Any] = {
        "difficulty_id": difficulty.pk,
        "seen": None,
        "agency": house.agencies.commune,
        "by": RAISER,
        "at": at(10),
    }
    return actions.verify_difficulty(**{**given, **changed})


def reopen(house: House, difficulty: Difficulty) -> Difficulty:
    return actions.reopen_difficulty(
        difficulty_id=difficulty.pk,
        seen=None,
        reason="Sáng nay vẫn chậm",
        agency=house.agencies.commune,
        by=RAISER,
        at=at(14),
    )


@pytest.mark.parametrize(("state", "event"), list(product(DifficultyState, DifficultyEventType)))
def test_the_table_of_the_life_of_a_difficulty_is_total(
    state: DifficultyState, event: DifficultyEventType
) -> None:
    if event in TRANSITIONS[state]:
        assert next_state(state, event) in STATE_NAMES
    else:
        with pytest.raises(NotAllowed, match="Tải lại"):
            next_state(state, event)


def test_every_state_is_open_or_closed_and_everything_has_its_words() -> None:
    assert set(DifficultyState) == OPEN | CLOSED
    assert not OPEN & CLOSED
    assert set(TRANSITIONS) == set(STATE_NAMES) == set(DifficultyState)
    assert set(EVENT_NAMES) == set(DifficultyEventType)
    assert set(AGAINST_NAMES) == set(Against)
    reached = {target for moves in TRANSITIONS.values() for target in moves.values()}
    assert reached | {DifficultyState.RAISED} == set(DifficultyState)


def test_r24_a_difficulty_keeps_bloc_field_cause_level_owner_and_state(
    house: House, raised: Callable[..., Difficulty]
) -> None:
    made = raised(severity=3, bloc=Bloc.GOVERNMENT, field="Hộ tịch")
    route(house, made)
    page = queries.difficulty(made.code, {house.agencies.commune}, as_of=at(8, 12))
    assert page is not None
    row = page.row
    assert (row.bloc, row.field, row.cause) == (Bloc.GOVERNMENT, "Hộ tịch", Obstacle.TECHNOLOGY)
    assert (row.severity, row.owner) == (3, house.agencies.department)
    assert row.state is DifficultyState.ROUTED


def test_r25_causes_are_those_of_the_reports() -> None:
    assert set(OBSTACLE_NAMES) == set(Obstacle)
    assert {cause.value for cause in Obstacle} == {
        "institution", "technology", "people", "finance", "other",
    }  # fmt: skip


def test_a_difficulty_is_raised_routed_answered_verified_and_the_journal_tells_it(
    house: House, raised: Callable[..., Difficulty]
) -> None:
    made = raised()
    route(house, made)
    answer(house, made)
    closed = verify(house, made)
    assert closed.state == DifficultyState.VERIFIED.value
    assert closed.closed_at == at(10)
    told = [entry.action for entry in journal.entries_of(made.code)]
    assert told == [
        "difficulty.verified", "difficulty.answered", "difficulty.routed", "difficulty.raised",
    ]  # fmt: skip
    words = "".join(str(entry.data) for entry in journal.entries_of(made.code))
    assert "máy chủ" not in words
    assert "chậm" not in words


def test_the_answer_is_due_in_working_days_of_the_programme_and_handing_on_buys_no_time(
    house: House, raised: Callable[..., Difficulty]
) -> None:
    made = raised()
    assert made.answer_due_at is not None
    due = made.answer_due_at
    assert due.astimezone(houses.HERE).date() == date(2026, 9, 14)  # five, over a week end
    route(house, made)
    route(house, made, owner=house.agencies.province)
    assert Difficulty.objects.get(pk=made.pk).answer_due_at == due
    stopped = raised(severity=3)
    assert stopped.answer_due_at is not None
    assert stopped.answer_due_at.astimezone(houses.HERE).date() == date(2026, 9, 9)


def test_a_programme_may_set_its_own_number_of_days(
    house: House, raised: Callable[..., Difficulty]
) -> None:
    ProgrammeThreshold.objects.create(
        programme_id=house.programme, name="answer_days", value="1",
        source="Quyết định 1", changed_at=MONDAY, changed_by=MANAGER,
    )  # fmt: skip
    due = raised().answer_due_at
    assert due is not None
    assert due.astimezone(houses.HERE).date() == date(2026, 9, 8)


def test_an_answer_at_the_due_instant_is_late_and_a_moment_before_is_not(
    house: House, raised: Callable[..., Difficulty]
) -> None:
    made = raised()
    route(house, made)
    due = Difficulty.objects.get(pk=made.pk).answer_due_at
    assert due is not None
    area = {house.agencies.province, house.agencies.commune}

    def late(when: Any) -> bool:
        return queries.difficulties(area, as_of=when, only="all")[0].late

    assert late(due)
    assert not late(due.replace(minute=due.minute - 1) if due.minute else at(14, 8))
    answer(house, made, at=due)
    assert queries.difficulties(area, as_of=at(20), only="all")[0].late


def test_nobody_answers_and_verifies_what_is_raised_against_itself(
    house: House, raised: Callable[..., Difficulty]
) -> None:
    made = raised(against=Against.AGENCY, against_agency=house.agencies.department)
    route(house, made)
    answer(house, made)
    with pytest.raises(NotAllowed, match="không tự xác nhận"):
        verify(house, made, agency=house.agencies.department, by=OTHER)
    with pytest.raises(NotAllowed, match="Chỉ cơ quan đã nêu"):
        verify(house, made, agency=house.party, by=OTHER)
    with pytest.raises(NotAllowed, match="Người đã trả lời"):
        verify(house, made, by=ANSWERER)
    with pytest.raises(NotAllowed, match="Người đã trả lời"):
        verify(house, made, by=f"{OTHER}/{ANSWERER}")
    assert verify(house, made).state == DifficultyState.VERIFIED.value


def test_who_raised_it_neither_routes_nor_answers_it(
    house: House, raised: Callable[..., Difficulty]
) -> None:
    made, own = raised(), house.agencies.commune
    with pytest.raises(NotAllowed, match="không tự chọn"):
        actions.route_difficulty(
            difficulty_id=made.pk, seen=None, owner=house.party, agency=own, by=RAISER, at=at(8)
        )
    with pytest.raises(NotAllowed, match="chính cơ quan nêu"):
        route(house, made, owner=own)
    with pytest.raises(NotAllowed, match="Chưa rõ"):
        answer(house, made)
    route(house, made)
    with pytest.raises(NotAllowed, match="không tự trả lời"):
        answer(house, made, agency=own)
    with pytest.raises(NotAllowed, match="Chỉ cơ quan được giao"):
        answer(house, made, agency=house.agencies.province)


def test_what_is_not_solved_is_raised_again_with_a_new_due_date(
    house: House, raised: Callable[..., Difficulty]
) -> None:
    made = raised()
    route(house, made)
    answer(house, made)
    verify(house, made)
    again = reopen(house, made)
    assert (again.state, again.reopened, again.closed_at) == ("reopened", 1, None)
    assert again.answer_due_at is not None
    assert again.answer_due_at.astimezone(houses.HERE).date() == date(2026, 9, 21)
    first = again.answer
    answer(house, made, at=at(15), text="Đã mở quyền tra cứu")
    assert verify(house, made, at=at(16)).state == "verified"
    # The answer that did not help is replaced, not lost.
    told = [event.data["answer"] for event in made.events.filter(type="answered").order_by("seq")]
    assert told == [first, "Đã mở quyền tra cứu"]


def test_a_difficulty_is_withdrawn_only_by_who_raised_it_and_with_a_reason(
    house: House, raised: Callable[..., Difficulty]
) -> None:
    made = raised()
    with pytest.raises(NotAllowed, match="đã nêu"):
        actions.withdraw_difficulty(
            difficulty_id=made.pk, seen=1, reason="x", agency=house.party, by=MANAGER, at=at(8)
        )
    own = house.agencies.commune
    with pytest.raises(NotAllowed, match="lý do"):
        actions.withdraw_difficulty(
            difficulty_id=made.pk, seen=1, reason=" ", agency=own, by=RAISER, at=at(8)
        )
    gone = actions.withdraw_difficulty(
        difficulty_id=made.pk, seen=1, reason="Đã tự xong", agency=own, by=RAISER, at=at(8)
    )
    assert gone.state == "withdrawn"


def test_who_looks_at_an_old_page_overwrites_nothing(
    house: House, raised: Callable[..., Difficulty]
) -> None:
    made = raised()
    route(house, made)
    with pytest.raises(NotAllowed, match="Người khác vừa"):
        answer(house, made, seen=1)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"subject": " "}, "Ghi tên"),
        ({"text": ""}, "Ghi vướng"),
        ({"since": date(2026, 9, 8)}, "tương lai"),
        ({"severity": 4}, "mức độ"),
        ({"against": Against.AGENCY}, "Chọn cơ quan"),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(
    raised: Callable[..., Difficulty], changed: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(NotAllowed, match=sentence):
        raised(**changed)


def test_a_unit_raises_nothing_against_itself(
    house: House, raised: Callable[..., Difficulty]
) -> None:
    with pytest.raises(NotAllowed, match="tự tháo gỡ"):
        raised(against=Against.AGENCY, against_agency=house.agencies.commune)


def test_similar_texts_are_found_whatever_accents_and_small_words() -> None:
    assert similarity(SLOW, "phan mem ho tich chay cham buoi sang khong ky so duoc") > 0.8
    assert similarity(SLOW, "Chưa được cấp kinh phí mua máy quét cho quầy") < 0.15
    assert similarity("", "") == 0


def test_similar_ones_are_suggested_grouped_by_a_person_and_answered_at_once(
    house: House, raised: Callable[..., Difficulty]
) -> None:
    first = raised()
    same = raised(house.agencies.centre, text="Buổi sáng phần mềm hộ tịch rất chậm, không ký số")
    raised(house.agencies.centre, subject="Đường truyền", text="Mất mạng cả tuần ở thôn 5")
    area = {house.agencies.commune, house.agencies.centre}
    assert [row.id for row, _ in queries.similar(first.pk, area, as_of=at(8))] == [same.pk]
    assert Difficulty.objects.get(pk=same.pk).same_as is None, "suggested is not grouped"
    actions.group_difficulties(
        first_id=first.pk, members=[same.pk], agency=house.party, by=MANAGER, at=at(8)
    )
    assert queries.similar(first.pk, area, as_of=at(8)) == []
    route(house, first)
    with pytest.raises(NotAllowed, match=first.code):
        answer(house, same)
    answer(house, first)
    states = {row.code: row.state for row in queries.difficulties(area, as_of=at(9), only="all")}
    assert states[first.code] is states[same.code] is DifficultyState.ANSWERED
    # Each member is verified by who raised it.
    verify(house, first)
    assert Difficulty.objects.get(pk=same.pk).state == "answered"
    verify(house, same, agency=house.agencies.centre)


def test_a_group_has_one_level_and_a_member_can_leave_it(
    house: House, raised: Callable[..., Difficulty]
) -> None:
    one, two, three = raised(), raised(), raised()

    def group(first: Difficulty, *members: Difficulty) -> None:
        actions.group_difficulties(
            first_id=first.pk, members=[member.pk for member in members],
            agency=house.party, by=MANAGER, at=at(8),
        )  # fmt: skip

    group(one, two)
    with pytest.raises(NotAllowed, match="đứng đầu"):
        group(three, one)
    with pytest.raises(NotAllowed, match=one.code):
        group(two, three)
    with pytest.raises(NotAllowed, match="Chọn ít nhất"):
        group(three)
    actions.separate_difficulty(
        difficulty_id=two.pk, seen=None, agency=house.party, by=MANAGER, at=at(8)
    )
    route(house, one)
    answer(house, one)
    assert Difficulty.objects.get(pk=two.pk).state == "raised"


def test_the_ministers_list_counts_units_and_days_by_what_it_is_against(
    house: House, raised: Callable[..., Difficulty]
) -> None:
    raised(when=at(1))
    raised(house.agencies.centre, subject="PHẦN MỀM HỘ TỊCH", when=at(3))
    raised(house.agencies.centre, when=at(4))
    raised(subject="Đường truyền", text="Mất mạng", when=at(7))
    gone = raised(subject="Máy in", text="Hỏng", when=at(7))
    actions.withdraw_difficulty(
        difficulty_id=gone.pk, seen=1, reason="Đã sửa", agency=house.agencies.commune,
        by=RAISER, at=at(7, 10),
    )  # fmt: skip
    area = {house.agencies.commune, house.agencies.centre}
    lines = queries.by_subject(area, as_of=at(9))
    told = [(line.subject, line.count, line.units, line.days, line.late) for line in lines]
    assert told == [("Phần mềm hộ tịch", 3, 2, 8, 1), ("Đường truyền", 1, 1, 2, 0)]
    assert len(queries.difficulties(area, as_of=at(9), subject="phan mem ho tich")) == 3
    assert queries.by_subject({house.agencies.other_commune}, as_of=at(9)) == []


def test_a_list_is_found_without_accents_and_holds_only_what_one_may_see(
    house: House, raised: Callable[..., Difficulty]
) -> None:
    mine = raised()
    raised(house.agencies.other_commune)
    own = {house.agencies.commune}
    assert [row.code for row in queries.difficulties(own, as_of=at(9), text="ho tich")] == [
        mine.code
    ]
    assert queries.difficulties(own, as_of=at(9), text="đường sắt") == []
    assert queries.difficulty(mine.code, {house.agencies.police}, as_of=at(9)) is None
    route(house, mine, owner=house.agencies.police)
    assert queries.difficulty(mine.code, {house.agencies.police}, as_of=at(9)) is not None

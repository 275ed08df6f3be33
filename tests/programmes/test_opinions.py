"""A difficulty sent to several: one answers, the others are heard; the same one is raised once."""

from datetime import date
from typing import Any

import pytest

from lienthong.programmes.actions import difficulties as actions
from lienthong.programmes.actions.visits import RemedyGiven, demand_remedy
from lienthong.programmes.models import Difficulty, DifficultyOpinion
from lienthong.programmes.queries import difficulties as queries
from lienthong.programmes.queries.visits import remedies
from lienthong.programmes.rules import NotAllowed
from lienthong.programmes.rules.difficulties import Draft
from lienthong.programmes.rules.kinds import Against
from tests.programmes import house as houses
from tests.programmes.house import ANSWERER, MANAGER, MONDAY, OTHER, RAISER, House, at


@pytest.fixture
def house(db: None) -> House:
    return houses.build()


def raise_(house: House, agency: int, **changed: Any) -> Difficulty:
    draft = {
        "against": Against.SYSTEM, "subject": "Phần mềm hộ tịch",
        "text": "Buổi sáng chạy rất chậm, không ký số được", "since": date(2026, 9, 1),
    }  # fmt: skip
    same_as = changed.pop("same_as", None)
    return actions.raise_difficulty(
        draft=Draft(**{**draft, **changed}), agency=agency, by=RAISER, at=MONDAY,
        programme=house.programme, same_as=same_as,
    )  # fmt: skip


def route(house: House, made: Difficulty, **changed: Any) -> Difficulty:
    given: dict[str, Any] = {
        "difficulty_id": made.pk, "seen": None, "owner": house.agencies.department,
        "agency": house.party, "by": MANAGER, "at": at(8),
    }  # fmt: skip
    return actions.route_difficulty(**{**given, **changed})


def advise(house: House, made: Difficulty, agency: int, text: str = "Đã sửa phần mình") -> None:
    actions.give_opinion(
        difficulty_id=made.pk, seen=None, text=text, agency=agency, by=OTHER, at=at(9)
    )


def test_several_give_opinions_and_only_the_one_that_leads_answers(house: House) -> None:
    made = raise_(house, house.agencies.commune)
    route(house, made, opinions=[house.agencies.province])
    there = house.agencies.province
    page = queries.difficulty(made.code, {there}, as_of=at(8, 12))
    assert page is not None  # who is asked sees it
    assert [(one.agency, one.given_at) for one in page.opinions] == [(there, None)]
    handling = queries.to_handle(answering={there}, raising=set(), as_of=at(8, 12))
    assert [row.code for row in handling.to_advise] == [made.code]
    assert not handling.to_answer
    with pytest.raises(NotAllowed, match="Chỉ cơ quan được giao"):
        actions.answer_difficulty(
            difficulty_id=made.pk, seen=None, text="Xong", agency=there, by=OTHER, at=at(9)
        )
    with pytest.raises(NotAllowed, match="Ghi ý kiến"):
        advise(house, made, there, " ")
    advise(house, made, there)
    assert not queries.to_handle(answering={there}, raising=set(), as_of=at(9, 12)).to_advise
    with pytest.raises(NotAllowed, match="Đã cho ý kiến"):
        advise(house, made, there)
    with pytest.raises(NotAllowed, match="không được hỏi ý kiến"):
        advise(house, made, house.agencies.other_commune)
    answered = actions.answer_difficulty(
        difficulty_id=made.pk, seen=None, text="Đã thêm máy chủ", by=ANSWERER, at=at(9),
        agency=house.agencies.department,
    )  # fmt: skip
    assert answered.state == "answered"
    due = queries.to_handle(answering=set(), raising={house.agencies.commune}, as_of=at(10))
    assert [row.code for row in due.to_verify] == [made.code]


def test_it_goes_from_one_agency_to_another_only_with_a_reason(house: House) -> None:
    made = route(house, raise_(house, house.agencies.commune))
    with pytest.raises(NotAllowed, match="đang được giao trả lời"):
        route(house, made)
    with pytest.raises(NotAllowed, match="vì sao chuyển"):
        route(house, made, owner=house.agencies.province)
    actions.ask_opinions(
        difficulty_id=made.pk, seen=None, opinions=[house.agencies.province], agency=house.party,
        by=MANAGER, at=at(8),
    )  # fmt: skip
    moved = route(house, made, owner=house.agencies.province, reason="Đúng thẩm quyền")
    assert moved.owner_id == house.agencies.province
    assert moved.events.get(seq=moved.events.count()).data["reason"] == "Đúng thẩm quyền"
    assert not DifficultyOpinion.objects.exists()  # who leads now gives no opinion beside


def test_neither_who_raised_nor_who_answers_is_asked_for_an_opinion(house: House) -> None:
    made = raise_(house, house.agencies.commune)
    with pytest.raises(NotAllowed, match="chính cơ quan nêu"):
        route(house, made, opinions=[house.agencies.commune])
    with pytest.raises(NotAllowed, match="Bỏ một vai"):
        route(house, made, opinions=[house.agencies.department])
    assert Difficulty.objects.get().owner_id is None  # nothing was kept of it


def test_who_raises_hears_what_others_of_the_province_wait_for_without_their_words(
    house: House,
) -> None:
    first = route(house, raise_(house, house.agencies.centre))
    elsewhere = raise_(house, house.agencies.other_commune)

    def alike(text: str, against: Against = Against.SYSTEM) -> list[str]:
        found = queries.alike_before_raising(
            subject="phan mem ho tich", text=text, against=against,
            raised_by=house.agencies.commune, programme=house.programme,
        )  # fmt: skip
        assert not any(hasattr(one, "text") for one in found)
        return [one.code for one in found]

    assert alike("buoi sang chay rat cham, khong ky so duoc") == [first.code]  # without accents
    assert alike("Máy quét để trong kho chưa lắp") == []
    assert alike("Buổi sáng chạy rất chậm", Against.RULE) == []
    behind = raise_(house, house.agencies.commune, same_as=first.pk)
    assert Difficulty.objects.get(pk=behind.pk).same_as_id == first.pk
    actions.answer_difficulty(
        difficulty_id=first.pk, seen=None, text="Đã thêm máy chủ", by=ANSWERER, at=at(9),
        agency=house.agencies.department,
    )  # fmt: skip
    assert Difficulty.objects.get(pk=behind.pk).state == "answered"
    with pytest.raises(NotAllowed, match="không còn nhận thêm"):
        raise_(house, house.agencies.commune, same_as=first.pk)
    assert elsewhere.same_as_id is None


def test_a_remedy_follows_a_difficulty_or_a_warning_as_well_as_a_visit(house: House) -> None:
    made = route(house, raise_(house, house.agencies.commune))

    def demand(**changed: Any) -> Any:
        given: dict[str, Any] = {
            "programme": house.programme, "owner": house.agencies.department,
            "given": RemedyGiven(text="Thêm máy chủ", due_on=date(2026, 9, 9)),
            "agency": house.party, "by": MANAGER, "at": at(8),
        }  # fmt: skip
        return demand_remedy(**{**given, **changed})

    with pytest.raises(NotAllowed, match="Ghi số kết luận"):
        demand()
    with pytest.raises(NotAllowed, match="chính cơ quan mình"):
        demand(owner=house.party, difficulty=made.pk)
    demand(difficulty=made.pk)
    demand(origin="12/BB-ĐKT", given=RemedyGiven(text="Không hạn"))
    there = {house.agencies.department}
    rows = remedies(there, on=date(2026, 9, 10))
    assert [(row.difficulty, row.origin, row.late) for row in rows] == [
        (made.code, "", True), ("", "12/BB-ĐKT", False),
    ]  # fmt: skip
    assert len(remedies(there, on=date(2026, 9, 10), difficulty=made.code)) == 1

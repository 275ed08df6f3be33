"""A target that is handed down: each unit bears its part, never the whole; above they add up."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lienthong.accounts.rules.scope import Actor
from lienthong.programmes.actions import cascade, decisions, requests
from lienthong.programmes.models import KeyResult, Task
from lienthong.programmes.queries.page_parts import KeyResultView
from lienthong.programmes.queries.pages import TaskPage, task_page
from lienthong.programmes.rules import NotAllowed
from lienthong.programmes.rules.assigning import KeyResultGiven
from lienthong.programmes.rules.cascading import Handing, Way
from tests.programmes import lives
from tests.programmes.house import House, at, build

pytestmark = pytest.mark.django_db
PLACES = KeyResultGiven(name="Điểm hỗ trợ", target=Decimal(12), measure="điểm")
ONLINE = KeyResultGiven(name="Hồ sơ trực tuyến", target=Decimal(90), measure="%")


@pytest.fixture
def house(db: None) -> House:
    return build()


def handed(
    house: House, handings: Mapping[int, Handing] | None = None, *results: KeyResultGiven
) -> tuple[Task, Task, Task]:
    """A task of the province with one of a commune and one of a department under it."""
    task = lives.assigned(house, on=at(1), key_results=results or [PLACES])
    made = cascade.cascade_task(
        task_id=task.pk,
        lead_ids=[house.agencies.commune, house.agencies.department],
        actor=lives.hands(house).lead,
        at=at(1),
        handings=handings,
    )
    return task, made[0], made[1]


def page(task: Task) -> TaskPage:
    found = task_page(task.code, now=at(5))
    assert found is not None
    return found


def result(task: Task) -> KeyResultView:
    return page(task).key_results[0]


def says(task: Task, value: int) -> None:
    KeyResult.objects.filter(task=task, seq=1).update(claimed=Decimal(value), claimed_at=at(3))


def test_a_unit_below_never_bears_the_whole_sum_as_its_own(house: House) -> None:
    _task, commune, department = handed(house, None, PLACES, ONLINE)
    for one in (commune, department):
        # The ratio is a level that each reaches; for the sum nothing was said: each is asked.
        assert [(row.name, row.target) for row in page(one).key_results] == [
            ("Hồ sơ trực tuyến", Decimal(90))
        ]
        assert [row.name for row in page(one).expected] == ["Điểm hỗ trợ"]
    _task, commune, _department = handed(house)
    assert page(commune).incomplete


def test_shares_add_up_against_the_target_above(house: House) -> None:
    parts = {house.agencies.department: Decimal(3)}
    task, commune, department = handed(
        house, {1: Handing(way=Way.SHARE, amount=Decimal(7), parts=parts)}
    )
    assert [result(one).target for one in (commune, department)] == [7, 3]
    assert result(commune).above == 12
    below = result(task).below
    assert below is not None
    assert (below.parts, int(below.given), below.value) == (2, 10, None)
    assert result(task).unassigned == 2
    assert not result(task).reached
    says(commune, 7)
    says(department, 2)
    assert result(task).value == 9
    says(department, 5)
    assert result(task).value == 12
    assert result(task).reached
    # A cancelled task counts no more.
    decisions.cancel(
        task_id=department.pk, seen=None, document="1-TB", reason="Thôi",
        actor=lives.hands(house).lead, at=at(3),
    )  # fmt: skip
    assert result(task).value == 7
    assert result(task).unassigned == 5
    (again,) = cascade.cascade_task(
        task_id=task.pk, lead_ids=[house.agencies.department], actor=lives.hands(house).lead,
        at=at(4), handings={1: Handing(way=Way.SHARE, amount=Decimal(5))},
    )  # fmt: skip
    assert again.lead_id == house.agencies.department
    assert not result(task).unassigned


def test_a_level_is_reached_by_each_and_never_added(house: House) -> None:
    task, commune, department = handed(house, None, ONLINE)
    says(commune, 95)
    says(department, 60)
    below = result(task).below
    assert below is not None
    assert (below.levels, below.reached, below.value) == (2, 1, None)
    assert result(task).value is None


def test_parts_are_added_up_through_every_level(house: House) -> None:
    centre = lives.assigned(house, on=at(1), lead_id=house.party, key_results=[PLACES])
    task, commune, _department = handed(house, {1: Handing(way=Way.SHARE, amount=Decimal(5))})
    mine = KeyResult.objects.filter(task=task)
    mine.update(above=KeyResult.objects.get(task=centre), adds=True)
    says(commune, 4)
    assert result(centre).value == 4


def test_a_share_without_a_number_is_asked_for_by_the_name_of_the_unit(house: House) -> None:
    with pytest.raises(NotAllowed) as refused:
        handed(house, {1: Handing(way=Way.SHARE)})
    assert "Điểm hỗ trợ" in str(refused.value)


def test_what_a_unit_writes_under_the_name_above_is_a_part_of_its_sum(house: House) -> None:
    task, commune, _department = handed(house)
    requests.set_objective(
        task_id=commune.pk,
        seen=None,
        objective="Gần dân",
        key_results=[
            KeyResultGiven(name="điểm hỗ trợ", target=Decimal(4), measure="Điểm"),
            KeyResultGiven(name="Người trực", target=Decimal(8), measure="người"),
        ],
        actor=Actor(by="a:30", agency=house.agencies.commune),
        at=at(2),
    )
    below = result(task).below
    assert below is not None
    assert (below.parts, int(below.given)) == (1, 4)


def test_a_sum_asks_as_often_for_many_units_as_for_few(house: House) -> None:
    task, commune, _department = handed(house, {1: Handing(way=Way.SHARE, amount=Decimal(1))})
    with CaptureQueriesContext(connection) as few:
        result(task)
    row = KeyResult.objects.get(task=commune)
    KeyResult.objects.bulk_create(
        KeyResult(
            task=commune, seq=seq, name="x", target=1, measure="xã", above=row.above, adds=True
        )
        for seq in range(2, 40)
    )
    with CaptureQueriesContext(connection) as many:
        result(task)
    assert len(many) == len(few)

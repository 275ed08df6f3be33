"""What is foreseen follows what is measured: claims above it make nothing rosier."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.programmes.actions import work
from lienthong.programmes.models import Task
from lienthong.programmes.queries.judging import judged
from lienthong.programmes.queries.pages import task_page
from lienthong.programmes.rules.assigning import KeyResultGiven
from lienthong.programmes.rules.forecast import Forecast, Outlook, Pace, Point, foreseen
from lienthong.reports.models import Value
from tests.programmes import house as houses
from tests.programmes import lives
from tests.programmes.house import House, at

# The rosier, the higher.
ROSY = {Outlook.STILL: 0, Outlook.LATE: 1, Outlook.UNKNOWN: 2, Outlook.IN_TIME: 3}
DAYS = st.integers(1, 20)
VALUES = st.integers(0, 120).map(Decimal)
SERIES = st.dictionaries(DAYS, VALUES, max_size=4)


def points(told: dict[int, Decimal]) -> list[Point]:
    return [Point(at=at(day), value=value) for day, value in sorted(told.items())]


def seen(percent: dict[int, Decimal], paces: list[Pace]) -> Forecast:
    found = foreseen(
        points(percent), paces, start=at(1), due_at=at(30, 0), as_of=at(20, 12), days=14
    )
    assert found is not None
    return found


@settings(max_examples=60)
@given(SERIES, SERIES, SERIES, SERIES, st.booleans())
def test_what_is_claimed_of_a_measured_result_changes_nothing(
    measured: dict[int, Decimal], claimed: dict[int, Decimal], honest: dict[int, Decimal],
    percent: dict[int, Decimal], rising: bool,  # noqa: FBT001
) -> None:  # fmt: skip
    measured = measured or {3: Decimal(4)}
    told = [
        seen(
            part,
            [Pace(name="x", target=Decimal(60), rising=rising, measured=points(measured),
                  claimed=points(claims))],
        )
        for part, claims in ((percent, claimed), ({}, honest), ({}, {}))
    ]  # fmt: skip
    assert told[0] == told[1] == told[2]


@settings(max_examples=60)
@given(SERIES, SERIES, SERIES)
def test_with_a_part_measured_no_claim_is_rosier_than_the_measure(
    measured: dict[int, Decimal], claimed: dict[int, Decimal], percent: dict[int, Decimal]
) -> None:
    one = Pace(name="x", target=Decimal(60), measured=points(measured or {3: Decimal(4)}))
    other = Pace(name="y", target=Decimal(9), claimed=points(claimed))
    alone = seen({}, [one])
    together = seen(percent, [one, other])
    if alone.outlook is not Outlook.UNKNOWN:
        assert ROSY[together.outlook] <= ROSY[alone.outlook]


def test_a_percent_of_a_hundred_does_not_reach_a_target_that_its_own_claim_does_not() -> None:
    young = Pace(name="x", target=Decimal(12), claimed=points({19: Decimal(1)}))
    told = foreseen(
        points({19: Decimal(100)}), [young], start=at(19), due_at=at(30, 0), as_of=at(20), days=14
    )
    assert told is not None
    assert told.outlook is Outlook.UNKNOWN


def test_a_result_that_has_to_come_down_is_foreseen_downwards() -> None:
    for values, outlook in (
        ({2: 100, 12: 60, 19: 30}, Outlook.IN_TIME),
        ({2: 100, 12: 98, 19: 95}, Outlook.LATE),
        ({2: 100, 12: 100, 19: 104}, Outlook.STILL),
        ({19: 50}, Outlook.UNKNOWN),
        ({2: 100, 19: 9}, Outlook.IN_TIME),
    ):
        told = {day: Decimal(value) for day, value in values.items()}
        pace = Pace(name="Trễ", target=Decimal(10), rising=False, measured=points(told))
        assert seen({}, [pace]).outlook is outlook, values
    down = points({2: Decimal(100), 12: Decimal(60), 19: Decimal(30)})
    pace = Pace(name="Trễ", target=Decimal(10), rising=False, measured=down)
    assert "Trễ giảm" in seen({}, [pace]).sentence


# -- on a real database


@pytest.fixture
def house(db: None) -> House:
    return houses.build()


def measured_task(house: House) -> Task:
    result = KeyResultGiven(
        name="Xã có hồ sơ", target=Decimal(90), measure="xã", indicator="x.ready"
    )
    task = lives.assigned(house, key_results=[result], due_at=at(28, 0))
    work.acknowledge(task_id=task.pk, seen=None, actor=lives.hands(house).lead, at=at(2))
    return task


def told(task: Task, day: int, number: int) -> None:
    Value.objects.create(
        indicator="x.ready", agency_id=task.lead_id, start=at(day).date(), end=at(day).date(),
        number=Decimal(number), as_of=at(day), source="typed", at=at(day, 16),
    )  # fmt: skip


def claim(house: House, task: Task, day: int, percent: int, value: int) -> None:
    work.report_progress(
        task_id=task.pk, seen=None, percent=percent, results={1: Decimal(value)}, note="ghi",
        actor=lives.hands(house).lead, at=at(day),
    )  # fmt: skip


def outlook(task: Task, day: int) -> Outlook:
    found = judged([Task.objects.get(pk=task.pk)], as_of=at(day))[task.pk].forecast
    assert found is not None
    return found.outlook


def test_a_claim_above_what_is_measured_does_not_make_a_forecast_rosier(house: House) -> None:
    task = measured_task(house)
    for day, number in ((3, 10), (8, 12), (13, 14)):
        told(task, day, number)
    before = outlook(task, 14)
    claim(house, task, 14, 95, 90)
    assert before is outlook(task, 15) is Outlook.LATE
    page = task_page(task.code, now=at(15))
    assert page is not None
    assert page.key_results[0].over
    assert page.judged.forecast is not None
    assert page.judged.forecast.sentence.startswith("Xã có hồ sơ tăng 4")


def test_what_is_measured_on_the_way_needs_no_claim(house: House) -> None:
    task = measured_task(house)
    for day, number in ((3, 10), (8, 40), (13, 70)):
        told(task, day, number)
    assert outlook(task, 14) is Outlook.IN_TIME


def test_a_word_that_is_corrected_late_does_not_take_back_a_later_one(house: House) -> None:
    task = measured_task(house)
    for day, number in ((4, 10), (13, 70)):
        told(task, day, number)
    Value.objects.filter(end=at(4).date()).update(at=at(14), number=Decimal(5))
    assert outlook(task, 15) is Outlook.UNKNOWN  # only one figure was known then
    told(task, 18, 88)
    assert outlook(task, 19) is Outlook.IN_TIME


def test_without_a_measure_the_worst_of_claims_and_percent_decides(house: House) -> None:
    task = lives.assigned(house, due_at=at(28, 0))
    proof = lives.with_evidence(house, task, at(2))
    lead = lives.hands(house).lead
    for day, percent in ((3, 10), (8, 45), (13, 75)):
        work.report_progress(
            task_id=task.pk, seen=None, percent=percent, results={1: Decimal(1)},
            evidence=[proof], actor=lead, at=at(day),
        )  # fmt: skip
    assert outlook(task, 14) is Outlook.LATE
    assert outlook(task, 14 + 5) is Outlook.STILL


def test_many_tasks_are_judged_in_as_few_statements_as_one(
    house: House, django_assert_max_num_queries: object
) -> None:
    tasks = [measured_task(house) for _ in range(6)]
    rows = list(Task.objects.select_related("programme__calendar"))
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        assert len(judged(rows, as_of=at(14) + timedelta(hours=1))) == len(tasks)

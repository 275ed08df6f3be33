"""Many tasks at once are what they would be one by one, in as many statements as for a few."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from lienthong.accounts.rules import Role
from lienthong.accounts.rules.scope import Actor
from lienthong.journal.models import Entry
from lienthong.organisations.models import Agency
from lienthong.organisations.rules import Level, fold
from lienthong.programmes.actions import cascade, warnings, work
from lienthong.programmes.actions.tasks import NewTask, assign_task, assign_tasks
from lienthong.programmes.models import (
    EarlyWarning,
    KeyResult,
    Task,
    TaskEvent,
    TaskSource,
    TaskStretch,
    TaskSupport,
    WarningRecipient,
)
from lienthong.programmes.queries.figures import Asked, Figures
from lienthong.programmes.queries.timelines import columns, events_of
from lienthong.programmes.rules import NotAllowed
from lienthong.programmes.rules.assigning import KeyResultGiven, SourceGiven
from lienthong.programmes.rules.kinds import Bloc, DeadlineKind, Pillar
from lienthong.programmes.rules.timeline import standing_of
from tests.accounts import cast
from tests.programmes import house as houses
from tests.programmes import lives
from tests.programmes.house import House, at

TABLES = (Task, TaskEvent, TaskStretch, KeyResult, TaskSupport, TaskSource, EarlyWarning,
          WarningRecipient)  # fmt: skip


@pytest.fixture
def house(db: None) -> House:
    return houses.build()


def communes(house: House, count: int) -> list[int]:
    """New agencies of the level of communes under the province."""
    like = Agency.objects.get(pk=house.agencies.commune)
    made = [
        Agency(
            name=f"UBND xã {number}", folded=fold(f"ubnd xa {number}"), kind=like.kind,
            level=Level.COMMUNE, province_code=like.province_code, unit_code=like.unit_code,
            calendar_id=like.calendar_id, valid_from=like.valid_from,
            parent_id=house.agencies.province,
        )
        for number in range(count)
    ]  # fmt: skip
    return [row.pk for row in Agency.objects.bulk_create(made)]


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def written() -> dict[str, object]:
    """All rows, related by codes instead of numbers, and the chain of the journal."""
    codes = dict(Task.objects.values_list("pk", "code"))
    named = {row.pk: (codes[row.task_id], row.level) for row in EarlyWarning.objects.all()}

    def told(row: dict[str, object]) -> dict[str, object]:
        row.pop("id")
        for name in ("task_id", "parent_id"):
            if row.get(name) is not None:
                row[name] = codes[row[name]]  # type: ignore[index]
        if "warning_id" in row:
            row["warning_id"] = named[row["warning_id"]]  # type: ignore[index]
        return row

    found: dict[str, object] = {
        model.__name__: sorted(
            (
                told({field.attname: getattr(row, field.attname) for field in fields})
                for row in model._default_manager.all()
            ),
            key=repr,
        )
        for model in TABLES
        for fields in [model._meta.concrete_fields]
    }
    found["journal"] = list(
        Entry.objects.order_by("unit", "day", "position").values_list(
            "unit", "day", "position", "action", "subject", "by", "at"
        )
    )
    return found


def both(one_by_one: Callable[[], object], at_once: Callable[[], object]) -> None:
    """Both ways write the same rows, the same journal and show the same figures."""
    found = []
    for way in (one_by_one, at_once):
        with undone():
            way()
            everybody = frozenset(Agency.objects.values_list("pk", flat=True))
            figures = Figures(Asked(agencies=everybody, now=at(20))).counts()
            found.append((written(), figures))
            for task in Task.objects.all():
                for name, value in columns(standing_of(events_of(task.pk))).items():
                    assert getattr(task, name) == value, (task.code, name)
    assert found[0][0] == found[1][0]
    assert found[0][1] == found[1][1]
    assert found[0][1].total > 1


def test_many_tasks_at_once_are_the_same_as_one_by_one(house: House) -> None:
    lives.assigned(house, code="KH02.03")  # a number that is taken
    new = [
        NewTask(
            programme_id=house.programme, title=" Rà soát ", lead_id=house.agencies.commune,
            assigner_id=house.party, pillar=Pillar.DATA, objective="Đủ", product="Danh sách",
            supporting=[house.agencies.police, house.agencies.police],
            blocs=[Bloc.PARTY, Bloc.FRONT],
            key_results=[
                KeyResultGiven(name="Xã", target=Decimal("0.12345"), measure="%"),
                KeyResultGiven(name="Trễ", target=Decimal(0), measure="việc", rising=False),
            ],
            sources=[SourceGiven(code="35-TB/TGV", due_on=at(14).date())],
            deadline_kind=DeadlineKind.DATE, due_at=at(15, 0),
        ),
        NewTask(
            programme_id=house.programme, title="Báo cáo", lead_id=house.agencies.province,
            assigner_id=house.party, pillar=Pillar.PEOPLE, recurrence="weekly",
            deadline_kind=DeadlineKind.RECURRING, assigned_at=at(1, 8),
        ),
        NewTask(
            programme_id=house.programme, title="Chờ", lead_id=house.agencies.department,
            assigner_id=house.agencies.province, pillar=Pillar.FINANCE, code="RIENG.1",
            condition="Sau khi có luật", deadline_kind=DeadlineKind.CONDITION,
        ),
        NewTask(
            programme_id=house.programme, title="Khẩn", lead_id=house.agencies.department,
            assigner_id=house.party, pillar=Pillar.FINANCE, deadline_kind=DeadlineKind.URGENT,
        ),
    ]  # fmt: skip
    both(
        lambda: [assign_task(by="a:21", at=at(2), **vars(one)) for one in new],
        lambda: assign_tasks(new=new, by="a:21", at=at(2)),
    )
    with undone():
        made = assign_tasks(new=new, by="a:21", at=at(2))
        assert [task.code for task in made] == ["KH02.02", "KH02.04", "RIENG.1", "KH02.05"]


def test_one_that_must_not_be_assigned_keeps_all_back(house: House) -> None:
    good = NewTask(
        programme_id=house.programme, title="Rà soát", lead_id=house.agencies.commune,
        assigner_id=house.party, pillar=Pillar.DATA, code="A.1",
    )  # fmt: skip
    for bad, words in (
        (NewTask(**vars(good) | {"title": " "}), "Ghi nội dung"),
        (good, "mang mã"),
        (NewTask(**vars(good) | {"code": "", "lead_id": 10**6}), "cơ quan"),
        (NewTask(**vars(good) | {"code": "", "group_id": 10**6}), "nhóm"),
        (NewTask(**vars(good) | {"code": "", "parent_id": 10**6}), "cấp trên"),
    ):
        with pytest.raises(NotAllowed, match=words):
            assign_tasks(new=[good, bad], by="a:21", at=at(2))
    assert not Task.objects.exists()
    assert not Entry.objects.filter(action="task.assigned").exists()


def test_a_cascade_at_once_is_the_same_as_one_unit_after_the_other(house: House) -> None:
    task = lives.assigned(house, on=at(1), blocs=[Bloc.GOVERNMENT])
    lead = lives.hands(house).lead
    below = [*communes(house, 5), house.agencies.department]

    def handed(leads: list[int]) -> None:
        cascade.cascade_task(task_id=task.pk, lead_ids=leads, actor=lead, at=at(1))

    def one_by_one() -> None:
        for number in below:
            handed([number])

    both(one_by_one, lambda: handed(below))


def test_a_cascade_asks_as_often_for_many_units_as_for_few(house: House) -> None:
    lead = lives.hands(house).lead
    below = communes(house, 60)

    def statements(leads: list[int]) -> int:
        task = lives.assigned(house, on=at(1))
        with CaptureQueriesContext(connection) as asked:
            cascade.cascade_task(task_id=task.pk, lead_ids=leads, actor=lead, at=at(1))
        return len(asked)

    few = statements(below[:2])  # begins the chain of the journal too
    assert statements(below) <= few
    assert few < 40


def lived(house: House) -> list[int]:
    """Some communes with tasks that are late, near, waiting; people who are told."""
    below = communes(house, 8)
    task = lives.assigned(house, on=at(1))
    made = cascade.cascade_task(
        task_id=task.pk, lead_ids=below, actor=lives.hands(house).lead, at=at(1)
    )
    for number in below[:6]:
        cast.assign(cast.account(f"reporter-{number}"), number, Role.REPORTER)
    for number in below[4:]:
        cast.assign(cast.account(f"head-{number}"), number, Role.HEAD)
    for agency, role in (
        (house.agencies.province, Role.HEAD), (house.agencies.province, Role.PROGRAMME_MANAGER),
        (house.party, Role.HEAD),
    ):  # fmt: skip
        cast.assign(cast.account(f"{role}-{agency}"), agency, role)
    for one in made[:3]:
        lead = Actor(by="a:30", agency=one.lead_id)
        work.acknowledge(task_id=one.pk, seen=None, actor=lead, at=at(2))
    return below


@pytest.mark.parametrize("moment", [at(3), at(10), at(16), at(21)])
def test_warnings_in_one_slice_are_the_same_as_one_by_one(
    house: House, monkeypatch: pytest.MonkeyPatch, moment: datetime
) -> None:
    lived(house)

    def in_slices_of(size: int) -> None:
        monkeypatch.setattr(warnings, "SLICE", size)
        assert warnings.warn(at=moment) > 1

    both(lambda: in_slices_of(1), lambda: in_slices_of(2_000))


def test_nobody_is_told_twice_of_one_task_and_level_before_the_days_of_the_rhythm(
    house: House,
) -> None:
    lived(house)
    first = warnings.warn(at=at(16))
    assert first == 9
    for hour in (10, 14, 23):
        assert warnings.warn(at=at(16, hour)) == 0
    told = WarningRecipient.objects.filter(warning__level="red")
    once = told.values_list("warning__task", "account").distinct().count()
    assert told.count() == once
    # The rhythm of an ordinary task is three days; a louder level is said at once.
    for day in range(17, 27):
        warnings.warn(at=at(day))
    days: dict[tuple[int, str], list[int]] = {}
    for row in EarlyWarning.objects.order_by("on"):
        days.setdefault((row.task_id, row.level), []).append(row.on.day)
    assert days
    for told_on in days.values():
        gaps = [after - before for before, after in itertools.pairwise(told_on)]
        assert all(gap >= 3 for gap in gaps), told_on


def test_a_round_asks_as_often_for_many_tasks_as_for_few(house: House) -> None:
    lead = lives.hands(house).lead

    def statements(count: int, day: datetime) -> int:
        task = lives.assigned(house, on=at(1))
        cascade.cascade_task(task_id=task.pk, lead_ids=communes(house, count), actor=lead, at=at(1))
        with CaptureQueriesContext(connection) as asked:
            assert warnings.warn(at=day) >= count
        return len(asked)

    few = statements(2, at(16))
    assert statements(60, at(16, 12)) <= few
    assert few < 40

"""`lienthong tasks verify`: what boards count, against the events of every task."""

import json
from typing import Any

import pytest

from lienthong.cli.main import main
from lienthong.programmes.actions import work
from lienthong.programmes.models import Task, TaskStretch
from tests.programmes import house as houses
from tests.programmes import lives
from tests.programmes.house import House, at

KEYS = {"task", "since", "column", "stored", "recomputed"}


@pytest.fixture
def house(db: None) -> House:
    return houses.build()


@pytest.fixture
def task(house: House) -> Task:
    task = lives.assigned(house)
    work.acknowledge(task_id=task.pk, seen=None, actor=lives.hands(house).lead, at=at(2))
    lives.assigned(house, lead_id=house.agencies.commune)
    return task


def verified(capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    code = main(["tasks", "verify"])
    return code, json.loads(capsys.readouterr().out)


def test_what_the_actions_wrote_is_what_the_events_say(
    task: Task, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verified(capsys) == (0, {"tasks": 2, "stretches": 3, "different": []})


@pytest.mark.parametrize(
    ("column", "value"),
    [("verdict", "done_on_time"), ("pillar", "finance"), ("due_at", at(20)), ("until", at(3)),
     ("blocs", "|party|"), ("correcting", True), ("phase_id", None), ("state", "submitted")],
)  # fmt: skip
def test_a_stretch_that_was_tampered_with_is_named(
    house: House, task: Task, capsys: pytest.CaptureFixture[str], column: str, value: object
) -> None:
    first = TaskStretch.objects.filter(task=task, since=at(1))
    if column == "phase_id":
        value = task.programme.phases.create(code="x", name="x", until=at(30).date()).pk
    first.update(**{column: value})
    code, found = verified(capsys)
    (wrong,) = found["different"]
    assert code == 1
    assert wrong.keys() == KEYS
    assert (wrong["task"], wrong["column"]) == (task.code, column.removesuffix("_id"))
    assert wrong["stored"] != wrong["recomputed"]


def test_a_stretch_that_is_missing_or_made_up_is_named(
    task: Task, capsys: pytest.CaptureFixture[str]
) -> None:
    row = TaskStretch.objects.get(task=task, since=at(2))
    row.delete()
    _code, found = verified(capsys)
    (wrong,) = found["different"]
    assert (wrong["column"], wrong["stored"], bool(wrong["recomputed"])) == ("stretch", "", True)
    row.pk, row.since = None, at(4)
    row.save(force_insert=True)
    _code, found = verified(capsys)
    assert [(one["since"][8:10], bool(one["stored"])) for one in found["different"]] == [
        ("02", False), ("04", True),
    ]  # fmt: skip


def test_a_column_of_a_task_that_its_timeline_does_not_bear_out_is_named(
    task: Task, capsys: pytest.CaptureFixture[str]
) -> None:
    Task.objects.filter(pk=task.pk).update(percent=90)
    _code, found = verified(capsys)
    (wrong,) = found["different"]
    assert (wrong["column"], wrong["stored"], wrong["recomputed"]) == ("percent", "90", "0")

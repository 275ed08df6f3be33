"""The demo's programmes: tasks in every state, and columns that agree with their events."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from lienthong.demo.province import Built
from lienthong.programmes.models import (
    EarlyWarning,
    Programme,
    Task,
    TaskEvent,
    TaskRequest,
    WarningRecipient,
)
from lienthong.programmes.queries.figures import Asked, Figures
from lienthong.programmes.queries.timelines import columns, events_of_many
from lienthong.programmes.rules.kinds import Pillar, TaskEventType, TaskState
from lienthong.programmes.rules.timeline import standing_of
from lienthong.programmes.rules.timeliness import Timeliness
from tests import prepared
from tests.demo.building import NOW


@pytest.fixture(scope="module")
def _demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Built]:
    with django_db_blocker.unblock(), prepared.use("demo") as built:
        yield built


@pytest.fixture
def demo(_demo: Built, db: None) -> Built:
    return _demo


def test_a_national_programme_has_its_confirmed_phases_and_one_of_the_province_under_it(
    demo: Built,
) -> None:
    national = Programme.objects.get(code="KH02")
    assert [f"{phase.until:%d/%m/%Y}" for phase in national.phases.order_by("until")] == [
        "30/06/2025", "31/12/2025",
    ]  # fmt: skip
    assert national.confirmed
    own = Programme.objects.get(code="KH02-48")
    assert (own.parent, own.confirmed) == (national, False)


def test_tasks_are_in_every_state_pillar_and_timeliness(demo: Built) -> None:
    assert Task.objects.count() >= 90
    assert set(Task.objects.values_list("state", flat=True)) == {state.value for state in TaskState}
    assert set(Task.objects.values_list("pillar", flat=True)) == {one.value for one in Pillar}
    agencies = set(Task.objects.values_list("lead", flat=True))
    found = Figures(Asked(agencies=agencies, now=NOW)).counts()
    missing = {kind for kind in Timeliness if not found[kind]} - {Timeliness.NOT_ASSESSED}
    assert missing == set()


def test_everything_that_can_happen_to_a_task_happened_or_waits(demo: Built) -> None:
    told = set(TaskEvent.objects.values_list("type", flat=True))
    assert {kind.value for kind in TaskEventType} - told <= {
        "reassigned", "corrected", "noted", "edited",
    }  # fmt: skip
    assert set(TaskRequest.objects.values_list("kind", flat=True)) == {
        "extension", "refusal", "correction", "objective",
    }  # fmt: skip


def test_warnings_reached_somebody(demo: Built) -> None:
    levels = set(EarlyWarning.objects.values_list("level", flat=True))
    assert levels == {"yellow", "red", "special_red"}
    assert WarningRecipient.objects.exists()


def test_columns_are_what_the_events_say(demo: Built) -> None:
    tasks = list(Task.objects.all())
    timelines = events_of_many([task.pk for task in tasks])
    for task in tasks:
        for name, value in columns(standing_of(timelines[task.pk])).items():
            assert getattr(task, name) == value, (task.code, name)

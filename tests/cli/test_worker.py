from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import OperationalError

from lienthong.cli.worker import TASKS, Round, Task, seal
from lienthong.journal.models import Root
from tests.journal.builders import MORNING, new, write


def fail(_at: datetime) -> None:
    raise OperationalError("database is locked")


def err(_at: datetime) -> None:
    raise ZeroDivisionError


def test_a_task_that_fails_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    done: list[datetime] = []
    round_ = Round([Task("a", 1, fail), Task("b", 1, err), Task("c", 1, done.append)])
    assert round_.run(MORNING) == 2
    assert done == [MORNING]
    assert "a: Cơ sở dữ liệu đang bận" in caplog.text
    assert "b: lỗi không lường trước" in caplog.text


def test_a_task_runs_when_it_is_due_and_not_before() -> None:
    often: list[datetime] = []
    seldom: list[datetime] = []
    round_ = Round([Task("often", 0, often.append), Task("seldom", 3600, seldom.append)])
    round_.run(MORNING)
    round_.run(MORNING)
    assert (len(often), len(seldom)) == (2, 1)


def test_tasks_have_names_of_their_own() -> None:
    assert len({task.name for task in TASKS}) == len(TASKS)


@pytest.mark.django_db
def test_a_day_is_sealed_an_hour_after_its_end() -> None:
    write(new())
    midnight = datetime(2025, 7, 1, 17, 0, tzinfo=UTC)
    seal(midnight + timedelta(minutes=59))
    assert not Root.objects.exists()
    seal(midnight + timedelta(minutes=61))
    assert Root.objects.get().day == date(2025, 7, 1)

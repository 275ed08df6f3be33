import json
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from lienthong.accounts import actions as accounts
from lienthong.accounts.rules.persons import PersonData
from lienthong.cli.check import refusals
from lienthong.cli.main import main
from lienthong.journal import actions as journal
from lienthong.journal.adapters import guards
from lienthong.papers import actions as papers
from lienthong.papers.queries import path_of
from lienthong.web.ops import health, presence
from lienthong.web.ops.presence import Presence
from tests.journal.builders import MORNING, new, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def production(settings: Settings) -> Settings:
    """A system that may go to work."""
    settings.PRODUCTION = settings.HTTPS = True
    settings.DEMO = settings.DEBUG = False
    settings.SECRET_KEY = "k" * 50
    settings.LOOKUP_KEY = "l" * 50
    settings.STORE_KEY = "s" * 50
    return settings


def test_a_system_that_may_go_to_work_is_not_refused(production: Settings) -> None:
    assert refusals() == []


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SECRET_KEY", "not-secret: for a demo on this machine only", "LIENTHONG_SECRET_KEY còn"),
        ("SECRET_KEY", "short", "quá ngắn"),
        ("LOOKUP_KEY", "not-secret: for a demo on this machine only", "LIENTHONG_LOOKUP_KEY còn"),
        ("STORE_KEY", "not-secret: for a demo on this machine only", "LIENTHONG_STORE_KEY còn"),
        ("DEBUG", True, "LIENTHONG_DEBUG"),
        ("DEMO", True, "LIENTHONG_DEMO"),
        ("HTTPS", False, "LIENTHONG_HTTPS"),
    ],
)
def test_production_is_refused(production: Settings, name: str, value: object, says: str) -> None:
    setattr(production, name, value)
    assert [says in sentence for sentence in refusals()] == [True]


def test_a_default_key_is_said_even_while_the_database_does_not_answer(
    production: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    production.SECRET_KEY = production.DEFAULT_SECRET_KEY
    silent = health.Part(ok=False, sentence="Cơ sở dữ liệu không trả lời.")
    monkeypatch.setattr(health, "health", lambda *, at: health.Health(parts={"database": silent}))
    assert main(["check"]) == 1
    assert "LIENTHONG_SECRET_KEY còn là khóa mặc định" in capsys.readouterr().err


def test_production_with_an_open_demo_account_is_refused(
    production: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    person = accounts.create_person(
        data=PersonData(full_name="Người Minh Họa"), by="test", at=MORNING
    )
    account = accounts.create_account(
        username="minhhoa", person_id=person, by="test", at=MORNING, is_demo=True
    )
    assert main(["check"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["ok"], "1 tài khoản minh họa" in said["refused"][0]) == (False, True)
    accounts.disable_account(account_id=account, reason="bàn giao", by="test", at=MORNING)
    assert refusals() == []


def test_a_row_whose_file_is_lost_or_changed_is_an_alarm(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.FILES_ROOT = tmp_path
    gone, changed = (
        papers.store(stream=BytesIO(content), at=MORNING).sha256 for content in (b"one", b"two")
    )
    path_of(gone).unlink()
    path_of(changed).write_bytes(b"2")
    assert main(["check", "--files"]) == 1
    missing, damaged = json.loads(capsys.readouterr().out)["refused"]
    assert gone in missing
    assert changed in damaged


def parts(client: Client) -> dict[str, Any]:
    return dict(client.get("/-/health").json()["parts"])


def test_health_tells_of_every_part(client: Client) -> None:
    guards.install()
    assert set(parts(client)) == {"database", "worker", "journal", "exchange", "disk", "clock"}
    assert parts(client)["journal"]["ok"]


def test_health_says_when_the_journal_lost_its_guards(client: Client) -> None:
    assert "lienthong migrate" in parts(client)["journal"]["sentence"]


def test_health_says_when_days_are_not_sealed(client: Client) -> None:
    guards.install()
    write(new())
    found = parts(client)["journal"]
    assert (found["ok"], found["journal_open_days"]) == (False, 1)
    assert "01/07/2025 chưa được niêm phong" in found["sentence"]
    journal.seal_day(day=MORNING.date(), at=MORNING)
    assert parts(client)["journal"]["ok"]


@pytest.fixture
def embedded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock of the worker lies in a folder of this test."""
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL keeps the lock")


def test_a_worker_that_is_being_started_is_no_failure(client: Client, embedded: None) -> None:
    guards.install()
    write(new())
    assert not parts(client)["worker"]["ok"]
    presence.await_worker()
    found = parts(client)
    assert (found["worker"]["ok"], "đang khởi động" in found["worker"]["sentence"]) == (True, True)
    assert (found["journal"]["ok"], "vừa khởi động" in found["journal"]["sentence"]) == (True, True)


def test_a_worker_that_was_awaited_in_vain_is_a_failure(
    client: Client, embedded: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    guards.install()
    write(new())
    presence.await_worker()
    monkeypatch.setattr(health, "WORKER_GRACE", 0)
    found = parts(client)
    assert "Không có tiến trình nền" in found["worker"]["sentence"]
    assert not found["worker"]["ok"] and not found["journal"]["ok"]


def test_a_worker_that_came_and_went_is_missing_at_once(client: Client, embedded: None) -> None:
    presence.await_worker()
    worker = Presence()
    assert worker.take()
    assert "đang chạy" in parts(client)["worker"]["sentence"]
    worker.leave()
    assert not parts(client)["worker"]["ok"]


def test_health_says_when_the_clock_of_the_machine_runs_behind(client: Client) -> None:
    write(new(at=MORNING.replace(year=2125)))
    assert "Đồng hồ máy chậm hơn nhật ký" in parts(client)["clock"]["sentence"]


def test_health_says_when_the_clock_drifts_from_the_databases(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A report due at 16:00 is judged to the second."""
    clock = parts(client)["clock"]
    assert clock["ok"] and abs(clock["clock_drift_seconds"]) < health.CLOCK_DRIFT
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 30)
    clock = parts(client)["clock"]
    assert not clock["ok"] and "lệch" in clock["sentence"]


def test_metrics_are_prometheus_text(client: Client) -> None:
    said = client.get("/-/metrics").content.decode()
    for line in said.splitlines():
        if not line.startswith("#"):
            name, _, value = line.rpartition(" ")
            assert name.startswith("lienthong_")
            float(value)
    assert 'lienthong_up{part="database"} 1' in said

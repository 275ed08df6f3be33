"""Real processes on a real disk and database, killed in the middle."""

import os
import random
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from lienthong.papers import actions, queries
from lienthong.papers.models import File

STORE = Path(__file__).with_name("storing.py")
HOUSE = STORE.parents[2]

pytestmark = [pytest.mark.process, pytest.mark.django_db(transaction=True)]


def environment(files_root: Path) -> dict[str, str]:
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        address = f"sqlite:///{given['NAME']}"
    else:
        who = f"{quote(given['USER'], safe='')}:{quote(given['PASSWORD'], safe='')}"
        where = f"{quote(given['HOST'], safe='')}:{given['PORT']}"
        address = f"postgresql://{who}@{where}/{given['NAME']}"
    return os.environ | {
        "PYTHONPATH": f"{HOUSE / 'src'}:{HOUSE}",
        "DJANGO_SETTINGS_MODULE": "lienthong.config.settings",
        "LIENTHONG_DATABASE": address,
        "LIENTHONG_FILES": str(files_root),
    }


def start(files_root: Path, *, largest: int | None = None) -> subprocess.Popen[str]:
    def limit() -> None:
        if largest is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    return subprocess.Popen(
        [sys.executable, STORE],
        env=environment(files_root),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=limit,
    )


def wait(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def check_whole() -> None:
    assert list(queries.missing_files()) == []
    assert list(queries.damaged_files()) == []


@pytest.mark.parametrize(
    "rounds", [2, pytest.param(60, marks=pytest.mark.soak)], ids=["short", "long"]
)
def test_writers_killed_at_any_moment_leave_no_row_without_its_whole_file(
    files_root: Path, rounds: int
) -> None:
    chance = random.Random(1)  # noqa: S311
    for _ in range(rounds):
        writers = [start(files_root), start(files_root)]
        for writer in writers:
            wait(writer)
        time.sleep(chance.uniform(0.05, 0.5))
        for writer in writers:
            assert writer.poll() is None, writer.communicate()
            kill(writer)
        check_whole()
    assert File.objects.exists()
    rows = File.objects.count()
    actions.sweep(before=datetime.now(tz=UTC) + timedelta(days=1))
    left = [path for path in files_root.rglob("*") if path.is_file() and path.name != ".lock"]
    assert len(left) == rows
    check_whole()


def test_a_disk_that_takes_no_more_is_said_in_a_sentence(files_root: Path) -> None:
    """The limit on the size of a file stands for the full disk: a real refusal in mid-write."""
    writer = start(files_root, largest=100_000)
    _, told = writer.communicate(timeout=30)
    assert "NotStored: Máy chủ hết chỗ" in told
    assert not [path for path in files_root.rglob("*") if path.is_file() and path.stat().st_size]
    assert not File.objects.exists()

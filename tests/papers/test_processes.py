"""Real processes on a real disk and database, killed in the middle."""

import hashlib
import os
import resource
import subprocess
import sys
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


def start(files_root: Path, *, kills: int, largest: int | None = None) -> subprocess.Popen[str]:
    def limit() -> None:
        if largest is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    return subprocess.Popen(
        [sys.executable, STORE, str(kills)],
        env=environment(files_root),
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=limit,
    )


def stored_files(files_root: Path) -> list[Path]:
    return sorted(files_root.glob("??/??/*"))


@pytest.mark.parametrize(
    "kills", [15, pytest.param(500, marks=pytest.mark.soak)], ids=["short", "long"]
)
def test_writers_killed_at_any_moment_leave_whole_files_and_no_row_without_one(
    files_root: Path, kills: int
) -> None:
    for killer in [start(files_root, kills=kills) for _ in range(2)]:
        _, told = killer.communicate()
        assert told == ""
    assert list(queries.missing_files()) == []
    for path in stored_files(files_root):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
    assert File.objects.exists()
    assert list((files_root / queries.INCOMING).iterdir()) != []  # some died with half a file
    actions.sweep(before=datetime.now(tz=UTC) + timedelta(days=1))
    rows = sorted(map(queries.path_of, File.objects.values_list("sha256", flat=True)))
    assert stored_files(files_root) == rows
    assert list((files_root / queries.INCOMING).iterdir()) == []


def test_a_disk_that_takes_no_more_is_said_in_a_sentence(files_root: Path) -> None:
    """The limit on the size of a file stands for the full disk: a real refusal in mid-write."""
    writer = start(files_root, kills=1, largest=100_000)
    _, told = writer.communicate(timeout=30)
    assert "NotStored: Máy chủ hết chỗ" in told
    assert stored_files(files_root) == []
    assert list((files_root / queries.INCOMING).iterdir()) == []
    assert not File.objects.exists()

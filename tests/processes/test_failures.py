"""What breaks below us is said in one sentence that tells what to do, never by a traceback."""

import os
import resource
from pathlib import Path
from typing import Any

import pytest

from tests.processes.conftest import Install

pytestmark = pytest.mark.process


def one_sentence(said: str) -> str:
    assert "Traceback" not in said
    assert len(said.strip().splitlines()) == 1, said
    return said.strip()


def sqlite_only(install: Install) -> None:
    if install.on_postgres:
        pytest.skip("about the file of an embedded database")


def small_files() -> None:
    """No file may grow over 600 kB: what a full disk looks like to a program."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))


BEGIN = ("init", "--province", "01", "--username", "quantri", "--name", "Nguyễn Văn A")


def test_a_full_disk_is_said_and_leaves_the_install_whole(install: Install) -> None:
    sqlite_only(install)
    done = install.run(*BEGIN, before=small_files)
    assert done.returncode == 2
    assert "Đĩa đã đầy" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    verified = install.run("journal", "verify")
    assert verified.returncode == 0, verified.stderr
    again = install.run(*BEGIN)
    assert again.returncode == 0, again.stderr


def test_a_full_disk_under_a_backup_is_said_and_the_copy_is_not_taken_for_whole(
    install: Install, empty: Install, tmp_path: Path
) -> None:
    (install.var / "keys").mkdir(exist_ok=True)
    (install.var / "keys" / "large").write_bytes(os.urandom(900_000))
    done = install.run("backup", str(tmp_path / "copy"), before=small_files)
    assert (done.returncode, "Đĩa đã đầy" in one_sentence(done.stderr)) == (2, True)
    refused = empty.run("restore", str(tmp_path / "copy"))
    assert (refused.returncode, "trọn vẹn" in one_sentence(refused.stderr)) == (2, True)


def test_missing_tables_are_said(empty: Install) -> None:
    sentence = one_sentence(empty.run("journal", "verify").stderr)
    assert "lienthong migrate" in sentence
    assert "lienthong migrate" in one_sentence(empty.run("serve", "--port", "0").stderr)
    assert "lienthong migrate" in one_sentence(empty.run(*BEGIN).stderr)


def test_a_database_that_is_not_one_is_said(install: Install) -> None:
    sqlite_only(install)
    install.file.write_bytes(b"not a database" * 1000)
    assert "bị hỏng" in one_sentence(install.run("journal", "verify").stderr)


@pytest.mark.parametrize(
    ("database", "says"),
    [
        ("postgresql://u:p@127.0.0.1:1/lienthong", "Không nối được tới PostgreSQL"),
        ("postgresql://u:p@no-such-host.invalid/lienthong", "Không nối được tới PostgreSQL"),
        ("mysql://u@h/lienthong", "LIENTHONG_DATABASE: dùng sqlite"),
        ("sqlite:////proc/nowhere/x.sqlite3", "Không mở được tệp cơ sở dữ liệu"),
    ],
)
def test_a_database_that_cannot_be_reached_is_said(
    empty: Install, database: str, says: str
) -> None:
    done = empty.run("journal", "verify", LIENTHONG_DATABASE=database)
    assert (done.returncode, says in one_sentence(done.stderr)) == (2, True)


@pytest.mark.postgres
def test_a_database_that_does_not_exist_is_said(empty: Install) -> None:
    done = empty.run("journal", "verify", LIENTHONG_DATABASE=empty.database + "_not")
    assert "không có cơ sở dữ liệu này" in one_sentence(done.stderr)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LIENTHONG_DEMO", "perhaps"),
        ("LIENTHONG_UPLOAD_MB", "large"),
        ("LIENTHONG_SECRET_KEY_FILE", "/nowhere"),
    ],
)
def test_a_wrong_setting_is_named(empty: Install, name: str, value: str) -> None:
    changes: dict[str, Any] = {name: value}
    done = empty.run("journal", "verify", **changes)
    assert (done.returncode, name in one_sentence(done.stderr)) == (2, True)


def test_missing_zone_data_is_said(install: Install) -> None:
    done = install.run("check", PYTHONTZPATH="/nowhere")
    assert (done.returncode, "tzdata" in one_sentence(done.stderr)) == (2, True)


@pytest.mark.parametrize("zone", ["America/New_York", "UTC"])
def test_another_zone_of_the_machine_is_said_and_changes_no_figure(
    install: Install, zone: str
) -> None:
    done = install.run("check", TZ=zone)
    assert "đặt TZ=Asia/Ho_Chi_Minh" in done.stderr
    assert "đặt TZ" not in install.run("check", TZ="Asia/Ho_Chi_Minh").stderr

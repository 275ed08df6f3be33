import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes.conftest import Install, copy_of, drop, fold

pytestmark = pytest.mark.process


@pytest.fixture(scope="session")
def filled(
    template: Install, tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Install:
    made = copy_of(template, tmp_path_factory.mktemp("filled") / "var", pytestconfig)
    process = made.start(
        "-m", "tests.processes.fill", DJANGO_SETTINGS_MODULE="lienthong.config.settings"
    )
    said, _ = process.communicate(timeout=200)
    assert process.returncode == 0, said
    fold(made)
    return made


@pytest.fixture
def full(filled: Install, tmp_path: Path, pytestconfig: pytest.Config) -> Iterator[Install]:
    made = copy_of(filled, tmp_path / "full", pytestconfig)
    yield made
    made.stop()
    drop(made)


def fingerprints(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def roots(install: Install) -> str:
    code = (
        "import django; django.setup()\n"
        "from lienthong.journal.models import Chain, ReadChain, Root\n"
        "print(sorted(Root.objects.values_list('day', 'digest')))\n"
        "print(sorted(Chain.objects.values_list('unit', 'day', 'length', 'head')))\n"
        "print(sorted(ReadChain.objects.values_list('day', 'length', 'head')))\n"
    )
    process = install.start("-c", code, DJANGO_SETTINGS_MODULE="lienthong.config.settings")
    said, _ = process.communicate(timeout=200)
    assert process.returncode == 0, said
    return said


def test_what_is_restored_is_what_was_saved(full: Install, empty: Install, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    saved = full.run("backup", str(copy))
    assert saved.returncode == 0, saved.stderr
    restored = empty.run("restore", str(copy))
    assert restored.returncode == 0, restored.stderr

    assert json.loads(saved.stdout) == json.loads(restored.stdout)
    assert json.loads(saved.stdout)["rows"] > 100
    assert roots(empty) == roots(full)
    for folder in ("files", "keys"):
        assert fingerprints(empty.var / folder) == fingerprints(full.var / folder) != {}
    verified = empty.run("journal", "verify")
    assert verified.returncode == 0
    assert verified.stdout == full.run("journal", "verify").stdout
    # It goes on from there: the next number of a row is free.
    process = empty.start(
        "-m", "tests.processes.fill", DJANGO_SETTINGS_MODULE="lienthong.config.settings"
    )
    said, _ = process.communicate(timeout=200)
    assert process.returncode == 0, said
    assert empty.run("journal", "verify").returncode == 0


def test_a_copy_is_for_its_owners_eyes_and_other_tools_can_check_it(
    full: Install, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    full.run("backup", str(copy))
    assert sorted(path.name for path in copy.iterdir()) == [
        "SHA256SUMS", "database", "files", "keys", "manifest.json",
    ]  # fmt: skip
    assert copy.stat().st_mode & 0o077 == 0
    if shutil.which("sha256sum"):
        done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=copy, capture_output=True)
        assert done.returncode == 0


def test_a_copy_is_made_in_an_empty_folder_only(full: Install, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "old").touch()
    done = full.run("backup", str(tmp_path / "copy"))
    assert (done.returncode, "đã có nội dung" in done.stderr) == (2, True)


def test_nothing_is_restored_over_what_is_there(full: Install, tmp_path: Path) -> None:
    full.run("backup", str(tmp_path / "copy"))
    before = roots(full)
    done = full.run("restore", str(tmp_path / "copy"))
    assert (done.returncode, "nơi còn trống" in done.stderr) == (2, True)
    assert roots(full) == before


def test_a_damaged_or_unfinished_copy_is_refused_before_anything_is_made(
    full: Install, empty: Install, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    full.run("backup", str(copy))
    key = copy / "keys" / "signing.key"
    key.write_text("another key", encoding="utf-8")
    done = empty.run("restore", str(copy))
    assert (done.returncode, "bị sửa hoặc thiếu" in done.stderr) == (2, True)
    (copy / "manifest.json").unlink()
    done = empty.run("restore", str(copy))
    assert (done.returncode, "trọn vẹn" in done.stderr) == (2, True)
    assert not any(empty.var.iterdir())


def test_a_copy_of_a_newer_version_is_refused(
    full: Install, empty: Install, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    full.run("backup", str(copy))
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["migrations"].append("journal.0099_of_tomorrow")
    (copy / "manifest.json").write_text(json.dumps(manifest))
    done = empty.run("restore", str(copy))
    assert (done.returncode, "Cài đúng phiên bản" in done.stderr) == (2, True)


def test_a_copy_is_made_while_others_write(install: Install, tmp_path: Path) -> None:
    writer = install.start(
        "-m", "tests.processes.kills", "30", "3",
        DJANGO_SETTINGS_MODULE="lienthong.config.settings",
    )  # fmt: skip
    done = install.run("backup", str(tmp_path / "copy"))
    assert done.returncode == 0, done.stderr
    said, _ = writer.communicate(timeout=200)
    assert json.loads(said)["lost"] == 0

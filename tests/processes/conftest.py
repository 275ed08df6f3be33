"""An install of its own for each test: real processes on a real database, SQLite or PostgreSQL as
the run has it."""

import os
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conftest import wants_postgres
from tests.postgres import administer

ROOT = Path(__file__).parent.parent.parent


@dataclass
class Install:
    var: Path
    database: str
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def on_postgres(self) -> bool:
        return self.database.startswith("postgresql")

    @property
    def file(self) -> Path:
        return self.var / "database" / "lienthong.sqlite3"

    def environment(self, **changes: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if "LIENTHONG" not in name}
        # Without compiled modules every start takes a second more.
        kept.pop("PYTHONDONTWRITEBYTECODE", None)
        kept |= {"LIENTHONG_VAR": str(self.var), "LIENTHONG_DATABASE": self.database}
        return kept | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"} | changes

    def run(
        self, *arguments: str, before: Callable[[], None] | None = None, **changes: str
    ) -> subprocess.CompletedProcess[str]:
        """`lienthong …` to its end. `before` runs in the new process."""
        return subprocess.run(
            [sys.executable, "-m", "lienthong.cli", *arguments],
            env=self.environment(**changes),
            cwd=self.var,
            preexec_fn=before,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def start(self, *command: str, **changes: str) -> subprocess.Popen[str]:
        """`python …` in the background, ended with the test."""
        process = subprocess.Popen(
            [sys.executable, *command],
            env=self.environment(**changes),
            cwd=self.var,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # A group of its own, so that what it started ends with it.
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def stop(self) -> None:
        for process in self.started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Install:
    """Migrated once; the others are copies."""
    var = tmp_path_factory.mktemp("template")
    made = Install(var, _new_database(pytestconfig, var))
    done = made.run("migrate")
    assert done.returncode == 0, done.stderr
    fold(made)
    return made


def fold(made: Install) -> None:
    """One file, without the -wal beside it, so that it can be copied."""
    if not made.on_postgres:
        database = sqlite3.connect(made.file)
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()


@pytest.fixture
def empty(tmp_path: Path, pytestconfig: pytest.Config) -> Iterator[Install]:
    """A place where nothing was made yet."""
    var = tmp_path / "empty"
    var.mkdir()
    made = Install(var, _new_database(pytestconfig, var))
    yield made
    made.stop()
    drop(made)


@pytest.fixture
def install(template: Install, tmp_path: Path, pytestconfig: pytest.Config) -> Iterator[Install]:
    """Migrated, and nothing in it."""
    made = copy_of(template, tmp_path / "var", pytestconfig)
    yield made
    made.stop()
    drop(made)


def copy_of(other: Install, var: Path, config: pytest.Config) -> Install:
    shutil.copytree(other.var, var)
    source = urlsplit(other.database).path.lstrip("/")
    return Install(var, _new_database(config, var, template=source))


def _new_database(config: pytest.Config, var: Path, template: str = "template1") -> str:
    if not wants_postgres(config):
        return f"sqlite:///{var}/database/lienthong.sqlite3"
    name = f"lienthong_{secrets.token_hex(6)}"
    administer(f"CREATE DATABASE {name} TEMPLATE {template}")
    return os.environ["LIENTHONG_TEST_PG"].rpartition("/")[0] + f"/{name}"


def drop(made: Install) -> None:
    if made.on_postgres:
        name = urlsplit(made.database).path.lstrip("/")
        administer(f"DROP DATABASE {name} WITH (FORCE)")

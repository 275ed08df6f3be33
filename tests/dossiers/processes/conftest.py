"""Installs of their own, as for the other tests that start processes, with the small world in
them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests import prepared
from tests.conftest import wants_postgres
from tests.dossiers.world import World
from tests.processes.conftest import Install


@pytest.fixture
def inhabited(
    django_db_setup: None,
    tmp_path: Path,
    django_db_blocker: DjangoDbBlocker,
    pytestconfig: pytest.Config,
) -> Iterator[tuple[Install, World]]:
    with django_db_blocker.unblock(), prepared.copied("world") as (database, world):
        if wants_postgres(pytestconfig):
            address = os.environ["LIENTHONG_TEST_PG"].rpartition("/")[0] + f"/{database}"
        else:
            address = f"sqlite:///{database}"
        install = Install(tmp_path / "var", address)
        install.var.mkdir()
        yield install, world
        install.stop()

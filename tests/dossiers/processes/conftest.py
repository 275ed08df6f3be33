"""Installs of their own, as for the other tests that start processes, with the small world in
them."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests import prepared
from tests.dossiers.world import World
from tests.processes.conftest import Install, template

__all__ = ["template"]


@pytest.fixture
def inhabited(
    template: Install, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[Install, World]]:
    with django_db_blocker.unblock(), prepared.copied("world") as (database, world):
        if template.on_postgres:
            address = os.environ["LIENTHONG_TEST_PG"].rpartition("/")[0] + f"/{database}"
        else:
            address = f"sqlite:///{database}"
        install = Install(tmp_path / "var", address)
        shutil.copytree(template.var, install.var)
        yield install, world
        install.stop()

"""The world of tests/reports/world.py: reference data once for a module, the rest for each test."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.reports import world as worlds
from tests.reports.world import World


@pytest.fixture(scope="module")
def _places(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        worlds.load()
        yield worlds.build()
        transaction.set_rollback(True)


@pytest.fixture
def reports(_places: World, db: None) -> World:
    return _places

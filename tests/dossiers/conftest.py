"""The world of tests/dossiers/world.py: reference data once, officials once a test."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from lienthong.dossiers.queries import places
from tests.dossiers import agreement
from tests.dossiers import world as worlds
from tests.dossiers.world import World


@pytest.fixture(scope="package")
def _reference(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        worlds.load()
        yield worlds.build()
        transaction.set_rollback(True)


@pytest.fixture
def world(_reference: World, db: None) -> Iterator[World]:
    """After each test everything that is computed still agrees with the events."""
    places.forget()
    yield _reference
    agreement.check()

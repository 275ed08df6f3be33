"""The world of tests/dossiers/world.py: reference data and officials once; dossiers for each test,
after which everything that is computed must still agree with the events."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from lienthong.dossiers.queries import places
from tests.dossiers import agreement, remembering
from tests.dossiers import world as worlds
from tests.dossiers.world import World


@pytest.fixture(scope="module")
def _reference(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        worlds.load()
        with remembering.published_versions():
            yield worlds.build()
        transaction.set_rollback(True)


@pytest.fixture
def world(_reference: World, db: None) -> Iterator[World]:
    places.forget()
    yield _reference
    agreement.check()

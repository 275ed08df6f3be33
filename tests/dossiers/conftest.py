"""The world of tests/dossiers/world.py: reference data and officials are there, each test makes
dossiers, and afterwards everything that is computed must still agree with the events."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from lienthong.dossiers.queries import places
from tests import prepared, remembered
from tests.dossiers import agreement
from tests.dossiers.world import World


@pytest.fixture(scope="module")
def _reference(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), prepared.use("world") as world:
        remembered.read()
        yield world


@pytest.fixture
def world(_reference: World, db: None) -> Iterator[World]:
    places.forget()
    yield _reference
    agreement.check()

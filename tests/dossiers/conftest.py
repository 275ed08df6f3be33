"""The world of tests/dossiers/world.py: reference data once, officials once a test."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from lienthong.catalogue import queries as catalogue
from lienthong.catalogue.models import ProcedureVersion
from lienthong.catalogue.rules.lifecycle import VersionStatus
from lienthong.dossiers.queries import places
from tests.dossiers import agreement
from tests.dossiers import world as worlds
from tests.dossiers.world import World


@pytest.fixture(scope="package")
def _reference(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        worlds.load()
        # Read outside a transaction they would be remembered; here they do not change either.
        published = ProcedureVersion.objects.filter(status=VersionStatus.PUBLISHED.value)
        read = catalogue.versions(published.values_list("pk", flat=True))
        remembered = import_module("lienthong.catalogue.queries.versions")._remembered
        remembered.update(read)
        yield worlds.build()
        for number in read:
            del remembered[number]
        transaction.set_rollback(True)


@pytest.fixture
def world(_reference: World, db: None) -> Iterator[World]:
    """After each test everything that is computed still agrees with the events."""
    places.forget()
    yield _reference
    agreement.check()

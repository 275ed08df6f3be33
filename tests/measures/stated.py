"""The world with one dossier in every state, made once: for modules in which no test wants the
world without them."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from lienthong.dossiers.models import Dossier
from lienthong.dossiers.queries import places
from tests import prepared, remembered
from tests.dossiers import agreement
from tests.dossiers.world import World
from tests.measures.states import Stated


@pytest.fixture(scope="module")
def _stated(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stated]:
    with django_db_blocker.unblock(), prepared.use("states") as stated:
        remembered.read()
        yield stated


@pytest.fixture
def world(_stated: Stated, db: None) -> Iterator[World]:
    places.forget()
    yield _stated[0]
    agreement.check()


@pytest.fixture
def states(_stated: Stated, world: World) -> dict[str, Dossier]:
    return {name: Dossier.objects.get(pk=number) for name, number in _stated[1].items()}

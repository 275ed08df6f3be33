"""Reference data for a whole module of tests."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

import pytest
from pytest_django.plugin import DjangoDbBlocker

from lienthong.organisations import actions, queries
from lienthong.organisations.queries import AgencyView
from lienthong.organisations.rules import AgencyKind
from tests import prepared

BY: Final = "a:1"
AT: Final = datetime(2026, 11, 22, 2, tzinfo=UTC)
TODAY: Final = AT.date()
HAI_CHAU: Final = "20242"
HOI_AN: Final = "20413"
HOA_VANG: Final = "20320"


def agency_in(unit_code: str, kind: AgencyKind) -> AgencyView:
    (found,) = queries.agencies_in(unit_code, kind, on=TODAY)
    return found


@pytest.fixture(scope="module")
def _da_nang(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), prepared.use("da_nang"):
        yield


@pytest.fixture
def da_nang(_da_nang: None, db: None) -> None:
    """The city of Đà Nẵng with its 94 communes, the agencies of the centre, calendars."""


@pytest.fixture(scope="module")
def _country(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[actions.Loaded]:
    with django_db_blocker.unblock(), prepared.use("country") as loaded:
        yield loaded


@pytest.fixture
def country(_country: actions.Loaded, db: None) -> actions.Loaded:
    """All provinces; what the load said it added."""
    return _country

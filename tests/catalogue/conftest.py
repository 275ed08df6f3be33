"""Đà Nẵng with its agencies and the whole catalogue."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

import pytest
from pytest_django.plugin import DjangoDbBlocker

from lienthong.clock import VIETNAM
from tests import prepared

BY: Final = "a:1"
AT: Final = datetime(2026, 8, 20, 9, tzinfo=VIETNAM)
TODAY: Final = AT.date()
NEXT_MONTH: Final = date(2026, 9, 21)
DA_NANG: Final = "48"
HAI_CHAU: Final = "20242"


@pytest.fixture(scope="module")
def _catalogue(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), prepared.use("catalogue"):
        yield


@pytest.fixture
def catalogue(_catalogue: None, db: None) -> None:
    """The reference data of organisations (one province) and of the catalogue."""

"""One province with its agencies and the published catalogue."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

import pytest
from django.core.cache import cache
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from lienthong.accounts import actions as accounts
from lienthong.accounts.rules.persons import PersonData
from lienthong.accounts.rules.scope import Actor
from lienthong.catalogue import queries as published
from lienthong.dossiers import queries as dossiers
from lienthong.dossiers.actions.intake import Intake, receive
from tests import prepared

AT: Final = datetime(2026, 11, 20, 2, tzinfo=UTC)
HOI_AN: Final = "20410"
PENSION: Final = "1.014027"


@pytest.fixture(autouse=True)
def _nobody_guessed_before() -> None:
    cache.clear()


@pytest.fixture(scope="module")
def _province(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), prepared.use("catalogue"):
        yield


@pytest.fixture
def province(_province: None, db: None) -> None:
    """Đà Nẵng and every procedure that may be filed."""


@pytest.fixture
def dossier(province: None) -> tuple[str, str]:
    """A dossier just received in Hội An: its code and look-up secret."""
    now = timezone.now()
    version = published.version_in_force(PENSION, on=timezone.localdate(now))
    place = published.resolve(version, commune_code=HOI_AN, on=timezone.localdate(now))
    person = accounts.create_person(
        data=PersonData(full_name="Nguyễn Văn Tư", identity_number="000049012317"),
        by="test",
        at=now,
    )
    made = receive(
        intake=Intake(
            version_id=version.id,
            option=version.content.time_options[0].key,
            channel="direct",
            receiving=place.receiving[0],
            commune_code=HOI_AN,
            applicant=person,
        ),
        actor=Actor(by="test", agency=place.receiving[0]),
        at=now,
    )
    return made.code, dossiers.lookup_secret(made.code)

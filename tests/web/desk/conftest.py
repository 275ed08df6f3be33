"""Pages of dossiers as officials see them: signed-in clients, at an hour of our choice."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from lienthong.accounts.models import Account
from lienthong.dossiers.actions.bulk import Act, Life, write_lives
from lienthong.dossiers.models import Dossier
from lienthong.dossiers.rules.lifecycle import EventType
from lienthong.dossiers.rules.timeline import Event
from lienthong.organisations import queries as organisations
from tests.dossiers import world as worlds
from tests.dossiers.conftest import _reference, world  # noqa: F401 (fixtures)
from tests.dossiers.world import NOW, World

SignIn = Callable[[int], Client]


class Clock:
    """What time the pages think it is."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock


@pytest.fixture
def sign_in(world: World, clock: Clock) -> Iterator[SignIn]:  # noqa: F811
    Account.objects.update(must_enrol_totp=False, must_change_password=False)

    def signed_in(account: int) -> Client:
        client = Client()
        client.force_login(Account.objects.get(pk=account))
        return client

    yield signed_in


def submitted_online(world: World, *, at: datetime, number: int = 1) -> Dossier:  # noqa: F811
    """Filed from home and not yet accepted, as a portal leaves it."""
    form = worlds.version()
    code = f"H17.99.99-260904-{number:04d}"
    event = Event(
        seq=1,
        type=EventType.SUBMITTED,
        occurred_at=at,
        recorded_at=at,
        by="portal",
        agency=world.centre,
        data={
            "receiving": world.centre,
            "channel": "online",
            "edition": organisations.current_edition(),
        },
    )
    life = Life(
        code=code,
        version_id=form.id,
        channel="online",
        receiving=world.centre,
        commune_code=worlds.HOI_AN,
        applicant=world.persons[0],
        acts=[Act(action="dossier.submitted", events=[event])],
    )
    (made,) = write_lives(lives=[life], now=at)
    return Dossier.objects.get(pk=made)

"""Pages of reports: the world of tests/reports with people, at an hour of our choice."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from lienthong.accounts.models import Account
from lienthong.accounts.rules import Role
from tests.accounts import cast
from tests.reports.conftest import _places, reports  # noqa: F401 (fixtures)
from tests.reports.world import MORNING, World

Enter = Callable[[int, Role], Client]


class Clock:
    """What time the pages think it is."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock


@pytest.fixture
def enter(reports: World, clock: Clock) -> Enter:  # noqa: F811
    """A client signed in with a role at an agency."""

    def entered(agency: int, role: Role) -> Client:
        number = cast.account(f"{role}-{agency}")
        cast.assign(number, agency, role)
        Account.objects.update(must_enrol_totp=False, must_change_password=False)
        client = Client()
        client.force_login(
            Account.objects.get(pk=number),
            backend="django.contrib.auth.backends.ModelBackend",
        )
        return client

    return entered

"""The world of tests/dossiers/world.py seen through the screens of administration."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from lienthong.accounts.models import Account
from lienthong.accounts.rules import Role
from lienthong.catalogue import actions as catalogue_actions
from lienthong.catalogue import queries as catalogue
from lienthong.catalogue.rules.content import LimitUnit
from tests import prepared, remembered
from tests.dossiers import world as worlds
from tests.dossiers.world import BENEFIT, TODAY, World

SignIn = Callable[[int], Client]


@pytest.fixture(scope="module")
def _reference(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), prepared.use("world") as world:
        remembered.read()
        yield world


@pytest.fixture
def world(_reference: World, db: None) -> World:
    # Enrolling is a path of its own; here everybody is through.
    Account.objects.update(must_enrol_totp=False, must_change_password=False)
    return _reference


@pytest.fixture
def sign_in(world: World) -> SignIn:
    """A browser in which an account has signed in."""

    def signed_in(account: int) -> Client:
        client = Client()
        client.force_login(Account.objects.get(pk=account))
        return client

    return signed_in


@pytest.fixture
def admin(world: World, sign_in: SignIn) -> Client:
    account = worlds.official("quantri", "Đỗ Văn Quản", world.province, Role.SYSTEM_ADMIN)
    Account.objects.update(must_enrol_totp=False, must_change_password=False)
    return sign_in(account)


@pytest.fixture
def keeper(world: World, sign_in: SignIn) -> Client:
    """Who looks after the catalogue."""
    account = worlds.official("danhmuc", "Lý Thị Mục", world.province, Role.CATALOGUE_ADMIN)
    Account.objects.update(must_enrol_totp=False, must_change_password=False)
    return sign_in(account)


@pytest.fixture
def wrong(world: World) -> int:
    """The benefit published with 10 calendar days; its version's id."""
    right = catalogue.version_in_force(BENEFIT, on=TODAY)
    content = replace(
        right.content,
        time_options=tuple(
            replace(option, unit=LimitUnit.CALENDAR_DAY) for option in right.content.time_options
        ),
    )
    since = TODAY - timedelta(days=40)
    decided = since - timedelta(days=40)
    draft = catalogue_actions.write_draft(
        procedure_code=BENEFIT, content=content, decision="x", decided_on=decided, by=worlds.BY,
        at=worlds.LOADED_AT,
    )  # fmt: skip
    catalogue_actions.try_version(version_id=draft, by=worlds.BY, at=worlds.LOADED_AT)
    catalogue_actions.publish(
        version_id=draft, decision="x", decided_on=decided, published_on=decided, valid_from=since,
        by=worlds.BY, at=worlds.LOADED_AT,
    )  # fmt: skip
    return draft

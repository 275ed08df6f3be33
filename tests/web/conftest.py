"""What tests of pages share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import Template
from pytest_django.plugin import DjangoDbBlocker

from tests import prepared
from tests.web.world import World

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What a page says and whom it is shown makes no difference to the database; what is asked of
    it for a page is tried with the queries. Marked `both` is what walks all pages."""
    for item in items:
        if HERE in item.path.parents and not item.get_closest_marker("both"):
            item.add_marker(pytest.mark.either)


@pytest.fixture(scope="module")
def _access(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), prepared.use("access") as made:
        yield made


@pytest.fixture
def world(_access: World, db: None) -> World:
    """Of tests/web/world.py. Folders whose pages need another one have their own."""
    return _access


@pytest.fixture
def pages_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that ask for hundreds of pages and look at the status of the answers alone, which
    stands before a page is put into words. That the words come is the business of other tests."""
    monkeypatch.setattr(Template, "_render", lambda template, context: "")

"""Every test runs on SQLite by default and on PostgreSQL with --postgres. Nothing touches ./var."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connections
from django.template import Context, Template
from django.test import SimpleTestCase
from django.test.signals import template_rendered
from django.utils import translation
from django.utils.safestring import SafeString
from pytest_django.plugin import DjangoDbBlocker

from lienthong.config.settings import database
from lienthong.journal.actions import forget_reads
from tests import postgres, prepared

TEMPORARY = pytest.StashKey[Path]()
PREPARED = pytest.StashKey[Path]()
CLUSTER = pytest.StashKey[postgres.Cluster]()
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", action="store_true", help="run on PostgreSQL")
    parser.addoption("--soak", action="store_true", help="run the long forms too")


def wants_postgres(config: pytest.Config) -> bool:
    chosen = os.environ.get("LIENTHONG_TEST_DATABASE", "")
    if config.getoption("--postgres") or chosen == "postgres":
        return True
    return chosen != "sqlite" and "LIENTHONG_TEST_PG" in os.environ


def pytest_configure(config: pytest.Config) -> None:
    # So that what tests started is ended too when a run is ended from outside.
    signal.signal(signal.SIGTERM, lambda *_: pytest.exit("terminated", returncode=143))
    hypothesis.settings.register_profile("fast", max_examples=30, deadline=None)
    hypothesis.settings.register_profile("soak", max_examples=2000, deadline=None)
    hypothesis.settings.load_profile("soak" if config.getoption("--soak") else "fast")

    temporary = config.stash[TEMPORARY] = Path(tempfile.mkdtemp(prefix="lienthong-tests-"))
    settings.VAR = temporary
    settings.FILES_ROOT = temporary / "files"
    settings.KEYS_ROOT = temporary / "keys"
    settings.STATIC_ROOT = temporary / "static"
    settings.STATIC_ROOT.mkdir()
    settings.PASSWORD_HASHERS = ["tests.hashers.CheapArgon2"]
    settings.READ_LOG_THREAD = False
    # The manifest exists only after collectstatic.
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    # For the processes that tests start.
    os.environ["LIENTHONG_VAR"] = str(temporary)
    if wants_postgres(config):
        # With xdist the workers inherit the address from the process that started them.
        if "LIENTHONG_TEST_PG" not in os.environ:
            cluster = config.stash[CLUSTER] = postgres.Cluster()
            os.environ["LIENTHONG_TEST_PG"] = cluster.url
        use_database(database(os.environ["LIENTHONG_TEST_PG"]))
    else:
        use_database(database(f"sqlite:///{temporary}/unused.sqlite3"))
    if prepared.PLACE not in os.environ:
        place = config.stash[PREPARED] = temporary / "prepared"
        place.mkdir()
        os.environ[prepared.PLACE] = str(place)


def use_database(chosen: dict[str, object]) -> None:
    """pytest-django has loaded the models by now, and that made a connection to ./var, unopened."""
    settings.DATABASES["default"] = chosen
    del connections["default"]
    del connections.settings


def pytest_unconfigure(config: pytest.Config) -> None:
    if PREPARED in config.stash:
        if wants_postgres(config) and CLUSTER not in config.stash:
            prepared.drop_all()
        del os.environ[prepared.PLACE]
    shutil.rmtree(config.stash[TEMPORARY], ignore_errors=True)
    if CLUSTER in config.stash:
        config.stash[CLUSTER].remove()


# What takes longest comes first, so that at the end no worker waits for the other.
FIRST = ("browser", "process")


def opens_a_database(item: pytest.Item) -> bool:
    """Itself, or by processes that it starts. pytest-django refuses it to everybody else."""
    fixtures = set(getattr(item, "fixturenames", ()))
    through_one = fixtures & {"db", "transactional_db", "django_db_setup"}
    in_a_class = issubclass(getattr(item, "cls", None) or object, SimpleTestCase)
    marked = any(map(item.get_closest_marker, ("django_db", "process", "postgres")))
    return bool(through_one) or in_a_class or marked


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    on_postgres = wants_postgres(config)
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    skips = {
        "postgres": None if on_postgres else "needs PostgreSQL: pytest --postgres",
        "soak": None if config.getoption("--soak") else "long form: make soak",
        "either": "the database makes no difference: on PostgreSQL by make soak"
        if on_postgres and not config.getoption("--soak")
        else None,
        "stricter": "PostgreSQL refuses more: on SQLite by make soak"
        if not on_postgres and not config.getoption("--soak")
        else None,
        "browser": "the database makes no difference to a browser: runs on SQLite"
        if on_postgres
        else None
        if chromium
        else "no Chromium on this machine",
    }
    for item in items:
        for name, reason in skips.items():
            if reason and item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=reason))
    if on_postgres:
        once = [item for item in items if not opens_a_database(item)]
        config.hook.pytest_deselected(items=once)
        items[:] = filter(opens_a_database, items)
    items.sort(key=lambda item: [item.get_closest_marker(name) is None for name in FIRST])


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """In the place of pytest-django's: tables only. More stands in tests/prepared.py."""
    with django_db_blocker.unblock(), prepared.use("empty") as by_migrations:
        if not by_migrations:
            prepared.without_migrations()
        yield


@pytest.fixture(scope="session", autouse=True)
def _templates_told(django_test_environment: None) -> Iterator[None]:
    """Tests are told of the template of a page, not of the hundred parts it is put together from:
    a third of the time of a page went into copying a context for each."""

    def render(template: Template, context: Context) -> SafeString:
        if context.template is template:
            template_rendered.send(sender=template, template=template, context=context)
        return template.nodelist.render(context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", render)
        yield


@pytest.fixture(autouse=True)
def _reads_of_other_tests() -> Iterator[None]:
    yield
    forget_reads()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser, for tests marked `browser`."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert found is not None
    return found


@pytest.fixture(autouse=True)
def _language_of_other_tests() -> Iterator[None]:
    """A request leaves its reader's language switched on."""
    yield
    translation.activate(settings.LANGUAGE_CODE)

"""Databases that are made once in a run and copied for whoever needs one: the empty one by
migrations, each other from one before by loading what is slow to load.

With xdist whoever needs one first makes it, and the others wait.
"""

import fcntl
import os
import pickle
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from tests import postgres, remembered
from tests.demo import building
from tests.dossiers import world as worlds
from tests.measures import states
from tests.web import world as access

# The folder in which a run keeps them; the workers of xdist inherit it.
PLACE = "LIENTHONG_TEST_PREPARED"


class Recipe(NamedTuple):
    """From which database another grows, and by what. Whoever uses a copy is told what `make`
    answered; `make` is told what the one before answered."""

    source: str
    make: Callable[[Any], Any]


def _migrate(_: None) -> bool:
    """Whether the tables were made by migrations. Until the first release models move faster than
    these."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    up_to_date = not detector.changes(graph=loader.graph)
    if not up_to_date:
        without_migrations()
    call_command("migrate", verbosity=0, run_syncdb=True)
    call_command("createcachetable", verbosity=0)
    return up_to_date


def without_migrations() -> None:
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}


RECIPES = {
    "empty": Recipe("", _migrate),
    "da_nang": Recipe("empty", lambda _: worlds.load_province()),
    "catalogue": Recipe("da_nang", lambda _: worlds.load_catalogue()),
    "world": Recipe("catalogue", lambda _: worlds.build()),
    "states": Recipe("world", states.build),
    "access": Recipe("empty", lambda _: access.build()),
    "country": Recipe("empty", lambda _: worlds.load_country()),
    "demo": Recipe("country", lambda _: building.build()),
}


@contextmanager
def use(name: str, *, fresh: bool = False) -> Iterator[Any]:
    """Everything below works on a copy of a prepared database. Who leaves more behind than a
    transaction that is rolled back asks for a fresh one."""
    if fresh:
        with copied(name) as (copy, answer), _connected_to(copy):
            yield answer
        return
    answer = _made(name)
    if name not in _copies:
        _copies[name] = _copied(name)
    with _connected_to(_copies[name]):
        yield answer


@contextmanager
def copied(name: str) -> Iterator[tuple[str, Any]]:
    """A copy for other processes: the name or path of the database, and what making it
    answered."""
    answer = _made(name)
    copy = _copied(name)
    try:
        yield copy, answer
    finally:
        _drop(copy)


# What this process uses again and again, by name.
_copies: dict[str, str] = {}


def _made(name: str) -> Any:
    """Makes the database if nobody did before; answers what making it answered."""
    told = Path(os.environ[PLACE]) / f"{name}.told"
    with told.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            recipe = RECIPES[name]
            before = _made(recipe.source) if recipe.source else None
            database = _copied(recipe.source) if recipe.source else _new()
            with _connected_to(database):
                answer = recipe.make(before)
            told.write_bytes(pickle.dumps((database, answer)))
    return _told(name)[1]


def _told(name: str) -> tuple[str, Any]:
    path = Path(os.environ[PLACE]) / f"{name}.told"
    found: tuple[str, Any] = pickle.loads(path.read_bytes())  # noqa: S301 (written by this run)
    return found


def _copied(name: str) -> str:
    return _new(_told(name)[0])


def _new(source: str = "") -> str:
    """A database like another, or one without tables."""
    if connection.vendor == "sqlite":
        made = str(Path(os.environ[PLACE]) / f"{secrets.token_hex(6)}.sqlite3")
        if source:
            # Its last connection has folded the write-ahead log back into the file.
            shutil.copyfile(source, made)
        return made
    made = f"test_lienthong_{secrets.token_hex(6)}"
    with (Path(os.environ[PLACE]) / "databases").open("a") as listed:
        listed.write(f"{made}\n")
    postgres.administer(f"CREATE DATABASE {made} TEMPLATE {source or 'template1'}")
    return made


def _drop(database: str) -> None:
    if connection.vendor == "sqlite":
        for path in Path(database).parent.glob(f"{Path(database).name}*"):
            path.unlink(missing_ok=True)  # SQLite may just have removed its log
    else:
        postgres.administer(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")


def drop_all() -> None:
    """At the end of a run on somebody's server; otherwise folder and cluster go as a whole."""
    listed = Path(os.environ[PLACE]) / "databases"
    if listed.exists():
        for name in listed.read_text().split():
            postgres.administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextmanager
def _connected_to(database: str) -> Iterator[None]:
    # The same dictionary for the connections of every thread.
    chosen = connection.settings_dict
    before = chosen["NAME"]
    connection.close()
    remembered.forget()
    chosen["NAME"] = database
    try:
        yield
    finally:
        connection.close()
        remembered.forget()
        chosen["NAME"] = before

"""Where an install keeps things on disk: database, files and keys apart."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection


def database_file() -> Path | None:
    """The file of an embedded database, None on PostgreSQL."""
    if connection.vendor != "sqlite":
        return None
    return Path(str(connection.settings_dict["NAME"]))


def make_places() -> None:
    """Folders only their owner may read."""
    database = database_file()
    folders = [settings.FILES_ROOT, settings.KEYS_ROOT]
    for folder in [*folders, database.parent] if database else folders:
        if not folder.is_dir():
            folder.mkdir(parents=True, mode=0o700)


def collect_static() -> None:
    """Bring style sheets, fonts and scripts under STATIC_ROOT, compressed, when they changed."""
    if settings.DEBUG:
        return
    stamp = settings.STATIC_ROOT / "stamp"
    current = _fingerprint()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == current:
        return
    call_command(
        "collectstatic", interactive=False, verbosity=0, clear=settings.STATIC_ROOT.is_dir()
    )
    stamp.write_text(current, encoding="ascii")


def _fingerprint() -> str:
    """Of names, sizes and times of all sources."""
    found = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            found.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return found.hexdigest()

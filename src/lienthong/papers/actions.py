"""Taking files in and giving up what nobody keeps. There is no journal entry here: the dossier
that a file belongs to writes one with the file's hash."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from lienthong.papers.adapters import disk
from lienthong.papers.models import File
from lienthong.papers.queries import orphans, path_of
from lienthong.papers.rules import NotStored, StoredFile

logger = logging.getLogger(__name__)


def receive(*, stream: disk.Stream, declared_name: str = "") -> StoredFile:
    """Put the content on the disk, without a row: for before a transaction, since an upload may be
    slow and a transaction must not be. Without `keep` within a day it is swept.

    Raises Refused with a sentence (NotStored when the disk fails); then nothing is left behind.
    """
    return disk.write(stream, limit=settings.UPLOAD_LIMIT, declared_name=declared_name)


@transaction.atomic
def keep(*files: StoredFile, at: datetime) -> None:
    """Give received files their rows, inside the caller's transaction if there is one. A file that
    already has its row keeps it, with the moment of its first storing."""
    for file in files:
        if not path_of(file.sha256).is_file():
            raise NotStored(disk.FAILED)
    # In one order everywhere: two transactions that keep the same files never wait in a circle.
    File.objects.bulk_create(
        [
            File(sha256=file.sha256, size=file.size, media_type=file.media_type, stored_at=at)
            for file in sorted(files, key=lambda file: file.sha256)
        ],
        ignore_conflicts=True,
    )


def store(stream: disk.Stream, *, at: datetime, declared_name: str = "") -> StoredFile:
    """`receive` and `keep` in one: first the file, then the row."""
    stored = receive(stream=stream, declared_name=declared_name)
    keep(stored, at=at)
    return stored


def sweep(*, before: datetime) -> int:
    """Remove files written before `before` that have no row. Returns how many."""
    removed = sum(disk.remove(path, before=before) for path in orphans(before=before))
    if removed:
        logger.info("papers: swept %s files without a row", removed)
    return removed


@transaction.atomic
def forget(*, sha256: str, at: datetime) -> None:
    """Remove a file that must not be here, its row and its content, now. What still refers to it
    has to be gone already: a row in use is an error."""
    File.objects.filter(sha256=sha256).delete()
    disk.remove(path_of(sha256), before=at + timedelta(days=1))

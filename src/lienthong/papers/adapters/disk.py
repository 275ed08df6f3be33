"""Files on the disk: whole or not at all, whoever is killed meanwhile."""

import errno
import fcntl
import hashlib
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Protocol

from lienthong.papers.queries import CHUNK, INCOMING, path_of, root
from lienthong.papers.rules import NotStored, StoredFile
from lienthong.papers.rules.inspection import media_type_of
from lienthong.papers.rules.media import too_big
from lienthong.papers.rules.names import display_name
from lienthong.papers.rules.refusal import gettext_noop as _

logger = logging.getLogger(__name__)

FULL = _("Máy chủ hết chỗ nên chưa lưu được tệp. Báo người quản trị, rồi gửi lại tệp.")
FORBIDDEN = _(
    "Máy chủ không được phép ghi vào thư mục tệp nên chưa lưu được tệp. Báo người quản trị, rồi "
    "gửi lại tệp."
)
FAILED = _("Chưa lưu được tệp vì lỗi đọc hoặc ghi. Gửi lại tệp; vẫn lỗi thì báo người quản trị.")
SENTENCES = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EACCES: FORBIDDEN,
    errno.EPERM: FORBIDDEN,
    errno.EROFS: FORBIDDEN,
}


class Stream(Protocol):
    """What an upload offers; anything open for reading bytes does."""

    def read(self, size: int, /) -> bytes: ...


def write(stream: Stream, *, limit: int, declared_name: str) -> StoredFile:
    """Put the rest of `stream` under its hash. Writing the same content again, or at the same time
    from two processes, leaves one file.

    Raises Refused for what is not accepted or has more than `limit` bytes, NotStored when the disk
    fails; then nothing is left behind.
    """
    try:
        root().mkdir(mode=0o700, parents=True, exist_ok=True)
        (root() / INCOMING).mkdir(mode=0o700, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=root() / INCOMING, delete=False) as temporary:
            try:
                sha256, size = _copy(stream, temporary.file, limit)
                media_type = media_type_of(temporary.file, size)
                os.fsync(temporary.fileno())
                _publish(Path(temporary.name), path_of(sha256))
            except BaseException:
                Path(temporary.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        logger.exception("papers: a file could not be stored")
        raise NotStored(SENTENCES.get(error.errno or 0, FAILED)) from error
    return StoredFile(sha256, size, media_type, display_name(declared_name, media_type))


def remove(path: Path, *, before: datetime) -> bool:
    """Remove an orphan, unless the same content was written again since `before`."""
    with _alone(fcntl.LOCK_EX):
        try:
            if path.stat().st_mtime >= before.timestamp():
                return False
            path.unlink()
        except FileNotFoundError:
            return False
    return True


def _copy(stream: Stream, target: IO[bytes], limit: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise too_big(limit)
        digest.update(chunk)
        target.write(chunk)
    target.flush()
    return digest.hexdigest(), size


def _publish(temporary: Path, path: Path) -> None:
    folders = (path.parent.parent, path.parent)
    for folder in folders:
        folder.mkdir(mode=0o700, exist_ok=True)
    with _alone(fcntl.LOCK_SH):
        # Now is the moment the content was last asked for: it is no orphan for a day.
        os.utime(temporary)
        temporary.replace(path)
    for folder in (root(), *folders):
        _sync(folder)


@contextmanager
def _alone(kind: int) -> Iterator[None]:
    """Writers share the lock; a removal holds it alone, so that between its last look and the
    removal nobody puts the same content there."""
    descriptor = os.open(root() / ".lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, kind)
        yield
    finally:
        os.close(descriptor)


def _sync(folder: Path) -> None:
    """Make the names in a folder last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

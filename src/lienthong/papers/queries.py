"""What is stored, and its content."""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from lienthong.papers.models import File
from lienthong.papers.rules import NoSuchFile, StoredFile
from lienthong.papers.rules.inspection import media_type_of
from lienthong.papers.rules.media import MEDIA, too_big
from lienthong.papers.rules.names import content_disposition, display_name
from lienthong.papers.rules.refusal import gettext_noop as _

HASH = re.compile(r"[0-9a-f]{64}")
CHUNK = 65_536
PAGE = 2_000
# Files on their way; on the same file system as the others, so that a rename is atomic.
INCOMING = "incoming"

UNKNOWN = _("Không có tệp này. Mở lại hồ sơ rồi chọn tệp trong danh sách.")
LOST = _(
    "Tệp có trong sổ nhưng không còn trên đĩa. Báo người quản trị khôi phục từ bản sao lưu, "
    "đọc mã %(code)s."
)


def root() -> Path:
    return Path(settings.FILES_ROOT)


def path_of(sha256: str) -> Path:
    """Where the content is: ab/cd/<sha256>."""
    return root() / sha256[:2] / sha256[2:4] / sha256


def file(sha256: str) -> StoredFile:
    """Raises NoSuchFile."""
    row = File.objects.filter(sha256=sha256).first()
    if row is None:
        raise NoSuchFile(UNKNOWN)
    return StoredFile(row.sha256, row.size, row.media_type)


def open_file(sha256: str) -> BinaryIO:
    """The content, to be closed by the caller. Raises NoSuchFile."""
    if not HASH.fullmatch(sha256):
        raise NoSuchFile(UNKNOWN)
    try:
        return path_of(sha256).open("rb")
    except FileNotFoundError as error:
        known = File.objects.filter(sha256=sha256).exists()
        raise (NoSuchFile(LOST, code=sha256[:12]) if known else NoSuchFile(UNKNOWN)) from error


def acceptable(content: BinaryIO) -> str:
    """The media type under which `store` would take the content, without taking it. Raises Refused
    with what `store` would say."""
    size = content.seek(0, os.SEEK_END)
    if size > settings.UPLOAD_LIMIT:
        raise too_big(settings.UPLOAD_LIMIT)
    return media_type_of(content, size)


class Chunks:
    """The content piece by piece. `close` is safe whether or not reading ever began, which a
    generator's is not; a streaming response calls it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        try:
            while chunk := self._file.read(CHUNK):
                yield chunk
        finally:
            self._file.close()

    def close(self) -> None:
        self._file.close()


@dataclass(frozen=True)
class Download:
    """What a response needs: StreamingHttpResponse(download.chunks, headers=download.headers)."""

    chunks: Chunks
    media_type: str
    size: int
    headers: dict[str, str]


def download(sha256: str, *, name: str = "", inline: bool = False) -> Download:
    """The file under a safe name. `inline` is granted only to types that a browser shows without
    running anything; everything else is saved. Raises NoSuchFile."""
    stored = file(sha256)
    media = MEDIA[stored.media_type]
    text = stored.media_type.startswith("text/")
    shown_name = display_name(name or sha256[:12], stored.media_type)
    return Download(
        chunks=Chunks(open_file(sha256)),
        media_type=stored.media_type,
        size=stored.size,
        headers={
            "Content-Type": f"{stored.media_type}; charset=utf-8" if text else stored.media_type,
            "Content-Length": str(stored.size),
            "Content-Disposition": content_disposition(shown_name, inline=inline and media.shown),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def missing_files() -> Iterator[str]:
    """Hashes of rows whose file is gone: each is an alarm."""
    for page in _rows():
        yield from (sha256 for sha256 in page if not path_of(sha256).is_file())


def damaged_files() -> Iterator[str]:
    """Hashes of rows whose file no longer has that content. Reads every file."""
    for page in _rows():
        for sha256 in page:
            if path_of(sha256).is_file():
                with path_of(sha256).open("rb") as content:
                    if hashlib.file_digest(content, "sha256").hexdigest() != sha256:
                        yield sha256


def orphans(*, before: datetime) -> Iterator[Path]:
    """Files last written before `before` that no row knows, and uploads given up before then."""
    yield from _old_files(root() / INCOMING, before)
    for folder in sorted(root().glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]")):
        old = list(_old_files(folder, before))
        for start in range(0, len(old), PAGE):
            names = [path.name for path in old[start : start + PAGE]]
            known = set(File.objects.filter(sha256__in=names).values_list("sha256", flat=True))
            yield from (path for path in old[start : start + PAGE] if path.name not in known)


def _old_files(folder: Path, before: datetime) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for entry in os.scandir(folder):
        try:
            if entry.stat().st_mtime < before.timestamp():
                yield Path(entry.path)
        except FileNotFoundError:
            continue  # an upload that ended meanwhile


def _rows() -> Iterator[list[str]]:
    """All hashes page by page, so that no read stays open over millions of files."""
    last = ""
    while page := list(
        File.objects.filter(sha256__gt=last)
        .order_by("sha256")
        .values_list("sha256", flat=True)[:PAGE]
    ):
        yield page
        last = page[-1]

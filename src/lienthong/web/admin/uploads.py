"""What somebody uploaded to be taken over, kept between the dry run and the decision.

Each upload has a folder of its own under an unguessable name that only the session knows; whoever
never decides is swept after a day.
"""

import re
import secrets
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from django.conf import settings

from lienthong.dossiers.rules import NotAllowed

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST_FILES: Final = 20_000
MOST_BYTES: Final = 2 * 1024**3
_DAY: Final = 86_400
_TOKEN: Final = re.compile(r"[0-9a-f]{32}")
_PIECE: Final = 1024 * 1024


@dataclass(frozen=True)
class Kept:
    """`files` is the folder with the attachments, None without any."""

    sheet: Path
    files: Path | None


def keep(sheet: "UploadedFile[Any]", files: "UploadedFile[Any] | None", *, at: datetime) -> str:
    """Put the sheet, and what a zip holds, in a new folder; its token. Raises NotAllowed."""
    _sweep(at)
    token = secrets.token_hex(16)
    place = _root() / token
    place.mkdir(parents=True)
    try:
        suffix = Path(sheet.name or "").suffix.lower()
        with (place / f"sheet{suffix}").open("wb") as copy:
            for piece in sheet.chunks():
                copy.write(piece)
        if files is not None:
            unpack(files, place / "files")
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return token


@contextmanager
def opened(token: str) -> Iterator[tuple[BinaryIO, Kept]]:
    """The sheet, to read. Raises NotAllowed when it is no longer kept."""
    place = _root() / token
    found = list(place.glob("sheet.*")) if _TOKEN.fullmatch(token) else []
    if not found:
        raise NotAllowed("Tệp đã tải lên không còn được giữ. Tải lên lại rồi chạy thử.")
    files = place / "files"
    with found[0].open("rb") as stream:
        yield stream, Kept(sheet=found[0], files=files if files.is_dir() else None)


def forget(token: str) -> None:
    if _TOKEN.fullmatch(token):
        shutil.rmtree(_root() / token, ignore_errors=True)


def unpack(upload: "UploadedFile[Any]", into: Path) -> None:
    """The files of a zip side by side, by their names alone: folders in it mean nothing, so no name
    leads outside. Raises NotAllowed."""
    into.mkdir()
    try:
        with zipfile.ZipFile(upload) as archive:
            _unpack(archive, into)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError):
        raise NotAllowed("Không mở được tệp nén. Nén lại dạng .zip không mật khẩu.") from None
    except RuntimeError:
        raise NotAllowed("Tệp nén có mật khẩu. Nén lại không đặt mật khẩu.") from None


def _unpack(archive: zipfile.ZipFile, into: Path) -> None:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MOST_FILES:
        raise NotAllowed(
            "Tệp nén có hơn %(most_files)s tệp. Chia thành nhiều lần.", most_files=MOST_FILES
        )
    left = MOST_BYTES
    for member in members:
        name = PurePosixPath(member.filename.replace("\\", "/")).name
        if name in {"", ".", ".."} or "\0" in name:
            continue
        if (into / name).exists():
            raise NotAllowed("Tệp nén có hai tệp tên %(name)s. Đặt tên khác nhau.", name=name)
        with archive.open(member) as source, (into / name).open("wb") as copy:
            # The size that the archive declares may lie: what comes out is counted.
            while piece := source.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    raise NotAllowed("Tệp nén giải ra quá 2 GB. Chia thành nhiều lần.")
                copy.write(piece)


def _sweep(at: datetime) -> None:
    root = _root()
    for place in root.iterdir() if root.is_dir() else ():
        if place.stat().st_mtime < at.timestamp() - _DAY:
            shutil.rmtree(place, ignore_errors=True)


def _root() -> Path:
    return Path(settings.VAR) / "inheriting"

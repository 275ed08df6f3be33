"""Zip archives: office documents are some of them, everything else in a zip is refused. Nothing is
ever unpacked; only the list of members is read, and no more of it than an honest document has."""

import struct
import zipfile
from typing import IO

from lienthong.papers.rules import media
from lienthong.papers.rules.refusal import Refused

END_MARK = b"PK\x05\x06"
ZIP64_MARK = b"PK\x06\x07"
LONGEST_LIST = 1_000_000
MOST_INFLATED = 400_000_000
MOST_TIMES = 200

# A member that only this type has.
OPEN_XML = {"word/document.xml": media.DOCX, "xl/workbook.xml": media.XLSX}
OPEN_DOCUMENT = (media.ODT, media.ODS)
MACROS = ("vbaproject.bin", "basic/", "scripts/")


def hides_archive(tail: bytes) -> bool:
    """Whether a file with this end, whatever it begins with, opens as a zip archive too."""
    return _end_record(tail) is not None


def office_type(file: IO[bytes], size: int, head: bytes, tail: bytes) -> str:
    """The media type of an office document. Raises Refused for every other archive, for macros,
    passwords, damage, and what would swell when opened."""
    members = _members(file, size, tail)
    names = {member.filename for member in members}
    found = _declared(head) or next((OPEN_XML[name] for name in OPEN_XML if name in names), None)
    if found is None:
        raise Refused(media.UNKNOWN if "[Content_Types].xml" in names else media.ARCHIVE)
    kind = media.MEDIA[found].name
    if any(member.flag_bits & 1 for member in members):
        raise Refused(media.LOCKED, kind=kind)
    if any(name.lower().startswith(MACROS) or name.lower().endswith(MACROS) for name in names):
        raise Refused(media.MACROS, kind=kind)
    inflated = sum(member.file_size for member in members)
    if inflated > MOST_INFLATED or inflated > MOST_TIMES * size:
        raise Refused(media.BOMB, kind=kind)
    return found


def _declared(head: bytes) -> str | None:
    """An OpenDocument file says what it is in its first member, which is not compressed."""
    length = int.from_bytes(head[28:30], "little")
    if head[30:38] != b"mimetype":
        return None
    content = head[38 + length : 38 + length + int.from_bytes(head[18:22], "little")]
    return next((kind for kind in OPEN_DOCUMENT if content == kind.encode()), None)


def _members(file: IO[bytes], size: int, tail: bytes) -> list[zipfile.ZipInfo]:
    broken = Refused(media.BROKEN, kind="nén (.docx, .xlsx, .odt)")
    end = _end_record(tail)
    if end is None:
        raise broken
    position, listed, start = end
    # The list ends where the end mark begins: nothing stands before the archive or between, and no
    # second, larger list is named there (zip64).
    if (
        start + listed != size - len(tail) + position
        or listed > LONGEST_LIST
        or tail.rfind(END_MARK) != position
        or tail[max(0, position - 20) : position].startswith(ZIP64_MARK)
    ):
        raise broken
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
        raise broken from error


def _end_record(tail: bytes) -> tuple[int, int, int] | None:
    """Where in `tail` the end mark is, the length of the list of members and where it starts; None
    when the file does not end as an archive."""
    position = tail.rfind(END_MARK)
    while position >= 0:
        record = tail[position : position + 22]
        if len(record) == 22:
            listed, start, comment = struct.unpack("<IIH", record[12:22])
            if position + 22 + comment == len(tail):
                return position, listed, start
        position = tail.rfind(END_MARK, 0, position)
    return None

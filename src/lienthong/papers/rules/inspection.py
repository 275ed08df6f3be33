"""How a file proves by its content to be of an accepted type. Its name and what a browser says
about it decide nothing. Only its beginning, its end and what these point to are read into memory.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from lienthong.papers.rules import media
from lienthong.papers.rules.archives import hides_archive, office_type
from lienthong.papers.rules.refusal import Refused
from lienthong.papers.rules.texts import text_type

HEAD = 4096
TAIL = 66_000  # the end mark of a zip archive stands in the last 65,557 bytes

# First bytes of what is recognised and not taken.
KNOWN: tuple[tuple[bytes, str], ...] = (
    (b"MZ", media.PROGRAM),
    (b"\x7fELF", media.PROGRAM),
    (b"\xca\xfe\xba\xbe", media.PROGRAM),
    (b"\xcf\xfa\xed\xfe", media.PROGRAM),
    (b"\xce\xfa\xed\xfe", media.PROGRAM),
    (b"L\x00\x00\x00\x01\x14\x02\x00", media.PROGRAM),
    (b"dex\n", media.PROGRAM),
    (b"\x00asm", media.PROGRAM),
    (b"Rar!", media.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", media.ARCHIVE),
    (b"\x1f\x8b", media.ARCHIVE),
    (b"BZh", media.ARCHIVE),
    (b"\xfd7zXZ", media.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", media.ARCHIVE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", media.OLD_OFFICE),
    (b"GIF8", media.OTHER_IMAGE),
    (b"BM", media.OTHER_IMAGE),
    (b"ID3", media.FILM),
    (b"OggS", media.FILM),
    (b"\x1aE\xdf\xa3", media.FILM),
    (b"RIFF", media.FILM),
    (b"\xff\xfe", media.NOT_UTF8),
    (b"\xfe\xff", media.NOT_UTF8),
)
STILL_PICTURES = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"}


@dataclass(frozen=True)
class Probe:
    file: IO[bytes]
    size: int
    head: bytes
    tail: bytes

    def at(self, offset: int, length: int) -> bytes:
        self.file.seek(offset)
        return self.file.read(length)


def media_type_of(file: IO[bytes], size: int) -> str:
    """The media type of a seekable file of `size` bytes, a key of `media.MEDIA`.

    Raises Refused with a sentence for everything else.
    """
    if size == 0:
        raise Refused(media.EMPTY)
    file.seek(0)
    head = file.read(HEAD)
    file.seek(max(0, size - TAIL))
    probe = Probe(file, size, head, file.read(TAIL))
    if head.startswith(b"PK\x03\x04"):
        return office_type(file, size, head, probe.tail)
    scanned = _scan_type(probe)
    if scanned:
        return scanned
    if head[4:8] == b"ftyp":
        raise Refused(media.OTHER_IMAGE if head[8:12] in STILL_PICTURES else media.FILM)
    # Before the known beginnings: a text may well begin with BM or MZ.
    found = text_type(file)
    if found:
        return found
    for beginning, sentence in KNOWN:
        if head.startswith(beginning):
            raise Refused(sentence)
    raise Refused(media.UNKNOWN)


def _scan_type(probe: Probe) -> str | None:
    """The type of a PDF or picture, None for everything else."""
    for start, media_type, is_sound in SCANS:
        if start.match(probe.head):
            kind = media.MEDIA[media_type].name
            if not is_sound(probe):
                raise Refused(media.BROKEN, kind=kind)
            if hides_archive(probe.tail):
                raise Refused(media.DISGUISED, kind=kind)
            return media_type
    return None


def _pdf(probe: Probe) -> bool:
    """Ends as a PDF does; refuses one with a password, whose trailer names its encryption."""
    end = probe.tail[-1024:]
    if b"%%EOF" not in end:
        return False
    start = re.findall(rb"startxref\s+(\d{1,12})", probe.tail)
    trailer = probe.at(int(start[-1]), HEAD) if start and int(start[-1]) < probe.size else b""
    if re.search(rb"/Encrypt\s*(\d+\s+\d+\s+R|<<)", probe.tail + trailer):
        raise Refused(media.LOCKED, kind=media.MEDIA[media.PDF].name)
    return bool(start)


def _jpeg(probe: Probe) -> bool:
    # Not its end: phones append a film or a depth map after it.
    return len(probe.head) > 3 and probe.head[3] in {
        0xDB,
        0xC0,
        0xC2,
        0xC4,
        0xFE,
        *range(0xE0, 0xF0),
    }


def _png(probe: Probe) -> bool:
    return probe.head[12:16] == b"IHDR" and b"IEND\xaeB`\x82" in probe.tail


def _tiff(probe: Probe) -> bool:
    first = int.from_bytes(probe.head[4:8], "little" if probe.head[:1] == b"I" else "big")
    return 8 <= first < probe.size - 2


def _webp(probe: Probe) -> bool:
    return int.from_bytes(probe.head[4:8], "little") + 8 <= probe.size


SCANS: tuple[tuple[re.Pattern[bytes], str, Callable[[Probe], bool]], ...] = (
    (re.compile(rb"%PDF-\d"), media.PDF, _pdf),
    (re.compile(rb"\xff\xd8\xff"), media.JPEG, _jpeg),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), media.PNG, _png),
    (re.compile(rb"II\*\x00|MM\x00\*"), media.TIFF, _tiff),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), media.WEBP, _webp),
)

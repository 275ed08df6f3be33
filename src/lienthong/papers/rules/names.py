"""What people call a file. The name never decides where or as what a file is stored."""

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote

from lienthong.papers.rules.media import MEDIA

LONGEST = 120
# Windows keeps these names for devices, whatever the suffix.
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def display_name(declared: str, media_type: str) -> str:
    """`declared` made safe to show and to save under: no folders, no control or direction
    characters, nothing that a file system forbids, at most 120 characters, and always a suffix of
    `media_type`, so that what a name promises is what the file is. "" stays ""."""
    visible = "".join(
        " " if sign.isspace() else sign
        for sign in declared
        if sign.isspace() or unicodedata.category(sign)[0] != "C"
    )
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", visible))[-1]
    name = " ".join(re.sub(r'[<>:"|?*]', " ", last).split()).strip(". ")
    if not name:
        return ""
    if DEVICES.match(name):
        name = f"_{name}"
    suffixes = MEDIA[media_type].suffixes
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in suffixes:
        return name[: -len(suffix)][: LONGEST - len(suffix)].rstrip(". ") + suffix
    return name[: LONGEST - len(suffixes[0])].rstrip(". ") + suffixes[0]


def content_disposition(name: str, *, inline: bool) -> str:
    """The header: an unaccented name for old programs, the true one as RFC 5987 asks."""
    folded = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    plain = re.sub(r'[^\x20-\x7e]|["\\%;]', "", folded)
    way = "inline" if inline else "attachment"
    return f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"

"""Files of text: plain, or XML without anything that could act when opened."""

import codecs
import re
from typing import IO

from lienthong.papers.rules import media
from lienthong.papers.rules.refusal import Refused

CHUNK = 65_536
OVERLAP = 64
NO_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
MARKUP = re.compile(r"\s*<[?!a-z_:]", re.IGNORECASE)
PAGE = re.compile(
    r"<!doctype\s+html|<(\w+:)?(html|svg|script|body|iframe)\b|1999/xhtml", re.IGNORECASE
)
ENTITIES = re.compile(r"<!(doctype|entity)", re.IGNORECASE)


def text_type(file: IO[bytes]) -> str | None:
    """TEXT or XML when the whole file is UTF-8 text, None when it is not text at all.

    Raises Refused for programs, web pages, XML with entities and texts of another encoding.
    """
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    beginning, before = "", ""
    while chunk := file.read(CHUNK):
        try:
            text = decoder.decode(chunk)
        except UnicodeDecodeError as error:
            if NO_TEXT.search(chunk.decode("latin-1")):
                return None
            raise Refused(media.NOT_UTF8) from error
        if NO_TEXT.search(text):
            return None
        beginning = beginning or text
        if MARKUP.match(beginning):
            _check_markup(before + text)
            before = text[-OVERLAP:]
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise Refused(media.NOT_UTF8) from error
    if beginning.startswith("#!"):
        raise Refused(media.PROGRAM)
    if beginning.startswith("{\\rtf"):
        raise Refused(media.RICH_TEXT)
    return media.XML if MARKUP.match(beginning) else media.TEXT


def _check_markup(text: str) -> None:
    if PAGE.search(text):
        raise Refused(media.WEB_PAGE)
    if ENTITIES.search(text):
        raise Refused(media.ENTITIES)

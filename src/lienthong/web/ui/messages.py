"""Compiles locale/*/LC_MESSAGES/django.po to .mo without GNU gettext, which a clean machine may
lack: python -m lienthong.web.ui.messages. The .mo files are kept in the repository; a test finds
one that is older than its .po."""

import ast
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

LOCALE = Path(__file__).resolve().parents[2] / "locale"
_MAGIC = 0x950412DE
_CONTEXT = "\x04"


@dataclass
class Message:
    """One entry of a catalogue. `texts` are the translations, several where it has plurals."""

    msgid: str = ""
    context: str = ""
    plural: str = ""
    texts: dict[int, str] = field(default_factory=dict)
    fuzzy: bool = False

    @property
    def translated(self) -> bool:
        return not self.fuzzy and bool(self.texts) and all(self.texts.values())


def parse(text: str) -> list[Message]:
    """The entries of a .po file; obsolete ones (#~) are left out. Raises ValueError with the line
    that cannot be read."""
    return list(_entries(text))


def _entries(text: str) -> Iterator[Message]:
    message, part, index, fuzzy = Message(), "", 0, False
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if line.startswith("#,"):
            fuzzy = "fuzzy" in line
            continue
        if not line or line.startswith("#"):
            continue
        keyword, _space, rest = ("", "", line) if line.startswith('"') else line.partition(" ")
        if keyword in {"msgctxt", "msgid"} and part == "msgstr":
            yield message
            message, part = Message(), ""
        if keyword:
            part, index = _part(keyword, number)
        if part == "msgid" and keyword:
            message.fuzzy, fuzzy = fuzzy, False
        _append(message, part, index, _string(rest, number))
    if part == "msgstr":
        yield message


def _part(keyword: str, number: int) -> tuple[str, int]:
    if keyword in {"msgctxt", "msgid", "msgid_plural", "msgstr"}:
        return keyword, 0
    if keyword.startswith("msgstr[") and keyword.endswith("]"):
        return "msgstr", int(keyword[7:-1])
    raise ValueError(f"line {number}: {keyword!r}")


def _string(text: str, number: int) -> str:
    try:
        value = ast.literal_eval(text.strip())
    except (SyntaxError, ValueError) as error:
        raise ValueError(f"line {number}: {text!r}") from error
    if not isinstance(value, str):
        raise ValueError(f"line {number}: {text!r}")
    return value


def _append(message: Message, part: str, index: int, text: str) -> None:
    if part == "msgctxt":
        message.context += text
    elif part == "msgid":
        message.msgid += text
    elif part == "msgid_plural":
        message.plural += text
    else:
        message.texts[index] = message.texts.get(index, "") + text


def compile_catalogue(messages: list[Message]) -> bytes:
    """The .mo file: little-endian, sorted by message id, without a hash table."""
    pairs = sorted(
        (_key(message), "\0".join(message.texts[at] for at in sorted(message.texts)))
        for message in messages
        if message.translated
    )
    ids = [key.encode() for key, _text in pairs]
    texts = [text.encode() for _key, text in pairs]
    header = 7 * 4
    offset = header + len(pairs) * 16
    tables: list[bytes] = []
    for strings in (ids, texts):
        for string in strings:
            tables.append(struct.pack("<II", len(string), offset))
            offset += len(string) + 1
    head = struct.pack("<7I", _MAGIC, 0, len(pairs), header, header + len(pairs) * 8, 0, offset)
    return b"".join([head, *tables, *(string + b"\0" for string in ids + texts)])


def _key(message: Message) -> str:
    key = f"{message.context}{_CONTEXT}{message.msgid}" if message.context else message.msgid
    return f"{key}\0{message.plural}" if message.plural else key


def main() -> None:
    for po in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        compiled = compile_catalogue(parse(po.read_text(encoding="utf-8")))
        po.with_suffix(".mo").write_bytes(compiled)


if __name__ == "__main__":
    main()

"""The same directive as it comes in other shapes: broken lines, decomposed, scrambled."""

import random
import textwrap
import unicodedata
from collections.abc import Mapping
from functools import cache

from lienthong.programmes.rules.extraction.language import fold

MARKS = set("\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b")


def broken(text: str, width: int = 90) -> str:
    """Every paragraph broken into lines, as text comes out of a PDF."""
    lines: list[str] = []
    for line in text.split("\n"):
        whole = "|" in line or "\t" in line or not line or "   " in line.strip()
        lines += (
            [line]
            if whole
            else textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
        )
    return "\n".join(lines)


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def scrambled(text: str, seed: int = 3) -> str:
    """Base letters right, marks at random, as pages protected against copying give them."""
    chance = random.Random(seed)  # noqa: S311
    letters = marked_letters()
    return "".join(
        chance.choice(letters[fold(letter)])
        if fold(letter) in letters and chance.random() < 0.35
        else letter
        for letter in text
    )


@cache
def marked_letters() -> Mapping[str, list[str]]:
    """Every marked Vietnamese letter by its base."""
    found: dict[str, list[str]] = {"d": ["đ"], "D": ["Đ"]}
    for code in range(0xC0, 0x1EFA):
        letter = chr(code)
        parts = unicodedata.normalize("NFD", letter)
        if len(parts) > 1 and parts[0].isascii() and set(parts[1:]) <= MARKS:
            found.setdefault(parts[0], []).append(letter)
    return found


def windows_1258(text: str) -> bytes:
    """Tone marks apart, other marks in their letters: the only way that encoding has."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    apart = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        base = "".join(part for part in parts if part not in tones)
        apart.append(unicodedata.normalize("NFC", base))
        apart += [part for part in parts if part in tones]
    return "".join(apart).encode("cp1258", "replace")

"""Vietnamese text: folding for search, dictionary order, the place of tone marks."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Unicode's combining tone marks in the order of Vietnamese dictionaries:
# ngang, huyền, hỏi, ngã, sắc, nặng.
_TONES: Final = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_TONE_RANK: Final = {mark: str(rank) for rank, mark in enumerate(_TONES)}
_LETTERS: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Two digits for a letter, from 20 on. Only digits and small letters stand in a key: so the order of
# keys is the same under every collation of every database.
_CODES: Final = {letter: str(place + 20) for place, letter in enumerate(_LETTERS)}
_END_OF_LETTERS: Final = "00"

_MARKS: Final = re.compile("[\u0300-\u036f]+")
_WORDS: Final = re.compile(r"\d+|[^\W\d_]+")
# Newer spelling puts the tone on the second vowel of an open oa, oe, uy (hoà, khoẻ, thuỷ); laws
# and resolutions put it on the first (hòa, khỏe, thủy). "qu" is a consonant: quý stays.
_OPEN_PAIR: Final = re.compile(
    "(o[ae]|(?<![qQ])u[y])([\u0300\u0309\u0303\u0301\u0323])(?![\\w\u0300-\u036f])", re.IGNORECASE
)


# Zero-width spaces and joiners, word joiner, byte order mark, soft hyphen: they come along with
# what is pasted, and nobody can see them to take them out.
_UNSEEN: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


def visible(text: str) -> str:
    return text.translate(_UNSEEN)


def fold(text: str) -> str:
    """`text` without tone and accent marks, lower case, single spaces: what people type to find."""
    apart = unicodedata.normalize("NFD", visible(text).replace("đ", "d").replace("Đ", "D"))
    return " ".join(_MARKS.sub("", apart).lower().split())


def normalise_tones(text: str) -> str:
    """`text` composed (NFC), with tone marks where laws put them: Hoà and Hòa become one."""
    apart = unicodedata.normalize("NFD", text)
    moved = _OPEN_PAIR.sub(lambda pair: pair[1][0] + pair[2] + pair[1][1], apart)
    return unicodedata.normalize("NFC", moved)


@lru_cache(maxsize=20_000)
def sort_key(text: str) -> str:
    """A key by which plain string order is the order of Vietnamese dictionaries.

    Syllable by syllable: first the letters (a, ă, â, b … d, đ, e, ê …), then, among equal letters,
    the tones (ngang, huyền, hỏi, ngã, sắc, nặng). Case, punctuation and the place of the tone mark
    do not count. Numbers come before letters, in the order of their value (Khối 2, Khối 10).
    """
    return "".join(
        _number_key(word) if word.isdecimal() else _syllable_key(word)
        for word in _WORDS.findall(normalise_tones(text).lower())
    )


def _number_key(word: str) -> str:
    digits = str(int(word))
    return f"1{len(digits):02d}{digits}"


@lru_cache(maxsize=20_000)
def _syllable_key(word: str) -> str:
    letters, tones = [], []
    for character in word:
        rank = "0"
        marks = unicodedata.normalize("NFD", character)
        for mark in marks[1:]:
            rank = _TONE_RANK.get(mark, rank)
        base = "".join(mark for mark in marks if mark not in _TONE_RANK)
        letter = unicodedata.normalize("NFC", base)
        # A letter of another language sorts as its plain form, another script after z.
        code = _CODES.get(letter) or _CODES.get(letter[0]) or f"99{ord(letter[0]):06x}"
        letters.append(code)
        tones.append(rank)
    return "".join(letters) + _END_OF_LETTERS + "".join(tones)

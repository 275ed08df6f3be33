"""The script of a Vietnamese text: what to compare so that spelling variants do not matter.

A text is compared by its key: as long as the text itself, lower case, tone marks placed in one way.
Some copies carry scrambled diacritics (protection of web pages against copying): base letters are
right, marks are random. Their key has no marks at all, and so have the patterns applied to it.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONE = re.compile(f"[{_TONES}]")
_WORD = re.compile(r"[^\W\d_]+")
# The mark of an open syllable sits on either vowel: hoà, hòa; uỷ, ủy (but always quý).
_OPEN_SYLLABLE = re.compile(r"(o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?![^\W\d_])")


UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"


def compose(text: str) -> str:
    """Composed letters; a text that was stored decomposed compares like any other.

    Fonts of some offices print "ỳ" by another letter, which a PDF then gives as text.
    """
    return unicodedata.normalize("NFC", text).replace("Ƕ", "ỳ")


@lru_cache(maxsize=1024)
def _base(letter: str) -> str:
    if letter in "đĐ":
        return "d" if letter == "đ" else "D"
    return unicodedata.normalize("NFD", letter)[0]


def fold(text: str) -> str:
    """The same text without marks, as many characters long."""
    return "".join(map(_base, compose(text)))


def _lower(text: str) -> str:
    if len(text.lower()) == len(text):
        return text.lower()
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def _on_first_vowel(syllable: re.Match[str]) -> str:
    first, second = unicodedata.normalize("NFD", syllable[0][1]), syllable[0][0]
    return compose(second + first[1:]) + first[0]


@lru_cache(maxsize=4096)
def _key(text: str, folded: bool) -> str:  # noqa: FBT001
    if folded:
        return _lower(fold(text))
    return _OPEN_SYLLABLE.sub(_on_first_vowel, _lower(text))


@lru_cache(maxsize=4096)
def _compiled(pattern: str, folded: bool) -> re.Pattern[str]:  # noqa: FBT001
    return re.compile(fold(pattern) if folded else pattern)


@dataclass(frozen=True)
class Script:
    """How texts and patterns of one document are compared. Patterns are written in lower case."""

    folded: bool = False

    def key(self, text: str) -> str:
        """What to match patterns against; positions are those of `text`, which is composed."""
        return _key(text, self.folded)

    def legible(self, text: str) -> str:
        """The text to read, character for character: without marks where they are scrambled."""
        return fold(text) if self.folded else text

    def pattern(self, pattern: str) -> re.Pattern[str]:
        return _compiled(pattern, self.folded)


def script_of(text: str) -> Script:
    """Scrambled or not: no Vietnamese syllable carries two tone marks, scrambled ones often do."""
    words = _WORD.findall(compose(text))
    doubled = sum(len(_TONE.findall(unicodedata.normalize("NFD", word))) > 1 for word in words)
    return Script(folded=doubled >= 3 and doubled * 100 >= len(words))


def words(phrases: str) -> str:
    """A pattern for any of the phrases, separated by line breaks or commas; longest first."""
    listed = {phrase.strip() for phrase in re.split(r"[,\n]", phrases) if phrase.strip()}
    ordered = sorted(listed, key=lambda phrase: (-len(phrase), phrase))
    return rf"(?<!\w)(?:{'|'.join(re.escape(phrase) for phrase in ordered)})(?!\w)"


_STOP = re.compile(rf"(?<=[.!?…])(?:\[\d{{1,3}}\])?[\"”’)\]]*\s+(?=[\"“‘(\[]*[{UPPER}]|[-+•]\s|\d)")
# A point after these belongs to the word, not to the sentence.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:Ông|Bà|TP|Tp|T\.Ư|T|P|Q|TS|GS|PGS|ThS|BS|KS|NQ|v\.v|[A-ZĐ])\.$|^\s*\d{1,2}\.$"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of a paragraph."""
    spans, start = [], 0
    for stop in _STOP.finditer(text):
        if _ABBREVIATION.search(text, max(start, stop.start() - 12), stop.start()):
            continue
        spans.append((start, stop.start()))
        start = stop.end()
    spans.append((start, len(text)))
    return [(begin, end) for begin, end in spans if text[begin:end].strip()]

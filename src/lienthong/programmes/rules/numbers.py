"""Numbers of documents in one spelling, so that a document is the same however it is cited (R61).
Pure."""

import re
import unicodedata
from typing import Final

# "02-KH/BCĐTW", "02-KH/BCĐ": whether a central committee writes "TW" behind its own letters differs
# from text to text. Where "TW" stands alone ("57-NQ/TW") it is the issuer and stays.
_CENTRAL: Final = re.compile(r"(?<=[^\W\d_]{2})-?T[WƯU]$")
_DASHES: Final = re.compile(r"[‐‑‒–—−]")


def one_spelling(number: str) -> str:
    """ "Số: 02 – KH/BCĐTW" and "02-KH/BCĐ" give the same. Empty stays empty."""
    text = unicodedata.normalize("NFC", number)
    text = re.sub(r"(?i)^\s*số\s*(?:hiệu)?\s*:?\s*", "", text)
    text = re.sub(r"\s+", "", _DASHES.sub("-", text)).upper().strip(".,;:|")
    head, slash, issuer = text.rpartition("/")
    return f"{head}{slash}{_CENTRAL.sub('', issuer)}" if slash else text

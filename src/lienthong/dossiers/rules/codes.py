"""Dossier codes and look-up secrets. Pure.

The structure follows the pattern in use with Decision 20/2020 codes (H29.121-250709-0001). The
structure of Circular 03/2025 was not seen, so the template is a parameter.
"""

import hashlib
import hmac
import re
from datetime import date
from typing import Final

TEMPLATE: Final = "{agency}-{day:%y%m%d}-"
TEST_TEMPLATE: Final = "{agency}-T{day:%y%m%d}-"
# No 0/O, 1/I/L: it is read aloud and typed on a phone.
_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
SECRET_LENGTH: Final = 6
FOREIGN = re.compile(
    r"^(?:\d{3}\.\d{2}\.\d{2}\.)?[GHK]\d{2}(?:\.\d{1,3}){0,3}-T?(?:\d{6}|\d{8})-\d{4,7}$"
)


def series(agency: str, day: date, *, test: bool, template: str = TEMPLATE) -> str:
    """The prefix that codes of one agency on one day share. Test dossiers have their own."""
    return (TEST_TEMPLATE if test else template).format(agency=agency, day=day)


def code(prefix: str, serial: int) -> str:
    return f"{prefix}{serial:04d}"


def secret(dossier_code: str, *, key: str) -> str:
    """The look-up secret of a dossier: derived, so that it is stored nowhere and can be printed
    again. Six characters of 31: one guess in 887 million, and guesses are counted."""
    digest = hmac.new(key.encode(), dossier_code.encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest[:8], "big")
    letters = []
    for _ in range(SECRET_LENGTH):
        number, place = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[place])
    return "".join(letters)


def secret_is_right(dossier_code: str, typed: str, *, key: str) -> bool:
    typed = typed.strip().upper().replace(" ", "")
    return hmac.compare_digest(secret(dossier_code, key=key).encode(), typed.encode())

"""Keeps the secrets of the second factor encrypted: who gets hold of a copy of the database cannot
make codes from it. The key is not in the database (setting LIENTHONG_STORE_KEY)."""

from base64 import urlsafe_b64encode
from functools import cache
from typing import Final

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

# A key of its own for this use, whatever else is derived from the setting one day.
_USE: Final = b"lienthong: second factor"


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """What allauth calls wherever it writes or reads a secret."""

    def encrypt(self, text: str) -> str:
        return _fernet(settings.STORE_KEY).encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Raises cryptography.fernet.InvalidToken when it was written with another key."""
        return _fernet(settings.STORE_KEY).decrypt(encrypted_text.encode()).decode()


@cache
def _fernet(key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_USE).derive(key.encode())
    return Fernet(urlsafe_b64encode(derived))

"""Names in the reader's language."""

from typing import Protocol

from django.utils.translation import get_language


class Named(Protocol):
    """An agency, a procedure or a step with an English name, which may be missing."""

    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...


def either(vietnamese: str, english: str) -> str:
    """The English name for an English reader where there is one."""
    return english if english and get_language() == "en" else vietnamese


def own(thing: Named) -> str:
    """The name in the reader's language."""
    return either(thing.name, thing.name_en)

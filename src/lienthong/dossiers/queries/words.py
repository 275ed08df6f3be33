"""Names in the reader's language."""

from django.utils.translation import get_language


def either(vietnamese: str, english: str) -> str:
    """The English name for an English reader where there is one."""
    return english if english and get_language() == "en" else vietnamese

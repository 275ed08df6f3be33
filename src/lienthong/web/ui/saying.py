"""Sentences of the rules in the reader's language (ADR 0009)."""

from typing import Final

from django.utils.translation import gettext

from lienthong.organisations.rules import Refusal, Sentence
from lienthong.papers.rules import Refused

# Whatever a rule, an action or a query refuses with a sentence of its own.
REFUSALS: Final = (Refusal, Refused)


def said(told: Exception | str) -> str:
    """A refusal, or a sentence, as the reader reads it."""
    match told:
        case Refusal():
            return said(told.sentence)
        case Refused():
            return said(Sentence(told.message_id, **told.values))
        case Sentence() if told.values:
            values = {
                name: said(value) if isinstance(value, str) else value
                for name, value in told.values.items()
            }
            return gettext(told.message) % values
    text = str(told)
    return gettext(text) if text else ""

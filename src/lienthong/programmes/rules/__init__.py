"""What a programme's tasks may do, decided without a database."""

from lienthong.accounts.rules import NotAllowed as Refusal


def _(message: str) -> str:
    """Marks a message id. Rules know no language; whoever shows the sentence translates it."""
    return message


class NotAllowed(Refusal):
    """The rules of programmes forbid it. A Vietnamese sentence that says what to do."""


class MovedOn(NotAllowed):
    """Somebody else acted on the task since it was read. Nothing was written."""


__all__ = ["MovedOn", "NotAllowed", "_"]

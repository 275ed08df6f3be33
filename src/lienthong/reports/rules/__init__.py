"""What a report may say and when it is due, decided without a database. Pure."""

from lienthong.accounts.rules import NotAllowed as Refusal


def _(message: str) -> str:
    """Marks a message id. Rules know no language; whoever shows the sentence translates it."""
    return message


class NotAllowed(Refusal):
    """The rules of reports forbid it. Nothing was written."""

"""What may happen to a dossier and what follows from what happened. Pure."""

from lienthong.organisations.rules import NotAllowed

__all__ = ["MovedOn", "NotAllowed"]


class MovedOn(NotAllowed):
    """Somebody else acted on the dossier since it was read. Nothing was written."""

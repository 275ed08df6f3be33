"""What may happen to a dossier and what follows from what happened. Pure."""


class NotAllowed(Exception):
    """The rules forbid it. The message is a Vietnamese sentence that says what to do."""


class MovedOn(NotAllowed):
    """Somebody else acted on the dossier since it was read. Nothing was written."""

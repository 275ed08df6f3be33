"""What a procedure version says, as frozen values; the lint; the choice of version. Pure."""

from lienthong.organisations.rules import NotAllowed

__all__ = ["NotAllowed", "NotOffered", "WrongContent"]


class WrongContent(NotAllowed):
    """A document is not what it should be. `place` is where, for instance `steps[2].share`."""

    def __init__(self, place: str, sentence: str) -> None:
        super().__init__(f"{place}: {sentence}" if place else sentence)
        self.place = place
        self.sentence = sentence


class NotOffered(NotAllowed):
    """No published version of the procedure is in force on the day asked for."""

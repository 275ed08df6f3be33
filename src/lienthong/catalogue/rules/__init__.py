"""What a procedure version says, as frozen values; the lint; the choice of version. Pure."""

from lienthong.organisations.rules import NotAllowed, Sentence

__all__ = ["NotAllowed", "NotOffered", "WrongContent"]


class WrongContent(NotAllowed):
    """A document is not what it should be. `place` is where, for instance `steps[2].share`;
    `wrong` is the sentence without it."""

    def __init__(self, place: str, message: str, /, **values: object) -> None:
        self.place = place
        self.wrong = message if isinstance(message, Sentence) else Sentence(message, **values)
        super().__init__(
            Sentence("%(place)s: %(wrong)s", place=place, wrong=self.wrong) if place else self.wrong
        )


class NotOffered(NotAllowed):
    """No published version of the procedure is in force on the day asked for."""

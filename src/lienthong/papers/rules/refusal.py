"""Refusals: a Vietnamese sentence that says what to do, kept apart from its values so that a
screen can translate it."""


class Refused(Exception):
    """The file is not taken.

    `message_id` is the Vietnamese sentence, with %(name)s where a value stands; `values` are these
    values; `str()` is the sentence as it is read.
    """

    def __init__(self, message_id: str, **values: object) -> None:
        super().__init__(message_id % values if values else message_id)
        self.message_id = message_id
        self.values = values


class NotStored(Refused):
    """The disk failed: nobody at the counter can help it, the operator must hear of it."""


class NoSuchFile(Refused):
    """There is no such file, or its row is there and its content is gone (an alarm)."""


def gettext_noop(sentence: str) -> str:
    """Mark `sentence` as a message id; rules know no Django, screens translate."""
    return sentence

"""What organisations refuses. The text of each is a Vietnamese sentence that says what to do."""

from lienthong.organisations.rules.sentences import Sentence


class Refusal(Exception):
    """`sentence` is what is said, as a message id with its values."""

    def __init__(self, message: str, /, **values: object) -> None:
        known = isinstance(message, Sentence) and not values
        self.sentence = message if known else Sentence(message, **values)
        super().__init__(self.sentence)


class NotAllowed(Refusal):
    """A change that a rule forbids."""


class UnknownUnit(Refusal):
    """No administrative unit has this code on this day."""


class UnknownAgency(Refusal):
    """No agency has this number."""


class UnknownEdition(Exception):
    """No state of the calendars has this number."""


class UnknownAgencyCode(Refusal):
    """No agency that exists on the day has, had or inherited this identification code.

    `code` is the code in canonical form, for `report_unknown_code`.
    """

    def __init__(self, code: str, message: str, /, **values: object) -> None:
        super().__init__(message, **values)
        self.code = code

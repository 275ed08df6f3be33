"""What organisations refuses. The text of each is a Vietnamese sentence that says what to do."""


class NotAllowed(Exception):
    """A change that a rule forbids."""


class UnknownUnit(Exception):
    """No administrative unit has this code on this day."""


class UnknownAgency(Exception):
    """No agency has this number."""


class UnknownEdition(Exception):
    """No state of the calendars has this number."""


class UnknownAgencyCode(Exception):
    """No agency that exists on the day has, had or inherited this identification code.

    `code` is the code in canonical form, for `report_unknown_code`.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code

"""What the clock refuses."""


class Invalid(ValueError):
    """A value that the contract of the clock refuses.

    `field` is the path of the value as the JSON of a case spells it ("rule.limit.amount"); `why`
    is a Vietnamese sentence without its full stop.
    """

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self.why = why


class LimitNotReached(Invalid):
    """The calendar does not hold enough working time: no due date within ten years of running."""

    def __init__(self) -> None:
        super().__init__("rule.limit", "chạy đủ 10 năm vẫn không hết thời hạn này")

"""What forms, reports and findings may be. Pure."""

from lienthong.organisations.rules import Named


class ValueKind(Named):
    """What one figure of a report is."""

    COUNT = "count"
    AMOUNT = "amount"
    PERCENT = "percent"
    YES_NO = "yes_no"
    TEXT = "text"


class Flow(Named):
    """How a figure relates to its period."""

    DISCRETE = "discrete"  # what happened in the period
    CUMULATIVE = "cumulative"  # as it stands at the end of the period
    DERIVED = "derived"  # computed from others by a formula


class Rollup(Named):
    """How a figure of several units becomes the figure of the unit above them."""

    SUM = "sum"
    FORMULA = "formula"  # a derived figure is derived anew from the parts that were added up
    NONE = "none"


class Rhythm(Named):
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    ONCE = "once"


class ReportState(Named):
    """A report from the moment it is owed."""

    OWED = "owed"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"  # to whom it came from, with a reason


class Source(Named):
    """Where a value came from."""

    TYPED = "typed"
    UPLOADED = "uploaded"
    UNCHANGED = "unchanged"  # "no change" in one press
    MEASURED = "measured"  # taken over from what the house measures
    CONSOLIDATED = "consolidated"  # added up from the units below
    PACKED = "packed"  # came with a data pack, with its printed source


class FindingKind(Named):
    """What a check found. The first six are the claims of the contract."""

    SUM = "sum"
    SHARE = "share"
    COUNT = "count"
    EQUAL = "equal"
    AT_MOST = "at_most"
    SUM_OF_LIST = "sum_of_list"
    AS_OF = "as_of"  # one figure with two as-of dates
    COVERAGE = "coverage"  # parts that must cover all communes do not
    PERIOD = "period"  # a label names a longer period than the dates
    FORMULA = "formula"  # a derived figure cannot be reproduced
    MEASURED = "measured"  # what is reported differs from what is measured
    THRESHOLD = "threshold"  # a figure misses the threshold that a document sets


class FindingState(Named):
    OPEN = "open"
    CORRECTED = "corrected"  # a later revision put it right
    EXPLAINED = "explained"  # the figure stands, with a note
    DISMISSED = "dismissed"  # the check itself was wrong, with a note

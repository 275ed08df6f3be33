"""The clock rule of a time option: how a version's words become `lienthong.clock`. Pure."""

from datetime import time
from fractions import Fraction
from typing import Final

from lienthong import clock
from lienthong.catalogue.rules import NotAllowed
from lienthong.catalogue.rules.content import (
    Channel,
    Content,
    LimitUnit,
    PauseReason,
    TimeOption,
)

STOPS: Final = frozenset({"completed", "withdrawn", "stopped", "refused", "declined", "closed"})
RESUMED: Final = "resumed"


def paused(reason: PauseReason) -> str:
    """The clock event of a pause for this reason."""
    return f"paused:{reason}"


def option_of(content: Content, key: str) -> TimeOption:
    """The time option with this key. Raises NotAllowed when the version has none such."""
    for option in content.time_options:
        if option.key == key:
            return option
    raise NotAllowed("Thủ tục không có mức thời hạn “%(key)s”. Hãy chọn lại mức thời hạn.", key=key)


def options_for(content: Content, channel: Channel) -> tuple[TimeOption, ...]:
    """The time options printed for a channel, in the order of the version."""
    return tuple(option for option in content.time_options if channel in option.channels)


def limit_of(option: TimeOption) -> clock.Limit:
    """The limit. Raises `clock.Invalid` for a same-day option without its cut-off."""
    unit = clock.Unit(option.unit.value)
    cutoff = time.fromisoformat(option.cutoff) if option.cutoff else None
    return clock.Limit(Fraction(option.amount), unit, cutoff)


def rule_of(content: Content, option_key: str) -> clock.Rule:
    """The whole clock rule of one time option of a version.

    Only pauses for a reason in `not_counting` stop the clock; the others are on the timeline alone.
    """
    rule = content.clock
    option = option_of(content, option_key)
    plus = Fraction(rule.resume_plus)
    if option.unit is LimitUnit.SAME_DAY:
        plus = Fraction(int(plus))
    return clock.Rule(
        limit=limit_of(option),
        start_on=frozenset({rule.start_on.value}),
        stop_on=STOPS,
        pause_on=frozenset(paused(reason) for reason in rule.not_counting),
        resume_on=frozenset({RESUMED}),
        counting=clock.Counting(rule.counting.value),
        on_resume=clock.OnResume(rule.on_resume.value),
        resume_plus=plus,
    )

"""Rules on time limits, cut-off hours and the start of the clock."""

from collections.abc import Iterator
from datetime import time
from decimal import Decimal

from lienthong.catalogue.rules.content import LimitUnit, TimeOption
from lienthong.catalogue.rules.lint.subject import Draft, minutes
from lienthong.catalogue.rules.wording import CHANNELS, STARTS, UNITS, limit, number
from lienthong.catalogue.rules.workflow import heaviest


def no_time_option(draft: Draft) -> Iterator[str]:
    """A time limit with its unit must be said."""
    if not draft.content.time_options:
        yield "Chưa có thời hạn giải quyết. Hãy ghi số lượng và đơn vị (ngày làm việc, ngày, giờ)."


def channel_without_limit(draft: Draft) -> Iterator[str]:
    """Every way of filing needs a time limit."""
    content = draft.content
    covered = {channel for option in content.time_options for channel in option.channels}
    for channel in content.channels if content.time_options else ():
        if channel not in covered:
            yield (f"Cách nộp {CHANNELS[channel]} chưa có thời hạn. Hãy thêm cho cách nộp này.")


def choice_without_words(draft: Draft) -> Iterator[str]:
    """Where one channel has several limits, each must say for which case it is."""
    content = draft.content
    for channel in content.channels:
        options = [option for option in content.time_options if channel in option.channels]
        silent = [option for option in options if not option.condition]
        if len(options) > 1 and len(silent) > 1:
            found = "; ".join(limit(option) for option in options)
            yield (
                f"Cách nộp {CHANNELS[channel]} có nhiều thời hạn ({found}) mà không nói áp dụng "
                "khi nào. Hãy ghi điều kiện (condition) cho từng mức."
            )


def same_day_without_cutoff(draft: Draft) -> Iterator[str]:
    """A same-day limit needs its cut-off hour (R132)."""
    for option in _same_day(draft):
        if not option.cutoff:
            yield (
                f"Thời hạn “{option.key}” trả trong ngày nhưng thiếu giờ chốt nhận hồ sơ. "
                "Hãy ghi cutoff, ví dụ “15:00”."
            )


def cutoff_after_hours(draft: Draft) -> Iterator[str]:
    """The cut-off may not be at or after the end of the working day."""
    for option in _with_cutoff(draft):
        if minutes(time.fromisoformat(option.cutoff)) >= minutes(draft.day_end):
            yield (
                f"Giờ chốt {option.cutoff} không trước giờ tan sở {draft.day_end:%H:%M}. "
                "Hãy đặt giờ chốt sớm hơn."
            )


def cutoff_too_tight(draft: Draft) -> Iterator[str]:
    """What is received just before the cut-off must fit into the rest of the day (F29)."""
    way = heaviest(draft.content.steps, lambda step: Decimal(step.minutes))
    needed = sum(step.minutes for step in way)
    for option in _with_cutoff(draft):
        left = minutes(draft.day_end) - minutes(time.fromisoformat(option.cutoff))
        if 0 < left < needed:
            yield (
                f"Hồ sơ nhận sát giờ chốt {option.cutoff} chỉ còn {left} phút đến giờ tan sở "
                f"{draft.day_end:%H:%M}, mà các bước cần {needed} phút. "
                "Hãy đặt giờ chốt sớm hơn hoặc gộp bước."
            )


def cutoff_close(draft: Draft) -> Iterator[str]:
    """The cut-off should leave enough of the day (F29: 16:00 for 17:00 was impossible)."""
    for option in _with_cutoff(draft):
        left = minutes(draft.day_end) - minutes(time.fromisoformat(option.cutoff))
        if 0 < left < draft.bounds.after_cutoff_minutes:
            yield (
                f"Giờ chốt {option.cutoff} chỉ cách giờ tan sở {draft.day_end:%H:%M} {left} phút "
                f"(nên có ít nhất {draft.bounds.after_cutoff_minutes} phút). "
                "Hãy cân nhắc giờ chốt sớm hơn."
            )


def odd_fraction(draft: Draft) -> Iterator[str]:
    """A part of a day or an hour must be one that a calendar can mean."""
    smallest = {
        LimitUnit.WORKING_DAY: draft.bounds.day_part_percent,
        LimitUnit.WORKING_HOUR: draft.bounds.hour_part_percent,
        LimitUnit.CALENDAR_DAY: 100,
    }
    for option in draft.content.time_options:
        part = smallest.get(option.unit)
        if part and Decimal(option.amount) * 100 % part:
            yield (
                f"Thời hạn {number(option.amount)} {UNITS[option.unit]} lẻ quá mức có nghĩa. "
                f"Hãy ghi bội số của {number(Decimal(part) / 100)}."
            )


def odd_amount(draft: Draft) -> Iterator[str]:
    """A very long limit is more likely a slip of the pen."""
    for option in draft.content.time_options:
        in_days = option.unit in {LimitUnit.WORKING_DAY, LimitUnit.CALENDAR_DAY}
        if in_days and Decimal(option.amount) > draft.bounds.most_days:
            yield (
                f"Thời hạn {limit(option)} dài bất thường "
                f"(quá {draft.bounds.most_days} ngày). Hãy kiểm tra lại số."
            )


def unit_differs_from_source(draft: Draft) -> Iterator[str]:
    """The unit should be the one that the cited text uses (R95)."""
    for option in draft.content.time_options:
        said = option.legal_source.lower()
        if option.unit is LimitUnit.CALENDAR_DAY and "ngày làm việc" in said:
            yield (
                f"Căn cứ ghi “{option.legal_source}” nhưng thời hạn được tính {limit(option)}. "
                "Hãy sửa đơn vị thành ngày làm việc hoặc kiểm tra căn cứ."
            )


def unit_changed(draft: Draft) -> Iterator[str]:
    """The same number with another unit than in the version in force is suspicious (R96)."""
    before = (
        {option.key: option for option in draft.previous.time_options} if (draft.previous) else {}
    )
    for option in draft.content.time_options:
        old = before.get(option.key)
        if old and old.unit is not option.unit and old.amount == option.amount:
            yield (
                f"Phiên bản đang áp dụng ghi {limit(old)}, phiên bản này ghi {limit(option)}: "
                "cùng số nhưng khác đơn vị. Hãy đối chiếu quyết định công bố."
            )


def start_differs(draft: Draft) -> Iterator[str]:
    """The clock should start where the legal basis says (R98)."""
    clock = draft.content.clock
    if clock.start_on is not clock.legal_start_on:
        basis = f" ({clock.legal_source})" if clock.legal_source else ""
        yield (
            f"Thời hạn được tính từ {STARTS[clock.start_on]}, còn căn cứ pháp lý{basis} tính từ "
            f"{STARTS[clock.legal_start_on]}. Hãy sửa mốc tính hoặc nêu căn cứ khác."
        )


def _same_day(draft: Draft) -> Iterator[TimeOption]:
    return (o for o in draft.content.time_options if o.unit is LimitUnit.SAME_DAY)


def _with_cutoff(draft: Draft) -> Iterator[TimeOption]:
    return (option for option in _same_day(draft) if option.cutoff)

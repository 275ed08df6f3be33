"""Rules on time limits, cut-off hours and the start of the clock."""

from collections.abc import Iterator
from datetime import time
from decimal import Decimal

from lienthong.catalogue.rules.content import LimitUnit, TimeOption
from lienthong.catalogue.rules.lint.subject import Draft, minutes
from lienthong.catalogue.rules.wording import CHANNELS, STARTS, UNITS, limit, number
from lienthong.catalogue.rules.workflow import heaviest
from lienthong.organisations.rules import Sentence


def no_time_option(draft: Draft) -> Iterator[str]:
    """A time limit with its unit must be said."""
    if not draft.content.time_options:
        yield Sentence(
            "Chưa có thời hạn giải quyết. Hãy ghi số lượng và đơn vị (ngày làm việc, ngày, giờ)."
        )


def channel_without_limit(draft: Draft) -> Iterator[str]:
    """Every way of filing needs a time limit."""
    content = draft.content
    covered = {channel for option in content.time_options for channel in option.channels}
    for channel in content.channels if content.time_options else ():
        if channel not in covered:
            yield Sentence(
                "Cách nộp %(channel)s chưa có thời hạn. Hãy thêm cho cách nộp này.",
                channel=CHANNELS[channel],
            )


def choice_without_words(draft: Draft) -> Iterator[str]:
    """Where one channel has several limits, each must say for which case it is."""
    content = draft.content
    for channel in content.channels:
        options = [option for option in content.time_options if channel in option.channels]
        silent = [option for option in options if not option.condition]
        if len(options) > 1 and len(silent) > 1:
            found = Sentence.joined(map(limit, options), "; ")
            yield Sentence(
                "Cách nộp %(channel)s có nhiều thời hạn (%(found)s) mà không nói áp dụng khi nào. "
                "Hãy ghi điều kiện (condition) cho từng mức.",
                channel=CHANNELS[channel],
                found=found,
            )


def same_day_without_cutoff(draft: Draft) -> Iterator[str]:
    """A same-day limit needs its cut-off hour (R132)."""
    for option in _same_day(draft):
        if not option.cutoff:
            yield Sentence(
                "Thời hạn “%(key)s” trả trong ngày nhưng thiếu giờ chốt nhận hồ sơ. Hãy ghi "
                "cutoff, ví dụ “15:00”.",
                key=option.key,
            )


def cutoff_after_hours(draft: Draft) -> Iterator[str]:
    """The cut-off may not be at or after the end of the working day."""
    for option in _with_cutoff(draft):
        if minutes(time.fromisoformat(option.cutoff)) >= minutes(draft.day_end):
            yield Sentence(
                "Giờ chốt %(cutoff)s không trước giờ tan sở %(day_end)s. Hãy đặt giờ chốt sớm hơn.",
                cutoff=option.cutoff,
                day_end=f"{draft.day_end:%H:%M}",
            )


def cutoff_too_tight(draft: Draft) -> Iterator[str]:
    """What is received just before the cut-off must fit into the rest of the day (F29)."""
    way = heaviest(draft.content.steps, lambda step: Decimal(step.minutes))
    needed = sum(step.minutes for step in way)
    for option in _with_cutoff(draft):
        left = minutes(draft.day_end) - minutes(time.fromisoformat(option.cutoff))
        if 0 < left < needed:
            yield Sentence(
                "Hồ sơ nhận sát giờ chốt %(cutoff)s chỉ còn %(left)s phút đến giờ tan sở "
                "%(day_end)s, mà các bước cần %(needed)s phút. Hãy đặt giờ chốt sớm hơn hoặc gộp "
                "bước.",
                cutoff=option.cutoff,
                left=left,
                day_end=f"{draft.day_end:%H:%M}",
                needed=needed,
            )


def cutoff_close(draft: Draft) -> Iterator[str]:
    """The cut-off should leave enough of the day (F29: 16:00 for 17:00 was impossible)."""
    for option in _with_cutoff(draft):
        left = minutes(draft.day_end) - minutes(time.fromisoformat(option.cutoff))
        if 0 < left < draft.bounds.after_cutoff_minutes:
            yield Sentence(
                "Giờ chốt %(cutoff)s chỉ cách giờ tan sở %(day_end)s %(left)s phút (nên có ít "
                "nhất %(after_cutoff_minutes)s phút). Hãy cân nhắc giờ chốt sớm hơn.",
                cutoff=option.cutoff,
                day_end=f"{draft.day_end:%H:%M}",
                left=left,
                after_cutoff_minutes=draft.bounds.after_cutoff_minutes,
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
            yield Sentence(
                "Thời hạn %(amount)s %(unit)s lẻ quá mức có nghĩa. Hãy ghi bội số của %(value)s.",
                amount=number(option.amount),
                unit=UNITS[option.unit],
                value=number(Decimal(part) / 100),
            )


def odd_amount(draft: Draft) -> Iterator[str]:
    """A very long limit is more likely a slip of the pen."""
    for option in draft.content.time_options:
        in_days = option.unit in {LimitUnit.WORKING_DAY, LimitUnit.CALENDAR_DAY}
        if in_days and Decimal(option.amount) > draft.bounds.most_days:
            yield Sentence(
                "Thời hạn %(limit)s dài bất thường (quá %(most_days)s ngày). Hãy kiểm tra lại số.",
                limit=limit(option),
                most_days=draft.bounds.most_days,
            )


def unit_differs_from_source(draft: Draft) -> Iterator[str]:
    """The unit should be the one that the cited text uses (R95)."""
    for option in draft.content.time_options:
        said = option.legal_source.lower()
        if option.unit is LimitUnit.CALENDAR_DAY and "ngày làm việc" in said:
            yield Sentence(
                "Căn cứ ghi “%(legal_source)s” nhưng thời hạn được tính %(limit)s. Hãy sửa đơn vị "
                "thành ngày làm việc hoặc kiểm tra căn cứ.",
                legal_source=option.legal_source,
                limit=limit(option),
            )


def unit_changed(draft: Draft) -> Iterator[str]:
    """The same number with another unit than in the version in force is suspicious (R96)."""
    before = (
        {option.key: option for option in draft.previous.time_options} if (draft.previous) else {}
    )
    for option in draft.content.time_options:
        old = before.get(option.key)
        if old and old.unit is not option.unit and old.amount == option.amount:
            yield Sentence(
                "Phiên bản đang áp dụng ghi %(limit)s, phiên bản này ghi %(limit_2)s: cùng số "
                "nhưng khác đơn vị. Hãy đối chiếu quyết định công bố.",
                limit=limit(old),
                limit_2=limit(option),
            )


def start_differs(draft: Draft) -> Iterator[str]:
    """The clock should start where the legal basis says (R98)."""
    clock = draft.content.clock
    if clock.start_on is not clock.legal_start_on:
        basis = f" ({clock.legal_source})" if clock.legal_source else ""
        yield Sentence(
            "Thời hạn được tính từ %(start)s, còn căn cứ pháp lý%(basis)s tính từ %(start_2)s. "
            "Hãy sửa mốc tính hoặc nêu căn cứ khác.",
            start=STARTS[clock.start_on],
            basis=basis,
            start_2=STARTS[clock.legal_start_on],
        )


def _same_day(draft: Draft) -> Iterator[TimeOption]:
    return (o for o in draft.content.time_options if o.unit is LimitUnit.SAME_DAY)


def _with_cutoff(draft: Draft) -> Iterator[TimeOption]:
    return (option for option in _same_day(draft) if option.cutoff)

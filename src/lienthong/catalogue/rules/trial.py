"""Sample dossiers through the clock and the steps of a version before anybody is promised a date
(R135, R448). Pure: nothing is stored, no dossier is made."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from lienthong import clock
from lienthong.catalogue.rules.clocking import RESUMED, paused, rule_of
from lienthong.catalogue.rules.content import (
    Channel,
    Content,
    LimitUnit,
    PauseReason,
    Step,
    TimeOption,
)
from lienthong.catalogue.rules.wording import CHANNELS, STARTS, limit
from lienthong.catalogue.rules.workflow import heaviest
from lienthong.organisations.rules import Sentence

_AHEAD = 400  # days in which the longest holiday is looked for
_SATURDAY = 5
_FOREVER = timedelta(days=3650)
WEEKDAYS: Final = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One simulated dossier and what became of it, in one sentence."""

    case: str
    option: str
    channel: Channel
    starts_at: datetime
    due_at: datetime | None
    fits: bool
    sentence: Sentence


@dataclass(frozen=True, kw_only=True)
class Trial:
    samples: tuple[Sample, ...]

    @property
    def passed(self) -> bool:
        return bool(self.samples) and all(sample.fits for sample in self.samples)

    @property
    def problems(self) -> tuple[Sentence, ...]:
        if not self.samples:
            return (Sentence("Không có thời hạn nào để chạy thử. Hãy ghi thời hạn giải quyết."),)
        return tuple(sample.sentence for sample in self.samples if not sample.fits)


def try_out(content: Content, calendar: clock.Calendar, *, after: date) -> Trial:
    """Every time option and channel from representative instants after a day, over the longest
    holiday of the following year too."""
    return Trial(
        samples=tuple(
            _sample(content, calendar, option, channel, case, starts_at)
            for option in content.time_options
            for channel in option.channels
            for case, starts_at in starts(calendar, option, after=after)
        )
    )


def starts(
    calendar: clock.Calendar, option: TimeOption, *, after: date
) -> Iterator[tuple[str, datetime]]:
    """Named instants at which a dossier may start: ordinary ones and the awkward ones."""
    plain = clock.next_working_day(calendar, after)
    opens = calendar.windows_on(plain)[0][0]
    closes = calendar.windows_on(plain)[-1][1]
    yield "một buổi sáng thường", _at(plain, opens + 60)
    if len(calendar.windows_on(plain)) > 1:
        yield "giờ nghỉ trưa", _at(plain, calendar.windows_on(plain)[0][1] + 15)
    yield "buổi tối, ngoài giờ làm việc", _at(plain, closes + 120)
    before_weekend = _last_before_rest(calendar, after, at_least=1)
    yield (
        "sát giờ nghỉ cuối tuần",
        _at(before_weekend, calendar.windows_on(before_weekend)[-1][1] - 15),
    )
    eve = _eve_of_longest_rest(calendar, after)
    yield "trước kỳ nghỉ lễ dài nhất", _at(eve, calendar.windows_on(eve)[0][0] + 90)
    if option.unit is LimitUnit.SAME_DAY and option.cutoff:
        cutoff = time.fromisoformat(option.cutoff)
        at = cutoff.hour * 60 + cutoff.minute
        yield "ngay trước giờ chốt", _at(plain, max(at - 1, 0))
        yield "đúng giờ chốt", _at(plain, at)


def _sample(
    content: Content,
    calendar: clock.Calendar,
    option: TimeOption,
    channel: Channel,
    case: str,
    starts_at: datetime,
) -> Sample:
    head = Sentence(
        "Nộp %(channel)s, %(limit)s, bắt đầu %(case)s (%(at)s, tính từ %(start)s)",
        channel=CHANNELS[channel],
        limit=limit(option),
        case=case,
        at=_when(starts_at),
        start=STARTS[content.clock.start_on],
    )
    try:
        due_at, resumed_due = _due(content, calendar, option, starts_at)
    except clock.Invalid as wrong:
        return Sample(
            case=case, option=option.key, channel=channel, starts_at=starts_at, due_at=None,
            fits=False,
            sentence=Sentence(
                "%(head)s: không tính được hạn vì %(why)s.", head=head, why=wrong.why
            ),
        )  # fmt: skip
    finished = _finished(content, calendar, starts_at, due_at)
    fits = finished <= due_at
    said = [
        Sentence(
            "%(head)s: hẹn trả %(due)s; các bước xong lúc %(end)s, kịp hạn."
            if fits
            else "%(head)s: hẹn trả %(due)s; nhưng các bước đến %(end)s mới xong, quá hạn."
            " Hãy rút ngắn các bước.",
            head=head,
            due=_when(due_at),
            end=_when(finished),
        )
    ]
    if resumed_due is not None:
        said.append(
            Sentence(
                "Nếu phải bổ sung hồ sơ trong hai ngày làm việc, hẹn trả %(due)s.",
                due=_when(resumed_due),
            )
        )
    return Sample(
        case=case,
        option=option.key,
        channel=channel,
        starts_at=starts_at,
        due_at=due_at,
        fits=fits,
        sentence=Sentence.joined(said),
    )


def _due(
    content: Content, calendar: clock.Calendar, option: TimeOption, starts_at: datetime
) -> tuple[datetime, datetime | None]:
    """The due date, and the one after a supplement of two working days, if that pause counts."""
    rule = rule_of(content, option.key)
    started = clock.Event(content.clock.start_on.value, starts_at)
    due_at = clock.read_clock(calendar, rule, [started], starts_at).due_at
    if due_at is None:  # only a pause holds a due date back, and there is none
        raise clock.LimitNotReached
    pause = paused(PauseReason.SUPPLEMENT)
    if pause not in rule.pause_on:
        return due_at, None
    asked_at = starts_at + (due_at - starts_at) / 2
    back_at = clock.add_working(calendar, asked_at, 2, clock.Unit.WORKING_DAY)
    events = [started, clock.Event(pause, asked_at), clock.Event(RESUMED, back_at)]
    return due_at, clock.read_clock(calendar, rule, events, back_at).due_at


def _finished(
    content: Content, calendar: clock.Calendar, starts_at: datetime, due_at: datetime
) -> datetime:
    """When the longest way through the steps ends if each takes all the time it has."""
    whole = clock.working_seconds_between(calendar, starts_at, due_at)

    def seconds(step: Step) -> Decimal:
        return Decimal(whole) * step.share / 100 if step.share else Decimal(step.minutes) * 60

    needed = sum(map(seconds, heaviest(content.steps, seconds)), Decimal(0))
    if needed == 0:
        return starts_at
    return clock.add_working(calendar, starts_at, Fraction(needed) / 3600)


def _last_before_rest(calendar: clock.Calendar, after: date, *, at_least: int) -> date:
    """The first working day after `after` with at least so many days off behind it."""
    day = clock.next_working_day(calendar, after)
    while (following := clock.next_working_day(calendar, day)) - day <= timedelta(days=at_least):
        if day - after > _FOREVER:
            return day
        day = following
    return day


def _eve_of_longest_rest(calendar: clock.Calendar, after: date) -> date:
    """The last working day before the rest with the most weekdays in it: a holiday, no weekend."""
    day = eve = clock.next_working_day(calendar, after)
    longest = (0, 0)
    while day - after < timedelta(days=_AHEAD):
        following = clock.next_working_day(calendar, day)
        days_off = [day + timedelta(days=gone) for gone in range(1, (following - day).days)]
        rest = (sum(off.weekday() < _SATURDAY for off in days_off), len(days_off))
        if rest > longest:
            longest, eve = rest, day
        day = following
    return eve


def _at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(0), tzinfo=clock.VIETNAM) + timedelta(minutes=minute)


def _when(at: datetime) -> Sentence:
    local = at.astimezone(clock.VIETNAM)
    return Sentence(
        "%(hour)s %(weekday)s %(day)s",
        hour=f"{local:%H:%M}",
        weekday=WEEKDAYS[local.weekday()],
        day=f"{local:%d/%m/%Y}",
    )

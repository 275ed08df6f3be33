"""What will miss its deadline, from the progress of the last days, explained in a sentence. Pure.

A straight line through what was really reported or measured: nothing learnt, nothing hidden, so
that whoever is warned can do the sum again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import ceil
from typing import Final

from lienthong.clock import VIETNAM
from lienthong.organisations.rules import Named
from lienthong.programmes.rules import _
from lienthong.programmes.rules.timeliness import last_day

_DAY: Final = 86_400


class Outlook(Named):
    IN_TIME = "in_time"
    LATE = "late"  # at this pace it will be late
    STILL = "still"  # nothing moved in the days looked at
    UNKNOWN = "unknown"  # too little is known


_TOO_SOON: Final = _("Chưa đủ ngày để dự báo.")
# By outlook, and whether the value has to rise.
_SENTENCES: Final[Mapping[tuple[Outlook, bool], str]] = {
    (Outlook.STILL, True): _(
        "%(name)s không tăng trong %(days)d ngày qua, đang ở %(now)s trên %(target)s; hạn %(last)s."
    ),
    (Outlook.STILL, False): _(
        "%(name)s không giảm trong %(days)d ngày qua, đang ở %(now)s, chỉ tiêu %(target)s; hạn"
        " %(last)s."
    ),
    (Outlook.LATE, True): _(
        "%(name)s tăng %(gained)s trong %(days)d ngày qua, đang ở %(now)s trên %(target)s; cứ đà"
        " này đến %(done)s mới xong, sau hạn %(last)s."
    ),
    (Outlook.LATE, False): _(
        "%(name)s giảm %(gained)s trong %(days)d ngày qua, đang ở %(now)s, chỉ tiêu %(target)s; cứ"
        " đà này đến %(done)s mới xong, sau hạn %(last)s."
    ),
    (Outlook.IN_TIME, True): _(
        "%(name)s tăng %(gained)s trong %(days)d ngày qua, đang ở %(now)s trên %(target)s; cứ đà"
        " này xong khoảng %(done)s, trước hạn %(last)s."
    ),
    (Outlook.IN_TIME, False): _(
        "%(name)s giảm %(gained)s trong %(days)d ngày qua, đang ở %(now)s, chỉ tiêu %(target)s; cứ"
        " đà này xong khoảng %(done)s, trước hạn %(last)s."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """How far the work was at a moment: percent, or the value of a key result."""

    at: datetime
    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """`reason` with its `values` is the sentence; `done_on` the day on which the line reaches the
    target."""

    outlook: Outlook
    reason: str
    values: Mapping[str, object] = field(default_factory=dict)
    done_on: date | None = None

    @property
    def sentence(self) -> str:
        return self.reason % self.values if self.values else self.reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How a key result went, in the order of time: as the house measures it, and as its lead
    claims. `from_zero`: what is measured is counted from when the task was assigned."""

    name: str
    target: Decimal
    rising: bool = True
    measured: Sequence[Point] = ()
    claimed: Sequence[Point] = ()
    from_zero: bool = False


def foreseen(
    percent: Sequence[Point],
    paces: Sequence[Pace],
    *,
    start: datetime,
    due_at: datetime | None,
    as_of: datetime,
    days: int,
) -> Forecast | None:
    """What decides for the whole task: the worst of its key results.

    Of a key result that is measured only the measure counts: whatever is claimed above it makes
    nothing rosier. The reported percent decides where nothing is known of any key result; where
    something is, it can only make things worse; where all is measured, it says nothing.
    """
    lines = []
    for pace in paces:
        points = pace.measured or pace.claimed
        if points:
            lines.append(
                forecast(
                    points, target=pace.target, start=start, due_at=due_at, as_of=as_of, days=days,
                    name=pace.name, rising=pace.rising,
                    known_start=pace.rising and (pace.from_zero or not pace.measured),
                )
            )  # fmt: skip
    measured = sum(bool(pace.measured) for pace in paces)
    if not measured or measured < len(paces):
        told = forecast(
            percent, target=Decimal(100), start=start, due_at=due_at, as_of=as_of, days=days
        )
        if not lines or told.outlook in (Outlook.LATE, Outlook.STILL):
            lines.append(told)
    return worst(lines)


def forecast(
    points: Sequence[Point],
    *,
    target: Decimal,
    start: datetime,
    due_at: datetime | None,
    as_of: datetime,
    days: int,
    name: str = "",
    rising: bool = True,
    known_start: bool = True,
) -> Forecast:
    """The line from where the work was `days` ago to where it is at `as_of`.

    `points` in the order of time; before the first one the value is 0 at `start`, or not known
    (`known_start` False): then the line begins at the first. `name` tells a key result; one that
    is not `rising` has to come down to its target. A task younger than three days is not judged,
    nor one that has not moved while less than half of its time is over.
    """
    if due_at is None:
        return Forecast(outlook=Outlook.UNKNOWN, reason=_("Chưa có thời hạn nên chưa dự báo."))
    if as_of >= due_at:
        return Forecast(outlook=Outlook.UNKNOWN, reason=_("Đã quá hạn nên không còn dự báo."))
    told_until = [point for point in points if point.at <= as_of]
    if not known_start and not told_until:
        return Forecast(outlook=Outlook.UNKNOWN, reason=_TOO_SOON)
    now = _value_at(points, as_of)
    if now >= target if rising else now <= target:
        return Forecast(outlook=Outlook.IN_TIME, reason=_("Đã đạt chỉ tiêu."))
    begins = start if known_start else told_until[0].at
    since = max(begins, as_of - timedelta(days=days))
    span = (as_of - since).total_seconds() / _DAY
    if span < 3:
        return Forecast(
            outlook=Outlook.UNKNOWN,
            reason=_("Mới giao chưa đủ 3 ngày nên chưa dự báo.") if known_start else _TOO_SOON,
        )
    before = _value_at(points, since)
    gained, left = (now - before, target - now) if rising else (before - now, now - target)
    told = {
        "name": name or _("Tiến độ"),
        "days": round(span),
        "last": f"{last_day(due_at):%d/%m/%Y}",
        "now": plain(now),
        "target": plain(target),
    }
    if gained <= 0 and span < days and as_of - start < (due_at - start) / 2:
        return Forecast(outlook=Outlook.UNKNOWN, reason=_TOO_SOON)
    if gained <= 0:
        return Forecast(
            outlook=Outlook.STILL, reason=_SENTENCES[Outlook.STILL, rising], values=told
        )
    needed = float(left / gained) * span
    done = (as_of + timedelta(days=min(ceil(needed), 3_650))).astimezone(VIETNAM).date()
    told |= {"gained": plain(gained), "done": f"{done:%d/%m/%Y}"}
    outlook = Outlook.LATE if done > last_day(due_at) else Outlook.IN_TIME
    return Forecast(outlook=outlook, reason=_SENTENCES[outlook, rising], values=told, done_on=done)


def worst(forecasts: Sequence[Forecast]) -> Forecast | None:
    """The one that decides for the whole task."""
    order = (Outlook.STILL, Outlook.LATE, Outlook.IN_TIME, Outlook.UNKNOWN)
    return min(forecasts, key=lambda one: order.index(one.outlook), default=None)


def _value_at(points: Sequence[Point], moment: datetime) -> Decimal:
    """The last value told until a moment."""
    return next((point.value for point in reversed(points) if point.at <= moment), Decimal(0))


def plain(number: Decimal) -> str:
    """A number for a Vietnamese sentence: 1.234,5."""
    text = f"{number.normalize():,f}" if number != number.to_integral_value() else f"{number:,.0f}"
    return text.translate(str.maketrans(",.", ".,"))

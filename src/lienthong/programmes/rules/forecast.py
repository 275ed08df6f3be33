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


def forecast(
    points: Sequence[Point],
    *,
    target: Decimal,
    start: datetime,
    due_at: datetime | None,
    as_of: datetime,
    days: int,
    name: str = "",
) -> Forecast:
    """The line from where the work was `days` ago to where it is at `as_of`.

    `points` in the order of time; before the first one the value is 0 at `start`. `name` tells a
    key result. A task younger than three days is not judged, nor one that has not moved while
    less than half of its time is over.
    """
    if due_at is None:
        return Forecast(outlook=Outlook.UNKNOWN, reason=_("Chưa có thời hạn nên chưa dự báo."))
    if as_of >= due_at:
        return Forecast(outlook=Outlook.UNKNOWN, reason=_("Đã quá hạn nên không còn dự báo."))
    now = _value_at(points, as_of)
    if now >= target:
        return Forecast(outlook=Outlook.IN_TIME, reason=_("Đã đạt chỉ tiêu."))
    since = max(start, as_of - timedelta(days=days))
    span = (as_of - since).total_seconds() / _DAY
    if span < 3:
        return Forecast(
            outlook=Outlook.UNKNOWN, reason=_("Mới giao chưa đủ 3 ngày nên chưa dự báo.")
        )
    gained = now - _value_at(points, since)
    told = {
        "name": name or _("Tiến độ"),
        "days": round(span),
        "last": f"{last_day(due_at):%d/%m/%Y}",
        "now": plain(now),
        "target": plain(target),
    }
    if gained <= 0 and span < days and as_of - start < (due_at - start) / 2:
        return Forecast(outlook=Outlook.UNKNOWN, reason=_("Chưa đủ ngày để dự báo."))
    if gained <= 0:
        return Forecast(
            outlook=Outlook.STILL,
            reason=_(
                "%(name)s không tăng trong %(days)d ngày qua, đang ở %(now)s trên %(target)s; hạn"
                " %(last)s."
            ),
            values=told,
        )
    needed = float((target - now) / gained) * span
    done = (as_of + timedelta(days=min(ceil(needed), 3_650))).astimezone(VIETNAM).date()
    told |= {"gained": plain(gained), "done": f"{done:%d/%m/%Y}"}
    late = done > last_day(due_at)
    return Forecast(
        outlook=Outlook.LATE if late else Outlook.IN_TIME,
        reason=_(
            "%(name)s tăng %(gained)s trong %(days)d ngày qua, đang ở %(now)s trên %(target)s; cứ"
            " đà này đến %(done)s mới xong, sau hạn %(last)s."
        )
        if late
        else _(
            "%(name)s tăng %(gained)s trong %(days)d ngày qua, đang ở %(now)s trên %(target)s; cứ"
            " đà này xong khoảng %(done)s, trước hạn %(last)s."
        ),
        values=told,
        done_on=done,
    )


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

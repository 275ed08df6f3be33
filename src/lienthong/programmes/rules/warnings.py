"""The warning ladder: how loud, about what, when again. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from lienthong.clock import VIETNAM
from lienthong.programmes.rules import _
from lienthong.programmes.rules.forecast import Forecast, Outlook
from lienthong.programmes.rules.kinds import DeadlineKind, TaskState, Urgency, WarningLevel
from lienthong.programmes.rules.thresholds import Thresholds
from lienthong.programmes.rules.timeline import Standing
from lienthong.programmes.rules.timeliness import Responsible, days_late, days_left, responsible

L = WarningLevel

LEVEL_NAMES: Final[Mapping[WarningLevel, str]] = {
    L.GREEN: _("Bình thường"),
    L.YELLOW: _("Cảnh báo vàng"),
    L.RED: _("Cảnh báo đỏ"),
    L.SPECIAL_RED: _("Cảnh báo đỏ đặc biệt"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A warning that is due: its level, whom it concerns first, and why, as a message with its
    values."""

    level: WarningLevel
    responsible: Responsible
    reason: str
    values: Mapping[str, object]

    @property
    def sentence(self) -> str:
        return self.reason % self.values if self.values else self.reason


def alarm(
    standing: Standing,
    *,
    urgency: Urgency,
    as_of: datetime,
    known: Thresholds,
    acknowledge_by: datetime | None = None,
    decide_by: datetime | None = None,
    accept_by: datetime | None = None,
    forecast: Forecast | None = None,
) -> Alarm | None:
    """The loudest warning that holds at `as_of`; None when all is well or nothing can be late:
    finished, recurring and conditional tasks have no ladder."""
    if not standing.open or standing.deadline_kind is DeadlineKind.RECURRING:
        return None
    late = _of_lateness(standing, as_of, known, decide_by)
    if late is not None:
        return late
    waiting = _of_waiting(standing, as_of, acknowledge_by, decide_by, accept_by)
    if waiting is not None:
        return waiting
    return _of_nearness(standing, urgency, as_of, known, forecast)


def _of_lateness(
    standing: Standing, as_of: datetime, known: Thresholds, decide_by: datetime | None
) -> Alarm | None:
    who = responsible(standing, as_of, decide_by=decide_by)
    if who is None or standing.due_at is None:
        return None
    days = days_late(standing.due_at, as_of)
    level = L.SPECIAL_RED if days >= known.number("special_red_days") else L.RED
    reason = {
        Responsible.LEAD: _("Quá hạn %(days)d ngày, chưa nộp kết quả."),
        Responsible.ACCEPTOR: _("Quá hạn %(days)d ngày: kết quả nộp kịp hạn, chưa nghiệm thu."),
        Responsible.DECIDER: _("Quá hạn %(days)d ngày: đề nghị gửi kịp hạn, chưa quyết định."),
    }[who]
    return Alarm(level=level, responsible=who, reason=reason, values={"days": days})


def _of_waiting(
    standing: Standing,
    as_of: datetime,
    acknowledge_by: datetime | None,
    decide_by: datetime | None,
    accept_by: datetime | None,
) -> Alarm | None:
    if (
        standing.state is TaskState.ASSIGNED
        and acknowledge_by is not None
        and as_of >= acknowledge_by
    ):
        return Alarm(
            level=L.YELLOW,
            responsible=Responsible.LEAD,
            reason=_("Chưa nhận việc, đã quá lúc %(by)s."),
            values={"by": _moment(acknowledge_by)},
        )
    if decide_by is not None and as_of >= decide_by:
        return Alarm(
            level=L.YELLOW,
            responsible=Responsible.DECIDER,
            reason=_("Đề nghị chưa được quyết định, đã quá lúc %(by)s."),
            values={"by": _moment(decide_by)},
        )
    if standing.state is TaskState.SUBMITTED and accept_by is not None and as_of >= accept_by:
        return Alarm(
            level=L.YELLOW,
            responsible=Responsible.ACCEPTOR,
            reason=_("Kết quả chưa được nghiệm thu, đã quá lúc %(by)s."),
            values={"by": _moment(accept_by)},
        )
    return None


def _of_nearness(
    standing: Standing,
    urgency: Urgency,
    as_of: datetime,
    known: Thresholds,
    forecast: Forecast | None,
) -> Alarm | None:
    if standing.due_at is None or standing.state is TaskState.SUBMITTED:
        return None
    left = days_left(standing.due_at, as_of)
    if left <= known.yellow_days(urgency) and not standing.has_evidence:
        return Alarm(
            level=L.YELLOW,
            responsible=Responsible.LEAD,
            reason=_("Còn %(days)d ngày, chưa có bằng chứng nào."),
            values={"days": left},
        )
    if forecast is not None and forecast.outlook in (Outlook.LATE, Outlook.STILL):
        return Alarm(
            level=L.YELLOW,
            responsible=Responsible.LEAD,
            reason=forecast.reason,
            values=forecast.values,
        )
    return None


def is_due(
    level: WarningLevel, given: Mapping[WarningLevel, date], *, today: date, repeat_days: int
) -> bool:
    """Whether the warning is to be given today: at once when it is new or louder, then again after
    some days; never twice on one day. `given`: the last day on which each level was given."""
    last = given.get(level)
    return last is None or (today - last).days >= repeat_days


def _moment(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"

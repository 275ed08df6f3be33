"""Meetings: when the next ones are, what may still be changed. Pure."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Final

from lienthong import clock
from lienthong.programmes.rules import NotAllowed, _
from lienthong.programmes.rules.kinds import MeetingKind

KIND_NAMES: Final[Mapping[MeetingKind, str]] = {
    MeetingKind.WEEKLY: _("Giao ban tuần"),
    MeetingKind.MONTHLY: _("Giao ban tháng"),
    MeetingKind.AD_HOC: _("Họp đột xuất"),
}
# Used until a meeting of the kind was held; after that its own weekday and hour.
_HOUR: Final = time(8, 0)


def proposed(
    kind: MeetingKind, *, last: datetime | None, at: datetime, calendar: clock.Calendar
) -> datetime | None:
    """When the next meeting of the kind should be: the weekday and hour of the last one, a week or
    a month on; the first time Monday, or the first Monday of the month, at 8. A day without work
    gives way to the next working day. None for meetings that follow no rhythm."""
    if kind is MeetingKind.AD_HOC:
        return None
    here = at.astimezone(clock.VIETNAM)
    told = last.astimezone(clock.VIETNAM) if last else None
    hour = told.time() if told else _HOUR
    weekday = told.weekday() if told else 0
    day = _next(kind, told.date() if told else None, here.date(), weekday)
    while True:
        if not clock.is_working_day(calendar, day):
            day = clock.next_working_day(calendar, day)
        found = datetime.combine(day, hour, tzinfo=clock.VIETNAM)
        if found > at:
            return found
        day = _next(kind, day, here.date() + timedelta(days=1), weekday)


def _next(kind: MeetingKind, last: date | None, today: date, weekday: int) -> date:
    """The first day of the rhythm from today on, after the last meeting."""
    day = max(today, last + timedelta(days=1)) if last else today
    if kind is MeetingKind.WEEKLY:
        return day + timedelta(days=(weekday - day.weekday()) % 7)
    while True:
        first = day.replace(day=1)
        found = first + timedelta(days=(weekday - first.weekday()) % 7)
        if found >= day and (last is None or found.replace(day=1) > last.replace(day=1)):
            return found
        day = (first + timedelta(days=32)).replace(day=1)


def check_meeting(title: str, *, taken: bool) -> None:
    if not title.strip():
        raise NotAllowed(_("Ghi tên cuộc họp."))
    if taken:
        raise NotAllowed(_("Đã có cuộc họp vào lúc này. Chọn giờ khác hoặc mở cuộc họp ấy."))


def check_brief(*, concluded: bool) -> None:
    """What was told to a meeting that has concluded is not told otherwise afterwards."""
    if concluded:
        raise NotAllowed(
            _("Cuộc họp đã có kết luận nên báo cáo phục vụ họp không lập lại. Mở cuộc họp mới.")
        )


def check_conclusion(text: str) -> None:
    if not text.strip():
        raise NotAllowed(_("Ghi nội dung kết luận."))


def check_conclude(*, held_at: datetime, at: datetime) -> None:
    if at < held_at:
        raise NotAllowed(_("Cuộc họp chưa diễn ra nên chưa ghi kết luận được."))

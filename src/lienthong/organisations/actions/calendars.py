"""Edits of work calendars. Each makes a new edition and answers its number; older editions stay
readable for ever. Deadlines bound to an older edition move only by a correction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from lienthong.organisations.actions.editions import close_edition, open_edition
from lienthong.organisations.models import (
    Agency,
    CalendarAssignment,
    CalendarDay,
    WorkCalendar,
    WorkWeek,
)
from lienthong.organisations.rules import DayKind, NotAllowed
from lienthong.organisations.rules.calendars import (
    StoredWeek,
    StoredWindows,
    read_week,
    read_windows,
)
from lienthong.organisations.rules.life import check_text


@dataclass(frozen=True)
class NewDay:
    """A day to add, for the country or for one calendar. `windows` only for a make-up day that does
    not work as a Monday. Until it is `confirmed` a swapped day does not count."""

    on: date
    kind: DayKind
    name: str
    source: str
    calendar_code: str = ""
    windows: StoredWindows | None = None
    name_en: str = ""
    confirmed: bool = True


def add_day(
    *,
    on: date,
    kind: DayKind,
    name: str,
    source: str,
    reason: str,
    by: str,
    at: datetime,
    calendar_code: str = "",
    windows: StoredWindows | None = None,
    name_en: str = "",
    confirmed: bool = True,
) -> int:
    """Add one day. Raises NotAllowed."""
    day = NewDay(on, kind, name, source, calendar_code, windows, name_en, confirmed)
    return add_days(days=[day], reason=reason, by=by, at=at)


@transaction.atomic
def add_days(*, days: Sequence[NewDay], reason: str, by: str, at: datetime) -> int:
    """Add several days in one edition, as a swap needs. Raises NotAllowed."""
    if not days:
        raise NotAllowed("Chọn ít nhất một ngày để thêm vào lịch.")
    number = open_edition(reason=reason, by=by, at=at)
    for day in days:
        _add(day, number)
    told = [
        {"on": day.on.isoformat(), "kind": day.kind, "calendar": day.calendar_code} for day in days
    ]
    return close_edition(number, action="days_added", by=by, at=at, data={"days": told})


@transaction.atomic
def remove_day(*, on: date, reason: str, by: str, at: datetime, calendar_code: str = "") -> int:
    """Take a day out of the country's list, or out of one calendar's. Raises NotAllowed."""
    number = open_edition(reason=reason, by=by, at=at)
    row = _end(on, calendar_code, number)
    return close_edition(
        number,
        action="day_removed",
        by=by,
        at=at,
        data={"on": on.isoformat(), "kind": row.kind, "calendar": calendar_code},
    )


@transaction.atomic
def confirm_day(
    *, on: date, source: str, reason: str, by: str, at: datetime, calendar_code: str = ""
) -> int:
    """Somebody has seen the notice, `source`: the day counts from now on. Raises NotAllowed."""
    number = open_edition(reason=reason, by=by, at=at)
    row = _end(on, calendar_code, number)
    if row.confirmed:
        raise NotAllowed("Ngày %(on)s đã được xác nhận rồi.", on=f"{on:%d/%m/%Y}")
    confirmed = NewDay(
        on, DayKind(row.kind), row.name, source, calendar_code, row.windows, row.name_en
    )
    _add(confirmed, number)
    return close_edition(
        number,
        action="day_confirmed",
        by=by,
        at=at,
        data={"on": on.isoformat(), "kind": row.kind, "calendar": calendar_code},
    )


@transaction.atomic
def set_week(
    *,
    calendar_code: str,
    windows: StoredWeek,
    valid_from: date,
    source: str,
    reason: str,
    by: str,
    at: datetime,
) -> int:
    """The working hours of a calendar from a day on: a new season, or the correction of the one
    that starts on that day. Raises NotAllowed."""
    read_week(windows)
    calendar = _calendar(calendar_code)
    number = open_edition(reason=reason, by=by, at=at)
    current = WorkWeek.objects.filter(calendar=calendar, valid_from=valid_from, edition_until=None)
    current.update(edition_until=number)
    WorkWeek.objects.create(
        calendar=calendar,
        valid_from=valid_from,
        windows=dict(windows),
        source=check_text(source, what="căn cứ của giờ làm việc"),
        edition_from=number,
    )
    return close_edition(
        number,
        action="week_set",
        by=by,
        at=at,
        data={"calendar": calendar_code, "valid_from": valid_from.isoformat()},
    )


@transaction.atomic
def open_calendar(
    *,
    code: str,
    name: str,
    windows: StoredWeek,
    valid_from: date,
    source: str,
    reason: str,
    by: str,
    at: datetime,
) -> int:
    """A calendar of its own for a province or a kind of agency. Raises NotAllowed."""
    read_week(windows)
    if WorkCalendar.objects.filter(code=code).exists():
        raise NotAllowed("Đã có lịch làm việc mang mã “%(code)s”. Đặt mã khác.", code=code)
    number = open_edition(reason=reason, by=by, at=at)
    source = check_text(source, what="căn cứ của giờ làm việc")
    calendar = WorkCalendar.objects.create(
        code=check_text(code, what="mã của lịch làm việc"),
        name=check_text(name, what="tên của lịch làm việc"),
        source=source,
    )
    WorkWeek.objects.create(
        calendar=calendar,
        valid_from=valid_from,
        windows=dict(windows),
        source=source,
        edition_from=number,
    )
    return close_edition(number, action="calendar_opened", by=by, at=at, data={"calendar": code})


@transaction.atomic
def assign_calendar(
    *, agency_ids: Collection[int], calendar_code: str, reason: str, by: str, at: datetime
) -> int:
    """From this edition on the agencies follow another calendar. Raises NotAllowed."""
    calendar = _calendar(calendar_code)
    ids = sorted(Agency.objects.filter(pk__in=agency_ids).values_list("pk", flat=True))
    if not ids or len(ids) != len(set(agency_ids)):
        raise NotAllowed("Chọn lại các cơ quan theo lịch này: có cơ quan không tồn tại.")
    number = open_edition(reason=reason, by=by, at=at)
    CalendarAssignment.objects.bulk_create(
        CalendarAssignment(agency_id=agency_id, calendar=calendar, edition_from=number)
        for agency_id in ids
    )
    return close_edition(
        number,
        action="calendar_assigned",
        by=by,
        at=at,
        data={"calendar": calendar_code, "agencies": ids},
    )


def _add(day: NewDay, number: int) -> None:
    calendar = _calendar(day.calendar_code) if day.calendar_code else None
    if CalendarDay.objects.filter(on=day.on, calendar=calendar, edition_until=None).exists():
        raise NotAllowed(
            "Ngày %(on)s đã có trong lịch. Bỏ ngày cũ rồi thêm lại.", on=f"{day.on:%d/%m/%Y}"
        )
    if day.windows:
        read_windows(day.windows, of=f"ngày {day.on:%d/%m/%Y}")
        if day.kind is not DayKind.OPENED:
            raise NotAllowed("Chỉ ngày làm bù mới có giờ làm việc riêng.")
    CalendarDay.objects.create(
        on=day.on,
        kind=day.kind,
        name=check_text(day.name, what="tên của ngày"),
        name_en=day.name_en,
        windows=day.windows,
        calendar=calendar,
        source=check_text(day.source, what="căn cứ của ngày này"),
        confirmed=day.confirmed,
        edition_from=number,
    )


def _end(on: date, calendar_code: str, number: int) -> CalendarDay:
    calendar = _calendar(calendar_code) if calendar_code else None
    row = CalendarDay.objects.filter(on=on, calendar=calendar, edition_until=None).first()
    if row is None:
        raise NotAllowed(
            "Ngày %(on)s không có trong lịch. Chọn lại ngày trong danh sách.", on=f"{on:%d/%m/%Y}"
        )
    row.edition_until = number
    row.save(update_fields=["edition_until"])
    return row


def _calendar(code: str) -> WorkCalendar:
    found = WorkCalendar.objects.filter(code=code).first()
    if found is None:
        raise NotAllowed("Không có lịch làm việc mang mã “%(code)s”. Chọn lại lịch.", code=code)
    return found

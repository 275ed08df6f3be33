"""Making a new edition of the calendars: the frame that every edit of a calendar shares."""

from collections.abc import Mapping
from datetime import datetime

from lienthong.journal import actions as journal
from lienthong.organisations.models import CalendarEdition, WorkCalendar
from lienthong.organisations.queries import calendar_named, current_edition
from lienthong.organisations.rules import NotAllowed
from lienthong.organisations.rules.life import check_text


def open_edition(*, reason: str, by: str, at: datetime) -> int:
    """The number of a new edition, in the transaction that fills it. Edits queue up here."""
    text = check_text(reason, what="lý do sửa lịch làm việc")
    # Whoever edits at the same time waits for this row and then counts anew.
    list(CalendarEdition.objects.select_for_update().filter(number=current_edition()))
    number = current_edition() + 1
    if number == 1:
        raise NotAllowed("Nạp dữ liệu tham chiếu trước khi sửa lịch làm việc.")
    CalendarEdition.objects.create(number=number, made_at=at, made_by=by, reason=text)
    return number


def close_edition(
    number: int, *, action: str, by: str, at: datetime, data: Mapping[str, object]
) -> int:
    """Every calendar must still make sense; then the edit goes in the journal."""
    for code in WorkCalendar.objects.values_list("code", flat=True):
        calendar_named(code, edition=number)
    journal.record(
        unit="house",
        action=f"organisations.{action}",
        subject=f"calendars:{number}",
        by=by,
        at=at,
        data={"edition": number, **data},
    )
    return number

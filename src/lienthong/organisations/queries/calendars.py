"""Work calendars by edition. An edition never changes, so a promised date can be recomputed for
ever as it was promised."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import Min, Q, QuerySet

from lienthong.clock import Calendar
from lienthong.organisations.models import (
    Agency,
    CalendarAssignment,
    CalendarDay,
    CalendarEdition,
    WorkCalendar,
    WorkWeek,
)
from lienthong.organisations.rules import DayKind, NotAllowed, UnknownAgency, UnknownEdition
from lienthong.organisations.rules.calendars import (
    DayRow,
    StoredWeek,
    build,
    counts,
    read_week,
    read_windows,
)


@dataclass(frozen=True)
class CalendarView:
    code: str
    name: str
    source: str


@dataclass(frozen=True)
class EditionView:
    number: int
    made_at: datetime
    made_by: str
    reason: str


@dataclass(frozen=True)
class WeekView:
    """A season: the stored windows of a week from a day on."""

    valid_from: date
    windows: StoredWeek
    source: str


@dataclass(frozen=True)
class CalendarDayView:
    """A day off or make-up day. `calendar_code` is empty for the whole country; `counts` says
    whether the day moves deadlines."""

    on: date
    kind: DayKind
    name: str
    name_en: str
    windows: tuple[tuple[str, str], ...]
    calendar_code: str
    source: str
    confirmed: bool
    counts: bool


# (agency, edition) and (calendar, edition) to what they mean. Both are fixed once their rows are
# committed, and numbers of committed rows are never given again.
_of_agency: dict[tuple[int, int], Calendar] = {}
_of_calendar: dict[tuple[int, int], Calendar] = {}
_ROOM = 50_000

Row = TypeVar("Row", WorkWeek, CalendarDay)


def calendar_of(agency_id: int, *, edition: int) -> Calendar:
    """The calendar that an agency followed in an edition. Raises UnknownAgency,
    UnknownEdition."""
    known = _of_agency.get((agency_id, edition))
    return known or calendars_of([agency_id], edition=edition)[agency_id]


def calendars_of(ids: Iterable[int], *, edition: int) -> dict[int, Calendar]:
    """As `calendar_of`, for many at once: inside a long transaction, where nothing is remembered
    before it commits, ask once."""
    wanted = set(ids)
    found = {
        number: _of_agency[number, edition] for number in wanted if (number, edition) in _of_agency
    }
    unknown = wanted - found.keys()
    if not unknown:
        return found
    followed = dict(Agency.objects.filter(pk__in=unknown).values_list("pk", "calendar_id"))
    for number in unknown - followed.keys():
        raise UnknownAgency(
            "Không có cơ quan số %(number)s. Chọn lại cơ quan trong danh sách.", number=number
        )
    assigned = CalendarAssignment.objects.filter(agency__in=unknown, edition_from__lte=edition)
    followed |= dict(assigned.order_by("edition_from").values_list("agency_id", "calendar_id"))
    read = {calendar: _calendar(calendar, edition) for calendar in set(followed.values())}
    for number, calendar in followed.items():
        found[number] = read[calendar]
        _remember(_of_agency, (number, edition), found[number])
    return found


def calendar_named(calendar_code: str, *, edition: int) -> Calendar:
    """A calendar by its code in an edition. Raises NotAllowed, UnknownEdition."""
    calendar = WorkCalendar.objects.filter(code=calendar_code).first()
    if calendar is None:
        raise NotAllowed(
            "Không có lịch làm việc mang mã “%(calendar_code)s”. Chọn lại lịch.",
            calendar_code=calendar_code,
        )
    return _calendar(calendar.pk, edition)


def _calendar(calendar: int, edition: int) -> Calendar:
    if (calendar, edition) in _of_calendar:
        return _of_calendar[calendar, edition]
    if not CalendarEdition.objects.filter(number=edition).exists():
        raise UnknownEdition(f"Lịch làm việc chưa có bản số {edition}. Dùng bản mới nhất.")
    built = build(
        [
            (row.valid_from, read_week(row.windows))
            for row in in_edition(WorkWeek.objects.filter(calendar=calendar), edition)
        ],
        [
            DayRow(
                on=row.on,
                kind=DayKind(row.kind),
                windows=read_windows(row.windows or [], of=f"ngày {row.on:%d/%m/%Y}"),
                confirmed=row.confirmed,
                own=row.calendar_id is not None,
            )
            for row in _days(calendar, edition)
        ],
    )
    _remember(_of_calendar, (calendar, edition), built)
    return built


def _remember(
    known: dict[tuple[int, int], Calendar], key: tuple[int, int], value: Calendar
) -> None:
    """Keep what was read, but only once it is certain: rows read inside a transaction may be its
    own and vanish with it, and their numbers be given again."""

    def keep() -> None:
        if len(known) >= _ROOM:
            known.clear()
        known[key] = value

    if connection.in_atomic_block:
        transaction.on_commit(keep)
    else:
        keep()


def forget_calendars() -> None:
    """Empty the memory: needed only when another database takes the place of this one."""
    _of_agency.clear()
    _of_calendar.clear()


def current_edition() -> int:
    """The number of the newest edition. 0 before any reference data is loaded."""
    newest = CalendarEdition.objects.order_by("-number").values_list("number", flat=True).first()
    return newest or 0


def editions() -> tuple[EditionView, ...]:
    """All editions, newest first."""
    return tuple(
        EditionView(row.number, row.made_at, row.made_by, row.reason)
        for row in CalendarEdition.objects.order_by("-number")
    )


def first_change(*, since: int, until: int) -> date:
    """The first day on which some calendar of edition `until` may differ from edition `since`: all
    before it count alike in both. `date.min` where an agency follows another calendar,
    `date.max` where nothing was edited."""
    assigned = CalendarAssignment.objects.filter(edition_from__gt=since, edition_from__lte=until)
    if assigned.exists():
        return date.min
    edited = Q(edition_from__gt=since, edition_from__lte=until)
    edited |= Q(edition_until__gt=since, edition_until__lte=until)
    day = CalendarDay.objects.filter(edited).aggregate(first=Min("on"))["first"]
    week = WorkWeek.objects.filter(edited).aggregate(first=Min("valid_from"))["first"]
    return min(day or date.max, week or date.max)


def calendars() -> tuple[CalendarView, ...]:
    rows = WorkCalendar.objects.order_by("code")
    return tuple(CalendarView(row.code, row.name, row.source) for row in rows)


def weeks(calendar_code: str, *, edition: int) -> tuple[WeekView, ...]:
    """The seasons of a calendar in an edition, oldest first."""
    rows = in_edition(WorkWeek.objects.filter(calendar__code=calendar_code), edition)
    return tuple(
        WeekView(row.valid_from, row.windows, row.source) for row in rows.order_by("valid_from")
    )


def calendar_days(
    *, edition: int, year: int | None = None, calendar_code: str = ""
) -> tuple[CalendarDayView, ...]:
    """The days of the country in an edition and, with `calendar_code`, those of that calendar."""
    scope = Q(calendar=None)
    if calendar_code:
        scope |= Q(calendar__code=calendar_code)
    rows = in_edition(CalendarDay.objects.filter(scope), edition)
    if year is not None:
        rows = rows.filter(on__year=year)
    return tuple(map(_day_view, rows.select_related("calendar").order_by("on", "id")))


def unconfirmed_days(*, edition: int) -> tuple[CalendarDayView, ...]:
    """Days that no official notice confirms yet: somebody checks each against its notice."""
    rows = in_edition(CalendarDay.objects.filter(confirmed=False), edition)
    return tuple(map(_day_view, rows.select_related("calendar").order_by("on", "id")))


def day_names(
    calendar_code: str, *, edition: int, language: str = "vi"
) -> dict[date, tuple[str, str]]:
    """Name and source of every day that counts in a calendar, for explaining a deadline."""
    names: dict[date, tuple[str, str]] = {}
    days = calendar_days(edition=edition, calendar_code=calendar_code)
    for day in sorted(days, key=lambda day: bool(day.calendar_code)):
        if day.counts:
            english = language == "en" and day.name_en
            names[day.on] = (day.name_en if english else day.name, day.source)
    return names


def in_edition(rows: QuerySet[Row], edition: int) -> QuerySet[Row]:
    """The rows that belong to an edition; for this app."""
    return rows.filter(
        Q(edition_until=None) | Q(edition_until__gt=edition), edition_from__lte=edition
    )


def _days(calendar: int, edition: int) -> QuerySet[CalendarDay]:
    own_or_country = CalendarDay.objects.filter(Q(calendar=None) | Q(calendar=calendar))
    return in_edition(own_or_country, edition)


def _day_view(row: CalendarDay) -> CalendarDayView:
    return CalendarDayView(
        on=row.on,
        kind=DayKind(row.kind),
        name=row.name,
        name_en=row.name_en,
        windows=tuple((opens, closes) for opens, closes in row.windows or ()),
        calendar_code=row.calendar.code if row.calendar else "",
        source=row.source,
        confirmed=row.confirmed,
        counts=counts(DayKind(row.kind), confirmed=row.confirmed),
    )


def calendar_code_of(agency_id: int) -> str:
    """The code of the calendar by which an agency works."""
    return WorkCalendar.objects.values_list("code", flat=True).get(agencies=agency_id)

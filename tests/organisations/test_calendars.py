from datetime import date

import pytest
from django.db import transaction

from lienthong.journal.models import Entry
from lienthong.organisations import actions, queries
from lienthong.organisations.models import CalendarEdition
from lienthong.organisations.rules import (
    AgencyKind,
    DayKind,
    NotAllowed,
    UnknownAgency,
    UnknownEdition,
)
from lienthong.organisations.rules.calendars import StoredWeek
from tests.organisations.conftest import AT, BY, HAI_CHAU, TODAY, agency_in

pytestmark = pytest.mark.usefixtures("da_nang")

OFFICE = ((450, 690), (810, 1020))
MORNINGS: StoredWeek = {str(day): [["07:00", "11:00"]] for day in range(5)}
FLOOD = date(2026, 11, 25)


def close(on: date = FLOOD, calendar_code: str = "") -> int:
    return actions.add_day(
        on=on,
        kind=DayKind.CLOSED,
        name="Nghỉ phòng bão",
        source="Công điện thử",
        calendar_code=calendar_code,
        reason="Bão",
        by=BY,
        at=AT,
    )


def windows(on: date, edition: int, kind: AgencyKind = AgencyKind.COMMUNE_COMMITTEE) -> object:
    return queries.calendar_of(agency_in(HAI_CHAU, kind).id, edition=edition).windows_on(on)


def test_offices_work_by_the_default_week_and_police_on_saturday_morning_too() -> None:
    friday, saturday, sunday = (date(2026, 11, day) for day in (20, 21, 22))
    assert [windows(day, 1) for day in (friday, saturday, sunday)] == [OFFICE, (), ()]
    police = [windows(day, 1, AgencyKind.COMMUNE_POLICE) for day in (friday, saturday, sunday)]
    assert police == [OFFICE, ((450, 690),), ()]


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2025, 4, 26), True),  # a Saturday that makes up
        (date(2025, 5, 2), False),
        (date(2025, 9, 1), False),
        (date(2026, 1, 2), True),  # a swap that nobody has confirmed
        (date(2026, 1, 10), False),
        (date(2026, 2, 18), False),
        (date(2026, 8, 22), True),
        (date(2026, 8, 31), False),
        (date(2026, 11, 24), False),
        (date(2027, 2, 8), False),  # the law's pattern, its notice still to come
        (date(2027, 2, 11), True),
    ],
)
def test_holidays_and_swaps_of_2025_to_2027(day: date, *, works: bool) -> None:
    assert bool(windows(day, 1)) is works


def test_confirming_a_swap_makes_it_count_from_the_next_edition_on() -> None:
    unsure = {day.on for day in queries.unconfirmed_days(edition=1)}
    assert date(2026, 1, 2) in unsure
    edition = actions.confirm_day(
        on=date(2026, 1, 2), source="Thông báo thử", reason="Đã thấy văn bản", by=BY, at=AT
    )
    assert windows(date(2026, 1, 2), 1) == OFFICE
    assert windows(date(2026, 1, 2), edition) == ()
    assert date(2026, 1, 2) not in {day.on for day in queries.unconfirmed_days(edition=edition)}
    assert queries.day_names("standard", edition=edition)[date(2026, 1, 2)][1] == "Thông báo thử"
    with pytest.raises(NotAllowed, match="xác nhận rồi"):
        actions.confirm_day(on=date(2026, 1, 2), source="x", reason="y", by=BY, at=AT)


def test_an_edit_makes_a_new_edition_and_the_old_one_stays_readable() -> None:
    edition = close()
    assert edition == queries.current_edition() == 2
    assert windows(FLOOD, 1) == OFFICE
    assert windows(FLOOD, 2) == ()
    third = actions.remove_day(on=FLOOD, reason="Bão tan", by=BY, at=AT)
    assert [windows(FLOOD, number) for number in (1, 2, third)] == [OFFICE, (), OFFICE]
    fourth = close()
    assert [windows(FLOOD, number) for number in (1, 2, 3, fourth)] == [OFFICE, (), OFFICE, ()]
    assert [row.number for row in queries.editions()] == [4, 3, 2, 1]


def test_an_edition_that_was_rolled_back_leaves_nothing_in_memory() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        edition = close()
        assert windows(FLOOD, edition) == ()
        raise ZeroDivisionError
    other = close(date(2026, 11, 26))
    assert other == edition
    assert windows(FLOOD, other) == OFFICE


def test_a_swap_is_one_edition() -> None:
    edition = actions.add_days(
        days=[
            actions.NewDay(date(2026, 12, 31), DayKind.CLOSED, "Nghỉ hoán đổi", "Quyết định thử"),
            actions.NewDay(date(2026, 12, 26), DayKind.OPENED, "Làm bù", "Quyết định thử"),
        ],
        reason="Hoán đổi",
        by=BY,
        at=AT,
    )
    assert edition == 2
    assert windows(date(2026, 12, 31), 2) == ()
    assert windows(date(2026, 12, 26), 2) == OFFICE


def test_a_day_of_one_calendar_leaves_the_others_alone() -> None:
    close(calendar_code="commune-police")
    assert windows(FLOOD, 2) == OFFICE
    assert windows(FLOOD, 2, AgencyKind.COMMUNE_POLICE) == ()
    assert FLOOD not in queries.day_names("standard", edition=2)
    assert queries.day_names("commune-police", edition=2)[FLOOD] == (
        "Nghỉ phòng bão",
        "Công điện thử",
    )


def test_hours_change_with_the_season() -> None:
    edition = actions.set_week(
        calendar_code="standard",
        windows=MORNINGS,
        valid_from=date(2026, 12, 1),
        source="Quyết định thử",
        reason="Giờ mùa đông",
        by=BY,
        at=AT,
    )
    assert windows(date(2026, 11, 30), edition) == OFFICE
    assert windows(date(2026, 12, 1), edition) == ((420, 660),)
    assert windows(date(2026, 12, 1), 1) == OFFICE
    again = actions.set_week(
        calendar_code="standard",
        windows={"0": [["08:00", "12:00"]], "1": [["08:00", "12:00"]]},
        valid_from=date(2026, 12, 1),
        source="Quyết định thử",
        reason="Sửa giờ mùa đông",
        by=BY,
        at=AT,
    )
    assert windows(date(2026, 12, 1), again) == ((480, 720),)
    assert windows(date(2026, 12, 1), edition) == ((420, 660),)
    seasons = [row.valid_from for row in queries.weeks("standard", edition=again)]
    assert seasons == [date(2000, 1, 1), date(2026, 12, 1)]


def test_agencies_can_follow_a_calendar_of_their_own_from_an_edition_on() -> None:
    agency = agency_in(HAI_CHAU, AgencyKind.COMMUNE_COMMITTEE)
    actions.open_calendar(
        code="island",
        name="Giờ của đặc khu",
        windows=MORNINGS,
        valid_from=date(2000, 1, 1),
        source="Quyết định thử",
        reason="Đặc khu",
        by=BY,
        at=AT,
    )
    edition = actions.assign_calendar(
        agency_ids=[agency.id], calendar_code="island", reason="Đặc khu", by=BY, at=AT
    )
    monday = date(2026, 11, 23)
    assert windows(monday, edition) == ((420, 660),)
    assert windows(monday, edition - 1) == OFFICE
    # The country's holidays hold there too.
    assert windows(date(2026, 9, 2), edition) == ()


def test_the_first_day_that_an_edit_changed_is_known() -> None:
    first = close()
    later = close(date(2026, 12, 3), "commune-police")
    assert queries.first_change(since=1, until=first) == FLOOD
    assert queries.first_change(since=1, until=later) == FLOOD
    assert queries.first_change(since=first, until=later) == date(2026, 12, 3)
    assert queries.first_change(since=later, until=later) == date.max
    removed = actions.remove_day(on=FLOOD, reason="Bão tan", by=BY, at=AT)
    assert queries.first_change(since=later, until=removed) == FLOOD
    hours = actions.set_week(
        calendar_code="standard", windows=MORNINGS, valid_from=date(2026, 12, 1),
        source="Quyết định thử", reason="Giờ mùa đông", by=BY, at=AT,
    )  # fmt: skip
    assert queries.first_change(since=removed, until=hours) == date(2026, 12, 1)
    agency = agency_in(HAI_CHAU, AgencyKind.COMMUNE_COMMITTEE)
    other = actions.assign_calendar(
        agency_ids=[agency.id], calendar_code="commune-police", reason="Đặc khu", by=BY, at=AT
    )
    assert queries.first_change(since=hours, until=other) == date.min


def test_many_calendars_are_read_at_once() -> None:
    agencies = queries.agencies_of_province("48", on=TODAY)
    found = queries.calendars_of([row.id for row in agencies], edition=1)
    assert len(found) == len(agencies)
    assert len({id(calendar) for calendar in found.values()}) == 2


def test_an_unknown_agency_calendar_or_edition_is_refused() -> None:
    agency = agency_in(HAI_CHAU, AgencyKind.COMMUNE_COMMITTEE)
    with pytest.raises(UnknownAgency):
        queries.calendar_of(0, edition=1)
    with pytest.raises(UnknownEdition, match="bản số 2"):
        queries.calendar_of(agency.id, edition=2)
    with pytest.raises(NotAllowed, match="Chọn lại lịch"):
        queries.calendar_named("nowhere", edition=1)


def test_the_names_of_days_come_in_both_languages_with_their_source() -> None:
    day = date(2026, 9, 2)
    assert queries.day_names("standard", edition=1)[day][0] == "Quốc khánh"
    assert queries.day_names("standard", edition=1, language="en")[day][0] == "National Day"
    # A day that does not count explains nothing.
    assert date(2026, 1, 2) not in queries.day_names("standard", edition=1)
    assert {row.on.year for row in queries.calendar_days(edition=1, year=2026)} == {2026}


def test_edits_that_make_no_sense_are_refused_and_make_no_edition() -> None:
    with pytest.raises(NotAllowed, match="đã có trong lịch"):
        close(date(2026, 9, 2))
    with pytest.raises(NotAllowed, match="không có trong lịch"):
        actions.remove_day(on=FLOOD, reason="Nhầm", by=BY, at=AT)
    with pytest.raises(NotAllowed, match="Ghi lý do"):
        actions.remove_day(on=date(2026, 9, 2), reason=" ", by=BY, at=AT)
    with pytest.raises(NotAllowed, match="Chọn lại lịch"):
        close(calendar_code="nowhere")
    with pytest.raises(NotAllowed, match="ít nhất một ngày"):
        actions.add_days(days=[], reason="x", by=BY, at=AT)
    with pytest.raises(NotAllowed, match="Chỉ ngày làm bù"):
        actions.add_day(
            on=FLOOD,
            kind=DayKind.CLOSED,
            name="Nghỉ",
            source="Công điện",
            windows=[["07:30", "11:30"]],
            reason="Bão",
            by=BY,
            at=AT,
        )
    with pytest.raises(NotAllowed, match="Tuần làm việc"):
        actions.set_week(
            calendar_code="standard",
            windows={},
            valid_from=FLOOD,
            source="x",
            reason="y",
            by=BY,
            at=AT,
        )
    with pytest.raises(NotAllowed, match="cơ quan không tồn tại"):
        actions.assign_calendar(agency_ids=[0], calendar_code="standard", reason="x", by=BY, at=AT)
    assert CalendarEdition.objects.count() == 1


def test_a_week_without_monday_is_refused_while_a_make_up_day_needs_its_hours() -> None:
    with pytest.raises(NotAllowed, match="ngày làm bù"):
        actions.set_week(
            calendar_code="standard",
            windows={"1": [["08:00", "12:00"]]},
            valid_from=date(2026, 8, 1),
            source="Quyết định thử",
            reason="Nghỉ thứ Hai",
            by=BY,
            at=AT,
        )
    assert queries.current_edition() == 1


def test_an_edit_is_journalled_with_its_edition() -> None:
    close()
    entry = Entry.objects.get(action="organisations.days_added")
    assert (entry.unit, entry.subject, entry.by) == ("house", "calendars:2", BY)
    assert entry.data["days"] == [{"on": "2026-11-25", "kind": "closed", "calendar": ""}]


def test_each_edit_says_from_when_and_for_whom_it_may_move_deadlines() -> None:
    assert queries.calendar_changes() == (), "the first edition changed nothing"
    close()
    police = agency_in(HAI_CHAU, AgencyKind.COMMUNE_POLICE).id
    code = queries.calendar_code_of(police)
    actions.set_week(
        calendar_code=code, windows=MORNINGS, valid_from=date(2026, 12, 1), source="x",
        reason="Giờ mùa đông", by=BY, at=AT,
    )  # fmt: skip
    country, own = queries.calendar_changes()
    assert (country.since, country.agencies, country.reason) == (FLOOD, None, "Bão")
    assert (own.since, own.made_by) == (date(2026, 12, 1), BY)
    assert own.agencies is not None
    assert police in own.agencies
    assert agency_in(HAI_CHAU, AgencyKind.COMMUNE_COMMITTEE).id not in own.agencies


def test_what_counts_as_before_is_no_change() -> None:
    """A swap that waits for its notice, and a public holiday whose notice has come."""
    actions.add_day(
        on=FLOOD, kind=DayKind.CLOSED, name="Hoán đổi", source="x", confirmed=False, reason="x",
        by=BY, at=AT,
    )  # fmt: skip
    holiday = next(
        day
        for day in queries.unconfirmed_days(edition=queries.current_edition())
        if day.kind is DayKind.HOLIDAY
    )
    actions.confirm_day(on=holiday.on, source="Thông báo", reason="x", by=BY, at=AT)
    assert queries.calendar_changes() == ()
    actions.confirm_day(on=FLOOD, source="Thông báo", reason="Có thông báo", by=BY, at=AT)
    assert [change.since for change in queries.calendar_changes()] == [FLOOD]

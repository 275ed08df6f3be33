from datetime import date

import pytest

from lienthong.clock import Calendar, week
from lienthong.organisations.rules import DayKind, NotAllowed
from lienthong.organisations.rules.calendars import DayRow, build, counts, read_week, read_windows

OFFICE = ((450, 690), (810, 1020))
MONDAY_TO_FRIDAY = week(dict.fromkeys(range(5), OFFICE))
MONDAY, SATURDAY = date(2026, 8, 17), date(2026, 8, 22)


def calendar(*days: DayRow) -> Calendar:
    return build([(date(2000, 1, 1), MONDAY_TO_FRIDAY)], days)


def test_a_holiday_counts_before_its_notice_comes_a_swap_does_not() -> None:
    assert counts(DayKind.HOLIDAY, confirmed=False)
    assert not counts(DayKind.CLOSED, confirmed=False)
    assert not counts(DayKind.OPENED, confirmed=False)
    assert all(counts(kind, confirmed=True) for kind in DayKind)


def test_an_unconfirmed_swap_leaves_the_week_as_it_is() -> None:
    unsure = calendar(
        DayRow(MONDAY, DayKind.CLOSED, confirmed=False),
        DayRow(SATURDAY, DayKind.OPENED, confirmed=False),
    )
    assert unsure == calendar()


def test_a_swap_closes_the_monday_and_opens_the_saturday() -> None:
    swapped = calendar(DayRow(MONDAY, DayKind.CLOSED), DayRow(SATURDAY, DayKind.OPENED))
    assert swapped.windows_on(MONDAY) == ()
    assert swapped.windows_on(SATURDAY) == OFFICE


def test_what_a_calendar_says_itself_stands_above_the_country() -> None:
    morning = ((450, 690),)
    duty = calendar(
        DayRow(MONDAY, DayKind.HOLIDAY),
        DayRow(MONDAY, DayKind.OPENED, windows=morning, own=True),
        DayRow(SATURDAY, DayKind.OPENED),
        DayRow(SATURDAY, DayKind.CLOSED, own=True),
    )
    assert duty.windows_on(MONDAY) == morning
    assert duty.windows_on(SATURDAY) == ()


def test_an_unconfirmed_own_day_leaves_the_word_to_the_country() -> None:
    days = [
        DayRow(MONDAY, DayKind.HOLIDAY),
        DayRow(MONDAY, DayKind.OPENED, own=True, confirmed=False),
    ]
    assert calendar(*days).windows_on(MONDAY) == ()


def test_equal_content_is_one_calendar() -> None:
    assert calendar(DayRow(MONDAY, DayKind.HOLIDAY)) is calendar(DayRow(MONDAY, DayKind.HOLIDAY))


def test_a_make_up_day_without_any_hours_is_refused() -> None:
    tuesday_only = week({1: OFFICE})
    with pytest.raises(NotAllowed, match="22"):
        build([(date(2000, 1, 1), tuesday_only)], [DayRow(SATURDAY, DayKind.OPENED)])


@pytest.mark.parametrize(
    "stored",
    [
        [["7:30", "11:30"]],
        [["07:30"]],
        [["11:30", "07:30"]],
        [["07:30", "11:30"], ["11:00", "17:00"]],
        [["07:30", "25:00"]],
        [[730, 1130]],
        "07:30-11:30",
        None,
    ],
)
def test_hours_that_make_no_sense_are_refused_with_the_day(stored: object) -> None:
    with pytest.raises(NotAllowed, match="thứ Hai"):
        read_windows(stored, of="thứ Hai")


def test_a_day_may_end_at_midnight() -> None:
    assert read_windows([["20:00", "24:00"]], of="thứ Hai") == ((1200, 1440),)


@pytest.mark.parametrize("stored", [{}, {"0": []}, {"7": [["07:30", "11:30"]]}, [], None])
def test_a_week_in_which_nobody_works_is_refused(stored: object) -> None:
    with pytest.raises(NotAllowed, match="Tuần làm việc"):
        read_week(stored)

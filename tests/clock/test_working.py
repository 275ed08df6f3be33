"""Working time without a rule: what desks, steps and ledgers ask of a calendar."""

from datetime import UTC, date, datetime, time
from fractions import Fraction

import pytest

from lienthong.clock import (
    VIETNAM,
    Calendar,
    Event,
    Invalid,
    Limit,
    LimitNotReached,
    Rule,
    Season,
    Unit,
    add_working,
    due_after,
    end_of_day,
    is_working_day,
    next_working_day,
    read_clock,
    week,
    window,
    working_days_between,
    working_seconds_between,
)

OFFICE = [window(time(7, 30), time(11, 30)), window(time(13, 30), time(17))]
CALENDAR = Calendar.build(
    [Season.always(week(dict.fromkeys(range(5), OFFICE)))],
    holidays=[date(2025, 9, 1), date(2025, 9, 2)],
    working_days=[date(2025, 4, 26)],
)
EMPTY = Calendar.build([])


def vn(day: int, month: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2025, month, day, hour, minute, tzinfo=VIETNAM)


def test_working_seconds_leave_out_nights_weekends_and_holidays() -> None:
    assert working_seconds_between(CALENDAR, vn(29, 8, 16), vn(3, 9, 8)) == 5400
    assert working_seconds_between(CALENDAR, vn(3, 9, 8), vn(29, 8, 16)) == -5400
    utc = datetime(2025, 8, 29, 9, tzinfo=UTC)  # 16:00 in Việt Nam
    assert working_seconds_between(CALENDAR, utc, vn(3, 9, 8)) == 5400


def test_working_days_are_counted_after_the_first_up_to_the_second() -> None:
    assert working_days_between(CALENDAR, date(2025, 8, 29), date(2025, 9, 4)) == 2
    assert working_days_between(CALENDAR, date(2025, 9, 4), date(2025, 9, 4)) == 0
    assert working_days_between(CALENDAR, date(2025, 9, 4), date(2025, 8, 4)) == 0


def test_the_eighth_working_hour_ends_where_people_expect() -> None:
    assert add_working(CALENDAR, vn(29, 8, 16), 8) == vn(3, 9, 16, 30)
    assert add_working(CALENDAR, vn(28, 8, 9), Fraction(5, 2)) == vn(28, 8, 11, 30)
    assert add_working(CALENDAR, vn(28, 8, 9), 1, Unit.WORKING_DAY) == vn(29, 8, 9)
    assert add_working(CALENDAR, vn(28, 8, 9), 1, Unit.CALENDAR_DAY) == vn(29, 8, 9)
    assert add_working(CALENDAR, vn(28, 8, 12), 0) == vn(28, 8, 12)


@pytest.mark.parametrize(
    ("start", "amount", "due"),
    [
        (datetime(2025, 8, 27, 8), Fraction(1, 2), datetime(2025, 8, 27, 17)),
        (datetime(2025, 8, 28, 16), Fraction(1, 2), datetime(2025, 8, 29, 17)),
        (datetime(2025, 8, 29, 16), Fraction(1, 2), datetime(2025, 9, 3, 17)),  # over the holiday
        (datetime(2025, 8, 27, 18), Fraction(1, 8), datetime(2025, 8, 28, 17)),  # closed already
        (datetime(2025, 8, 27), Fraction(1), datetime(2025, 8, 27, 17)),
    ],
)
def test_what_takes_calendar_days_is_due_when_an_office_closes(
    start: datetime, amount: Fraction, due: datetime
) -> None:
    start, due = start.replace(tzinfo=VIETNAM), due.replace(tzinfo=VIETNAM)
    assert due_after(CALENDAR, start, amount, Unit.CALENDAR_DAY) == due
    rule = Rule(Limit(amount, Unit.CALENDAR_DAY), frozenset({"accepted"}), frozenset({"done"}))
    assert read_clock(CALENDAR, rule, [Event("accepted", start)], start).due_at == due


def test_days_off_and_make_up_days_are_known() -> None:
    assert is_working_day(CALENDAR, date(2025, 4, 26))
    assert not is_working_day(CALENDAR, date(2025, 9, 1))
    assert end_of_day(CALENDAR, date(2025, 9, 3)) == vn(3, 9, 17)
    assert end_of_day(CALENDAR, date(2025, 9, 1)) is None
    assert next_working_day(CALENDAR, date(2025, 8, 29)) == date(2025, 9, 3)


def test_an_office_that_never_works_is_refused_not_waited_for() -> None:
    with pytest.raises(LimitNotReached):
        next_working_day(EMPTY, date(2025, 8, 29))
    with pytest.raises(LimitNotReached):
        add_working(EMPTY, vn(28, 8, 9), 1)


def test_a_window_that_closes_at_midnight_ends_with_the_day() -> None:
    assert window(time(22), time(0)) == (1320, 1440)


def test_a_calendar_built_in_code_is_checked_like_one_from_json() -> None:
    with pytest.raises(Invalid):
        week({0: [(600, 600)]})
    with pytest.raises(Invalid):
        Calendar.build([], working_days=[date(2025, 4, 26)])


def test_a_rule_built_in_code_is_checked_like_one_from_json() -> None:
    with pytest.raises(Invalid):
        Limit(0, Unit.WORKING_DAY)
    with pytest.raises(Invalid):
        Limit(-1, Unit.WORKING_DAY)
    with pytest.raises(Invalid):
        Limit(0, Unit.SAME_DAY)
    same_day = Limit(0, Unit.SAME_DAY, time(15))
    none: frozenset[str] = frozenset()
    with pytest.raises(Invalid):
        Rule(same_day, none, none, resume_plus=Fraction(1, 2))
    half_a_day = Event("extended", vn(28, 8, 9), Fraction(1, 2))
    with pytest.raises(Invalid):
        read_clock(CALENDAR, Rule(same_day, none, none), [half_a_day], vn(28, 8, 9))

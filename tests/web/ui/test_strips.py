"""The day strip, against the example of the design: 10 working days over a holiday."""

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

import pytest

from lienthong import clock
from lienthong.clock import VIETNAM
from lienthong.web.ui.strips import MOST_DAYS, Strip, StripDay, explained, strip

HOURS = ((450, 690), (810, 1020))
WEEK = clock.week(dict.fromkeys(range(5), HOURS))
CALENDAR = clock.Calendar(
    seasons=(clock.Season.always(WEEK),),
    holidays=frozenset({date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2)}),
    working_days=((date(2026, 8, 22), HOURS),),
)
RULE = clock.Rule(
    limit=clock.Limit(Fraction(10), clock.Unit.WORKING_DAY),
    start_on=frozenset({"accepted"}),
    stop_on=frozenset({"completed"}),
    pause_on=frozenset({"paused"}),
    resume_on=frozenset({"resumed"}),
    counting=clock.Counting.NEXT_DAY,
)
NAMES = {date(2026, 9, 1): "Quốc khánh", date(2026, 9, 2): "Quốc khánh"}


def at(day: int, hour: int = 8, minute: int = 0, month: int = 8) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=VIETNAM)


EVENTS = [
    clock.Event(type="accepted", at=at(20, 8, 12)),
    clock.Event(type="paused", at=at(25, 17)),
    clock.Event(type="resumed", at=at(28, 7, 30)),
]


def drawn(now: datetime, events: list[clock.Event] = EVENTS) -> Strip:
    found = strip(CALENDAR, RULE, events, now, names=NAMES)
    assert found is not None
    return found


def on(shown: Strip, day: int, month: int) -> StripDay:
    return next(one for one in shown.days if one.on == date(2026, month, day))


def test_the_strip_of_the_design_is_drawn_day_by_day() -> None:
    shown = drawn(at(4, 10, 20, month=9))
    assert shown.days[0].on == date(2026, 8, 20)
    assert shown.days[-1].on == date(2026, 9, 9)
    assert shown.starts == 4
    assert on(shown, 20, 8).icon == "inbox"
    assert on(shown, 21, 8).css == "run"
    assert (on(shown, 21, 8).cell, on(shown, 28, 8).cell, on(shown, 9, 9).cell) == ("1", "5", "10")
    assert on(shown, 22, 8).mark == "làm bù"
    assert on(shown, 26, 8).css == "pause"
    assert on(shown, 1, 9).css == "off hol m1"
    assert on(shown, 4, 9).css == "part today"
    assert on(shown, 9, 9).css == "left due"


def test_days_beyond_the_limit_are_not_numbered() -> None:
    """2 calendar days that end on a Saturday: the appointment is on Monday, which is no third day
    and no fourth of two."""
    rule = replace(RULE, limit=clock.Limit(Fraction(2), clock.Unit.CALENDAR_DAY))
    shown = strip(CALENDAR, rule, [clock.Event(type="accepted", at=at(6, 9, month=8))], at(6, 10))
    assert shown is not None
    assert [(day.on.day, day.cell) for day in shown.days[1:]] == [
        (7, "1"), (8, "2"), (9, ""), (10, ""),
    ]  # fmt: skip
    assert "hẹn sang ngày làm việc kế tiếp" in shown.days[-1].sentence


def test_each_day_is_said_in_words() -> None:
    shown = drawn(at(4, 10, 20, month=9))
    assert on(shown, 28, 8).sentence == "Thứ Sáu 28/08: tính, ngày thứ 5"
    assert on(shown, 1, 9).sentence == "Thứ Ba 01/09: Quốc khánh, không tính"
    assert on(shown, 9, 9).sentence == ("Thứ Tư 09/09: sẽ tính, ngày thứ 10, hạn trả kết quả 17:00")


def test_what_moved_the_date_is_explained() -> None:
    assert explained(drawn(at(4, 10, 20, month=9))) == [
        "2 ngày tạm dừng không tính: 26/08–27/08.",
        "1 ngày nghỉ không tính: 31/08 (nghỉ lễ).",
        "2 ngày nghỉ không tính: 01/09–02/09 (Quốc khánh).",
    ]


def test_a_pause_takes_days_of_rest_only_where_they_count() -> None:
    events = [
        clock.Event(type="accepted", at=at(12)),
        clock.Event(type="paused", at=at(13, 17)),
        clock.Event(type="resumed", at=at(17, 7, 30)),
    ]
    working = drawn(at(18), events)
    assert explained(working)[0] == "1 ngày tạm dừng không tính: 14/08."
    rule = replace(RULE, limit=clock.Limit(Fraction(10), clock.Unit.CALENDAR_DAY))
    calendar = strip(CALENDAR, rule, events, at(18))
    assert calendar is not None
    assert explained(calendar) == ["3 ngày tạm dừng không tính: 14/08–16/08."]
    assert {on(calendar, day, 8).mark for day in (14, 15, 16)} == {"chờ"}


def test_days_after_the_due_time_are_over() -> None:
    shown = drawn(at(11, 16, month=9))
    assert "over" in on(shown, 10, 9).css.split()
    assert "over" in on(shown, 11, 9).css.split()
    assert "run" in on(shown, 9, 9).css.split()


def test_a_clock_that_has_not_started_has_no_strip() -> None:
    assert strip(CALENDAR, RULE, [], at(20)) is None


def test_a_finished_dossier_has_no_today() -> None:
    events = [*EVENTS, clock.Event(type="completed", at=at(3, 9, month=9))]
    shown = drawn(at(4, 10, month=9), events)
    assert shown.days[-1].on == date(2026, 9, 3)
    assert not any("today" in day.css for day in shown.days)


def test_a_very_long_strip_is_cut_at_its_old_end() -> None:
    shown = drawn(datetime(2027, 6, 1, 9, tzinfo=VIETNAM), EVENTS[:1])
    assert len(shown.days) == MOST_DAYS
    assert shown.left_out > 0
    assert shown.weeks
    assert shown.days[-1].on == date(2027, 6, 1)


@pytest.mark.parametrize(("hours", "cell"), [(4, "4"), (8, "7,5")])
def test_a_limit_in_hours_shows_the_hours_of_each_day(hours: int, cell: str) -> None:
    rule = clock.Rule(
        limit=clock.Limit(Fraction(hours), clock.Unit.WORKING_HOUR),
        start_on=frozenset({"accepted"}),
        stop_on=frozenset({"completed"}),
    )
    shown = strip(CALENDAR, rule, [clock.Event(type="accepted", at=at(24, 7, 30))], at(24, 7, 30))
    assert shown is not None
    assert shown.days[0].cell == cell

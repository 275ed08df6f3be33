"""The trace: why each moment counts or does not, and which reason goes first."""

from typing import Any

import pytest

from tests.clock.builders import CALENDAR, Json, ask, case, told


def pieces(asked: Json) -> list[tuple[str | None, str | None, float, str]]:
    return [
        (told(piece["from"]), told(piece["to"]), round(piece["measure"], 6), piece["why"])
        for piece in ask(asked)["trace"]
    ]


def whys(asked: Json) -> list[str]:
    """The reasons in order, neighbours of one kind told once."""
    found: list[str] = []
    for *_, why in pieces(asked):
        if not found or found[-1] != why:
            found.append(why)
    return found


def test_a_day_is_told_in_its_pieces() -> None:
    asked = case("1 working_day", "28/08 09:00 start", now="29/08 08:00")
    assert pieces(asked) == [
        ("28/08 09:00", "28/08 11:30", 0.333333, "working time"),
        ("28/08 11:30", "28/08 13:30", 0, "outside working hours"),
        ("28/08 13:30", "28/08 17:00", 0.466667, "working time"),
        ("28/08 17:00", "29/08 00:00", 0, "outside working hours"),
        ("29/08 00:00", "29/08 07:30", 0, "outside working hours"),
        ("29/08 07:30", "29/08 08:00", 0.066667, "working time"),
    ]


def test_a_holiday_on_a_weekend_is_a_holiday() -> None:
    calendar = CALENDAR | {"holidays": ["2025-08-31"]}
    asked = case("9 working_day", "30/08 00:00 start", now="01/09 00:00", calendar=calendar)
    assert whys(asked) == ["weekend", "holiday"]


def test_a_pause_goes_before_days_off_and_nights() -> None:
    asked = case("9 working_day", "29/08 16:00 start", "29/08 17:00 pause", "03/09 07:30 resume",
                 now="03/09 08:00")  # fmt: skip
    assert pieces(asked) == [
        ("29/08 16:00", "29/08 17:00", 0.133333, "working time"),
        ("29/08 17:00", "03/09 07:30", 0, "paused: pause"),
        ("03/09 07:30", "03/09 08:00", 0.066667, "working time"),
    ]


def test_the_first_pause_of_several_names_the_piece() -> None:
    asked = case("9 working_day", "28/08 09:00 start", "28/08 10:00 fee", "28/08 10:30 pause",
                 now="28/08 11:00", pause_on=["pause", "fee"])  # fmt: skip
    assert whys(asked) == ["working time", "paused: fee"]


def test_before_counting_starts_goes_before_a_pause() -> None:
    asked = case("9 working_day", "28/08 09:00 start", "28/08 10:00 pause", "29/08 08:00 resume",
                 now="29/08 08:30", counting="next_day")  # fmt: skip
    assert pieces(asked) == [
        ("28/08 09:00", "28/08 10:00", 0, "before counting starts"),
        ("28/08 10:00", "29/08 00:00", 0, "before counting starts"),
        ("29/08 00:00", "29/08 08:00", 0, "paused: pause"),
        ("29/08 08:00", "29/08 08:30", 0.066667, "working time"),
    ]


@pytest.mark.parametrize(
    ("unit", "rule", "expected"),
    [
        ("working_hour", {}, [
            "consumed before restart", "outside working hours", "weekend", "holiday",
            "paused: pause", "outside working hours", "working time"]),
        ("working_hour", {"counting": "next_day"}, [
            "before counting starts", "weekend", "holiday", "paused: pause",
            "before counting starts"]),
        ("calendar_day", {}, ["consumed before restart", "paused: pause", "calendar time"]),
    ],
)  # fmt: skip
def test_a_restart_takes_back_running_time_but_not_days_off(
    unit: str, rule: dict[str, Any], expected: list[str]
) -> None:
    asked = case(f"300 {unit}", "29/08 13:30 start", "03/09 00:00 pause", "04/09 00:00 resume",
                 now="04/09 09:00", on_resume="restart", **rule)  # fmt: skip
    assert whys(asked) == expected


def test_what_a_restart_took_back_keeps_its_measure_and_does_not_count() -> None:
    asked = case("9 working_hour", "28/08 09:00 start", "28/08 11:00 pause", "28/08 14:00 resume",
                 now="28/08 15:00", on_resume="restart")  # fmt: skip
    assert pieces(asked)[0] == ("28/08 09:00", "28/08 11:00", 2, "consumed before restart")
    assert ask(asked)["trace"][0]["counted"] is False
    assert ask(asked)["consumed"] == 1


def test_calendar_days_count_nights_and_holidays() -> None:
    asked = case("9 calendar_day", "30/08 12:00 start", now="02/09 00:00")
    assert [piece[2:] for piece in pieces(asked)] == [
        (0.5, "calendar time"), (1, "calendar time"), (1, "calendar time"),
    ]  # fmt: skip


def test_the_trace_is_empty_at_the_very_start_and_ends_at_the_stop() -> None:
    assert pieces(case("1 working_day", "28/08 09:00 start", now="28/08 09:00")) == []
    asked = case("1 working_day", "28/08 09:00 start", "28/08 10:00 stop", now="31/12 10:00")
    assert pieces(asked) == [("28/08 09:00", "28/08 10:00", 0.133333, "working time")]

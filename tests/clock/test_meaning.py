"""The numbered points of the contract, one by one, on dates that people can check by hand.

28/08/2025 is a Thursday; 01/09 and 02/09 (Monday, Tuesday) are the National Day.
"""

from typing import Any

import pytest

from tests.clock.builders import CALENDAR, OFFICE, WEEK, Json, ask, case, due, told

NIGHT = "31/12 23:59"


# --- 1. measures


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        ("10 working_day", "15/09 09:00"),
        ("1 working_day", "29/08 09:00"),
        ("0.5 working_day", "28/08 14:45"),
        ("10 calendar_day", "08/09 17:00"),  # Sunday 07/09 does not work
        ("7.5 working_hour", "29/08 09:00"),
        ("2.5 working_hour", "28/08 11:30"),  # reached when the window ends, not when one begins
        ("6 working_hour", "28/08 17:00"),
        ("8 working_hour", "29/08 09:30"),
    ],
)
def test_each_unit_measures_time_in_its_own_way(limit: str, expected: str) -> None:
    assert due(case(limit, "28/08 09:00 start", now="28/08 09:00")) == expected


def test_ten_calendar_days_over_the_holiday_end_five_working_days_before_ten_working_days() -> None:
    calendar = case("10 calendar_day", "27/08 08:00 start", now="27/08 08:00")
    working = case("10 working_day", "27/08 08:00 start", now="27/08 08:00")
    assert due(calendar) == "08/09 17:00"  # Saturday 06/09, so the Monday
    assert due(working) == "12/09 08:00"


def test_a_half_saturday_is_one_working_day_spread_over_its_hours() -> None:
    saturday = CALENDAR | {"week": WEEK | {"5": [["07:30", "11:30"]]}}
    start = "22/08 13:30 start"  # Friday, 4/7.5 of the day are gone
    asked = case("1 working_day", start, now="23/08 09:30", calendar=saturday)
    # The Friday afternoon gives 7/15; 8/15 of the Saturday's four hours are 2 h 08.
    assert due(asked) == "23/08 09:38"
    assert ask(asked)["consumed"] == pytest.approx(7 / 15 + 0.5)


def test_a_season_changes_the_windows_from_its_day_on() -> None:
    winter = {str(day): [["08:00", "12:00"], ["13:00", "16:30"]] for day in range(5)}
    seasons = CALENDAR | {
        "week": [{"from": "2025-10-15", "week": winter}, {"from": "2025-01-01", "week": WEEK}]
    }
    asked = case("1 working_day", "14/10 13:30 start", now="14/10 13:30", calendar=seasons)
    assert due(asked) == "15/10 12:00"
    before = case("1 working_day", "31/12/2024 09:00 start", now="31/12/2024 09:00",
                  calendar=seasons)  # fmt: skip
    assert due(before) == "01/01 17:00"  # no season holds on 31/12, so that day does not work


def test_a_make_up_day_works_even_on_a_weekend_and_when_listed_as_a_holiday() -> None:
    plain = case("1 working_day", "25/04 13:30 start", now="25/04 13:30")
    assert due(plain) == "26/04 11:30"
    listed = CALENDAR | {"holidays": ["2025-04-26"]}
    assert due(plain | {"calendar": listed}) == "26/04 11:30"
    own = CALENDAR | {"working_days": [{"date": "2025-04-26", "windows": [["08:00", "09:00"]]}]}
    assert due(plain | {"calendar": own}) == "26/04 08:32"
    bare = CALENDAR | {"working_days": [{"date": "2025-04-26", "windows": []}]}
    assert due(plain | {"calendar": bare}) == "26/04 11:30"


def test_a_due_instant_between_two_microseconds_is_rounded_up() -> None:
    asked = case("0.333333 working_hour", "28/08 09:00 start", now="28/08 09:19:59.998799")
    assert due(asked) == "28/08 09:19:59.998800"
    thirds = case("0.3333333333 working_hour", "28/08 09:00 start", now="28/08 09:19:59.999999")
    assert due(thirds) == "28/08 09:20"
    assert ask(thirds)["overdue"] is False


# --- 2. the start


def test_what_lies_before_the_start_does_nothing() -> None:
    refused = case("1 working_day", "28/08 09:00 stop", now="29/08 09:00")
    assert ask(refused)["state"] == "not_started"
    assert ask(refused) == {
        "state": "not_started", "started_at": None, "due_at": None, "consumed": 0, "limit": 1,
        "remaining": 1, "overdue": False, "verdict": None, "first_late_at": None, "trace": [],
    }  # fmt: skip
    later = case("1 working_day", "28/08 09:00 extended 5", "28/08 09:00 pause",
                 "28/08 09:00 stop", "28/08 09:00 start", "28/08 10:00 start",
                 now="28/08 12:00")  # fmt: skip
    assert told(ask(later)["started_at"]) == "28/08 09:00"
    assert due(later) == "29/08 09:00"


def test_the_list_decides_between_events_at_one_instant() -> None:
    after = case("1 working_day", "28/08 09:00 start", "28/08 09:00 stop", now=NIGHT)
    assert ask(after)["state"] == "stopped"
    before = case("1 working_day", "28/08 09:00 stop", "28/08 09:00 start", now="28/08 09:30")
    assert ask(before)["state"] == "running"


def test_the_instants_order_the_events_whatever_their_offset() -> None:
    asked = case("1 working_day", "28/08 10:00 pause", "28/08 09:00 start", now="28/08 12:00")
    asked["events"][1]["at"] = "2025-08-28T02:00:00Z"
    asked["now"] = "2025-08-28T01:30:00-04:00"  # 12:30
    assert ask(asked)["state"] == "paused"
    assert told(ask(asked)["started_at"]) == "28/08 09:00"


def test_counting_from_the_next_day_measures_from_its_midnight() -> None:
    asked = case("1 working_day", "28/08 09:00 start", now="29/08 07:30", counting="next_day")
    assert due(asked) == "29/08 17:00"
    assert ask(asked)["consumed"] == 0
    assert told(ask(asked)["started_at"]) == "28/08 09:00"
    calendar = case("5 calendar_day", "03/09 09:00 start", now=NIGHT, counting="next_day")
    assert due(calendar) == "08/09 17:00"  # 00:00 of the 9th belongs to the 8th


def test_a_restart_counts_from_the_day_after_the_resumption() -> None:
    told_ = ("03/09 09:00 start", "04/09 15:00 pause", "08/09 09:00 resume")
    restart = case("1 working_day", *told_, now="08/09 16:00", counting="next_day",
                   on_resume="restart")  # fmt: skip
    assert due(restart) == "09/09 17:00"
    assert ask(restart)["consumed"] == 0
    resume = case("3 working_day", *told_, now="08/09 09:00", counting="next_day")
    assert due(resume) == "10/09 11:00"


def test_a_pause_before_counting_starts_costs_nothing() -> None:
    asked = case("1 working_day", "03/09 09:00 start", "03/09 10:00 pause", "03/09 11:00 resume",
                 now="04/09 08:30", counting="next_day")  # fmt: skip
    assert due(asked) == "04/09 17:00"
    assert ask(asked)["consumed"] == pytest.approx(1 / 7.5)


# --- 3. pause, resumption, stop


PAUSED = ("03/09 07:30 start", "03/09 09:30 pause", "04/09 15:00 resume")


def test_what_was_consumed_stays_consumed() -> None:
    asked = case("8 working_hour", *PAUSED, now="04/09 16:00")
    assert ask(asked)["consumed"] == 3
    assert due(asked) == "05/09 11:30"  # 2 h and 2 h on the two days, 4 h on the third


def test_pausing_a_paused_clock_or_resuming_a_running_one_changes_nothing() -> None:
    plain = case("8 working_hour", *PAUSED, now="05/09 16:00")
    noisy = case("8 working_hour", *PAUSED, "03/09 08:00 resume", "03/09 10:00 pause",
                 "04/09 15:30 resume", now="05/09 16:00")  # fmt: skip
    assert ask(noisy) == ask(plain)


def test_a_restart_makes_the_consumption_zero_and_forgets_the_lateness_in_due_at() -> None:
    late = ("03/09 07:30 start", "03/09 10:30 pause", "04/09 07:30 resume")
    asked = ask(case("2 working_hour", *late, now="04/09 08:30", on_resume="restart"))
    assert told(asked["due_at"]) == "04/09 09:30"
    assert told(asked["first_late_at"]) == "03/09 09:30"
    assert (asked["consumed"], asked["overdue"]) == (1, False)


def test_every_resumption_adds_its_share_to_the_limit() -> None:
    asked = ask(case("8 working_hour", *PAUSED, "05/09 07:30 pause", "05/09 07:30 resume",
                     now="05/09 07:30", resume_plus=0.5))  # fmt: skip
    assert (asked["limit"], asked["consumed"], asked["remaining"]) == (9, 4, 5)
    assert told(asked["due_at"]) == "05/09 14:30"


def test_the_first_stop_ends_it() -> None:
    asked = case("1 working_day", "03/09 09:00 start", "03/09 10:00 stop", "03/09 11:00 pause",
                 "03/09 12:00 extended 3", "05/09 10:00 stop", now=NIGHT)  # fmt: skip
    answer = ask(asked)
    assert (answer["state"], answer["verdict"], answer["limit"]) == ("stopped", "early", 1)
    assert answer["consumed"] == pytest.approx(1 / 7.5)


# --- 4. extension


@pytest.mark.parametrize(
    ("told_", "expected"),
    [
        (("03/09 09:00 start", "03/09 10:00 extended 2"), "08/09 09:00"),
        (("03/09 09:00 start", "03/09 09:00 extended 2"), "08/09 09:00"),
        (("03/09 09:00 start", "03/09 10:00 extended 0.5", "03/09 11:00 extended 0.5"),
         "05/09 09:00"),
        (("03/09 08:00 extended 2", "03/09 09:00 start"), "04/09 09:00"),
        (("03/09 09:00 start", "03/09 10:00 pause", "03/09 10:30 extended 1", "03/09 11:00 resume"),
         "05/09 10:00"),
    ],
)  # fmt: skip
def test_an_extension_adds_to_the_limit_between_start_and_stop(
    told_: tuple[str, ...], expected: str
) -> None:
    assert due(case("1 working_day", *told_, now="03/09 12:00")) == expected


def test_an_event_after_now_does_not_exist_yet() -> None:
    asked = case("1 working_day", "03/09 09:00 start", "03/09 10:00:01 extended 1",
                 now="03/09 10:00")  # fmt: skip
    assert ask(asked)["limit"] == 1
    assert ask(asked | {"now": "2025-09-03T10:00:01+07:00"})["limit"] == 2


# --- 5. calendar days


@pytest.mark.parametrize(
    ("limit", "start", "expected"),
    [
        ("1 calendar_day", "03/09 09:00", "04/09 17:00"),
        ("1 calendar_day", "03/09 00:00", "03/09 17:00"),  # midnight belongs to the 3rd
        ("2 calendar_day", "04/09 09:00", "08/09 17:00"),  # a Saturday
        ("1 calendar_day", "31/08 00:00", "03/09 17:00"),  # 00:00 of 01/09 belongs to a Sunday
        ("2 calendar_day", "30/08 09:00", "03/09 17:00"),  # a holiday
        ("0.04 calendar_day", "03/09 18:00", "04/09 17:00"),  # its end lies before the start
        ("0.04 calendar_day", "03/09 16:30", "03/09 17:00"),
        ("0.04 calendar_day", "03/09 17:00", "03/09 17:00"),
    ],
)
def test_calendar_days_end_with_the_work_of_a_working_day(
    limit: str, start: str, expected: str
) -> None:
    assert due(case(limit, f"{start} start", now=start)) == expected


def test_a_day_that_ends_before_the_resumption_gives_way_to_the_next() -> None:
    asked = case("0.5 calendar_day", "03/09 07:00 start", "03/09 17:00 pause", "03/09 18:00 resume",
                 now="03/09 18:00")  # fmt: skip
    assert due(asked) == "04/09 17:00"


# --- 6. same day


@pytest.mark.parametrize(
    ("cutoff", "start", "expected"),
    [
        ("15:00", "28/08 15:30", "29/08 17:00"),
        ("16:00", "28/08 15:30", "28/08 17:00"),
        ("15:00", "28/08 15:00", "29/08 17:00"),
        ("15:00", "28/08 14:59", "28/08 17:00"),
        ("23:00", "28/08 17:00", "29/08 17:00"),  # before the cut-off but the day is over
        ("15:00", "28/08 05:00", "28/08 17:00"),
        ("15:00", "30/08 09:00", "03/09 17:00"),  # Saturday, then the holiday
    ],
)
def test_a_dossier_before_the_cut_off_is_done_on_its_day(
    cutoff: str, start: str, expected: str
) -> None:
    asked = ask(case(f"same_day {cutoff}", f"{start} start", now=start))
    assert told(asked["due_at"]) == expected
    assert (asked["limit"], asked["remaining"]) == (None, None)


def test_same_day_measures_working_hours() -> None:
    asked = ask(case("same_day 15:00", "28/08 09:00 start", now="28/08 14:30"))
    assert asked["consumed"] == 3.5


def test_each_extended_day_moves_it_to_the_end_of_the_next_working_day() -> None:
    asked = case("same_day 15:00", "28/08 09:00 start", "28/08 10:00 extended 2", now="28/08 11:00")
    assert due(asked) == "03/09 17:00"


def test_same_day_starts_anew_after_a_pause_in_time() -> None:
    start = "28/08 09:00 start"
    in_time = case("same_day 15:00", start, "28/08 17:00 pause", "03/09 16:00 resume",
                   now="03/09 16:00")  # fmt: skip
    assert due(in_time) == "04/09 17:00"
    late = case("same_day 15:00", start, "29/08 09:00 pause", "03/09 09:00 resume",
                now="03/09 09:00")  # fmt: skip
    assert due(late) == "28/08 17:00"
    late["rule"]["on_resume"] = "restart"
    assert due(late) == "03/09 17:00"


def test_same_day_counted_from_the_next_day_is_done_on_that_day() -> None:
    asked = case("same_day 15:00", "28/08 09:00 start", now="28/08 09:00", counting="next_day")
    assert due(asked) == "29/08 17:00"


def test_a_pause_without_length_does_not_start_a_same_day_limit_anew() -> None:
    asked = case("same_day 15:00", "28/08 09:00 start", "28/08 15:30 pause", "28/08 15:30 resume",
                 now="28/08 16:00")  # fmt: skip
    assert due(asked) == "28/08 17:00"


def test_a_same_day_limit_is_not_counted_from_before_its_first_day() -> None:
    asked = case("same_day 15:00", "28/08 09:00 start", "28/08 10:00 pause", "28/08 11:00 resume",
                 now="28/08 11:00", counting="next_day")  # fmt: skip
    assert due(asked) == "29/08 17:00"


def test_an_extension_after_a_late_pause_moves_a_same_day_limit_by_its_days_only() -> None:
    asked = case("same_day 15:00", "28/08 09:00 start", "29/08 09:00 pause", "29/08 10:00 resume",
                 "29/08 11:00 extended 1", now="29/08 11:00")  # fmt: skip
    assert due(asked) == "29/08 17:00"


# --- 7. a pause and the due date


def test_a_pause_at_the_due_date_suspends_it_and_the_resumption_becomes_due() -> None:
    told_ = ("03/09 09:00 start", "04/09 09:00 pause")
    paused = ask(case("1 working_day", *told_, now="08/09 09:00"))
    assert (paused["due_at"], paused["overdue"], paused["remaining"]) == (None, False, 0)
    resumed = case("1 working_day", *told_, "08/09 10:00 resume", now="08/09 10:00")
    assert due(resumed) == "08/09 10:00"
    assert ask(resumed)["overdue"] is False
    assert ask(resumed | {"now": "2025-09-08T10:00:01+07:00"})["overdue"] is True


def test_a_resumption_at_night_is_itself_due_when_nothing_was_left() -> None:
    told_ = ("03/09 09:00 start", "04/09 09:00 pause", "04/09 20:00 resume")
    assert due(case("1 working_day", *told_, now="04/09 20:00")) == "04/09 20:00"


def test_a_resumption_that_adds_time_is_not_itself_due() -> None:
    asked = case("1 working_day", "03/09 09:00 start", "04/09 09:00 pause", "08/09 10:00 resume",
                 now="08/09 10:00", resume_plus=1)  # fmt: skip
    assert due(asked) == "09/09 10:00"


def test_a_pause_after_the_due_date_changes_nothing() -> None:
    told_ = ("03/09 09:00 start", "04/09 09:01 pause")
    paused = ask(case("1 working_day", *told_, now="04/09 10:00"))
    assert (paused["due_at"], paused["overdue"]) == (None, True)
    resumed = ask(case("1 working_day", *told_, "08/09 10:00 resume", now="08/09 10:00"))
    assert (told(resumed["due_at"]), resumed["overdue"]) == ("04/09 09:00", True)
    stopped = ask(case("1 working_day", *told_, "08/09 10:00 stop", now="08/09 10:00"))
    assert (told(stopped["due_at"]), stopped["verdict"]) == ("04/09 09:00", "late")


def test_an_extension_takes_up_the_running_time_around_a_late_pause() -> None:
    told_ = ("03/09 09:00 start", "04/09 10:00 pause", "08/09 10:00 resume")
    short = case("1 working_hour", *told_, "08/09 11:00 extended 2", now="08/09 11:00")
    assert due(short) == "03/09 14:00"
    long = case("1 working_day", *told_, "08/09 11:00 extended 1", now="08/09 11:00")
    # One hour of the second day was run before the pause, the other 6.5 h after it.
    assert due(long) == "09/09 09:00"


def test_an_extension_up_to_a_late_pause_is_due_when_that_pause_began() -> None:
    told_ = ("03/09 09:00 start", "04/09 10:00 pause", "08/09 10:00 resume")
    asked = case("7.5 working_hour", *told_, "08/09 11:00 extended 1", now="08/09 11:00")
    assert due(asked) == "04/09 10:00"


def test_an_extension_during_a_late_pause_counts_at_once() -> None:
    told_ = ("03/09 09:00 start", "04/09 10:00 pause", "04/09 11:00 extended 1")
    paused = ask(case("1 working_day", *told_, now="05/09 10:00"))
    assert (paused["overdue"], told(paused["first_late_at"])) == (False, "04/09 09:00")


def test_used_up_calendar_days_are_due_at_the_end_of_the_day_of_the_resumption() -> None:
    # Used up on Saturday 06/09, due on Monday at 17:00, paused before that.
    told_ = ("04/09 09:00 start", "08/09 09:00 pause")
    on_wednesday = case("2 calendar_day", *told_, "10/09 10:00 resume", now="10/09 10:00")
    assert due(on_wednesday) == "10/09 17:00"
    in_the_evening = case("2 calendar_day", *told_, "10/09 18:00 resume", now="10/09 18:00")
    assert due(in_the_evening) == "11/09 17:00"
    on_saturday = case("2 calendar_day", *told_, "13/09 10:00 resume", now="13/09 10:00")
    assert due(on_saturday) == "15/09 17:00"


def test_a_pause_in_the_evening_after_a_calendar_due_date_changes_nothing() -> None:
    # The 5 days are full at 20:00, but due was 17:00 and the pause came at 18:00.
    told_ = ("03/09 20:00 start", "08/09 18:00 pause", "10/09 09:00 resume")
    assert due(case("5 calendar_day", *told_, now="10/09 09:00")) == "08/09 17:00"


# --- 8. overdue and the verdict


@pytest.mark.parametrize(
    ("now", "overdue"), [("04/09 09:00", False), ("04/09 09:00:00.000001", True)]
)
def test_it_is_overdue_after_the_due_date_not_at_it(now: str, overdue: bool) -> None:  # noqa: FBT001
    assert ask(case("1 working_day", "03/09 09:00 start", now=now))["overdue"] is overdue


@pytest.mark.parametrize(
    ("stop", "verdict"),
    [
        ("04/09 23:59", "early"),
        ("05/09 07:00", "on_time"),
        ("05/09 09:00", "on_time"),
        ("05/09 09:00:00.000001", "late"),
        ("05/09 09:01", "late"),
    ],
)
def test_the_verdict_compares_the_stop_with_the_due_date(stop: str, verdict: str) -> None:
    asked = ask(case("2 working_day", "03/09 09:00 start", f"{stop} stop", now=NIGHT))
    assert (asked["verdict"], asked["overdue"]) == (verdict, False)
    assert told(asked["due_at"]) == "05/09 09:00"


def test_a_dossier_stopped_while_suspended_is_on_time() -> None:
    asked = ask(case("1 working_day", "03/09 09:00 start", "03/09 10:00 pause",
                     "20/09 10:00 stop", now=NIGHT))  # fmt: skip
    assert (asked["verdict"], asked["due_at"], asked["overdue"]) == ("on_time", None, False)


# --- 9. first late


@pytest.mark.parametrize(
    ("told_", "rule"),
    [
        (("05/09 09:00 extended 5",), {}),
        (("04/09 09:30 pause", "08/09 09:00 resume"), {"on_resume": "restart"}),
        (("04/09 09:30 pause", "08/09 09:00 resume"), {"resume_plus": 9}),
        (("04/09 09:30 stop",), {}),
        (("04/09 09:30 pause",), {}),
        (("04/09 09:00:00.000001 stop",), {}),
        ((), {}),
    ],
)
def test_later_events_never_erase_a_lateness(told_: tuple[str, ...], rule: dict[str, Any]) -> None:
    asked = case("1 working_day", "03/09 09:00 start", *told_, now="09/09 09:00", **rule)
    assert told(ask(asked)["first_late_at"]) == "04/09 09:00"


@pytest.mark.parametrize(
    "told_",
    [
        ("04/09 09:00 extended 5",),
        ("04/09 09:00 stop",),
        ("04/09 09:00 pause",),
        ("04/09 08:00 pause", "20/09 09:00 stop"),
    ],
)
def test_what_comes_at_the_due_date_is_not_late(told_: tuple[str, ...]) -> None:
    asked = case("1 working_day", "03/09 09:00 start", *told_, now="09/09 09:00")
    assert ask(asked)["first_late_at"] is None


def test_the_first_lateness_is_the_one_that_stays() -> None:
    asked = case("1 working_day", "03/09 09:00 start", "05/09 09:00 extended 2", now=NIGHT)
    assert (told(ask(asked)["first_late_at"]), due(asked)) == ("04/09 09:00", "08/09 09:00")


# --- the example on the page of the contract


EXAMPLE: Json = {
    "name": "free text, used in messages",
    "calendar": {
        "week": {str(day): OFFICE for day in range(5)},
        "holidays": ["2025-09-01", "2025-09-02"],
        "working_days": ["2025-04-26"],
    },
    "rule": {
        "limit": {"amount": 10, "unit": "working_day"},
        "counting": "instant",
        "start_on": ["accepted"],
        "pause_on": ["supplement_requested"],
        "resume_on": ["supplement_received"],
        "stop_on": ["completed", "withdrawn", "refused"],
        "on_resume": "resume",
        "resume_plus": 0,
    },
    "events": [{"type": "accepted", "at": "2025-08-28T09:00:00+07:00"}],
    "now": "2025-09-05T10:00:00+07:00",
}


def test_the_example_of_the_contract_is_answered_as_printed() -> None:
    answer = ask(EXAMPLE)
    pieces = answer.pop("trace")
    assert {key: round(value, 6) if type(value) is float else value
            for key, value in answer.items()} == {
        "state": "running",
        "started_at": "2025-08-28T09:00:00+07:00",
        "due_at": "2025-09-15T09:00:00+07:00",
        "consumed": 4.133333, "limit": 10, "remaining": 5.866667,
        "overdue": False, "verdict": None, "first_late_at": None,
    }  # fmt: skip
    assert {"from": "2025-09-01T00:00:00+07:00", "to": "2025-09-02T00:00:00+07:00", "measure": 0,
            "counted": False, "why": "holiday"} in pieces  # fmt: skip


def test_the_defaults_of_the_contract_hold() -> None:
    short = {
        "calendar": {"week": WEEK},
        "rule": {
            "limit": {"amount": 1, "unit": "working_day", "colour": "ignored"},
            "start_on": ["accepted"],
            "stop_on": [],
        },
        "events": [],
        "now": "2025-09-05T10:00:00+07:00",
        "unknown": None,
    }
    assert ask(short)["state"] == "not_started"

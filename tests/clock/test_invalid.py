"""What the contract calls invalid is refused, and the refusal names the field."""

import copy
from typing import Any

import pytest

from lienthong.clock.case import parse
from lienthong.clock.invalid import Invalid
from tests.clock.builders import WEEK, Json, ask, case

GOOD = case("10 working_day", "28/08 09:00 start", "28/08 10:00 extended 1", now="29/08 09:00")
SAME_DAY = case("same_day 15:00", "28/08 09:00 start", "28/08 10:00 extended 1", now="29/08 09:00")

MISSING = object()


def changed(asked: Json, path: str, value: object) -> Json:
    """The case with one value replaced, or taken away."""
    asked = copy.deepcopy(asked)
    place: Any = asked
    *parents, last = (int(key) if key.isdigit() else key for key in path.split("."))
    for key in parents:
        place = place[str(key) if isinstance(place, dict) else key]
    key = str(last) if isinstance(place, dict) else last
    if value is MISSING:
        del place[key]
    else:
        place[key] = value
    return asked


def refused_field(asked: Json) -> str:
    with pytest.raises(Invalid) as refusal:
        ask(asked)
    return refusal.value.field


@pytest.mark.parametrize(
    "path",
    ["calendar", "calendar.week", "rule", "rule.limit", "rule.limit.amount", "rule.limit.unit",
     "rule.start_on", "rule.stop_on", "events", "now"],
)  # fmt: skip
def test_a_missing_required_key_is_named(path: str) -> None:
    assert refused_field(changed(GOOD, path, MISSING)) == path


def test_a_missing_key_inside_a_list_is_named_with_its_place() -> None:
    assert refused_field(changed(GOOD, "events.0.type", MISSING)) == "events[0].type"
    assert refused_field(changed(GOOD, "events.0.at", MISSING)) == "events[0].at"
    assert refused_field(changed(GOOD, "events.1.amount", MISSING)) == "events[1].amount"
    assert refused_field(changed(SAME_DAY, "rule.limit.cutoff", MISSING)) == "rule.limit.cutoff"
    seasons = [{"from": "2025-01-01", "week": WEEK}, {"week": WEEK}]
    assert refused_field(changed(GOOD, "calendar.week", seasons)) == "calendar.week[1].from"
    half = [{"date": "2025-04-26"}]
    field = refused_field(changed(GOOD, "calendar.working_days", half))
    assert field == "calendar.working_days[0].windows"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("name", 1), ("name", None), ("calendar", []), ("calendar.week", "always"),
        ("calendar.week", None), ("calendar.holidays", "2025-09-01"), ("calendar.holidays", None),
        ("calendar.working_days", {}), ("rule", []), ("rule.limit", 10),
        ("rule.limit.amount", "10"), ("rule.limit.amount", True), ("rule.limit.amount", None),
        ("rule.limit.amount", float("nan")), ("rule.limit.amount", float("inf")),
        ("rule.limit.unit", 1), ("rule.start_on", "start"), ("rule.stop_on", None),
        ("rule.pause_on", {}), ("rule.resume_on", "resume"), ("rule.counting", None),
        ("rule.counting", []), ("rule.on_resume", 0), ("rule.resume_plus", "0"),
        ("rule.resume_plus", False), ("events", {}), ("now", 0), ("now", None),
    ],
)  # fmt: skip
def test_a_wrong_type_is_named(path: str, value: object) -> None:
    assert refused_field(changed(GOOD, path, value)) == path


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("events.0", "start", "events[0]"),
        ("events.0.type", 1, "events[0].type"),
        ("events.1.amount", "1", "events[1].amount"),
        ("events.1.amount", True, "events[1].amount"),
        ("rule.start_on", ["start", 1], "rule.start_on[1]"),
        ("calendar.holidays.0", 20250901, "calendar.holidays[0]"),
        ("calendar.week.0", "07:30", "calendar.week.0"),
        ("calendar.week.0.1", ["07:30"], "calendar.week.0[1]"),
        ("calendar.week.0.1", [450, 690], "calendar.week.0[1]"),
        ("calendar.week", [WEEK], "calendar.week[0].from"),
        ("calendar.week", [{"from": "2025-01-01", "week": []}], "calendar.week[0].week"),
        ("calendar.working_days.0", 1, "calendar.working_days[0]"),
    ],
)
def test_a_wrong_type_inside_is_named_with_its_place(path: str, value: object, field: str) -> None:
    assert refused_field(changed(GOOD, path, value)) == field


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("rule.limit.unit", "month"), ("rule.limit.unit", "WORKING_DAY"), ("rule.limit.unit", ""),
        ("rule.counting", "tomorrow"), ("rule.on_resume", "reset"),
        ("rule.limit.amount", -1), ("rule.limit.amount", -0.001), ("rule.limit.amount", 0),
        ("rule.limit.amount", 0.0), ("rule.resume_plus", -1),
    ],
)  # fmt: skip
def test_an_unknown_word_or_a_forbidden_amount_is_named(path: str, value: object) -> None:
    assert refused_field(changed(GOOD, path, value)) == path


def test_the_amount_of_an_extension_is_checked_even_when_it_does_nothing() -> None:
    assert refused_field(changed(GOOD, "events.1.amount", -1)) == "events[1].amount"
    future = changed(GOOD, "events.1.at", "2026-01-01T00:00:00+07:00")
    assert refused_field(changed(future, "events.1.amount", -1)) == "events[1].amount"
    assert ask(changed(GOOD, "events.1.amount", 0))["limit"] == 10


@pytest.mark.parametrize(
    "instant",
    ["2025-08-28T09:00:00", "2025-08-28", "09:00", "", "yesterday", "2025-13-01T09:00:00+07:00",
     "2025-08-28T25:00:00+07:00", "2025-02-30T09:00:00+07:00", "0001-01-01T00:00:00+14:00",
     "9999-12-31T23:59:59-12:00"],
)  # fmt: skip
def test_an_instant_without_offset_or_sense_is_named(instant: str) -> None:
    assert refused_field(changed(GOOD, "now", instant)) == "now"
    assert refused_field(changed(GOOD, "events.0.at", instant)) == "events[0].at"


@pytest.mark.parametrize(
    "windows",
    [
        [["7:30", "11:30"]], [["07:30:00", "11:30"]], [["07h30", "11:30"]], [["07:60", "11:30"]],
        [["24:01", "25:00"]], [["07:30", "24:30"]], [["٠٧:٣٠", "11:30"]], [["07:30 ", "11:30"]],
        [["08:00", "08:00"]], [["11:30", "07:30"]], [["13:30", "17:00"], ["07:30", "11:30"]],
        [["07:30", "11:30"], ["11:00", "17:00"]], [["07:30", "17:00"], ["08:00", "09:00"]],
    ],
)  # fmt: skip
def test_windows_that_are_no_windows_are_named(windows: object) -> None:
    assert refused_field(changed(GOOD, "calendar.week.0", windows)).startswith("calendar.week.0")
    made_up = [{"date": "2025-04-26", "windows": windows}]
    field = refused_field(changed(GOOD, "calendar.working_days", made_up))
    assert field.startswith("calendar.working_days[0].windows")


def test_windows_may_touch_and_may_end_with_the_day() -> None:
    touching = changed(GOOD, "calendar.week.0", [["07:30", "11:30"], ["11:30", "24:00"]])
    assert ask(touching)["state"] == "running"


@pytest.mark.parametrize("day", ["2025-9-1", "20250901", "2025-02-29", "2025-W01-1", "soon"])
def test_a_day_that_is_no_date_is_named(day: str) -> None:
    assert refused_field(changed(GOOD, "calendar.holidays.1", day)) == "calendar.holidays[1]"


@pytest.mark.parametrize("monday", [[], MISSING])
def test_a_make_up_day_needs_windows_of_its_own_or_of_monday(monday: object) -> None:
    asked = changed(GOOD, "calendar.week.0", monday)
    assert refused_field(asked) == "calendar.working_days"
    asked = changed(asked, "calendar.working_days", [{"date": "2025-04-26", "windows": []}])
    assert refused_field(asked) == "calendar.working_days"
    own = [{"date": "2025-04-26", "windows": [["08:00", "09:00"]]}]
    assert ask(changed(asked, "calendar.working_days", own))["state"] == "running"


def test_monday_of_the_season_decides_for_a_make_up_day() -> None:
    seasons = [{"from": "2025-01-01", "week": {"1": [["08:00", "09:00"]]}},
               {"from": "2025-05-01", "week": WEEK}]  # fmt: skip
    assert refused_field(changed(GOOD, "calendar.week", seasons)) == "calendar.working_days"
    later = changed(GOOD, "calendar.week", seasons)
    assert ask(changed(later, "calendar.working_days", ["2025-05-03"]))["state"] == "running"


@pytest.mark.parametrize("cutoff", ["3 pm", "15h", "24:00", "15:00:00", 15, None])
def test_a_cut_off_is_a_time_of_day(cutoff: object) -> None:
    assert refused_field(changed(SAME_DAY, "rule.limit.cutoff", cutoff)) == "rule.limit.cutoff"


def test_same_day_takes_whole_days_only() -> None:
    assert refused_field(changed(SAME_DAY, "events.1.amount", 0.5)) == "events[1].amount"
    assert refused_field(changed(SAME_DAY, "rule.resume_plus", 1.5)) == "rule.resume_plus"
    assert ask(changed(SAME_DAY, "events.1.amount", 1.0)) == ask(SAME_DAY)


@pytest.mark.parametrize("amount", [0, -1, "none", None, 10**9])
def test_same_day_ignores_the_amount(amount: object) -> None:
    assert ask(changed(SAME_DAY, "rule.limit.amount", amount)) == ask(SAME_DAY)


@pytest.mark.parametrize(
    ("limit", "week"),
    [
        ("10000 working_day", WEEK),
        ("1e9 working_day", WEEK),
        ("1e300 working_hour", WEEK),
        ("3654 calendar_day", WEEK),
        ("1 working_day", {}),
        ("1 working_hour", {"2": []}),
        ("1 calendar_day", {}),
        ("same_day 15:00", {}),
    ],
)
def test_a_limit_that_ten_years_do_not_reach_is_refused(limit: str, week: Json) -> None:
    calendar = {"week": week}
    asked = case(limit, "28/08 09:00 start", now="29/08 09:00", calendar=calendar)
    assert refused_field(asked) == "rule.limit"


def test_a_limit_just_within_ten_years_is_read() -> None:
    asked = case("3650 calendar_day", "28/08 09:00 start", now="29/08 09:00")
    assert ask(asked)["due_at"] == "2035-08-27T17:00:00+07:00"


def test_the_ten_years_are_years_of_running_time() -> None:
    told = (
        "28/08 09:00 start",
        "30/08 09:00 pause",
        "20/12 09:00 resume",
        "21/12 09:00 extended 4",
    )
    asked = case("3650 calendar_day", *told, now="22/12 09:00")
    assert refused_field(asked) == "rule.limit"
    asked["events"][-1]["amount"] = 2
    assert ask(asked)["state"] == "running"


def test_a_huge_extension_is_refused_not_waited_for() -> None:
    for asked in (GOOD, SAME_DAY):
        assert refused_field(changed(asked, "events.1.amount", 10**30)) == "rule.limit"


@pytest.mark.parametrize("value", [[], "case", 1, None])
def test_a_case_is_an_object(value: object) -> None:
    with pytest.raises(Invalid):
        parse(value)

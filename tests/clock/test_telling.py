"""What people read: sentences and the day strip, in Vietnamese and English."""

import string
from datetime import date
from itertools import pairwise

from hypothesis import given

from lienthong.clock.case import Case
from lienthong.clock.clock import read_clock
from lienthong.clock.instants import VIETNAM
from lienthong.clock.rule import State
from lienthong.clock.sentences import sentences
from lienthong.clock.strip import DayStrip, day_strip
from lienthong.clock.trace import trace
from lienthong.clock.words import TEXTS, Lang
from tests.clock.builders import OFFICE, WEEK, Json, case
from tests.clock.strategies import cases
from tests.clock.test_oracle import parsed

ACT = "Thông báo 6150/TB-BLĐTBXH"
NOTES = {
    date(2025, 4, 26): ("làm bù cho thứ Sáu 02/05", ACT),
    date(2025, 5, 1): ("Quốc tế Lao động", "Điều 112 Bộ luật Lao động"),
    date(2025, 5, 2): ("hoán đổi ngày làm việc", ACT),
    date(2025, 9, 1): ("Quốc khánh", "Điều 112 Bộ luật Lao động"),
}
PAUSES = {"pause": "chờ người nộp bổ sung hồ sơ"}


def told(asked: Json, lang: Lang = "vi", rule_source: str = "") -> list[str]:
    case_ = parsed(asked)
    question = (case_.calendar, case_.rule, case_.events, case_.now)
    return sentences(
        read_clock(*question),
        trace(*question),
        case_.rule.limit.unit,
        notes=NOTES,
        rule_source=rule_source,
        pauses=PAUSES,
        lang=lang,
    )


def strip_of(case_: Case, lang: Lang = "vi") -> DayStrip | None:
    return day_strip(
        case_.calendar, case_.rule, case_.events, case_.now, notes=NOTES, pauses=PAUSES, lang=lang
    )


def strip(asked: Json, lang: Lang = "vi") -> DayStrip:
    drawn = strip_of(parsed(asked), lang)
    assert drawn is not None
    return drawn


def classes(asked: Json) -> list[str]:
    return [" ".join(day.classes) for day in strip(asked).days]


def says(asked: Json) -> list[str]:
    return [day.sentence for day in strip(asked).days]


def test_the_trace_is_told_day_by_day_with_its_sources() -> None:
    asked = case("3 working_day", "29/08 09:00 start", "03/09 10:00 pause", "04/09 15:00 resume",
                 now="05/09 09:00")  # fmt: skip
    assert told(asked, rule_source="Quyết định 12/QĐ-UBND") == [
        "Căn cứ tính thời hạn: Quyết định 12/QĐ-UBND.",
        "Thứ Sáu 29/08/2025: tính, ngày thứ 1.",
        "Thứ Bảy 30/08/2025: cuối tuần, không tính.",
        "Chủ nhật 31/08/2025: cuối tuần, không tính.",
        "Thứ Hai 01/09/2025: nghỉ lễ (Quốc khánh, theo Điều 112 Bộ luật Lao động).",
        "Thứ Ba 02/09/2025: nghỉ lễ.",
        "Thứ Tư 03/09/2025: tính, ngày thứ 2.",
        "Tạm dừng từ 10:00 thứ Tư, 03/09/2025 đến 15:00 thứ Năm, 04/09/2025: "
        "chờ người nộp bổ sung hồ sơ.",
        "Thứ Năm 04/09/2025: tính, ngày thứ 2.",
        "Thứ Sáu 05/09/2025: tính, ngày thứ 2.",
        "Hạn trả kết quả: 14:00 thứ Hai, 08/09/2025.",
    ]


def test_a_make_up_day_is_told_with_its_source() -> None:
    asked = case("3 working_day", "25/04 17:00 start", now="28/04 07:30")
    assert told(asked)[1] == (
        f"Thứ Bảy 26/04/2025: làm bù cho thứ Sáu 02/05, theo {ACT}, tính, ngày thứ 1."
    )


def test_an_open_pause_is_told_until_now() -> None:
    asked = case("8 working_hour", "28/08 09:00 start", "28/08 15:00 pause", now="05/09 09:00")
    assert told(asked) == [
        "Thứ Năm 28/08/2025: tính 4 giờ làm việc.",
        "Tạm dừng từ 15:00 thứ Năm, 28/08/2025 đến nay: chờ người nộp bổ sung hồ sơ.",
        "Chưa có hạn trả kết quả mới: thời hạn đang tạm dừng.",
    ]


def test_the_day_of_receipt_is_told_when_counting_starts_the_next_day() -> None:
    asked = case("1 working_day", "28/08 09:00 start", now="29/08 09:00", counting="next_day")
    assert told(asked)[0] == (
        "Từ 09:00 thứ Năm, 28/08/2025: chưa tính, thời hạn tính từ 00:00 thứ Sáu, 29/08/2025."
    )


def test_a_lateness_and_a_restart_are_told() -> None:
    asked = case("1 working_hour", "28/08 09:00 start", "28/08 10:30 pause", "29/08 09:00 resume",
                 now="29/08 09:30", on_resume="restart")  # fmt: skip
    assert told(asked) == [
        "Thứ Năm 28/08/2025: đã tính nhưng được bỏ, vì thời hạn tính lại từ đầu.",
        "Tạm dừng từ 10:30 thứ Năm, 28/08/2025 đến 09:00 thứ Sáu, 29/08/2025: "
        "chờ người nộp bổ sung hồ sơ.",
        "Thứ Sáu 29/08/2025: tính 0,5 giờ làm việc.",
        "Hạn trả kết quả: 10:00 thứ Sáu, 29/08/2025.",
        "Hồ sơ đã quá hạn từ 10:00 thứ Năm, 28/08/2025.",
    ]


def test_english_pages_say_the_same() -> None:
    asked = case("3 working_day", "29/08 09:00 start", now="03/09 09:00")
    assert told(asked, "en") == [
        "Friday 29/08/2025: counted, day 1.",
        "Saturday 30/08/2025: weekend, not counted.",
        "Sunday 31/08/2025: weekend, not counted.",
        "Monday 01/09/2025: public holiday (Quốc khánh, Điều 112 Bộ luật Lao động).",
        "Tuesday 02/09/2025: public holiday.",
        "Wednesday 03/09/2025: counted, day 1.",
        "Result due: 09:00 Friday, 05/09/2025.",
    ]


def test_the_languages_have_the_same_texts_with_the_same_places() -> None:
    def places(texts: dict[str, str]) -> dict[str, set[str | None]]:
        return {
            key: {name for _, name, _, _ in string.Formatter().parse(text)} - {None}
            for key, text in texts.items()
        }

    assert places(TEXTS["vi"]) == places(TEXTS["en"])


# --- the day strip


def test_the_strip_runs_from_the_start_to_the_due_date() -> None:
    asked = case("4 working_day", "27/08 09:00 start", "29/08 07:00 pause", "04/09 07:00 resume",
                 now="05/09 10:00", counting="next_day")  # fmt: skip
    assert classes(asked) == [
        "off", "run", "pause", "off", "off", "off hol mon m1", "off hol", "pause", "run",
        "part today", "off", "off", "left due mon",
    ]  # fmt: skip
    drawn = strip(asked)
    assert (drawn.starts, drawn.weeks) == (3, False)
    assert drawn.label == "Từng ngày của thời hạn, từ 27/8 đến 8/9/2025"
    assert [(day.cell, day.icon, day.mark) for day in drawn.days] == [
        ("", "inbox", ""), ("1", "", ""), ("", "pause", "chờ"), ("", "", ""), ("", "", ""),
        ("nghỉ", "", ""), ("nghỉ", "", ""), ("", "pause", "chờ"), ("2", "", ""),
        ("3", "", "hôm nay"), ("", "", ""), ("", "", ""), ("4", "", "hẹn trả"),
    ]  # fmt: skip
    assert says(asked) == [
        "Thứ Tư 27/8: ngày nhận hồ sơ, chưa tính",
        "Thứ Năm 28/8: tính, ngày thứ 1",
        "Thứ Sáu 29/8: tạm dừng, chờ người nộp bổ sung hồ sơ, không tính",
        "Thứ Bảy 30/8: cuối tuần, không tính",
        "Chủ nhật 31/8: cuối tuần, không tính",
        "Thứ Hai 1/9: nghỉ lễ (Quốc khánh), không tính",
        "Thứ Ba 2/9: nghỉ lễ, không tính",
        "Thứ Tư 3/9: tạm dừng, chờ người nộp bổ sung hồ sơ, không tính",
        "Thứ Năm 4/9: tính, ngày thứ 2",
        "Thứ Sáu 5/9: hôm nay, đang tính, ngày thứ 3",
        "Thứ Bảy 6/9: cuối tuần, không tính",
        "Chủ nhật 7/9: cuối tuần, không tính",
        "Thứ Hai 8/9: sẽ tính, ngày thứ 4, hạn trả kết quả 17:00",
    ]


def test_a_make_up_day_bears_its_mark() -> None:
    asked = case("2 working_day", "25/04 07:30 start", now="25/04 08:00")
    made_up = strip(asked).days[1]
    assert (made_up.classes, made_up.mark) == (("left", "due"), "làm bù")
    assert made_up.sentence == (
        "Thứ Bảy 26/4: làm bù cho thứ Sáu 02/05, sẽ tính, ngày thứ 2, hạn trả kết quả 17:00"
    )


def test_days_after_the_due_date_are_counted_as_late() -> None:
    asked = case("1 working_day", "03/09 07:30 start", now="08/09 07:00")
    assert classes(asked) == ["run due", "over", "over", "off", "off", "over today mon"]
    assert [day.cell for day in strip(asked).days] == ["1", "+1", "+2", "", "", "+3"]
    assert says(asked)[-1] == "Thứ Hai 8/9: hôm nay, quá hạn 3 ngày"


def test_a_dossier_late_since_this_morning_says_since_when() -> None:
    asked = case("1 working_day", "03/09 09:00 start", now="04/09 15:00")
    assert classes(asked)[-1] == "over today due"
    assert says(asked)[-1] == "Thứ Năm 4/9: hôm nay, quá hạn từ 09:00, hạn trả kết quả 09:00"


def test_a_late_pause_still_shows_since_when_it_is_late() -> None:
    asked = case("1 working_day", "03/09 07:30 start", "04/09 10:00 pause", now="05/09 10:00")
    assert classes(asked) == ["run due", "over", "pause today"]


def test_calendar_days_count_weekends_and_move_to_the_next_working_day() -> None:
    asked = case("3 calendar_day", "03/09 12:00 start", now="03/09 12:00")
    assert classes(asked) == ["part today", "left", "left", "left", "off", "left due mon"]
    assert [day.cell for day in strip(asked).days] == ["1", "2", "3", "3", "", ""]
    assert says(asked)[-2:] == [
        "Chủ nhật 7/9: đã hết thời hạn, hạn trả kết quả chuyển sang ngày làm việc kế tiếp",
        "Thứ Hai 8/9: ngày làm việc kế tiếp, hạn trả kết quả 17:00",
    ]


def test_calendar_days_that_are_full_are_told_as_such() -> None:
    asked = case("2 calendar_day", "04/09 09:00 start", now="08/09 10:00")
    assert told(asked)[-3:] == [
        "Chủ nhật 07/09/2025: tính, đã hết số ngày của thời hạn.",
        "Thứ Hai 08/09/2025: tính, đã hết số ngày của thời hạn.",
        "Hạn trả kết quả: 17:00 thứ Hai, 08/09/2025.",
    ]
    assert says(asked)[-1] == ("Thứ Hai 8/9: hôm nay, ngày làm việc kế tiếp, hạn trả kết quả 17:00")


def test_hours_stand_in_the_cells_of_hourly_limits() -> None:
    asked = case("8 working_hour", "03/09 09:00 start", now="03/09 10:00")
    assert [day.cell for day in strip(asked).days] == ["6", "2"]
    assert strip(asked, "en").days[1].sentence == (
        "Thursday 4/9: 2 working hours will be counted, result due at 09:30"
    )


def test_a_stopped_dossier_ends_its_strip_at_the_stop() -> None:
    asked = case("5 working_day", "03/09 09:00 start", "04/09 15:00 stop", now="30/09 10:00")
    assert classes(asked) == ["run", "run"]


def test_a_long_strip_is_drawn_in_weeks() -> None:
    assert strip(case("40 working_day", "03/09 09:00 start", now="03/09 09:00")).weeks


def test_before_the_start_there_is_no_strip_and_at_the_start_one_day() -> None:
    assert strip_of(parsed(case("1 working_day", now="03/09 09:00"))) is None
    asked = case("1 working_day", "03/09 09:00 start", "03/09 09:00 pause", now="03/09 09:00")
    assert classes(asked) == ["off today"]


def test_a_day_of_the_week_that_does_not_work_is_no_weekend() -> None:
    calendar = {"week": WEEK | {"2": [], "6": OFFICE}}
    asked = case("2 working_day", "02/09 13:30 start", now="02/09 13:30", calendar=calendar)
    assert "Thứ Tư 3/9: không làm việc, không tính" in says(asked)
    assert "Thứ Tư 03/09/2025: không làm việc, không tính." in told(
        asked | {"now": "2025-09-04T08:00:00+07:00"}
    )


@given(cases())
def test_every_day_is_told_once_and_in_order(drawn: Json) -> None:
    case_ = parsed(drawn)
    shown = strip_of(case_)
    reading = read_clock(case_.calendar, case_.rule, case_.events, case_.now)
    if shown is None:
        assert reading.state is State.NOT_STARTED
        return
    dates = [day.date for day in shown.days]
    assert [(b - a).days for a, b in pairwise(dates)] == [1] * (len(dates) - 1)
    kinds = {"run", "part", "left", "pause", "off", "over"}
    assert all(len(kinds & set(day.classes)) == 1 for day in shown.days)
    today = case_.now.astimezone(VIETNAM).date()
    for day in shown.days:
        assert ("today" in day.classes) is (day.date == today)
        assert "left" not in day.classes or day.date > today
    assert told(drawn)
    assert told(drawn, "en")

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.papers.rules.wording import clean, date_words, moment_words, printed


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 9, 9), "ngày 09 tháng 9 năm 2026"),
        (date(2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
        (date(2026, 2, 1), "ngày 01 tháng 02 năm 2026"),
        (date(2026, 12, 10), "ngày 10 tháng 12 năm 2026"),
    ],
)
def test_days_are_worded_as_on_official_papers(day: date, words: str) -> None:
    assert date_words(day) == words


def test_a_moment_is_that_of_the_wall_clock_in_viet_nam() -> None:
    utc = datetime(2026, 9, 8, 18, 0, tzinfo=UTC)
    assert moment_words(utc) == "01 giờ 00, ngày 09 tháng 9 năm 2026"
    shown = printed(utc)
    assert isinstance(shown, dict)
    assert (shown["time"], shown["short"], shown["weekday"]) == ("01:00", "09/09/2026", "thứ Tư")


def test_a_moment_without_zone_is_not_printed() -> None:
    with pytest.raises(ValueError, match="zone"):
        printed(datetime(2026, 9, 9))


def test_what_is_no_data_is_not_printed() -> None:
    with pytest.raises(TypeError, match="cannot be printed"):
        printed(timedelta(days=1))


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Nguye\u0302\u0303n", "Nguyễn"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("Tư\u202egnơưT\u2066", "TưgnơưT"),
        ("a\x00b\x1bc\ud800", "abc"),
        ("a\tb", "a b"),
        ("e\u200d\u0301", "é"),
    ],
)
def test_texts_lose_what_could_act_on_the_text_around(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)

"""Clock rules of versions, and sample dossiers through them (R135, R447, R448)."""

from datetime import date, datetime, time
from fractions import Fraction

import pytest

from lienthong import clock
from lienthong.catalogue.rules import NotAllowed
from lienthong.catalogue.rules.clocking import options_for, rule_of
from lienthong.catalogue.rules.content import (
    Channel,
    ClockRule,
    Counting,
    LimitUnit,
    OnResume,
    PauseReason,
    StartOn,
)
from lienthong.catalogue.rules.trial import try_out
from tests.catalogue.contents import GOOD, OFFICE, content, minutes, option, same_day

BEFORE_NATIONAL_DAY = date(2026, 8, 20)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=clock.VIETNAM)


def test_only_reasons_that_do_not_count_pause_the_clock() -> None:
    rule = rule_of(content(clock=ClockRule(not_counting=(PauseReason.SUPPLEMENT,))), "standard")
    assert rule.pause_on == {"paused:supplement"}
    assert rule.resume_on == {"resumed"}
    assert {"completed", "withdrawn", "stopped", "refused", "declined", "closed"} == rule.stop_on


def test_every_word_of_the_clock_rule_reaches_the_clock() -> None:
    words = ClockRule(
        start_on=StartOn.PAYMENT_RECEIVED,
        counting=Counting.NEXT_DAY,
        on_resume=OnResume.RESTART,
        resume_plus="2.5",
    )
    rule = rule_of(content(clock=words, time_options=(option("0.5"),)), "standard")
    assert rule.start_on == {"payment_received"}
    assert rule.counting is clock.Counting.NEXT_DAY
    assert rule.on_resume is clock.OnResume.RESTART
    assert rule.resume_plus == Fraction(5, 2)
    assert rule.limit == clock.Limit(Fraction(1, 2), clock.Unit.WORKING_DAY)


def test_every_unit_of_a_version_is_a_unit_of_the_clock() -> None:
    assert {unit.value for unit in LimitUnit} == {unit.value for unit in clock.Unit}


def test_a_same_day_option_carries_its_cut_off_and_adds_whole_days_only() -> None:
    rule = rule_of(
        content(time_options=(same_day(),), clock=ClockRule(resume_plus="1.5")), "standard"
    )
    assert rule.limit.cutoff == time(15)
    assert rule.resume_plus == 1


def test_an_option_that_the_version_does_not_have_is_refused() -> None:
    with pytest.raises(NotAllowed, match="nothing"):
        rule_of(GOOD, "nothing")


def test_options_are_offered_by_channel_in_their_order() -> None:
    both = content(
        time_options=(
            option("15", LimitUnit.CALENDAR_DAY, key="house", channels=(Channel.DIRECT,)),
            option("20", LimitUnit.CALENDAR_DAY),
        )
    )
    assert [found.key for found in options_for(both, Channel.DIRECT)] == ["house", "standard"]
    assert [found.key for found in options_for(both, Channel.POSTAL)] == ["standard"]


def test_a_trial_runs_every_channel_over_a_holiday_and_says_when_it_is_due() -> None:
    trial = try_out(GOOD, OFFICE, after=BEFORE_NATIONAL_DAY)
    assert trial.passed
    assert {sample.channel for sample in trial.samples} == set(Channel)
    eve = next(item for item in trial.samples if item.case == "trước kỳ nghỉ lễ dài nhất")
    # Monday 31 August; 1 and 2 September do not work.
    assert eve.starts_at == at(date(2026, 8, 31), 9)
    assert eve.due_at == at(date(2026, 9, 16), 9)
    assert "hẹn trả 09:00 thứ Tư 16/09/2026" in eve.sentence
    assert "bổ sung hồ sơ" in eve.sentence


def test_ten_calendar_days_over_the_holiday_are_visibly_fewer_than_ten_working_days() -> None:
    wrong = content(time_options=(option("10", LimitUnit.CALENDAR_DAY),))
    cases = [
        next(item for item in trial.samples if item.case == "trước kỳ nghỉ lễ dài nhất").due_at
        for trial in (
            try_out(GOOD, OFFICE, after=BEFORE_NATIONAL_DAY),
            try_out(wrong, OFFICE, after=BEFORE_NATIONAL_DAY),
        )
    ]
    assert cases == [at(date(2026, 9, 16), 9), at(date(2026, 9, 10), 17)]


def test_a_same_day_trial_stands_on_both_sides_of_the_cut_off() -> None:
    trial = try_out(
        content(time_options=(same_day(),), steps=minutes(30, 20, 10)),
        OFFICE,
        after=BEFORE_NATIONAL_DAY,
    )
    due = {item.case: item.due_at for item in trial.samples if item.channel is Channel.DIRECT}
    assert due["ngay trước giờ chốt"] == at(date(2026, 8, 21), 17)
    assert due["đúng giờ chốt"] == at(date(2026, 8, 24), 17)


def test_steps_that_do_not_fit_fail_the_trial_in_a_sentence() -> None:
    # Received before 16:00, to be finished at 17:00, with two hours of steps (F29).
    trial = try_out(
        content(time_options=(same_day("16:00"),), steps=minutes(60, 40, 20)),
        OFFICE,
        after=BEFORE_NATIONAL_DAY,
    )
    assert not trial.passed
    assert all("quá hạn" in sentence for sentence in trial.problems)
    assert {item.case for item in trial.samples if not item.fits} == {"ngay trước giờ chốt"}


def test_what_the_clock_refuses_fails_the_trial_instead_of_breaking_it() -> None:
    trial = try_out(content(time_options=(same_day(""),)), OFFICE, after=BEFORE_NATIONAL_DAY)
    assert not trial.passed
    assert "giờ chốt" in trial.problems[0]


def test_a_version_without_a_limit_does_not_pass() -> None:
    trial = try_out(content(time_options=()), OFFICE, after=BEFORE_NATIONAL_DAY)
    assert not trial.passed
    assert trial.problems

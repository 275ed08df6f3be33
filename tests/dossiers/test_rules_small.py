"""Late recording, codes and secrets, thresholds, supplements, what corrections may set."""

from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong import clock
from lienthong.clock import VIETNAM
from lienthong.dossiers.rules import NotAllowed, codes
from lienthong.dossiers.rules.amounts import amount_of
from lienthong.dossiers.rules.causes import CAUSES
from lienthong.dossiers.rules.corrections import (
    CorrectionKind,
    Policy,
    change_for,
    check_change,
    new_promise,
    same_person,
)
from lienthong.dossiers.rules.late import LateRecord, check_late_record
from lienthong.dossiers.rules.lifecycle import EventType
from lienthong.dossiers.rules.thresholds import THRESHOLDS, checked
from lienthong.dossiers.rules.waits import check_supplement_request
from tests.dossiers.walks import BEGIN, event, life

_HOURS = [clock.window(time(7, 30), time(11, 30)), clock.window(time(13, 30), time(17))]
CALENDAR = clock.Calendar.build([clock.Season.always(clock.week(dict.fromkeys(range(5), _HOURS)))])


# -- recorded late (R131, F38)


@pytest.mark.parametrize(
    ("happened", "recorded", "late"),
    [
        ("2026-09-04 08:00:00", "2026-09-04 09:00:00", False),  # exactly one working hour
        ("2026-09-04 08:00:00", "2026-09-04 09:00:01", True),
        ("2026-09-04 11:00:00", "2026-09-04 14:00:00", False),  # over lunch: half and half
        ("2026-09-04 11:00:00", "2026-09-04 14:00:01", True),
        ("2026-09-04 16:30:00", "2026-09-07 08:00:00", False),  # over a weekend
        ("2026-09-04 16:30:00", "2026-09-07 08:00:01", True),
        ("2026-09-05 09:00:00", "2026-09-06 23:00:00", False),  # no working time at all
    ],
)
def test_a_record_is_late_after_one_working_hour(
    happened: str, recorded: str, *, late: bool
) -> None:
    at = datetime.fromisoformat(recorded).replace(tzinfo=VIETNAM)
    said = LateRecord(
        occurred_at=datetime.fromisoformat(happened).replace(tzinfo=VIETNAM),
        reason="Mất điện",
        second="a:9",
    )
    assert check_late_record(said, recorded_at=at, calendar=CALENDAR, by="a:1") is late


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "lý do"),
        ({"reason": "  "}, "lý do"),
        ({"reason": "Mất điện"}, "tệp chứng minh hoặc người thứ hai"),
        ({"reason": "Mất điện", "second": " "}, "tệp chứng minh hoặc người thứ hai"),
        ({"reason": "Mất điện", "second": "a:1"}, "không phải chính mình"),
        ({"reason": "Mất điện", "second": "a:7"}, "không phải chính mình"),
    ],
)
def test_a_late_record_needs_a_reason_and_a_file_or_somebody_else(
    said: dict[str, str], sentence: str
) -> None:
    late = LateRecord(occurred_at=BEGIN, **said)
    with pytest.raises(NotAllowed, match=sentence):
        check_late_record(
            late, recorded_at=BEGIN + timedelta(hours=9), calendar=CALENDAR, by="a:1/a:7"
        )


def test_what_proves_a_late_record_is_kept_and_nothing_empty() -> None:
    late = LateRecord(occurred_at=BEGIN, reason="Mất điện", file="abc")
    assert late.as_data() == {"late": {"reason": "Mất điện", "file": "abc"}}


# -- codes


def test_codes_of_an_agency_and_a_day_share_a_series_and_test_dossiers_have_their_own() -> None:
    on = date(2026, 9, 4)
    assert codes.code(codes.series("H17.9", on, test=False), 12) == "H17.9-260904-0012"
    assert codes.code(codes.series("H17.9", on, test=True), 12) == "H17.9-T260904-0012"
    assert codes.code("H17.9-260904-", 12_345) == "H17.9-260904-12345"


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("H29.121-250709-0001", True),
        ("000.00.05.H29-250709-0001", True),
        ("G22.98-20250709-00001", True),
        ("H17.9-T260904-0012", True),
        ("hôm qua", False),
        ("H29.121-250709-1", False),
    ],
)
def test_codes_of_other_systems_are_known_by_their_form(typed: str, *, known: bool) -> None:
    assert bool(codes.FOREIGN.match(typed)) is known


def test_a_secret_is_derived_read_aloud_and_checked_without_regard_to_case() -> None:
    secret = codes.secret("H17.9-260904-0012", key="k")
    assert len(secret) == codes.SECRET_LENGTH and not set(secret) & set("0O1IL")
    assert secret == codes.secret("H17.9-260904-0012", key="k")
    assert secret != codes.secret("H17.9-260904-0013", key="k")
    assert secret != codes.secret("H17.9-260904-0012", key="other")
    spaced = f" {secret[:3].lower()} {secret[3:]} "
    assert codes.secret_is_right("H17.9-260904-0012", spaced, key="k")
    assert not codes.secret_is_right("H17.9-260904-0012", secret[::-1] + "x", key="k")


@given(st.text(max_size=12))
def test_whatever_is_typed_as_a_secret_is_answered(typed: str) -> None:
    assert not codes.secret_is_right("H17.9-260904-0012", "#" + typed, key="k")


# -- thresholds


@pytest.mark.parametrize("name", THRESHOLDS)
def test_the_reference_value_of_every_threshold_is_itself_allowed_and_sourced(name: str) -> None:
    known = THRESHOLDS[name]
    assert checked(name, known.value) == known.value
    assert known.source and known.words


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("none", "1", "Không có ngưỡng"),
        ("soon_days", "0", "từ 1 đến 365"),
        ("soon_days", "400", "từ 1 đến 365"),
        ("soon_days", "hai", "số nguyên"),
        ("soon_days", "-1", "số nguyên"),
        ("soon_days", "²", "số nguyên"),
        ("same_day_alarm", "25:00", "16:30"),
    ],
)
def test_a_threshold_that_makes_no_sense_is_refused(name: str, value: str, sentence: str) -> None:
    with pytest.raises(NotAllowed, match=sentence):
        checked(name, value)


def test_automatic_acceptance_can_be_switched_off_and_typed_numbers_are_tidied() -> None:
    assert checked("auto_accept_hours", "0") == "0"
    assert checked("soon_days", " 03 ") == "3"
    assert checked("same_day_alarm", "07:05") == "07:05"


# -- supplements


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"wanted": []}, "từng giấy tờ"),
        ({"wanted": [" "]}, "từng giấy tờ"),
        ({"reason": " "}, "lý do"),
        ({"legal_basis": ""}, "căn cứ"),
        ({"already": 1, "at_most": 1}, "1 lần"),
    ],
)
def test_a_supplement_says_what_why_and_by_which_rule(
    changes: dict[str, Any], sentence: str
) -> None:
    asked: dict[str, Any] = {
        "wanted": ["Đơn"], "reason": "Thiếu", "legal_basis": "Điều 1", "already": 0, "at_most": 0,
    }  # fmt: skip
    check_supplement_request(**asked)
    with pytest.raises(NotAllowed, match=sentence):
        check_supplement_request(**asked | changes)


# -- amounts


@pytest.mark.parametrize(
    ("typed", "value"), [("5", 5), (" 2.5 ", Fraction(5, 2)), ("0,5", Fraction(1, 2))]
)
def test_amounts_are_typed_as_people_write_them(typed: str, value: Fraction) -> None:
    assert amount_of(typed, what="Số ngày") == value


@pytest.mark.parametrize(
    "typed", ["", "năm", "0", "-1", "1/0", "1/3", "nan", "inf", "1e999999999", "99999", "1.23456"]
)
def test_an_amount_that_is_none_is_refused_at_once(typed: str) -> None:
    with pytest.raises(NotAllowed, match="Số ngày"):
        amount_of(typed, what="Số ngày")


@given(st.text(max_size=10))
def test_whatever_is_typed_as_an_amount_is_a_number_or_a_sentence(typed: str) -> None:
    try:
        assert 0 < amount_of(typed, what="Số ngày") < 10_000
    except NotAllowed as refusal:
        assert str(refusal).startswith("Số ngày")


# -- corrections


@pytest.mark.parametrize(
    ("kind", "change", "sentence"),
    [
        ("limit", {}, "đơn vị"),
        ("limit", {"limit": {"unit": "week", "amount": "1"}}, "đơn vị"),
        ("limit", {"limit": {"unit": "working_day", "amount": "x"}}, "số"),
        ("limit", {"limit": {"unit": "working_day", "amount": "1/0"}}, "số"),
        ("limit", {"limit": {"unit": "working_day", "amount": "1e999999999"}}, "số"),
        ("limit", {"limit": {"unit": "working_day", "amount": "0"}}, "lớn hơn 0"),
        ("limit", {"limit": {"unit": "same_day", "amount": "0"}}, "giờ chốt"),
        ("limit", {"limit": {"unit": "same_day", "amount": "0", "cutoff": "25:00"}}, "giờ chốt"),
        ("limit", {"limit": "10"}, "đơn vị"),
        ("start_rule", {"start_on": "submitted"}, "bắt đầu"),
        ("calendar", {"edition": "2"}, "lịch"),
        ("pause_reason", {"from": "system_down"}, "lý do tạm dừng"),
        ("pause_reason", {"from": "system_down", "to": "lunch"}, "lý do tạm dừng"),
        ("recorded_late", {"event": "nothing"}, "việc"),
        ("recorded_late", {"event": "completed"}, "thời điểm"),
        ("recorded_late", {"event": "completed", "occurred_at": "hôm qua"}, "thời điểm"),
        ("recorded_late", {"event": "completed", "occurred_at": "2026-09-04T08:00"}, "thời điểm"),
        ("test_mark", {"is_test": "yes"}, "hồ sơ thử"),
    ],
)
def test_a_correction_that_says_too_little_or_the_impossible_is_refused(
    kind: str, change: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(NotAllowed, match=sentence):
        check_change(CorrectionKind(kind), change)


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("limit", {"limit": {"unit": "working_day", "amount": "10"}}),
        ("limit", {"limit": {"unit": "same_day", "amount": "0", "cutoff": "15:00"}}),
        ("start_rule", {"start_on": "inspection_finished"}),
        ("calendar", {"edition": 2}),
        ("pause_reason", {"from": "system_down", "to": "supplement"}),
        ("recorded_late", {"event": "completed", "occurred_at": "2026-09-04T08:00:00+07:00"}),
        ("test_mark", {"is_test": False}),
    ],
)
def test_every_kind_of_correction_can_be_said(kind: str, change: dict[str, Any]) -> None:
    check_change(CorrectionKind(kind), change)


def test_a_pause_reason_is_corrected_where_it_occurs_and_nowhere_else() -> None:
    change = {"from": "system_down", "to": "applicant_request"}
    waited = life(
        (EventType.PAUSED, 1, {"reason": "system_down"}),
        (EventType.PAUSED, 2, {"reason": "force_majeure"}),
        (EventType.RESUMED, 3, {"reason": "system_down"}),
    )
    assert change_for(CorrectionKind.PAUSE_REASON, change, waited) == {
        "pause_reason": {"3": "applicant_request", "5": "applicant_request"}
    }
    assert change_for(CorrectionKind.PAUSE_REASON, change, life()) is None


@pytest.mark.parametrize(
    ("hours", "moves"),
    [(0.5, False), (1, True), (2, True), (3, True), (3.5, False), (9, False)],
)
def test_an_instant_is_corrected_no_further_than_its_neighbours(
    hours: float, *, moves: bool
) -> None:
    """An event at hour 2 between one at hour 1 and one at hour 3, recorded at hour 9."""
    events = life(
        (EventType.NOTED, 1, {}), (EventType.EXTENDED, 2, {"amount": "1"}), (EventType.NOTED, 3, {})
    )
    late = event(4, EventType.EXTENDED, BEGIN + timedelta(hours=2), amount="1")
    events[3] = type(late)(
        **{name: getattr(late, name) for name in late.__dataclass_fields__}
        | {"recorded_at": BEGIN + timedelta(hours=9)}
    )
    wanted = BEGIN + timedelta(hours=hours)
    change = {"event": "extended", "occurred_at": wanted.isoformat()}
    found = change_for(CorrectionKind.RECORDED_LATE, change, events)
    assert found == ({"occurred": {"4": wanted.isoformat()}} if moves else None)


def test_an_event_that_never_happened_is_not_corrected() -> None:
    change = {"event": "completed", "occurred_at": BEGIN.isoformat()}
    assert change_for(CorrectionKind.RECORDED_LATE, change, life()) is None


@pytest.mark.parametrize(
    ("policy", "promised", "due", "after"),
    [
        (Policy.FOLLOW_RULE, 5, 9, 9), (Policy.FOLLOW_RULE, 9, 5, 5),
        (Policy.FOLLOW_RULE, 5, None, 5), (Policy.NEVER_WORSEN, 5, 9, 5),
        (Policy.NEVER_WORSEN, 9, 5, 5), (Policy.NEVER_WORSEN, None, 9, 9),
        (Policy.ASK, 5, 9, 9),
    ],
)  # fmt: skip
def test_what_is_promised_after_a_correction_follows_its_policy(
    policy: Policy, promised: int | None, due: int | None, after: int | None
) -> None:
    def day(number: int | None) -> datetime | None:
        return None if number is None else BEGIN + timedelta(days=number)

    assert new_promise(policy, promised=day(promised), due=day(due)) == day(after)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("a:1", "a:1", True),
        ("a:1/a:2", "a:2", True),
        ("a:1", "a:3/a:1", True),
        ("a:1", "a:2", False),
    ],
)
def test_a_deputy_and_the_one_stood_in_for_are_one_person_for_a_second_look(
    first: str, second: str, *, same: bool
) -> None:
    assert same_person(first, second) is same


def test_causes_of_delay_are_coded() -> None:
    """R141: the seven causes of the monitoring report."""
    assert set(CAUSES) == {
        "person", "software", "configuration", "legal", "applicant", "other_agency",
        "infrastructure",
    }  # fmt: skip

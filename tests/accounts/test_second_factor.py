from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from pytest_django import Settings

from lienthong.accounts import actions, queries
from lienthong.accounts.models import Account
from lienthong.accounts.rules import NotAllowed
from lienthong.journal.models import Entry
from tests.accounts import cast
from tests.accounts.cast import BY, NOW

# RFC 6238, appendix B: the secret "12345678901234567890" and two of its codes (last six figures).
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
MOMENT = datetime.fromtimestamp(1111111109, UTC)


@pytest.fixture
def officer(db: None) -> int:
    return cast.account("thu.ha")


def code(at: datetime) -> str:
    shown: str = format_hotp_value(hotp_value(SECRET, int(at.timestamp()) // 30))
    return shown


def enrol(officer: int) -> list[str]:
    return actions.enrol_totp(account_id=officer, secret=SECRET, code=code(NOW), by=BY, at=NOW)


def passed(officer: int, given: str, at: datetime) -> bool:
    return actions.pass_second_factor(account_id=officer, code=given, by=BY, at=at)


def test_codes_are_those_of_the_standard(officer: int) -> None:
    codes = actions.enrol_totp(account_id=officer, secret=SECRET, code="081804", by=BY, at=MOMENT)
    assert len(set(codes)) == 10
    assert passed(officer, "005924", datetime.fromtimestamp(1234567890, UTC))


def test_enrolling_takes_a_right_code(officer: int) -> None:
    with pytest.raises(NotAllowed, match="Mã không khớp"):
        actions.enrol_totp(account_id=officer, secret=SECRET, code="000000", by=BY, at=NOW)
    assert Account.objects.get(pk=officer).must_enrol_totp
    enrol(officer)
    assert not Account.objects.get(pk=officer).must_enrol_totp


@pytest.mark.parametrize(
    ("seconds", "good"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
def test_a_code_is_good_one_step_around_its_time(officer: int, seconds: int, *, good: bool) -> None:
    enrol(officer)
    at = NOW + timedelta(minutes=10)
    assert passed(officer, code(at + timedelta(seconds=seconds)), at) is good


def test_a_code_is_good_once_and_an_earlier_one_not_after_it(officer: int) -> None:
    enrol(officer)
    at = NOW + timedelta(minutes=10)
    earlier = code(at - timedelta(seconds=30))
    assert passed(officer, code(at), at)
    assert not passed(officer, code(at), at)
    assert not passed(officer, earlier, at)


def test_the_code_that_enrolled_does_not_sign_in(officer: int) -> None:
    enrol(officer)
    assert not passed(officer, code(NOW), NOW)


def test_a_recovery_code_is_good_once_and_leaves_a_trace(officer: int) -> None:
    first = enrol(officer)[0]
    assert passed(officer, f"{first[:4]} {first[4:]}", NOW)
    assert not passed(officer, first, NOW)
    assert queries.recovery_codes_left(officer) == 9
    assert Entry.objects.filter(action="account.recovery_code_used").count() == 1


def test_new_recovery_codes_replace_the_old_ones(officer: int) -> None:
    with pytest.raises(NotAllowed, match="Bật trước"):
        actions.renew_recovery_codes(account_id=officer, by=BY, at=NOW)
    old = enrol(officer)
    new = actions.renew_recovery_codes(account_id=officer, by=BY, at=NOW)
    assert not passed(officer, old[0], NOW)
    assert passed(officer, new[0], NOW)


def test_the_secrets_cannot_be_read_from_the_database(officer: int) -> None:
    codes = enrol(officer)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    seed = RecoveryCodes(Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES))
    assert SECRET not in kept
    assert decrypt(seed.instance.data["seed"]) not in kept
    assert not any(code in kept for code in codes)


def test_with_another_key_nothing_is_right_and_nothing_breaks(
    officer: int, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    codes = enrol(officer)
    settings.STORE_KEY = "another key"
    assert not passed(officer, code(NOW), NOW)
    assert not passed(officer, codes[0], NOW)
    assert "LIENTHONG_STORE_KEY" in caplog.text
    actions.reset_totp(account_id=officer, by=BY, at=NOW)
    enrol(officer)
    assert passed(officer, code(NOW + timedelta(seconds=30)), NOW + timedelta(seconds=30))


def test_without_a_second_factor_no_code_is_right(officer: int) -> None:
    assert not passed(officer, code(NOW), NOW)
    assert not passed(officer, "", NOW)


def test_after_a_reset_it_has_to_be_enrolled_again(officer: int) -> None:
    codes = enrol(officer)
    actions.reset_totp(account_id=officer, by=BY, at=NOW)
    assert Account.objects.get(pk=officer).must_enrol_totp
    assert not passed(officer, codes[0], NOW)
    assert queries.recovery_codes_left(officer) == 0
    enrol(officer)


@pytest.mark.parametrize("typed", ["", " ", "12345", "abcdef", "１２３４５６", "0" * 20, "\x00"])
def test_whatever_is_typed_is_only_wrong(officer: int, typed: str) -> None:
    enrol(officer)
    assert not passed(officer, typed, NOW + timedelta(minutes=10))

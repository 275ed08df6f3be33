"""The second factor: a time-based code (RFC 6238) or, once, a recovery code. The secrets stand,
encrypted, in allauth's table; the time comes from outside, as everywhere."""

import logging
from datetime import datetime

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt, encrypt
from cryptography.fernet import InvalidToken
from django.db import transaction

from lienthong.accounts.models import Account
from lienthong.accounts.rules import NotAllowed, _
from lienthong.journal import actions as journal

log = logging.getLogger("lienthong.accounts")
_STEP = 30
# RFC 6238, 5.2: at most one step for the delay between reading and sending.
_TOLERANCE = (0, -1, 1)
_KINDS = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)


@transaction.atomic
def enrol_totp(*, account_id: int, secret: str, code: str, by: str, at: datetime) -> list[str]:
    """Keeps the secret once a code proves that the telephone has it, replacing an earlier one.
    Returns fresh recovery codes."""
    counter = _matching(secret, code, at)
    if counter is None:
        raise NotAllowed(
            _(
                "Mã không khớp. Xem mã đang hiện trên điện thoại và nhập lại; nếu vẫn sai, chỉnh"
                " đồng hồ điện thoại về giờ tự động."
            )
        )
    account = Account.objects.select_for_update().get(pk=account_id)
    Authenticator.objects.filter(user=account, type__in=_KINDS).delete()
    Authenticator.objects.create(
        user=account,
        type=Authenticator.Type.TOTP,
        data={"secret": encrypt(secret), "counter": counter},
    )
    codes: list[str] = RecoveryCodes.activate(account).generate_codes()
    account.must_enrol_totp = False
    account.save(update_fields=["must_enrol_totp"])
    _record("account.totp_enrolled", account_id, by, at)
    return codes


@transaction.atomic
def pass_second_factor(*, account_id: int, code: str, by: str, at: datetime) -> bool:
    """Whether the code is right; a right one is used up. A code is good once, even while it is
    still shown, and across all worker processes."""
    try:
        return _passed(account_id, code, by, at)
    except InvalidToken:
        # Nobody can sign in so: the operator has to put the key back.
        log.error("second factor: LIENTHONG_STORE_KEY is not the key it was written with")
        return False


def _passed(account_id: int, code: str, by: str, at: datetime) -> bool:
    rows = Authenticator.objects.select_for_update().filter(user_id=account_id)
    totp = rows.filter(type=Authenticator.Type.TOTP).first()
    if totp is None:
        return False
    counter = _matching(decrypt(totp.data["secret"]), code, at)
    if counter is not None:
        if counter <= totp.data.get("counter", 0):
            return False
        totp.data["counter"] = counter
        totp.last_used_at = at
        totp.save(update_fields=["data", "last_used_at"])
        return True
    recovery = rows.filter(type=Authenticator.Type.RECOVERY_CODES).first()
    if recovery is None or not RecoveryCodes(recovery).validate_code(code):
        return False
    _record("account.recovery_code_used", account_id, by, at)
    return True


@transaction.atomic
def renew_recovery_codes(*, account_id: int, by: str, at: datetime) -> list[str]:
    """New recovery codes; the old ones stop working."""
    account = Account.objects.select_for_update().get(pk=account_id)
    if not Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists():
        raise NotAllowed(_("Chưa bật xác thực hai lớp. Bật trước, rồi mới lấy mã dự phòng."))
    Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes: list[str] = RecoveryCodes.activate(account).generate_codes()
    _record("account.recovery_codes_renewed", account_id, by, at)
    return codes


@transaction.atomic
def reset_totp(*, account_id: int, by: str, at: datetime) -> None:
    """Forgets the second factor (a lost telephone): it has to be enrolled at the next sign-in."""
    Authenticator.objects.filter(user_id=account_id, type__in=_KINDS).delete()
    Account.objects.filter(pk=account_id).update(must_enrol_totp=True)
    _record("account.totp_reset", account_id, by, at)


def _matching(secret: str, code: str, at: datetime) -> int | None:
    """The time step whose code it is."""
    now = int(at.timestamp()) // _STEP
    for step in _TOLERANCE:
        expected = format_hotp_value(hotp_value(secret, now + step))
        if compare_user_code(actual=code, expected=expected):
            return now + step
    return None


def _record(action: str, account_id: int, by: str, at: datetime) -> None:
    journal.record(unit="house", action=action, subject=f"account:{account_id}", by=by, at=at)

from datetime import datetime

from axes.utils import reset as reset_lockout
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from lienthong.accounts.models import Account, Deputy
from lienthong.accounts.rules import NotAllowed, _
from lienthong.accounts.rules.holding import (
    check_not_for_oneself,
    check_username,
    username_of,
)
from lienthong.journal import actions as journal

# Django's own sentences are not all translated, and do not say what to do.
_PASSWORD_REFUSALS = {
    "password_too_short": _("Mật khẩu cần ít nhất 12 ký tự. Ghép vài từ dễ nhớ lại thành câu."),
    "password_too_common": _("Mật khẩu này nhiều người dùng, dễ bị đoán. Chọn câu khác."),
    "password_too_similar": _("Mật khẩu giống tên đăng nhập. Chọn câu khác."),
}


@transaction.atomic
def create_account(
    *,
    username: str,
    person_id: int,
    by: str,
    at: datetime,
    password: str | None = None,
    temporary: bool = False,
    is_demo: bool = False,
) -> int:
    """Makes an account for a person and returns its id. Without a password nobody can sign in
    with it. A temporary password has to be changed at the first sign-in. The account holds no
    role yet."""
    account = Account(
        username=username_of(username),
        person_id=person_id,
        is_demo=is_demo,
        must_change_password=temporary,
        created_at=at,
    )
    check_username(account.username)
    if password is None:
        account.set_unusable_password()
    else:
        _check_password(password, account)
        account.set_password(password)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        raise NotAllowed(
            _(
                "Tên đăng nhập %(username)s đã có người dùng, hoặc người này đã có tài khoản. Tìm"
                " trong danh sách tài khoản trước khi tạo mới."
            ),
            username=account.username,
        ) from error
    _record("account.created", account.pk, by, at, {"person": person_id, "demo": is_demo})
    return account.pk


@transaction.atomic
def set_password(
    *, account_id: int, password: str, by: str, at: datetime, temporary: bool = False
) -> None:
    """Sets the password and ends the account's other sessions. Whoever sets it for somebody else
    sets a temporary one, which also ends a lockout."""
    account = Account.objects.select_for_update().get(pk=account_id)
    _check_password(password, account)
    account.set_password(password)
    account.must_change_password = temporary
    account.save(update_fields=["password", "must_change_password"])
    if temporary:
        reset_lockout(username=account.username)
    _record("account.password_set", account_id, by, at, {"temporary": temporary})


@transaction.atomic
def disable_account(*, account_id: int, reason: str, by: str, at: datetime) -> None:
    """Ends signing in and everything the account may do, at once. Deputies it gave or got are
    revoked; its assignments stay on record for the time they were held."""
    check_not_for_oneself(by, account_id)
    if not reason.strip():
        raise NotAllowed(_("Ghi lý do khóa tài khoản, ví dụ: nghỉ hưu, chuyển công tác."))
    if not Account.objects.filter(pk=account_id, is_active=True).update(is_active=False):
        raise NotAllowed(_("Tài khoản này đã khóa từ trước."))
    open_deputies = Deputy.objects.filter(revoked_at=None, ends_at__gt=at)
    open_deputies.filter(principal_id=account_id).update(revoked_at=at, revoked_by=by)
    open_deputies.filter(deputy_id=account_id).update(revoked_at=at, revoked_by=by)
    _record("account.disabled", account_id, by, at, {"reason": reason.strip()})


@transaction.atomic
def enable_account(*, account_id: int, by: str, at: datetime) -> None:
    check_not_for_oneself(by, account_id)
    if not Account.objects.filter(pk=account_id, is_active=False).update(is_active=True):
        raise NotAllowed(_("Tài khoản này đang mở."))
    _record("account.enabled", account_id, by, at, {})


@transaction.atomic
def set_shortcuts(*, account_id: int, on: bool, by: str, at: datetime) -> None:
    """Single-letter keys on or off (WCAG 2.1.4)."""
    Account.objects.filter(pk=account_id).update(shortcuts_off=not on)
    _record("account.shortcuts_set", account_id, by, at, {"on": on})


def _check_password(password: str, account: Account) -> None:
    try:
        validate_password(password, account)
    except ValidationError as refusal:
        code = refusal.error_list[0].code or ""
        raise NotAllowed(_PASSWORD_REFUSALS[code]) from refusal


def _record(action: str, account_id: int, by: str, at: datetime, data: dict[str, object]) -> None:
    journal.record(
        unit="house", action=action, subject=f"account:{account_id}", by=by, at=at, data=data
    )

"""What may be given to whom and for how long: accounts, assignments, deputies. Pure."""

import re
import unicodedata
from datetime import date, datetime, timedelta

from lienthong.accounts.rules import NotAllowed, _
from lienthong.accounts.rules.scope import hands

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
# A deputy stands in; who takes over for longer gets an assignment of the own.
LONGEST_DEPUTY = timedelta(days=366)


def username_of(text: str) -> str:
    """The one spelling of a sign-in name: as typed at the sign-in page, so without a refusal."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def check_username(username: str) -> None:
    if not _USERNAME.fullmatch(username):
        raise NotAllowed(
            _(
                "Tên đăng nhập gồm 3 đến 60 ký tự: chữ thường không dấu, chữ số, dấu chấm, gạch"
                " nối; bắt đầu bằng chữ hoặc số."
            )
        )


def check_not_for_oneself(by: str, account_id: int) -> None:
    """Nobody raises or removes the own rights: that takes another administrator."""
    if account_id in hands(by):
        raise NotAllowed(
            _("Không tự thay đổi quyền của chính mình. Đề nghị một người quản trị khác làm.")
        )


def check_assignment_period(valid_from: date, valid_until: date | None) -> None:
    if valid_until is not None and valid_until <= valid_from:
        raise NotAllowed(_("Ngày cuối phải từ ngày bắt đầu trở đi. Chọn lại ngày."))


def check_end(valid_until: date, *, on: date) -> None:
    """Rights that were used cannot be taken back for the days on which they were used."""
    if valid_until < on:
        raise NotAllowed(
            _("Vai trò chỉ kết thúc từ hôm nay (%(day)s) trở đi. Chọn lại ngày."),
            day=on.strftime("%d/%m/%Y"),
        )


def check_deputy(
    *,
    principal_id: int,
    deputy_id: int,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    at: datetime,
) -> None:
    """A deputy is another person, for a coming time of at most a year, for a stated reason."""
    if principal_id == deputy_id:
        raise NotAllowed(_("Người làm thay phải là người khác. Chọn người khác."))
    if ends_at <= starts_at or ends_at <= at:
        raise NotAllowed(_("Lúc kết thúc phải sau lúc bắt đầu và sau bây giờ. Chọn lại."))
    # A minute of grace: the form was filled in before it was sent.
    if starts_at < at - timedelta(minutes=1):
        raise NotAllowed(
            _("Không giao làm thay cho thời gian đã qua. Chọn lúc bắt đầu từ bây giờ.")
        )
    if ends_at - starts_at > LONGEST_DEPUTY:
        raise NotAllowed(_("Giao làm thay nhiều nhất một năm. Chọn lúc kết thúc sớm hơn."))
    if not reason.strip():
        raise NotAllowed(_("Ghi lý do giao làm thay, ví dụ: nghỉ phép, đi công tác."))

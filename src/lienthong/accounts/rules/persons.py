"""What is known of a person: names, identity numbers and phones in one spelling. Pure."""

import re
import unicodedata
from enum import StrEnum

from lienthong.accounts.rules import NotAllowed, _


class PersonKind(StrEnum):
    CITIZEN = "citizen"
    BUSINESS = "business"
    ORGANISATION = "organisation"


# Characters that people put between the digits of a number they read from paper.
_BETWEEN = re.compile(r"[\s.\-–()]+")
_PHONE = re.compile(r"0\d{8,10}")
_CITIZEN = re.compile(r"\d{12}")
_ENTERPRISE = re.compile(r"\d{10}(\d{3})?")
NAME_LIMIT = 160


def digits_of(text: str) -> str:
    """The digits of a typed identity number or phone, +84 as 0; empty when it is not a number."""
    plain = _BETWEEN.sub("", text)
    if plain.startswith("+84"):
        plain = "0" + plain.removeprefix("+84")
    return plain if plain.isascii() and plain.isdigit() else ""


def name_of(text: str) -> str:
    """The name composed (NFC), with single spaces. Raises `NotAllowed`."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name:
        raise NotAllowed(_("Nhập họ và tên."))
    if len(name) > NAME_LIMIT:
        raise NotAllowed(
            _("Họ và tên có %(length)d ký tự, nhiều nhất được %(limit)d. Viết gọn lại."),
            length=len(name),
            limit=NAME_LIMIT,
        )
    if not all(character.isprintable() for character in name):
        raise NotAllowed(_("Họ và tên có ký tự không đọc được. Gõ lại họ và tên."))
    return name


def identity_of(text: str, kind: PersonKind) -> str | None:
    """The identity number as digits: 12 for a citizen (Law on Identification 26/2023/QH15,
    article 12), 10 or 13 for an enterprise or organisation (its tax code). None when nothing was
    given. Raises `NotAllowed`."""
    if not text.strip():
        return None
    digits = digits_of(text)
    if not digits:
        raise NotAllowed(_("Số định danh chỉ gồm chữ số. Gõ lại số ghi trên giấy tờ."))
    if kind is PersonKind.CITIZEN and not _CITIZEN.fullmatch(digits):
        raise NotAllowed(
            _("Số định danh cá nhân đang có %(length)d chữ số, cần đúng 12."), length=len(digits)
        )
    if kind is not PersonKind.CITIZEN and not _ENTERPRISE.fullmatch(digits):
        raise NotAllowed(
            _("Mã số của tổ chức đang có %(length)d chữ số, cần 10 hoặc 13."), length=len(digits)
        )
    return digits


def phone_of(text: str) -> str:
    """The phone number as digits beginning with 0; empty when none was given. Raises
    `NotAllowed`."""
    if not text.strip():
        return ""
    digits = digits_of(text)
    if not _PHONE.fullmatch(digits):
        raise NotAllowed(
            _("Số điện thoại gồm 9 đến 11 chữ số, bắt đầu bằng 0. Gõ lại, ví dụ 0905 218 446.")
        )
    return digits

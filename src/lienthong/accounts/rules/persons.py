"""What is known of a person: names, identity numbers and phones in one spelling. Pure."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Self

from lienthong.accounts.rules import NotAllowed, _
from lienthong.organisations.rules import visible


class PersonKind(StrEnum):
    CITIZEN = "citizen"
    BUSINESS = "business"
    ORGANISATION = "organisation"


# Characters that people put between the digits of a number they read from paper.
_BETWEEN = re.compile(r"[\s.\-–()]+")
_PHONE = re.compile(r"0\d{8,10}")
_CITIZEN = re.compile(r"\d{12}")
_ENTERPRISE = re.compile(r"\d{10}(\d{3})?")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]+")
NAME_LIMIT = 160
ADDRESS_LIMIT = 240


def digits_of(text: str) -> str:
    """The digits of a typed identity number or phone, +84 as 0; empty when it is not a number."""
    plain = _BETWEEN.sub("", visible(text))
    if plain.startswith("+84"):
        plain = "0" + plain.removeprefix("+84")
    return plain if plain.isascii() and plain.isdigit() else ""


def name_of(text: str) -> str:
    """The name composed (NFC), with single spaces. Raises `NotAllowed`."""
    name = " ".join(unicodedata.normalize("NFC", visible(text)).split())
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


class Sex(StrEnum):
    UNKNOWN = ""
    FEMALE = "female"
    MALE = "male"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonData:
    """What is recorded of a person, as typed or (`checked`) in the one spelling."""

    full_name: str
    kind: PersonKind = PersonKind.CITIZEN
    identity_number: str | None = None
    born_on: date | None = None
    sex: Sex = Sex.UNKNOWN
    phone: str = ""
    email: str = ""
    address: str = ""
    unit_code: str = ""

    def checked(self, *, on: date) -> Self:
        """The same in one spelling. Raises `NotAllowed` for what cannot be right on that day."""
        if self.born_on and not date(1850, 1, 1) <= self.born_on <= on:
            raise NotAllowed(
                _("Ngày sinh %(day)s không thể đúng. Xem lại giấy tờ và nhập lại."),
                day=self.born_on.strftime("%d/%m/%Y"),
            )
        email = self.email.strip()
        if email and not _EMAIL.fullmatch(email):
            raise NotAllowed(_("Thư điện tử có dạng ten@co-quan.vn. Gõ lại hoặc bỏ trống."))
        return replace(
            self,
            full_name=name_of(self.full_name),
            identity_number=identity_of(self.identity_number or "", self.kind),
            phone=phone_of(self.phone),
            email=email,
            address=address_of(self.address),
        )


def address_of(text: str) -> str:
    """The address composed (NFC), with single spaces. Raises `NotAllowed`."""
    address = " ".join(unicodedata.normalize("NFC", visible(text)).split())
    if len(address) > ADDRESS_LIMIT:
        raise NotAllowed(
            _("Địa chỉ có %(length)d ký tự, nhiều nhất được %(limit)d. Viết gọn lại."),
            length=len(address),
            limit=ADDRESS_LIMIT,
        )
    return address

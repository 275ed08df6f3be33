"""Identification codes of agencies (Decision 20/2020/QĐ-TTg)."""

import re
from typing import Final

from lienthong.organisations.rules.refusals import NotAllowed

_CURRENT: Final = re.compile(r"[A-Z]\d{2}(\.\d{1,3}){0,3}")
# The form of before Decision 20/2020 runs from the smallest to the largest: 000.00.04.G18 is
# today's G18.04, and zeros stand for levels that are not there.
_FORMER: Final = re.compile(r"\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}")


def canonical(code: str) -> str:
    """`code` as stored: no spaces, capitals, the former four-part form turned round."""
    text = "".join(code.split()).upper()
    if not _FORMER.fullmatch(text):
        return text
    *parts, top = text.split(".")
    return ".".join([top, *(part for part in reversed(parts) if part.strip("0"))])


def check_code(code: str) -> str:
    """`code` in canonical form. Refuses what is no identification code."""
    text = canonical(code)
    if not _CURRENT.fullmatch(text):
        raise NotAllowed(
            "“%(code)s” không phải mã định danh cơ quan. Mã có dạng một chữ cái, hai chữ số rồi "
            "các nhóm số cách nhau dấu chấm, ví dụ H17 hoặc H17.25.",
            code=code,
        )
    return text


def provisional(province_code: str, unit_code: str, place: int) -> str:
    """A code for an agency whose own is not known yet: it can be told from a decided one.

    A commune's is made of the national number of the unit (20194 in H17: H17.20.194), its centre
    and police are the 1st and 2nd place below. Agencies of the province stand under the group 00.
    """
    if not unit_code:
        return f"{province_code}.00.{place:02d}"
    commune = f"{province_code}.{unit_code[:2]}.{unit_code[2:]}"
    return f"{commune}.{place:02d}" if place else commune

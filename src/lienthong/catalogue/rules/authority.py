"""What the two-tier reform of 1 July 2025 did to the authority over a procedure (R92)."""

from collections.abc import Mapping
from typing import Final

from lienthong.organisations.rules import Named


class AuthorityChange(Named):
    DEVOLVED = "devolved"  # phân quyền
    DELEGATED = "delegated"  # phân cấp
    FROM_DISTRICT = "from_district"
    ABOLISHED = "abolished"


AUTHORITY_CHANGES: Final[Mapping[AuthorityChange, str]] = {
    AuthorityChange.DEVOLVED: "phân quyền",
    AuthorityChange.DELEGATED: "phân cấp",
    AuthorityChange.FROM_DISTRICT: "chuyển từ cấp huyện",
    AuthorityChange.ABOLISHED: "bãi bỏ",
}

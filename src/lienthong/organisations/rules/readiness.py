"""What an agency must have before it goes live (R149, R201)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from lienthong.organisations.rules import Sentence
from lienthong.organisations.rules.kinds import AgencyKind, ReadinessKind
from lienthong.organisations.rules.refusals import NotAllowed

ITEM_NAMES: Final[Mapping[ReadinessKind, str]] = {
    ReadinessKind.PROCESS: "quy trình nội bộ, quy trình điện tử",
    ReadinessKind.SIGNATURE: "chữ ký số",
    ReadinessKind.SEAL: "con dấu điện tử",
    ReadinessKind.ACCOUNT: "tài khoản thụ hưởng",
}
# Both are certificates: without the day they end nobody can say that they are valid.
CERTIFIED: Final = frozenset({ReadinessKind.SIGNATURE, ReadinessKind.SEAL})
# Ministries go live with their own systems; an office acts in the name of its committee.
_EXEMPT: Final = frozenset({AgencyKind.MINISTRY, AgencyKind.OFFICE})


@dataclass(frozen=True)
class ItemState:
    """What is recorded of one item. `valid_until` is the first day it no longer holds."""

    item: ReadinessKind
    ready: bool
    valid_until: date | None = None
    note: str = ""


def required(kind: AgencyKind) -> tuple[ReadinessKind, ...]:
    return () if kind in _EXEMPT else tuple(ReadinessKind)


def check_item(state: ItemState) -> None:
    if state.ready and state.item in CERTIFIED and state.valid_until is None:
        raise NotAllowed(
            "Ghi ngày hết hiệu lực của chứng thư cho mục “%(item)s”; không có ngày thì không biết "
            "chứng thư còn dùng được không.",
            item=ITEM_NAMES[state.item],
        )


def why_missing(item: ReadinessKind, state: ItemState | None, *, on: date) -> str:
    """A sentence on what is missing, empty when the item is in order."""
    name = ITEM_NAMES[item]
    if state is None:
        return Sentence("Chưa khai báo %(name)s.", name=name)
    if not state.ready:
        return Sentence("Chưa có %(name)s.", name=name)
    if state.valid_until is not None and state.valid_until <= on:
        return Sentence(
            "Chứng thư của %(name)s đã hết hiệu lực từ %(valid_until)s.",
            name=name,
            valid_until=f"{state.valid_until:%d/%m/%Y}",
        )
    return ""

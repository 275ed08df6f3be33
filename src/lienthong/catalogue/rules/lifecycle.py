"""The life of a procedure version, as a table."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from lienthong.catalogue.rules import NotAllowed
from lienthong.organisations.rules import Named


class VersionStatus(Named):
    DRAFT = "draft"
    TRIED = "tried"
    PUBLISHED = "published"
    ROLLED_BACK = "rolled_back"


class Move(StrEnum):
    EDIT = "edit"
    TRY = "try"
    PUBLISH = "publish"
    ROLL_BACK = "roll_back"


STATUS_NAMES: Final[Mapping[VersionStatus, str]] = {
    VersionStatus.DRAFT: "bản thảo",
    VersionStatus.TRIED: "đã chạy thử",
    VersionStatus.PUBLISHED: "đã công khai",
    VersionStatus.ROLLED_BACK: "đã thu hồi",
}

_D, _T, _P, _R = VersionStatus
MOVES: Final[Mapping[tuple[VersionStatus, Move], VersionStatus]] = {
    (_D, Move.EDIT): _D,
    (_D, Move.TRY): _T,
    # An edit takes the trial back: what is published is exactly what was tried.
    (_T, Move.EDIT): _D,
    (_T, Move.TRY): _T,
    (_T, Move.PUBLISH): _P,
    (_P, Move.ROLL_BACK): _R,
}
_REFUSALS: Final[Mapping[Move, str]] = {
    Move.EDIT: "Hãy lập một phiên bản mới rồi sửa ở đó.",
    Move.TRY: "Chỉ chạy thử được bản thảo; hãy lập một phiên bản mới.",
    Move.PUBLISH: "Hãy chạy thử phiên bản với hồ sơ mẫu trước khi công khai.",
    Move.ROLL_BACK: "Chỉ thu hồi được phiên bản đã công khai.",
}


def after(status: VersionStatus, move: Move) -> VersionStatus:
    """The status after `move`. Raises NotAllowed where the table has no such move."""
    if (status, move) not in MOVES:
        raise NotAllowed(
            "Phiên bản này ở trạng thái “%(status)s”. %(refusal)s",
            status=STATUS_NAMES[status],
            refusal=_REFUSALS[move],
        )
    return MOVES[status, move]

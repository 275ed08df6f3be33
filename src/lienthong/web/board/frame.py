"""What stands on every page of the board."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from lienthong.accounts.rules import Permission
from lienthong.catalogue import queries as catalogue
from lienthong.dossiers.queries import desk as desks
from lienthong.dossiers.queries.lists import SAME_DAY
from lienthong.web.board.asked import Board
from lienthong.web.board.period import PERIODS

# Only the head holds it; see `heads`.
HEAD: Final = Permission.LATE_RECORD_REVIEW


def frame(board: Board, page: str, found: Collection[str] = ()) -> dict[str, Any]:
    """What stands on every page of the board: whose, of which days, as of when, the other pages.
    `found`: places with figures; where a dissolved agency is among them the reader may choose how
    it is shown."""
    fields = catalogue.fields()
    tabs = [
        ("board", _("Tổng quan")),
        ("board-fields", _("Lĩnh vực, thủ tục")),
        ("board-review", _("Cần xem lại")),
    ]
    if heads(board):
        tabs.append(("board-officers", _("Cán bộ")))
    return {
        "board": board,
        "area": board.area,
        "period": board.period,
        "periods": PERIODS,
        "as_of": board.as_of,
        "lag": board.lag(),
        "fields": sorted(fields.items(), key=lambda pair: pair[1]),
        "field": board.request.GET.get("linh-vuc", ""),
        "tabs": [(board.address(name), label, name == page) for name, label in tabs],
        "alarm_address": board.opens(SAME_DAY),
        "up": board.address(noi="") if board.area.key else "",
        "up_name": board.reach.name,
        "may_choose": board.then or any(f"a:{n}" in found for n in board.reach.dissolved),
        "then": board.then,
        "as_today": board.address(to_chuc=""),
        "as_then": board.address(to_chuc="khi-do"),
    }


def heads(board: Board) -> frozenset[int]:
    """The agencies of the area whose head the reader is: only the head reviews late records, and
    only the head sees how the work is shared out among people."""
    return board.area.agencies & board.request.scope.agencies(HEAD)


def same_day(board: Board) -> int:
    """Same-day work still open, once the hour has come to say so aloud (R133)."""
    now: datetime = board.as_of
    if now.time() < board.known.time("same_day_alarm"):
        return 0
    return desks.same_day_open(board.area.agencies, now=now)

"""The board: what can still be saved first, then how the whole stands and where to look."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.dossiers.rules.causes import WAITS
from lienthong.dossiers.rules.figures import FINISHED, SENT_BACK, Figure, Stock, Timed
from lienthong.measures import queries as measures
from lienthong.measures.queries import Figures, summed
from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import UnitView
from lienthong.web.board import chart as charts
from lienthong.web.board.asked import Board, board_of
from lienthong.web.board.frame import frame, same_day
from lienthong.web.board.reach import BOARD
from lienthong.web.board.silence import silent
from lienthong.web.board.units import ORDERS, TAGS, Unit, ordered, scale_for, units
from lienthong.web.board.words import NAMES, capitalised
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, needs
from lienthong.web.ui.status import Tag
from lienthong.web.ui.tables import table

# What happened, as far as the table of places and its file say it.
COMPARED = (Figure.RECEIVED, *FINISHED, Figure.RECORDED_LATE)
SHOWN = 12  # lines of the table before "all of them"
SILENT_SHOWN = 6


@dataclass(frozen=True)
class Tile:
    """A key figure: its words, what stands under it, and the list it opens."""

    value: str
    name: str
    then: str
    address: str
    first: bool = False


@dataclass(frozen=True)
class Pair:
    """A line of the table of the period beside the cumulative one."""

    name: str
    period: int
    total: int
    address: str
    total_address: str


@needs(BOARD)
@never_cache
@require_safe
def overview(request: Request) -> HttpResponse:
    board = board_of(request)
    today = board.as_of.date()
    found = measures.figures_of_many(
        board.area.parts(board.area.agencies), board.span, procedures=board.counted, daily=COMPARED
    )
    communes = _communes(board)
    lines = ordered(
        units(board.reach, board.area, found, communes=communes), request.GET.get("xep", "")
    )
    if request.GET.get("dang") == "csv":
        return _csv(board, lines)
    before_since, before_until = board.period.before()
    by_day = measures.figures_by_day(
        board.area.places,
        since=min(before_since, charts.first_day(today)),
        until=today,
        procedures=board.counted,
    )
    # Of the whole everything that happened is told, of its places what stands in the table.
    total = replace(
        summed(found.values()), daily=_happened(by_day, board.period.since, board.period.until)
    )
    before = Figures(daily=_happened(by_day, before_since, before_until))
    year = date(board.period.until.year, 1, 1)
    cumulative = measures.happened(
        board.area.places, since=year, until=board.period.until, procedures=board.counted
    )
    quiet = (
        silent(
            board.reach,
            board.area,
            communes,
            today=today,
            at_least=board.known.number("silent_days"),
        )
        if len(communes) > 1
        else []
    )
    everything = request.GET.get("bang") == "du"
    context: dict[str, Any] = {
        **frame(board, "board", found),
        "tiles": _tiles(board, total, lines, before.share_in_time),
        "pairs": _pairs(board, total, cumulative, year),
        "year": year,
        "piles": _piles(board, total),
        "waits": _waits(board, total),
        "units": [_row(board, unit) for unit in (lines if everything else lines[:SHOWN])],
        "unit_count": len(lines),
        "everything": everything,
        "scale": scale_for(total.share_in_time),
        "common": total.share_in_time,
        "groups": _groups(lines),
        "all_units": board.address(bang="du", xep=request.GET.get("xep", "")),
        "orders": [
            (key, label, board.address(xep=key), request.GET.get("xep", "con-kip") == key)
            for key, (label, _order) in ORDERS.items()
        ],
        "chart": charts.chart(by_day, today),
        "silent": [(line, board.address(noi=line.key)) for line in quiet[:SILENT_SHOWN]],
        "review": board.address("board-review"),
        "silent_count": len(quiet),
        "silent_days": board.known.number("silent_days"),
        "sent_back": total.value(SENT_BACK),
        "sent_back_address": board.opens(SENT_BACK),
        "alarm": same_day(board),
        "csv": board.address(dang="csv"),
    }
    return render(request, "board/overview.html", context)


def _row(board: Board, unit: Unit) -> dict[str, Any]:
    """A line with what its figures open."""
    return {
        "unit": unit,
        "page": board.address(noi=unit.key),
        "today": board.opens(Timed.DUE_TODAY, noi=unit.key),
        "late": board.opens(Timed.OPEN_LATE, noi=unit.key),
        "open": board.opens("open", noi=unit.key),
        "received": board.opens(Figure.RECEIVED, noi=unit.key),
        "finished": board.opens("finished", noi=unit.key),
    }


def _groups(lines: Sequence[Unit]) -> list[tuple[Tag, int]]:
    """How many places are in each of the three groups."""
    return [(tag, sum(1 for unit in lines if unit.group is one)) for one, tag in TAGS.items()]


def _communes(board: Board) -> Mapping[str, UnitView]:
    """The communes of the area by code."""
    if not board.reach.province or board.area.key.startswith("a:"):
        return {}
    today = board.as_of.date()
    found = {unit.code: unit for unit in organisations.communes_of(board.reach.province, on=today)}
    if board.area.key.startswith("x:"):
        code = board.area.key[2:]
        return {code: found[code]} if code in found else {}
    return found


def _happened(
    by_day: Mapping[date, Mapping[str, int]], since: date, until: date
) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for day, counts in by_day.items():
        if since <= day <= until:
            found.update(counts)
    return found


def _tiles(board: Board, total: Figures, lines: Sequence[Unit], before: float | None) -> list[Tile]:
    somewhere = sum(1 for unit in lines if unit.figures.due_today)
    new_late, waiting_late = total.value(Timed.NEW_LATE), total.value(Stock.WAITING_LATE)
    online = total.value(Figure.RECEIVED_ONLINE)
    share = total.share_in_time
    late_then = ngettext("%(count)s mới trễ trong kỳ", "%(count)s mới trễ trong kỳ", new_late) % {
        "count": formats.number(new_late)
    }
    if waiting_late:
        late_then += "; " + _("%(count)s đang chờ") % {"count": formats.number(waiting_late)}
    return [
        _tile(
            board,
            total,
            Timed.DUE_TODAY,
            ngettext(
                "nếu xong trước giờ hẹn, ở %(count)s nơi",
                "nếu xong trước giờ hẹn, ở %(count)s nơi",
                somewhere,
            )
            % {"count": somewhere}
            if somewhere
            else _("không hồ sơ nào đến hạn trong hôm nay"),
            first=True,
        ),
        _tile(
            board,
            total,
            "open",
            _("%(count)s tạm dừng có lý do") % {"count": formats.number(total.waiting)},
        ),
        Tile(
            value=formats.percent(share) if share is not None else "–",
            name=str(NAMES["in_time"]),
            then=_compared(share, before, total),
            address=board.opens("in_time") if share is not None else "",
        ),
        _tile(board, total, Figure.RECEIVED, _online(online, total.received)),
        _tile(board, total, Timed.OPEN_LATE, late_then),
        _tile(board, total, Figure.DONE_LATE, _("trong kỳ, tính theo lúc xong thật")),
        _tile(board, total, Figure.RECORDED_LATE, _("đang xác minh, chưa tính cho ai")),
        _tile(board, total, Stock.TO_RETURN, _("đã có kết quả, người nộp chưa nhận")),
    ]


def _tile(board: Board, total: Figures, figure: str, then: str, *, first: bool = False) -> Tile:
    value = total.value(figure)
    return Tile(
        value=formats.number(value),
        name=str(NAMES[figure]),
        then=then,
        address=board.opens(figure) if value else "",
        first=first,
    )


def _compared(share: float | None, before: float | None, total: Figures) -> str:
    if share is None:
        return _("chưa có hồ sơ nào xong trong kỳ")
    done = _("%(part)s trong %(all)s hồ sơ") % {
        "part": formats.number(total.in_time),
        "all": formats.number(total.finished),
    }
    if before is None:
        return done
    told = {"done": done, "points": formats.points(abs(share - before))}
    if formats.percent(share) == formats.percent(before):
        return _("%(done)s, bằng kỳ trước") % told
    if share > before:
        return _("%(done)s, tăng %(points)s so với kỳ trước") % told
    return _("%(done)s, giảm %(points)s so với kỳ trước") % told


def _online(online: int, received: int) -> str:
    if not received:
        return _("chưa có hồ sơ nào trong kỳ")
    return _("%(share)s nộp trực tuyến") % {"share": formats.percent(online / received)}


def _pairs(board: Board, total: Figures, cumulative: Figures, year: date) -> list[Pair]:
    """What happened, in the period and since the beginning of the year (R138)."""
    names = (
        Figure.RECEIVED,
        Figure.RECEIVED_ONLINE,
        "finished",
        Figure.DONE_EARLY,
        Figure.DONE_ON_TIME,
        Figure.DONE_LATE,
        Figure.ONCE_LATE,
        Figure.RECORDED_LATE,
        Figure.RETURNED,
        Figure.REFUSED,
        Figure.DECLINED,
        Figure.WITHDRAWN,
        Figure.STOPPED,
    )
    pairs = [
        Pair(
            name=str(NAMES[name]),
            period=total.value(name),
            total=cumulative.value(name),
            address=board.opens(name),
            total_address=board.opens(name, tu=year.isoformat()),
        )
        for name in names
    ]
    late = Pair(
        name=_("Quá hạn, còn mở"),
        period=total.value(Timed.NEW_LATE),
        total=total.open_late,
        address=board.opens(Timed.NEW_LATE),
        total_address=board.opens(Timed.OPEN_LATE),
    )
    return [*pairs[:6], late, *pairs[6:]]


def _piles(board: Board, total: Figures) -> list[tuple[str, int, str]]:
    """How open dossiers stand; those due soon are among the running ones."""
    return [
        (str(NAMES[name]), total.value(name), board.opens(name))
        for name in (
            Stock.TO_ACCEPT,
            Stock.NOT_STARTED,
            Stock.RUNNING,
            Timed.DUE_SOON,
            "all_waiting",
        )
        if total.value(name) or name == Timed.DUE_SOON
    ]


def _waits(board: Board, total: Figures) -> list[tuple[str, int, str]]:
    """For what suspended dossiers wait; the most frequent first."""
    found = [
        (capitalised(_(words)), total.value(f"wait:{reason}"), board.opens(f"wait:{reason}"))
        for reason, words in WAITS.items()
        if total.value(f"wait:{reason}")
    ]
    return sorted(found, key=lambda line: -line[1])


def _csv(board: Board, lines: Sequence[Unit]) -> HttpResponse:
    heads_ = [
        _("Nơi"), _("Còn kịp hôm nay"), _("Đang giải quyết"), _("Tạm dừng có lý do"), _("Đang trễ"),
        _("Tiếp nhận"), _("Xong trước hạn"), _("Xong đúng hạn"), _("Xong trễ hạn"),
        _("Chỉ trễ khi ghi nhận"), _("Chờ trả kết quả"), _("So mức chung"), _("Số liệu đến"),
    ]  # fmt: skip
    names: tuple[str, ...] = (
        Timed.DUE_TODAY, "open", "all_waiting", Timed.OPEN_LATE, Figure.RECEIVED, Figure.DONE_EARLY,
        Figure.DONE_ON_TIME, Figure.DONE_LATE, Figure.RECORDED_LATE, Stock.TO_RETURN,
    )  # fmt: skip
    return table(
        "bang.csv",
        heads_,
        (
            (
                unit.name,
                *(str(unit.figures.value(name)) for name in names),
                str(unit.tag.words),
                f"{board.as_of:%Y-%m-%d %H:%M}",
            )
            for unit in lines
        ),
    )

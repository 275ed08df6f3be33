"""The dossiers under a figure: what is counted, one line each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.accounts.queries.actors import actor_name
from lienthong.accounts.rules import Permission
from lienthong.dossiers.queries import lists
from lienthong.dossiers.queries.corrections_of import under_verification
from lienthong.dossiers.queries.lists import Line
from lienthong.dossiers.rules.causes import CAUSES, WAITS
from lienthong.dossiers.rules.figures import NO_CAUSE
from lienthong.dossiers.rules.lifecycle import OPEN, State
from lienthong.journal import actions as journal
from lienthong.measures import queries as measures
from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView
from lienthong.web.board.asked import Board, board_of
from lienthong.web.board.frame import HEAD, frame
from lienthong.web.board.reach import BOARD
from lienthong.web.board.words import CAUSE_WORDS, capitalised, explained, name_of
from lienthong.web.desk import export
from lienthong.web.ui import formats, status
from lienthong.web.ui.access import Request, check, needs
from lienthong.web.ui.status import Tag
from lienthong.web.ui.tables import table

VIEW = Permission.DOSSIER_VIEW
EXPORT = Permission.DOSSIER_EXPORT
TEXT_MOST = 100
OLD = timedelta(minutes=15)  # a list that stood open so long: what was finished since is not in it


@dataclass(frozen=True)
class Shown:
    line: Line
    tag: Tag
    when: str
    agency: str
    holds: str
    cause: str
    checking: bool


@needs(BOARD)
@never_cache
@require_safe
def listing(request: Request) -> HttpResponse:
    board = board_of(request, opened=True)
    check(request, VIEW, agency_id=board.area.agencies)
    figure = request.GET.get("so", "open")
    if figure not in lists.LISTS:
        raise Http404
    cause = request.GET.get("nguyen-nhan", "")
    if cause and cause not in {*CAUSES, NO_CAUSE}:
        raise Http404
    officer = _officer(board)
    text = request.GET.get("q", "")[:TEXT_MOST].replace("\x00", "")
    whole = board.area.whole(procedures=board.procedures, officer=officer)
    asked = board.listed(
        figure, text=text, cause=None if not cause else "" if cause == NO_CAUSE else cause
    )
    if request.GET.get("dang") == "csv":
        by = check(request, EXPORT, agency_id=board.area.agencies)
        lines, _end = lists.dossiers(whole, asked, limit=export.MOST)
        _log(request, by, "board.export", lines)
        return _csv(lines, board)
    lines, after = lists.dossiers(whole, asked, after=request.GET.get("after", ""))
    _log(request, request.scope.actor_for(VIEW), "board.list", lines)
    names = organisations.agencies({n for line in lines for n in (line.agency, line.holds)})
    checking = under_verification([line.id for line in lines])
    narrowed = bool(text.strip() or cause or officer is not None)
    context = {
        **frame(board, "board-list"),
        "figure": figure,
        "name": name_of(figure),
        "explained": explained(figure),
        "cause": str(CAUSE_WORDS["" if cause == NO_CAUSE else cause]) if cause else "",
        "officer": _person(officer),
        "count": None if narrowed or figure == lists.SAME_DAY else _count(board, figure),
        "rows": [_shown(line, board, names, checking) for line in lines],
        "after": after,
        "text": text,
        "old": lists.stands_now(figure) and request.now - board.as_of > OLD,
        "now": request.now,
        "kept": [(key, value) for key, value in request.GET.items() if key not in {"q", "after"}],
        "export": _export(board) if lines and request.scope.may(EXPORT) else "",
        "most": export.MOST,
        "back": board.address(so="", luc=""),
        "procedure": lines[0].procedure if lines and request.GET.get("thu-tuc") else "",
    }
    return render(request, "board/list.html", context)


def _officer(board: Board) -> int | None:
    """One person's dossiers are listed for the head only."""
    typed = board.request.GET.get("can-bo", "")
    if not typed:
        return None
    if not typed.isdecimal() or len(typed) > 9:
        raise Http404
    check(board.request, HEAD, agency_id=board.area.agencies)
    return int(typed)


def _person(officer: int | None) -> str:
    if officer is None:
        return ""
    return actor_name(f"a:{officer}") if officer != lists.NOBODY else _("chưa giao ai")


def _count(board: Board, figure: str) -> int:
    """The figure itself: the list holds as many."""
    found = measures.figures_of(board.area.places, board.span, procedures=board.counted)
    return found.value(figure)


def _export(board: Board) -> str:
    query = board.request.GET.copy()
    query.pop("after", None)
    query["dang"] = "csv"
    return f"?{query.urlencode()}"


def _log(request: Request, by: str, screen: str, lines: list[Line]) -> None:
    journal.log_reads(by=by, screen=screen, subjects=[line.code for line in lines], at=request.now)


def _shown(
    line: Line, board: Board, names: dict[int, AgencyView], checking: Collection[int]
) -> Shown:
    holds = names.get(line.holds)
    agency = names.get(line.agency)
    return Shown(
        line=line,
        tag=_tag(line, board),
        when=_when(line),
        agency=formats.own_name(agency) if agency else "",
        holds=formats.own_name(holds) if holds and line.holds != line.agency else "",
        cause=str(CAUSE_WORDS[line.cause]) if line.cause in CAUSES else "",
        checking=line.id in checking and not line.late_in_record,
    )


def _tag(line: Line, board: Board) -> Tag:
    if line.state in OPEN:
        if line.state is State.SUBMITTED:
            return status.state(line.state)
        if line.due_at is None:
            if line.first_late_at is not None:
                return Tag("late", "pause", _("Đã trễ, đang chờ"))
            if line.waits_for:
                return Tag("", "pause", _("Tạm dừng"))
            return Tag("", "clock", _("Chưa tính hạn"))
        if line.due_at < board.as_of:
            return Tag("late", "triangle-alert", _("Đang trễ"))
        soon = line.due_at < board.soon
        return (
            Tag("soon", "hourglass", _("Sắp đến hạn"))
            if soon
            else Tag("run", "clock", _("Còn thời gian"))
        )
    if line.late_in_record:
        return status.CHECKING
    if line.verdict in status.VERDICTS:
        return status.VERDICTS[line.verdict]
    return status.state(line.state)


def _when(line: Line) -> str:
    """The instant that matters for the row."""
    if line.ended_at is not None:
        return _("xong %(when)s") % {"when": formats.moment_short(line.ended_at)}
    if line.due_at is not None:
        return _("hạn %(when)s") % {"when": formats.moment_short(line.due_at)}
    since = _("từ %(when)s") % {"when": formats.moment_short(line.held_since)}
    if line.waits_for in WAITS:
        return f"{capitalised(_(WAITS[line.waits_for]))}, {since}"
    return since


def _csv(lines: list[Line], board: Board) -> HttpResponse:
    names = organisations.agencies({line.agency for line in lines})
    return table(
        "ho-so.csv",
        [
            _("Mã hồ sơ"), _("Thủ tục"), _("Người nộp"), _("Cơ quan giải quyết"), _("Tình trạng"),
            _("Nộp lúc"), _("Hạn"), _("Xong lúc"), _("Đã hứa trả"), _("Nguyên nhân chậm"),
            _("Số lần chuyển lùi"),
        ],
        (
            (
                line.code,
                line.procedure,
                line.applicant,
                names[line.agency].name if line.agency in names else "",
                str(_tag(line, board).words),
                *(
                    f"{formats.local(at):%Y-%m-%d %H:%M}" if at else ""
                    for at in (line.submitted_at, line.due_at, line.ended_at, line.promised_at)
                ),
                str(CAUSE_WORDS[line.cause]) if line.cause in CAUSES else "",
                str(line.back_and_forth),
            )
            for line in lines
        ),
    )  # fmt: skip

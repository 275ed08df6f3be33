"""What somebody should look at: where nobody acts, papers asked for at the last moment, dossiers
going to and fro, and why work is late."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.accounts.rules import Permission
from lienthong.dossiers.queries import lists
from lienthong.dossiers.rules.figures import NO_CAUSE, SENT_BACK, Timed
from lienthong.journal import actions as journal
from lienthong.measures import queries as measures
from lienthong.organisations import queries as organisations
from lienthong.web.board.asked import Board, board_of
from lienthong.web.board.frame import frame, same_day
from lienthong.web.board.reach import BOARD
from lienthong.web.board.silence import silent
from lienthong.web.board.words import CAUSE_WORDS
from lienthong.web.ui.access import Request, needs


@dataclass(frozen=True)
class CauseLine:
    """How many are late for a coded cause: still open, and finished late in the period."""

    name: str
    open: int
    open_address: str
    done: int
    done_address: str


@needs(BOARD)
@never_cache
@require_safe
def review(request: Request) -> HttpResponse:
    board = board_of(request)
    today = board.as_of.date()
    communes = {
        unit.code: unit
        for unit in organisations.communes_of(board.reach.province, on=today)
        if board.reach.province
    }
    near = lists.asked_near_due(
        board.area.whole(procedures=board.procedures),
        within=board.known.number("near_due_hours") * 3600,
    )
    journal.log_reads(
        by=request.scope.actor_for(Permission.DOSSIER_VIEW),
        screen="board.review",
        subjects=[line.code for line in near],
        at=request.now,
    )
    total = measures.figures_of(board.area.places, board.span, procedures=board.counted)
    names = organisations.agencies(line.agency for line in near)
    context = {
        **frame(board, "board-review"),
        "silent": [
            (line, board.address(noi=line.key))
            for line in silent(
                board.reach,
                board.area,
                communes,
                today=today,
                at_least=board.known.number("silent_days"),
            )
        ],
        "silent_days": board.known.number("silent_days"),
        "several": len(communes) > 1 and not board.area.key,
        "near": [(line, names.get(line.agency)) for line in near],
        "near_hours": board.known.number("near_due_hours"),
        "sent_back": total.value(SENT_BACK),
        "sent_back_address": board.opens(SENT_BACK),
        "causes": _causes(board, total),
        "alarm": same_day(board),
    }
    return render(request, "board/review.html", context)


def _causes(board: Board, total: measures.Figures) -> list[CauseLine]:
    """Coded causes of the delay (R141), the most frequent first; uncoded ones last."""
    still = lists.causes(
        board.area.whole(procedures=board.procedures), board.listed(Timed.OPEN_LATE)
    )
    lines = [
        CauseLine(
            name=str(words),
            open=still.get(cause, 0),
            open_address=board.opens(Timed.OPEN_LATE, nguyen_nhan=cause or NO_CAUSE),
            done=total.value(f"cause:{cause or NO_CAUSE}"),
            done_address=board.opens(f"cause:{cause or NO_CAUSE}"),
        )
        for cause, words in CAUSE_WORDS.items()
    ]
    return sorted(lines[:-1], key=lambda line: -(line.open + line.done)) + lines[-1:]

"""How the work of an agency is shared out among its people (R157): for its head only. Lateness
belongs to dossiers and steps, so no column here sets it beside a name."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.accounts import queries as accounts
from lienthong.accounts.queries.actors import actor_names
from lienthong.dossiers.queries import lists
from lienthong.measures import queries as measures
from lienthong.measures.queries import Figures
from lienthong.organisations.rules import sort_key
from lienthong.web.board.asked import Board, board_of
from lienthong.web.board.frame import HEAD, frame, heads
from lienthong.web.ui.access import Request, check, needs

# More agencies than this are looked at one by one.
MOST = 8


@dataclass(frozen=True)
class Load:
    """`share`: of the longest bar, in percent."""

    officer: int | None
    name: str
    open: int
    today: int
    done: int
    share: int
    opens: Mapping[str, str]


@needs(HEAD)
@never_cache
@require_safe
def officers(request: Request) -> HttpResponse:
    board = board_of(request)
    check(request, HEAD, agency_id=board.area.agencies)
    mine = heads(board)
    found = measures.figures_of_many(board.area.parts(mine), board.span)
    busy = frozenset(int(place[2:]) for place in found)
    narrow = len(busy) <= MOST
    context = {
        **frame(board, "board-officers"),
        "loads": _loads(board, mine) if narrow else [],
        "narrow": narrow,
        "places": [] if narrow else _places(board, found),
    }
    return render(request, "board/officers.html", context)


def _loads(board: Board, mine: frozenset[int]) -> list[Load]:
    """Everybody who works there, those without any work too; what lies with nobody first."""
    held = {
        load.officer: load
        for load in lists.loads(mine, board.listed("open"), procedures=board.procedures)
    }
    names = {
        officer.account_id: officer.person_name
        for agency in sorted(mine)
        for officer in accounts.officers_of(agency, at=board.request.now)
    }
    missing = [number for number in held if number and number not in names]
    told = actor_names({f"a:{number}" for number in missing}) if missing else {}
    names |= {number: told[f"a:{number}"] for number in missing}
    done = measures.figures_of_many([f"o:{number}" for number in names], board.span)
    most = max((load.open for load in held.values()), default=0) or 1
    lines = []
    for number in (*names, None):
        load = held.get(number)
        lines.append(
            Load(
                officer=number,
                name=names[number] if number else _("Chưa giao ai"),
                open=load.open if load else 0,
                today=load.today if load else 0,
                done=done.get(f"o:{number}", Figures()).finished,
                share=round(load.open * 100 / most) if load else 0,
                opens={
                    figure: board.opens(figure, can_bo=number or lists.NOBODY)
                    for figure in ("open", "due_today", "finished")
                },
            )
        )
    return sorted(
        (line for line in lines if line.officer or line.open),
        key=lambda line: (line.officer is not None, -line.open, sort_key(line.name)),
    )


def _places(board: Board, found: dict[str, Figures]) -> list[tuple[str, str, Figures]]:
    """The agencies to choose from, with their open work: how it is spread over units."""
    lines = [
        (
            board.address("board-officers", noi=place),
            board.reach.agencies[int(place[2:])].name,
            figures,
        )
        for place, figures in found.items()
        if int(place[2:]) in board.reach.doing
    ]
    return sorted(lines, key=lambda line: (-line[2].open, sort_key(line[1])))

"""The board by field and procedure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.catalogue.queries.named import ProcedureName, procedure_names
from lienthong.measures import queries as measures
from lienthong.measures.queries import Figures, summed
from lienthong.organisations.rules import sort_key
from lienthong.web.board.asked import board_of
from lienthong.web.board.frame import frame
from lienthong.web.board.reach import BOARD
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, needs
from lienthong.web.ui.tables import table

OPENED = ("received", "open", "due_today", "open_late", "finished", "done_late")


@dataclass(frozen=True)
class Line:
    procedure: ProcedureName
    name: str
    figures: Figures
    opens: Mapping[str, str]


@dataclass(frozen=True)
class FieldGroup:
    code: str
    name: str
    figures: Figures
    lines: Sequence[Line]


@needs(BOARD)
@never_cache
@require_safe
def fields(request: Request) -> HttpResponse:
    board = board_of(request)
    found = {
        number: figures
        for number, figures in measures.figures_per_procedure(board.area.places, board.span).items()
        if (board.procedures is None or number in board.procedures) and figures.any
    }
    names = procedure_names(found)
    by_field: dict[str, list[Line]] = {}
    for number, figures in found.items():
        procedure = names.get(number)
        if procedure is not None:
            opens = {name: board.opens(name, thu_tuc=number) for name in OPENED}
            line = Line(procedure, formats.own_name(procedure), figures, opens)
            by_field.setdefault(procedure.field, []).append(line)
    groups = sorted(
        (_group(code, lines) for code, lines in by_field.items()),
        key=lambda group: (-group.figures.open, sort_key(group.name)),
    )
    if request.GET.get("dang") == "csv":
        return table(
            "linh-vuc.csv",
            [
                _("Lĩnh vực"), _("Mã thủ tục"), _("Thủ tục"), _("Tiếp nhận"), _("Đang giải quyết"),
                _("Còn kịp hôm nay"), _("Đang trễ"), _("Xong"), _("Xong trễ hạn"), _("Số liệu đến"),
            ],
            (
                (
                    group.name,
                    line.procedure.code,
                    line.name,
                    *(
                        str(line.figures.value(name))
                        for name in OPENED
                    ),
                    f"{board.as_of:%Y-%m-%d %H:%M}",
                )
                for group in groups
                for line in group.lines
            ),
        )  # fmt: skip
    context = {
        **frame(board, "board-fields"),
        "groups": groups,
        "total": summed(found.values()),
        "csv": board.address("board-fields", dang="csv"),
    }
    return render(request, "board/fields.html", context)


def _group(code: str, lines: list[Line]) -> FieldGroup:
    first = lines[0].procedure
    english = first.field_name_en if formats.english() else ""
    return FieldGroup(
        code=code,
        name=english or first.field_name,
        figures=summed(line.figures for line in lines),
        lines=sorted(lines, key=lambda line: (-line.figures.open, sort_key(line.name))),
    )

"""The consolidated report of inspections (R33); units that look slow, with evidence (R35)."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.organisations import queries as organisations
from lienthong.papers.rules.statements import Section, Table
from lienthong.programmes.queries import visits as queries
from lienthong.programmes.queries.slow import SIGNS, WORDS, slow_units
from lienthong.web.programme.papers import answered, statement
from lienthong.web.programme.remedies import area
from lienthong.web.programme.visit_tabs import PLAN, VIEW, tabs
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, needs
from lienthong.web.ui.asked import today
from lienthong.web.ui.tables import table

_SHOWN: Final = 200


@needs(VIEW)
@never_cache
@require_safe
def follow_up(request: Request) -> HttpResponse:
    """Unit by unit, on the screen, as a table for a spreadsheet, as PDF and DOCX."""
    on = today(request)
    lines = queries.follow_up(area(request), on=on)
    names = organisations.agencies({line.agency for line in lines})
    form = request.GET.get("dang", "")
    heads = [
        _("Đơn vị"), _("Số cuộc kiểm tra"), _("Lần gần nhất"), _("Việc phải khắc phục"),
        _("Đã xong"), _("Đang làm"), _("Quá hạn"), _("Thiếu người hoặc ngày"),
    ]  # fmt: skip
    rows = [
        (
            formats.own_name(names[line.agency]), str(line.visits),
            formats.day(line.last_visit) if line.last_visit else "", str(line.remedies),
            str(line.done), str(line.open), str(line.late), str(line.missing),
        )
        for line in lines
    ]  # fmt: skip
    if form == "csv":
        return table("tong-hop-kiem-tra.csv", heads, rows)
    if form in {"pdf", "docx"}:
        totals = f"{len(lines)} đơn vị, {sum(line.remedies for line in lines)} việc phải khắc phục"
        paper = statement(
            request,
            titles=("Báo cáo", "tổng hợp kết quả kiểm tra và việc khắc phục sau kiểm tra"),
            opening=(f"Số liệu đến ngày {on:%d/%m/%Y}: {totals}.",),
            sections=(
                Section(
                    title="Kết quả theo đơn vị",
                    table=Table(
                        heads=(
                            "Đơn vị", "Cuộc", "Lần gần nhất", "Phải khắc phục", "Đã xong",
                            "Đang làm", "Quá hạn", "Thiếu người, ngày",
                        ),
                        rows=tuple(rows),
                        numeric=(False, True, False, True, True, True, True, True),
                        widths=(6, 2, 4, 3, 2, 2, 2, 3),
                    )
                    if rows
                    else None,
                    paragraphs=() if rows else ("Chưa có cuộc kiểm tra nào được ghi nhận.",),
                ),
            ),
        )  # fmt: skip
        return answered(paper, form, name="tong-hop-kiem-tra")
    context: dict[str, Any] = {
        "lines": [{"line": line, "unit": formats.own_name(names[line.agency])} for line in lines],
        "late": sum(line.late for line in lines),
        "missing": sum(line.missing for line in lines),
        "tabs": tabs(request, "visits-follow-up"),
        "on": on,
    }
    return render(request, "programme/follow_up.html", context)


@needs(PLAN)
@never_cache
@require_safe
def slow(request: Request) -> HttpResponse:
    """What the system knows of each; people decide."""
    units = slow_units(request.scope.agencies(PLAN), as_of=request.now)
    names = organisations.agencies({unit.agency for unit in units})
    lines: list[dict[str, Any]] = [
        {
            "unit": unit,
            "name": formats.own_name(names[unit.agency]),
            "signs": [_(sign) for sign in unit.signs],
            "evidence": [
                (unit.counts[name], _(WORDS[name])) for name in SIGNS if unit.counts.get(name)
            ],
        }
        for unit in units
    ]
    if request.GET.get("dang") == "csv":
        heads = [_("Đơn vị"), _("Dấu hiệu"), *(_(WORDS[name]) for name in SIGNS), _("Nhiệm vụ")]
        return table(
            "don-vi-cham.csv",
            heads,
            (
                (
                    line["name"], ", ".join(line["signs"]),
                    *(line["unit"].counts.get(name, 0) for name in SIGNS),
                    " ".join(line["unit"].tasks),
                )
                for line in lines
            ),
        )  # fmt: skip
    context = {
        "lines": lines[:_SHOWN],
        "count": len(lines),
        "as_of": request.now,
        "tabs": tabs(request, "units-slow"),
    }
    return render(request, "programme/units_slow.html", context)

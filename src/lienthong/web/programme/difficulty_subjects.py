"""The minister's list: what most units suffer from, who has to answer, how long they wait."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.accounts.rules import Permission
from lienthong.organisations import queries as organisations
from lienthong.papers.rules.statements import Section, Table
from lienthong.programmes.queries.difficulties import Standing, by_subject
from lienthong.programmes.rules.difficulties import AGAINST_NAMES, SEVERITY_NAMES
from lienthong.web.programme.papers import answered, statement
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, needs
from lienthong.web.ui.tables import table

VIEW: Final = Permission.PROGRAMME_VIEW


@needs(VIEW)
@never_cache
@require_safe
def listed(request: Request) -> HttpResponse:
    """On the screen, as a table for a spreadsheet, as PDF and DOCX."""
    found = by_subject(request.scope.agencies(VIEW), as_of=request.now)
    names = organisations.agencies({number for line in found for number in line.owners})
    lines: list[dict[str, Any]] = [
        {
            "line": line,
            "against": _(AGAINST_NAMES[line.against]),
            "severity": _(SEVERITY_NAMES[line.severity]),
            "owners": "; ".join(formats.own_name(names[number]) for number in line.owners),
        }
        for line in found
    ]
    form = request.GET.get("dang", "")
    if form == "csv":
        return _csv(lines)
    if form in {"pdf", "docx"}:
        return _paper(request, lines, form)
    context = {
        "lines": lines,
        "count": sum(line.count for line in found),
        "as_of": request.now,
    }
    return render(request, "programme/difficulty_subjects.html", context)


def _csv(lines: list[dict[str, Any]]) -> HttpResponse:
    heads = [
        _("Vướng ở"), _("Loại"), _("Số khó khăn"), _("Số đơn vị"), _("Chờ lâu nhất (ngày)"),
        _("Quá hạn trả lời"), _("Mức độ cao nhất"), _("Cơ quan trả lời"),
    ]  # fmt: skip
    return table(
        "kho-khan-tong-hop.csv",
        heads,
        (
            (
                line["line"].subject, line["against"], line["line"].count, line["line"].units,
                line["line"].days, line["line"].late, line["severity"], line["owners"],
            )
            for line in lines
        ),
    )  # fmt: skip


def _paper(request: Request, lines: list[dict[str, Any]], form: str) -> HttpResponse:
    """A document of the house is Vietnamese, whatever the reader's language."""
    found: list[Standing] = [line["line"] for line in lines]
    late = sum(line.late for line in found)
    opening = (
        f"Tính đến {formats.as_of(request.now)}: {sum(line.count for line in found)} khó khăn,"
        f" vướng mắc đang mở, thuộc {len(found)} vấn đề; {late} khó khăn quá hạn trả lời."
    )
    rows = tuple(
        (
            line["line"].subject,
            line["owners"] or "Chưa chuyển",
            str(line["line"].units),
            str(line["line"].count),
            str(line["line"].days),
            str(line["line"].late),
        )
        for line in lines
    )
    section = Section(
        title="Khó khăn, vướng mắc theo vấn đề",
        table=Table(
            heads=("Vướng ở", "Cơ quan trả lời", "Đơn vị", "Khó khăn", "Chờ lâu nhất (ngày)",
                   "Quá hạn"),
            rows=rows,
            numeric=(False, False, True, True, True, True),
            widths=(6, 5, 2, 2, 3, 2),
        )
        if rows
        else None,
        paragraphs=() if rows else ("Không có khó khăn, vướng mắc nào đang mở.",),
    )  # fmt: skip
    paper = statement(
        request,
        titles=("Báo cáo", "tổng hợp khó khăn, vướng mắc đang chờ tháo gỡ"),
        opening=(opening,),
        sections=(section,),
    )
    return answered(paper, form, name="kho-khan-tong-hop")

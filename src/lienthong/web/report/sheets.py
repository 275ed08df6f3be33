"""The form as a spreadsheet: down with everything that is known, up as a draft."""

from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lienthong.organisations.rules import fold
from lienthong.papers.adapters.workbooks import XLSX
from lienthong.reports.actions import take_sheet
from lienthong.reports.adapters.workbooks import workbook
from lienthong.reports.queries.forms import indicators
from lienthong.reports.rules.answers import number_of
from lienthong.web.report import words
from lienthong.web.report.entries import filled_of
from lienthong.web.report.reach import SUBMIT, VIEW, agency_name, seen
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, check, needs
from lienthong.web.ui.asked import day_of
from lienthong.web.ui.saying import REFUSALS, said


class Sheet(forms.Form):
    sheet = forms.FileField()


@needs(VIEW)
@never_cache
@require_safe
def download(request: Request, report_id: int) -> HttpResponse:
    """The sheet to fill in: one row for each figure, with what is known already."""
    owed = seen(request, report_id)
    fields = filled_of(owed, at=request.now)
    title = f"{owed.period.form.name}, {owed.period.words}: {agency_name(owed)}"
    lines = []
    for code, one in fields.items():
        number = number_of(one.value)
        lines.append(
            [
                code,
                one.indicator.name,
                one.indicator.measure,
                words.value_words(one.indicator.kind, one.value) if number is None else number,
                one.note,
            ]
        )
    heads = ["Mã", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú"]
    response = HttpResponse(workbook(title, heads, lines), content_type=XLSX)
    name = f"{fold(owed.period.form.code)}-{owed.period.start:%Y%m%d}-{owed.agency_id}.xlsx"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


@needs(SUBMIT)
@require_POST
def upload(request: Request, report_id: int) -> HttpResponse:
    """Everything into the draft, or a list of what to correct cell by cell and nothing stored."""
    owed = seen(request, report_id, SUBMIT)
    by = check(request, SUBMIT, agency_id=owed.agency_id)
    form = Sheet(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Chọn tệp bảng tính (.xlsx hoặc .csv) rồi nộp."))
        return redirect("report", report_id)
    sheet = form.cleaned_data["sheet"]
    try:
        taken = take_sheet(
            report_id=report_id,
            stream=sheet,
            name=sheet.name,
            as_of=day_of(request.POST.get("den-ngay", "")),
            by=by,
            at=request.now,
        )
    except REFUSALS as refusal:
        messages.error(request, said(refusal))
        return redirect("report", report_id)
    if not taken.problems and not taken.found:
        messages.success(
            request,
            _("Đã đọc %d số liệu vào bản nháp. Xem lại rồi bấm Nộp báo cáo.") % taken.figures,
        )
        return redirect("report", report_id)
    known = indicators(owed.period.form.content.codes, on=owed.period.end)
    context = {
        "report": owed,
        "agency": agency_name(owed),
        "form": formats.own_name(owed.period.form),
        "period": words.period_words(owed.period),
        "name": sheet.name,
        "problems": [(one.cell, _(one.message) % one.values) for one in taken.problems],
        "found": [
            (cell, words.explained(one.explanation, known.values()), words.KINDS[one.kind])
            for cell, one in taken.found
        ],
        "figures": taken.figures,
    }
    return render(request, "report/sheet.html", context, status=422 if taken.problems else 200)

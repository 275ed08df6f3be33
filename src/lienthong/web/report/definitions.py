"""Forms and indicators: what is asked, what it means, its source, and what was reported."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.accounts.rules import NotAllowed
from lienthong.organisations import queries as organisations
from lienthong.reports.actions import open_period
from lienthong.reports.queries import forms as queries
from lienthong.reports.queries.measured import FIGURES
from lienthong.reports.queries.reports import period, periods_of
from lienthong.reports.queries.values import periods_with, values_of
from lienthong.reports.rules.kinds import Rhythm
from lienthong.web.report import words
from lienthong.web.report.entries import report_day
from lienthong.web.report.indicator_editing import may_change
from lienthong.web.report.reach import MANAGE, VIEW, reach
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, check, form_page, needs
from lienthong.web.ui.saying import REFUSALS, said


@needs(VIEW)
@never_cache
@require_safe
def forms(request: Request) -> HttpResponse:
    today = formats.local(request.now).date()
    found = queries.forms(on=today)
    manages = request.scope.may(MANAGE)
    drafts = [
        (one, formats.own_name(one))
        for one in (queries.drafts() if manages else [])
        if request.scope.may(MANAGE, agency_id=one.receiver)
    ]
    names = organisations.agencies({one.receiver for one in found})
    rows = [
        (
            one,
            formats.own_name(one),
            words.RHYTHMS[one.rhythm],
            formats.own_name(names[one.receiver]),
        )
        for one in found
    ]
    context = {"rows": rows, "drafts": drafts, "may_manage": manages}
    return render(request, "report/forms.html", context)


@needs(VIEW)
@never_cache
@form_page
def form(request: Request, form_id: int) -> HttpResponse:
    """What a form asks and checks, and its periods. POST opens the period of a day."""
    try:
        one = queries.form(form_id)
    except NotAllowed:
        raise Http404 from None
    if one.published_at is None:
        check(request, MANAGE, agency_id=one.receiver)
        return redirect("report-form-preview", form_id)
    if request.method == "POST":
        by = check(request, MANAGE, agency_id=one.receiver)
        day = report_day(request.POST.get("day", ""))
        until = report_day(request.POST.get("until", ""))
        if day is None:
            messages.error(request, _("Chọn ngày của kỳ."))
            return redirect("report-form", form_id)
        try:
            number = open_period(form_id=form_id, day=day, until=until, by=by, at=request.now)
        except REFUSALS as refusal:
            messages.error(request, said(refusal))
            return redirect("report-form", form_id)
        opens_at = period(number).opens_at
        messages.success(
            request,
            _("Đã mở kỳ; các đơn vị thấy việc phải báo cáo.")
            if opens_at <= request.now
            else _("Đã lập kỳ; các đơn vị thấy việc phải báo cáo từ %(moment)s.")
            % {"moment": formats.moment(opens_at)},
        )
        return redirect("report-period", number)
    known = queries.indicators(one.content.codes, on=formats.local(request.now).date())
    sections = [
        (
            section.name_en if formats.english() and section.name_en else section.name,
            [
                (field, known[field.indicator], formats.own_name(known[field.indicator]),
                 words.FLOWS[known[field.indicator].flow])
                for field in section.fields
                if field.indicator in known
            ],
        )
        for section in one.content.sections
    ]  # fmt: skip
    context = {
        "form": one,
        "name": formats.own_name(one),
        "rhythm": words.RHYTHMS[one.rhythm],
        "once": one.rhythm is Rhythm.ONCE,
        "receiver": formats.own_name(organisations.agency(one.receiver)),
        "sections": sections,
        "claims": words.claims_told(one.content, known),
        "periods": [
            (found, words.period_words(found), found.due_at <= request.now)
            for found in periods_of(one.code)
        ],
        "may_manage": request.scope.may(MANAGE, agency_id=one.receiver),
        "may_copy": request.scope.may(MANAGE),
        "editions": [found for found in queries.editions(one.code) if found.published_at],
        "owed_by": [words.AGENCIES.get(kind, kind.value) for kind in one.content.owed_by],
        "today": formats.local(request.now).date().isoformat(),
    }
    return render(request, "report/form.html", context)


@needs(VIEW)
@never_cache
@require_safe
def indicators(request: Request) -> HttpResponse:
    text = request.GET.get("q", "")[:100]
    found = queries.find_indicators(text, on=formats.local(request.now).date())
    rows = [(one, formats.own_name(one), words.FLOWS[one.flow]) for one in found]
    context = {"rows": rows, "text": text, "may_manage": request.scope.may(MANAGE)}
    return render(request, "report/indicators.html", context)


@needs(VIEW)
@never_cache
@require_safe
def indicator(request: Request, code: str) -> HttpResponse:
    """What the figure means, and its values per unit and period with source and as-of."""
    meanings = queries.meanings(code)
    if not meanings:
        raise Http404
    spans = periods_with(code)
    chosen = next((span for span in spans if _key(span) == request.GET.get("ky")), None)
    chosen = chosen or (spans[0] if spans else None)
    rows = values_of(code, agencies=reach(request), period=chosen) if chosen else []
    latest = meanings[0]
    context = {
        "one": latest,
        "name": formats.own_name(latest),
        "flow": words.FLOWS[latest.flow],
        "measured": _(FIGURES[latest.measured].words) if latest.measured in FIGURES else "",
        "rising": words.RISING[latest.rising],
        "threshold": "" if latest.threshold is None else formats.number(latest.threshold),
        "rollup": words.ROLLUPS[latest.rollup],
        "asking": [
            (one, formats.own_name(one))
            for one in queries.asking(code, on=formats.local(request.now).date())
            if one.published_at
        ],
        "may_change": may_change(request, code),
        "today": formats.local(request.now).date().isoformat(),
        "meanings": meanings[1:],
        "spans": [(_key(span), span[0], span[1], span == chosen) for span in spans],
        "rows": [
            (
                row,
                formats.number(row.number) if row.number is not None
                else words.value_words(latest.kind, row.text),
                words.SOURCES[row.source],
            )
            for row in rows
        ],
    }  # fmt: skip
    return render(request, "report/indicator.html", context)


def _key(span: tuple[object, object]) -> str:
    return f"{span[0]}..{span[1]}"

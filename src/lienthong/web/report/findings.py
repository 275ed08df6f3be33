"""What checks found: the list with owner, state and note, and settling one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.accounts.queries.actors import actor_names
from lienthong.accounts.rules import NotAllowed
from lienthong.reports.actions import settle_finding
from lienthong.reports.queries.findings import FindingView, finding, findings
from lienthong.reports.queries.forms import IndicatorView, indicators
from lienthong.reports.queries.forms import forms as forms_of
from lienthong.reports.rules.kinds import FindingKind, FindingState
from lienthong.web.report import words
from lienthong.web.report.reach import MANAGE, SUBMIT, VIEW, reach
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, check, form_page, needs
from lienthong.web.ui.saying import REFUSALS, said

_PAGE = 50


class Settling(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Giải trình"),
        max_length=1000,
        help_text=gettext_lazy("Vì sao số này đúng, lấy từ đâu. Người nhận báo cáo đọc ở đây."),
        error_messages={"required": gettext_lazy("Ghi giải trình")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _shown(
    one: FindingView, names: Mapping[str, str], known: Mapping[str, IndicatorView]
) -> dict[str, Any]:
    asked = [known[code] for code in one.period.form.content.codes if code in known]
    return {
        "why": words.explained(one.explanation, asked),
        "row": one,
        "kind": words.KINDS[one.kind],
        "tag": words.FINDING_STATES[one.state],
        "period": words.period_words(one.period),
        "form": formats.own_name(one.period.form),
        "by": names.get(one.settled_by, ""),
        "open": one.state is FindingState.OPEN,
    }


def _asked(rows: Sequence[FindingView], request: Request) -> Mapping[str, IndicatorView]:
    codes = {code for one in rows for code in one.period.form.content.codes}
    return indicators(codes, on=formats.local(request.now).date())


@needs(VIEW)
@never_cache
@require_safe
def listed(request: Request) -> HttpResponse:
    state = request.GET.get("trang-thai", FindingState.OPEN.value)
    kind = request.GET.get("loai", "")
    asked = request.GET.get("bieu", "")[:40]
    after = request.GET.get("after", "")
    rows = findings(
        reach(request),
        state=FindingState(state) if state in set(FindingState) else None,
        kind=FindingKind(kind) if kind in set(FindingKind) else None,
        form=asked,
        before=int(after) if after.isdecimal() and len(after) < 16 else 0,
        limit=_PAGE + 1,
    )
    names = actor_names({one.settled_by for one in rows if one.settled_by})
    known = _asked(rows, request)
    context = {
        "rows": [_shown(one, names, known) for one in rows[:_PAGE]],
        "after": str(rows[_PAGE - 1].id) if len(rows) > _PAGE else "",
        "states": [(one.value, words.FINDING_STATES[one].words) for one in FindingState],
        "kinds": [(one.value, words.KINDS[one]) for one in FindingKind],
        "forms": [
            (one.code, formats.own_name(one))
            for one in forms_of(on=formats.local(request.now).date())
        ],
        "state": state,
        "kind": kind,
        "form": asked,
    }
    return render(request, "report/findings.html", context)


@needs(VIEW)
@never_cache
@form_page
def settle(request: Request, finding_id: int) -> HttpResponse:
    try:
        one = finding(finding_id)
    except NotAllowed:
        raise Http404 from None
    around = {one.agency_id, one.owner_id}
    check(request, VIEW, agency_id=around)
    may_explain = request.scope.may(SUBMIT, agency_id=around)
    may_dismiss = request.scope.may(MANAGE, agency_id=one.agency_id)
    post = request.method == "POST"
    form = Settling(request.POST if post else None)
    if post:
        dismissed = request.POST.get("act") == "dismiss"
        by = check(
            request, MANAGE if dismissed else SUBMIT,
            agency_id=one.agency_id if dismissed else around,
        )  # fmt: skip
        if form.is_valid():
            try:
                settle_finding(
                    finding_id=finding_id,
                    state=FindingState.DISMISSED if dismissed else FindingState.EXPLAINED,
                    note=form.cleaned_data["note"],
                    by=by,
                    at=request.now,
                )
            except REFUSALS as refusal:
                form.add_error("note", said(refusal))
            else:
                messages.success(request, _("Đã ghi lại. Người nhận báo cáo thấy giải trình này."))
                return redirect("report", one.report_id)
    names = actor_names({one.settled_by} - {""})
    context = {
        "one": _shown(one, names, _asked([one], request)),
        "form": form,
        "may_explain": may_explain,
        "may_dismiss": may_dismiss,
    }
    return render(request, "report/finding.html", context, status=422 if form.errors else 200)

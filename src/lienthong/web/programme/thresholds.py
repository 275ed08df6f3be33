"""Numbers that a programme may change, each with where it comes from."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.accounts.rules import Permission
from lienthong.accounts.rules.scope import Actor
from lienthong.programmes.actions.programmes import set_programme_threshold
from lienthong.programmes.queries.programmes import ProgrammeView, programmes
from lienthong.programmes.queries.thresholds import threshold_rows
from lienthong.programmes.rules.thresholds import THRESHOLDS
from lienthong.web.ui.access import Request, check, form_page, needs
from lienthong.web.ui.saying import REFUSALS, said
from lienthong.web.ui.thresholds import Change, lines

EDIT = Permission.PROGRAMME_EDIT


def _mine(request: Request, code: str) -> tuple[ProgrammeView, Actor]:
    """The programme, for who runs it."""
    found = next((one for one in programmes() if one.code == code), None)
    if found is None or found.standing is None:
        raise Http404
    by = check(request, EDIT, agency_id=found.standing.id)
    return found, Actor(by=by, agency=found.standing.id)


@needs(EDIT)
@never_cache
@require_safe
def listed(request: Request, code: str) -> HttpResponse:
    found, _actor = _mine(request, code)
    rows = threshold_rows(found.id)
    return render(request, "programme/thresholds.html", {"lines": lines(rows), "programme": found})


@needs(EDIT)
@never_cache
@form_page
def change(request: Request, code: str, name: str) -> HttpResponse:
    if name not in THRESHOLDS:
        raise Http404
    found, actor = _mine(request, code)
    row = next(row for row in threshold_rows(found.id) if row.name == name)
    posted = request.method == "POST"
    form = Change(request.POST if posted else None, initial={"value": row.value})
    if form.is_valid():
        try:
            set_programme_threshold(
                programme_id=found.id,
                name=name,
                value=form.cleaned_data["value"],
                source=form.cleaned_data["source"],
                actor=actor,
                at=request.now,
            )
        except REFUSALS as refusal:
            form.add_error("value", said(refusal))
        else:
            messages.success(request, _("Đã đổi ngưỡng. Có hiệu lực ngay."))
            return redirect("programme-thresholds", found.code)
    context: dict[str, Any] = {
        "form": form,
        "row": row,
        "words": gettext(row.words),
        "programme": found,
    }
    status = 422 if form.errors else 200
    return render(request, "programme/threshold.html", context, status=status)

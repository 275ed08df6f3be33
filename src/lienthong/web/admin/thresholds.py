"""Numbers that the house may change, each with where it comes from."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.accounts.rules import Permission
from lienthong.dossiers.actions.thresholds import set_threshold
from lienthong.dossiers.queries.thresholds import ThresholdRow, threshold_rows
from lienthong.web.admin.acting import acting
from lienthong.web.ui.access import Request, form_page, needs
from lienthong.web.ui.saying import REFUSALS, said
from lienthong.web.ui.thresholds import Change, lines

# Like the calendars they hold for the whole house.
EDIT = Permission.CALENDAR_EDIT


@needs(EDIT)
@never_cache
@require_safe
def listed(request: Request) -> HttpResponse:
    rows = threshold_rows()
    return render(request, "admin/thresholds.html", {"lines": lines(rows)})


@needs(EDIT)
@never_cache
@form_page
def change(request: Request, name: str) -> HttpResponse:
    row = _row(name)
    post = request.method == "POST"
    form = Change(request.POST if post else None, initial={"value": row.value})
    if form.is_valid():
        try:
            set_threshold(
                name=name,
                value=form.cleaned_data["value"],
                source=form.cleaned_data["source"],
                actor=acting(request, EDIT),
                at=request.now,
            )
        except REFUSALS as refusal:
            form.add_error("value", said(refusal))
        else:
            messages.success(request, _("Đã đổi ngưỡng. Có hiệu lực ngay."))
            return redirect("thresholds")
    context: dict[str, Any] = {"form": form, "row": row, "words": gettext(row.words)}
    return render(request, "admin/threshold.html", context, status=422 if form.errors else 200)


def _row(name: str) -> ThresholdRow:
    for row in threshold_rows():
        if row.name == name:
            return row
    raise Http404

"""Numbers that a programme may change, each with where it comes from; opening programmes."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.accounts.queries.actors import actor_names
from lienthong.accounts.rules import Permission
from lienthong.programmes.actions.programmes import set_programme_threshold
from lienthong.programmes.actions.record import Actor
from lienthong.programmes.queries.programmes import ProgrammeView, programmes
from lienthong.programmes.queries.thresholds import threshold_rows
from lienthong.programmes.rules.thresholds import THRESHOLDS
from lienthong.web.ui.access import Request, check, needs
from lienthong.web.ui.fields import text_field
from lienthong.web.ui.saying import REFUSALS, said

EDIT = Permission.PROGRAMME_EDIT


class Change(forms.Form):
    value = text_field(
        _("Giá trị mới"),
        _("Ghi giá trị mới"),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "short fig", "autocomplete": "off"}),
    )
    source = text_field(
        _("Căn cứ"),
        _("Ghi văn bản hoặc quyết định làm căn cứ"),
        max_length=300,
        help_text=_("Số, ngày của văn bản hoặc quyết định."),
    )


def _mine(request: Request, code: str) -> tuple[ProgrammeView, Actor]:
    """The programme, for who runs it."""
    found = next((one for one in programmes() if one.code == code), None)
    if found is None or found.standing is None:
        raise Http404
    by = check(request, EDIT, agency_id=found.standing.id)
    return found, Actor(by=by, agency=found.standing.id)


@needs(EDIT)
@never_cache
@require_GET
def listed(request: Request, code: str) -> HttpResponse:
    found, _actor = _mine(request, code)
    rows = threshold_rows(found.id)
    names = actor_names({row.changed_by for row in rows if row.changed_by})
    lines = [
        {
            "row": row,
            "words": gettext(row.words),
            "source": row.source if row.changed_at else gettext(row.source),
            "by": names.get(row.changed_by, ""),
        }
        for row in rows
    ]
    return render(request, "programme/thresholds.html", {"lines": lines, "programme": found})


@needs(EDIT)
@never_cache
@require_http_methods(["GET", "POST"])
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

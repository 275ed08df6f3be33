"""The legal forms of a dossier as PDF."""

from typing import Final

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.accounts.rules import Permission
from lienthong.dossiers.queries.forms import Printing, form_of
from lienthong.dossiers.rules import NotAllowed
from lienthong.journal import actions as journal
from lienthong.papers.adapters.typst import render as typeset
from lienthong.web.desk.looking import opened
from lienthong.web.ui.access import Request, needs
from lienthong.web.ui.saying import said

NUMBERS: Final = frozenset({"01", "02", "03", "04", "05", "06"})


def printing_of(request: Request) -> Printing:
    return Printing(
        at=request.now,
        address=request.build_absolute_uri(reverse("look_up")),
        demo=bool(settings.DEMO),
    )


def pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@needs(Permission.DOSSIER_VIEW)
@never_cache
@require_safe
def form(request: Request, code: str, number: str) -> HttpResponse:
    """A form that has not come about yet is answered with a sentence, not with an empty paper."""
    if number not in NUMBERS:
        raise Http404
    found, by = opened(request, code)
    try:
        made = form_of(found, number, printing_of(request))
    except NotAllowed as refusal:
        context = {"code": found.code, "reason": said(refusal)}
        return render(request, "counter/no_form.html", context, status=409)
    journal.log_reads(
        by=by,
        screen=f"form.{number}",
        subjects=[found.code],
        at=request.now,
    )
    return pdf(typeset(made), f"{found.code}-mau-{number}.pdf")

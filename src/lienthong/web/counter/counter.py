"""Taking a dossier in: one page, one form, by keyboard; and what was promised afterwards."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.accounts.rules import Permission
from lienthong.dossiers import queries as dossiers
from lienthong.dossiers.queries.counter import received_lately, results_waiting, waiting_online
from lienthong.dossiers.queries.forms import available
from lienthong.dossiers.rules import NotAllowed
from lienthong.journal import actions as journal
from lienthong.web.counter import accepting, papers, procedures
from lienthong.web.counter import sheet as sheets
from lienthong.web.counter.places import RECEIVE, chosen_of, counters
from lienthong.web.counter.sheet import Sheet
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, check, form_page, needs
from lienthong.web.ui.asked import typed
from lienthong.web.ui.fields import form_errors
from lienthong.web.ui.saying import said
from lienthong.web.ui.strips import explained, strip


@needs(RECEIVE)
@never_cache
@form_page
def counter(request: Request) -> HttpResponse:
    offered = counters(request)
    here = chosen_of(request, offered)
    context: dict[str, Any] = {"offered": offered, "here": here, "kinds": papers.KINDS}
    if request.method != "POST":
        waiting = waiting_online(here.id)
        _log(request, [row.code for row in waiting], screen="counter")
        context |= {
            "sheet": sheets.blank(request, here),
            "waiting": waiting,
            "to_return": results_waiting(here.id),
        }
        return render(request, "counter/counter.html", context)
    sheet = sheets.read(request, here)
    if sheet.checking:
        code = _accepted(request, sheet)
        if code:
            return redirect("counter-done", code)
    _log_people(request, sheet)
    errors = [line for form in sheet.forms if form.is_bound for line in form_errors(form)]
    context |= {"sheet": sheet, "errors": errors if sheet.checking else ()}
    if sheet.rest is not None and sheet.applicant.person is not None:
        context["before"] = received_lately(
            here.id,
            applicant_id=sheet.applicant.person.id,
            procedure_id=sheet.rest.version.procedure_id,
            now=request.now,
        )
    return render(request, "counter/counter.html", context)


def _accepted(request: Request, sheet: Sheet) -> str:
    """The code of the dossier, or nothing: then the form says what is wrong."""
    rest = sheet.rest
    if rest is None or not sheet.right:
        return ""
    if sheet.shown_day != rest.promise.day:
        sheet.wrong["promise"] = (
            _("Ngày hẹn vừa đổi so với lúc xem. Báo lại người nộp rồi tiếp nhận.")
            if sheet.shown_day
            else _("Xem ngày hẹn trước khi tiếp nhận.")
        )
        return ""
    try:
        return accepting.accept(request, sheet, rest)
    except NotAllowed as refusal:
        sheet.wrong["promise"] = said(refusal)
        return ""


@needs(RECEIVE)
@require_safe
def find_procedures(request: Request) -> HttpResponse:
    """What the typed words may mean, while they are typed."""
    here = chosen_of(request, counters(request))
    text = typed(request, "thu-tuc")
    on = formats.local(request.now).date()
    frequent = sheets.frequent(request, here)
    number = text.isascii() and text.isdecimal() and len(text) == 1
    offers = [] if number else procedures.found(text, on=on, frequent=frequent)
    return render(request, "counter/_offers.html", {"offers": offers})


@needs(RECEIVE)
@never_cache
@require_safe
def done(request: Request, code: str) -> HttpResponse:
    """What was promised, with everything the applicant takes along."""
    known = dossiers.find_dossier(code[:60])
    if known is None:
        raise Http404
    found = dossiers.dossier_page(known, now=request.now)
    field = found.version.field_code
    by = check(request, Permission.DOSSIER_VIEW, agency_id=known.receiving_id, field=field)
    journal.log_reads(by=by, screen="counter.done", subjects=[found.code], at=request.now)
    names = {day: name for day, (name, _source) in found.day_names.items()}
    reading = found.reading
    drawn = strip(reading.calendar, reading.rule, reading.clock_events, request.now, names=names)
    context = {
        "found": found,
        "procedure": formats.own_name(found.version),
        "secret": dossiers.lookup_secret(found.code),
        # Of one day or two there is nothing to be seen that the date does not say.
        "strip": drawn if drawn and len(drawn.days) > 3 else None,
        "explained": explained(drawn) if drawn else [],
        "forms": available(found),
    }
    return render(request, "counter/done.html", context)


def _log_people(request: Request, sheet: Sheet) -> None:
    seen = {
        person.id
        for picked in (sheet.applicant, sheet.submitter)
        if picked is not None
        for person in (*picked.matches, *((picked.person,) if picked.person else ()))
    }
    _log(request, [f"person:{number}" for number in sorted(seen)], screen="counter.find")


def _log(request: Request, subjects: list[str], *, screen: str) -> None:
    if subjects:
        by = request.scope.actor_for(RECEIVE)
        journal.log_reads(by=by, screen=screen, subjects=subjects, at=request.now)

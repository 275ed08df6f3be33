"""Corrections: the list, and the page of one with its dry run."""

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.accounts.queries.actors import actor_names
from lienthong.accounts.rules import Permission
from lienthong.dossiers.queries import correction_runs as runs
from lienthong.dossiers.queries import corrections as queries
from lienthong.dossiers.queries.calendar_notices import calendar_notice
from lienthong.dossiers.rules.corrections import CorrectionState, Policy, same_person
from lienthong.organisations import queries as organisations
from lienthong.web.admin import correction_words as words
from lienthong.web.admin.correction_forms import Undo
from lienthong.web.ops.presence import seconds_since_beat
from lienthong.web.ui.access import Request, check, needs
from lienthong.web.ui.asked import key_of

if TYPE_CHECKING:
    from lienthong.dossiers.models import Correction

OPEN, APPROVE = Permission.CORRECTION_OPEN, Permission.CORRECTION_APPROVE
_WORKER_SILENT: Final = 30.0
_LISTS: Final = {
    "": (),
    "cho-duyet": (CorrectionState.PREVIEWED,),
    "dang-lam": (CorrectionState.OPENED, CorrectionState.PREVIEWING, CorrectionState.APPLYING),
    "da-xong": (CorrectionState.APPLIED, CorrectionState.DROPPED),
}
_RUNNING: Final = frozenset({CorrectionState.PREVIEWING.value, CorrectionState.APPLYING.value})


def reach(request: Request) -> frozenset[int]:
    """The agencies whose corrections the reader opens or approves."""
    return request.scope.agencies(OPEN) | request.scope.agencies(APPROVE)


@needs(OPEN)
@require_safe
def listed(request: Request) -> HttpResponse:
    only = request.GET.get("loc", "")
    states = _LISTS.get(only, ())
    found, after = runs.corrections(
        agencies=reach(request), states=states, before=key_of(request) or None
    )
    undone = runs.undone([row.id for row in found])
    names = actor_names({row.opened_by for row in found} | {row.approved_by for row in found})
    context = {
        "rows": [
            {
                "row": row,
                "state": words.UNDONE if row.id in undone else words.STATES[row.state],
                "kind": words.BY_KIND[row.kind],
                "opened_by": names[row.opened_by],
                "approved_by": names[row.approved_by] if row.approved_by else "",
            }
            for row in found
        ],
        "only": only if only in _LISTS else "",
        "after": str(after) if after else "",
        "notice": _notice(request),
    }
    return render(request, "admin/corrections.html", context)


def _notice(request: Request) -> dict[str, Any] | None:
    """Edits of the calendar that wait for the reader to look at dossiers under way."""
    told = calendar_notice(agencies=request.scope.agencies(OPEN))
    if told is None:
        return None
    names = actor_names({change.made_by for change in told.changes})
    return {
        "told": told,
        "changes": [(change, names[change.made_by]) for change in told.changes],
        "address": calendar_address(told.since, told.changes[-1].reason),
    }


def calendar_address(since: date, reason: str, source: str = "") -> str:
    """Where a correction for the newest calendars is opened, filled in as far as is known."""
    query = {"tu": since.isoformat(), "ten": reason[:120], "bang-chung": source[:300]}
    return f"{reverse('corrections-new', args=['lich'])}?{urlencode(query)}"


def found(request: Request, correction_id: int) -> "Correction":
    """The correction, if the reader opens or approves for its agency."""
    correction = queries.correction(correction_id)
    if correction is None:
        raise Http404
    permission = OPEN if correction.opened_agency in request.scope.agencies(OPEN) else APPROVE
    check(request, permission, agency_id=correction.opened_agency)
    return correction


@needs(OPEN)
@never_cache
@require_safe
def one(request: Request, correction_id: int) -> HttpResponse:
    correction = found(request, correction_id)
    if request.htmx and request.GET.get("tien-do"):
        if correction.state not in _RUNNING:
            # Done: the whole page has more to say now.
            response = HttpResponse()
            response["HX-Refresh"] = "true"
            return response
        return render(request, "admin/_correction_run.html", _run(correction))
    return page(request, correction)


def page(request: Request, correction: "Correction", *, undo: Undo | None = None) -> HttpResponse:
    """The page of a correction; `undo` is the form that was refused, if it was."""
    tried = correction.state not in {CorrectionState.OPENED, CorrectionState.PREVIEWING}
    dry = queries.preview(correction) if tried and correction.previewed_at else None
    applied = correction.state == CorrectionState.APPLIED
    sees = words.what_was_done if applied else words.what_one_sees
    names = actor_names({correction.opened_by, correction.approved_by})
    may_approve = request.scope.may(APPROVE, agency_id=correction.opened_agency)
    own = same_person(correction.opened_by, _hand(request, correction))
    context: dict[str, Any] = {
        "correction": correction,
        "kind": words.BY_KIND[correction.kind],
        "state": (words.UNDONE if runs.undone([correction.pk]) else words.STATES[correction.state]),
        "change": words.change_words(correction),
        "scope": words.scope_words(correction),
        "policy": words.POLICIES[Policy(correction.policy)],
        "opened_by": names[correction.opened_by],
        "approved_by": names[correction.approved_by] if correction.approved_by else "",
        "opened_agency": organisations.agency(correction.opened_agency),
        "dry": dry,
        "example": _example(correction) if dry and dry.no_longer_late else None,
        "sees": sees(dry) if dry else (),
        "progress": queries.progress(correction) if dry else {},
        "may_open": request.scope.may(OPEN, agency_id=correction.opened_agency),
        "may_approve": may_approve and not own,
        "own": own,
        "undoing": runs.undoing(correction.pk),
        "undo": undo or Undo(),
        "figures_open": reverse("correction-items", args=[correction.pk]),
        **_run(correction),
    }
    if correction.state == CorrectionState.OPENED:
        context["in_reach"] = runs.in_reach(correction)
    return render(request, "admin/correction.html", context, status=422 if undo else 200)


def _example(correction: "Correction") -> runs.ItemRow | None:
    rows, _after = runs.items(correction, only="no_longer_late", limit=1)
    return next((row for row in rows if row.due_before and row.due_after), None)


def _hand(request: Request, correction: "Correction") -> str:
    return request.scope.actor_for(APPROVE, agency_id=correction.opened_agency)


def _run(correction: "Correction") -> dict[str, Any]:
    """How far a run has come, and whether a worker is at it."""
    if correction.state not in _RUNNING:
        return {"correction": correction, "run": None}
    trying = correction.state == CorrectionState.PREVIEWING
    beat = seconds_since_beat()
    return {
        "correction": correction,
        "run": runs.dry_run(correction) if trying else runs.application(correction),
        "trying": trying,
        "worker": beat is not None and beat < _WORKER_SILENT,
    }

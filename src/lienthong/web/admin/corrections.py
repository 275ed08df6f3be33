"""Corrections: the list, opening one, its page with the dry run, and what is done with it."""

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.accounts.queries.actors import actor_names
from lienthong.accounts.rules import Permission
from lienthong.catalogue.queries.choices import ever_published
from lienthong.dossiers.actions import corrections as actions
from lienthong.dossiers.actions import dry_runs
from lienthong.dossiers.actions.record import Actor
from lienthong.dossiers.queries import correction_runs as runs
from lienthong.dossiers.queries import corrections as queries
from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.corrections import (
    CorrectionKind,
    CorrectionState,
    Policy,
    same_person,
)
from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView
from lienthong.organisations.rules import AgencyKind, sort_key
from lienthong.papers import actions as papers
from lienthong.web.admin import correction_words as words
from lienthong.web.admin.common import REFUSALS, acting, key_of, said, today
from lienthong.web.admin.correction_forms import FORMS, Opening, Undo
from lienthong.web.ops.presence import seconds_since_beat
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, check, needs

if TYPE_CHECKING:
    from lienthong.dossiers.models import Correction

OPEN, APPROVE = Permission.CORRECTION_OPEN, Permission.CORRECTION_APPROVE
# Up to here a dry run answers in the request that asked for it; the rest is for the worker.
AT_ONCE: Final = 500
# What a request may spend on slices when no worker does it.
SECONDS: Final = 3.0
SLICE: Final = 250
_WORKER_SILENT: Final = 30.0
_COMPETENT: Final = frozenset(
    {
        AgencyKind.COMMUNE_COMMITTEE,
        AgencyKind.COMMUNE_POLICE,
        AgencyKind.PROVINCE_COMMITTEE,
        AgencyKind.PROVINCE_POLICE,
        AgencyKind.DEPARTMENT,
        AgencyKind.LAND_OFFICE,
        AgencyKind.SOCIAL_INSURANCE,
        AgencyKind.TAX,
    }
)
_LISTS: Final = {
    "": (),
    "cho-duyet": (CorrectionState.PREVIEWED,),
    "dang-lam": (CorrectionState.OPENED, CorrectionState.PREVIEWING, CorrectionState.APPLYING),
    "da-xong": (CorrectionState.APPLIED, CorrectionState.DROPPED),
}


def reach(request: Request) -> frozenset[int]:
    """The agencies whose corrections the reader opens or approves."""
    return request.scope.agencies(OPEN) | request.scope.agencies(APPROVE)


@needs(OPEN)
@require_GET
def listed(request: Request) -> HttpResponse:
    only = request.GET.get("loc", "")
    states = _LISTS.get(only, ())
    found, after = runs.corrections(
        agencies=reach(request), states=states, before=key_of(request) or None
    )
    names = actor_names({row.opened_by for row in found} | {row.approved_by for row in found})
    context = {
        "rows": [
            {
                "row": row,
                "state": words.STATES[row.state],
                "kind": words.BY_KIND[row.kind],
                "opened_by": names[row.opened_by],
                "approved_by": names[row.approved_by] if row.approved_by else "",
            }
            for row in found
        ],
        "only": only if only in _LISTS else "",
        "after": str(after) if after else "",
    }
    return render(request, "admin/corrections.html", context)


@needs(OPEN)
@require_GET
def choose(request: Request) -> HttpResponse:
    return render(request, "admin/correction_kinds.html", {"kinds": words.KINDS})


@needs(OPEN)
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: Request, kind: str) -> HttpResponse:
    chosen = words.BY_SLUG.get(kind)
    if chosen is None:
        raise Http404
    form = _form(request, chosen.kind)
    if form.is_valid():
        try:
            correction = _opened(request, chosen.kind, form)
        except REFUSALS as refusal:
            form.add_error(None, said(refusal))
        else:
            if correction is not None:
                messages.success(
                    request, _("Đã mở lần đính chính. Chạy thử để xem hồ sơ nào thay đổi.")
                )
                return redirect("correction", correction.pk)
    context = {"form": form, "kind": chosen, "no_scope": chosen.kind is CorrectionKind.CALENDAR}
    return render(request, "admin/correction_new.html", context, status=422 if form.errors else 200)


def _form(request: Request, kind: CorrectionKind) -> Opening:
    post = request.method == "POST"
    initial = {
        "title": request.GET.get("ten", "")[:200],
        "version": request.GET.get("phien-ban", "")[:80],
        "codes": request.GET.get("ma", "")[:80],
        "touches_from": request.GET.get("tu", "")[:10],
        "evidence": request.GET.get("bang-chung", "")[:400],
    }
    more: dict[str, Any] = {}
    if kind is CorrectionKind.CALENDAR:
        more["edition"] = organisations.current_edition()
    return FORMS[kind](
        request.POST if post else None,
        request.FILES if post else None,
        versions=_versions(kind),
        agencies=_agencies(request),
        initial={name: value for name, value in initial.items() if value},
        **more,
    )


def _versions(kind: CorrectionKind) -> list[tuple[str, str]]:
    """Versions to choose from; where limits are corrected, each with the limit it says now."""
    found = []
    for version in ever_published():
        name = _("%(code)s %(name)s, phiên bản %(number)s") % {
            "code": version.code,
            "name": formats.own_name(version),
            "number": version.number,
        }
        if kind is not CorrectionKind.LIMIT:
            found.append((str(version.id), name))
            continue
        for option in version.content.time_options:
            limit = words.limit_words(option.amount, option.unit.value, option.cutoff)
            condition = f" ({option.condition})" if option.condition else ""
            found.append((f"{version.id}:{option.key}", f"{name}: {limit}{condition}"))
    return found


def _agencies(request: Request) -> list[tuple[int, str]]:
    """Agencies that settle dossiers, within reach."""
    on = today(request)
    found = organisations.agencies(request.scope.agencies(OPEN)).values()
    kept = [one for one in found if one.kind in _COMPETENT and one.exists(on=on)]

    def order(one: AgencyView) -> tuple[bool, str]:
        return one.level != "province", sort_key(one.name)

    return [(one.id, formats.own_name(one)) for one in sorted(kept, key=order)]


def _opened(request: Request, kind: CorrectionKind, form: Opening) -> "Correction | None":
    """None when the form says what is wrong."""
    actor = acting(request, OPEN)
    scope = form.scope()
    mine = request.scope.agencies(OPEN)
    if chosen := form.cleaned_data.get("agency"):
        check(request, OPEN, agency_id=chosen)
        scope["agencies"] = [chosen]
    else:
        scope["agencies"] = sorted(mine)
        if len(mine) > 1:
            scope["within"] = actor.agency
    if codes := scope.get("codes"):
        unknown = runs.unknown_codes(codes, agencies=scope["agencies"])
        if unknown:
            form.add_error(
                "codes",
                ngettext(
                    "%(count)s mã không có, hoặc ngoài phạm vi của mình: %(codes)s."
                    " Kiểm tra lại mã.",
                    "%(count)s mã không có, hoặc ngoài phạm vi của mình: %(codes)s."
                    " Kiểm tra lại mã.",
                    len(unknown),
                )
                % {"count": len(unknown), "codes": ", ".join(unknown[:5])},
            )
            return None
    given = form.cleaned_data
    evidence_file = None
    if given.get("evidence_file"):
        # The file lies on the disk before the transaction begins: an upload may be slow.
        stored = papers.store(
            given["evidence_file"].file,
            at=request.now,
            declared_name=given["evidence_file"].name,
        )
        evidence_file = stored.sha256
    return actions.open_correction(
        kind=kind,
        title=given["title"],
        scope=scope,
        change=form.change(),
        policy=Policy(given["policy"]),
        evidence=given["evidence"],
        evidence_file=evidence_file,
        actor=actor,
        at=request.now,
    )


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
@require_GET
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


_RUNNING: Final = frozenset({CorrectionState.PREVIEWING.value, CorrectionState.APPLYING.value})


def page(request: Request, correction: "Correction", *, undo: Undo | None = None) -> HttpResponse:
    """The page of a correction; `undo` is the form that was refused, if it was."""
    tried = correction.state not in {CorrectionState.OPENED, CorrectionState.PREVIEWING}
    dry = queries.preview(correction) if tried and correction.previewed_at else None
    names = actor_names({correction.opened_by, correction.approved_by})
    may_approve = request.scope.may(APPROVE, agency_id=correction.opened_agency)
    own = same_person(correction.opened_by, _hand(request, correction))
    context: dict[str, Any] = {
        "correction": correction,
        "kind": words.BY_KIND[correction.kind],
        "state": words.STATES[correction.state],
        "change": words.change_words(correction),
        "scope": words.scope_words(correction),
        "policy": words.POLICIES[Policy(correction.policy)],
        "opened_by": names[correction.opened_by],
        "approved_by": names[correction.approved_by] if correction.approved_by else "",
        "opened_agency": organisations.agency(correction.opened_agency),
        "dry": dry,
        "example": _example(correction) if dry and dry.no_longer_late else None,
        "sees": words.what_one_sees(dry) if dry else (),
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


@needs(OPEN)
@require_POST
def dry_run(request: Request, correction_id: int) -> HttpResponse:
    """Small ones at once; large ones are marked for the worker and shown with their progress."""
    correction = found(request, correction_id)
    actor = _opener(request, correction)

    def act() -> str:
        if runs.in_reach(correction) <= AT_ONCE:
            actions.try_dry(correction_id=correction.pk, actor=actor, at=request.now)
            return _("Đã chạy thử. Chưa hồ sơ nào bị sửa.")
        dry_runs.begin_dry(correction_id=correction.pk, actor=actor, at=request.now)
        return _("Đang chạy thử. Chưa hồ sơ nào bị sửa; trang này cho biết đã đến đâu.")

    return _done(request, correction, act)


@needs(OPEN)
@require_POST
def go_on(request: Request, correction_id: int) -> HttpResponse:
    """A few seconds of a dry run or of an application, where no worker does it."""
    correction = found(request, correction_id)
    begun = monotonic()

    def try_on() -> str:
        actor = Actor(by=correction.opened_by, agency=correction.opened_agency)
        after: int | None = 0
        while after is not None and monotonic() - begun < SECONDS:
            after = dry_runs.go_on_dry(
                correction_id=correction.pk, actor=actor, at=request.now, after=after, size=SLICE
            )
        return _("Đã chạy thử xong.") if after is None else ""

    def apply_on() -> str:
        # Whoever approved stands behind every slice, as when the worker applies them.
        actor = Actor(by=correction.approved_by, agency=correction.opened_agency)
        left = 1
        while left and monotonic() - begun < SECONDS:
            left = actions.apply_slice(
                correction_id=correction.pk, actor=actor, at=request.now, size=SLICE
            )
        return "" if left else _("Đã áp dụng xong.")

    if correction.state == CorrectionState.PREVIEWING:
        _opener(request, correction)
        return _done(request, correction, try_on)
    if correction.state == CorrectionState.APPLYING:
        return _done(request, correction, apply_on)
    return redirect("correction", correction.pk)


@needs(APPROVE)
@require_POST
def approve(request: Request, correction_id: int) -> HttpResponse:
    correction = found(request, correction_id)
    by = check(request, APPROVE, agency_id=correction.opened_agency)

    def act() -> str:
        actions.approve(
            correction_id=correction.pk,
            actor=Actor(by=by, agency=correction.opened_agency),
            at=request.now,
        )
        return _("Đã duyệt. Các hồ sơ đang được sửa dần; trang này cho biết đã đến đâu.")

    return _done(request, correction, act)


@needs(OPEN)
@require_POST
def drop(request: Request, correction_id: int) -> HttpResponse:
    correction = found(request, correction_id)
    actor = _opener(request, correction)

    def act() -> str:
        actions.drop(correction_id=correction.pk, actor=actor, at=request.now)
        return _("Đã bỏ lần đính chính này. Không hồ sơ nào bị sửa.")

    return _done(request, correction, act)


@needs(OPEN)
@require_POST
def undo(request: Request, correction_id: int) -> HttpResponse:
    correction = found(request, correction_id)
    actor = _opener(request, correction)
    form = Undo(request.POST)
    if not form.is_valid():
        return page(request, correction, undo=form)
    try:
        second = actions.undo(
            correction_id=correction.pk,
            reason=form.cleaned_data["reason"],
            actor=actor,
            at=request.now,
        )
    except REFUSALS as refusal:
        form.add_error(None, said(refusal))
        return page(request, correction, undo=form)
    messages.success(
        request, _("Đã mở lần hoàn tác. Chạy thử, rồi người khác duyệt, như mọi lần đính chính.")
    )
    return redirect("correction", second.pk)


def _opener(request: Request, correction: "Correction") -> Actor:
    by = check(request, OPEN, agency_id=correction.opened_agency)
    return Actor(by=by, agency=correction.opened_agency)


def _done(request: Request, correction: "Correction", act: Callable[[], str]) -> HttpResponse:
    try:
        told = act()
    except NotAllowed as refusal:
        messages.warning(request, said(refusal))
    else:
        if told:
            messages.success(request, told)
    return redirect("correction", correction.pk)

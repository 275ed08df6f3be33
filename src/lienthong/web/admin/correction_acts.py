"""What is done with a correction: tried, approved, applied, dropped, undone."""

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lienthong.accounts.rules.scope import Actor
from lienthong.dossiers.actions import applications, dry_runs
from lienthong.dossiers.actions import corrections as actions
from lienthong.dossiers.queries import correction_runs as runs
from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.corrections import CorrectionState
from lienthong.web.admin.correction_forms import Undo
from lienthong.web.admin.corrections import APPROVE, OPEN, found, page
from lienthong.web.ui.access import Request, check, needs
from lienthong.web.ui.saying import REFUSALS, said

if TYPE_CHECKING:
    from lienthong.dossiers.models import Correction

# Up to here a dry run answers in the request that asked for it; the rest is for the worker.
AT_ONCE: Final = 500
# What a request may spend on slices when no worker does it.
SECONDS: Final = 3.0
SLICE: Final = 250


@needs(OPEN)
@require_POST
def dry_run(request: Request, correction_id: int) -> HttpResponse:
    """Small ones at once; large ones are marked for the worker and shown with their progress."""
    correction = found(request, correction_id)
    actor = _opener(request, correction)

    def act() -> str:
        if runs.in_reach(correction) <= AT_ONCE:
            dry_runs.try_dry(correction_id=correction.pk, actor=actor, at=request.now)
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
        after: int | None = 0
        while after is not None and monotonic() - begun < SECONDS:
            after = applications.apply_slice(
                correction_id=correction.pk, actor=actor, at=request.now, after=after, size=SLICE
            )
        return _("Đã áp dụng xong.") if after is None else ""

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

"""Assigning a task by hand: what no document, cascade or meeting has made; and changing what was
assigned, as long as nobody has taken it on."""

from dataclasses import fields
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from lienthong.accounts.rules import Permission
from lienthong.accounts.rules.scope import Actor
from lienthong.programmes.actions.editing import edit_task
from lienthong.programmes.actions.tasks import assign_task
from lienthong.programmes.queries.pages import TaskPage
from lienthong.programmes.queries.programmes import ProgrammeView, programmes
from lienthong.programmes.rules import MovedOn
from lienthong.programmes.rules.kinds import TaskEventType
from lienthong.programmes.rules.lifecycle import possible
from lienthong.web.programme.acting import opened
from lienthong.web.programme.acts import above
from lienthong.web.programme.holding import offered
from lienthong.web.programme.task_form import Assigning, told
from lienthong.web.ui.access import Request, check, form_page, needs
from lienthong.web.ui.asked import today, typed
from lienthong.web.ui.saying import REFUSALS, said

EDIT: Final = Permission.PROGRAMME_EDIT


def runs(request: Request) -> dict[int, ProgrammeView]:
    """The programmes whose tasks the reader may assign."""
    mine = request.scope.agencies(EDIT)
    return {
        one.id: one for one in programmes() if one.standing is not None and one.standing.id in mine
    }


@needs(EDIT)
@never_cache
@form_page
def new(request: Request) -> HttpResponse:
    """Assign one, in any programme of the reader's or (`?chuong-trinh=`) first in this one."""
    asked = typed(request, "chuong-trinh", 40)
    known = runs(request)
    form = Assigning(
        request.POST if request.method == "POST" else None,
        request=request,
        known=known,
        initial={"programme": next((one.id for one in known.values() if one.code == asked), None)},
    )
    if form.is_valid():
        task = form.new_task()
        try:
            made = assign_task(
                **{field.name: getattr(task, field.name) for field in fields(task)},
                by=check(request, EDIT, agency_id=task.assigner_id),
                at=request.now,
            )
        except REFUSALS as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Đã giao nhiệm vụ. Cơ quan chủ trì sẽ nhận việc."))
            return redirect("task", made.code)
    return _shown(request, form, known, None, status=422 if form.errors else 200)


def may_edit(request: Request, found: TaskPage) -> bool:
    """Whether the reader may still change what was assigned."""
    return TaskEventType.EDITED in possible(found.state) and request.scope.may(
        EDIT, agency_id=above(found)
    )


@needs(EDIT)
@never_cache
@form_page
def edit(request: Request, code: str) -> HttpResponse:
    """Change what was assigned, before the lead takes it on."""
    found = opened(request, code)
    by = check(request, EDIT, agency_id=above(found))
    if not may_edit(request, found):
        messages.warning(
            request, _("Cơ quan chủ trì đã nhận việc. Đổi thời hạn, giao lại: chọn ở Việc khác.")
        )
        return redirect("task", code)
    known = {one.id: one for one in programmes([found.programme_id])}
    posted = request.method == "POST"
    form = Assigning(
        request.POST if posted else None, request=request, known=known, initial=told(found)
    )
    status = 200
    if posted:
        status = 422
        if form.is_valid():
            seen = request.POST.get("seen", "")
            mine = [one for one in sorted(above(found)) if request.scope.may(EDIT, agency_id=one)]
            try:
                edit_task(
                    task_id=found.id,
                    seen=int(seen) if seen.isdecimal() and len(seen) < 9 else 0,
                    given=form.new_task(),
                    actor=Actor(by=by, agency=mine[0]),
                    at=request.now,
                )
            except REFUSALS as refusal:
                form.add_error(None, said(refusal))
                status = 409 if isinstance(refusal, MovedOn) else 422
            else:
                messages.success(request, _("Đã sửa nội dung giao."))
                return redirect("task", code)
    return _shown(request, form, known, found, status=status)


def _shown(
    request: Request,
    form: Assigning,
    known: dict[int, ProgrammeView],
    found: TaskPage | None,
    *,
    status: int,
) -> HttpResponse:
    provinces = {one.standing.province_code for one in known.values() if one.standing}
    context: dict[str, Any] = {
        "form": form,
        "found": found,
        "any": bool(known),
        "names": [name for code in sorted(provinces) for name in offered(code, on=today(request))],
    }
    return render(request, "programme/task_new.html", context, status=status)

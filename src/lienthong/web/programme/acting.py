"""Doing something with a task: one page for every line of the table of acts; deciding requests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from lienthong.accounts.rules.scope import Actor
from lienthong.programmes.actions.requests import decide_request
from lienthong.programmes.queries.page_parts import RequestView
from lienthong.programmes.queries.pages import TaskPage, task_page
from lienthong.programmes.rules import MovedOn
from lienthong.programmes.rules.kinds import RequestKind, RequestState, TaskEventType
from lienthong.programmes.rules.timeliness import last_day
from lienthong.web.programme import words
from lienthong.web.programme.acts import ACTS, BESIDE, BY_NAME, DECIDE, FORWARD, Act
from lienthong.web.programme.asked import VIEW
from lienthong.web.programme.forms import end_of, leads_for
from lienthong.web.ui.access import Request, check, form_page, needs
from lienthong.web.ui.fields import choice_field, day_field, long_field
from lienthong.web.ui.saying import REFUSALS, said


@dataclass(frozen=True)
class Offer:
    """What can be done now by this person: the main act, the next best, and all others."""

    main: Act | None
    second: Act | None
    others: Sequence[Act]

    @property
    def names(self) -> frozenset[str]:
        known = (self.main, self.second, *self.others)
        return frozenset(act.name for act in known if act is not None)


def offered(request: Request, found: TaskPage) -> Offer:
    able = {
        act.name: act
        for act in ACTS
        if act.fitting(found) and request.scope.may(act.needs, agency_id=act.where(found))
    }
    main = next((able.pop(name) for name in FORWARD if name in able), None)
    second = next((able.pop(name) for name in BESIDE if name in able), None)
    return Offer(main, second, list(able.values()))


def opened(request: Request, code: str) -> TaskPage:
    """The task, for who may see it: its lead, who supports, who assigned it, and those above."""
    found = task_page(code, now=request.now)
    if found is None:
        raise Http404
    check(request, VIEW, agency_id=found.parties)
    return found


def actor_of(request: Request, act: Act, found: TaskPage) -> Actor:
    """Who acts, for which agency. Raises Forbidden with whom to ask."""
    places = act.where(found) or frozenset({found.assigner.id})
    if not request.scope.may(act.needs, agency_id=places):
        places = places & {found.assigner.id} or places  # whom to ask: who assigned it
    by = check(request, act.needs, agency_id=places)
    mine = [place for place in sorted(places) if request.scope.may(act.needs, agency_id=place)]
    own = [place for place in mine if request.scope.roles(place)]
    return Actor(by=by, agency=(own or mine)[0])


@needs(VIEW)
@never_cache
@form_page
def act(request: Request, code: str, name: str) -> HttpResponse:
    chosen = BY_NAME.get(name)
    if chosen is None:
        raise Http404
    found = opened(request, code)
    actor = actor_of(request, chosen, found)
    posted = request.method == "POST"
    form = chosen.form(
        request.POST if posted else None,
        request.FILES if posted else None,
        found=found,
        now=request.now,
    )
    status = 200
    if posted and form.is_valid() and _done(request, chosen, found, form, actor):
        messages.success(request, str(chosen.done))
        return redirect("task", found.code)
    if posted:
        status = 409 if getattr(form, "moved_on", False) else 422
    blocked = not posted and not chosen.fitting(found)
    context = {
        "act": chosen,
        "found": found,
        "form": form,
        "blocked": blocked,
        "unreached": [
            one
            for one in found.key_results
            if chosen.event is TaskEventType.ACCEPTED and not one.reached
        ],
        "moved_on": getattr(form, "moved_on", False),
        "tags": [words.state_tag(found.state)],
    }
    return render(request, "programme/act.html", context, status=409 if blocked else status)


def _done(request: Request, chosen: Act, found: TaskPage, form: Any, actor: Actor) -> bool:
    common = {
        "task_id": found.id,
        "seen": form.cleaned_data["seen"],
        "actor": actor,
        "at": request.now,
    }
    try:
        chosen.run(form.cleaned_data, common)
    except MovedOn as refusal:
        form.moved_on = True
        form.add_error(None, said(refusal))
    except REFUSALS as refusal:
        form.add_error(None, said(refusal))
    else:
        return True
    return False


class Decide(forms.Form):
    """`due` for an extension, `lead` for a refusal."""

    approve = choice_field(
        gettext_lazy("Quyết định"),
        gettext_lazy("Chọn đồng ý hoặc không"),
        choices=[("yes", gettext_lazy("Đồng ý")), ("no", gettext_lazy("Không đồng ý"))],
        widget=forms.RadioSelect,
    )
    due = day_field(
        gettext_lazy("Cho đến hết ngày"),
        required=False,
        help_text=gettext_lazy("Để trống thì theo ngày đã xin."),
    )
    lead = forms.TypedChoiceField(
        label=gettext_lazy("Giao cho cơ quan"),
        help_text=gettext_lazy("Cần chọn khi đồng ý."),
        required=False,
        coerce=int,
        empty_value=None,
    )
    decision = long_field(gettext_lazy("Lý do"), gettext_lazy("Ghi lý do của quyết định"))

    def clean_due(self) -> datetime | None:
        return end_of(self.cleaned_data["due"])

    def __init__(self, *args: Any, found: TaskPage, row: RequestView, **options: Any) -> None:
        now = options.pop("now")
        super().__init__(*args, **options)
        if row.kind is not RequestKind.EXTENSION:
            del self.fields["due"]
        if row.kind is RequestKind.REFUSAL:
            choices = leads_for(found, now)
            self.fields["lead"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["lead"]


@needs(DECIDE)
@never_cache
@form_page
def decide(request: Request, code: str, request_id: int) -> HttpResponse:
    """Decide on a request that waits."""
    found = opened(request, code)
    row = next((one for one in found.requests if one.id == request_id), None)
    if row is None or row.kind is RequestKind.OBJECTIVE:
        raise Http404
    by = check(request, DECIDE, agency_id=row.decider)
    posted = request.method == "POST"
    form = Decide(request.POST if posted else None, found=found, row=row, now=request.now)
    if posted and form.is_valid():
        given = form.cleaned_data
        try:
            decide_request(
                request_id=row.id,
                approve=given["approve"] == "yes",
                decision=given["decision"],
                due_at=given.get("due"),
                lead_id=given.get("lead"),
                actor=Actor(by=by, agency=row.decider),
                at=request.now,
            )
        except REFUSALS as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Đã quyết định đề nghị."))
            return redirect("task", found.code)
    due = found.judged.standing.due_at
    context = {
        "found": found,
        "row": row,
        "form": form,
        "name": words.REQUESTS[row.kind],
        "by": found.names.get(row.requested_by, ""),
        "wish": words.wish(row.wanted),
        "due": last_day(due) if due else None,
        "settled": row.state is not RequestState.PENDING,
    }
    return render(request, "programme/decide.html", context, status=422 if form.errors else 200)

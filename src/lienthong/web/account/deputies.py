"""Handing the own work to a deputy for a time."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lienthong.accounts import actions, queries
from lienthong.accounts.rules import NotAllowed
from lienthong.accounts.rules.scope import actor_text
from lienthong.organisations.rules import sort_key
from lienthong.web.account.forms import Deputy
from lienthong.web.ui.access import Request, form_page, signed_in
from lienthong.web.ui.asked import today
from lienthong.web.ui.saying import said


@signed_in
@form_page
def appoint(request: Request) -> HttpResponse:
    form = Deputy(request.POST if request.method == "POST" else None, people=colleagues(request))
    if form.is_valid() and appointed(
        request, form, request.scope.account_id, actor_text(request.scope.account_id)
    ):
        return redirect("account")
    return render(request, "account/deputy.html", {"form": form})


@signed_in
@require_POST
def revoke(request: Request, row_id: int) -> HttpResponse:
    own = queries.deputies_given(request.scope.account_id, at=request.now)
    if row_id not in {row.id for row in own}:
        raise Http404
    revoked(request, row_id, actor_text(request.scope.account_id))
    return redirect("account")


def colleagues(request: Request, account_id: int | None = None) -> list[tuple[int, str]]:
    """Everybody else who holds a role where the account holds one, by name."""
    whose = request.scope.account_id if account_id is None else account_id
    found = {
        officer.account_id: officer.person_name
        for agency_id in queries.agencies_of(whose, on=today(request))
        for officer in queries.officers_of(agency_id, at=request.now)
        if officer.on_behalf_of is None and officer.account_id != whose
    }
    return sorted(found.items(), key=lambda one: (sort_key(one[1]), one[0]))


def appointed(request: Request, form: Deputy, principal_id: int, by: str) -> bool:
    """Whether it was done; if not, the form says why."""
    given = form.cleaned_data
    starts_at = given["starts_at"]
    try:
        actions.appoint_deputy(
            principal_id=principal_id,
            deputy_id=given["deputy"],
            # "From 10:00" sent at 10:03 means from now.
            starts_at=max(starts_at, request.now) if starts_at else request.now,
            ends_at=given["ends_at"],
            reason=given["reason"],
            by=by,
            at=request.now,
        )
    except NotAllowed as refusal:
        form.add_error(None, said(refusal))
        return False
    messages.success(request, _("Đã giao làm thay. Việc làm thay được ghi tên cả hai người."))
    return True


def revoked(request: Request, row_id: int, by: str) -> None:
    try:
        actions.revoke_deputy(deputy_row_id=row_id, by=by, at=request.now)
    except NotAllowed as refusal:
        messages.warning(request, said(refusal))
    else:
        messages.success(request, _("Đã thu hồi việc làm thay."))

"""What an administrator does to one account: each is one POST and one action."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lienthong.accounts import actions, queries
from lienthong.accounts.rules import NotAllowed
from lienthong.web.account import deputies
from lienthong.web.account.administration import (
    EDIT,
    assignment_form,
    deputy_form,
    managed,
    new_password,
    page,
    reached,
    refused,
    show_password,
)
from lienthong.web.account.forms import Reason
from lienthong.web.ui.access import Request, check, needs
from lienthong.web.ui.asked import today
from lienthong.web.ui.saying import said


@needs(EDIT)
@require_POST
def assign(request: Request, account_id: int) -> HttpResponse:
    reached(request, account_id)
    form = assignment_form(request, request.POST)
    if not form.is_valid():
        return page(request, account_id, wrong=form)
    given = form.cleaned_data
    last_day = given["last_day"]
    try:
        actions.assign(
            account_id=account_id,
            agency_id=given["agency"],
            role=given["role"],
            fields=given.get("fields_of_procedures", ()),
            valid_from=given["valid_from"],
            valid_until=last_day + timedelta(days=1) if last_day else None,
            basis=given["basis"],
            by=check(request, EDIT, agency_id=given["agency"]),
            at=request.now,
        )
    except NotAllowed as refusal:
        form.add_error(None, said(refusal))
        return page(request, account_id, wrong=form)
    messages.success(request, _("Đã giao vai trò."))
    return redirect("accounts-one", account_id)


@needs(EDIT)
@require_POST
def end(request: Request, account_id: int, assignment_id: int) -> HttpResponse:
    on = today(request)
    rows = {row.id: row for row in queries.assignments_of(account_id, on=on)}
    if assignment_id not in rows:
        raise Http404
    by = check(request, EDIT, agency_id=rows[assignment_id].agency_id)
    return _done(
        request,
        account_id,
        lambda: actions.end_assignment(
            assignment_id=assignment_id, valid_until=on, by=by, at=request.now
        ),
        _("Đã kết thúc vai trò từ hôm nay."),
    )


@needs(EDIT)
@require_POST
def appoint(request: Request, account_id: int) -> HttpResponse:
    by = managed(request, account_id)
    form = deputy_form(request, account_id, request.POST)
    if form.is_valid() and deputies.appointed(request, form, account_id, by):
        return redirect("accounts-one", account_id)
    return page(request, account_id, wrong=form)


@needs(EDIT)
@require_POST
def revoke(request: Request, account_id: int, row_id: int) -> HttpResponse:
    by = managed(request, account_id)
    if row_id not in {row.id for row in queries.deputies_given(account_id, at=request.now)}:
        raise Http404
    deputies.revoked(request, row_id, by)
    return redirect("accounts-one", account_id)


@needs(EDIT)
@never_cache
@require_POST
def reset_password(request: Request, account_id: int) -> HttpResponse:
    by = managed(request, account_id)
    password = new_password()
    actions.set_password(
        account_id=account_id, password=password, temporary=True, by=by, at=request.now
    )
    return show_password(request, account_id, password)


@needs(EDIT)
@require_POST
def reset_totp(request: Request, account_id: int) -> HttpResponse:
    by = managed(request, account_id)
    return _done(
        request,
        account_id,
        lambda: actions.reset_totp(account_id=account_id, by=by, at=request.now),
        _("Đã gỡ xác thực hai lớp. Lần đăng nhập tới sẽ phải bật lại."),
    )


@needs(EDIT)
@require_POST
def disable(request: Request, account_id: int) -> HttpResponse:
    by = managed(request, account_id)
    form = Reason(request.POST, auto_id="khoa_%s")
    if not form.is_valid():
        return page(request, account_id, wrong=form)
    return _done(
        request,
        account_id,
        lambda: actions.disable_account(
            account_id=account_id, reason=form.cleaned_data["reason"], by=by, at=request.now
        ),
        _("Đã khóa tài khoản. Các máy đang dùng đã được đăng xuất."),
    )


@needs(EDIT)
@require_POST
def enable(request: Request, account_id: int) -> HttpResponse:
    by = managed(request, account_id)
    return _done(
        request,
        account_id,
        lambda: actions.enable_account(account_id=account_id, by=by, at=request.now),
        _("Đã mở lại tài khoản."),
    )


def _done(request: Request, account_id: int, act: Callable[[], None], told: str) -> HttpResponse:
    try:
        act()
    except NotAllowed as refusal:
        refused(request, refusal)
    else:
        messages.success(request, told)
    return redirect("accounts-one", account_id)

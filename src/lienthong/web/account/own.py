"""The own account: what it may do, its password, its keys."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from lienthong.accounts import actions, queries
from lienthong.accounts.rules import NotAllowed
from lienthong.accounts.rules.scope import actor_text
from lienthong.web.account.forms import NewPassword
from lienthong.web.account.roles import role_rows
from lienthong.web.account.sign_in import first_page
from lienthong.web.ui.access import SignedInRequest, form_page, signed_in, while_unfinished
from lienthong.web.ui.asked import today
from lienthong.web.ui.saying import said


@signed_in
@require_safe
def overview(request: SignedInRequest) -> HttpResponse:
    number = request.scope.account_id
    context = {
        "account": queries.account(number),
        "assignments": role_rows(
            [
                row
                for row in queries.assignments_of(number, on=today(request))
                if row.state != "ended"
            ],
            request.now,
        ),
        "given": open_rows(queries.deputies_given(number, at=request.now)),
        "held": open_rows(queries.deputies_held(number, at=request.now)),
        "codes_left": queries.recovery_codes_left(number),
    }
    return render(request, "account/overview.html", context)


@while_unfinished
@require_safe
def setup(request: SignedInRequest) -> HttpResponse:
    """Leads a new account through what it has to do before it can work."""
    if request.user.must_change_password:
        return redirect("account-password")
    if request.user.must_enrol_totp and not settings.DEMO:
        return redirect("account-totp")
    return redirect(first_page(request))


@while_unfinished
@never_cache
@sensitive_post_parameters("password", "new", "again")
@form_page
def password(request: SignedInRequest) -> HttpResponse:
    forced = request.user.must_change_password
    form = NewPassword(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if not request.user.check_password(form.cleaned_data["password"]):
            form.add_error("password", _("Mật khẩu đang dùng không đúng. Gõ lại."))
        elif form.cleaned_data["new"] == form.cleaned_data["password"]:
            form.add_error("new", _("Mật khẩu mới phải khác mật khẩu đang dùng. Chọn câu khác."))
        else:
            try:
                actions.set_password(
                    account_id=request.scope.account_id,
                    password=form.cleaned_data["new"],
                    by=actor_text(request.scope.account_id),
                    at=request.now,
                )
            except NotAllowed as refusal:
                form.add_error("new", said(refusal))
            else:
                request.user.refresh_from_db()
                update_session_auth_hash(request, request.user)
                messages.success(request, _("Đã đổi mật khẩu. Các máy khác đã được đăng xuất."))
                return redirect("account-setup" if forced else "account")
    return render(request, "account/password.html", {"form": form, "forced": forced})


@signed_in
@require_POST
def shortcuts(request: SignedInRequest) -> HttpResponse:
    on = request.POST.get("on") == "1"
    actions.set_shortcuts(
        account_id=request.scope.account_id,
        on=on,
        by=actor_text(request.scope.account_id),
        at=request.now,
    )
    messages.success(request, _("Đã bật phím tắt.") if on else _("Đã tắt phím tắt."))
    return redirect("account")


def open_rows(rows: tuple[queries.DeputyView, ...]) -> list[queries.DeputyView]:
    return [row for row in rows if row.state in {"held", "coming"}]

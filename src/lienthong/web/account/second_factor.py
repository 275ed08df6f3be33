"""Enrolling the second factor, and its recovery codes."""

from urllib.parse import quote, urlencode

import segno
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from lienthong.accounts import actions, queries
from lienthong.accounts.rules import NotAllowed
from lienthong.accounts.rules.scope import actor_text
from lienthong.web.account.forms import Code, Password
from lienthong.web.ui.access import SignedInRequest, form_page, signed_in, while_unfinished
from lienthong.web.ui.saying import said

# The secret that the telephone is being shown; it is kept only once a code proves it arrived.
OFFERED = "totp_secret"
ISSUER = "Liên Thông"


@while_unfinished
@never_cache
@sensitive_post_parameters()
@form_page
def enrol(request: SignedInRequest) -> HttpResponse:
    if request.user.must_change_password:
        return redirect("account-password")
    known = queries.account(request.scope.account_id)
    enrolled = known is not None and known.has_totp
    given = request.POST if request.method == "POST" else None
    form = Code(given)
    # Another telephone: whoever finds the desk unlocked must not put in theirs.
    password = Password(given) if enrolled else None
    secret = request.session.setdefault(OFFERED, generate_totp_secret())
    if form.is_valid() and (password is None or password.is_valid()):
        if password and not request.user.check_password(password.cleaned_data["password"]):
            password.add_error("password", _("Mật khẩu đang dùng không đúng. Gõ lại."))
        else:
            try:
                fresh = actions.enrol_totp(
                    account_id=request.scope.account_id,
                    secret=secret,
                    code=form.cleaned_data["code"],
                    by=actor_text(request.scope.account_id),
                    at=request.now,
                )
            except NotAllowed as refusal:
                form.add_error("code", said(refusal))
            else:
                del request.session[OFFERED]
                return _show_codes(request, fresh)
    label = quote(f"{ISSUER}:{request.user.get_username()}")
    query = urlencode({"secret": secret, "issuer": ISSUER}, quote_via=quote)
    context = {
        "form": form,
        "password": password,
        "picture": segno.make(f"otpauth://totp/{label}?{query}").svg_data_uri(scale=5, border=2),
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
    }
    return render(request, "account/totp.html", context)


@signed_in
@never_cache
@sensitive_post_parameters()
@form_page
def codes(request: SignedInRequest) -> HttpResponse:
    form = Password(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if not request.user.check_password(form.cleaned_data["password"]):
            form.add_error("password", _("Mật khẩu đang dùng không đúng. Gõ lại."))
        else:
            try:
                fresh = actions.renew_recovery_codes(
                    account_id=request.scope.account_id,
                    by=actor_text(request.scope.account_id),
                    at=request.now,
                )
            except NotAllowed as refusal:
                messages.error(request, said(refusal))
                return redirect("account")
            return _show_codes(request, fresh)
    return render(request, "account/renew_codes.html", {"form": form})


def _show_codes(request: SignedInRequest, fresh: list[str]) -> HttpResponse:
    """Once, in the answer itself: they are in no address and no message."""
    shown = [f"{code[:4]} {code[4:]}" for code in fresh]
    return render(request, "account/codes.html", {"codes": shown})

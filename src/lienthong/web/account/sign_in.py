"""In two steps: name and password, then the code of the second factor. A wrong code counts as a
wrong password: after too many, the pair of name and network address has to wait."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth import authenticate, load_backend, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from lienthong.accounts import actions, queries
from lienthong.accounts.rules import Permission
from lienthong.accounts.rules.holding import username_of
from lienthong.accounts.rules.scope import actor_text
from lienthong.web.account.forms import SignIn, SignInCode
from lienthong.web.ui import kept
from lienthong.web.ui.access import Request, form_page, public
from lienthong.web.ui.context import Page

if TYPE_CHECKING:
    from lienthong.accounts.models import Account

BACKEND = "django.contrib.auth.backends.ModelBackend"
# Between the two steps the session holds who gave the right password, until when that is good,
# where to go then, and the form to send on.
WAITING = "sign_in"
WAITING_TIME = timedelta(minutes=10)


@public
@never_cache
@sensitive_post_parameters("password")
@form_page
def sign_in(request: Request) -> HttpResponse:
    wanted = local_address(request, request.POST.get("next", request.GET.get("next", "")))
    if request.user.is_authenticated:
        return redirect(wanted or first_page(request))
    typed = request.POST.get("kept", "")
    # From the page that says that a form is kept nobody has signed in yet.
    form = SignIn(
        request.POST
        if request.method == "POST" and ("username" in request.POST or not typed)
        else None
    )
    if form.is_valid():
        account = authenticate(
            request,
            username=username_of(form.cleaned_data["username"]),
            password=form.cleaned_data["password"],
        )
        if account is None:
            # The same for an unknown name, a wrong password and a disabled account.
            form.add_error(None, _("Tên đăng nhập hoặc mật khẩu không đúng. Xem lại và gõ lại."))
        elif _has_second_factor(account):
            request.session[WAITING] = {
                "account": account.pk,
                "until": (request.now + WAITING_TIME).isoformat(),
                "next": wanted,
                "kept": typed,
            }
            return redirect("sign-in-code")
        else:
            return _let_in(request, account, wanted, typed)
    context = {"form": form, "next": wanted, "kept": typed}
    return render(request, "account/sign_in.html", context)


@public
@never_cache
@form_page
def second_step(request: Request) -> HttpResponse:
    waiting = request.session.get(WAITING)
    if not waiting or datetime.fromisoformat(waiting["until"]) <= request.now:
        return redirect("sign-in")
    account = load_backend(BACKEND).get_user(waiting["account"])
    if account is None:
        return redirect("sign-in")
    form = SignInCode(request.POST if request.method == "POST" else None)
    if form.is_valid():
        credentials = {"username": account.get_username()}
        if not AxesProxyHandler.is_allowed(request, credentials):
            return locked_out(request)
        passed = actions.pass_second_factor(
            account_id=account.pk,
            code=form.cleaned_data["code"],
            by=actor_text(account.pk),
            at=request.now,
        )
        if passed:
            return _let_in(request, account, waiting["next"], waiting.get("kept", ""))
        AxesProxyHandler.user_login_failed(__name__, credentials, request)
        form.add_error(
            "code", _("Mã không đúng hoặc đã dùng. Chờ mã kế tiếp hiện trên điện thoại rồi nhập.")
        )
    return render(request, "account/sign_in_code.html", {"form": form})


@public
@require_POST
def sign_out(request: Request) -> HttpResponse:
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: object = None
) -> HttpResponse:
    """What axes answers instead of the page. The same whether the name exists or not."""
    request.session.pop(WAITING, None)
    context = {
        "limit": settings.AXES_FAILURE_LIMIT,
        "minutes": settings.AXES_COOLOFF_TIME // timedelta(minutes=1),
    }
    return render(request, "account/locked_out.html", context, status=429)


def client_address(request: HttpRequest) -> str:
    """The address that failures are counted for. Behind the proxy it is the one that the proxy
    itself saw: the last in the header, which no client can forge."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.headers.get("X-Forwarded-For", "")
        if last := forwarded.rpartition(",")[2].strip():
            return last
    return str(request.META.get("REMOTE_ADDR", ""))


def local_address(request: HttpRequest, address: str) -> str:
    """The address if it leads to a page of this house, otherwise nothing."""
    local = url_has_allowed_host_and_scheme(address, allowed_hosts=None) and address[:1] == "/"
    return address if local else ""


def first_page(request: Request) -> str:
    """Where work begins for who is signed in: the first line of the navigation."""
    page = Page(request)
    items = [*page.work, *page.watch]
    # Who corrects may look for any dossier, but works on corrections.
    if request.scope.may(Permission.CORRECTION_OPEN) and items[0].address == reverse("dossiers"):
        return reverse("corrections")
    # Who supervises reads reports too, but starts at the board; who hands reports in does not.
    if (
        items
        and items[0].address == reverse("reports")
        and not request.scope.may(Permission.REPORT_SUBMIT)
        and request.scope.may(Permission.BOARD_VIEW)
    ):
        return reverse("board")
    return items[0].address if items else "/tai-khoan/"


def _has_second_factor(account: "Account") -> bool:
    known = queries.account(account.pk)
    return not settings.DEMO and known is not None and known.has_totp


def _let_in(request: Request, account: "Account", wanted: str, typed: str) -> HttpResponse:
    login(request, account, backend=BACKEND)
    request.session.pop(WAITING, None)
    request.scope = queries.scope_of(account.pk, at=request.now)
    if found := kept.kept(typed):
        return kept.send_on(request, found)
    return redirect(wanted or first_page(request))

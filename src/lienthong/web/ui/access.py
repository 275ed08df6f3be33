"""Who may see which page. Every view declares it once; a view that does not is refused.

`@public`: everybody. `@signed_in`: every account, for its own affairs. `@needs(permission)`: who
holds the permission somewhere. Whether it is held for the thing on the page is asked by `check`,
which answers with the `by=` text for the action."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar, cast
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from lienthong.accounts import queries as accounts
from lienthong.accounts.rules import ROLE_NAMES, Permission, Role, holders_of
from lienthong.accounts.rules.scope import Scope
from lienthong.organisations import queries as organisations
from lienthong.web.ui import errors, kept

if TYPE_CHECKING:
    from lienthong.accounts.models import Account

logger = logging.getLogger("lienthong.access")

# A page with a form: it is looked at, and sent.
form_page = require_http_methods(["GET", "HEAD", "POST"])

NOBODY = Scope(account_id=0, person_name="")
SETUP_ADDRESS = "/tai-khoan/bao-mat/"


class Request(HttpRequest):
    """What a view gets: the request after all middleware."""

    scope: Scope
    now: datetime
    htmx: HtmxDetails


class SignedInRequest(Request):
    """What a view gets that is not public."""

    user: "Account"


class Forbidden(PermissionDenied):
    """The account may not. The message is a sentence that says who to ask."""


@dataclass(frozen=True, slots=True)
class Access:
    """What a view declares. `unfinished`: also open to an account that has to change its password
    or enrol its second factor first."""

    public: bool = False
    permission: Permission | None = None
    unfinished: bool = False


View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def public(view: View) -> View:
    """Everybody may."""
    return _declared(view, Access(public=True))


def signed_in(view: View) -> View:
    """Every account may: it is about the account itself."""
    return _declared(view, Access())


def while_unfinished(view: View) -> View:
    """Every account may, also before its password and second factor are in order."""
    return _declared(view, Access(unfinished=True))


def needs(permission: Permission) -> Callable[[View], View]:
    """Who holds the permission in some agency may."""
    return lambda view: _declared(view, Access(permission=permission))


def declared(view: Callable[..., HttpResponseBase]) -> Access | None:
    return getattr(view, "access", None)


def check(
    request: Request,
    permission: Permission,
    *,
    agency_id: int | Collection[int] | None = None,
    field: str | None = None,
) -> str:
    """Raises `Forbidden` unless the permission is held for the agency (or one of several) in the
    field of procedures. Returns who acts, as `by=` for the action."""
    if not request.scope.may(permission, agency_id=agency_id, field=field):
        wanted = [agency_id] if isinstance(agency_id, int) else agency_id or ()
        raise Forbidden(_reason(request, permission, wanted))
    return request.scope.actor_for(permission, agency_id=agency_id, field=field)


class AccessMiddleware:
    """Gives each request its time and scope, and lets it through to its view or not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = cast(Request, request)
        given.now = timezone.now()
        user = request.user
        given.scope = (
            cast(Scope, SimpleLazyObject(lambda: accounts.scope_of(user.pk, at=given.now)))
            if user.is_authenticated
            else NOBODY
        )
        return self.get_response(request)

    def process_view(
        self,
        request: Request,
        view: Callable[..., HttpResponseBase],
        args: tuple[object, ...],
        kwargs: dict[str, object],
    ) -> HttpResponseBase | None:
        access = declared(view)
        if access is None:
            logger.error("view without declared access: %s.%s", view.__module__, view.__name__)
            reason = _("Trang này chưa mở cho ai. Báo người quản trị hệ thống.")
            return errors.forbidden(request, Forbidden(reason))
        if access.public:
            return None
        user = request.user
        if not user.is_authenticated:
            return _signed_out(request)
        if not access.unfinished and (
            user.must_change_password or (user.must_enrol_totp and not settings.DEMO)
        ):
            return _to(request, SETUP_ADDRESS)
        if access.permission and not request.scope.may(access.permission):
            return errors.forbidden(request, Forbidden(_reason(request, access.permission, ())))
        return None


def _signed_out(request: Request) -> HttpResponse:
    """To the sign-in page, which leads back to where the reader wanted to go. What was typed is
    kept; while it is still being typed its page stays."""
    if request.method == "GET":
        wanted = urlencode({"next": request.get_full_path()})
        return _to(request, f"{settings.LOGIN_URL}?{wanted}")
    if request.htmx:
        return HttpResponse(status=401)
    if typed := kept.keep(request):
        return kept.signed_out(request, typed)
    return _to(request, settings.LOGIN_URL)


def _declared(view: View, access: Access) -> View:
    if declared(view) is not None:
        raise TypeError(f"{view!r} declares its access twice")
    view.access = access  # type: ignore[attr-defined]
    return view


def _to(request: Request, address: str) -> HttpResponse:
    # A fragment must not be replaced by a whole page.
    if request.htmx:
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address)


def _reason(request: Request, permission: Permission, agency_ids: Collection[int]) -> str:
    """Why not, and who to ask: the head of the agency that the thing belongs to, or who gives
    roles."""
    if agency_ids:
        agency_id = min(agency_ids)
        agency = organisations.agency(agency_id).name
        heads = accounts.who_holds(agency_id, Role.HEAD, at=request.now)
        head = heads[0].person_name if heads else _("người đứng đầu cơ quan")
        return _(
            "Nội dung này của %(agency)s. Cần xem hoặc làm thì đề nghị người phụ trách: %(head)s."
        ) % {"agency": agency, "head": head}
    roles = ", ".join(_(ROLE_NAMES[role]) for role in holders_of(permission))
    return _(
        "Trang này dành cho vai trò: %(roles)s. Cần dùng thì đề nghị người quản trị tài khoản của"
        " cơ quan giao vai trò."
    ) % {"roles": roles}

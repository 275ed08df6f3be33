"""At which counter the officer stands: the only one, or the one chosen among several."""

from collections.abc import Sequence
from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lienthong.accounts.rules import Permission
from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView
from lienthong.organisations.rules import AgencyKind, sort_key
from lienthong.web.ui.access import Forbidden, Request, check, needs
from lienthong.web.ui.asked import today

RECEIVE: Final = Permission.DOSSIER_RECEIVE
CENTRES: Final = frozenset({AgencyKind.COMMUNE_CENTRE, AgencyKind.PROVINCE_CENTRE})
CHOSEN: Final = "counter"  # in the session


def counters(request: Request, permission: Permission = RECEIVE) -> Sequence[AgencyView]:
    """Where the officer may do this and the agency exists today, by alphabet."""
    on = today(request)
    found = organisations.agencies(request.scope.agencies(permission)).values()
    return sorted(
        (agency for agency in found if agency.exists(on=on)), key=lambda one: sort_key(one.name)
    )


def chosen_of(request: Request, offered: Sequence[AgencyView]) -> AgencyView:
    """The counter chosen last, or the first one. Raises Forbidden when there is none."""
    if not offered:
        raise Forbidden(
            _(
                "Cơ quan được giao tiếp nhận không còn hoạt động. Đề nghị người quản trị tài khoản"
                " giao lại vai trò ở cơ quan mới."
            )
        )
    wanted = request.session.get(CHOSEN)
    return next((agency for agency in offered if agency.id == wanted), offered[0])


@needs(RECEIVE)
@require_POST
def choose(request: Request) -> HttpResponse:
    typed = request.POST.get("quay", "")
    if typed.isascii() and typed.isdecimal() and len(typed) < 10:
        check(request, RECEIVE, agency_id=int(typed))
        request.session[CHOSEN] = int(typed)
    return redirect("counter")

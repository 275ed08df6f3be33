"""The directory of accounts for who gives roles: list, export, a new one, one of them."""

import secrets
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.accounts import actions, queries
from lienthong.accounts.rules import NotAllowed, Permission, Role
from lienthong.accounts.rules.persons import PersonData
from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import sort_key
from lienthong.web.account import deputies
from lienthong.web.account.forms import Assignment, Deputy, NewAccount, Reason, role_name
from lienthong.web.account.roles import fields_of_procedures, role_rows
from lienthong.web.ui.access import Forbidden, Request, check, form_page, needs
from lienthong.web.ui.asked import today
from lienthong.web.ui.saying import said
from lienthong.web.ui.tables import table

EDIT = Permission.ACCOUNTS_EDIT
PAGE = 50
MOST_EXPORTED = 20_000
# No letter or figure that is taken for another when read from paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Forms:
    """The forms on the page of one account; one of them may come back with what was wrong."""

    assignment: Assignment
    deputy: Deputy
    reason: Reason


@needs(EDIT)
@require_safe
def accounts(request: Request) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:100]
    chosen = request.GET.get("vai-tro", "")
    state = request.GET.get("trang-thai", "")
    export = request.GET.get("dang") == "csv"
    start = _start(request)
    found = queries.find_accounts(
        agency_ids=request.scope.agencies(EDIT),
        at=request.now,
        text=text,
        role=Role(chosen) if chosen in set(Role) else None,
        active={"mo": True, "khoa": False}.get(state),
        offset=0 if export else start,
        limit=MOST_EXPORTED if export else PAGE,
    )
    if export:
        return _csv(found.rows)
    end = start + len(found.rows)
    query = request.GET.copy()
    query["dang"] = "csv"
    context = {
        "text": text,
        "role": chosen,
        "roles": [(role.value, role_name(role)) for role in Role],
        "state": state,
        "found": found,
        "first": start + 1,
        "last": end,
        "before": str(start) if start else "",
        "after": str(end) if end < found.total else "",
        "export": "?" + query.urlencode(),
    }
    return render(request, "account/accounts.html", context)


@needs(EDIT)
@never_cache
@form_page
def new(request: Request) -> HttpResponse:
    form = NewAccount(
        request.POST if request.method == "POST" else None, agencies=agencies_to_give(request)
    )
    if form.is_valid():
        given = form.cleaned_data
        password = new_password()
        try:
            account_id = actions.open_account(
                data=PersonData(
                    full_name=given["full_name"],
                    identity_number=given["identity_number"],
                    phone=given["phone"],
                ),
                username=given["username"],
                password=password,
                agency_id=given["agency"],
                role=given["role"],
                basis=given["basis"],
                by=check(request, EDIT, agency_id=given["agency"]),
                at=request.now,
            )
        except NotAllowed as refusal:
            form.add_error(None, said(refusal))
        else:
            return show_password(request, account_id, password)
    return render(request, "account/new.html", {"form": form})


@needs(EDIT)
@require_safe
def account(request: Request, account_id: int) -> HttpResponse:
    return page(request, account_id)


def page(request: Request, account_id: int, *, wrong: object = None) -> HttpResponse:
    """The page of one account; `wrong` is the form that was refused, if one was."""
    known = reached(request, account_id)
    on = today(request)
    forms = Forms(
        assignment=wrong if isinstance(wrong, Assignment) else assignment_form(request, None),
        deputy=wrong if isinstance(wrong, Deputy) else deputy_form(request, account_id, None),
        reason=wrong if isinstance(wrong, Reason) else Reason(auto_id="khoa_%s"),
    )
    context = {
        "account": known,
        "assignments": role_rows(queries.assignments_of(account_id, on=on), request.now),
        "given": queries.deputies_given(account_id, at=request.now),
        "held": queries.deputies_held(account_id, at=request.now),
        "forms": forms,
        "today": on,
        "own": account_id == request.scope.account_id,
    }
    return render(request, "account/account.html", context, status=422 if wrong else 200)


def reached(request: Request, account_id: int) -> queries.AccountView:
    """The account, if one of its roles is held where the reader gives roles, or it has none."""
    known = queries.account(account_id)
    if known is None:
        raise Http404
    agencies = queries.agencies_of(account_id, on=today(request))
    if agencies:
        check(request, EDIT, agency_id=agencies)
    return known


def managed(request: Request, account_id: int) -> str:
    """Who acts, for what touches the whole account: all its roles must be in reach, or an
    administrator here could sign in as somebody there."""
    reached(request, account_id)
    agencies = queries.agencies_of(account_id, on=today(request))
    beyond = agencies - request.scope.agencies(EDIT)
    if beyond:
        name = organisations.agency(min(beyond)).name
        raise Forbidden(
            _(
                "Tài khoản này còn giữ vai trò ở %(agency)s. Đề nghị người quản trị tài khoản của"
                " cấp quản lý cả hai nơi."
            )
            % {"agency": name}
        )
    return request.scope.actor_for(EDIT, agency_id=agencies or None)


def show_password(request: Request, account_id: int, password: str) -> HttpResponse:
    """Once, in the answer itself: it is in no address and no message."""
    known = queries.account(account_id)
    return render(request, "account/new_password.html", {"account": known, "password": password})


def new_password() -> str:
    """Four groups of four, about 79 bits."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def assignment_form(request: Request, given: QueryDict | None) -> Assignment:
    return Assignment(
        given,
        agencies=agencies_to_give(request),
        fields_of_procedures=fields_of_procedures(request.now),
        auto_id="vai_tro_%s",
        initial={"valid_from": today(request)},
    )


def deputy_form(request: Request, account_id: int, given: QueryDict | None) -> Deputy:
    return Deputy(given, people=deputies.colleagues(request, account_id), auto_id="lam_thay_%s")


def agencies_to_give(request: Request) -> list[tuple[int, str]]:
    on = today(request)
    found = organisations.agencies(request.scope.agencies(EDIT)).values()
    alive = (agency for agency in found if agency.exists(on=on))
    return [
        (agency.id, agency.name)
        for agency in sorted(
            alive, key=lambda agency: (agency.level != "province", sort_key(agency.name))
        )
    ]


def refused(request: Request, refusal: NotAllowed) -> None:
    messages.warning(request, said(refusal))


def _start(request: Request) -> int:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    if after.isdecimal():
        return min(int(after), MOST_EXPORTED)
    if before.isdecimal():
        return max(min(int(before), MOST_EXPORTED) - PAGE, 0)
    return 0


def _csv(rows: tuple[queries.AccountRow, ...]) -> HttpResponse:
    return table(
        "tai-khoan.csv",
        [_("Họ và tên"), _("Tên đăng nhập"), _("Vai trò"), _("Xác thực hai lớp"), _("Trạng thái")],
        (
            (
                row.person_name,
                row.username,
                "; ".join(f"{held.role_name}, {held.agency_name}" for held in row.held),
                _("Đã bật") if row.has_totp else _("Chưa bật"),
                _("Đang mở") if row.is_active else _("Đã khóa"),
            )
            for row in rows
        ),
    )

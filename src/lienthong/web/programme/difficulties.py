"""Difficulties: lists, and the one page of each."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lienthong.accounts.queries.actors import actor_names
from lienthong.accounts.rules import Permission
from lienthong.organisations import queries as organisations
from lienthong.programmes.queries import difficulties as queries
from lienthong.programmes.queries import visits
from lienthong.programmes.queries.attached import report_to_attach
from lienthong.programmes.queries.difficulties import DifficultyPage, DifficultyRow
from lienthong.programmes.rules.difficulties import (
    AGAINST_NAMES,
    EVENT_NAMES,
    OBSTACLE_NAMES,
    SEVERITY_NAMES,
    STATE_NAMES,
)
from lienthong.programmes.rules.kinds import Against, DifficultyState
from lienthong.web.programme import difficulty_acts
from lienthong.web.programme.difficulty_raising import report_told
from lienthong.web.programme.holding import holders, offered
from lienthong.web.programme.remedies import area
from lienthong.web.programme.remedies import shown as remedies_shown
from lienthong.web.programme.visit_tabs import PLAN
from lienthong.web.programme.words import BLOCS
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, needs
from lienthong.web.ui.asked import key_of, today, typed
from lienthong.web.ui.saying import REFUSALS, said
from lienthong.web.ui.status import Tag
from lienthong.web.ui.tables import table

VIEW: Final = Permission.PROGRAMME_VIEW
RAISE: Final = Permission.DIFFICULTY_RAISE
PAGE: Final = 50
MOST: Final = 20_000
TABS: Final[Mapping[str, tuple[str, Promise]]] = {
    "": ("", gettext_lazy("Đang mở")),
    "cho": ("waiting", gettext_lazy("Chờ trả lời")),
    "qua-han": ("late", gettext_lazy("Quá hạn trả lời")),
    "da-tra-loi": ("answered", gettext_lazy("Chờ xác nhận")),
    "xong": ("closed", gettext_lazy("Đã kết thúc")),
}
_S = DifficultyState
_LOOKS: Final[Mapping[DifficultyState, tuple[str, str]]] = {
    _S.RAISED: ("soon", "flag"),
    _S.ROUTED: ("run", "hourglass"),
    _S.ANSWERED: ("check", "message-square"),
    _S.VERIFIED: ("done", "check"),
    _S.REOPENED: ("soon", "rotate-ccw"),
    _S.WITHDRAWN: ("", "undo-2"),
}


def state_tag(row: DifficultyRow) -> Tag:
    if row.late and row.state in (_S.RAISED, _S.ROUTED, _S.REOPENED):
        return Tag("late", "triangle-alert", _("Quá hạn trả lời"))
    kind, icon = _LOOKS[row.state]
    return Tag(kind, icon, _(STATE_NAMES[row.state]))


def shown(rows: Sequence[DifficultyRow]) -> list[dict[str, Any]]:
    names = organisations.agencies(
        {number for row in rows for number in (row.raised_by, row.owner) if number}
    )
    return [
        {
            "row": row,
            "tag": state_tag(row),
            "against": _(AGAINST_NAMES[row.against]),
            "severity": _(SEVERITY_NAMES[row.severity]),
            "unit": formats.own_name(names[row.raised_by]),
            "owner": formats.own_name(names[row.owner]) if row.owner else "",
        }
        for row in rows
    ]


@needs(VIEW)
@never_cache
@require_safe
def listed(request: Request) -> HttpResponse:
    tab = request.GET.get("loc", "")
    tab = tab if tab in TABS else ""
    against = request.GET.get("loai", "")
    text, subject = typed(request), typed(request, "vuong-o", 200)
    exported = request.GET.get("dang") == "csv"
    rows = queries.difficulties(
        request.scope.agencies(VIEW),
        as_of=request.now,
        only=TABS[tab][0],
        text=text,
        subject=subject,
        against=against if against in {one.value for one in Against} else "",
        after=key_of(request),
        limit=MOST if exported else PAGE + 1,
    )
    if exported:
        return _csv(rows)
    lines = shown(rows[:PAGE])
    query = request.GET.copy()
    query["dang"] = "csv"
    context: dict[str, Any] = {
        "lines": lines,
        "after": str(rows[PAGE - 1].id) if len(rows) > PAGE else "",
        "tab": tab,
        "tabs": [(key, words) for key, (_only, words) in TABS.items()],
        "text": text,
        "subject": subject,
        "against": against,
        "kinds": [(one.value, _(AGAINST_NAMES[one])) for one in Against],
        "may_raise": bool(holders(request.scope, RAISE)),
        "csv": f"?{query.urlencode()}",
    }
    return render(request, "programme/difficulties.html", context)


def _csv(rows: Sequence[DifficultyRow]) -> HttpResponse:
    heads = [
        _("Mã"), _("Tình trạng"), _("Loại"), _("Vướng ở"), _("Nội dung"), _("Nguyên nhân"),
        _("Mức độ"), _("Vướng từ ngày"), _("Cơ quan nêu"), _("Cơ quan trả lời"), _("Số ngày"),
        _("Hạn trả lời"), _("Trả lời"), _("Văn bản trả lời"),
    ]  # fmt: skip
    return table(
        "kho-khan.csv",
        heads,
        (
            (
                line["row"].code,
                str(line["tag"].words),
                line["against"],
                line["row"].subject,
                line["row"].text,
                _(OBSTACLE_NAMES[line["row"].cause]),
                line["severity"],
                line["row"].since.isoformat(),
                line["unit"],
                line["owner"],
                line["row"].days,
                line["row"].answer_due_at,
                line["row"].answer,
                line["row"].answer_document,
            )
            for line in shown(rows)
        ),
    )


def opened(request: Request, code: str) -> DifficultyPage:
    found = queries.difficulty(code, request.scope.agencies(VIEW), as_of=request.now)
    if found is None:
        raise Http404
    return found


@needs(VIEW)
@never_cache
@require_safe
def one(request: Request, code: str) -> HttpResponse:
    return page(request, opened(request, code))


@needs(VIEW)
@never_cache
@require_POST
def act(request: Request, code: str, name: str) -> HttpResponse:
    """One of the acts of `difficulty_acts`."""
    found = opened(request, code)
    chosen = difficulty_acts.BY_NAME.get(name)
    if chosen is None:
        raise Http404
    form = chosen.form(request.POST, request=request, found=found)
    if form.is_valid():
        try:
            difficulty_acts.done(request, chosen, found, form)
        except REFUSALS as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, str(chosen.done))
            return redirect(reverse("difficulty", args=[code]))
    return page(request, found, bound={name: form}, status=422)


def page(
    request: Request,
    found: DifficultyPage,
    *,
    bound: Mapping[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    row = found.row
    offers = difficulty_acts.offered(request, found, bound or {})
    agencies = organisations.agencies(
        {row.raised_by, *(event.agency for event in found.events)}
        | {number for number in (row.owner, row.against_agency) if number}
        | {event.data["owner"] for event in found.events if "owner" in event.data}
        | {number for event in found.events for number in event.data.get("asked", ())}
        | {one.agency for one in found.opinions}
    )
    people = actor_names({event.by for event in found.events})
    raiser = agencies[row.raised_by]
    context: dict[str, Any] = {
        **shown([row])[0],
        "found": found,
        "cause": _(OBSTACLE_NAMES[row.cause]),
        "bloc": BLOCS[row.bloc] if row.bloc else "",
        "against_agency": agencies[row.against_agency] if row.against_agency else None,
        "members": shown(found.members),
        "first": found.first,
        "opinions": [(one, formats.own_name(agencies[one.agency])) for one in found.opinions],
        "given": sum(one.given_at is not None for one in found.opinions),
        "remedies": remedies_shown(
            visits.remedies(area(request), on=today(request), difficulty=row.code), request
        ),
        "demands": row.owner in request.scope.agencies(PLAN) and not row.closed_at,
        "offers": offers,
        "errors": list((bound or {}).values()),
        "names": offered(raiser.province_code, on=today(request)),
        "report": report_told(
            report_to_attach(row.report, request.scope.agencies(Permission.REPORT_VIEW))
        ),
        "moments": [
            {
                "event": event,
                "name": _(EVENT_NAMES[event.type]),
                "by": people.get(event.by, ""),
                "agency": formats.own_name(agencies[event.agency]),
                "to": "; ".join(
                    formats.own_name(agencies[number])
                    for number in (event.data.get("owner"), *event.data.get("asked", ()))
                    if number
                ),
            }
            for event in found.events
        ],
    }
    return render(request, "programme/difficulty.html", context, status=status)

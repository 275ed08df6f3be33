"""Agencies: finding one, its codes with their history, merging, what it lacks before going live;
provisional and unknown codes."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lienthong.accounts.rules import Permission
from lienthong.organisations import actions, queries
from lienthong.organisations.queries import AgencyView
from lienthong.organisations.rules import ReadinessKind, UnknownAgency
from lienthong.organisations.rules.readiness import ITEM_NAMES, ItemState
from lienthong.web.admin.catalogue_settings import own_province
from lienthong.web.ui.access import Request, check, needs
from lienthong.web.ui.asked import key_of, today, typed
from lienthong.web.ui.fields import day_field, long_field, text_field
from lienthong.web.ui.saying import REFUSALS, said
from lienthong.web.ui.tables import table

EDIT = Permission.ORGANISATIONS_EDIT
PAGE: Final = 50


class Code(forms.Form):
    code = text_field(
        _("Mã định danh mới"), _("Ghi mã định danh mới"), max_length=40,
        widget=forms.TextInput(attrs={"class": "short fig", "autocomplete": "off"}),
    )  # fmt: skip
    valid_from = day_field(_("Dùng từ ngày"))
    source = text_field(_("Căn cứ"), _("Ghi văn bản quy định mã"), max_length=300)
    confirmed = forms.BooleanField(
        label=_("Đã có quyết định ban hành mã"), required=False, initial=True
    )


class Merge(forms.Form):
    into = text_field(
        _("Mã định danh cơ quan kế thừa"),
        _("Ghi mã định danh của cơ quan kế thừa"),
        max_length=40,
        help_text=_("Hồ sơ đang mở và mã cũ dẫn về cơ quan này. Số liệu đã qua ở lại nơi cũ."),
        widget=forms.TextInput(attrs={"class": "short fig", "autocomplete": "off"}),
    )
    on = day_field(_("Từ ngày"))
    reason = long_field(_("Căn cứ"), _("Ghi căn cứ sáp nhập"))


class Readiness(forms.Form):
    ready = forms.BooleanField(label=_("Đã có"), required=False)
    valid_until = day_field(
        _("Hết hiệu lực từ ngày"), required=False, help_text=_("Với chữ ký số, con dấu điện tử.")
    )
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=200)


class Settle(forms.Form):
    agency = text_field(
        _("Mã định danh hiện nay của cơ quan"),
        _("Ghi mã định danh của cơ quan"),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "short fig", "autocomplete": "off"}),
    )
    source = text_field(_("Căn cứ"), _("Ghi căn cứ để gắn mã với cơ quan"), max_length=300)


@needs(EDIT)
@require_safe
def listed(request: Request) -> HttpResponse:
    text, on = typed(request), today(request)
    mine = request.scope.agencies(EDIT)
    found = [one for one in queries.find_agencies(text, on=on, limit=100) if one.id in mine]
    codes = queries.codes_of({one.id for one in found}, on=on)
    context = {
        "text": text,
        "rows": [{"agency": one, "code": codes.get(one.id, "")} for one in found],
        "tab": "",
    }
    return render(request, "admin/agencies.html", context)


@needs(EDIT)
@require_safe
def provisional(request: Request) -> HttpResponse:
    """Codes in use that no decision confirms."""
    mine = request.scope.agencies(EDIT)
    found = queries.provisional_codes(own_province(request), on=today(request))
    rows = [row for row in found if row.agency_id in mine]
    if request.GET.get("dang") == "csv":
        heads = [gettext("Mã"), gettext("Cơ quan"), gettext("Căn cứ")]
        return table("ma-tam.csv", heads, ([r.code, r.agency_name, r.source] for r in rows))
    start = min(key_of(request), len(rows))
    context = {
        "rows": rows[start : start + PAGE],
        "total": len(rows),
        "after": str(start + PAGE) if len(rows) > start + PAGE else "",
        "tab": "ma-tam",
    }
    return render(request, "admin/provisional.html", context)


@needs(EDIT)
@require_safe
def gaps(request: Request) -> HttpResponse:
    """What agencies lack before they go live (R149, R201)."""
    mine, text = request.scope.agencies(EDIT), typed(request)
    found = queries.gaps(own_province(request), on=today(request))
    by_agency: dict[int, dict[str, Any]] = {}
    for gap in found:
        if gap.agency.id in mine:
            line = by_agency.setdefault(gap.agency.id, {"agency": gap.agency, "sentences": []})
            line["sentences"].append(said(gap.sentence))
    lines = list(by_agency.values())
    if request.GET.get("dang") == "csv":
        heads = [gettext("Cơ quan"), gettext("Còn thiếu")]
        rows = ([line["agency"].name, " ".join(line["sentences"])] for line in lines)
        return table("chua-san-sang.csv", heads, rows)
    start = min(key_of(request), len(lines))
    context = {
        "rows": lines[start : start + PAGE],
        "total": len(lines),
        "after": str(start + PAGE) if len(lines) > start + PAGE else "",
        "text": text,
        "tab": "san-sang",
    }
    return render(request, "admin/gaps.html", context)


@needs(EDIT)
@never_cache
@require_safe
def unknown(request: Request) -> HttpResponse:
    return _unknown(request)


def _unknown(request: Request, *, wrong: Settle | None = None, code: str = "") -> HttpResponse:
    rows = [
        {
            "row": row,
            "form": wrong if wrong and row.code == code else Settle(auto_id=f"ma_{place}_%s"),
        }
        for place, row in enumerate(queries.unknown_codes())
    ]
    context = {"rows": rows, "wrong": wrong, "tab": "ma-la"}
    return render(request, "admin/unknown_codes.html", context, status=422 if wrong else 200)


@needs(EDIT)
@require_POST
def settle(request: Request) -> HttpResponse:
    """Give an unknown code to an agency, or close it with a reason."""
    code = request.POST.get("code", "")[:40]
    if request.POST.get("dong"):
        return _dismiss(request, code)
    form = Settle(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            agency = queries.agency_by_code(given["agency"], on=today(request))
            actions.settle_unknown_code(
                code=code,
                agency_id=agency.id,
                source=given["source"],
                by=check(request, EDIT, agency_id=agency.id),
                at=request.now,
            )
        except REFUSALS as refusal:
            form.add_error("agency", said(refusal))
        else:
            messages.success(request, gettext("Đã gắn mã với cơ quan."))
            return redirect("agencies-unknown")
    return _unknown(request, wrong=form, code=code)


def _dismiss(request: Request, code: str) -> HttpResponse:
    try:
        actions.dismiss_unknown_code(
            code=code,
            reason=request.POST.get("reason", "")[:200],
            by=request.scope.actor_for(EDIT),
            at=request.now,
        )
    except REFUSALS as refusal:
        messages.warning(request, said(refusal))
    else:
        messages.success(request, gettext("Đã đóng mục này."))
    return redirect("agencies-unknown")


def reached(request: Request, agency_id: int) -> AgencyView:
    try:
        agency = queries.agency(agency_id)
    except UnknownAgency:
        raise Http404 from None
    check(request, EDIT, agency_id=agency_id)
    return agency


@needs(EDIT)
@never_cache
@require_safe
def one(request: Request, agency_id: int) -> HttpResponse:
    return page(request, agency_id)


def page(request: Request, agency_id: int, *, wrong: forms.Form | None = None) -> HttpResponse:
    agency, on = reached(request, agency_id), today(request)
    successor = queries.agency(agency.successor_id) if agency.successor_id else None
    context: dict[str, Any] = {
        "agency": agency,
        "exists": agency.exists(on=on),
        "code": queries.code_of(agency_id, on=on),
        "codes": list(reversed(queries.code_history(agency_id))),
        "parent": queries.agency(agency.parent_id) if agency.parent_id else None,
        "successor": successor,
        "items": [
            {
                "item": item,
                "name": gettext(ITEM_NAMES[item.item]),
                "missing": said(item.missing),
                "form": wrong
                if wrong is not None and wrong.prefix == item.item.value
                else Readiness(
                    prefix=item.item.value,
                    initial={
                        "ready": item.ready,
                        "valid_until": item.valid_until,
                        "note": item.note,
                    },
                ),
            }
            for item in queries.readiness_of(agency_id, on=on)
        ],
        "code_form": wrong if isinstance(wrong, Code) else Code(auto_id="ma_%s"),
        "merge_form": wrong if isinstance(wrong, Merge) else Merge(auto_id="nhap_%s"),
        "wrong": wrong,
    }
    return render(request, "admin/agency.html", context, status=422 if wrong else 200)


@needs(EDIT)
@require_POST
def change_code(request: Request, agency_id: int) -> HttpResponse:
    reached(request, agency_id)
    form = Code(request.POST, auto_id="ma_%s")
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.change_code(
                agency_id=agency_id,
                code=given["code"],
                valid_from=given["valid_from"],
                source=given["source"],
                confirmed=given["confirmed"],
                by=check(request, EDIT, agency_id=agency_id),
                at=request.now,
            )
        except REFUSALS as refusal:
            form.add_error("code", said(refusal))
        else:
            messages.success(request, gettext("Đã đổi mã. Mã cũ vẫn dẫn tới cơ quan này."))
            return redirect("agency", agency_id)
    return page(request, agency_id, wrong=form)


@needs(EDIT)
@require_POST
def merge(request: Request, agency_id: int) -> HttpResponse:
    reached(request, agency_id)
    form = Merge(request.POST, auto_id="nhap_%s")
    if form.is_valid():
        given = form.cleaned_data
        try:
            into = queries.agency_by_code(given["into"], on=given["on"])
            # Whoever merges must answer for both sides.
            check(request, EDIT, agency_id=into.id)
            actions.merge_agency(
                agency_id=agency_id,
                into_id=into.id,
                on=given["on"],
                reason=given["reason"],
                by=check(request, EDIT, agency_id=agency_id),
                at=request.now,
            )
        except REFUSALS as refusal:
            form.add_error("into", said(refusal))
        else:
            messages.success(request, gettext("Đã ghi sáp nhập."))
            return redirect("agency", agency_id)
    return page(request, agency_id, wrong=form)


@needs(EDIT)
@require_POST
def readiness(request: Request, agency_id: int) -> HttpResponse:
    reached(request, agency_id)
    wanted = request.POST.get("item", "")
    if wanted not in set(ReadinessKind):
        messages.warning(request, gettext("Chọn một mục trong danh sách."))
        return redirect("agency", agency_id)
    form = Readiness(request.POST, prefix=wanted)
    if form.is_valid():
        given = form.cleaned_data
        state = ItemState(
            item=ReadinessKind(wanted),
            ready=given["ready"],
            valid_until=given["valid_until"],
            note=given["note"],
        )
        try:
            actions.record_readiness(
                agency_id=agency_id,
                items=[state],
                by=check(request, EDIT, agency_id=agency_id),
                at=request.now,
            )
        except REFUSALS as refusal:
            form.add_error("valid_until", said(refusal))
        else:
            messages.success(request, gettext("Đã ghi."))
            return redirect("agency", agency_id)
    return page(request, agency_id, wrong=form)

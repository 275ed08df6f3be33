"""What surrounds the versions: adjustments of provinces, data sources, competence, packs."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lienthong.catalogue import actions, queries
from lienthong.catalogue.queries.settings import sources as data_sources
from lienthong.catalogue.rules.pack import read_pack, write_pack
from lienthong.catalogue.rules.sources import SourceStatus
from lienthong.catalogue.rules.wording import PLACES
from lienthong.organisations import queries as organisations
from lienthong.web.admin import catalogue_forms as forms
from lienthong.web.admin.catalogue import EDIT, VIEW, entry_of
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, check, form_page, needs
from lienthong.web.ui.asked import today
from lienthong.web.ui.saying import REFUSALS, said


def provinces(request: Request) -> list[tuple[str, str]]:
    return [
        (unit.code, (formats.english() and unit.full_name_en) or unit.full_name)
        for unit in organisations.provinces(on=today(request))
    ]


def own_province(request: Request) -> str:
    """The province for which the reader works; the first of all for somebody at a ministry."""
    held = [one.agency_id for one in request.scope.holdings]
    for agency in organisations.agencies(held).values():
        if agency.province_code:
            return agency.province_code
    return next((unit.code for unit in organisations.provinces(on=today(request))), "")


@needs(EDIT)
@never_cache
@form_page
def adjust(request: Request, code: str) -> HttpResponse:
    entry = entry_of(request, code)
    form = forms.Adjustment(
        request.POST if request.method == "POST" else None,
        provinces=provinces(request),
        initial={"province": own_province(request), "valid_from": today(request)},
    )
    if form.is_valid():
        try:
            actions.adjust_locally(
                procedure_code=code, by=check(request, EDIT), at=request.now, **form.values()
            )
        except REFUSALS as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Đã ghi điều chỉnh của tỉnh."))
            return redirect("catalogue-one", code)
    context = {"form": form, "entry": entry}
    return render(request, "admin/adjust.html", context, status=422 if form.errors else 200)


@needs(EDIT)
@require_POST
def end_adjustment(request: Request, code: str) -> HttpResponse:
    entry_of(request, code)
    try:
        actions.end_adjustment(
            procedure_code=code,
            province_code=request.POST.get("province", "")[:10],
            on=today(request),
            by=check(request, EDIT),
            at=request.now,
        )
    except REFUSALS as refusal:
        messages.warning(request, said(refusal))
    else:
        messages.success(request, _("Từ hôm nay thủ tục lại như đã công khai."))
    return redirect("catalogue-one", code)


@needs(VIEW)
@require_safe
def sources(request: Request) -> HttpResponse:
    context = {
        "rows": data_sources(),
        "may_edit": request.scope.may(EDIT),
        "connected": SourceStatus.CONNECTED,
    }
    return render(request, "admin/sources.html", context)


@needs(EDIT)
@never_cache
@form_page
def source(request: Request, code: str) -> HttpResponse:
    row = next((one for one in data_sources() if one.code == code), None)
    if row is None:
        raise Http404
    form = forms.Source(
        request.POST if request.method == "POST" else None,
        initial={"status": row.status.value, "connected_on": row.connected_on, "note": row.note},
    )
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.change_source(
                code=code,
                status=SourceStatus(given["status"]),
                connected_on=given["connected_on"],
                note=given["note"],
                by=check(request, EDIT),
                at=request.now,
            )
        except REFUSALS as refusal:
            form.add_error("connected_on", said(refusal))
        else:
            messages.success(request, _("Đã ghi tình trạng của nguồn dữ liệu."))
            return redirect("catalogue-sources")
    context = {"form": form, "row": row}
    return render(request, "admin/source.html", context, status=422 if form.errors else 200)


@needs(VIEW)
@never_cache
@form_page
def competence(request: Request) -> HttpResponse:
    """The table of a province, and a form under it for who may change it."""
    known = provinces(request)
    chosen = request.GET.get("tinh", "")
    province = chosen if chosen in dict(known) else own_province(request)
    post = request.method == "POST"
    if post:
        check(request, EDIT)
    form = forms.Competence(request.POST if post else None, initial={"valid_from": today(request)})
    if form.is_valid():
        try:
            _assign(request, form, province)
        except REFUSALS as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Đã ghi phân công."))
            return redirect(f"{request.path}?tinh={province}")
    rows = queries.competences(province_code=province)
    names = organisations.agencies({row.agency_id for row in rows})
    context: dict[str, Any] = {
        "form": form,
        "provinces": known,
        "province": province,
        "rows": [
            {"row": row, "agency": names.get(row.agency_id), "place": _(PLACES[row.place])}
            for row in rows
        ],
        "may_edit": request.scope.may(EDIT),
    }
    return render(request, "admin/competence.html", context, status=422 if form.errors else 200)


def _assign(request: Request, form: forms.Competence, province: str) -> None:
    given = form.cleaned_data
    subject = given["subject"].strip()
    procedure = subject[:1].isdigit()
    agency = organisations.agency_by_code(given["agency"], on=given["valid_from"])
    actions.assign_competence(
        province_code=province,
        place=form.place_chosen(),
        agency_id=agency.id,
        valid_from=given["valid_from"],
        source=given["source"],
        procedure_code=subject if procedure else "",
        field_code="" if procedure else subject,
        unit_code=given["unit"],
        by=check(request, EDIT),
        at=request.now,
    )


@needs(EDIT)
@never_cache
@form_page
def pack(request: Request) -> HttpResponse:
    """First what a pack would change; then, with the same text, the drafts."""
    post = request.method == "POST"
    form = forms.Pack(request.POST if post else None, request.FILES if post else None)
    parts = None
    if form.is_valid():
        text = form.cleaned_data["text"]
        try:
            if request.POST.get("nhap"):
                made = actions.import_pack(text=text, by=check(request, EDIT), at=request.now)
                count = sum(1 for part in made if part.sentences)
                messages.success(
                    request,
                    ngettext(
                        "Đã lập %(count)s bản thảo. Chạy thử từng bản trước khi công khai.",
                        "Đã lập %(count)s bản thảo. Chạy thử từng bản trước khi công khai.",
                        count,
                    )
                    % {"count": count},
                )
                return redirect("catalogue")
            parts = queries.pack_parts(read_pack(text), on=today(request))
        except REFUSALS as refusal:
            form.add_error("file", said(refusal))
    context = {
        "form": form,
        "parts": parts,
        "changed": [part for part in parts or () if part.sentences],
        "text": form.cleaned_data.get("text", "") if parts is not None else "",
        "fields": queries.fields().items(),
    }
    return render(request, "admin/pack.html", context, status=422 if form.errors else 200)


@needs(VIEW)
@require_safe
def export(request: Request) -> HttpResponse:
    field = request.GET.get("linh-vuc", "")[:40]
    try:
        text = write_pack(queries.pack_of(field, on=today(request)))
    except REFUSALS as refusal:
        messages.warning(request, said(refusal))
        return redirect("catalogue")
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{field}.yaml"'
    return response

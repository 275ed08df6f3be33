"""Opening a correction: what kind of mistake, for which dossiers, by which evidence."""

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.catalogue.queries.choices import ever_published
from lienthong.dossiers.actions import corrections as actions
from lienthong.dossiers.queries import correction_runs as runs
from lienthong.dossiers.rules.corrections import CorrectionKind, Policy
from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView
from lienthong.organisations.rules import AgencyKind, sort_key
from lienthong.papers import actions as papers
from lienthong.web.admin import correction_words as words
from lienthong.web.admin.acting import acting
from lienthong.web.admin.correction_forms import FORMS, Opening
from lienthong.web.admin.corrections import OPEN
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, check, form_page, needs
from lienthong.web.ui.asked import today
from lienthong.web.ui.saying import REFUSALS, said

if TYPE_CHECKING:
    from lienthong.dossiers.models import Correction

_COMPETENT: Final = frozenset(
    {
        AgencyKind.COMMUNE_COMMITTEE,
        AgencyKind.COMMUNE_POLICE,
        AgencyKind.PROVINCE_COMMITTEE,
        AgencyKind.PROVINCE_POLICE,
        AgencyKind.DEPARTMENT,
        AgencyKind.LAND_OFFICE,
        AgencyKind.SOCIAL_INSURANCE,
        AgencyKind.TAX,
    }
)


@needs(OPEN)
@require_safe
def choose(request: Request) -> HttpResponse:
    """What was recorded wrongly; `ma` is the dossier at which somebody saw it."""
    code = request.GET.get("ma", "")[:80]
    of_one = [kind for kind in words.KINDS if not code or kind.kind is not CorrectionKind.CALENDAR]
    context = {"kinds": of_one, "code": code}
    return render(request, "admin/correction_kinds.html", context)


@needs(OPEN)
@never_cache
@form_page
def new(request: Request, kind: str) -> HttpResponse:
    chosen = words.BY_SLUG.get(kind)
    if chosen is None:
        raise Http404
    form = _form(request, chosen.kind)
    if form.is_valid():
        try:
            correction = _opened(request, chosen.kind, form)
        except REFUSALS as refusal:
            form.add_error(None, said(refusal))
        else:
            if correction is not None:
                messages.success(
                    request, _("Đã mở lần đính chính. Chạy thử để xem hồ sơ nào thay đổi.")
                )
                return redirect("correction", correction.pk)
    context = {"form": form, "kind": chosen, "no_scope": chosen.kind is CorrectionKind.CALENDAR}
    return render(request, "admin/correction_new.html", context, status=422 if form.errors else 200)


def _form(request: Request, kind: CorrectionKind) -> Opening:
    post = request.method == "POST"
    initial = {
        "title": request.GET.get("ten", "")[:200],
        "version": request.GET.get("phien-ban", "")[:80],
        "codes": request.GET.get("ma", "")[:80],
        "touches_from": request.GET.get("tu", "")[:10],
        "evidence": request.GET.get("bang-chung", "")[:400],
    }
    more: dict[str, Any] = {}
    if kind is CorrectionKind.CALENDAR:
        more["edition"] = organisations.current_edition()
    return FORMS[kind](
        request.POST if post else None,
        request.FILES if post else None,
        versions=_versions(kind),
        agencies=_agencies(request),
        initial={name: value for name, value in initial.items() if value},
        **more,
    )


def _versions(kind: CorrectionKind) -> list[tuple[str, str]]:
    """Versions to choose from; where limits are corrected, each with the limit it says now."""
    found = []
    for version in ever_published():
        name = _("%(code)s %(name)s, phiên bản %(number)s") % {
            "code": version.code,
            "name": formats.own_name(version),
            "number": version.number,
        }
        if kind is not CorrectionKind.LIMIT:
            found.append((str(version.id), name))
            continue
        for option in version.content.time_options:
            limit = words.limit_words(option.amount, option.unit.value, option.cutoff)
            condition = f" ({option.condition})" if option.condition else ""
            found.append((f"{version.id}:{option.key}", f"{name}: {limit}{condition}"))
    return found


def _agencies(request: Request) -> list[tuple[int, str]]:
    """Agencies that settle dossiers, within reach."""
    on = today(request)
    found = organisations.agencies(request.scope.agencies(OPEN)).values()
    kept = [one for one in found if one.kind in _COMPETENT and one.exists(on=on)]

    def order(one: AgencyView) -> tuple[bool, str]:
        return one.level != "province", sort_key(one.name)

    return [(one.id, formats.own_name(one)) for one in sorted(kept, key=order)]


def _opened(request: Request, kind: CorrectionKind, form: Opening) -> "Correction | None":
    """None when the form says what is wrong."""
    actor = acting(request, OPEN)
    scope = form.scope()
    mine = request.scope.agencies(OPEN)
    if chosen := form.cleaned_data.get("agency"):
        check(request, OPEN, agency_id=chosen)
        scope["agencies"] = [chosen]
    else:
        scope["agencies"] = sorted(mine)
        if len(mine) > 1:
            scope["within"] = actor.agency
    if codes := scope.get("codes"):
        unknown = runs.unknown_codes(codes, agencies=scope["agencies"])
        if unknown:
            form.add_error(
                "codes",
                ngettext(
                    "%(count)s mã không có, hoặc ngoài phạm vi của mình: %(codes)s."
                    " Kiểm tra lại mã.",
                    "%(count)s mã không có, hoặc ngoài phạm vi của mình: %(codes)s."
                    " Kiểm tra lại mã.",
                    len(unknown),
                )
                % {"count": len(unknown), "codes": ", ".join(unknown[:5])},
            )
            return None
    given = form.cleaned_data
    scan = given.get("evidence_file")
    # The file lies on the disk already: an upload may be slow. Its row is written with the rest.
    with transaction.atomic():
        if scan is not None:
            papers.keep(scan.stored, at=request.now)
        return actions.open_correction(
            kind=kind,
            title=given["title"],
            scope=scope,
            change=form.change(),
            policy=Policy(given["policy"]),
            evidence=given["evidence"],
            evidence_file=scan.stored.sha256 if scan is not None else None,
            actor=actor,
            at=request.now,
        )

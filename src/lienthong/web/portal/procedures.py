"""The public catalogue: find a procedure, and everything a person wants to know about one."""

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lienthong.catalogue import queries as catalogue
from lienthong.catalogue.queries import ProcedureRow
from lienthong.catalogue.queries.connected import connected_sources
from lienthong.catalogue.rules import NotOffered
from lienthong.organisations.rules.vietnamese import sort_key
from lienthong.web.portal.paging import page_of
from lienthong.web.portal.promise import place_of
from lienthong.web.portal.reading import read
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, public
from lienthong.web.ui.asked import today

PAGE = 40
LONGEST_SEARCH = 100


@dataclass(frozen=True)
class FieldOption:
    code: str
    name: str


@dataclass(frozen=True)
class FieldGroup:
    name: str
    rows: tuple[ProcedureRow, ...]


@public
@require_safe
def procedures(request: Request) -> HttpResponse:
    on = today(request)
    text = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    field = request.GET.get("linh-vuc", "")
    everything = catalogue.published(on=on)
    found = catalogue.published(on=on, text=text, field=field) if text or field else everything
    if text:
        # The shortest name is the plain case of several: a birth, not a late one from abroad.
        found = sorted(found, key=lambda row: (sort_key(row.field_name), len(row.name)))
    page = page_of(
        found,
        lambda row: row.code,
        before=request.GET.get("before", ""),
        after=request.GET.get("after", ""),
        size=PAGE,
    )
    context = {
        "text": text,
        "field": field,
        "fields": [
            FieldOption(code, next(rows))
            for code, rows in (
                (code, map(_field_name, rows))
                for code, rows in groupby(everything, lambda row: row.field_code)
            )
        ],
        "count": len(found),
        "groups": [FieldGroup(name, tuple(rows)) for name, rows in groupby(page.rows, _field_name)],
        "page_of_list": page,
    }
    return render(request, "portal/procedures.html", context)


@public
@require_safe
def procedure(request: Request, code: str) -> HttpResponse:
    on = today(request)
    try:
        version = catalogue.version_in_force(code, on=on)
    except NotOffered:
        return render(request, "portal/not_offered.html", {"code": code}, status=404)
    place = place_of(
        version,
        code=request.GET.get("xa", ""),
        typed=request.GET.get("noi", "").strip()[:LONGEST_SEARCH],
        at=request.now,
        on=on,
    )
    text = read(version, connected=connected_sources())
    return render(request, "portal/procedure.html", {"text": text, "place": place})


def _field_name(row: ProcedureRow) -> str:
    return row.field_name_en if formats.english() and row.field_name_en else row.field_name

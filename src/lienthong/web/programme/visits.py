"""Unannounced visits. A plan exists only for who makes plans and holds no role in the unit: for
anybody else its address, list and counts answer as if it were not there (R31)."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lienthong.organisations import queries as organisations
from lienthong.papers.queries import download
from lienthong.programmes.actions import visits as actions
from lienthong.programmes.actions.visits import RemedyGiven
from lienthong.programmes.queries import visits as queries
from lienthong.programmes.queries.programmes import programmes
from lienthong.programmes.queries.suspicion import suspects
from lienthong.programmes.queries.thresholds import thresholds
from lienthong.programmes.queries.visits import Reader, VisitRow
from lienthong.programmes.rules.kinds import VisitState
from lienthong.programmes.rules.visiting import STATE_NAMES, hidden
from lienthong.web.programme.holding import agency_field, holders, inspected
from lienthong.web.programme.remedies import shown as remedies_shown
from lienthong.web.programme.telling import reason_told
from lienthong.web.programme.visit_tabs import PLAN, VIEW, tabs
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, form_page, needs
from lienthong.web.ui.asked import today, typed
from lienthong.web.ui.fields import day_field, long_field
from lienthong.web.ui.saying import REFUSALS, said
from lienthong.web.ui.status import Tag
from lienthong.web.ui.tables import table
from lienthong.web.ui.uploads import ScanField

SHOWN: Final = 60
_LOOKS: Final[Mapping[VisitState, tuple[str, str]]] = {
    VisitState.PLANNED: ("run", "calendar"),
    VisitState.RECORDED: ("done", "clipboard-check"),
    VisitState.DROPPED: ("", "x"),
}


def reader(request: Request) -> Reader:
    return queries.reader_of(request.scope)


@needs(VIEW)
@never_cache
@require_safe
def listed(request: Request) -> HttpResponse:
    text = typed(request)
    rows = queries.visits(reader(request), text=text)
    names = organisations.agencies({row.agency for row in rows})
    if request.GET.get("dang") == "csv":
        heads = [_("Đơn vị"), _("Ngày"), _("Tình trạng"), _("Lý do"), _("Điều đã thấy")]
        return table(
            "kiem-tra-dot-xuat.csv",
            heads,
            (
                (
                    formats.own_name(names[row.agency]), row.planned_on.isoformat(),
                    _(STATE_NAMES[row.state]), row.reason, row.findings,
                )
                for row in rows
            ),
        )  # fmt: skip
    lines: list[dict[str, Any]] = [
        {
            "row": row,
            "unit": formats.own_name(names[row.agency]),
            "tag": state_tag(row),
        }
        for row in rows
    ]
    planned = [line for line in lines if line["row"].state is VisitState.PLANNED]
    context = {
        "planned": planned,
        "lines": [line for line in lines if line not in planned],
        "text": text,
        "may_plan": bool(request.scope.may(PLAN)),
        "tabs": tabs(request, "visits"),
    }
    return render(request, "programme/visits.html", context)


def state_tag(row: VisitRow) -> Tag:
    kind, icon = _LOOKS[row.state]
    return Tag(kind, icon, _(STATE_NAMES[row.state]))


@needs(PLAN)
@never_cache
@require_safe
def suggestions(request: Request) -> HttpResponse:
    """Where reports and use contradict each other, without the units of the reader."""
    found = suspects(request.scope.agencies(PLAN), as_of=request.now)
    own = reader(request).own
    places = {place.id: place for place in queries.places(one.agency for one in found)}
    found = [one for one in found if not hidden(places[one.agency], 0, own)]
    names = organisations.agencies({one.agency for one in found})
    lines: list[dict[str, Any]] = [
        {
            "one": one,
            "unit": formats.own_name(names[one.agency]),
            "reasons": [reason_told(each.message, each.values) for each in one.reasons],
        }
        for one in found
    ]
    if request.GET.get("dang") == "csv":
        heads = [_("Đơn vị"), _("Điểm chênh"), _("Hồ sơ đo được"), _("Trực tuyến"), _("Vì sao")]
        return table(
            "noi-nen-kiem-tra.csv",
            heads,
            (
                (
                    line["unit"], formats.number(line["one"].points, 1), line["one"].received,
                    line["one"].online, " ".join(line["reasons"]),
                )
                for line in lines
            ),
        )  # fmt: skip
    context = {
        "lines": lines[:SHOWN],
        "count": len(lines),
        "days": found[0].days if found else thresholds(None).number("visit_days"),
        "tabs": tabs(request, "visit-suggestions"),
    }
    return render(request, "programme/visit_suggestions.html", context)


class Plan(forms.Form):
    programme = forms.TypedChoiceField(
        label=gettext_lazy("Chương trình"),
        coerce=int,
        error_messages={"required": gettext_lazy("Chọn chương trình")},
    )
    visited = agency_field(gettext_lazy("Đơn vị kiểm tra"), gettext_lazy("Ghi tên đơn vị"))
    planned_on = day_field(gettext_lazy("Ngày kiểm tra"))
    reason = long_field(gettext_lazy("Lý do"), gettext_lazy("Ghi vì sao kiểm tra nơi này"))

    def __init__(self, *args: Any, request: Request, **options: Any) -> None:
        super().__init__(*args, **options)
        self.request = request
        mine = request.scope.agencies(PLAN)
        choices = [
            (one.id, formats.own_name(one))
            for one in programmes()
            if one.standing is not None and one.standing.id in mine
        ]
        self.fields["programme"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["programme"].initial = choices[0][0]

    def clean_visited(self) -> int:
        return inspected(self.cleaned_data["visited"], self.request)


@needs(PLAN)
@never_cache
@form_page
def plan(request: Request) -> HttpResponse:
    post = request.method == "POST"
    chosen = request.GET.get("don-vi", "")
    initial = {}
    if chosen.isdecimal() and int(chosen) in request.scope.agencies(PLAN):
        initial["visited"] = formats.own_name(organisations.agency(int(chosen)))
    form = Plan(request.POST if post else None, request=request, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        agency = holders(request.scope, PLAN, {given["visited"]})[0]
        try:
            made = actions.plan_visit(
                programme=given["programme"],
                visited=given["visited"],
                planned_on=given["planned_on"],
                reason=given["reason"],
                agency=agency,
                by=request.scope.actor_for(PLAN, agency_id=agency),
                at=request.now,
            )
        except REFUSALS as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Đã lên lịch. Đơn vị chưa thấy cho đến khi ghi nhận."))
            return redirect("visit", made.code)
    return render(
        request, "programme/visit_plan.html", {"form": form}, status=422 if form.errors else 200
    )


def opened(request: Request, code: str) -> VisitRow:
    """The visit, or 404 as for any code that does not exist."""
    found = queries.visit(code, reader(request))
    if found is None:
        raise Http404
    return found


@needs(VIEW)
@never_cache
@require_safe
def one(request: Request, code: str) -> HttpResponse:
    row = opened(request, code)
    unit = organisations.agency(row.agency)
    area = request.scope.agencies(VIEW) | request.scope.agencies(PLAN)
    todo = queries.remedies(area, on=today(request), visit_code=code)
    planner = row.planned_by in request.scope.agencies(PLAN)
    context = {
        "row": row,
        "tag": state_tag(row),
        "unit": formats.own_name(unit),
        "planner": formats.own_name(organisations.agency(row.planned_by)),
        "grounds": _grounds(row),
        "remedies": remedies_shown(todo, request),
        "may_record": planner and row.state is VisitState.PLANNED,
    }
    return render(request, "programme/visit.html", context)


def _grounds(row: VisitRow) -> list[dict[str, str]]:
    """What was reported, measured and found, side by side, with the sentence."""
    return [
        {
            "sentence": reason_told(ground["message"], ground["values"]),
            "name": str(ground["values"].get("name", "")),
            "reported": _counted(ground["values"].get("reported")),
            "measured": _counted(ground["values"].get("measured")),
            "found": row.found.get(str(ground["values"].get("name", "")), ""),
        }
        for ground in row.grounds
    ]


def _counted(value: object) -> str:
    return formats.number(float(str(value))) if value not in (None, "") else "–"


class Record(forms.Form):
    """A line for what was counted on the spot beside each reported figure, and up to three things
    to be put right; more can be added later."""

    findings = long_field(
        gettext_lazy("Điều đã thấy"),
        gettext_lazy("Ghi điều đã thấy tại chỗ"),
        help_text=gettext_lazy("Ai đang dùng, dùng thế nào, còn gì chưa có."),
        max_length=8000,
    )
    file = ScanField(label=gettext_lazy("Biên bản hoặc ảnh"), required=False)

    def __init__(self, *args: Any, row: VisitRow, **options: Any) -> None:
        super().__init__(*args, **options)
        self.names = [
            str(ground["values"]["name"]) for ground in row.grounds if "name" in ground["values"]
        ]
        for place, name in enumerate(self.names):
            self.fields[f"found-{place}"] = forms.CharField(
                label=_("Đếm tại chỗ: %(name)s") % {"name": name}, required=False, max_length=60
            )
        for place in (1, 2, 3):
            self.fields[f"remedy-{place}"] = forms.CharField(
                label=_("Việc phải khắc phục %(place)s") % {"place": place},
                required=False,
                max_length=1000,
            )
            self.fields[f"due-{place}"] = day_field(
                _("Xong trước ngày (việc %(place)s)") % {"place": place}, required=False
            )

    @property
    def found(self) -> dict[str, str]:
        told = ((name, self.cleaned_data[f"found-{n}"]) for n, name in enumerate(self.names))
        return {name: value for name, value in told if value}

    @property
    def remedies(self) -> list[RemedyGiven]:
        given = self.cleaned_data
        return [
            RemedyGiven(text=given[f"remedy-{place}"], due_on=given[f"due-{place}"])
            for place in (1, 2, 3)
            if given[f"remedy-{place}"]
        ]


@needs(PLAN)
@never_cache
@form_page
def record(request: Request, code: str) -> HttpResponse:
    row = opened(request, code)
    post = request.method == "POST"
    form = Record(request.POST if post else None, request.FILES if post else None, row=row)
    if form.is_valid():
        try:
            _recorded(request, row, form)
        except REFUSALS as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Đã ghi nhận. Từ bây giờ đơn vị thấy kết quả kiểm tra."))
            return redirect("visit", code)
    context = {
        "form": form,
        "row": row,
        "unit": formats.own_name(organisations.agency(row.agency)),
    }
    return render(
        request, "programme/visit_record.html", context, status=422 if form.errors else 200
    )


def _recorded(request: Request, row: VisitRow, form: Record) -> None:
    scan = form.cleaned_data["file"]
    actions.record_visit(
        code=row.code,
        findings=form.cleaned_data["findings"],
        found=form.found,
        file=scan.stored if scan else None,
        remedies=form.remedies,
        agency=row.planned_by,
        by=request.scope.actor_for(PLAN, agency_id=row.planned_by),
        at=request.now,
    )


@needs(PLAN)
@require_POST
def drop(request: Request, code: str) -> HttpResponse:
    row = opened(request, code)
    try:
        actions.drop_visit(
            code=code,
            agency=row.planned_by,
            by=request.scope.actor_for(PLAN, agency_id=row.planned_by),
            at=request.now,
        )
    except REFUSALS as refusal:
        messages.warning(request, said(refusal))
    else:
        messages.success(request, _("Đã bỏ lịch kiểm tra."))
    return redirect("visits")


@needs(VIEW)
@require_safe
def file(request: Request, code: str) -> HttpResponseBase:
    row = opened(request, code)
    if row.file is None:
        raise Http404
    try:
        got = download(row.file, name=_("bien-ban-kiem-tra"), inline=True)
    except REFUSALS as refusal:
        messages.warning(request, said(refusal))
        return redirect("visit", code)
    return StreamingHttpResponse(got.chunks, headers=got.headers)

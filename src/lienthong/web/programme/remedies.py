"""What has to be put right after inspections, followed to the end; and the consolidated report."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lienthong.accounts import queries as accounts
from lienthong.accounts.rules import Permission
from lienthong.organisations import queries as organisations
from lienthong.programmes.actions import visits as actions
from lienthong.programmes.queries import visits as queries
from lienthong.programmes.queries.visits import RemedyRow
from lienthong.programmes.rules import NotAllowed
from lienthong.programmes.rules.kinds import RemedyState
from lienthong.programmes.rules.visiting import REMEDY_NAMES
from lienthong.web.programme.visit_tabs import PLAN, VIEW, tabs
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, needs
from lienthong.web.ui.asked import today
from lienthong.web.ui.fields import day_field, long_field
from lienthong.web.ui.saying import REFUSALS, said
from lienthong.web.ui.status import Tag
from lienthong.web.ui.tables import table

WORK: Final = Permission.TASK_WORK
TABS: Final[Mapping[str, tuple[str, Promise]]] = {
    "": ("open", gettext_lazy("Đang khắc phục")),
    "thieu": ("missing", gettext_lazy("Thiếu người hoặc ngày")),
    "qua-han": ("late", gettext_lazy("Quá hạn")),
    "cho": ("waiting", gettext_lazy("Chờ xác nhận")),
    "xong": ("done", gettext_lazy("Đã khắc phục")),
}


def state_tag(row: RemedyRow) -> Tag:
    if row.state is RemedyState.DONE:
        return Tag("done", "check", _(REMEDY_NAMES[row.state]))
    if row.waiting:
        return Tag("check", "hourglass", _("Chờ xác nhận"))
    if row.late:
        return Tag("late", "triangle-alert", _("Quá hạn khắc phục"))
    if row.missing:
        return Tag("soon", "circle-alert", _("Thiếu người hoặc ngày"))
    return Tag("run", "play", _(REMEDY_NAMES[row.state]))


def shown(rows: Sequence[RemedyRow], request: Request) -> list[dict[str, Any]]:
    units = organisations.agencies({row.agency for row in rows})
    people = accounts.persons({row.person for row in rows if row.person})
    return [
        {
            "row": row,
            "tag": state_tag(row),
            "unit": formats.own_name(units[row.agency]),
            "person": people[row.person].full_name if row.person in people else "",
            "ground": ground_told(row),
        }
        for row in rows
    ]


def ground_told(row: RemedyRow) -> str:
    """What it is demanded for, in words."""
    if row.task:
        return _("Cảnh báo nhiệm vụ %(code)s") % {"code": row.task}
    if row.difficulty:
        return _("Khó khăn %(code)s") % {"code": row.difficulty}
    return row.origin or _("Kiểm tra đột xuất")


def area(request: Request) -> frozenset[int]:
    return request.scope.agencies(VIEW) | request.scope.agencies(PLAN)


@needs(VIEW)
@never_cache
@require_safe
def listed(request: Request) -> HttpResponse:
    tab = request.GET.get("loc", "")
    tab = tab if tab in TABS else ""
    rows = queries.remedies(area(request), on=today(request), only=TABS[tab][0])
    lines = shown(rows, request)
    if request.GET.get("dang") == "csv":
        heads = [
            _("Đơn vị"), _("Việc phải khắc phục"), _("Người chịu trách nhiệm"),
            _("Xong trước ngày"), _("Tình trạng"), _("Kết quả"), _("Căn cứ"),
        ]  # fmt: skip
        return table(
            "khac-phuc.csv",
            heads,
            (
                (
                    line["unit"], line["row"].text, line["person"],
                    line["row"].due_on.isoformat() if line["row"].due_on else "",
                    str(line["tag"].words), line["row"].result,
                    line["ground"],
                )
                for line in lines
            ),
        )  # fmt: skip
    counts = queries.remedy_counts(area(request), on=today(request))
    context = {
        "lines": lines,
        "late": counts["late"],
        "may_demand": request.scope.may(PLAN),
        "tab": tab,
        "filters": [(key, words, counts[only]) for key, (only, words) in TABS.items()],
        "tabs": tabs(request, "remedies"),
    }
    return render(request, "programme/remedies.html", context)


class RemedyForm(forms.Form):
    def __init__(self, *args: Any, request: Request, row: RemedyRow, **options: Any) -> None:
        super().__init__(*args, **options)


class Named(RemedyForm):
    """Who puts it right, until when: somebody who holds a role in the agency."""

    person = forms.TypedChoiceField(
        label=gettext_lazy("Người chịu trách nhiệm"),
        coerce=int,
        error_messages={"required": gettext_lazy("Chọn người chịu trách nhiệm")},
    )
    due_on = day_field(gettext_lazy("Xong trước hết ngày"))

    def __init__(self, *args: Any, request: Request, row: RemedyRow, **options: Any) -> None:
        options.setdefault("initial", {"person": row.person, "due_on": row.due_on})
        super().__init__(*args, request=request, row=row, **options)
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", "–"), *people_of(row.agency, at=request.now),
        ]  # fmt: skip


def people_of(agency: int, *, at: datetime) -> list[tuple[int, str]]:
    """Who holds a role in the agency: number and name of each person, by given name."""
    accounts_held = {one.account_id for one in accounts.officers_of(agency, at=at)}
    people = {
        view.person.id: view.person.full_name
        for number in accounts_held
        if (view := accounts.account(number)) is not None
    }
    return sorted(people.items(), key=lambda pair: (pair[1].split()[-1:], pair[1]))


class Result(RemedyForm):
    result = long_field(
        gettext_lazy("Đã khắc phục thế nào"), gettext_lazy("Ghi đã khắc phục thế nào, từ ngày nào")
    )


class Returned(RemedyForm):
    reason = long_field(gettext_lazy("Còn thiếu điều gì"), gettext_lazy("Ghi còn thiếu điều gì"))


class Confirmed(RemedyForm):
    """Only a press."""


FORMS: Final[Mapping[str, tuple[type[RemedyForm], Promise, Promise]]] = {
    "phan-cong": (
        Named, gettext_lazy("Ghi người và ngày"), gettext_lazy("Đã ghi người và ngày."),
    ),
    "bao-cao": (
        Result, gettext_lazy("Báo kết quả"), gettext_lazy("Đã báo kết quả, chờ xác nhận."),
    ),
    "xac-nhan": (
        Confirmed, gettext_lazy("Xác nhận đã khắc phục"), gettext_lazy("Đã xác nhận."),
    ),
    "tra-lai": (
        Returned, gettext_lazy("Chưa đạt, trả lại"), gettext_lazy("Đã trả lại kèm lý do."),
    ),
}  # fmt: skip


def _acting(request: Request, row: RemedyRow, name: str) -> tuple[int, str] | None:
    """The agency and the `by=` text of an act; None where it is not for this reader."""
    mine = request.scope.may(WORK, agency_id=row.agency)
    planners = [
        held.agency_id
        for held in request.scope.holdings
        if row.agency in request.scope.agencies(PLAN) and held.agency_id != row.agency
    ]
    if name in {"phan-cong", "bao-cao"} and mine:
        return row.agency, request.scope.actor_for(WORK, agency_id=row.agency)
    if name != "bao-cao" and planners:
        return planners[0], request.scope.actor_for(PLAN, agency_id=row.agency)
    return None


def _fits(row: RemedyRow, name: str) -> bool:
    if row.state is RemedyState.DONE:
        return False
    return row.waiting if name in {"xac-nhan", "tra-lai"} else True


@needs(VIEW)
@never_cache
@require_safe
def one(request: Request, remedy_id: int) -> HttpResponse:
    return page(request, _opened(request, remedy_id), {})


@needs(VIEW)
@never_cache
@require_POST
def act(request: Request, remedy_id: int, name: str) -> HttpResponse:
    row = _opened(request, remedy_id)
    if name not in FORMS:
        raise Http404
    kind, _title, done = FORMS[name]
    form = kind(request.POST, request=request, row=row)
    if form.is_valid():
        try:
            _done(request, row, name, form.cleaned_data)
        except REFUSALS as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, str(done))
            return redirect("remedy", row.id)
    return page(request, row, {name: form}, status=422)


def _opened(request: Request, remedy_id: int) -> RemedyRow:
    row = queries.remedy(remedy_id, area(request), on=today(request))
    if row is None:
        raise Http404
    return row


def _done(request: Request, row: RemedyRow, name: str, given: Mapping[str, Any]) -> None:
    acting = _acting(request, row, name)
    if acting is None:
        raise NotAllowed(
            "Vai trò của mình không làm được việc này. Đề nghị người phụ trách của đơn vị."
        )
    agency, by = acting
    common: dict[str, Any] = {"remedy_id": row.id, "agency": agency, "by": by, "at": request.now}
    match name:
        case "phan-cong":
            actions.name_remedy(**common, person=given["person"], due_on=given["due_on"])
        case "bao-cao":
            actions.report_remedy(**common, result=given["result"])
        case "xac-nhan":
            actions.close_remedy(**common)
        case _:
            actions.return_remedy(**common, reason=given["reason"])


def page(
    request: Request, row: RemedyRow, bound: Mapping[str, forms.Form], *, status: int = 200
) -> HttpResponse:
    offers = [
        (name, title, bound.get(name) or kind(request=request, row=row), name in bound)
        for name, (kind, title, _done_) in FORMS.items()
        if _fits(row, name) and _acting(request, row, name) is not None
    ]
    # What moves it on stands first, and open.
    next_one = "xac-nhan" if row.waiting else "phan-cong" if row.missing else "bao-cao"
    offers.sort(key=lambda offer: offer[0] != next_one)
    context = {**shown([row], request)[0], "offers": offers, "errors": list(bound.values())}
    return render(request, "programme/remedy.html", context, status=status)

"""Having something put right without a visit: after a warning, a difficulty, an inspection."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from lienthong.organisations import queries as organisations
from lienthong.programmes.actions.visits import RemedyGiven, demand_remedy
from lienthong.programmes.queries import difficulties
from lienthong.programmes.queries.attached import TaskToAttach, task_to_attach
from lienthong.programmes.queries.difficulties import DifficultyRow
from lienthong.programmes.queries.programmes import ProgrammeView, visible_programmes
from lienthong.web.programme.holding import agency_field, holders, inspected, offered, own_province
from lienthong.web.programme.remedies import people_of
from lienthong.web.programme.visit_tabs import PLAN, VIEW
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, form_page, needs
from lienthong.web.ui.asked import today, typed
from lienthong.web.ui.fields import choice_field, day_field, long_field, text_field
from lienthong.web.ui.saying import REFUSALS, said

_CHOOSE: Final = gettext_lazy("Chọn chương trình")


@dataclass(frozen=True)
class Ground:
    """What it is demanded for: a task, a difficulty, or what is written in `origin`. `owner`: who
    has to put it right, where the ground says so."""

    task: TaskToAttach | None
    difficulty: DifficultyRow | None
    programme: int | None
    owner: int | None


class Demand(forms.Form):
    programme = forms.TypedChoiceField(
        label=gettext_lazy("Chương trình"),
        coerce=int,
        error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE},
    )
    owner = agency_field(
        gettext_lazy("Đơn vị phải khắc phục"), gettext_lazy("Ghi tên đơn vị phải khắc phục")
    )
    origin = text_field(
        gettext_lazy("Căn cứ"),
        gettext_lazy("Ghi số kết luận hoặc biên bản nêu việc phải khắc phục."),
        help_text=gettext_lazy("Số, ngày kết luận hoặc biên bản kiểm tra."),
    )
    text = long_field(gettext_lazy("Việc phải khắc phục"), gettext_lazy("Ghi việc phải khắc phục."))
    person = choice_field(
        gettext_lazy("Người chịu trách nhiệm"), gettext_lazy("Chọn người trong danh sách"),
        required=False,
    )  # fmt: skip
    due_on = day_field(gettext_lazy("Xong trước hết ngày"), required=False)

    def __init__(
        self, *args: Any, request: Request, ground: Ground, runs: list[ProgrammeView], **rest: Any
    ):
        super().__init__(*args, **rest)
        self.request, self.ground = request, ground
        choices = [(one.id, formats.own_name(one)) for one in runs]
        self.fields["programme"].choices = choices  # type: ignore[attr-defined]
        if ground.programme is not None:
            del self.fields["programme"]
        if ground.task is not None or ground.difficulty is not None:
            del self.fields["origin"]
        if ground.owner is None:
            # Who answers for it is chosen on the next page, out of the people of the unit.
            del self.fields["person"]
        else:
            del self.fields["owner"]
            self.fields["person"].choices = [  # type: ignore[attr-defined]
                ("", "–"), *people_of(ground.owner, at=request.now),
            ]  # fmt: skip

    def clean_owner(self) -> int:
        return inspected(self.cleaned_data["owner"], self.request)

    def clean_due_on(self) -> date | None:
        due: date | None = self.cleaned_data["due_on"]
        if due is not None and due < today(self.request):
            raise forms.ValidationError(_("Hạn phải từ hôm nay trở đi. Chọn lại ngày."))
        return due


def ground_of(request: Request) -> Ground:
    """What the address names (`?nhiem-vu=`, `?kho-khan=`, `?don-vi=`), as far as it is the reader's
    to demand something of."""
    mine = request.scope.agencies(PLAN)
    task = task_to_attach(typed(request, "nhiem-vu", 60), mine)
    page = difficulties.difficulty(typed(request, "kho-khan", 40), mine, as_of=request.now)
    difficulty = page.row if page and task is None else None
    chosen = typed(request, "don-vi", 9)
    owner = task.lead if task else difficulty.owner if difficulty else None
    if owner is None and chosen.isdecimal():
        owner = int(chosen)
    programme = task.programme if task else difficulty.programme if difficulty else None
    return Ground(task, difficulty, programme, owner if owner in mine else None)


@needs(PLAN)
@never_cache
@form_page
def new(request: Request) -> HttpResponse:
    ground = ground_of(request)
    runs = visible_programmes(request.scope.agencies(VIEW))
    posted = request.POST if request.method == "POST" else None
    form = Demand(posted, request=request, ground=ground, runs=runs)
    if form.is_valid():
        given = form.cleaned_data
        owner = ground.owner or given["owner"]
        agency = holders(request.scope, PLAN, {owner})[0]
        try:
            made = demand_remedy(
                programme=ground.programme or given["programme"],
                owner=owner,
                given=RemedyGiven(
                    text=given["text"],
                    person=int(given["person"]) if given.get("person") else None,
                    due_on=given["due_on"],
                ),
                task=ground.task.id if ground.task else None,
                difficulty=ground.difficulty.id if ground.difficulty else None,
                origin=given.get("origin", ""),
                agency=agency,
                by=request.scope.actor_for(PLAN, agency_id=agency),
                at=request.now,
            )
        except REFUSALS as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Đã nêu việc khắc phục. Đơn vị thấy ngay và báo kết quả."))
            return redirect("remedy", made.pk)
    context = {
        "form": form,
        "ground": ground,
        "unit": organisations.agency(ground.owner) if ground.owner else None,
        "names": offered(own_province(request.scope), on=today(request)),
    }
    status = 422 if form.errors else 200
    return render(request, "programme/remedy_new.html", context, status=status)

"""Assigning a task by hand: what no document, cascade or meeting has made."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.forms.boundfield import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lienthong.accounts.rules import Permission
from lienthong.organisations.queries import AgencyView
from lienthong.organisations.rules import Level
from lienthong.programmes.actions.tasks import assign_task
from lienthong.programmes.queries.programmes import ProgrammeView, programmes
from lienthong.programmes.rules.assigning import TITLE_LIMIT, KeyResultGiven
from lienthong.programmes.rules.kinds import Bloc, DeadlineKind, Pillar, Urgency
from lienthong.reports.queries.forms import find_indicators
from lienthong.web.programme.directive_words import DEADLINES, RHYTHMS
from lienthong.web.programme.forms import end_of, number_of
from lienthong.web.programme.holding import agency_field, named, offered
from lienthong.web.programme.words import BLOCS, PILLARS, URGENCIES
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, check, needs
from lienthong.web.ui.asked import today, typed
from lienthong.web.ui.fields import choice_field, day_field, long_field, text_field
from lienthong.web.ui.saying import REFUSALS, said

EDIT: Final = Permission.PROGRAMME_EDIT
RESULTS: Final = (1, 2, 3, 4)
SUPPORTING: Final = (1, 2, 3, 4)


class Assigning(forms.Form):
    programme = forms.TypedChoiceField(
        label=gettext_lazy("Chương trình"),
        coerce=int,
        error_messages={
            "required": gettext_lazy("Chọn chương trình"),
            "invalid_choice": gettext_lazy("Chọn chương trình"),
        },
    )
    title = long_field(
        gettext_lazy("Nội dung nhiệm vụ"),
        gettext_lazy("Ghi nội dung nhiệm vụ"),
        max_length=TITLE_LIMIT,
    )
    objective = long_field(gettext_lazy("Mục tiêu"), "", required=False)
    product = text_field(gettext_lazy("Sản phẩm"), "", required=False, max_length=300)
    lead = agency_field(
        gettext_lazy("Chủ trì, chịu trách nhiệm"),
        gettext_lazy("Ghi tên cơ quan chủ trì"),
        help_text=gettext_lazy("Đúng một cơ quan. Gõ tên, có hoặc không dấu."),
    )
    pillar = choice_field(
        gettext_lazy("Trụ cột"),
        gettext_lazy("Chọn trụ cột"),
        choices=[("", "–"), *((one.value, name) for one, name in PILLARS.items())],
    )
    blocs = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Khối"),
        required=False,
        coerce=Bloc,
        choices=[(one.value, name) for one, name in BLOCS.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Chọn khối")},
    )
    urgency = choice_field(
        gettext_lazy("Độ khẩn"),
        gettext_lazy("Chọn độ khẩn"),
        choices=[(one.value, name) for one, name in URGENCIES.items()],
        initial=Urgency.NORMAL.value,
    )
    deadline_kind = choice_field(
        gettext_lazy("Loại thời hạn"),
        gettext_lazy("Chọn loại thời hạn"),
        choices=[(one.value, name) for one, name in DEADLINES.items()],
        initial=DeadlineKind.DATE.value,
    )
    due = day_field(gettext_lazy("Ngày cuối cùng còn trong hạn"), required=False)
    recurrence = forms.ChoiceField(
        label=gettext_lazy("Nhịp báo cáo, nếu thường xuyên"),
        required=False,
        choices=[("", "–"), *RHYTHMS.items()],
        error_messages={"invalid_choice": gettext_lazy("Chọn nhịp báo cáo")},
    )
    condition = text_field(
        gettext_lazy("Điều kiện, nếu chờ điều kiện"), "", required=False, max_length=300
    )

    def __init__(self, *args: Any, request: Request, **options: Any) -> None:
        super().__init__(*args, **options)
        self.request, self.on = request, today(request)
        self.run = runs(request)
        self.fields["programme"].choices = [  # type: ignore[attr-defined]
            *([("", "–")] if len(self.run) > 1 else []),
            *((one.id, f"{one.code}: {formats.own_name(one)}") for one in self.run.values()),
        ]
        for at in SUPPORTING:
            self.fields[f"supporting_{at}"] = agency_field(
                _("Cơ quan phối hợp %(number)d") % {"number": at}, "", required=False
            )
        self.indicators = {one.code: one for one in find_indicators(on=self.on)}
        measures = [("", "–"), *((one.code, one.name) for one in self.indicators.values())]
        for at in RESULTS:
            self.fields[f"name_{at}"] = text_field(
                _("Kết quả chính %(number)d") % {"number": at}, "", required=False
            )
            self.fields[f"target_{at}"] = text_field(
                _("Chỉ tiêu"), "", max_length=30, required=False,
                widget=forms.TextInput(attrs={"class": "short fig", "inputmode": "decimal"}),
            )  # fmt: skip
            self.fields[f"measure_{at}"] = text_field(
                _("Đơn vị đo"), "", max_length=40, required=False,
                widget=forms.TextInput(attrs={"class": "short"}),
            )  # fmt: skip
            self.fields[f"indicator_{at}"] = choice_field(
                _("Đo bằng chỉ tiêu của hệ thống"), _("Chọn chỉ tiêu trong danh sách"),
                choices=measures, required=False,
            )  # fmt: skip

    @property
    def what(self) -> Iterator[BoundField]:
        return (self[name] for name in ("programme", "title", "objective", "product"))

    @property
    def who(self) -> Iterator[BoundField]:
        return (self[name] for name in ("lead", *(f"supporting_{at}" for at in SUPPORTING)))

    @property
    def when(self) -> Iterator[BoundField]:
        return (
            self[name]
            for name in ("pillar", "blocs", "urgency", "deadline_kind", "due", "recurrence",
                         "condition")
        )  # fmt: skip

    @property
    def results(self) -> Iterator[tuple[BoundField, ...]]:
        return (
            tuple(self[f"{part}_{at}"] for part in ("name", "target", "measure", "indicator"))
            for at in RESULTS
        )

    def clean_due(self) -> datetime | None:
        due = end_of(self.cleaned_data["due"])
        if due is not None and due <= self.request.now:
            raise forms.ValidationError(_("Hạn phải từ hôm nay trở đi. Chọn lại ngày."))
        return due

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        programme = self.run.get(given.get("programme", 0))
        if programme is not None and programme.standing is not None:
            self._parties(given, programme.standing)
        self._deadline(given)
        given["key_results"] = [
            result for at in RESULTS if (result := self._result(given, at)) is not None
        ]
        return given

    def _parties(self, given: dict[str, Any], standing: AgencyView) -> None:
        """The agencies that were named. The lead is of the programme's own province."""
        lead = self._agency("lead", given, standing)
        if (
            lead is not None
            and standing.level is not Level.MINISTRY
            and lead.province_code != standing.province_code
        ):
            told = _("%(name)s ngoài phạm vi của cơ quan thường trực. Chọn nơi khác.")
            self.add_error("lead", told % {"name": formats.own_name(lead)})
        given["standing_id"] = standing.id
        given["lead_id"] = lead.id if lead else None
        given["supporting"] = []
        for at in SUPPORTING:
            other = self._agency(f"supporting_{at}", given, standing)
            if other is None:
                continue
            if lead is not None and other.id == lead.id:
                self.add_error(
                    f"supporting_{at}",
                    _("Cơ quan chủ trì không đồng thời là cơ quan phối hợp. Bỏ một vai."),
                )
            given["supporting"].append(other.id)

    def _agency(self, name: str, given: dict[str, Any], standing: AgencyView) -> AgencyView | None:
        if not given.get(name):
            return None
        try:
            return named(given[name], on=self.on, province=standing.province_code)
        except forms.ValidationError as wrong:
            self.add_error(name, wrong)
            return None

    def _deadline(self, given: dict[str, Any]) -> None:
        """What the kind of deadline asks for; what belongs to another kind is left out."""
        kind = given.get("deadline_kind")
        wanted = {
            DeadlineKind.DATE: ("due", _("Chọn ngày, hoặc chọn loại thời hạn khác")),
            DeadlineKind.RECURRING: ("recurrence", _("Chọn nhịp báo cáo")),
            DeadlineKind.CONDITION: (
                "condition",
                _("Ghi điều kiện phải chờ, ví dụ: sau khi thông tư được ban hành."),
            ),
        }
        for one, (name, sentence) in wanted.items():
            if kind == one.value and not given.get(name) and name not in self.errors:
                self.add_error(name, sentence)
            if kind != one.value and name in given:
                given[name] = None if name == "due" else ""

    def _result(self, given: dict[str, Any], at: int) -> KeyResultGiven | None:
        name, target, measure, indicator = (
            given.get(f"{part}_{at}", "") for part in ("name", "target", "measure", "indicator")
        )
        wrong_already = any(f"{part}_{at}" in self.errors for part in ("target", "indicator"))
        if wrong_already or not any((name, target, measure, indicator)):
            return None
        chosen = self.indicators.get(indicator)
        measure = measure or (chosen.measure if chosen else "")
        if not name:
            self.add_error(f"name_{at}", _("Ghi kết quả chính đo được"))
        if not measure:
            self.add_error(f"measure_{at}", _("Ghi đơn vị đo"))
        rising = chosen is None or chosen.rising is not False
        try:
            number = number_of(target)
            if rising and number <= 0:
                raise forms.ValidationError(_("Ghi một số lớn hơn 0"))
        except forms.ValidationError as wrong:
            self.add_error(f"target_{at}", wrong)
            return None
        return KeyResultGiven(
            name=name, target=number, measure=measure, rising=rising, indicator=indicator
        )


def runs(request: Request) -> dict[int, ProgrammeView]:
    """The programmes whose tasks the reader may assign."""
    mine = request.scope.agencies(EDIT)
    return {
        one.id: one for one in programmes() if one.standing is not None and one.standing.id in mine
    }


@needs(EDIT)
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Assign one, in any programme of the reader's or (`?chuong-trinh=`) first in this one."""
    asked = typed(request, "chuong-trinh", 40)
    known = runs(request)
    form = Assigning(
        request.POST if request.method == "POST" else None,
        request=request,
        initial={"programme": next((one.id for one in known.values() if one.code == asked), None)},
    )
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = assign_task(
                programme_id=given["programme"],
                title=given["title"],
                objective=given["objective"],
                product=given["product"],
                lead_id=given["lead_id"],
                assigner_id=given["standing_id"],
                supporting=given["supporting"],
                pillar=Pillar(given["pillar"]),
                blocs=given["blocs"],
                urgency=Urgency(given["urgency"]),
                deadline_kind=DeadlineKind(given["deadline_kind"]),
                due_at=given["due"],
                recurrence=given["recurrence"],
                condition=given["condition"],
                key_results=given["key_results"],
                by=check(request, EDIT, agency_id=given["standing_id"]),
                at=request.now,
            )
        except REFUSALS as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Đã giao nhiệm vụ. Cơ quan chủ trì sẽ nhận việc."))
            return redirect("task", made.code)
    provinces = {one.standing.province_code for one in known.values() if one.standing}
    context = {
        "form": form,
        "any": bool(known),
        "names": [name for code in sorted(provinces) for name in offered(code, on=today(request))],
    }
    status = 422 if form.errors else 200
    return render(request, "programme/task_new.html", context, status=status)

"""Raising a difficulty: who raises it hears first what others already wait for."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from lienthong.accounts.rules import Permission
from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import Level
from lienthong.programmes.actions.difficulties import raise_difficulty
from lienthong.programmes.queries import difficulties as queries
from lienthong.programmes.queries.attached import TaskToAttach, report_to_attach, task_to_attach
from lienthong.programmes.queries.difficulties import Alike
from lienthong.programmes.queries.programmes import programmes, visible_programmes
from lienthong.programmes.rules.difficulties import (
    AGAINST_NAMES,
    OBSTACLE_NAMES,
    SEVERITY_NAMES,
    Draft,
)
from lienthong.programmes.rules.kinds import Against, Bloc, Obstacle
from lienthong.reports.queries.reports import ReportView
from lienthong.web.programme.holding import agency_field, holders, named, offered, own_province
from lienthong.web.programme.words import BLOCS
from lienthong.web.report.words import period_words
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, form_page, needs
from lienthong.web.ui.asked import key_of, today, typed
from lienthong.web.ui.fields import choice_field, day_field, long_field, text_field
from lienthong.web.ui.saying import REFUSALS, said

VIEW: Final = Permission.PROGRAMME_VIEW
RAISE: Final = Permission.DIFFICULTY_RAISE
ALONE: Final = "rieng"


class Raise(forms.Form):
    """`agencies`: for which the reader may raise."""

    agency = forms.TypedChoiceField(
        label=gettext_lazy("Cơ quan nêu"), coerce=int, error_messages={
            "required": gettext_lazy("Chọn cơ quan nêu"),
            "invalid_choice": gettext_lazy("Chọn cơ quan nêu"),
        },
    )  # fmt: skip
    against = choice_field(
        gettext_lazy("Vướng ở"),
        gettext_lazy("Chọn vướng ở quy định, hệ thống, cơ quan hay nguồn lực"),
        choices=[(one.value, gettext_lazy(AGAINST_NAMES[one])) for one in Against],
        widget=forms.RadioSelect,
    )
    subject = text_field(
        gettext_lazy("Tên quy định, hệ thống hoặc nguồn lực"),
        "",
        required=False,
        help_text=gettext_lazy("Ví dụ: Phần mềm hộ tịch điện tử; Điều 6 Nghị định 118."),
    )
    against_agency = agency_field(
        gettext_lazy("Cơ quan chưa làm phần việc của mình"), "", required=False
    )
    text = long_field(
        gettext_lazy("Vướng ở chỗ nào, cần ai làm gì"),
        gettext_lazy("Ghi vướng ở chỗ nào và cần ai làm gì"),
    )
    cause = choice_field(
        gettext_lazy("Nguyên nhân"),
        gettext_lazy("Chọn nguyên nhân"),
        choices=[(one.value, gettext_lazy(OBSTACLE_NAMES[one])) for one in Obstacle],
    )
    severity = forms.TypedChoiceField(
        label=gettext_lazy("Mức độ"),
        coerce=int,
        choices=[(key, gettext_lazy(words)) for key, words in SEVERITY_NAMES.items()],
        widget=forms.RadioSelect,
        initial=1,
        error_messages={"required": gettext_lazy("Chọn mức độ")},
    )
    since = day_field(gettext_lazy("Vướng từ ngày"))
    bloc = forms.ChoiceField(
        label=gettext_lazy("Khối"),
        required=False,
        choices=[("", "–"), *((one.value, words) for one, words in BLOCS.items())],
    )
    field = text_field(gettext_lazy("Lĩnh vực"), "", required=False, max_length=160)
    programme = forms.TypedChoiceField(
        label=gettext_lazy("Chương trình"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, request: Request, agencies: Sequence[int], **options: Any):
        super().__init__(*args, **options)
        self.request = request
        views = organisations.agencies(agencies)
        choices = [(number, formats.own_name(views[number])) for number in agencies]
        self.fields["agency"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["agency"].initial = choices[0][0]
            self.fields["agency"].widget = forms.HiddenInput()
        # Those of the country and of the own provinces, and where else the reader has tasks.
        near = {one.province_code for one in views.values()}
        seen = {one.id for one in visible_programmes(request.scope.agencies(VIEW))}
        running = [
            (one.id, formats.own_name(one))
            for one in programmes()
            if one.id in seen
            or (
                one.standing
                and (one.standing.level is Level.MINISTRY or one.standing.province_code in near)
            )
        ]
        self.fields["programme"].choices = [("", "–"), *running]  # type: ignore[attr-defined]

    def clean_against_agency(self) -> int | None:
        text = self.cleaned_data["against_agency"]
        province = own_province(self.request.scope)
        return named(text, on=today(self.request), province=province).id if text else None

    def clean(self) -> dict[str, Any]:
        """What hinders has a name: of the agency when it is one that does not do its part."""
        given = super().clean() or {}
        if not given.get("subject"):
            named_one = given.get("against_agency")
            if given.get("against") == Against.AGENCY.value and named_one:
                given["subject"] = formats.own_name(organisations.agency(named_one))
            elif "subject" not in self.errors:
                self.add_error("subject", _("Ghi tên quy định, hệ thống hoặc nguồn lực đang vướng"))
        return given

    def draft(self) -> Draft:
        given = self.cleaned_data
        return Draft(
            against=Against(given["against"]),
            subject=given["subject"],
            against_agency=given["against_agency"],
            text=given["text"],
            cause=Obstacle(given["cause"]),
            severity=given["severity"],
            since=given["since"],
            bloc=Bloc(given["bloc"]) if given["bloc"] else None,
            field=given["field"],
        )


@needs(RAISE)
@never_cache
@form_page
def new(request: Request) -> HttpResponse:
    """Raise one, alone or (`?nhiem-vu=`, `?bao-cao=`) from a task or a report. What resembles a
    waiting one is asked about once: the same matter, or one of its own."""
    agencies = holders(request.scope, RAISE)
    post = request.method == "POST"
    task = task_to_attach(typed(request, "nhiem-vu", 60), request.scope.agencies(VIEW))
    seen = request.scope.agencies(Permission.REPORT_VIEW)
    report = report_to_attach(key_of(request, "bao-cao"), seen)
    form = Raise(
        request.POST if post else None,
        request=request,
        agencies=agencies,
        initial={"since": today(request), "programme": task.programme if task else None},
    )
    same: list[Alike] = []
    if form.is_valid():
        agency = form.cleaned_data["agency"]
        same = _resembling(form)
        chosen = request.POST.get("gop", "")
        behind = {str(one.id): one.id for one in same}.get(chosen)
        if same and behind is None and chosen != ALONE:
            # Nothing is chosen beforehand: a merge by mistake hides what nobody else suffers from.
            if "hoi" in request.POST:
                form.add_error(None, _("Chọn gộp vào một vướng mắc đã có, hay nêu riêng."))
            status = 422 if form.errors else 200
            return _shown(request, form, task, report, same=same, status=status)
        try:
            made = raise_difficulty(
                draft=form.draft(),
                agency=agency,
                by=request.scope.actor_for(RAISE, agency_id=agency),
                at=request.now,
                programme=form.cleaned_data["programme"],
                task=task.id if task else None,
                report=report.id if report else None,
                same_as=behind,
            )
        except REFUSALS as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(
                request, _("Đã nêu khó khăn. Cơ quan điều phối sẽ chuyển nơi trả lời.")
            )
            return redirect("difficulty", made.code)
    return _shown(request, form, task, report, same=same, status=422 if form.errors else 200)


def report_told(report: ReportView | None) -> dict[str, Any] | None:
    """A report as a page names it."""
    if report is None:
        return None
    return {
        "id": report.id,
        "form": formats.own_name(report.period.form),
        "period": period_words(report.period),
    }


def _resembling(form: Raise) -> list[Alike]:
    given = form.cleaned_data
    return queries.alike_before_raising(
        subject=given["subject"],
        text=given["text"],
        against=Against(given["against"]),
        raised_by=given["agency"],
        programme=given["programme"],
    )


def _shown(
    request: Request,
    form: Raise,
    task: TaskToAttach | None,
    report: ReportView | None,
    *,
    same: Sequence[Alike],
    status: int = 200,
) -> HttpResponse:
    agencies = organisations.agencies(holders(request.scope, RAISE))
    owners = organisations.agencies({one.owner for one in same if one.owner})
    provinces = {one.province_code for one in agencies.values()}
    context = {
        "form": form,
        "task": task,
        "report": report_told(report),
        "same": [(one, owners.get(one.owner or 0)) for one in same],
        "alone": ALONE,
        "names": [name for code in sorted(provinces) for name in offered(code, on=today(request))],
    }
    return render(request, "programme/difficulty_new.html", context, status=status)

"""What the acts on a task ask for."""

from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.accounts import queries as accounts
from lienthong.clock import VIETNAM
from lienthong.organisations import queries as organisations
from lienthong.programmes.queries.page_parts import KeyResultView
from lienthong.programmes.queries.pages import TaskPage
from lienthong.programmes.rules.assigning import KeyResultGiven
from lienthong.programmes.rules.checks import CAUSES
from lienthong.programmes.rules.kinds import EvidenceState, TaskEventType
from lienthong.programmes.rules.timeline import corrected, instant
from lienthong.programmes.rules.timeliness import last_day
from lienthong.web.ui import formats
from lienthong.web.ui.fields import choice_field, day_field, long_field, text_field
from lienthong.web.ui.uploads import ScanField

_MOST = Decimal(10) ** 15
_REASON = gettext_lazy("Ghi lý do")


def end_of(day: date | None) -> datetime | None:
    """A task with this last day is late from the next day on."""
    if day is None:
        return None
    if not 2000 <= day.year < 2200:
        raise forms.ValidationError(_("Ngày này quá xa. Chọn lại ngày."))
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM) + timedelta(days=1)


def number_of(text: str) -> Decimal:
    """A number as people type it: 1.234,5 or 1234.5."""
    plain = text.strip().replace(" ", "")
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    elif plain.count(".") > 1 or (plain.count(".") == 1 and len(plain.split(".")[1]) == 3):
        plain = plain.replace(".", "")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise forms.ValidationError(_("Ghi một số, ví dụ 1.234,5")) from None
    if not number.is_finite() or abs(number) >= _MOST:
        raise forms.ValidationError(_("Số này quá lớn. Kiểm tra lại."))
    return round(number, 4)


class ActForm(forms.Form):
    """`seen`: how many events the reader saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, found: TaskPage, now: datetime, **options: Any) -> None:
        options["initial"] = {"seen": found.seen, **(options.get("initial") or {})}
        super().__init__(*args, **options)
        self.found = found
        self.now = now


class Note(ActForm):
    note = long_field(gettext_lazy("Ghi chú"), "", required=False)


class Text(ActForm):
    text = long_field(gettext_lazy("Nội dung"), gettext_lazy("Ghi nội dung"))


class Reason(ActForm):
    reason = long_field(gettext_lazy("Lý do"), _REASON)


class Acknowledge(ActForm):
    """Who answers for it and whom to call, out of the people of the agency."""

    head = forms.TypedChoiceField(
        label=gettext_lazy("Người chịu trách nhiệm"), required=False, coerce=int, empty_value=None
    )
    contact = forms.TypedChoiceField(
        label=gettext_lazy("Đầu mối liên hệ"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        officers = accounts.officers_of(self.found.lead.id, at=self.now)
        people = {
            view.person.id: view.person.full_name
            for number in {officer.account_id for officer in officers}
            if (view := accounts.account(number)) is not None
        }
        choices = [("", "–"), *sorted(people.items(), key=lambda pair: pair[1].split()[-1:])]
        for name in ("head", "contact"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class _Pointing(ActForm):
    """Points at evidence of the task."""

    evidence = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Bằng chứng"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["evidence"].choices = [  # type: ignore[attr-defined]
            (one.id, f"{one.title}, {one.document}" if one.document else one.title)
            for one in self.found.evidence
            if self.usable(one.state)
        ]
        if not self.fields["evidence"].choices:  # type: ignore[attr-defined]
            del self.fields["evidence"]

    def usable(self, state: EvidenceState) -> bool:
        return state is not EvidenceState.RETURNED

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given.setdefault("evidence", [])
        return given


class Return(_Pointing):
    reason = long_field(gettext_lazy("Phải bổ sung gì"), _REASON)

    def usable(self, state: EvidenceState) -> bool:
        return state is EvidenceState.PENDING


class Progress(_Pointing):
    percent = forms.IntegerField(
        label=gettext_lazy("Tiến độ (%)"),
        min_value=0,
        max_value=100,
        error_messages={
            "required": gettext_lazy("Ghi tiến độ"),
            "invalid": gettext_lazy("Ghi số từ 0 đến 100"),
            "min_value": gettext_lazy("Ghi số từ 0 đến 100"),
            "max_value": gettext_lazy("Ghi số từ 0 đến 100"),
        },
        widget=forms.NumberInput(attrs={"class": "short fig"}),
    )
    note = long_field(gettext_lazy("Đã làm gì, còn gì"), "", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["percent"].initial = self.found.judged.standing.percent
        for result in self.found.key_results:
            self.fields[f"result_{result.seq}"] = forms.CharField(
                label=result.name,
                required=False,
                max_length=30,
                initial=_summed(result),
                help_text=_target(result),
                widget=forms.TextInput(attrs={"class": "short fig", "inputmode": "decimal"}),
            )
        results = (f"result_{result.seq}" for result in self.found.key_results)
        self.order_fields(["seen", "percent", *results, "evidence"])

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean())
        results = {}
        for result in self.found.key_results:
            typed = given.pop(f"result_{result.seq}", "")
            if not typed:
                continue
            try:
                results[result.seq] = number_of(typed)
            except forms.ValidationError as wrong:
                self.add_error(f"result_{result.seq}", wrong)
        given["results"] = results
        return given


def _summed(result: KeyResultView) -> str | None:
    """What those below reached together, where nothing was measured or reported: not asked for."""
    if result.claimed is not None or result.measured is not None or result.value is None:
        return None
    return formats.number(result.value.normalize())


def _target(result: KeyResultView) -> str:
    told = _("Chỉ tiêu %(target)s %(measure)s") % {
        "target": formats.number(result.target.normalize()),
        "measure": result.measure,
    }
    if result.below is not None and result.below.value is not None:
        told += "; " + _("cấp dưới cộng lại được %(value)s") % {
            "value": formats.number(result.below.value.normalize())
        }
    return told


class EvidenceForm(ActForm):
    title = text_field(gettext_lazy("Tên bằng chứng"), gettext_lazy("Ghi tên bằng chứng"))
    document = text_field(gettext_lazy("Số văn bản"), "", max_length=80, required=False)
    document_on = day_field(gettext_lazy("Ngày ban hành"), required=False)
    file = ScanField(label=gettext_lazy("Tệp"), required=False)
    indicator = forms.ChoiceField(label=gettext_lazy("Dùng số đo của hệ thống"), required=False)
    key_result = forms.TypedChoiceField(
        label=gettext_lazy("Cho kết quả chính"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        results = self.found.key_results
        measured = [(one.indicator, one.name) for one in results if one.indicator]
        self.fields["indicator"].choices = [("", "–"), *measured]  # type: ignore[attr-defined]
        self.fields["key_result"].choices = [  # type: ignore[attr-defined]
            ("", _("Cả nhiệm vụ")),
            *((one.seq, one.name) for one in results),
        ]
        if not measured:
            self.fields["indicator"].widget = forms.HiddenInput()


class Submit(ActForm):
    done_on = day_field(
        gettext_lazy("Xong thật vào ngày"),
        required=False,
        help_text=gettext_lazy("Để trống nếu xong hôm nay. Ngày trước cần văn bản của ngày đó."),
    )
    note = long_field(gettext_lazy("Ghi chú"), "", required=False)


class Objective(ActForm):
    objective = long_field(gettext_lazy("Mục tiêu"), gettext_lazy("Ghi mục tiêu"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["objective"].initial = self.found.objective
        for at in (1, 2, 3):
            above = self.found.expected[at - 1] if at <= len(self.found.expected) else None
            self.fields[f"name_{at}"] = text_field(
                _("Kết quả chính %(number)d") % {"number": at},
                _("Ghi kết quả chính đo được"),
                required=at == 1,
                initial=above.name if above else None,
                help_text=_("Chỉ tiêu của cấp trên: %(target)s %(measure)s. Ghi phần của đơn vị.")
                % {"target": formats.number(above.target.normalize()), "measure": above.measure}
                if above
                else "",
            )
            self.fields[f"target_{at}"] = text_field(
                _("Chỉ tiêu"), _("Ghi chỉ tiêu"), max_length=30, required=at == 1
            )
            self.fields[f"measure_{at}"] = text_field(
                _("Đơn vị đo"),
                _("Ghi đơn vị đo"),
                max_length=40,
                required=at == 1,
                initial=above.measure if above else None,
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        results = []
        for at in (1, 2, 3):
            name = given.get(f"name_{at}")
            offered = self.fields[f"name_{at}"].initial
            if not name or (at > 1 and name == offered and not given.get(f"target_{at}")):
                continue  # what was offered and left alone is not wanted
            try:
                target = number_of(given.get(f"target_{at}", ""))
            except forms.ValidationError as wrong:
                self.add_error(f"target_{at}", wrong)
                continue
            results.append(
                KeyResultGiven(
                    name=given[f"name_{at}"], target=target, measure=given.get(f"measure_{at}", "")
                )
            )
        given["key_results"] = results
        return given


class Explain(ActForm):
    cause = choice_field(
        gettext_lazy("Nguyên nhân chậm"),
        gettext_lazy("Chọn nguyên nhân"),
        widget=forms.RadioSelect,
    )
    text = long_field(
        gettext_lazy("Nói rõ nguyên nhân và việc sẽ làm"), gettext_lazy("Ghi việc sẽ làm")
    )
    commits_to = day_field(gettext_lazy("Cam kết xong vào ngày"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["cause"].choices = [  # type: ignore[attr-defined]
            (key, _(label)) for key, label in CAUSES.items()
        ]


class Extension(ActForm):
    due = day_field(gettext_lazy("Xin đến hết ngày"))
    reason = long_field(gettext_lazy("Lý do"), _REASON)

    def clean_due(self) -> datetime | None:
        return end_of(self.cleaned_data["due"])


def correctable(found: TaskPage) -> list[tuple[str, str]]:
    """What a correction may be about: the deadlines that were set and the day of the result."""
    choices = []
    for event in corrected(found.events):
        due = instant(event.data.get("due")) if event.type in _DATED else None
        if due is not None:
            day = formats.day(last_day(due))
            choices.append((f"{event.seq}:due", _("Hạn đã ghi: hết %(day)s") % {"day": day}))
        if event.type is TaskEventType.SUBMITTED:
            done = instant(event.data.get("done"))
            day = formats.day(done) if done else "–"
            choices.append((f"{event.seq}:done", _("Ngày xong đã ghi: %(day)s") % {"day": day}))
    return choices


_DATED = frozenset(
    {
        TaskEventType.ASSIGNED,
        TaskEventType.EDITED,
        TaskEventType.EXTENDED,
        TaskEventType.REOPENED,
    }
)


class Correction(ActForm):
    what = choice_field(gettext_lazy("Dữ liệu sai"), gettext_lazy("Chọn dữ liệu sai"))
    right = day_field(gettext_lazy("Ngày đúng"))
    reason = long_field(gettext_lazy("Lý do và căn cứ"), _REASON)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["what"].choices = correctable(self.found)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "what" in given and "right" in given:
            of, name = given["what"].split(":")
            moment = end_of(given["right"])
            if moment is not None:
                right = moment if name == "due" else moment - timedelta(seconds=1)
                given |= {"of": int(of), "change": {name: right.isoformat()}}
        return given


class Reassign(ActForm):
    lead = forms.TypedChoiceField(
        label=gettext_lazy("Cơ quan chủ trì mới"),
        coerce=int,
        error_messages={
            "required": gettext_lazy("Chọn cơ quan"),
            "invalid_choice": gettext_lazy("Chọn cơ quan"),
        },
    )
    reason = long_field(gettext_lazy("Lý do"), _REASON)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["lead"].choices = leads_for(self.found, self.now)  # type: ignore[attr-defined]


def leads_for(found: TaskPage, now: datetime) -> list[tuple[Any, Any]]:
    """Who may take over: the agencies below who assigned it, those of the level of the present lead
    first: who refuses often says that it is the work of another level."""
    on = now.astimezone(VIETNAM).date()
    below = organisations.agencies(organisations.within(found.assigner.id, on=on)).values()
    ranked = sorted(below, key=lambda one: one.name)
    same = [(one.id, formats.own_name(one)) for one in ranked if one.level is found.lead.level]
    other = [(one.id, formats.own_name(one)) for one in ranked if one.level is not found.lead.level]
    return [
        ("", "–"),
        *([(_("Cùng cấp với đơn vị đang chủ trì"), same)] if same else []),
        *([(_("Cấp khác"), other)] if other else []),
    ]


class ByDocument(ActForm):
    document = text_field(
        gettext_lazy("Số văn bản làm căn cứ"), gettext_lazy("Ghi số văn bản"), max_length=80
    )
    reason = long_field(gettext_lazy("Lý do"), _REASON)


class Reopen(ByDocument):
    due = day_field(gettext_lazy("Hạn mới, đến hết ngày"), required=False)

    def clean_due(self) -> datetime | None:
        return end_of(self.cleaned_data["due"])

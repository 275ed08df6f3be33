"""The form in which a task is assigned and, before its lead takes it on, changed."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from lienthong.accounts.rules import Permission
from lienthong.organisations.queries import AgencyView
from lienthong.organisations.rules import Level, fold
from lienthong.programmes.actions.tasks import NewTask
from lienthong.programmes.queries.attached import task_to_attach
from lienthong.programmes.queries.pages import TaskPage
from lienthong.programmes.queries.programmes import ProgrammeView
from lienthong.programmes.rules.assigning import TITLE_LIMIT, KeyResultGiven
from lienthong.programmes.rules.kinds import Bloc, DeadlineKind, Pillar, Urgency
from lienthong.programmes.rules.timeliness import last_day
from lienthong.reports.queries.forms import find_indicators
from lienthong.web.programme.directive_words import DEADLINES, RHYTHMS
from lienthong.web.programme.forms import end_of, number_of
from lienthong.web.programme.holding import agency_field, named, several, several_field
from lienthong.web.programme.remedies import people_of
from lienthong.web.programme.words import BLOCS, PILLARS, URGENCIES
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request
from lienthong.web.ui.asked import today
from lienthong.web.ui.fields import choice_field, day_field, long_field, text_field

RESULTS: Final = (1, 2, 3, 4)


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
    receiver = agency_field(gettext_lazy("Nơi nhận sản phẩm"), "", required=False)
    lead = agency_field(
        gettext_lazy("Chủ trì, chịu trách nhiệm"),
        gettext_lazy("Ghi tên cơ quan chủ trì"),
        help_text=gettext_lazy("Đúng một cơ quan. Gõ tên, có hoặc không dấu."),
    )
    head = text_field(
        gettext_lazy("Người chịu trách nhiệm"), "", required=False, max_length=120,
        help_text=gettext_lazy("Họ tên; để trống thì cơ quan chủ trì ghi khi nhận việc."),
    )  # fmt: skip
    contact = text_field(gettext_lazy("Đầu mối liên hệ"), "", required=False, max_length=120)
    supporting = several_field(gettext_lazy("Các cơ quan phối hợp"))
    group = forms.TypedChoiceField(
        label=gettext_lazy("Nhóm nhiệm vụ"), required=False, coerce=int, empty_value=None,
        error_messages={"invalid_choice": gettext_lazy("Chọn nhóm nhiệm vụ")},
    )  # fmt: skip
    phase = forms.TypedChoiceField(
        label=gettext_lazy("Giai đoạn"), required=False, coerce=int, empty_value=None,
        error_messages={"invalid_choice": gettext_lazy("Chọn giai đoạn")},
    )  # fmt: skip
    parent = text_field(
        gettext_lazy("Thuộc việc"), "", required=False, max_length=60,
        help_text=gettext_lazy("Mã nhiệm vụ cấp trên, nếu có."),
    )  # fmt: skip
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
        label=gettext_lazy("Nhịp báo cáo"),
        required=False,
        choices=[("", "–"), *RHYTHMS.items()],
        error_messages={"invalid_choice": gettext_lazy("Chọn nhịp báo cáo")},
    )
    condition = text_field(gettext_lazy("Điều kiện phải chờ"), "", required=False, max_length=300)

    def __init__(
        self, *args: Any, request: Request, known: Mapping[int, ProgrammeView], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.request, self.on, self.known = request, today(request), known
        self.fields["programme"].choices = [  # type: ignore[attr-defined]
            *([("", "–")] if len(known) > 1 else []),
            *((one.id, f"{one.code}: {formats.own_name(one)}") for one in known.values()),
        ]
        self._choices("group", {one.code: list(one.groups) for one in known.values()})
        self._choices(
            "phase",
            {
                one.code: [
                    (number, f"{name}, {_('đến')} {formats.day(until)}")
                    for number, name, until in one.phases
                ]
                for one in known.values()
            },
        )
        self.indicators = {one.code: one for one in find_indicators(on=self.on)}
        own = [(one.code, one.name) for one in self.indicators.values() if one.measured]
        told = [(one.code, one.name) for one in self.indicators.values() if not one.measured]
        measures = [("", "–"), (_("Hệ thống tự đo"), own), (_("Đơn vị báo cáo"), told)]
        for at in RESULTS:
            self.fields[f"name_{at}"] = text_field(
                _("Kết quả chính %(number)d") % {"number": at}, "", required=False
            )
            self.fields[f"target_{at}"] = text_field(
                pgettext("key result", "Chỉ tiêu"), "", max_length=30, required=False,
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

    def _choices(self, name: str, by_programme: Mapping[str, list[tuple[int, str]]]) -> None:
        """Of one programme plainly, of several under each one's code; without any, no field."""
        filled = {code: rows for code, rows in by_programme.items() if rows}
        if not filled:
            del self.fields[name]
            return
        rows = next(iter(filled.values())) if len(by_programme) == 1 else list(filled.items())
        self.fields[name].choices = [("", "–"), *rows]  # type: ignore[attr-defined]

    def _parts(self, *names: str) -> Iterator[BoundField]:
        return (self[name] for name in names if name in self.fields)

    @property
    def what(self) -> Iterator[BoundField]:
        return self._parts("programme", "title", "objective", "product", "receiver")

    @property
    def who(self) -> Iterator[BoundField]:
        return self._parts("lead", "head", "contact", "supporting")

    @property
    def where(self) -> Iterator[BoundField]:
        return self._parts("pillar", "urgency", "group", "phase", "parent", "blocs")

    @property
    def first_results(self) -> list[tuple[BoundField, ...]]:
        return list(self.results)[:2]

    @property
    def more_results(self) -> list[tuple[BoundField, ...]]:
        return list(self.results)[2:]

    @property
    def more_open(self) -> bool:
        """Whether a later row holds something, so that it must be seen."""
        return any(bound.value() or bound.errors for row in self.more_results for bound in row)

    @property
    def results(self) -> Iterator[tuple[BoundField, ...]]:
        return (
            tuple(self[f"{part}_{at}"] for part in ("name", "target", "measure", "indicator"))
            for at in RESULTS
        )

    def clean_due(self) -> datetime | None:
        due = end_of(self.cleaned_data["due"])
        if due is not None and due <= self.request.now and due != self.initial.get("due_at"):
            raise forms.ValidationError(_("Hạn phải từ hôm nay trở đi. Chọn lại ngày."))
        return due

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        programme = self.known.get(given.get("programme", 0))
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
        receiver = self._agency("receiver", given, standing)
        given["standing_id"] = standing.id
        given["lead_id"] = lead.id if lead else None
        given["receiver_id"] = receiver.id if receiver else None
        given["supporting"] = self._supporting(given.get("supporting", ""), lead, standing)
        for name in ("head", "contact"):
            given[f"{name}_id"] = self._person(name, given.get(name, ""), lead)

    def _supporting(self, text: str, lead: AgencyView | None, standing: AgencyView) -> list[int]:
        try:
            found = several(text, on=self.on, province=standing.province_code)
        except forms.ValidationError as wrong:
            self.add_error("supporting", wrong)
            return []
        if lead is not None and lead.id in {one.id for one in found}:
            self.add_error(
                "supporting",
                _("Cơ quan chủ trì không đồng thời là cơ quan phối hợp. Bỏ một vai."),
            )
        return [one.id for one in found]

    def _person(self, name: str, text: str, lead: AgencyView | None) -> int | None:
        """Somebody who holds a role in the lead, by name with or without accents."""
        if not text or lead is None:
            return None
        people = people_of(lead.id, at=self.request.now)
        found = [number for number, known in people if fold(known) == fold(text)]
        if len(found) == 1:
            return found[0]
        told = "; ".join(known for _number, known in people[:8])
        self.add_error(
            name,
            _("Chưa có một người duy nhất tên “%(name)s” ở %(agency)s. Người ở đó: %(people)s.")
            % {"name": text, "agency": formats.own_name(lead), "people": told or "–"},
        )
        return None

    def clean_parent(self) -> int | None:
        code = self.cleaned_data["parent"]
        if not code:
            return None
        found = task_to_attach(code, self.request.scope.agencies(Permission.PROGRAMME_VIEW))
        if found is None:
            raise forms.ValidationError(
                _("Không có nhiệm vụ mã “%(code)s” trong phạm vi được xem.") % {"code": code}
            )
        return found.id

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

    def new_task(self) -> NewTask:
        given = self.cleaned_data
        return NewTask(
            programme_id=given["programme"],
            assigner_id=given["standing_id"],
            title=given["title"],
            objective=given["objective"],
            product=given["product"],
            receiver_id=given["receiver_id"],
            lead_id=given["lead_id"],
            head_id=given["head_id"],
            contact_id=given["contact_id"],
            supporting=given["supporting"],
            group_id=given.get("group"),
            phase_id=given.get("phase"),
            parent_id=given["parent"],
            pillar=Pillar(given["pillar"]),
            blocs=given["blocs"],
            urgency=Urgency(given["urgency"]),
            deadline_kind=DeadlineKind(given["deadline_kind"]),
            due_at=given["due"],
            recurrence=given["recurrence"],
            condition=given["condition"],
            key_results=given["key_results"],
        )


def told(found: TaskPage) -> dict[str, Any]:
    """What the form shows of a task that is there."""
    standing = found.judged.standing
    values: dict[str, Any] = {
        "programme": found.programme_id,
        "title": found.title,
        "objective": found.objective,
        "product": found.product,
        "receiver": formats.own_name(found.receiver) if found.receiver else "",
        "lead": formats.own_name(found.lead),
        "head": found.head,
        "contact": found.contact,
        "supporting": "\n".join(formats.own_name(one) for one in found.supporting),
        "group": found.group_id,
        "phase": found.phase_id,
        "parent": found.parent[0] if found.parent else "",
        "pillar": found.pillar.value,
        "blocs": [bloc.value for bloc in found.blocs],
        "urgency": found.urgency.value,
        "deadline_kind": standing.deadline_kind.value,
        "due": last_day(standing.due_at) if standing.due_at else None,
        "due_at": standing.due_at,
        "recurrence": found.recurrence,
        "condition": found.condition,
    }
    for result in found.key_results[: len(RESULTS)]:
        values |= {
            f"name_{result.seq}": result.name,
            f"target_{result.seq}": formats.number(result.target.normalize()),
            f"measure_{result.seq}": result.measure,
            f"indicator_{result.seq}": result.indicator,
        }
    return values

"""One item of a directive: what the reading page shows of it, and what a person does with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from lienthong.accounts.rules import Permission
from lienthong.organisations import queries as organisations
from lienthong.programmes.actions import proposals as actions
from lienthong.programmes.queries import directives as queries
from lienthong.programmes.queries.programmes import programmes
from lienthong.programmes.rules import NotAllowed
from lienthong.programmes.rules.kinds import DeadlineKind, Pillar, ProposalState
from lienthong.programmes.rules.resolving import Certainty, Resolved
from lienthong.programmes.rules.schedule import phase_of
from lienthong.web.programme import directive_words as words
from lienthong.web.programme.words import PILLARS
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, check, needs
from lienthong.web.ui.asked import today
from lienthong.web.ui.fields import day_field
from lienthong.web.ui.saying import REFUSALS, said

EDIT: Final = Permission.PROGRAMME_EDIT
BY_DEADLINE: Final = "han"


class ItemForm(forms.Form):
    """What the task says, as the person has it. `pillar` is asked for when it is assigned."""

    text = forms.CharField(
        label=gettext_lazy("Nội dung nhiệm vụ"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "data-key": "E"}),
        error_messages={"required": gettext_lazy("Ghi nội dung nhiệm vụ")},
    )
    lead = forms.TypedChoiceField(
        label=gettext_lazy("Chủ trì, chịu trách nhiệm"),
        help_text=gettext_lazy("Cần có khi giao: đúng một cơ quan."),
        required=False,
        coerce=int,
        empty_value=None,
    )
    lead_name = forms.CharField(
        label=gettext_lazy("Cơ quan khác"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Gõ tên nếu cơ quan chủ trì không có ở trên."),
    )
    supporting = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Phối hợp"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    deadline_kind = forms.ChoiceField(
        label=gettext_lazy("Loại thời hạn"),
        choices=[(kind.value, name) for kind, name in words.DEADLINES.items()],
    )
    due_on = day_field(gettext_lazy("Ngày cuối cùng còn trong hạn"), required=False)
    recurrence = forms.ChoiceField(
        label=gettext_lazy("Nhịp báo cáo, nếu thường xuyên"),
        required=False,
        choices=[("", "–"), *words.RHYTHMS.items()],
    )
    pillar = forms.ChoiceField(
        label=gettext_lazy("Trụ cột"),
        help_text=gettext_lazy("Cần có khi giao."),
        required=False,
        choices=[("", "–"), *((pillar.value, name) for pillar, name in PILLARS.items())],
    )
    phase = forms.ChoiceField(label=gettext_lazy("Giai đoạn"), required=False)
    assigned_on = day_field(
        gettext_lazy("Ngày giao"),
        required=False,
        help_text=gettext_lazy("Để trống là ngày của văn bản."),
    )


@dataclass(frozen=True)
class Reading:
    """The reading page: a directive, the kind of items that is shown, one of them chosen."""

    request: Request
    directive: Any
    by: str

    @cached_property
    def phases(self) -> tuple[tuple[int, str, date], ...]:
        return programmes([self.directive.programme_id])[0].phases

    @cached_property
    def rows(self) -> list[Any]:
        return queries.proposals(self.directive.pk)

    @cached_property
    def kind(self) -> str:
        asked = self.request.GET.get("loai", "")
        return asked if asked in words.KINDS else "task"

    @cached_property
    def shown(self) -> list[Any]:
        return [row for row in self.rows if row.kind == self.kind]

    @cached_property
    def chosen(self) -> Any:
        """The item of the address, else the first that is still to be seen."""
        asked = self.request.GET.get("muc", "")
        named = [row for row in self.shown if str(row.seq) == asked]
        waiting = [row for row in self.shown if row.state == ProposalState.PROPOSED.value]
        return next(iter([*named, *waiting, *self.shown]), None)

    def address(self, row: Any) -> str:
        return f"{reverse('directive', args=[self.directive.pk])}?loai={row.kind}&muc={row.seq}"

    def after(self, row: Any) -> str:
        """Where to go on once an item is settled: the next one that waits."""
        same = [one for one in self.rows if one.kind == row.kind]
        at = next((at for at, one in enumerate(same) if one.pk == row.pk), 0)
        order = [*same[at + 1 :], *same[:at]]
        waiting = [one for one in order if one.state == ProposalState.PROPOSED.value]
        return self.address(waiting[0] if waiting else row)

    def resolved(self, row: Any) -> Mapping[str, Resolved]:
        names = [*row.item["lead"], *row.item["supporting"]]
        return {
            name: queries.suggestions(
                name, agency_id=self.directive.agency_id, on=today(self.request)
            )
            for name in names
        }

    def form(self, row: Any, data: Any = None) -> ItemForm:
        found = self.resolved(row)
        leads = {one.agency: one.name for n in row.item["lead"] for one in found[n].candidates}
        joining = {
            one.agency: one.name for n in row.item["supporting"] for one in found[n].candidates
        }
        ids = {number for number in [row.lead_id, *row.supporting] if number}
        known = organisations.agencies(ids)
        if row.lead_id in known:
            leads[row.lead_id] = known[row.lead_id].name
        joining |= {number: known[number].name for number in row.supporting if number in known}
        joining |= leads if len(row.item["lead"]) > 1 else {}
        form = ItemForm(
            data,
            initial={
                "text": row.text,
                "lead": row.lead_id,
                "supporting": row.supporting,
                "deadline_kind": row.deadline_kind,
                "due_on": row.due_on,
            },
        )
        form.fields["lead"].choices = [("", "–"), *leads.items()]  # type: ignore[attr-defined]
        if self.phases:
            form.fields["phase"].choices = self._phase_choices(row)  # type: ignore[attr-defined]
        else:
            del form.fields["phase"]
        form.fields["supporting"].choices = list(joining.items())  # type: ignore[attr-defined]
        if not joining:
            del form.fields["supporting"]
        return form

    def _phase_choices(self, row: Any) -> list[tuple[str, str]]:
        """That of the deadline first: a day that is corrected takes its phase with it."""
        names = {number: name for number, name, _until in self.phases}
        near = phase_of(row.due_on, self.phases)
        told = names.get(near or 0, _("chưa xếp"))
        return [
            (BY_DEADLINE, _("Theo thời hạn: %(phase)s") % {"phase": told}),
            *(
                (str(number), _("%(name)s (đến hết %(day)s)") % {"name": name, "day": day})
                for number, name, until in self.phases
                for day in [formats.day(until)]
            ),
            ("", _("Không xếp giai đoạn")),
        ]

    def phase(self, chosen: str, due_on: date | None) -> int | None:
        """The phase of what was chosen, for a task with this last day."""
        if chosen == BY_DEADLINE:
            return phase_of(due_on, self.phases)
        return int(chosen) if chosen else None

    def context(self, form: forms.Form | None) -> dict[str, Any]:
        row = self.chosen
        lines = queries.lines_of(self.directive)
        chosen = [(first, last) for first, last in row.item["citations"]] if row else []
        whole = self.request.GET.get("toan-van") == "1"
        text = words.text_around(lines, list(words.spans(self.rows)), chosen, whole=whole)
        counts = queries.kinds_of(self.rows)
        return {
            "row": self.directive,
            "tabs": [(key, name, counts.get(key, 0)) for key, name in words.KINDS.items()],
            "kind": self.kind,
            "kind_name": words.KINDS[self.kind],
            "items": [self._line(one) for one in self.shown],
            "waiting": sum(one.state == ProposalState.PROPOSED.value for one in self.shown),
            "chosen": row,
            "detail": self._detail(row, form) if row else None,
            "text": text,
            "cut": len(text) and not whole and len(lines) > 6 * words.AROUND,
            "notices": [words.sentence(notice) for notice in self.directive.notices],
        }

    def _line(self, row: Any) -> dict[str, Any]:
        return {
            "row": row,
            "address": self.address(row),
            "state": words.STATES[ProposalState(row.state)],
            "lead": row.lead.name if row.lead else "; ".join(row.item["lead"]),
            "due": _due(row),
        }

    def _detail(self, row: Any, form: forms.Form | None) -> dict[str, Any]:
        at = self.shown.index(row)
        opened = row.state == ProposalState.PROPOSED.value
        task = row.kind == "task"
        return {
            "form": form or (self.form(row) if opened and task else None),
            "open": opened,
            "state": words.STATES[ProposalState(row.state)],
            "where": words.where(row.item),
            "due": _due(row),
            "certainties": [
                (name, words.CERTAINTIES[one.certainty], one.certainty is Certainty.GROUP)
                for name, one in self.resolved(row).items()
            ]
            if opened and task
            else [],
            "same": queries.same_task(row) if opened and task else None,
            "adoptable": queries.adoptable(row) if task and row.adopts_id is None else None,
            "others": [one for one in self.shown if one.pk != row.pk and one.state != "set_aside"],
            "previous": self.address(self.shown[at - 1]) if at else "",
            "next": self.address(self.shown[at + 1]) if at + 1 < len(self.shown) else "",
            "sure": round(row.item["confidence"] * 100),
            "inherited": [str(words.INHERITED[name]) for name in row.item.get("inherited", ())],
        }


def _due(row: Any) -> str:
    if row.due_on:
        return _("hết %(day)s") % {"day": formats.day(row.due_on)}
    return str(words.DEADLINES[DeadlineKind(row.deadline_kind)])


def reading_of(request: Request, directive_id: int) -> Reading:
    row = queries.directive(directive_id)
    if row is None:
        raise Http404
    return Reading(request, row, check(request, EDIT, agency_id=row.agency_id))


@needs(EDIT)
@require_POST
def act(request: Request, directive_id: int, seq: int) -> HttpResponse:
    """What a person does with one item: `viec` says what."""
    reading = reading_of(request, directive_id)
    row = next((one for one in reading.rows if one.seq == seq), None)
    if row is None:
        raise Http404
    wanted = request.POST.get("viec", "")
    if wanted in ("giao", "luu"):
        return _edited(request, reading, row, assign=wanted == "giao")
    known: Mapping[str, Callable[[Reading, Any], str]] = {
        "tach": _split,
        "gop": _merge,
        "de-ngoai": _aside,
        "lay-lai": _again,
        "tiep-thu": _adopt,
    }
    if wanted not in known:
        raise Http404
    address = reading.address(row)
    try:
        messages.success(request, known[wanted](reading, row))
    except REFUSALS as refusal:
        messages.error(request, said(refusal))
    else:
        if wanted in ("gop", "de-ngoai"):
            address = reading.after(row)
    return redirect(address)


def _edited(request: Request, reading: Reading, row: Any, *, assign: bool) -> HttpResponse:
    form = reading.form(row, request.POST)
    if form.is_valid():
        try:
            address = _write(reading, row, form, assign=assign)
        except REFUSALS as refusal:
            form.add_error(None, said(refusal))
        else:
            return redirect(address)
    reading.__dict__.update(kind=row.kind, chosen=row)
    reading.__dict__["shown"] = [one for one in reading.rows if one.kind == row.kind]
    return render(request, "programme/directive.html", reading.context(form), status=422)


def _write(reading: Reading, row: Any, form: ItemForm, *, assign: bool) -> str:
    given = form.cleaned_data
    lead = _agency_named(reading, given["lead_name"]) if given["lead_name"] else given["lead"]
    if assign and not given["pillar"]:
        raise NotAllowed(_("Chọn trụ cột của nhiệm vụ trước khi giao."))
    who: dict[str, Any] = {"by": reading.by, "at": reading.request.now}
    actions.correct_proposal(
        proposal_id=row.pk,
        text=given["text"],
        lead_id=lead,
        deadline_kind=DeadlineKind(given["deadline_kind"]),
        due_on=given["due_on"],
        supporting=[number for number in given.get("supporting", []) if number != lead],
        **who,
    )
    if not assign:
        messages.success(reading.request, _("Đã lưu; mục này chưa được giao."))
        return reading.address(row)
    task = actions.confirm_proposal(
        proposal_id=row.pk,
        pillar=Pillar(given["pillar"]),
        recurrence=given["recurrence"],
        assigned_on=given["assigned_on"],
        phase_id=reading.phase(
            given.get("phase", ""),
            given["due_on"] if given["deadline_kind"] == DeadlineKind.DATE.value else None,
        ),
        **who,
    )
    messages.success(reading.request, _("Đã giao nhiệm vụ %(code)s.") % {"code": task.code})
    return reading.after(row)


def _agency_named(reading: Reading, name: str) -> int:
    found = queries.suggestions(
        name, agency_id=reading.directive.agency_id, on=today(reading.request)
    )
    if found.certainty in (Certainty.SURE, Certainty.LIKELY):
        return found.candidates[0].agency
    if not found.candidates:
        raise NotAllowed(_("Không có cơ quan nào tên “%(name)s”. Ghi lại tên."), name=name)
    names = "; ".join(one.name for one in found.candidates)
    raise NotAllowed(_("Nhiều cơ quan gần giống: %(names)s. Ghi đủ tên."), names=names)


def _who(reading: Reading, row: Any) -> dict[str, Any]:
    return {"proposal_id": row.pk, "by": reading.by, "at": reading.request.now}


def _split(reading: Reading, row: Any) -> str:
    parts = reading.request.POST.get("parts", "").splitlines()
    made = actions.split_proposal(parts=parts, **_who(reading, row))
    return _("Đã tách thành %(count)d mục.") % {"count": len(made)}


def _merge(reading: Reading, row: Any) -> str:
    into = reading.request.POST.get("into", "")
    code = reading.request.POST.get("code", "").strip()
    if code:
        task = queries.task_named(code, programme_id=reading.directive.programme_id)
        actions.merge_proposal(task_id=task.pk if task else 0, **_who(reading, row))
        return _("Đã gộp vào nhiệm vụ %(code)s.") % {"code": code}
    other = next((one for one in reading.rows if str(one.seq) == into), None)
    actions.merge_proposal(other_id=other.pk if other else 0, **_who(reading, row))
    return _("Đã gộp vào mục %(seq)s.") % {"seq": into}


def _aside(reading: Reading, row: Any) -> str:
    actions.set_aside(reason=reading.request.POST.get("reason", ""), **_who(reading, row))
    return _("Đã để ngoài. Lấy lại được bất cứ lúc nào.")


def _again(reading: Reading, row: Any) -> str:
    actions.take_up_again(**_who(reading, row))
    return _("Đã lấy lại mục này.")


def _adopt(reading: Reading, row: Any) -> str:
    typed = reading.request.POST.get("adopted", "")
    adopted = int(typed) if typed.isdecimal() and len(typed) < 16 else 0
    actions.adopt(adopted_id=adopted, **_who(reading, row))
    return _("Đã nối nhiệm vụ với kiến nghị được tiếp thu.")

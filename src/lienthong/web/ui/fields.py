"""Fields of forms: made with the sentence that says what is wanted, drawn in the order of the
design (label, hint, error, control; aria ties them)."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import widgets
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.Textarea, "textarea"),
    (forms.Select, "select"),
    (forms.FileInput, ""),
    (forms.CheckboxInput, ""),
    (widgets.Input, "input"),
)


@dataclass(frozen=True)
class FieldView:
    bound: BoundField
    kind: str  # control, choices, tick, file
    control: SafeString
    choices: tuple[BoundWidget, ...]
    hint_id: str
    error_id: str

    @property
    def optional(self) -> bool:
        return not self.bound.field.required and self.kind != "tick"


def view(bound: BoundField) -> FieldView:
    """What `ui/_field.html` draws. Classes that the widget brings of its own stay."""
    widget = bound.field.widget
    target = bound.id_for_label or bound.auto_id
    hint_id, error_id = f"{target}_hint", f"{target}_error"
    described = [hint_id] if bound.help_text else []
    described += [error_id] if bound.errors else []
    attributes: dict[str, str | bool] = {}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    own = str(widget.attrs.get("class", ""))
    ours = next((name for kind, name in _CLASSES if isinstance(widget, kind)), "")
    if own or ours:
        attributes["class"] = f"{ours} {own}".strip()
    kind = "control"
    choices: tuple[BoundWidget, ...] = ()
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        kind, choices = "choices", tuple(bound.subwidgets)
    elif isinstance(widget, forms.CheckboxInput):
        kind = "tick"
    elif isinstance(widget, forms.FileInput):
        kind = "file"
    return FieldView(
        bound=bound,
        kind=kind,
        control=bound.as_widget(attrs=attributes),
        choices=choices,
        hint_id=hint_id,
        error_id=error_id,
    )


@dataclass(frozen=True)
class FormError:
    """One line of the list at the top of the page; `target` is the id to jump to, or empty."""

    target: str
    message: str


def form_errors(form: forms.BaseForm) -> list[FormError]:
    lines = [FormError("", str(message)) for message in form.non_field_errors()]
    for bound in form:
        target = bound.id_for_label or f"{bound.auto_id}_0"
        lines += [FormError(target, str(message)) for message in bound.errors]
    return lines


def day_field(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        error_messages={
            "required": _("Chọn ngày"),
            "invalid": _("Chọn ngày, ví dụ 04/09/2026"),
        },
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
        **options,
    )


def text_field(label: Any, wanted: Any, **options: Any) -> forms.CharField:
    """`wanted`: the sentence when it is empty."""
    options.setdefault("max_length", 200)
    return forms.CharField(label=label, error_messages={"required": wanted}, **options)


def long_field(label: Any, wanted: Any, **options: Any) -> forms.CharField:
    options.setdefault("max_length", 4000)
    return text_field(label, wanted, widget=forms.Textarea(attrs={"rows": 3}), **options)


def choice_field(label: Any, wanted: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        error_messages={"required": wanted, "invalid_choice": wanted},
        **options,
    )

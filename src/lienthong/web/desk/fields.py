"""The parts of the forms of this folder."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.dossiers.queries import DossierPage
from lienthong.dossiers.queries.page import SidelineLine
from lienthong.web.ui import formats
from lienthong.web.ui.uploads import ScanField

Choices = list[tuple[Any, Any]]
Officers = Callable[[], Choices]


def words(
    label: Any, required: Any, *, hint: Any = "", rows: int = 2, most: int = 2000, **more: Any
) -> forms.CharField:
    """Some sentences. `required` is what is said when nothing was written, or "" where nothing
    need be."""
    return forms.CharField(
        label=label,
        required=bool(required),
        help_text=hint,
        max_length=most,
        error_messages={"required": required, "max_length": _LONG},
        widget=forms.Textarea(attrs={"rows": rows}),
        **more,
    )


_LONG = gettext_lazy("Viết ngắn lại, nhiều nhất %(limit_value)d ký tự.")
_IN_LIST = gettext_lazy("Chọn trong danh sách")


def line(label: Any, required: Any, *, hint: Any = "", css: str = "") -> forms.CharField:
    """One line."""
    return forms.CharField(
        label=label,
        required=bool(required),
        help_text=hint,
        max_length=300,
        error_messages={"required": required, "max_length": _LONG},
        widget=forms.TextInput(attrs={"class": css} if css else {}),
    )


def amount(label: Any, required: Any) -> forms.RegexField:
    """A number of days or hours."""
    return forms.RegexField(
        r"^\d{1,3}([.,]\d{1,2})?$",
        label=label,
        max_length=7,
        error_messages={
            "required": required,
            "invalid": gettext_lazy("Ghi một số, ví dụ 5"),
            "max_length": gettext_lazy("Ghi một số, ví dụ 5"),
        },
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
    )


def choice(label: Any, *, required: bool = True, hint: Any = "") -> forms.ChoiceField:
    """One of some; the choices are known when the form is made."""
    return forms.ChoiceField(
        label=label,
        required=required,
        help_text=hint,
        error_messages={"required": _IN_LIST, "invalid_choice": _IN_LIST},
    )


def upload(label: Any, *, hint: Any = "") -> ScanField:
    return ScanField(label=label, required=False, help_text=hint)


def moment(label: Any, required: Any, *, hint: Any = "") -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        required=bool(required),
        help_text=hint,
        error_messages={
            "required": required,
            "invalid": gettext_lazy("Chọn ngày và giờ, ví dụ 04/09/2026 17:00"),
        },
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "class": "short"}, format="%Y-%m-%dT%H:%M"
        ),
    )


class ActForm(forms.Form):
    """`found` is the dossier as it was read; `seen` travels along, so that somebody else's act in
    between is noticed. `officers` are read only where a form asks for a person."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Any = None,
        *,
        found: DossierPage,
        officers: Officers,
        now: datetime,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.found, self.officers, self.now = found, officers, now
        super().__init__(
            data, files, initial={"seen": found.dossier.events_seen, **(initial or {})}
        )
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the dossier."""

    def choose(self, name: str, choices: Choices, *, empty: str | Promise = "") -> None:
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(f"{name} offers no choices")
        field.choices = [("", empty), *choices] if empty else choices


class Late(forms.Form):
    """When it really happened, for what is recorded afterwards. All of it may stay empty."""

    occurred_at = moment(
        gettext_lazy("Xảy ra lúc"),
        "",
        hint=gettext_lazy("Chỉ ghi khi việc đã xảy ra trước lúc này."),
    )
    late_reason = words(
        gettext_lazy("Vì sao ghi muộn"),
        "",
        hint=gettext_lazy("Bắt buộc khi muộn hơn một giờ làm việc; người đứng đầu đơn vị sẽ thấy."),
        most=300,
    )
    late_file = upload(gettext_lazy("Tệp chứng minh"))
    late_second = choice(
        gettext_lazy("Hoặc người thứ hai xác nhận"),
        required=False,
    )

    def __init__(self, *given: Any, officers: Choices, **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["late_second"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Không có")), *officers]


def asked(line: SidelineLine, now: datetime) -> str:
    """What another agency asked and until when, so that nobody has to go back and look."""
    said = []
    if line.question:
        end = "" if line.question[-1] in ".?!" else "."
        said.append(_("Nội dung hỏi: %(question)s") % {"question": line.question + end})
    if line.due_at is not None:
        until = (
            _("Hạn trả lời %(when)s, đã chậm.")
            if line.overdue(now)
            else _("Trả lời trước %(when)s.")
        )
        said.append(until % {"when": formats.moment(line.due_at)})
    return " ".join(said)

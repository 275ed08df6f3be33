"""Forms of the work calendars."""

import re
from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.organisations.rules import DayKind
from lienthong.web.ui.fields import choice_field, day_field, text_field
from lienthong.web.ui.status import Tag

WEEKDAYS: Final = (
    _("Thứ Hai"),
    _("Thứ Ba"),
    _("Thứ Tư"),
    _("Thứ Năm"),
    _("Thứ Sáu"),
    _("Thứ Bảy"),
    _("Chủ nhật"),
)
KINDS: Final = {
    DayKind.HOLIDAY: _("Nghỉ lễ theo luật"),
    DayKind.CLOSED: _("Nghỉ (hoán đổi, bão lũ, việc riêng của địa phương)"),
    DayKind.OPENED: _("Làm bù"),
}
TAGS: Final = {
    DayKind.HOLIDAY: Tag("done", "flag", _("Nghỉ lễ")),
    DayKind.CLOSED: Tag("", "house", _("Nghỉ")),
    DayKind.OPENED: Tag("run", "briefcase", _("Làm bù")),
}
_WINDOW: Final = re.compile(r"(\d{1,2})[:hg.]?(\d{2})?\s*(?:-|–|đến|to)\s*(\d{1,2})[:hg.]?(\d{2})?")


def reason_field() -> forms.CharField:
    return text_field(
        _("Lý do sửa lịch"),
        _("Ghi lý do sửa lịch"),
        help_text=_("Ghi vào nhật ký cùng bản lịch mới."),
    )


def source_field() -> forms.CharField:
    return text_field(
        _("Căn cứ"),
        _("Ghi số, ngày của thông báo hoặc công điện"),
        max_length=300,
        help_text=_("Số, ngày của thông báo, công điện hoặc quyết định."),
    )


class Windows(forms.CharField):
    """Typed as "07:30-11:30, 13:30-17:00"; the value is pairs of times."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 120)
        options.setdefault("widget", forms.TextInput(attrs={"class": "fig", "autocomplete": "off"}))
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value))
        pairs = []
        for part in re.split(r"[,;]", text):
            if not part.strip():
                continue
            found = _WINDOW.fullmatch(part.strip().lower())
            if found is None:
                raise forms.ValidationError(
                    gettext("Ghi giờ làm việc dạng 07:30-11:30, 13:30-17:00")
                )
            opens = f"{int(found[1]):02d}:{found[2] or '00'}"
            closes = f"{int(found[3]):02d}:{found[4] or '00'}"
            pairs.append([opens, closes])
        return pairs


class Day(forms.Form):
    on = day_field(_("Ngày"))
    kind = choice_field(
        _("Là ngày"), _("Chọn loại ngày"), choices=[("", _("Chọn")), *KINDS.items()]
    )
    name = text_field(
        _("Tên"), _("Ghi tên của ngày"), help_text=_("Ví dụ: Quốc khánh, Nghỉ bão số 9.")
    )
    calendar = forms.ChoiceField(
        label=_("Áp dụng cho"),
        required=False,
        error_messages={"invalid_choice": _("Chọn lịch trong danh sách")},
    )
    source = source_field()
    confirmed = forms.BooleanField(
        label=_("Đã có thông báo chính thức"),
        required=False,
        initial=True,
        help_text=_("Ngày hoán đổi chưa có thông báo chính thức thì chưa làm đổi hạn nào."),
    )
    reason = reason_field()

    def __init__(self, *args: Any, calendars: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", gettext("Cả nước")), *calendars]
        self.fields["calendar"].choices = choices  # type: ignore[attr-defined]


class Swap(forms.Form):
    """A working day off for a day of rest worked: two days in one edition."""

    off = day_field(_("Ngày được nghỉ"))
    worked = day_field(_("Ngày làm bù"))
    name = text_field(_("Tên"), _("Ghi tên của ngày"), help_text=_("Ví dụ: Hoán đổi dịp 30/4."))
    source = source_field()
    confirmed = forms.BooleanField(
        label=_("Đã có thông báo chính thức"), required=False, initial=True
    )
    reason = reason_field()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("off") and given.get("off") == given.get("worked"):
            self.add_error("worked", gettext("Ngày làm bù trùng ngày được nghỉ. Chọn ngày khác."))
        return given


class Week(forms.Form):
    valid_from = day_field(_("Áp dụng từ ngày"))
    source = source_field()
    reason = reason_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in enumerate(WEEKDAYS):
            self.fields[f"day_{number}"] = Windows(label=name, required=False)
        self.fields["day_0"].help_text = _("Ví dụ 07:30-11:30, 13:30-17:00. Để trống: nghỉ.")
        self.order_fields([*(f"day_{number}" for number in range(7)), "valid_from"])

    def windows(self) -> dict[str, list[list[str]]]:
        return {
            str(number): self.cleaned_data[f"day_{number}"]
            for number in range(7)
            if self.cleaned_data[f"day_{number}"]
        }


class Confirm(forms.Form):
    source = source_field()
    reason = reason_field()


class Remove(forms.Form):
    reason = reason_field()


def written(pairs: Iterable[Iterable[str]]) -> str:
    return ", ".join("-".join(pair) for pair in pairs)

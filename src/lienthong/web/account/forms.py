"""The forms of this folder. What they hold goes to an action; what an action refuses comes back as
a line of the form."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.accounts.rules import ROLE_NAMES, Role
from lienthong.web.ui.fields import day_field


def password_input(autocomplete: str) -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"autocomplete": autocomplete})


class SignIn(forms.Form):
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=60,
        error_messages={"required": _("Nhập tên đăng nhập")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )
    password = forms.CharField(
        label=_("Mật khẩu"),
        strip=False,
        max_length=200,
        error_messages={"required": _("Nhập mật khẩu")},
        widget=password_input("current-password"),
    )


class Code(forms.Form):
    code = forms.CharField(
        label=_("Mã xác thực"),
        help_text=_("6 chữ số đang hiện trong ứng dụng xác thực."),
        max_length=20,
        error_messages={"required": _("Nhập mã xác thực")},
        widget=forms.TextInput(
            attrs={
                "class": "short fig",
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "autofocus": True,
            }
        ),
    )


class SignInCode(Code):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _(
            "6 chữ số đang hiện trong ứng dụng xác thực, hoặc một mã dự phòng 8 chữ số."
        )


class Password(forms.Form):
    """Asks for the password again before something that outlasts the session."""

    password = forms.CharField(
        label=_("Mật khẩu đang dùng"),
        strip=False,
        max_length=200,
        error_messages={"required": _("Nhập mật khẩu đang dùng")},
        widget=password_input("current-password"),
    )


class NewPassword(Password):
    new = forms.CharField(
        label=_("Mật khẩu mới"),
        help_text=_("Ít nhất 12 ký tự. Một câu dài dễ nhớ tốt hơn một chuỗi ngắn khó nhớ."),
        strip=False,
        max_length=200,
        error_messages={"required": _("Nhập mật khẩu mới")},
        widget=password_input("new-password"),
    )
    again = forms.CharField(
        label=_("Mật khẩu mới, gõ lại"),
        strip=False,
        max_length=200,
        error_messages={"required": _("Gõ lại mật khẩu mới")},
        widget=password_input("new-password"),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "new" in given and "again" in given and given["new"] != given["again"]:
            self.add_error("again", gettext("Hai lần gõ khác nhau. Gõ lại mật khẩu mới."))
        return given


def moment_field(label: Any, **options: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        error_messages={
            "required": _("Chọn ngày và giờ"),
            "invalid": _("Chọn ngày và giờ, ví dụ 04/09/2026 17:00"),
        },
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "class": "short"}, format="%Y-%m-%dT%H:%M"
        ),
        **options,
    )


class Deputy(forms.Form):
    deputy = forms.TypedChoiceField(
        label=_("Người làm thay"),
        coerce=int,
        error_messages={
            "required": _("Chọn người làm thay"),
            "invalid_choice": _("Chọn người làm thay trong danh sách"),
        },
    )
    starts_at = moment_field(_("Từ"), required=False, help_text=_("Để trống: từ bây giờ."))
    ends_at = moment_field(_("Đến"))
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=200,
        help_text=_("Ví dụ: nghỉ phép, đi công tác."),
        error_messages={"required": _("Ghi lý do")},
    )

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].choices = [("", _("Chọn")), *people]  # type: ignore[attr-defined]


def agency_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Cơ quan"),
        coerce=int,
        error_messages={
            "required": _("Chọn cơ quan"),
            "invalid_choice": _("Chọn cơ quan trong danh sách"),
        },
    )


def role_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Vai trò"),
        coerce=Role,
        choices=lambda: [("", gettext("Chọn")), *((role.value, role_name(role)) for role in Role)],
        error_messages={
            "required": _("Chọn vai trò"),
            "invalid_choice": _("Chọn vai trò trong danh sách"),
        },
    )


def role_name(role: Role) -> str:
    return gettext(ROLE_NAMES[role])


def basis_field() -> forms.CharField:
    return forms.CharField(
        label=_("Căn cứ"),
        required=False,
        max_length=200,
        help_text=_("Số, ngày của quyết định phân công hoặc ủy quyền."),
    )


class Assignment(forms.Form):
    agency = agency_field()
    role = role_field()
    valid_from = day_field(_("Từ ngày"))
    last_day = day_field(
        _("Đến hết ngày"), required=False, help_text=_("Để trống: đến khi có quyết định khác.")
    )
    fields_of_procedures = forms.MultipleChoiceField(
        label=_("Chỉ trong lĩnh vực"),
        required=False,
        help_text=_("Không chọn lĩnh vực nào: mọi lĩnh vực."),
        error_messages={"invalid_choice": _("Chọn lĩnh vực trong danh sách")},
        widget=forms.CheckboxSelectMultiple,
    )
    basis = basis_field()

    def __init__(
        self,
        *args: Any,
        agencies: Iterable[tuple[int, str]],
        fields_of_procedures: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", _("Chọn")), *agencies]  # type: ignore[attr-defined]
        offered = list(fields_of_procedures)
        if offered:
            self.fields["fields_of_procedures"].choices = offered  # type: ignore[attr-defined]
        else:
            # No procedure is published yet: there is nothing to limit a role to.
            del self.fields["fields_of_procedures"]


class NewAccount(forms.Form):
    full_name = forms.CharField(
        label=_("Họ và tên"), max_length=160, error_messages={"required": _("Nhập họ và tên")}
    )
    identity_number = forms.CharField(
        label=_("Số định danh cá nhân"),
        max_length=30,
        help_text=_("12 chữ số trên thẻ căn cước."),
        error_messages={"required": _("Nhập số định danh")},
        widget=forms.TextInput(attrs={"class": "short fig", "inputmode": "numeric"}),
    )
    phone = forms.CharField(
        label=_("Số điện thoại"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"class": "short fig", "inputmode": "tel"}),
    )
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=60,
        help_text=_("Chữ thường không dấu, chữ số, dấu chấm, gạch nối."),
        error_messages={"required": _("Nhập tên đăng nhập")},
        widget=forms.TextInput(
            attrs={"class": "short", "autocapitalize": "none", "autocomplete": "off"}
        ),
    )
    agency = agency_field()
    role = role_field()
    basis = basis_field()

    def __init__(self, *args: Any, agencies: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", _("Chọn")), *agencies]  # type: ignore[attr-defined]


class Reason(forms.Form):
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=200,
        help_text=_("Ví dụ: nghỉ hưu, chuyển công tác."),
        error_messages={"required": _("Ghi lý do khóa tài khoản")},
    )

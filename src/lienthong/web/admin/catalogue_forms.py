"""Forms of what surrounds the versions."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.catalogue.rules.content import OnlineLevel, Place, Routing
from lienthong.catalogue.rules.sources import SourceStatus
from lienthong.catalogue.rules.wording import ONLINE_LEVELS, PLACES
from lienthong.web.ui.fields import choice_field, day_field, text_field

MOST_BYTES: Final = 1024 * 1024


def source_field() -> forms.CharField:
    return text_field(
        _("Căn cứ"),
        _("Ghi số quyết định hoặc văn bản"),
        help_text=_("Số, ngày của quyết định hoặc văn bản."),
    )


class Adjustment(forms.Form):
    """What a province changes of a procedure."""

    province = choice_field(_("Tỉnh, thành phố"), _("Chọn tỉnh, thành phố"))
    online_level = forms.ChoiceField(
        label=_("Mức độ trực tuyến"),
        required=False,
        choices=lambda: [
            ("", gettext("như đã công khai")),
            *((one.value, gettext(words)) for one, words in ONLINE_LEVELS.items()),
        ],
    )
    online_reason = forms.CharField(
        label=_("Lý do chưa toàn trình"),
        required=False,
        max_length=300,
        help_text=_("Được công khai cho người dân."),
    )
    territorial = forms.ChoiceField(
        label=_("Tiếp nhận theo địa giới"),
        required=False,
        choices=[
            ("", _("như đã công khai")),
            ("0", _("nộp ở bất cứ đâu trong tỉnh")),
            ("1", _("chỉ nộp nơi cư trú")),
        ],
    )
    routing = forms.ChoiceField(
        label=_("Nộp trên hệ thống"),
        required=False,
        choices=[
            ("", _("như đã công khai")),
            (Routing.PROVINCE.value, _("của tỉnh")),
            (Routing.MINISTRY.value, _("của bộ, ngành")),
        ],
    )
    routed_to = forms.CharField(
        label=_("Tên hệ thống của bộ, ngành"), required=False, max_length=200
    )
    valid_from = day_field(_("Áp dụng từ ngày"))
    source = source_field()

    def __init__(self, *args: Any, provinces: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", gettext("Chọn")), *provinces]
        self.fields["province"].choices = choices  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        level, routing = given["online_level"], given["routing"]
        return {
            "province_code": given["province"],
            "online_level": OnlineLevel(level) if level else None,
            "online_reason": given["online_reason"],
            "territorial": {"1": True, "0": False}.get(given["territorial"]),
            "routing": Routing(routing) if routing else None,
            "routed_to": given["routed_to"],
            "valid_from": given["valid_from"],
            "source": given["source"],
        }


class Source(forms.Form):
    """Whether a data source answers."""

    status = choice_field(
        _("Tình trạng"),
        _("Chọn tình trạng"),
        choices=[
            (SourceStatus.PLANNED.value, _("dự kiến kết nối")),
            (SourceStatus.CONNECTED.value, _("đã kết nối")),
        ],
        widget=forms.RadioSelect,
    )
    connected_on = day_field(
        _("Kết nối từ ngày"),
        required=False,
        help_text=_("Từ ngày này không yêu cầu người dân nộp giấy tờ mà nguồn này thay thế."),
    )
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=200)


class Competence(forms.Form):
    """Who is given the work of a place."""

    subject = text_field(
        _("Mã thủ tục hoặc mã lĩnh vực"),
        _("Ghi mã thủ tục hoặc mã lĩnh vực"),
        max_length=40,
        help_text=_("Ví dụ 1.014027, hoặc ho-tich cho cả lĩnh vực."),
    )
    place = choice_field(
        _("Phần việc của"),
        _("Chọn phần việc"),
        choices=lambda: [
            ("", gettext("Chọn")),
            *((one.value, gettext(words)) for one, words in PLACES.items()),
        ],
    )
    unit = forms.CharField(
        label=_("Chỉ ở xã, phường mang mã"),
        required=False,
        max_length=10,
        help_text=_("Để trống: cả tỉnh."),
    )
    agency = text_field(
        _("Mã định danh cơ quan được giao"),
        _("Ghi mã định danh của cơ quan"),
        max_length=40,
        help_text=_("Ví dụ H17.65. Tra ở màn hình Cơ quan."),
    )
    valid_from = day_field(_("Áp dụng từ ngày"))
    source = source_field()

    def place_chosen(self) -> Place:
        return Place(self.cleaned_data["place"])


class Pack(forms.Form):
    """A YAML pack: a file at first, its text when it is imported."""

    file = forms.FileField(
        label=_("Gói thủ tục (YAML)"),
        help_text=_("Bước đầu chỉ so sánh với danh mục đang có; chưa ghi gì."),
        error_messages={
            "required": _("Chọn gói thủ tục"),
            "empty": _("Tệp trống. Chọn lại tệp."),
        },
    )
    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].required = not self.data.get("text")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        file = given.get("file")
        if file is not None:
            if file.size > MOST_BYTES:
                self.add_error("file", gettext("Gói lớn hơn 1 MB. Chia thành nhiều gói."))
                return given
            try:
                given["text"] = file.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", gettext("Tệp không phải UTF-8. Lưu lại rồi chọn lại."))
        return given

"""How it is filed and returned, for which place, by which time limit; entered late or as a test."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.catalogue.rules.clocking import options_for
from lienthong.catalogue.rules.content import Channel, Content, TimeOption
from lienthong.catalogue.rules.wording import CHANNELS
from lienthong.dossiers.rules.assisting import LONGEST, Help
from lienthong.dossiers.rules.late import LateRecord
from lienthong.web.counter.fields import SHORT_DAY, Day, Hour, local_instant
from lienthong.web.portal.reading import limit_words
from lienthong.web.ui import formats

PREFIX: Final = "cach"
LATE: Final = "so-giay"
HELPED: Final = "ho-tro"
RETURNS: Final = (
    ("direct", gettext_lazy("Trực tiếp tại quầy")),
    ("postal", gettext_lazy("Bưu chính công ích")),
    ("online", gettext_lazy("Trực tuyến, bản điện tử")),
)


class Way(forms.Form):
    """Everything has a default; a choice that is none is not shown."""

    prefix = PREFIX
    commune = forms.ChoiceField(
        label=gettext_lazy("Địa bàn của hồ sơ"),
        error_messages={
            "required": gettext_lazy("Chọn xã, phường của hồ sơ"),
            "invalid_choice": gettext_lazy("Chọn xã, phường trong danh sách"),
        },
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Cách nộp"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Chọn cách nộp")},
    )
    option = forms.ChoiceField(
        label=gettext_lazy("Trường hợp giải quyết"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Chọn trường hợp để tính thời hạn"),
            "invalid_choice": gettext_lazy(
                "Thời hạn đã chọn không dùng cho cách nộp này. Chọn lại"
            ),
        },
    )
    returned = forms.ChoiceField(
        label=gettext_lazy("Nhận kết quả"), choices=RETURNS, widget=forms.RadioSelect
    )
    summary = forms.CharField(
        label=gettext_lazy("Nội dung yêu cầu, nếu cần ghi thêm"), max_length=300, required=False
    )

    def __init__(
        self,
        *args: Any,
        content: Content,
        communes: Iterable[tuple[str, str]],
        channel: Channel,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        _choices(self, "commune", communes)
        _choices(self, "channel", ((way.value, words(way)) for way in channels(content)))
        _choices(
            self, "option", ((one.key, option_words(one)) for one in options_for(content, channel))
        )
        for name in _MOVING:
            self.fields[name].widget.attrs |= REFRESH

    @property
    def shown(self) -> list[BoundField]:
        """What there is to choose or to type; of a choice that is none only the value travels."""
        return [bound for bound in self if bound.name not in _MOVING or _several(bound)]

    @property
    def settled(self) -> list[BoundField]:
        return [bound for bound in self if bound.name in _MOVING and not _several(bound)]


def _several(bound: BoundField) -> bool:
    return len(list(bound.field.choices)) != 1  # type: ignore[attr-defined]


_MOVING: Final = ("commune", "channel", "option")
# A changed choice moves the promised date: the panel is asked for anew, if a script runs at all.
REFRESH: Final[Mapping[str, str]] = {
    "hx-post": "",
    "hx-trigger": "change",
    "hx-select": "#hen",
    "hx-target": "#hen",
    "hx-swap": "outerHTML",
    "hx-vals": '{"viec": "tiep"}',
}


def words(way: Channel) -> str:
    said = _(CHANNELS[way])
    return said[0].upper() + said[1:]


def channels(content: Content) -> list[Channel]:
    """How something can come to a counter: not online."""
    return [way for way in content.channels if way is not Channel.ONLINE]


def channel_of(content: Content, typed: object) -> Channel:
    """The chosen way of filing, or the first that this version has."""
    offered = channels(content)
    chosen = next((way for way in offered if way.value == typed), None)
    return chosen or (offered[0] if offered else Channel.DIRECT)


def option_of(content: Content, channel: Channel, typed: object) -> TimeOption | None:
    """The chosen time option; the only one that fits needs no choice. With several and no choice,
    the first, which the version names first because it is the usual one."""
    offered = options_for(content, channel)
    chosen = next((one for one in offered if one.key == typed), None)
    return chosen or (offered[0] if offered else None)


def option_words(option: TimeOption) -> str:
    limit = limit_words(option)
    return f"{option.condition}: {limit}" if option.condition else limit


def _choices(form: forms.Form, name: str, offered: Iterable[tuple[str, str]]) -> None:
    form.fields[name].choices = list(offered)  # type: ignore[attr-defined]


class Helped(forms.Form):
    """Somebody helped the applicant to file (R272)."""

    prefix = HELPED
    helper = forms.CharField(
        label=gettext_lazy("Người hỗ trợ"),
        max_length=LONGEST,
        required=False,
        help_text=gettext_lazy("Họ tên và tổ, đơn vị; ví dụ: Lê Thị Hoa, Tổ công nghệ số số 3."),
    )
    consent = forms.BooleanField(
        label=gettext_lazy("Người nộp đồng ý để người này xem thông tin và khai giúp hồ sơ này"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("helper") and "helper" not in self.errors:
            self.add_error("helper", _("Ghi người hỗ trợ, hoặc bỏ trống cả mục này."))
        if not given.get("consent"):
            self.add_error(
                "consent",
                _("Hỏi người nộp và đánh dấu đồng ý; không đồng ý thì để người nộp tự khai."),
            )
        return given

    @property
    def help(self) -> Help | None:
        if not self.is_bound:
            return None
        given = self.cleaned_data
        return Help(helper=given["helper"], consent=given["consent"])


class Late(forms.Form):
    """A dossier taken in on paper before it is typed (R131)."""

    prefix = LATE
    on = Day(label=gettext_lazy("Ngày nhận trong sổ giấy"), required=False, help_text=SHORT_DAY)
    hour = Hour(label=gettext_lazy("Giờ nhận"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Lý do nhập muộn"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Ví dụ: mất điện, đường truyền hỏng từ 8:00 đến 11:00."),
    )
    second = forms.TypedChoiceField(
        label=gettext_lazy("Người thứ hai xác nhận"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("Hoặc kèm ảnh trang sổ giấy."),
    )

    def __init__(
        self, *args: Any, now: datetime, colleagues: Iterable[tuple[int, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.now = now
        self.fields["on"].today = formats.local(now).date()  # type: ignore[attr-defined]
        _choices(
            self, "second", [("", _("Không")), *((str(one), name) for one, name in colleagues)]
        )

    @property
    def occurred_at(self) -> datetime | None:
        """When it was really taken in, once both are typed and right."""
        if not self.is_bound or not self.is_valid():
            return None
        on, hour = self.cleaned_data.get("on"), self.cleaned_data.get("hour")
        return local_instant(on, hour) if on and hour else None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        on, hour = given.get("on"), given.get("hour")
        if hour and not on and "on" not in self.errors:
            self.add_error("on", _("Ghi cả ngày nhận trong sổ giấy."))
        if on and not hour and "hour" not in self.errors:
            self.add_error("hour", _("Ghi cả giờ nhận, ví dụ 8:30."))
        if on and hour and local_instant(on, hour) > self.now:
            self.add_error("on", _("Lúc nhận không thể ở sau bây giờ. Sửa lại ngày, giờ."))
        if not on and not hour and (given.get("reason") or given.get("second")):
            self.add_error("on", _("Ghi ngày, giờ nhận trong sổ giấy, hoặc bỏ trống cả mục này."))
        return given


def late_record(form: Late, file: str) -> LateRecord | None:
    occurred_at = form.occurred_at
    if occurred_at is None:
        return None
    second = form.cleaned_data.get("second")
    return LateRecord(
        occurred_at=occurred_at,
        reason=form.cleaned_data.get("reason", "").strip(),
        file=file,
        second=f"a:{second}" if second else "",
    )

"""The short form of each kind of correction. What it holds becomes scope and change."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from lienthong import clock
from lienthong.catalogue.rules.wording import STARTS
from lienthong.dossiers.rules.causes import WAITS
from lienthong.dossiers.rules.corrections import CorrectionKind, Policy
from lienthong.dossiers.rules.lifecycle import EVENT_NAMES, EventType
from lienthong.web.admin.correction_words import POLICIES, UNITS
from lienthong.web.ui.fields import choice_field, day_field, long_field, text_field
from lienthong.web.ui.uploads import ScanField

MOST_CODES: Final = 5000
_NARROWING: Final = frozenset({"submitted_from", "submitted_until", "agency"})
# What is recorded late in practice: the end of work, not its beginning.
_LATE_EVENTS: Final = (
    EventType.COMPLETED,
    EventType.RETURNED,
    EventType.ACCEPTED,
    EventType.SUPPLEMENT_REQUESTED,
    EventType.SUPPLEMENT_RECEIVED,
    EventType.PAYMENT_RECEIVED,
    EventType.INSPECTION_FINISHED,
    EventType.WITHDRAWN,
    EventType.REFUSED,
)


class Opening(forms.Form):
    """What every kind asks for. The fields of a kind stand between title and scope."""

    title = text_field(
        _("Tên lần đính chính"),
        _("Đặt tên cho lần đính chính"),
        help_text=_(
            "Người duyệt nhận ra việc này qua tên. Ví dụ: Trợ cấp hưu trí, 10 ngày làm việc."
        ),
    )
    # "102", or "102:key" for one time option of it.
    version = forms.ChoiceField(
        label=_("Hồ sơ của phiên bản thủ tục"),
        required=False,
        error_messages={"invalid_choice": _("Chọn phiên bản trong danh sách")},
    )
    codes = forms.CharField(
        label=_("Hoặc các hồ sơ ghi theo mã"),
        required=False,
        max_length=200_000,
        help_text=_("Mỗi dòng một mã hồ sơ. Có thể dán từ bảng tính."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "fig", "spellcheck": "false"}),
    )
    submitted_from = day_field(_("Chỉ hồ sơ nộp từ ngày"), required=False)
    submitted_until = day_field(_("Đến hết ngày"), required=False)
    agency = forms.TypedChoiceField(
        label=_("Chỉ của cơ quan"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": _("Chọn cơ quan trong danh sách")},
    )
    policy = choice_field(
        _("Ngày đã hẹn với người nộp"),
        _("Chọn cách xử lý ngày đã hẹn"),
        widget=forms.RadioSelect,
        initial=Policy.NEVER_WORSEN.value,
    )
    evidence = long_field(
        _("Bằng chứng"),
        _("Ghi bằng chứng: văn bản nào, điều khoản nào cho thấy đã ghi sai"),
        help_text=_("Số, ngày, điều khoản của văn bản cho thấy đã ghi sai."),
    )
    evidence_file = ScanField(
        label=_("Tệp bằng chứng"),
        required=False,
        help_text=_("Bản chụp văn bản, PDF hoặc ảnh."),
    )

    def __init__(
        self,
        *args: Any,
        versions: Iterable[tuple[str, str]],
        agencies: Iterable[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        if "version" in fields:
            fields["version"].choices = [("", gettext("Chọn")), *versions]
        offered = list(agencies)
        if len(offered) > 1:
            fields["agency"].choices = [
                ("", gettext("Mọi cơ quan trong phạm vi của tôi")),
                *offered,
            ]
        else:
            del fields["agency"]
        fields["policy"].choices = [(one.value, words) for one, words in POLICIES.items()]
        own = [name for name in self.declared_fields if name not in Opening.base_fields]
        common = list(Opening.base_fields)
        self.order_fields([*common[:3], *own, *common[3:]])

    def opening_fields(self) -> list[BoundField]:
        """What everybody fills in."""
        return [field for field in self if field.name not in _NARROWING]

    def narrowing_fields(self) -> list[BoundField]:
        """What makes the scope smaller, where that is wanted."""
        return [field for field in self if field.name in _NARROWING]

    def change(self) -> dict[str, Any]:
        """What is set right; for the kind."""
        raise NotImplementedError

    def codes_given(self) -> list[str]:
        typed = self.cleaned_data.get("codes", "").replace(",", " ").replace(";", " ")
        return list(dict.fromkeys(typed.upper().split()))

    def scope(self) -> dict[str, Any]:
        """Without the agencies, which the screen adds."""
        given = self.cleaned_data
        found: dict[str, Any] = {}
        if codes := self.codes_given():
            found["codes"] = codes
        if version := given.get("version"):
            number, _colon, option = version.partition(":")
            found["version"] = int(number)
            if option:
                found["option"] = option
        if given.get("submitted_from"):
            found["submitted_from"] = begins(given["submitted_from"])
        if given.get("submitted_until"):
            found["submitted_until"] = begins(given["submitted_until"] + timedelta(days=1))
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.errors:
            return given
        if "version" in self.fields and not given.get("version") and not given.get("codes"):
            self.add_error("version", gettext("Chọn một phiên bản thủ tục, hoặc ghi mã các hồ sơ."))
        if len(self.codes_given()) > MOST_CODES:
            self.add_error(
                "codes",
                ngettext(
                    "Ghi tối đa %(count)s mã một lần.",
                    "Ghi tối đa %(count)s mã một lần.",
                    MOST_CODES,
                )
                % {"count": MOST_CODES},
            )
        since, until = given.get("submitted_from"), given.get("submitted_until")
        if since and until and until < since:
            self.add_error("submitted_until", gettext("Ngày cuối phải từ ngày đầu trở đi."))
        return given


class Limit(Opening):
    amount = forms.DecimalField(
        label=_("Thời hạn đúng"),
        required=False,
        min_value=0,
        max_value=9999,
        decimal_places=2,
        error_messages={
            "invalid": _("Thời hạn đúng là một số, ví dụ 10"),
            "min_value": _("Thời hạn đúng phải lớn hơn 0"),
            "max_value": _("Thời hạn đúng không quá 9999"),
            "max_decimal_places": _("Thời hạn đúng có tối đa hai chữ số lẻ"),
        },
        widget=forms.TextInput(attrs={"class": "short fig", "inputmode": "decimal"}),
    )
    unit = choice_field(
        _("Đơn vị đúng"),
        _("Chọn đơn vị đúng của thời hạn"),
        choices=[("", _("Chọn")), *UNITS.items()],
    )
    cutoff = forms.TimeField(
        label=_("Giờ chốt nhận trong ngày"),
        required=False,
        help_text=_("Chỉ khi trả trong ngày. Ví dụ 15:00."),
        error_messages={"invalid": _("Giờ ghi dạng 15:00")},
        widget=forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M"),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        counted = given.get("unit") not in {None, "", "same_day"}
        if counted and not given.get("amount") and "amount" not in self.errors:
            self.add_error("amount", gettext("Ghi thời hạn đúng, ví dụ 10"))
        return given

    def change(self) -> dict[str, Any]:
        given = self.cleaned_data
        amount = given.get("amount") or 0
        limit = {"amount": f"{amount:f}", "unit": given["unit"]}
        if given["unit"] == "same_day":
            limit["amount"] = "0"
            if given.get("cutoff"):
                limit["cutoff"] = f"{given['cutoff']:%H:%M}"
        return {"limit": limit}


class StartRule(Opening):
    start_on = choice_field(
        _("Thời hạn tính từ"),
        _("Chọn thời điểm bắt đầu tính thời hạn"),
        choices=lambda: [
            ("", gettext("Chọn")),
            *((one.value, gettext(words)) for one, words in STARTS.items()),
        ],
    )

    def change(self) -> dict[str, Any]:
        return {"start_on": self.cleaned_data["start_on"]}


class PauseReason(Opening):
    wrong = choice_field(_("Lý do đã ghi"), _("Chọn lý do đã ghi"), choices=lambda: _waits())
    right = choice_field(_("Lý do đúng"), _("Chọn lý do đúng"), choices=lambda: _waits())

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("right") and given.get("right") == given.get("wrong"):
            self.add_error("right", gettext("Lý do đúng trùng lý do đã ghi. Chọn lý do khác."))
        return given

    def change(self) -> dict[str, Any]:
        return {"from": self.cleaned_data["wrong"], "to": self.cleaned_data["right"]}


class RecordedLate(Opening):
    event = choice_field(
        _("Việc bị ghi muộn"),
        _("Chọn việc bị ghi muộn"),
        choices=lambda: [
            ("", gettext("Chọn")),
            *((one.value, gettext(EVENT_NAMES[one])) for one in _LATE_EVENTS),
        ],
    )
    occurred_at = forms.DateTimeField(
        label=_("Thật ra xảy ra lúc"),
        help_text=_("Sớm hơn lúc được ghi, không sớm hơn việc ngay trước nó."),
        error_messages={
            "required": _("Ghi ngày và giờ việc thật sự xảy ra"),
            "invalid": _("Chọn ngày và giờ, ví dụ 04/09/2026 17:00"),
        },
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "class": "short"}, format="%Y-%m-%dT%H:%M"
        ),
    )

    def change(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"event": given["event"], "occurred_at": given["occurred_at"].isoformat()}


class TestMark(Opening):
    is_test = choice_field(
        _("Các hồ sơ này là"),
        _("Chọn: hồ sơ thử hay hồ sơ thật"),
        choices=[("1", _("hồ sơ thử, ra khỏi mọi số liệu")), ("0", _("hồ sơ thật, vào số liệu"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Test dossiers are never reached by a version, only by their codes.
        for name in ("version", "submitted_from", "submitted_until"):
            del self.fields[name]
        self.fields["codes"].label = _("Mã các hồ sơ")
        self.fields["codes"].required = True
        self.fields["codes"].error_messages["required"] = _("Ghi mã các hồ sơ")

    def change(self) -> dict[str, Any]:
        return {"is_test": self.cleaned_data["is_test"] == "1"}


class Calendar(Opening):
    touches_from = day_field(
        _("Ngày lịch đổi sớm nhất"),
        help_text=_("Hồ sơ đang mở và hồ sơ xong từ ngày này trở đi được tính lại."),
    )

    def __init__(self, *args: Any, edition: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition
        del self.fields["version"]
        self.fields["codes"].label = _("Chỉ các hồ sơ ghi theo mã")

    def change(self) -> dict[str, Any]:
        return {"edition": self.edition}

    def scope(self) -> dict[str, Any]:
        return super().scope() | {"touches_from": begins(self.cleaned_data["touches_from"])}


FORMS: Final[dict[CorrectionKind, type[Opening]]] = {
    CorrectionKind.LIMIT: Limit,
    CorrectionKind.CALENDAR: Calendar,
    CorrectionKind.PAUSE_REASON: PauseReason,
    CorrectionKind.START_RULE: StartRule,
    CorrectionKind.RECORDED_LATE: RecordedLate,
    CorrectionKind.TEST_MARK: TestMark,
}


class Undo(forms.Form):
    reason = long_field(_("Lý do hoàn tác"), _("Ghi lý do hoàn tác"))


def begins(day: date) -> str:
    return datetime.combine(day, time(0), tzinfo=clock.VIETNAM).isoformat()


def _waits() -> list[tuple[str, str]]:
    return [("", gettext("Chọn")), *((key, gettext(words)) for key, words in WAITS.items())]

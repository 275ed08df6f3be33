"""The fields in which a form and an indicator are written down."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import Level, fold
from lienthong.reports.actions import NewForm, NewIndicator
from lienthong.reports.queries.forms import FormView, IndicatorView, find_indicators
from lienthong.reports.queries.measured import FIGURES
from lienthong.reports.rules.answers import VIETNAMESE
from lienthong.reports.rules.forms import Content
from lienthong.reports.rules.kinds import Flow, Rhythm, Rollup, ValueKind
from lienthong.reports.rules.phrases import read_checks, write_checks
from lienthong.web.report import words
from lienthong.web.report.entries import near
from lienthong.web.ui import formats
from lienthong.web.ui.fields import choice_field, day_field, long_field, text_field

EMPTY_ROWS: Final = 3
MOST_ROWS: Final = 200
_WHOLE: Final = re.compile(r"\d{1,3}")


@dataclass(frozen=True)
class Row:
    """A figure of the form as it is typed: the section stands where a new one begins."""

    section: str = ""
    section_en: str = ""
    code: str = ""
    required: bool = True
    few_exempt: bool = False
    hint: str = ""


class FormEdit(forms.Form):
    code = text_field(
        gettext_lazy("Mã biểu"),
        gettext_lazy("Ghi mã biểu"),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
        help_text=gettext_lazy("Chữ thường không dấu, gạch nối; ví dụ bao-cao-ngay."),
    )
    name = text_field(gettext_lazy("Tên biểu"), gettext_lazy("Ghi tên biểu"), max_length=240)
    name_en = text_field(gettext_lazy("Tên tiếng Anh"), "", max_length=240, required=False)
    receiver = choice_field(gettext_lazy("Nơi nhận"), gettext_lazy("Chọn nơi nhận"))
    source = text_field(
        gettext_lazy("Căn cứ"),
        gettext_lazy("Ghi văn bản giao báo cáo"),
        max_length=300,
        help_text=gettext_lazy("Số, ngày của văn bản giao báo cáo. Chưa có thì ghi rõ là chưa có."),
    )
    confirmed = forms.BooleanField(label=gettext_lazy("Đã đối chiếu với văn bản"), required=False)
    owed_by = forms.MultipleChoiceField(
        label=gettext_lazy("Ai phải báo cáo"),
        choices=[(one.value, words.AGENCIES[one]) for one in words.AGENCIES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Không chọn ai thì chỉ nơi nhận tự điền."),
    )
    rhythm = choice_field(
        gettext_lazy("Nhịp"),
        gettext_lazy("Chọn nhịp"),
        choices=[(one.value, label) for one, label in words.RHYTHMS.items()],
    )
    hour = forms.TimeField(
        label=gettext_lazy("Hạn trước giờ"),
        initial="16:00",
        widget=forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M"),
        error_messages={
            "required": gettext_lazy("Chọn giờ"),
            "invalid": gettext_lazy("Chọn giờ, ví dụ 16:00"),
        },
    )
    calendar = forms.ChoiceField(label=gettext_lazy("Ngày báo cáo theo lịch"), required=False)
    after = forms.IntegerField(
        label=gettext_lazy("Hạn sau ngày cuối kỳ (ngày báo cáo)"), min_value=0, max_value=60,
        initial=0,
    )  # fmt: skip
    opens = forms.IntegerField(
        label=gettext_lazy("Mở trước ngày cuối kỳ (ngày)"), min_value=0, max_value=366, initial=0
    )
    locks = forms.IntegerField(
        label=gettext_lazy("Khóa sau hạn (ngày)"), min_value=0, max_value=366, initial=2
    )
    commune_share = forms.IntegerField(
        label=gettext_lazy("Phần thời gian của xã (%)"), min_value=1, max_value=100, initial=100
    )
    province_share = forms.IntegerField(
        label=gettext_lazy("Phần thời gian của tỉnh (%)"), min_value=1, max_value=100, initial=100,
        help_text=gettext_lazy("Xã xong trước tỉnh, tỉnh xong trước nơi nhận; 100 là hết hạn."),
    )  # fmt: skip
    automatic = forms.BooleanField(
        label=gettext_lazy("Tự mở kỳ theo nhịp và ngày báo cáo"), required=False
    )
    valid_from = day_field(gettext_lazy("Áp dụng từ ngày"))
    checks = long_field(
        gettext_lazy("Các phép kiểm tra, mỗi dòng một phép"),
        "",
        required=False,
        help_text=gettext_lazy(
            "tổng = phần + phần; a <= b; tỷ.lệ = phần / tổng; a = b; tổng = tổng(mã của cấp dưới);"
            " số = đếm(mã); a + b = xã; cùng ngày: a, b"
        ),
    )

    def __init__(self, *args: Any, receivers: Sequence[int], **options: Any) -> None:
        super().__init__(*args, **options)
        known = organisations.agencies(receivers)
        self.fields["receiver"].choices = [  # type: ignore[attr-defined]
            (str(number), formats.own_name(known[number])) for number in receivers
        ]
        self.fields["calendar"].choices = [  # type: ignore[attr-defined]
            ("", _("lịch của nơi nhận")),
            *((one.code, one.name) for one in organisations.calendars()),
        ]
        for name in ("after", "opens", "locks", "commune_share", "province_share"):
            self.fields[name].widget.attrs["class"] = "short fig"

    def clean_valid_from(self) -> date:
        return _near(self.cleaned_data["valid_from"])

    def new(self, rows: Sequence[Row], kept: Content | None) -> NewForm:
        """What the actions take. Raises NotAllowed for checks that are none."""
        given = self.cleaned_data
        schedule: dict[str, Any] = {
            "at": f"{given['hour']:%H:%M}",
            "after": given["after"],
            "opens": given["opens"],
            "locks": given["locks"],
        }
        shares = {
            level.value: str(Fraction(given[f"{level}_share"], 100))
            for level in (Level.COMMUNE, Level.PROVINCE)
            if given[f"{level}_share"] < 100
        }
        if shares:
            schedule["shares"] = shares
        if given["calendar"]:
            schedule["calendar"] = given["calendar"]
        content: dict[str, Any] = {
            "owed_by": given["owed_by"],
            "schedule": schedule,
            "sections": sections_of(rows),
            "claims": read_checks(given["checks"]),
        }
        if kept is not None:
            content["exemption"] = {
                "below": int(kept.exemption.below),
                "window_days": kept.exemption.window_days,
                "grace_days": kept.exemption.grace_days,
            }
        return NewForm(
            code=given["code"],
            name=given["name"],
            name_en=given["name_en"],
            receiver=int(given["receiver"]),
            rhythm=Rhythm(given["rhythm"]),
            content=content,
            automatic=given["automatic"] and given["rhythm"] != Rhythm.ONCE,
            source=given["source"],
            confirmed=given["confirmed"],
            valid_from=given["valid_from"],
        )


def initial_of(one: FormView, *, valid_from: date) -> dict[str, Any]:
    """The fields as an edition fills them."""
    schedule = one.content.schedule
    return {
        "code": one.code,
        "name": one.name,
        "name_en": one.name_en,
        "receiver": str(one.receiver),
        "source": one.source,
        "confirmed": one.confirmed,
        "owed_by": [kind.value for kind in one.content.owed_by],
        "rhythm": one.rhythm.value,
        "hour": schedule.at,
        "calendar": schedule.calendar,
        "after": schedule.after,
        "opens": schedule.opens,
        "locks": schedule.locks,
        "commune_share": round(schedule.share(Level.COMMUNE) * 100),
        "province_share": round(schedule.share(Level.PROVINCE) * 100),
        "automatic": one.automatic_since is not None,
        "valid_from": valid_from,
        "checks": write_checks(one.content.claims),
    }


def rows_of(content: Content) -> list[Row]:
    return [
        Row(
            section.name if first else "",
            section.name_en if first else "",
            one.indicator,
            one.required,
            one.few_exempt,
            one.hint,
        )
        for section in content.sections
        for first, one in ((number == 0, one) for number, one in enumerate(section.fields))
    ]


def posted_rows(given: Mapping[str, str], known: Mapping[str, str]) -> list[Row]:
    """As typed, empty rows left out; a name in the place of a code is taken for its code."""
    count = given.get("rows", "")
    rows = []
    for at in range(min(int(count), MOST_ROWS) if _WHOLE.fullmatch(count) else 0):
        typed = given.get(f"c-{at}", "").strip()[:240]
        row = Row(
            given.get(f"s-{at}", "").strip()[:160],
            given.get(f"e-{at}", "").strip()[:160],
            known.get(fold(typed), typed),
            f"r-{at}" in given,
            f"x-{at}" in given,
            given.get(f"h-{at}", "").strip()[:300],
        )
        if row.code or row.section:
            rows.append(row)
    return rows


def codes_by_name(on: date) -> dict[str, str]:
    return {fold(one.name): one.code for one in find_indicators(on=on)}


def sections_of(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """A row with the name of a section begins it."""
    sections: list[dict[str, Any]] = []
    for row in rows:
        if row.section or not sections:
            name = row.section or "Số liệu"
            sections.append({"name": name, "name_en": row.section_en, "fields": []})
        if row.code:
            sections[-1]["fields"].append(
                {
                    "indicator": row.code,
                    "required": row.required,
                    "few_exempt": row.few_exempt,
                    "hint": row.hint,
                }
            )
    return [section for section in sections if section["fields"]]


def _near(day: date) -> date:
    if not near(day):
        raise forms.ValidationError(_("Chọn ngày, ví dụ 04/09/2026"))
    return day


class IndicatorEdit(forms.Form):
    code = text_field(
        gettext_lazy("Mã chỉ tiêu"),
        gettext_lazy("Ghi mã chỉ tiêu"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy(
            "Chữ thường không dấu, dấu chấm giữa các phần; ví dụ ho-so.tiep-nhan."
        ),
    )
    name = text_field(gettext_lazy("Tên"), gettext_lazy("Ghi tên của chỉ tiêu"), max_length=240)
    name_en = text_field(gettext_lazy("Tên tiếng Anh"), "", max_length=240, required=False)
    definition = long_field(
        gettext_lazy("Định nghĩa"),
        gettext_lazy("Ghi định nghĩa: một câu mà ai đọc cũng đếm ra cùng một số"),
    )
    scope = long_field(gettext_lazy("Phạm vi: tính gì, không tính gì"), "", required=False)
    measure = text_field(gettext_lazy("Đơn vị tính"), "", max_length=40, required=False)
    kind = choice_field(
        gettext_lazy("Loại"),
        gettext_lazy("Chọn loại"),
        choices=[(one.value, label) for one, label in words.VALUES.items()],
    )
    flow = choice_field(
        gettext_lazy("Cách tính"),
        gettext_lazy("Chọn cách tính"),
        choices=[(one.value, label) for one, label in words.FLOWS.items()],
    )
    rollup = choice_field(
        gettext_lazy("Khi tổng hợp lên cấp trên"),
        gettext_lazy("Chọn cách tổng hợp"),
        choices=[(one.value, label) for one, label in words.ROLLUPS.items()],
    )
    formula = text_field(
        gettext_lazy("Công thức"), "", max_length=300, required=False,
        help_text=gettext_lazy("Từ mã của chỉ tiêu khác, ví dụ so.tre / so.xong * 100."),
    )  # fmt: skip
    measured = forms.ChoiceField(label=gettext_lazy("Đối chiếu với số đo"), required=False)
    rising = forms.ChoiceField(
        label=gettext_lazy("Thế nào là tốt"),
        required=False,
        choices=[
            ("", gettext_lazy("không xét")),
            ("up", gettext_lazy("càng cao càng tốt")),
            ("down", gettext_lazy("càng thấp càng tốt")),
        ],
    )
    threshold = forms.CharField(
        label=gettext_lazy("Ngưỡng"), required=False, max_length=30,
        widget=forms.TextInput(attrs={"class": "short fig", "inputmode": "decimal"}),
        help_text=gettext_lazy("Chỉ ghi khi có văn bản quy định; chưa có thì để trống."),
    )  # fmt: skip
    threshold_source = text_field(
        gettext_lazy("Văn bản quy định ngưỡng"), "", max_length=300, required=False
    )
    source = text_field(
        gettext_lazy("Căn cứ"), gettext_lazy("Ghi căn cứ của chỉ tiêu"), max_length=300
    )
    confirmed = forms.BooleanField(label=gettext_lazy("Đã đối chiếu với văn bản"), required=False)
    valid_from = day_field(gettext_lazy("Có hiệu lực từ ngày"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["measured"].choices = [  # type: ignore[attr-defined]
            ("", _("hệ thống không đo")),
            *((name, _(figure.words)) for name, figure in FIGURES.items()),
        ]

    def clean_valid_from(self) -> date:
        return _near(self.cleaned_data["valid_from"])

    def clean_threshold(self) -> Decimal | None:
        text: str = self.cleaned_data["threshold"]
        number = VIETNAMESE.read(text) if text else None
        if text and (number is None or abs(number) >= 10**18):
            raise forms.ValidationError(_("Ghi số kiểu Việt Nam, ví dụ 99,5."))
        return number

    def new(self) -> NewIndicator:
        given = self.cleaned_data
        return NewIndicator(
            code=given["code"],
            name=given["name"],
            name_en=given["name_en"],
            definition=given["definition"],
            scope=given["scope"],
            measure=given["measure"],
            kind=ValueKind(given["kind"]),
            flow=Flow(given["flow"]),
            rollup=Rollup(given["rollup"]),
            formula=given["formula"],
            measured=given["measured"],
            rising={"up": True, "down": False}.get(given["rising"]),
            threshold=given["threshold"],
            threshold_source=given["threshold_source"],
            source=given["source"],
            confirmed=given["confirmed"],
            valid_from=given["valid_from"],
        )


def meaning_of(one: IndicatorView, *, valid_from: date) -> dict[str, Any]:
    rising = {True: "up", False: "down", None: ""}[one.rising]
    threshold = "" if one.threshold is None else VIETNAMESE.write(one.threshold)
    return vars(one) | {
        "kind": one.kind.value,
        "flow": one.flow.value,
        "rollup": one.rollup.value,
        "rising": rising,
        "threshold": threshold,
        "valid_from": valid_from,
    }

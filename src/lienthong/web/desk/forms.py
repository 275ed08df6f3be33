"""The forms of the acts on a dossier. What they hold goes to one action; what it refuses comes
back as a line of the same form."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong import clock
from lienthong.catalogue.queries.connected import connected_sources
from lienthong.catalogue.rules.content import LimitUnit, Place, TimeOption
from lienthong.dossiers.actions.steps import steps_ahead
from lienthong.dossiers.rules.causes import CAUSES, WAITS
from lienthong.organisations import queries as organisations
from lienthong.web.desk.fields import (
    ActForm,
    Choices,
    amount,
    asked,
    choice,
    line,
    moment,
    upload,
    words,
)
from lienthong.web.desk.papers import KINDS
from lienthong.web.ui import formats
from lienthong.web.ui.fields import day_field


class Plain(ActForm):
    """Nothing to say but that it is so."""


class Reason(ActForm):
    reason = words(gettext_lazy("Lý do"), gettext_lazy("Ghi lý do"))


class ReasonAndBasis(Reason):
    legal_basis = line(
        gettext_lazy("Căn cứ pháp lý"),
        gettext_lazy("Ghi căn cứ pháp lý"),
        hint=gettext_lazy("Điều, khoản, số văn bản."),
    )


class Withdrawal(ActForm):
    reason = words(
        gettext_lazy("Người nộp nói gì"),
        "",
        hint=gettext_lazy("Người nộp không phải nêu lý do; ghi lại nếu họ nói."),
    )


class Note(ActForm):
    text = words(gettext_lazy("Ghi chú"), gettext_lazy("Ghi nội dung"), rows=3, most=1000)


class Advance(ActForm):
    to = choice(gettext_lazy("Bước kế tiếp"))
    officer = choice(
        gettext_lazy("Giao cho"),
        required=False,
        hint=gettext_lazy("Để trống: người phụ trách của bước ấy tự nhận."),
    )

    def prepare(self) -> None:
        content, step = self.found.version.content, self.found.step
        ahead = steps_ahead(content, step) if step else ()
        names = {one.key: formats.own_name(one) for one in content.steps}
        self.choose("to", [(key, names[key]) for key in ahead])
        places = {one.key: one.place for one in content.steps}
        if step and any(places[key] is step.place for key in ahead):
            self.choose("officer", self.officers(), empty=_("Chưa giao ai"))
        else:
            del self.fields["officer"]  # it goes to another agency, which gives its own work


class SendBack(ActForm):
    to = choice(gettext_lazy("Trả lại bước"))
    reason = words(
        gettext_lazy("Lý do"),
        gettext_lazy("Ghi lý do trả lại để người nhận biết phải sửa gì."),
        hint=gettext_lazy("Người nhận đọc được ngay. Số lần trả đi trả lại được đếm."),
    )

    def prepare(self) -> None:
        earlier = reversed(self.found.earlier_steps)
        self.choose("to", [(step.key, formats.own_name(step)) for step in earlier])


class Assign(ActForm):
    officer = choice(gettext_lazy("Giao cho"))

    def prepare(self) -> None:
        self.choose("officer", self.officers(), empty=_("Chọn người"))


class Finding(ActForm):
    finding = words(gettext_lazy("Kết quả kiểm tra"), gettext_lazy("Ghi kết quả kiểm tra"), rows=3)


class Supplement(ActForm):
    wanted = words(
        gettext_lazy("Giấy tờ cần bổ sung"),
        gettext_lazy("Ghi rõ từng giấy tờ cần bổ sung, mỗi giấy một dòng"),
        hint=gettext_lazy("Mỗi giấy một dòng. Yêu cầu một lần cho đủ."),
        rows=3,
    )
    reason = words(gettext_lazy("Lý do"), gettext_lazy("Ghi lý do cần bổ sung để người nộp hiểu"))
    legal_basis = line(
        gettext_lazy("Căn cứ pháp lý"),
        gettext_lazy("Ghi căn cứ pháp lý của yêu cầu bổ sung"),
        hint=gettext_lazy("Điều, khoản, số văn bản."),
    )
    until = day_field(
        gettext_lazy("Bổ sung đến hết ngày"),
        required=False,
        help_text=gettext_lazy("Để trống nếu quy định không đặt hạn cho người nộp."),
    )

    def prepare(self) -> None:
        days = self.found.version.content.clock.supplement_days
        if days:
            until = clock.add_working(
                self.found.reading.calendar, self.now, days, clock.Unit.WORKING_DAY
            )
            self.initial["until"] = formats.local(until).date()

    def clean_wanted(self) -> list[str]:
        return [text.strip() for text in self.cleaned_data["wanted"].splitlines() if text.strip()]

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until is not None and until < formats.local(self.now).date():
            raise forms.ValidationError(_("Chọn một ngày chưa qua."))
        return until


class Supplemented(ActForm):
    complete = forms.BooleanField(
        label=gettext_lazy("Đã nhận đủ mọi giấy tờ đã yêu cầu"), required=False
    )
    note = words(gettext_lazy("Ghi chú"), "")


class Notice(ActForm):
    notice = line(
        gettext_lazy("Số thông báo nghĩa vụ tài chính"),
        gettext_lazy("Ghi số thông báo đã gửi người nộp"),
    )


class Proof(ActForm):
    proof = line(
        gettext_lazy("Số chứng từ, biên lai"), gettext_lazy("Ghi số chứng từ hoặc biên lai")
    )


class Pause(ActForm):
    reason = choice(gettext_lazy("Chờ gì"))
    basis = words(gettext_lazy("Căn cứ"), gettext_lazy("Ghi căn cứ của việc tạm dừng"))
    system = line(
        gettext_lazy("Hệ thống không trả lời"),
        "",
        hint=gettext_lazy("Chỉ ghi khi chờ một hệ thống khác."),
    )

    def prepare(self) -> None:
        rule = self.found.reading.rule
        waits = []
        for key, text in WAITS.items():
            if key in {"supplement", "financial_obligation", "liaison_opinion"}:
                continue  # each of these has an act of its own
            stops = f"paused:{key}" in rule.pause_on
            said = _("đồng hồ dừng") if stops else _("đồng hồ vẫn chạy")
            waits.append((key, f"{_(text)} ({said})"))
        self.choose("reason", waits, empty=_("Chọn lý do"))


class Resume(ActForm):
    reason = choice(gettext_lazy("Việc chờ nào đã xong"))

    def prepare(self) -> None:
        pauses = self.found.reading.standing.pauses
        self.choose("reason", [(key, _(WAITS[key])) for key in pauses if key in WAITS])


class Opinion(ActForm):
    agency = choice(gettext_lazy("Hỏi cơ quan"))
    question = words(
        gettext_lazy("Nội dung hỏi"), gettext_lazy("Ghi nội dung cần cho ý kiến"), rows=3
    )
    amount = amount(gettext_lazy("Trả lời trong"), gettext_lazy("Ghi số ngày hoặc số giờ"))
    unit = choice(gettext_lazy("Tính theo"))

    def prepare(self) -> None:
        self.choose(
            "unit",
            [("working_day", _("ngày làm việc")), ("working_hour", _("giờ làm việc"))],
        )
        dossier, on = self.found.dossier, formats.local(self.now).date()
        province = organisations.unit(dossier.commune_code, on=on).province_code
        near = organisations.agencies_in(dossier.commune_code, on=on)
        above = organisations.agencies_in(province, on=on)
        offered = [(one.id, formats.own_name(one)) for one in (*near, *above)]
        self.choose(
            "agency",
            [pair for pair in offered if pair[0] != dossier.agency_id],
            empty=_("Chọn cơ quan"),
        )


class Sideline(ActForm):
    """An answer to what another agency asked: which one, and the words."""

    kind = ""
    key = choice(gettext_lazy("Việc được hỏi"))

    def prepare(self) -> None:
        open_lines = [
            one for one in self.found.sidelines if one.kind == self.kind and one.closed_at is None
        ]
        self.choose(
            "key",
            [(one.key, f"{one.name}, {formats.own_name(one.agency)}") for one in open_lines],
        )
        self.fields["key"].help_text = " ".join(asked(one, self.now) for one in open_lines)


class Answer(Sideline):
    kind = "consultation"
    answer = words(gettext_lazy("Ý kiến trả lời"), gettext_lazy("Ghi ý kiến trả lời"), rows=4)


class SubtaskDone(Sideline):
    kind = "subtask"
    result = words(gettext_lazy("Kết quả"), gettext_lazy("Ghi kết quả của phần việc"))


class Extension(ReasonAndBasis):
    amount = amount(gettext_lazy("Thêm bao nhiêu"), gettext_lazy("Ghi số ngày gia hạn"))
    field_order = ("seen", "amount", "reason", "legal_basis")

    def prepare(self) -> None:
        unit = self.found.reading.rule.limit.unit
        self.fields["amount"].help_text = {
            clock.Unit.WORKING_HOUR: _("Tính bằng giờ làm việc."),
            clock.Unit.CALENDAR_DAY: _("Tính bằng ngày lịch."),
        }.get(unit, _("Tính bằng ngày làm việc."))


def causes() -> Choices:
    return [(key, _(text)) for key, text in CAUSES.items()]


class Apology(ActForm):
    cause = choice(gettext_lazy("Nguyên nhân"))
    reason = words(
        gettext_lazy("Lý do nói với người dân"),
        gettext_lazy("Ghi lý do chậm bằng lời người dân hiểu được"),
        hint=gettext_lazy("In vào văn bản xin lỗi."),
    )
    new_date = moment(gettext_lazy("Hẹn lại lúc"), gettext_lazy("Chọn ngày giờ hẹn lại"))

    def prepare(self) -> None:
        self.choose("cause", causes(), empty=_("Chọn nguyên nhân"))
        # Who sees beforehand that the day cannot be kept promises one after it.
        after = max(self.now, self.found.reading.standing.promised_at or self.now)
        day = clock.next_working_day(self.found.reading.calendar, formats.local(after).date())
        end = clock.end_of_day(self.found.reading.calendar, day)
        self.initial["new_date"] = end or datetime.combine(day, time(17), tzinfo=clock.VIETNAM)


class Cause(ActForm):
    cause = choice(gettext_lazy("Nguyên nhân"))
    note = words(gettext_lazy("Ghi chú"), "")

    def prepare(self) -> None:
        self.choose("cause", causes(), empty=_("Chọn nguyên nhân"))


class Completion(ActForm):
    result_number = line(
        gettext_lazy("Số, ký hiệu của kết quả"), gettext_lazy("Ghi số, ký hiệu của kết quả")
    )
    result_file = upload(
        gettext_lazy("Tệp kết quả"), hint=gettext_lazy("PDF hoặc ảnh; có thể bổ sung bản giấy.")
    )


class Closing(ActForm):
    confirmation = line(
        gettext_lazy("Số xác nhận của hệ thống tiếp nhận"), gettext_lazy("Ghi số xác nhận")
    )


class Returning(ActForm):
    method = choice(gettext_lazy("Trả kết quả bằng cách nào"))

    def prepare(self) -> None:
        self.choose(
            "method",
            [
                ("direct", _("Trực tiếp")),
                ("postal", _("Qua bưu chính")),
                ("online", _("Trực tuyến")),
            ],
        )
        self.initial.setdefault("method", self.found.dossier.return_method)


class Acceptance(ActForm):
    option = choice(gettext_lazy("Trường hợp giải quyết"))
    officer = choice(gettext_lazy("Giao cho"), required=False)

    def prepare(self) -> None:
        channel = self.found.dossier.channel
        self.choose(
            "option",
            [
                (option.key, option_words(option))
                for option in self.found.version.content.time_options
                if channel in option.channels
            ],
        )
        if self.found.version.content.steps[0].place is Place.RECEIVING:
            self.choose("officer", self.officers(), empty=_("Chưa giao ai"))
        else:
            del self.fields["officer"]  # its first agency gives its own work


def option_words(option: TimeOption) -> str:
    """A printed time limit in words."""
    if option.unit is LimitUnit.SAME_DAY:
        limit = _("trả trong ngày")
    else:
        amount = float(option.amount)
        limit = {
            LimitUnit.WORKING_DAY: formats.working_days,
            LimitUnit.WORKING_HOUR: formats.working_hours,
            LimitUnit.CALENDAR_DAY: formats.calendar_days,
        }[option.unit](int(amount) if amount.is_integer() else amount)
    return f"{limit}: {option.condition}" if option.condition else limit


class NewPaper(ActForm):
    paper = choice(gettext_lazy("Thành phần hồ sơ"))
    name = line(gettext_lazy("Tên giấy tờ"), "", hint=gettext_lazy("Chỉ ghi khi là giấy tờ khác."))
    kind = choice(gettext_lazy("Loại bản"))
    copies = forms.IntegerField(
        label=gettext_lazy("Số bản"),
        initial=1,
        min_value=1,
        max_value=99,
        error_messages={
            "required": gettext_lazy("Ghi số bản"),
            "invalid": gettext_lazy("Ghi số bản, ví dụ 1"),
            "min_value": gettext_lazy("Số bản phải từ 1 trở lên."),
            "max_value": gettext_lazy("Số bản nhiều nhất là 99."),
        },
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    asked_reason = words(
        gettext_lazy("Vì sao vẫn nhận giấy"),
        "",
        hint=gettext_lazy("Bắt buộc khi dữ liệu đã có trong hệ thống đã kết nối."),
        most=300,
    )
    file = upload(gettext_lazy("Tệp"))

    def prepare(self) -> None:
        sources = connected_sources()
        listed = []
        for part in self.found.version.content.components:
            held = sources.get(part.replaced_by)
            words_of = _("%(name)s (đã có trong %(source)s)") % {
                "name": part.name,
                "source": held,
            }
            listed.append((part.key, words_of if held else part.name))
        self.choose("paper", [*listed, ("other", _("Giấy tờ khác"))], empty=_("Chọn giấy tờ"))
        self.choose("kind", [(key, text) for key, text in KINDS.items() if key != "data"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("paper") == "other" and not given.get("name"):
            self.add_error("name", _("Ghi tên giấy tờ"))
        return given


class Attachment(ActForm):
    paper = choice(gettext_lazy("Giấy tờ"))
    file = upload(gettext_lazy("Tệp"), hint=gettext_lazy("PDF hoặc ảnh."))

    def prepare(self) -> None:
        without = [one for one in self.found.components if not one.file and not one.source]
        self.choose("paper", [(str(one.id), one.name) for one in without])

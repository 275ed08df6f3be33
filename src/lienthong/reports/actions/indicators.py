"""Indicators: what one figure means from a day on. A meaning never changes; the next follows."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from lienthong.journal import actions as journal
from lienthong.reports.models import Indicator
from lienthong.reports.queries.forms import asking, indicators
from lienthong.reports.queries.measured import FIGURES
from lienthong.reports.rules import NotAllowed, _
from lienthong.reports.rules.formulas import formula
from lienthong.reports.rules.kinds import Flow, Rollup, ValueKind
from lienthong.reports.rules.naming import check_code


@dataclass(frozen=True, kw_only=True)
class NewIndicator:
    """`scope`: what is counted in and what is not. `threshold`: what a document asks for, with that
    document; none unless somebody enters it."""

    code: str
    name: str
    name_en: str = ""
    definition: str = ""
    scope: str = ""
    measure: str = ""
    kind: ValueKind = ValueKind.COUNT
    flow: Flow = Flow.CUMULATIVE
    rollup: Rollup = Rollup.SUM
    formula: str = ""
    measured: str = ""
    rising: bool | None = None
    threshold: Decimal | None = None
    threshold_source: str = ""
    source: str
    confirmed: bool = False
    valid_from: date


@transaction.atomic
def define_indicator(*, new: NewIndicator, by: str, at: datetime) -> int:
    """A new meaning of a code ends the one before on its first day. Returns the row's id."""
    check_code(new.code)
    if not new.name.strip():
        raise NotAllowed(_("Ghi tên của chỉ tiêu."))
    if not new.source.strip():
        raise NotAllowed(_("Ghi căn cứ của chỉ tiêu: văn bản hoặc nơi đã dùng chỉ tiêu này."))
    if new.threshold is not None and not new.threshold_source.strip():
        raise NotAllowed(_("Ghi văn bản quy định ngưỡng. Chưa có văn bản thì để trống ngưỡng."))
    if new.measured and new.measured not in FIGURES:
        raise NotAllowed(
            _("Hệ thống không đo “%(name)s”. Chọn số liệu đo trong danh sách."), name=new.measured
        )
    _check_formula(new)
    current = Indicator.objects.filter(code=new.code, valid_until=None).first()
    if current is not None:
        if current.valid_from >= new.valid_from:
            raise NotAllowed(
                _("Định nghĩa mới của “%(code)s” phải từ sau ngày %(day)s."),
                code=new.code,
                day=f"{current.valid_from:%d/%m/%Y}",
            )
        current.valid_until = new.valid_from
        current.save(update_fields=["valid_until"])
    row = Indicator.objects.create(**asdict(new))
    journal.record(
        unit="house",
        action="report.indicator_defined",
        subject=f"indicator:{new.code}",
        by=by,
        at=at,
        data={"indicator": row.pk},
    )
    return row.pk


def _check_formula(new: NewIndicator) -> None:
    derived = new.rollup is Rollup.FORMULA
    if derived and not new.formula:
        raise NotAllowed(_("Số tính lại từ các số thành phần thì phải có công thức."))
    if new.formula and new.code in formula(new.formula).parts:
        raise NotAllowed(_("Công thức của “%(code)s” không dùng chính nó được."), code=new.code)


def check_parts(code: str, text: str, *, on: date) -> None:
    """What a person types must name figures that there are; packs define theirs in any order."""
    parts = formula(text).parts if text else ()
    known = indicators(parts, on=on)
    if missing := [part for part in parts if part not in known]:
        raise NotAllowed(
            _("Công thức của “%(code)s” dùng chỉ tiêu chưa có định nghĩa: “%(part)s”."),
            code=code,
            part=missing[0],
        )


@transaction.atomic
def retire_indicator(*, code: str, from_day: date, by: str, at: datetime) -> None:
    """From a day on nobody is asked for it; what was reported stays. Refused while a form asks."""
    current = Indicator.objects.select_for_update().filter(code=code, valid_until=None).first()
    if current is None:
        raise NotAllowed(_("Chỉ tiêu này không còn dùng, hoặc chưa có. Chọn lại trong danh sách."))
    if from_day <= current.valid_from:
        raise NotAllowed(
            _("Ngày thôi dùng phải sau ngày bắt đầu (%(day)s)."),
            day=f"{current.valid_from:%d/%m/%Y}",
        )
    if forms := asking(code, on=from_day):
        raise NotAllowed(
            _("Biểu “%(name)s” còn hỏi chỉ tiêu này. Bỏ khỏi biểu trước rồi thôi dùng."),
            name=forms[0].name,
        )
    current.valid_until = from_day
    current.save(update_fields=["valid_until"])
    journal.record(
        unit="house",
        action="report.indicator_retired",
        subject=f"indicator:{code}",
        by=by,
        at=at,
        data={"from": from_day.isoformat()},
    )

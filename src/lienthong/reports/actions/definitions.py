"""Indicators and forms: published, they never change; the next edition has a number more."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from lienthong.journal import actions as journal
from lienthong.reports.models import Form, Indicator
from lienthong.reports.queries.forms import indicators
from lienthong.reports.rules import NotAllowed, _
from lienthong.reports.rules.forms import read_content
from lienthong.reports.rules.formulas import formula
from lienthong.reports.rules.kinds import Flow, Rhythm, Rollup, ValueKind


@dataclass(frozen=True, kw_only=True)
class NewIndicator:
    code: str
    name: str
    name_en: str = ""
    definition: str = ""
    measure: str = ""
    kind: ValueKind = ValueKind.COUNT
    flow: Flow = Flow.CUMULATIVE
    rollup: Rollup = Rollup.SUM
    formula: str = ""
    measured: str = ""
    rising: bool | None = None
    source: str
    confirmed: bool = False
    valid_from: date


@dataclass(frozen=True, kw_only=True)
class NewForm:
    """`content` in the shape of `rules.forms`."""

    code: str
    name: str
    name_en: str = ""
    programme: str = ""
    receiver: int
    rhythm: Rhythm
    content: Mapping[str, object]
    source: str
    confirmed: bool = False
    valid_from: date


@transaction.atomic
def define_indicator(*, new: NewIndicator, by: str, at: datetime) -> int:
    """A new meaning of a code ends the one before on its first day. Returns the row's id."""
    if not new.source.strip():
        raise NotAllowed(_("Ghi căn cứ của chỉ tiêu: văn bản hoặc nơi đã dùng chỉ tiêu này."))
    if new.formula:
        formula(new.formula)
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


@transaction.atomic
def publish_form(*, new: NewForm, by: str, at: datetime) -> int:
    """A form that units will be asked by; the edition before holds until the first day of this
    one. Raises NotAllowed for content that makes no sense or figures that nobody has defined."""
    content = read_content(new.content)
    if not new.source.strip():
        raise NotAllowed(_("Ghi căn cứ của biểu mẫu: văn bản giao báo cáo."))
    known = indicators(content.codes, on=new.valid_from)
    if missing := [code for code in content.codes if code not in known]:
        raise NotAllowed(
            _("Chưa có định nghĩa của chỉ tiêu “%(code)s”. Định nghĩa chỉ tiêu trước."),
            code=missing[0],
        )
    editions = Form.objects.filter(code=new.code)
    last = editions.aggregate(last=Max("edition"))["last"] or 0
    editions.filter(valid_until=None, valid_from__lt=new.valid_from).update(
        valid_until=new.valid_from
    )
    row = Form.objects.create(
        code=new.code,
        edition=last + 1,
        name=new.name,
        name_en=new.name_en,
        programme=new.programme,
        receiver_id=new.receiver,
        rhythm=new.rhythm,
        content=dict(new.content),
        source=new.source,
        confirmed=new.confirmed,
        valid_from=new.valid_from,
        published_at=at,
    )
    journal.record(
        unit=str(new.receiver),
        action="report.form_published",
        subject=f"form:{new.code}",
        by=by,
        at=at,
        data={"form": row.pk, "edition": row.edition},
    )
    return row.pk

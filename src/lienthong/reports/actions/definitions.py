"""Forms: prepared as a draft, published from a day on. A published edition never changes; the next
has a number more, and periods that were opened keep theirs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from lienthong.clock import VIETNAM
from lienthong.journal import actions as journal
from lienthong.organisations import queries as organisations
from lienthong.reports.models import Form
from lienthong.reports.queries.forms import indicators
from lienthong.reports.rules import NotAllowed, _
from lienthong.reports.rules.forms import Content, read_content
from lienthong.reports.rules.kinds import Rhythm
from lienthong.reports.rules.naming import check_form_code


@dataclass(frozen=True, kw_only=True)
class NewForm:
    """`content` in the shape of `rules.forms`. `automatic`: the worker opens its periods."""

    code: str
    name: str
    name_en: str = ""
    programme: str = ""
    receiver: int
    rhythm: Rhythm
    content: Mapping[str, object]
    automatic: bool = True
    source: str
    confirmed: bool = False
    valid_from: date


@transaction.atomic
def draft_form(*, new: NewForm, by: str, at: datetime) -> int:
    """The draft of a form, or of its next edition: one for each code, written over each time.
    Raises NotAllowed for content that makes no sense or figures that nobody has defined."""
    content = read_content(new.content)
    check_form_code(new.code)
    if not new.name.strip():
        raise NotAllowed(_("Ghi tên của biểu."))
    if not new.source.strip():
        raise NotAllowed(_("Ghi căn cứ của biểu mẫu: văn bản giao báo cáo."))
    _check_known(content, on=new.valid_from)
    if content.schedule.calendar:
        edition = organisations.current_edition()
        organisations.calendar_named(content.schedule.calendar, edition=edition)
    editions = Form.objects.select_for_update().filter(code=new.code)
    published = editions.exclude(published_at=None).order_by("-edition").first()
    if published is not None and published.receiver_id != new.receiver:
        raise NotAllowed(_("Mã “%(code)s” là biểu của cơ quan khác. Đặt mã khác."), code=new.code)
    last = editions.exclude(published_at=None).aggregate(last=Max("edition"))["last"] or 0
    row, _made = Form.objects.update_or_create(
        code=new.code,
        published_at=None,
        defaults={
            "edition": last + 1,
            "name": new.name,
            "name_en": new.name_en,
            "programme": new.programme,
            "receiver_id": new.receiver,
            "rhythm": new.rhythm,
            "content": dict(new.content),
            "automatic_since": at if new.automatic else None,
            "source": new.source,
            "confirmed": new.confirmed,
            "valid_from": new.valid_from,
        },
    )
    _keep(row, "report.form_drafted", by=by, at=at)
    return row.pk


@transaction.atomic
def publish_draft(*, form_id: int, by: str, at: datetime) -> None:
    """Units are asked by it from its first day on; the edition before holds until then. Periods
    that are open keep the edition by which they were opened."""
    row = _draft(form_id)
    _check_known(read_content(row.content), on=row.valid_from)
    before = Form.objects.filter(code=row.code, valid_until=None).exclude(published_at=None)
    if late := before.filter(valid_from__gte=row.valid_from).first():
        raise NotAllowed(
            _("Bản %(edition)d có hiệu lực từ %(day)s. Bản mới phải từ sau ngày đó."),
            edition=late.edition,
            day=f"{late.valid_from:%d/%m/%Y}",
        )
    before.update(valid_until=row.valid_from)
    row.published_at = at
    if row.automatic_since is not None:
        row.automatic_since = at
    row.save(update_fields=["published_at", "automatic_since"])
    _keep(row, "report.form_published", by=by, at=at)


@transaction.atomic
def publish_form(*, new: NewForm, by: str, at: datetime) -> int:
    """Draft and publication in one, for what comes ready: a data pack."""
    number = draft_form(new=new, by=by, at=at)
    publish_draft(form_id=number, by=by, at=at)
    return number


@transaction.atomic
def drop_draft(*, form_id: int, by: str, at: datetime) -> None:
    row = _draft(form_id)
    _keep(row, "report.form_dropped", by=by, at=at)
    row.delete()


@transaction.atomic
def retire_form(*, form_id: int, from_day: date, by: str, at: datetime) -> None:
    """From a day on no period is opened any more; those that are open run to their end."""
    row = _published(form_id)
    if row.valid_until is not None:
        raise NotAllowed(
            _("Bản này đã hết hiệu lực từ %(day)s."), day=f"{row.valid_until:%d/%m/%Y}"
        )
    if from_day <= row.valid_from or from_day < at.astimezone(VIETNAM).date():
        raise NotAllowed(_("Chọn ngày thôi dùng từ hôm nay trở đi, sau ngày bản này có hiệu lực."))
    row.valid_until = from_day
    row.save(update_fields=["valid_until"])
    _keep(row, "report.form_retired", by=by, at=at)


@transaction.atomic
def set_opening(*, form_id: int, automatic: bool, by: str, at: datetime) -> None:
    """Whether the worker opens the periods that are due from now on, or a person does."""
    row = _published(form_id)
    if automatic and Rhythm(row.rhythm) is Rhythm.ONCE:
        raise NotAllowed(_("Báo cáo một lần không có nhịp để tự mở kỳ. Mở kỳ bằng tay."))
    if automatic == (row.automatic_since is not None):
        return
    row.automatic_since = at if automatic else None
    row.save(update_fields=["automatic_since"])
    action = "report.opening_automatic" if automatic else "report.opening_by_hand"
    _keep(row, action, by=by, at=at)


def _check_known(content: Content, *, on: date) -> None:
    known = indicators(content.codes, on=on)
    if missing := [code for code in content.codes if code not in known]:
        raise NotAllowed(
            _("Chưa có định nghĩa của chỉ tiêu “%(code)s”. Định nghĩa chỉ tiêu trước."),
            code=missing[0],
        )


def _draft(form_id: int) -> Form:
    row = Form.objects.select_for_update().filter(pk=form_id).first()
    if row is None or row.published_at is not None:
        raise NotAllowed(_("Không có bản nháp này; có thể đã công bố. Mở lại từ danh sách."))
    return row


def _published(form_id: int) -> Form:
    row = Form.objects.select_for_update().filter(pk=form_id).first()
    if row is None or row.published_at is None:
        raise NotAllowed(_("Không có biểu mẫu này. Chọn lại trong danh sách biểu mẫu."))
    return row


def _keep(row: Form, action: str, *, by: str, at: datetime) -> None:
    journal.record(
        unit=str(row.receiver_id),
        action=action,
        subject=f"form:{row.code}",
        by=by,
        at=at,
        data={"form": row.pk, "edition": row.edition},
    )

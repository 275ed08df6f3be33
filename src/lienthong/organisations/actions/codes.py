"""Identification codes: changing them, and settling those that nobody knew."""

from datetime import date, datetime, timedelta

from django.db import transaction

from lienthong.journal import actions as journal
from lienthong.organisations.models import AgencyCode, UnknownCode
from lienthong.organisations.queries import agency as agency_view
from lienthong.organisations.rules import NotAllowed
from lienthong.organisations.rules.codes import canonical, check_code
from lienthong.organisations.rules.life import check_change, check_text


@transaction.atomic
def change_code(
    *,
    agency_id: int,
    code: str,
    valid_from: date,
    source: str,
    by: str,
    at: datetime,
    confirmed: bool = True,
) -> None:
    """From a day on the agency bears another code; the former one keeps leading to it.

    Raises NotAllowed: for what is no code, for a code of another agency, for a day that is not
    after the beginning of the present code. Raises UnknownAgency.
    """
    text = check_code(code)
    agency = agency_view(agency_id)
    holder = AgencyCode.objects.filter(code=text, valid_until=None).select_related("agency").first()
    if holder is not None and holder.agency_id == agency_id:
        raise NotAllowed("%(name)s đang mang mã %(text)s rồi.", name=agency.name, text=text)
    if holder is not None:
        raise NotAllowed(
            "Mã %(text)s đang là của %(name)s. Đổi mã của cơ quan đó trước.",
            text=text,
            name=holder.agency.name,
        )
    if AgencyCode.objects.filter(code=text, valid_from__gte=valid_from).exists():
        raise NotAllowed(
            "Mã %(text)s đã được ghi với ngày khác. Chọn ngày có hiệu lực muộn hơn.", text=text
        )
    present = AgencyCode.objects.filter(agency=agency_id, valid_until=None).first()
    if present is not None:
        check_change(agency.name, what="Mã", since=present.valid_from, on=valid_from)
        present.valid_until = valid_from
        present.save(update_fields=["valid_until"])
    AgencyCode.objects.create(
        agency_id=agency_id,
        code=text,
        source=check_text(source, what="văn bản quy định mã"),
        confirmed=confirmed,
        valid_from=valid_from,
    )
    journal.record(
        unit=str(agency_id),
        action="organisations.code_changed",
        subject=f"agency:{agency_id}",
        by=by,
        at=at,
        data={
            "code": text,
            "before": present.code if present else "",
            "valid_from": valid_from.isoformat(),
        },
    )


@transaction.atomic
def report_unknown_code(*, code: str, where: str, by: str, at: datetime) -> int:
    """Count a code that belongs to no agency; answers how often it has come since it was last
    settled. `where`: which message or file, in words. It stays listed until it is settled."""
    text = canonical(code)[:40]
    row, fresh = UnknownCode.objects.select_for_update().get_or_create(
        code=text,
        defaults={"first_seen_at": at, "last_seen_at": at, "where": where[:200]},
    )
    if not fresh:
        row.times = 1 if row.settled_at else row.times + 1
        row.last_seen_at = max(at, row.last_seen_at)
        row.where = where[:200]
        row.settled_at, row.settled_by = None, ""
        row.save()
    journal.record(
        unit="house",
        action="organisations.unknown_code_reported",
        subject=f"code:{text}",
        by=by,
        at=at,
        data={"times": row.times, "where": row.where},
    )
    return row.times


@transaction.atomic
def settle_unknown_code(*, code: str, agency_id: int, source: str, by: str, at: datetime) -> None:
    """The code is or was one of this agency's: from now on it leads there. Raises NotAllowed,
    UnknownAgency."""
    row = _open_unknown(code)
    agency = agency_view(agency_id)
    if AgencyCode.objects.filter(code=row.code).exists():
        raise NotAllowed(
            "Mã %(code)s nay đã thuộc một cơ quan. Đóng mục này mà không gắn mã.", code=row.code
        )
    # As a code of the day before it began: it leads to the agency and is never the one it sends.
    AgencyCode.objects.create(
        agency_id=agency_id,
        code=row.code,
        source=check_text(source, what="căn cứ để gắn mã với cơ quan"),
        valid_from=agency.valid_from - timedelta(days=1),
        valid_until=agency.valid_from,
    )
    _settle(row, by=by, at=at, data={"agency": agency_id})


@transaction.atomic
def dismiss_unknown_code(*, code: str, reason: str, by: str, at: datetime) -> None:
    """The code is a mistake of its sender, or was entered meanwhile. Raises NotAllowed."""
    text = check_text(reason, what="lý do đóng mục mà không gắn mã")
    _settle(_open_unknown(code), by=by, at=at, data={"reason": text})


def _open_unknown(code: str) -> UnknownCode:
    text = canonical(code)
    row = UnknownCode.objects.select_for_update().filter(code=text, settled_at=None).first()
    if row is None:
        raise NotAllowed("Mã %(text)s không nằm trong danh sách chờ. Tải lại danh sách.", text=text)
    return row


def _settle(row: UnknownCode, *, by: str, at: datetime, data: dict[str, object]) -> None:
    row.settled_at, row.settled_by = at, by
    row.save(update_fields=["settled_at", "settled_by"])
    journal.record(
        unit="house",
        action="organisations.unknown_code_settled",
        subject=f"code:{row.code}",
        by=by,
        at=at,
        data=data,
    )

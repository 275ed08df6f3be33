"""The life of agencies and units: opened, renamed, closed, merged; their posts."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from lienthong.clock import VIETNAM
from lienthong.journal import actions as journal
from lienthong.organisations.models import (
    Agency,
    AgencyCode,
    FormerName,
    Position,
    Unit,
    WorkCalendar,
)
from lienthong.organisations.queries import agency as agency_view
from lienthong.organisations.queries import unit as unit_view
from lienthong.organisations.rules import (
    AgencyKind,
    Level,
    NotAllowed,
    Sector,
    UnitKind,
    UnknownAgency,
    UnknownUnit,
    fold,
)
from lienthong.organisations.rules.codes import check_code
from lienthong.organisations.rules.establishment import STANDARD
from lienthong.organisations.rules.life import (
    check_change,
    check_end,
    check_not_ahead,
    check_successor,
    check_text,
)
from lienthong.organisations.rules.names import agency_names, short_name


@transaction.atomic
def open_agency(
    *,
    kind: AgencyKind,
    name: str,
    valid_from: date,
    by: str,
    at: datetime,
    name_en: str = "",
    sector: Sector | None = None,
    unit_code: str = "",
    parent_id: int | None = None,
    calendar_code: str = STANDARD,
    code: str = "",
    code_source: str = "",
    phone: str = "",
    address: str = "",
) -> int:
    """A new agency from a day on, and its number. Without `unit_code` it is one of the centre.

    Raises NotAllowed, UnknownUnit, UnknownAgency.
    """
    text = check_text(name, what="tên cơ quan")
    unit = unit_view(unit_code, on=valid_from) if unit_code else None
    parent = agency_view(parent_id) if parent_id is not None else None
    if parent is not None and not parent.exists(on=valid_from):
        raise NotAllowed(
            "%(name)s không hoạt động vào ngày %(valid_from)s. Chọn cơ quan cấp trên khác.",
            name=parent.name,
            valid_from=f"{valid_from:%d/%m/%Y}",
        )
    calendar = WorkCalendar.objects.filter(code=calendar_code).first()
    if calendar is None:
        raise NotAllowed(
            "Không có lịch làm việc mang mã “%(calendar_code)s”. Chọn lại lịch.",
            calendar_code=calendar_code,
        )
    level = Level.MINISTRY
    if unit is not None:
        level = Level.COMMUNE if unit.parent_code else Level.PROVINCE
    row = Agency.objects.create(
        name=text,
        name_en=name_en,
        short_name=short_name(text),
        folded=_folded(text, unit_code, on=valid_from),
        kind=kind,
        sector=sector or "",
        level=level,
        unit_code=unit_code,
        province_code=unit.province_code if unit else "",
        parent_id=parent_id,
        calendar=calendar,
        phone=phone,
        address=address,
        valid_from=valid_from,
    )
    if code:
        _first_code(row, check_code(code), code_source, valid_from)
    _record("agency_opened", row.pk, by=by, at=at, data={"valid_from": valid_from.isoformat()})
    return row.pk


@transaction.atomic
def close_agency(*, agency_id: int, on: date, reason: str, by: str, at: datetime) -> None:
    """The agency ends and nobody continues its work. Raises NotAllowed, UnknownAgency."""
    _end(agency_id, on=on, reason=reason)
    _record("agency_closed", agency_id, by=by, at=at, data={"on": on.isoformat()})


@transaction.atomic
def merge_agency(
    *, agency_id: int, into_id: int, on: date, reason: str, by: str, at: datetime
) -> None:
    """The agency ends and another continues its work: codes lead there, open dossiers are its to
    settle. Figures of the past stay with the agency that ended. Raises NotAllowed, UnknownAgency.
    """
    into = agency_view(into_id)
    check_successor(
        into.name,
        exists=into.exists(on=on),
        in_line=agency_id in _line(into_id),
        on=on,
    )
    row = _end(agency_id, on=on, reason=reason)
    row.successor_id = into_id
    row.save(update_fields=["successor"])
    _record("agency_merged", agency_id, by=by, at=at, data={"on": on.isoformat(), "into": into_id})


@transaction.atomic
def reopen_agency(*, agency_id: int, reason: str, by: str, at: datetime) -> None:
    """Take back an ending that was recorded by mistake. Raises NotAllowed, UnknownAgency."""
    text = check_text(reason, what="lý do mở lại cơ quan")
    row = _locked(agency_id)
    if row.valid_until is None:
        raise NotAllowed("%(name)s đang hoạt động.", name=row.name)
    ended = AgencyCode.objects.filter(agency=row, valid_until=row.valid_until).first()
    if ended is not None:
        if AgencyCode.objects.filter(code=ended.code, valid_until=None).exists():
            raise NotAllowed(
                "Mã %(code)s nay đã là của cơ quan khác. Đổi mã đó trước.", code=ended.code
            )
        ended.valid_until = None
        ended.save(update_fields=["valid_until"])
    row.valid_until, row.successor_id = None, None
    row.save(update_fields=["valid_until", "successor"])
    _record("agency_reopened", agency_id, by=by, at=at, data={"reason": text})


@transaction.atomic
def rename_agency(
    *, agency_id: int, name: str, name_en: str, on: date, by: str, at: datetime
) -> None:
    """Another name from a day on. What it was called stays readable. Raises NotAllowed."""
    check_not_ahead(on=on, today=at.astimezone(VIETNAM).date())
    row = _locked(agency_id)
    _rename(row, check_text(name, what="tên mới của cơ quan"), name_en, on=on)
    _record("agency_renamed", agency_id, by=by, at=at, data={"on": on.isoformat()})


@transaction.atomic
def change_unit(
    *,
    code: str,
    kind: UnitKind,
    name: str,
    full_name: str,
    name_en: str,
    full_name_en: str,
    on: date,
    source: str,
    by: str,
    at: datetime,
) -> None:
    """A unit has another kind or name from a day on; its agencies that bear its name follow.

    `full_name`: with the kind ("Phường Trị An"). Raises NotAllowed, UnknownUnit.
    """
    check_not_ahead(on=on, today=at.astimezone(VIETNAM).date())
    row = Unit.objects.select_for_update().filter(code=code, valid_until=None).first()
    if row is None:
        raise UnknownUnit(
            "Không có đơn vị hành chính nào mang mã %(code)s. Kiểm tra lại mã.", code=code
        )
    check_change(row.full_name, what="Tên và loại", since=row.valid_from, on=on)
    before, before_en, province = row.full_name, row.full_name_en, row.parent_code
    row.valid_until = on
    row.save(update_fields=["valid_until"])
    full = check_text(full_name, what="tên đầy đủ của đơn vị")
    parent = unit_view(province, on=on).full_name if province else ""
    Unit.objects.create(
        code=code,
        kind=kind,
        name=check_text(name, what="tên của đơn vị"),
        full_name=full,
        name_en=name_en,
        full_name_en=full_name_en,
        parent_code=province,
        folded=fold(f"{full} {parent}"),
        source=check_text(source, what="văn bản quy định"),
        valid_from=on,
    )
    for agency in Agency.objects.filter(unit_code=code, valid_until=None):
        sector = Sector(agency.sector) if agency.sector else None
        agency_kind = AgencyKind(agency.kind)
        if agency.name == agency_names(agency_kind, before, before_en, sector)[0]:
            _rename(agency, *agency_names(agency_kind, full, full_name_en, sector), on=on)
    journal.record(
        unit="house",
        action="organisations.unit_changed",
        subject=f"unit:{code}",
        by=by,
        at=at,
        data={"on": on.isoformat(), "kind": kind},
    )


@transaction.atomic
def open_position(
    *,
    agency_id: int,
    name: str,
    valid_from: date,
    by: str,
    at: datetime,
    name_en: str = "",
    is_head: bool = False,
) -> int:
    """A post in an agency, and its number. Raises NotAllowed, UnknownAgency."""
    agency_view(agency_id)
    row = Position.objects.create(
        agency_id=agency_id,
        name=check_text(name, what="tên vị trí"),
        name_en=name_en,
        is_head=is_head,
        valid_from=valid_from,
    )
    _record("position_opened", agency_id, by=by, at=at, data={"position": row.pk})
    return row.pk


@transaction.atomic
def close_position(*, position_id: int, on: date, by: str, at: datetime) -> None:
    """The post ends. Raises NotAllowed."""
    row = Position.objects.select_for_update().filter(pk=position_id).first()
    if row is None:
        raise NotAllowed("Không có vị trí này. Chọn lại trong danh sách.")
    check_end(row.name, valid_from=row.valid_from, valid_until=row.valid_until, on=on)
    row.valid_until = on
    row.save(update_fields=["valid_until"])
    _record("position_closed", row.agency_id, by=by, at=at, data={"position": position_id})


def _locked(agency_id: int) -> Agency:
    row = Agency.objects.select_for_update().filter(pk=agency_id).first()
    if row is None:
        raise UnknownAgency(
            "Không có cơ quan số %(agency_id)s. Chọn lại cơ quan trong danh sách.",
            agency_id=agency_id,
        )
    return row


def _end(agency_id: int, *, on: date, reason: str) -> Agency:
    check_text(reason, what="căn cứ kết thúc hoạt động của cơ quan")
    row = _locked(agency_id)
    check_end(row.name, valid_from=row.valid_from, valid_until=row.valid_until, on=on)
    code = AgencyCode.objects.filter(agency=row, valid_until=None).first()
    if code is not None:
        check_change(row.name, what="Mã", since=code.valid_from, on=on)
        code.valid_until = on
        code.save(update_fields=["valid_until"])
    row.valid_until = on
    row.save(update_fields=["valid_until"])
    return row


def _line(agency_id: int | None) -> list[int]:
    """An agency and all who are to continue its work."""
    line: list[int] = []
    while agency_id is not None and agency_id not in line:
        line.append(agency_id)
        agency_id = agency_view(agency_id).successor_id
    return line


def _rename(row: Agency, name: str, name_en: str, *, on: date) -> None:
    last = FormerName.objects.filter(agency=row).order_by("-valid_until").first()
    since = last.valid_until if last else row.valid_from
    check_change(row.name, what="Tên", since=since, on=on)
    FormerName.objects.create(agency=row, name=row.name, name_en=row.name_en, valid_until=on)
    row.name, row.name_en, row.short_name = name, name_en, short_name(name)
    row.folded = _folded(name, row.unit_code, on=on)
    row.save(update_fields=["name", "name_en", "short_name", "folded"])


def _folded(name: str, unit_code: str, *, on: date) -> str:
    """The name with that of the province, as `find_agencies` looks for it."""
    if not unit_code:
        return fold(name)
    unit = unit_view(unit_code, on=on)
    province = unit_view(unit.province_code, on=on)
    return fold(f"{name} {province.full_name}")


def _first_code(row: Agency, code: str, source: str, valid_from: date) -> None:
    if AgencyCode.objects.filter(code=code, valid_until=None).exists():
        raise NotAllowed("Mã %(code)s đang là của cơ quan khác. Kiểm tra lại mã.", code=code)
    AgencyCode.objects.create(
        agency=row,
        code=code,
        source=check_text(source, what="văn bản quy định mã"),
        valid_from=valid_from,
    )


def _record(
    action: str, agency_id: int, *, by: str, at: datetime, data: Mapping[str, object]
) -> None:
    journal.record(
        unit=str(agency_id),
        action=f"organisations.{action}",
        subject=f"agency:{agency_id}",
        by=by,
        at=at,
        data=data,
    )

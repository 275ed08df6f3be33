"""What surrounds the versions: provinces' adjustments, competence, data sources, tags, bounds."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from lienthong.catalogue.actions.record import locked_procedure, record, subject_of
from lienthong.catalogue.models import (
    Competence,
    DataSource,
    Field,
    LintBound,
    LocalAdjustment,
)
from lienthong.catalogue.rules import NotAllowed
from lienthong.catalogue.rules.authority import AuthorityChange
from lienthong.catalogue.rules.content import OnlineLevel, Place, Routing
from lienthong.catalogue.rules.sources import SourceStatus
from lienthong.catalogue.rules.widths import check_widths
from lienthong.organisations import queries as organisations


@transaction.atomic
def adjust_locally(
    *,
    procedure_code: str,
    province_code: str,
    valid_from: date,
    source: str,
    by: str,
    at: datetime,
    online_level: OnlineLevel | None = None,
    online_reason: str = "",
    territorial: bool | None = None,
    routing: Routing | None = None,
    routed_to: str = "",
) -> int:
    """What a province changes of a procedure from a day on (R86, R90); its id. What is left out
    stays as published. The province's earlier adjustment ends on that day."""
    check_widths(online_reason=online_reason, routed_to=routed_to)
    procedure = locked_procedure(procedure_code)
    if online_level is None and territorial is None and routing is None:
        raise NotAllowed("Chưa chọn nội dung điều chỉnh. Hãy chọn ít nhất một nội dung.")
    if routing is Routing.MINISTRY and not routed_to.strip():
        raise NotAllowed("Hãy ghi tên hệ thống của bộ nơi người dân nộp hồ sơ.")
    if online_level is OnlineLevel.PARTIAL and not online_reason.strip():
        raise NotAllowed("Dịch vụ một phần phải công khai lý do chưa toàn trình. Hãy ghi lý do.")
    _check_province(province_code, on=valid_from)
    _end_adjustment(procedure.pk, province_code, valid_from)
    row = LocalAdjustment.objects.create(
        procedure=procedure,
        province_code=province_code,
        online_level=online_level or "",
        online_reason=online_reason,
        territorial=territorial,
        routing=routing or "",
        routed_to=routed_to,
        valid_from=valid_from,
        source=_said(source),
    )
    record(
        "adjusted_locally",
        subject_of(procedure_code),
        by=by,
        at=at,
        data={
            "province": province_code,
            "online_level": row.online_level,
            "territorial": territorial,
            "routing": row.routing,
            "routed_to": routed_to,
            "valid_from": valid_from.isoformat(),
            "source": source,
        },
    )
    return row.pk


@transaction.atomic
def end_adjustment(
    *, procedure_code: str, province_code: str, on: date, by: str, at: datetime
) -> None:
    """The procedure is offered as published again, from a day on."""
    procedure = locked_procedure(procedure_code)
    if not _end_adjustment(procedure.pk, province_code, on):
        raise NotAllowed("Tỉnh này không có điều chỉnh nào đang áp dụng cho thủ tục.")
    record(
        "adjustment_ended",
        subject_of(procedure_code),
        by=by,
        at=at,
        data={"province": province_code, "ends_on": on.isoformat()},
    )


@transaction.atomic
def assign_competence(
    *,
    province_code: str,
    place: Place,
    agency_id: int,
    valid_from: date,
    source: str,
    by: str,
    at: datetime,
    procedure_code: str = "",
    field_code: str = "",
    unit_code: str = "",
) -> int:
    """Give the work of a place to an agency, for one procedure or for a field, in a province or in
    one commune of it; its id. The earlier assignment ends on that day."""
    if bool(procedure_code) == bool(field_code):
        raise NotAllowed("Hãy chọn một thủ tục hoặc một lĩnh vực, không chọn cả hai.")
    _check_province(province_code, on=valid_from)
    communes = organisations.communes_of(province_code, on=valid_from)
    if unit_code and unit_code not in {commune.code for commune in communes}:
        raise NotAllowed(
            "Tỉnh này không có cấp xã mang mã %(unit_code)s. Hãy chọn lại.", unit_code=unit_code
        )
    agency = organisations.agency(agency_id)
    if agency.province_code != province_code or not agency.exists(on=valid_from):
        raise NotAllowed(
            "%(name)s không hoạt động ở tỉnh này ngày %(valid_from)s. Hãy chọn cơ quan khác.",
            name=agency.name,
            valid_from=f"{valid_from:%d/%m/%Y}",
        )
    procedure = locked_procedure(procedure_code) if procedure_code else None
    field = Field.objects.filter(code=field_code).first() if field_code else None
    if field_code and field is None:
        raise NotAllowed(
            "Không có lĩnh vực “%(field_code)s”. Hãy chọn lại lĩnh vực.", field_code=field_code
        )
    earlier = Competence.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=valid_from),
        procedure=procedure,
        field=field,
        province_code=province_code,
        unit_code=unit_code,
        place=place,
    )
    earlier.filter(valid_from__gte=valid_from).delete()
    earlier.update(valid_until=valid_from)
    row = Competence.objects.create(
        procedure=procedure,
        field=field,
        province_code=province_code,
        unit_code=unit_code,
        place=place,
        agency_id=agency_id,
        valid_from=valid_from,
        source=_said(source),
    )
    record(
        "competence_assigned",
        subject_of(procedure_code) if procedure_code else f"field:{field_code}",
        by=by,
        at=at,
        data={
            "province": province_code,
            "commune": unit_code,
            "place": place.value,
            "agency": agency_id,
            "valid_from": valid_from.isoformat(),
            "source": source,
        },
    )
    return row.pk


@transaction.atomic
def change_source(
    *,
    code: str,
    status: SourceStatus,
    by: str,
    at: datetime,
    connected_on: date | None = None,
    note: str = "",
) -> None:
    """A data source is connected from a day on, or planned again after a failure."""
    check_widths(note=note)
    source = DataSource.objects.select_for_update().filter(code=code).first()
    if source is None:
        raise NotAllowed(
            "Không có nguồn dữ liệu “%(code)s”. Hãy chọn lại nguồn dữ liệu.", code=code
        )
    if status is SourceStatus.CONNECTED and connected_on is None:
        raise NotAllowed("Hãy ghi ngày kết nối của nguồn dữ liệu.")
    source.status = status
    source.connected_on = connected_on if status is SourceStatus.CONNECTED else None
    source.note = note or source.note
    source.save()
    record(
        "source_changed",
        f"source:{code}",
        by=by,
        at=at,
        data={
            "status": status.value,
            "connected_on": connected_on.isoformat() if connected_on else None,
        },
    )


@transaction.atomic
def mark_authority(
    *,
    procedure_code: str,
    by: str,
    at: datetime,
    change: AuthorityChange | None = None,
    legal_question: str = "",
    answered_by: str = "",
) -> None:
    """Tag what the reform did to the authority (R92), and any open question about it (R106).

    What is left out is cleared.
    """
    check_widths(legal_question=legal_question, answered_by=answered_by)
    procedure = locked_procedure(procedure_code)
    if legal_question and not answered_by:
        raise NotAllowed("Hãy ghi cơ quan phải trả lời vướng mắc về thẩm quyền.")
    procedure.authority_change = change or ""
    procedure.legal_question, procedure.answered_by = legal_question, answered_by
    procedure.save(update_fields=["authority_change", "legal_question", "answered_by"])
    record(
        "authority_marked",
        subject_of(procedure_code),
        by=by,
        at=at,
        data={
            "change": procedure.authority_change,
            "legal_question": legal_question,
            "answered_by": answered_by,
        },
    )


@transaction.atomic
def set_bound(*, name: str, value: int, source: str, by: str, at: datetime) -> None:
    """Another threshold of the lint, with who decided it."""
    bound = LintBound.objects.select_for_update().filter(name=name).first()
    if bound is None:
        raise NotAllowed("Không có ngưỡng “%(name)s”. Hãy chọn lại ngưỡng.", name=name)
    if value < 1:
        raise NotAllowed("Ngưỡng phải là số nguyên từ 1 trở lên.")
    before, bound.value, bound.source = bound.value, value, _said(source)
    bound.save()
    record(
        "bound_set",
        f"bound:{name}",
        by=by,
        at=at,
        data={"before": before, "value": value, "source": source},
    )


def _end_adjustment(procedure_id: int, province_code: str, on: date) -> int:
    rows = LocalAdjustment.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=on),
        procedure=procedure_id,
        province_code=province_code,
    )
    # One that would only begin later, or today, never comes into force.
    superseded, _ = rows.filter(valid_from__gte=on).delete()
    return superseded + rows.update(valid_until=on)


def _check_province(province_code: str, *, on: date) -> None:
    if province_code not in {province.code for province in organisations.provinces(on=on)}:
        raise NotAllowed(
            "Không có tỉnh, thành phố mang mã %(province_code)s. Hãy chọn lại.",
            province_code=province_code,
        )


def _said(source: str) -> str:
    check_widths(source=source)
    if not source.strip():
        raise NotAllowed("Hãy ghi căn cứ (số quyết định, văn bản) của thay đổi này.")
    return source

"""What surrounds the versions: fields, data sources, bounds, provinces' adjustments, competence."""

from dataclasses import dataclass
from datetime import date

from lienthong.catalogue.models import (
    Competence,
    DataSource,
    Field,
    LintBound,
    LocalAdjustment,
)
from lienthong.catalogue.rules.content import OnlineLevel, Place, Routing
from lienthong.catalogue.rules.sources import SourceStatus


@dataclass(frozen=True, kw_only=True)
class SourceView:
    code: str
    name: str
    name_en: str
    status: SourceStatus
    connected_on: date | None
    note: str


@dataclass(frozen=True, kw_only=True)
class BoundView:
    name: str
    value: int
    source: str


@dataclass(frozen=True, kw_only=True)
class AdjustmentView:
    """What a province changed of a procedure; None and "" are left as published."""

    id: int
    province_code: str
    online_level: OnlineLevel | None
    online_reason: str
    territorial: bool | None
    routing: Routing | None
    routed_to: str
    valid_from: date
    valid_until: date | None
    source: str


@dataclass(frozen=True, kw_only=True)
class CompetenceView:
    """Who was given the work of a place, for a procedure or for a field (the other code is "")."""

    id: int
    procedure_code: str
    field_code: str
    commune_code: str
    place: Place
    agency_id: int
    valid_from: date
    valid_until: date | None
    source: str


def fields() -> dict[str, str]:
    """All fields: code to name, by code."""
    return dict(Field.objects.order_by("code").values_list("code", "name"))


def sources() -> list[SourceView]:
    """All data sources, by name."""
    return [
        SourceView(
            code=row.code,
            name=row.name,
            name_en=row.name_en,
            status=SourceStatus(row.status),
            connected_on=row.connected_on,
            note=row.note,
        )
        for row in DataSource.objects.order_by("name")
    ]


def bounds() -> list[BoundView]:
    """The thresholds of the lint with their sources."""
    return [
        BoundView(name=row.name, value=row.value, source=row.source)
        for row in LintBound.objects.order_by("name")
    ]


def adjustments(procedure_code: str) -> list[AdjustmentView]:
    """What provinces changed of a procedure, the newest first in each."""
    rows = LocalAdjustment.objects.filter(procedure__code=procedure_code)
    return [
        AdjustmentView(
            id=row.pk,
            province_code=row.province_code,
            online_level=OnlineLevel(row.online_level) if row.online_level else None,
            online_reason=row.online_reason,
            territorial=row.territorial,
            routing=Routing(row.routing) if row.routing else None,
            routed_to=row.routed_to,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            source=row.source,
        )
        for row in rows.order_by("province_code", "-valid_from")
    ]


def competences(*, province_code: str) -> list[CompetenceView]:
    """Who was given the work of which place in a province, the newest first."""
    rows = Competence.objects.filter(province_code=province_code)
    return [
        CompetenceView(
            id=row.pk,
            procedure_code=row.procedure.code if row.procedure else "",
            field_code=row.field.code if row.field else "",
            commune_code=row.unit_code,
            place=Place(row.place),
            agency_id=row.agency_id,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            source=row.source,
        )
        for row in rows.select_related("procedure", "field").order_by("place", "-valid_from")
    ]

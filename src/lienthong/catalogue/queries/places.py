"""Where a procedure is received and who is competent, on a day."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from lienthong.catalogue.models import Competence, LocalAdjustment
from lienthong.catalogue.queries.versions import VersionView
from lienthong.catalogue.rules import NotAllowed
from lienthong.catalogue.rules.content import Content, OnlineLevel, Place, Routing
from lienthong.catalogue.rules.placing import (
    Ground,
    Standing,
    Subject,
    agency_for,
    receiving_for,
)
from lienthong.organisations import queries as organisations
from lienthong.organisations.models import Agency, Unit
from lienthong.organisations.rules import AgencyKind, UnitKind

_PROVINCES = (UnitKind.PROVINCE, UnitKind.CITY)


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A version as a province offers it: its content with the province's adjustments."""

    online_level: OnlineLevel
    online_reason: str
    territorial: bool
    routing: Routing
    routed_to: str
    adjusted: bool


@dataclass(frozen=True, kw_only=True)
class Resolved:
    """Agencies of a procedure for a commune on a day. `receiving` has the nearest centre first."""

    receiving: tuple[int, ...]
    competent: int
    places: Mapping[Place, int | None]
    offer: Offer

    def place(self, place: Place) -> int | None:
        """The agency of a step's place; None where nobody holds it."""
        return self.places[place]


def offers(
    *, on: date, codes: Collection[str] | None = None
) -> dict[tuple[str, str], LocalAdjustment]:
    """The adjustments in force on a day by (procedure code, province code)."""
    rows = LocalAdjustment.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=on), valid_from__lte=on
    ).select_related("procedure")
    if codes is not None:
        rows = rows.filter(procedure__code__in=codes)
    return {(row.procedure.code, row.province_code): row for row in rows.order_by("valid_from")}


def offer_of(content: Content, adjustment: LocalAdjustment | None) -> Offer:
    """The content's own terms with what the province changed."""
    level, reason = content.online_level, content.online_reason
    territorial, routing, routed_to = content.territorial, content.routing, content.routed_to
    if adjustment is not None:
        if adjustment.online_level:
            level, reason = OnlineLevel(adjustment.online_level), adjustment.online_reason
        if adjustment.territorial is not None:
            territorial = adjustment.territorial
        if adjustment.routing:
            routing, routed_to = Routing(adjustment.routing), adjustment.routed_to
    return Offer(
        online_level=level,
        online_reason=reason,
        territorial=territorial,
        routing=routing,
        routed_to=routed_to,
        adjusted=adjustment is not None,
    )


def offer(version: VersionView, *, province_code: str, on: date) -> Offer:
    """How a province offers a version on a day."""
    found = offers(on=on, codes=[version.code])
    return offer_of(version.content, found.get((version.code, province_code)))


def subject_of(version: VersionView, terms: Offer) -> Subject:
    return Subject(
        code=version.code,
        field_code=version.field_code,
        sector=version.field_sector,
        receiving=version.content.receiving,
        territorial=terms.territorial,
    )


def resolve(version: VersionView, *, commune_code: str, on: date) -> Resolved:
    """Who receives and who is competent for a person of a commune on a day.

    Raises NotAllowed with a sentence when the commune does not exist on that day, when nobody
    receives the procedure there, or when nobody competent stands.
    """
    unit = (
        _holding(Unit.objects.filter(code=commune_code), on=on)
        .exclude(kind__in=_PROVINCES)
        .values_list("full_name", "parent_code")
        .first()
    )
    if unit is None:
        raise NotAllowed(
            "Ngày %(on)s không có xã, phường, đặc khu mang mã %(commune_code)s. Hãy chọn lại đơn "
            "vị hành chính.",
            on=f"{on:%d/%m/%Y}",
            commune_code=commune_code,
        )
    name, province_code = unit
    terms = offer(version, province_code=province_code, on=on)
    subject = subject_of(version, terms)
    ground = ground_of(on=on, province_code=province_code, commune_code=commune_code)
    receiving = receiving_for(ground, subject, commune_code)
    places = {place: agency_for(ground, subject, place, commune_code) for place in Place}
    competent = places[version.content.competent]
    if not receiving:
        raise NotAllowed(
            "Chưa có nơi tiếp nhận thủ tục %(code)s cho %(name)s. Hãy báo bộ phận quản trị danh "
            "mục khai báo nơi tiếp nhận.",
            code=version.code,
            name=name,
        )
    if competent is None:
        raise NotAllowed(
            "Chưa xác định được cơ quan giải quyết thủ tục %(code)s cho %(name)s. Hãy báo bộ phận "
            "quản trị danh mục phân công cơ quan.",
            code=version.code,
            name=name,
        )
    return Resolved(receiving=receiving, competent=competent, places=places, offer=terms)


def ground_of(*, on: date, province_code: str = "", commune_code: str = "") -> Ground:
    """What stands on a day, in one province or in the whole country; with a commune, the offices
    of the other communes of its province are left out, their centres are not."""
    units = _holding(Unit.objects.all(), on=on).exclude(kind__in=_PROVINCES)
    agencies = _holding(Agency.objects.exclude(kind=AgencyKind.MINISTRY), on=on)
    if province_code:
        units = units.filter(parent_code=province_code)
        agencies = agencies.filter(province_code=province_code)
    if commune_code:
        agencies = agencies.filter(
            Q(unit_code__in=[commune_code, province_code]) | Q(kind=AgencyKind.COMMUNE_CENTRE)
        )
    province_of = dict(units.order_by("code").values_list("code", "parent_code"))
    communes_of: dict[str, list[str]] = {}
    for commune, province in province_of.items():
        communes_of.setdefault(province, []).append(commune)
    centres_of: dict[str, list[int]] = {}
    standing: dict[tuple[str, AgencyKind], list[Standing]] = {}
    for key, kind, unit, parent, sector in agencies.order_by("pk").values_list(
        "pk", "kind", "unit_code", "parent_id", "sector"
    ):
        standing.setdefault((unit, AgencyKind(kind)), []).append(Standing(key, parent, sector))
        if kind == AgencyKind.COMMUNE_CENTRE and unit in province_of:
            centres_of.setdefault(province_of[unit], []).append(key)
    return Ground(
        province_of=province_of,
        standing={key: tuple(found) for key, found in standing.items()},
        communes_of={key: tuple(found) for key, found in communes_of.items()},
        centres_of={key: tuple(found) for key, found in centres_of.items()},
        given=_given(on=on, province_code=province_code),
    )


def _given(*, on: date, province_code: str) -> dict[tuple[str, Place, str], int]:
    """Who was given the work of a place; an agency that ended is followed to its successor."""
    rows = Competence.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=on), valid_from__lte=on
    )
    if province_code:
        rows = rows.filter(province_code=province_code)
    given = {
        (code or field, Place(place), unit or province): agency
        for code, field, place, unit, province, agency in rows.order_by("valid_from").values_list(
            "procedure__code",
            "field__code",
            "place",
            "unit_code",
            "province_code",
            "agency_id",
        )
    }
    stands = organisations.as_organised(set(given.values()), on=on)
    return {
        key: stands_in
        for key, agency in given.items()
        if (stands_in := stands.get(agency)) is not None
    }


def _holding(rows: QuerySet, *, on: date) -> QuerySet:  # type: ignore[type-arg]
    return rows.filter(Q(valid_until=None) | Q(valid_until__gt=on), valid_from__lte=on)

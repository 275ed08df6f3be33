"""Loading the reference data. Again and again if need be: only what is missing is added, and what
administrators changed stays theirs."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from lienthong.journal import actions as journal
from lienthong.organisations.adapters import establishment, reference
from lienthong.organisations.adapters.establishment import TWO_TIERS, Plan
from lienthong.organisations.models import (
    Agency,
    AgencyCode,
    CalendarDay,
    CalendarEdition,
    FormerName,
    Predecessor,
    Unit,
    WorkCalendar,
    WorkWeek,
)
from lienthong.organisations.queries import current_edition
from lienthong.organisations.rules import fold
from lienthong.organisations.rules.names import short_name

_UNIT_SOURCE: Final = "Danh mục đơn vị hành chính, tình trạng tháng 7/2026"
_BATCH: Final = 500


@dataclass(frozen=True)
class Loaded:
    """How many rows a run added."""

    units: int
    predecessors: int
    agencies: int
    codes: int
    calendar_days: int


@transaction.atomic
def load_reference(*, by: str, at: datetime, provinces: Collection[str] | None = None) -> Loaded:
    """Units, their predecessors, agencies and codes of all provinces, or of those named by code;
    the agencies of the centre, calendars and days in any case.

    Journalled when something was added. Days that a newer release of the data brings make a new
    edition of the calendars.
    """
    units = [row for row in reference.units() if _chosen(row.province_code, provinces)]
    earlier = {
        row.code: row for row in reference.earlier_units() if _chosen(row.province_code, provinces)
    }
    days = _load_calendars(by=by, at=at)
    added_units = _load_units(units, earlier)
    predecessors = _load_predecessors(provinces)
    agencies, codes = _load_agencies(
        [
            *establishment.national(),
            *establishment.local(units, earlier),
            *(
                plan
                for plan in establishment.merged_provinces()
                if _chosen(plan.province_code, provinces)
            ),
        ]
    )
    loaded = Loaded(added_units, predecessors, agencies, codes, days)
    if any(asdict(loaded).values()):
        journal.record(
            unit="house",
            action="organisations.reference_loaded",
            subject="reference",
            by=by,
            at=at,
            data=asdict(loaded),
        )
    return loaded


def _chosen(province_code: str, provinces: Collection[str] | None) -> bool:
    return provinces is None or province_code in provinces


def _load_calendars(*, by: str, at: datetime) -> int:
    """Calendars, weeks and days that no edition has ever had. Answers the number of days."""
    known = set(WorkCalendar.objects.values_list("code", flat=True))
    new = [row for row in reference.calendars() if row.code not in known]
    had = set(CalendarDay.objects.filter(calendar=None).values_list("on", flat=True))
    days = [row for row in reference.days() if row.on not in had]
    if not new and not days:
        return 0
    number = current_edition() + 1
    CalendarEdition.objects.create(
        number=number, made_at=at, made_by=by, reason="Nạp dữ liệu tham chiếu"
    )
    made = {
        row.code: WorkCalendar.objects.create(code=row.code, name=row.name, source=row.source)
        for row in new
    }
    WorkWeek.objects.bulk_create(
        WorkWeek(
            calendar=made[code],
            valid_from=valid_from,
            windows=windows,
            source=made[code].source,
            edition_from=number,
        )
        for (code, valid_from), windows in reference.weeks().items()
        if code in made
    )
    CalendarDay.objects.bulk_create(
        CalendarDay(
            on=row.on,
            kind=row.kind,
            name=row.name,
            name_en=row.name_en,
            source=row.source,
            confirmed=row.confirmed,
            edition_from=number,
        )
        for row in days
    )
    return len(days)


def _load_units(
    units: Iterable[reference.UnitRow], earlier: Mapping[str, reference.UnitRow]
) -> int:
    known = set(Unit.objects.values_list("code", flat=True))
    # All provinces, because the name of its province is part of what a commune is found by.
    provinces = {row.code: row.full_name for row in reference.units() if not row.parent_code}
    rows = []
    for unit in units:
        if unit.code in known:
            continue
        province = provinces.get(unit.parent_code, "")
        before = earlier.get(unit.code)
        if before is None or before.valid_until is None:
            rows.append(_unit(unit, province, valid_from=TWO_TIERS, source=_UNIT_SOURCE))
        else:
            rows.append(_unit(before, province, valid_from=TWO_TIERS, source=before.source))
            since = before.valid_until
            rows.append(_unit(unit, province, valid_from=since, source=before.source))
    return len(Unit.objects.bulk_create(rows, batch_size=_BATCH))


def _unit(row: reference.UnitRow, province: str, *, valid_from: date, source: str) -> Unit:
    return Unit(
        code=row.code,
        kind=row.kind,
        name=row.name,
        full_name=row.full_name,
        name_en=row.name_en,
        full_name_en=row.full_name_en,
        parent_code=row.parent_code,
        folded=fold(f"{row.full_name} {province}"),
        source=source,
        valid_from=valid_from,
        valid_until=row.valid_until,
    )


def _load_predecessors(provinces: Collection[str] | None) -> int:
    known = set(Predecessor.objects.values_list("province_code", flat=True).distinct())
    rows = [
        Predecessor(
            **vars(row), folded=fold(f"{row.old_name} {row.old_district} {row.old_province}")
        )
        for row in reference.predecessors()
        if row.province_code not in known and _chosen(row.province_code, provinces)
    ]
    return len(Predecessor.objects.bulk_create(rows, batch_size=_BATCH))


def _load_agencies(plans: Iterable[Plan]) -> tuple[int, int]:
    """Those that are missing, parents and successors before the others."""
    known = Agency.objects.exclude(reference=None).values_list("reference", "pk")
    ids = {reference_: pk for reference_, pk in known if reference_}
    calendars = dict(WorkCalendar.objects.values_list("code", "pk"))
    waiting = [plan for plan in plans if plan.reference not in ids]
    added, codes, former = 0, list[AgencyCode](), list[FormerName]()
    while waiting:
        ready = [plan for plan in waiting if {plan.parent, plan.successor} - {""} <= ids.keys()]
        made = Agency.objects.bulk_create(
            (_agency(plan, ids, calendars) for plan in ready), batch_size=_BATCH
        )
        ids |= {plan.reference: row.pk for plan, row in zip(ready, made, strict=True)}
        for plan in ready:
            codes += [AgencyCode(agency_id=ids[plan.reference], **vars(c)) for c in plan.codes]
            if plan.former:
                name, name_en, until = plan.former
                former.append(
                    FormerName(
                        agency_id=ids[plan.reference],
                        name=name,
                        name_en=name_en,
                        valid_until=until,
                    )
                )
        added += len(ready)
        waiting = [plan for plan in waiting if plan.reference not in ids]
    AgencyCode.objects.bulk_create(codes, batch_size=_BATCH)
    FormerName.objects.bulk_create(former, batch_size=_BATCH)
    return added, len(codes)


def _agency(plan: Plan, ids: Mapping[str, int], calendars: Mapping[str, int]) -> Agency:
    return Agency(
        name=plan.name,
        name_en=plan.name_en,
        short_name=short_name(plan.name),
        folded=fold(f"{plan.name} {plan.place}"),
        kind=plan.kind,
        sector=plan.sector or "",
        level=plan.level,
        unit_code=plan.unit_code,
        province_code=plan.province_code,
        parent_id=ids.get(plan.parent),
        successor_id=ids.get(plan.successor),
        calendar_id=calendars[plan.calendar],
        reference=plan.reference,
        valid_from=plan.valid_from,
        valid_until=plan.valid_until,
    )

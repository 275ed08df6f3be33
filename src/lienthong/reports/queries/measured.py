"""The door to what the house measures itself: named figures of an agency and a span of days.

Flows count what happened on the days. Stocks are as of now, so they have no answer for days that
have passed: nothing is better than a figure of another moment.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from lienthong.clock import VIETNAM
from lienthong.measures import queries as measures
from lienthong.measures.queries import Figures, Span
from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView
from lienthong.organisations.rules import AgencyKind, Level
from lienthong.reports.rules import _


@dataclass(frozen=True)
class MeasuredFigure:
    """`words`: a message id. `part`: its name among the figures of a board. `stock`: as of now."""

    words: str
    part: str
    stock: bool = False


@dataclass(frozen=True)
class Measured:
    """A measured value and the moment as of which the counters stood."""

    value: Decimal
    as_of: datetime


SILENT: Final = "communes.silent"
ACTIVE: Final = "communes.active"
FIGURES: Final[Mapping[str, MeasuredFigure]] = {
    "dossiers.received": MeasuredFigure(_("hồ sơ tiếp nhận trong kỳ"), "received"),
    "dossiers.received_online": MeasuredFigure(
        _("hồ sơ trực tuyến tiếp nhận trong kỳ"), "received_online"
    ),
    "dossiers.received_direct": MeasuredFigure(
        _("hồ sơ nộp trực tiếp, bưu chính tiếp nhận trong kỳ"), "received_direct"
    ),
    "dossiers.finished": MeasuredFigure(_("hồ sơ giải quyết xong trong kỳ"), "finished"),
    "dossiers.in_time": MeasuredFigure(_("hồ sơ giải quyết đúng hạn trong kỳ"), "in_time"),
    "dossiers.late": MeasuredFigure(_("hồ sơ giải quyết trễ trong kỳ"), "done_late"),
    "dossiers.returned": MeasuredFigure(_("kết quả đã trả trong kỳ"), "returned"),
    "dossiers.open": MeasuredFigure(_("hồ sơ đang giải quyết"), "open", stock=True),
    "dossiers.open_late": MeasuredFigure(_("hồ sơ đang quá hạn"), "open_late", stock=True),
    "dossiers.waiting": MeasuredFigure(_("hồ sơ đang tạm dừng"), "all_waiting", stock=True),
    SILENT: MeasuredFigure(_("xã không có hồ sơ nào trong kỳ"), ""),
    ACTIVE: MeasuredFigure(_("xã có hồ sơ trong kỳ"), ""),
}


def measured(
    names: Collection[str], *, agency_id: int, since: date, until: date, as_of: datetime
) -> dict[str, Measured]:
    """The named figures of an agency for days (both included); names that are not measured, or not
    for those days, are absent. A committee counts its whole commune or province, a body of the
    centre the country."""
    return measured_of_many(names, agency_ids=[agency_id], since=since, until=until, as_of=as_of)[
        agency_id
    ]


def measured_of_many(
    names: Collection[str],
    *,
    agency_ids: Iterable[int],
    since: date,
    until: date,
    as_of: datetime,
) -> dict[int, dict[str, Measured]]:
    """`measured` for many agencies in as few statements."""
    wanted = [name for name in names if name in FIGURES]
    ids = list(agency_ids)
    if not wanted:
        return {number: {} for number in ids}
    today = as_of.astimezone(VIETNAM).date()
    agencies = organisations.agencies(ids)
    places = _places_of_many(agencies, ids, today)
    folded = measures.folded_at() or as_of
    span = Span(since=since, until=min(until, today), as_of=as_of, soon=as_of)
    by_agency = _figures(places, span, stocks=any(FIGURES[name].stock for name in wanted))
    found: dict[int, dict[str, Measured]] = {}
    for number in ids:
        figures = by_agency[number]
        found[number] = {
            name: Measured(Decimal(_value(figures, FIGURES[name].part)), min(folded, as_of))
            for name in wanted
            if FIGURES[name].part and (not FIGURES[name].stock or until >= today)
        }
    for name in (SILENT, ACTIVE):
        if name in wanted:
            for number in ids:
                count = _communes(agencies.get(number), name, span, today)
                found[number][name] = Measured(Decimal(count), min(folded, as_of))
    return found


def _figures(places: Mapping[int, list[str]], span: Span, *, stocks: bool) -> dict[int, Figures]:
    """One statement for the flows of one agency: that is what the peak asks."""
    if len(places) == 1 and not stocks:
        return {
            number: measures.happened(own, since=span.since, until=span.until)
            for number, own in places.items()
        }
    found = measures.figures_of_many({one for own in places.values() for one in own}, span)
    return {
        number: measures.summed(found[place] for place in own if place in found)
        for number, own in places.items()
    }


def received_by_day(agency_id: int, *, since: date, until: date) -> dict[date, int]:
    """Dossiers received on each day of a commune or agency; days without any are absent."""
    agency = organisations.agency(agency_id)
    days = measures.figures_by_day(_places(agency, until), since=since, until=until)
    return {day: figures.get("received", 0) for day, figures in days.items()}


def _value(figures: Figures, part: str) -> int:
    if part == "received_direct":
        return figures.value("received") - figures.value("received_online")
    return figures.value(part)


def _places_of_many(
    agencies: Mapping[int, AgencyView], ids: Iterable[int], on: date
) -> dict[int, list[str]]:
    """`_places` of each; the agencies of thousands of communes are read in one statement."""
    committees = {
        number: one for number, one in agencies.items() if one.kind is AgencyKind.COMMUNE_COMMITTEE
    }
    units: Mapping[str, Sequence[AgencyView]] = {}
    if len(committees) > 1:
        units = organisations.agencies_of_units(
            {one.unit_code for one in committees.values()}, on=on
        )
    found = {}
    for number in ids:
        agency = agencies.get(number)
        own = units.get(committees[number].unit_code, ()) if number in committees else ()
        alone = _places(agency, on) if agency and not own else []
        found[number] = [f"a:{one.id}" for one in own] or alone
    return found


def _places(agency: AgencyView, on: date) -> list[str]:
    """Places of counters which share no dossier and together are what the agency answers for."""
    if _whole_country(agency):
        return [f"p:{unit.code}" for unit in organisations.provinces(on=on)]
    if agency.kind in (AgencyKind.PROVINCE_COMMITTEE, AgencyKind.PARTY_COMMITTEE):
        return [f"p:{agency.province_code}"]
    if agency.kind is AgencyKind.COMMUNE_COMMITTEE:
        own = organisations.agencies_in(agency.unit_code, on=on)
        return [f"a:{one.id}" for one in own] or [f"a:{agency.id}"]
    return [f"a:{agency.id}"]


def _whole_country(agency: AgencyView) -> bool:
    if agency.level is not Level.MINISTRY:
        return False
    government = agency.sector is not None and agency.sector.value == "government_office"
    return agency.kind is AgencyKind.PARTY_COMMITTEE or government


def _communes(agency: AgencyView | None, name: str, span: Span, on: date) -> int:
    """Communes with, or without, a dossier received in the days."""
    if agency is None:
        return 0
    if agency.level is Level.COMMUNE:
        codes = [agency.unit_code]
    elif _whole_country(agency):
        provinces = organisations.provinces(on=on)
        codes = [
            unit.code
            for province in provinces
            for unit in organisations.communes_of(province.code, on=on)
        ]
    else:
        codes = [unit.code for unit in organisations.communes_of(agency.province_code, on=on)]
    found = measures.figures_of_many([f"c:{code}" for code in codes], span)
    active = sum(1 for figures in found.values() if figures.received)
    return active if name == ACTIVE else len(codes) - active

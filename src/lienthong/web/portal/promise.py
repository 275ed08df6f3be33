"""Where a person of a commune files, who decides, and by when, if it is accepted now."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from lienthong import clock
from lienthong.catalogue import queries as catalogue
from lienthong.catalogue.queries import VersionView
from lienthong.catalogue.rules import NotAllowed
from lienthong.catalogue.rules.clocking import rule_of
from lienthong.catalogue.rules.content import StartOn, TimeOption
from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView, UnitView
from lienthong.organisations.rules import UnknownUnit
from lienthong.web.portal.reading import limit_words
from lienthong.web.ui import formats
from lienthong.web.ui.saying import said
from lienthong.web.ui.strips import Strip, strip

MOST_UNITS = 12
MOST_CENTRES = 4


@dataclass(frozen=True)
class UnitChoice:
    """A commune, ward or special zone with its province, in the reader's language."""

    code: str
    name: str


@dataclass(frozen=True)
class Place:
    """`units`: what the typed name may mean, when it means several. `trouble`: why there is no
    answer, as a sentence."""

    typed: str = ""
    units: tuple[UnitChoice, ...] = ()
    unit: UnitChoice | None = None
    receiving: tuple[AgencyView, ...] = ()
    more_receiving: int = 0
    competent: AgencyView | None = None
    promised: "Promised | None" = None
    trouble: str = ""


@dataclass(frozen=True)
class Promised:
    limit: str
    due_at: datetime
    strip: Strip | None


def place_of(version: VersionView, *, code: str, typed: str, at: datetime, on: date) -> Place:
    """The commune by its code, or by what was typed."""
    if code:
        try:
            unit = organisations.unit(code, on=on)
        except UnknownUnit as unknown:
            return Place(typed, trouble=str(unknown))
        return _at_unit(version, unit, at=at, on=on)
    if not typed:
        return Place()
    found = tuple(
        unit
        for unit in organisations.find_units(typed, on=on, limit=MOST_UNITS + 1)
        if unit.parent_code
    )
    if not found:
        return Place(
            typed,
            trouble=_("Không tìm thấy xã, phường, đặc khu nào tên “%(typed)s”. Thử bớt chữ.")
            % {"typed": typed},
        )
    if len(found) == 1:
        return _at_unit(version, found[0], at=at, on=on)
    return Place(typed, units=tuple(_choice(unit, on=on) for unit in found[:MOST_UNITS]))


def _at_unit(version: VersionView, unit: UnitView, *, at: datetime, on: date) -> Place:
    chosen = _choice(unit, on=on)
    try:
        resolved = catalogue.resolve(version, commune_code=unit.code, on=on)
    except NotAllowed as refusal:
        return Place(chosen.name, unit=chosen, trouble=said(refusal))
    shown = resolved.receiving[:MOST_CENTRES]
    agencies = organisations.agencies((*shown, resolved.competent))
    options = version.content.time_options
    return Place(
        chosen.name,
        unit=chosen,
        receiving=tuple(agencies[number] for number in shown),
        more_receiving=len(resolved.receiving) - len(shown),
        competent=agencies[resolved.competent],
        promised=_promised(version, options[0], resolved.competent, at=at) if options else None,
    )


def _choice(unit: UnitView, *, on: date) -> UnitChoice:
    province = organisations.unit(unit.province_code, on=on)
    if formats.english():
        return UnitChoice(unit.code, f"{unit.full_name_en}, {province.full_name_en}")
    full = province.full_name
    return UnitChoice(unit.code, f"{unit.full_name}, {full[0].lower()}{full[1:]}")


def _promised(
    version: VersionView, option: TimeOption, competent: int, *, at: datetime
) -> Promised | None:
    if version.content.clock.start_on is not StartOn.ACCEPTED:
        return None  # what starts the limit comes later, nobody knows when
    edition = organisations.current_edition()
    calendar = organisations.calendar_of(competent, edition=edition)
    rule = rule_of(version.content, option.key)
    language = "en" if formats.english() else "vi"
    days = organisations.day_names("", edition=edition, language=language)
    names = {day: name for day, (name, _source) in days.items()}
    start = clock.Event(type=version.content.clock.start_on.value, at=at)
    reading = clock.read_clock(calendar, rule, [start], at)
    if reading.due_at is None:
        return None
    return Promised(
        limit_words(option),
        reading.due_at,
        strip(calendar, rule, [start], at, names=names),
    )

"""Over which agencies a board looks, and how they are put together into places."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import Http404
from django.utils.translation import gettext as _

from lienthong.accounts.rules import GRANTS, Permission
from lienthong.accounts.rules.scope import Scope
from lienthong.dossiers.queries.lists import Whole
from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView
from lienthong.organisations.rules import AgencyKind, Level, UnknownUnit
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, check

BOARD = Permission.BOARD_VIEW


@dataclass(frozen=True)
class Area:
    """What the figures of one page are of. `key` is its name in addresses: "" all that the reader
    sees, "x:20413" a commune, "a:12" an agency. `province`: the agencies are a whole province."""

    key: str
    name: str
    agencies: frozenset[int]
    province: str = ""
    beside: frozenset[int] = frozenset()  # with a whole province: agencies that are not of it

    @property
    def places(self) -> list[str]:
        """Places of counters which share no dossier and together are the area."""
        if self.province:
            return [f"p:{self.province}", *self.parts(self.beside)]
        return self.parts(self.agencies)

    @staticmethod
    def parts(agencies: Collection[int]) -> list[str]:
        return [f"a:{agency}" for agency in sorted(agencies)]

    def whole(
        self, *, procedures: Collection[int] | None = None, officer: int | None = None
    ) -> Whole:
        return Whole(
            agencies=self.beside if self.province else self.agencies,
            province=self.province,
            procedures=procedures,
            officer=officer,
        )


@dataclass(frozen=True)
class Reach:
    """The agencies that the reader's board covers. `fields`: only dossiers of these fields of
    procedures (empty: all). `doing`: who does the work of each agency today, or each itself when
    the figures are shown as it was organised then."""

    agencies: Mapping[int, AgencyView]
    fields: frozenset[str]
    doing: Mapping[int, int]
    province: str
    name: str
    dissolved: frozenset[int]

    @cached_property
    def communes(self) -> frozenset[str]:
        return frozenset(
            agency.unit_code for agency in self.agencies.values() if agency.level is Level.COMMUNE
        )

    def key_of(self, agency_id: int) -> str:
        """The place of a table in which an agency counts: on a province's board its commune."""
        agency = self.agencies[self.doing.get(agency_id, agency_id)]
        commune = agency.level is Level.COMMUNE and agency.province_code == self.province
        if commune and len(self.communes) > 1 and agency_id in self.doing:
            return f"x:{agency.unit_code}"
        return f"a:{agency.id}"

    def all(self) -> Area:
        agencies = frozenset(self.agencies)
        if not self.province:
            return Area("", self.name, agencies)
        beside = frozenset(
            number
            for number, agency in self.agencies.items()
            if agency.province_code != self.province
        )
        return Area("", self.name, agencies, self.province, beside)


def reach_of(request: Request, *, then: bool = False) -> Reach:
    """`then`: dissolved agencies stand for themselves; otherwise who continues their work."""
    scope = request.scope
    ids, fields = _granted(scope)
    agencies = organisations.agencies(ids)
    today = formats.local(request.now).date()
    dissolved = frozenset(n for n, agency in agencies.items() if not agency.exists(on=today))
    doing = {number: number for number in agencies if number not in dissolved}
    if not then:
        doing |= {
            number: end
            for number in dissolved
            if (end := _continued_by(number, agencies, today)) is not None
        }
    province = next((_province(scope, agency, ids) for agency in agencies.values()
                     if agency.kind is AgencyKind.PROVINCE_COMMITTEE), "")  # fmt: skip
    return Reach(
        agencies=agencies,
        fields=fields,
        doing=doing,
        province=province,
        name=_name(scope, agencies, province, request),
        dissolved=dissolved,
    )


def _continued_by(number: int, agencies: Mapping[int, AgencyView], today: date) -> int | None:
    """Who does its work today, as `organisations.as_organised` says: a reach holds the agencies
    that its own ones continue, so the line is here already."""
    seen = {number}
    following = agencies[number].successor_id
    while following is not None and following in agencies and following not in seen:
        if agencies[following].exists(on=today):
            return following
        seen.add(following)
        following = agencies[following].successor_id
    return None


def _granted(scope: Scope) -> tuple[frozenset[int], frozenset[str]]:
    """Where the board may be seen in every field; who sees it in some fields only sees those."""
    everywhere = scope.agencies(BOARD, field="")
    if everywhere:
        return everywhere, frozenset()
    limited = [held.fields for held in scope.holdings if BOARD in GRANTS[held.role]]
    fields = limited[0] if limited else frozenset[str]()
    return frozenset(
        agency
        for agency in scope.agencies(BOARD)
        if all(scope.may(BOARD, agency_id=agency, field=field) for field in fields)
    ), fields


def _province(scope: Scope, committee: AgencyView, ids: frozenset[int]) -> str:
    """The province, when all that is below its committee is seen."""
    below = scope.below.get(committee.id, frozenset())
    return committee.province_code if len(below) > 1 and below <= ids else ""


def _name(scope: Scope, agencies: Mapping[int, AgencyView], province: str, request: Request) -> str:
    if province and (name := _unit_name(province, request)):
        return name
    held = [h.agency_id for h in scope.holdings if BOARD in GRANTS[h.role]]
    first = next((agencies[number] for number in held if number in agencies), None)
    return formats.own_name(first) if first else _("Chưa có cơ quan nào")


def area_of(request: Request, reach: Reach, key: str) -> Area:
    """The area with this key. What lies outside of the reach is refused, what is not there is not
    found."""
    whole = reach.all()
    kind, _colon, rest = key.partition(":")
    if not key:
        return whole
    if kind == "x" and rest in reach.communes:
        ids = frozenset(
            number
            for number in reach.doing
            if reach.agencies[reach.doing[number]].level is Level.COMMUNE
            and reach.agencies[reach.doing[number]].unit_code == rest
        )
        return Area(key, _unit_name(rest, request) or rest, ids)
    if kind == "a" and rest.isdecimal() and len(rest) < 10:
        number = int(rest)
        if number in reach.agencies:
            ids = frozenset(a for a in reach.agencies if reach.doing.get(a, a) == number)
            return Area(key, formats.own_name(reach.agencies[number]), ids)
        if organisations.agencies([number]):
            check(request, BOARD, agency_id=number)
    raise Http404


def _unit_name(code: str, request: Request) -> str:
    """Nothing where the unit is not there today: agencies may stand before or after it."""
    try:
        unit = organisations.unit(code, on=formats.local(request.now).date())
    except UnknownUnit:
        return ""
    return unit.full_name_en if formats.english() and unit.full_name_en else unit.full_name

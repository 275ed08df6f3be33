"""Who acts in the demo's programmes, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from lienthong import clock
from lienthong.accounts.rules import Role
from lienthong.organisations.queries import AgencyView
from lienthong.organisations.rules import AgencyKind, Level


@dataclass(frozen=True, kw_only=True)
class Cast:
    """The agencies and officials of one province. `officers`: accounts by agency and role; `home`:
    the commune whose desk the demo's accounts hold."""

    now: datetime
    agencies: Sequence[AgencyView]
    officers: Mapping[tuple[int, str], tuple[int, ...]]
    home: str

    @property
    def today(self) -> date:
        return self.now.date()

    def hand(self, agency: int, *roles: Role) -> int:
        wanted = roles or (Role.REPORTER, Role.HANDLER, Role.RECEPTIONIST, Role.HEAD)
        return next(
            self.officers[agency, role.value][0]
            for role in wanted
            if self.officers.get((agency, role.value))
        )

    def at(self, days: int, hour: int = 9, minute: int = 0) -> datetime:
        day = self.today + timedelta(days=days)
        return datetime.combine(day, time(hour, minute), tzinfo=clock.VIETNAM)

    def one(self, kind: AgencyKind, sector: str = "") -> AgencyView:
        return next(
            one
            for one in self.agencies
            if one.kind is kind
            and one.level is Level.PROVINCE
            and (not sector or one.sector == sector)
        )

    def lead(self, name: str) -> AgencyView:
        match name:
            case "province":
                return self.one(AgencyKind.PROVINCE_COMMITTEE)
            case "centre":
                return self.one(AgencyKind.PROVINCE_CENTRE)
            case "police":
                return self.one(AgencyKind.PROVINCE_POLICE)
            case "home":
                return next(
                    one
                    for one in self.agencies
                    if one.kind is AgencyKind.COMMUNE_COMMITTEE and one.unit_code == self.home
                )
            case sector:
                return self.one(AgencyKind.DEPARTMENT, sector)

"""The cast of the access tests: two provinces with their agencies, and officials made by actions.

Province 48 has a committee with a department and, in commune 20194, a committee with a centre and
the police, who answer to the province. Province 46 stands beside it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from lienthong.accounts import actions
from lienthong.accounts.rules import Role
from lienthong.accounts.rules.persons import PersonData
from lienthong.organisations.models import Agency, WorkCalendar
from lienthong.organisations.rules import AgencyKind, Level, fold

NOW = datetime(2026, 9, 4, 3, 0, tzinfo=UTC)
TODAY = date(2026, 9, 4)
OPENED = date(2025, 7, 1)
PASSWORD = "mot cau mat khau dai"
BY = "test"


@dataclass(frozen=True)
class Agencies:
    province: int
    department: int
    commune: int
    centre: int
    police: int
    other_province: int
    other_commune: int


def build_agencies() -> Agencies:
    calendar = WorkCalendar.objects.create(code="test", name="Lịch thử", source="test")

    def agency(
        name: str, kind: AgencyKind, level: Level, province: str, unit: str, parent: int | None
    ) -> int:
        return Agency.objects.create(
            name=name,
            folded=fold(name),
            kind=kind,
            level=level,
            province_code=province,
            unit_code=unit,
            parent_id=parent,
            calendar=calendar,
            valid_from=OPENED,
        ).pk

    top, low = Level.PROVINCE, Level.COMMUNE
    province = agency(
        "UBND thành phố Đà Nẵng", AgencyKind.PROVINCE_COMMITTEE, top, "48", "48", None
    )
    other = agency("UBND thành phố Huế", AgencyKind.PROVINCE_COMMITTEE, top, "46", "46", None)
    commune = agency(
        "UBND phường Hội An", AgencyKind.COMMUNE_COMMITTEE, low, "48", "20194", province
    )
    return Agencies(
        province=province,
        department=agency("Sở Tư pháp", AgencyKind.DEPARTMENT, top, "48", "48", province),
        commune=commune,
        centre=agency(
            "Trung tâm Phục vụ hành chính công phường Hội An",
            AgencyKind.COMMUNE_CENTRE,
            low,
            "48",
            "20194",
            commune,
        ),
        police=agency(
            "Công an phường Hội An", AgencyKind.COMMUNE_POLICE, low, "48", "20194", province
        ),
        other_province=other,
        other_commune=agency(
            "UBND phường Thuận Hóa", AgencyKind.COMMUNE_COMMITTEE, low, "46", "19789", other
        ),
    )


def person(name: str, number: int) -> int:
    """A made-up person: identity numbers with the prefix 000 are given to nobody."""
    return actions.create_person(
        data=PersonData(full_name=name, identity_number=f"000{number:09d}"), by=BY, at=NOW
    )


def account(username: str, name: str = "", *, number: int = 0, password: str | None = None) -> int:
    """An account for a person of that name."""
    chosen = (
        number
        or 900_000_000
        + sum(ord(letter) * 31**place for place, letter in enumerate(username)) % 99_999_999
    )
    return actions.create_account(
        username=username,
        person_id=person(name or f"Cán bộ {username}", chosen),
        password=password,
        by=BY,
        at=NOW,
    )


def assign(account_id: int, agency_id: int, role: Role, *fields: str) -> int:
    return actions.assign(
        account_id=account_id,
        agency_id=agency_id,
        role=role,
        fields=fields,
        valid_from=OPENED,
        by=BY,
        at=NOW,
    )

"""A small house for difficulties, visits and meetings: two provinces, a Party committee that runs
a programme, and a working week."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from lienthong.organisations import actions as organisations
from lienthong.organisations.models import Agency, CalendarEdition, WorkCalendar
from lienthong.organisations.rules import AgencyKind, Level, fold
from lienthong.programmes.models import Programme
from tests.accounts import cast

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
# Monday to Friday of a week without holidays.
MONDAY = datetime(2026, 9, 7, 9, 0, tzinfo=HERE)
MANAGER, RAISER, ANSWERER, OTHER = "a:1", "a:2", "a:3", "a:4"


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """An instant in September 2026."""
    return datetime(2026, 9, day, hour, minute, tzinfo=HERE)


@dataclass(frozen=True)
class House:
    agencies: cast.Agencies
    party: int  # the standing agency of the programme
    programme: int


def build() -> House:
    agencies = cast.build_agencies()
    calendar = WorkCalendar.objects.get(code="test")
    CalendarEdition.objects.create(number=1, made_at=MONDAY, made_by=cast.BY, reason="Thử")
    organisations.set_week(
        calendar_code="test",
        valid_from=cast.OPENED,
        windows={str(day): [["07:30", "11:30"], ["13:30", "17:00"]] for day in range(5)},
        source="Thử",
        by=cast.BY,
        at=MONDAY,
        reason="Thử",
    )
    name = "Thành ủy Đà Nẵng"
    party = Agency.objects.create(
        name=name,
        folded=fold(name),
        kind=AgencyKind.PARTY_COMMITTEE,
        level=Level.PROVINCE,
        province_code="48",
        unit_code="48",
        calendar=calendar,
        valid_from=cast.OPENED,
    ).pk
    programme = Programme.objects.create(
        code="KH02",
        name="Kế hoạch 02",
        authority="Ban Chỉ đạo",
        standing_id=party,
        calendar=calendar,
        source="Thử",
        valid_from=date(2025, 7, 1),
    ).pk
    return House(agencies=agencies, party=party, programme=programme)

"""A small world for tests of reports: Đà Nẵng with its 94 communes, a form that its communes owe
the city every day before 16:00, and indicators of every kind."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lienthong.clock import VIETNAM
from lienthong.organisations import actions as organisations_actions
from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import AgencyKind
from lienthong.reports import actions
from lienthong.reports.actions import Figures, NewForm, NewIndicator
from lienthong.reports.models import Report
from lienthong.reports.rules.kinds import Flow, Rhythm, Rollup, ValueKind

BY = "a:1"
PROVINCE = "48"
HOI_AN = "20413"
LOADED_AT = datetime(2026, 8, 1, 9, tzinfo=VIETNAM)
FRIDAY = date(2026, 9, 4)
SATURDAY = date(2026, 9, 5)
PUBLISHED_AT = datetime(2026, 9, 4, 7, tzinfo=VIETNAM)
MORNING = datetime(2026, 9, 4, 9, tzinfo=VIETNAM)
DUE = datetime(2026, 9, 4, 16, tzinfo=VIETNAM)
SOURCE = "Kế hoạch thử"

CONTENT: dict[str, Any] = {
    "owed_by": ["commune_committee"],
    "schedule": {"at": "16:00"},
    "sections": [
        {
            "name": "Hồ sơ",
            "fields": [
                "t.total",
                "t.online",
                "t.direct",
                {"indicator": "t.share", "required": False},
            ],
        },
        {
            "name": "Bộ máy",
            "fields": [
                "t.staff",
                {"indicator": "t.ready", "required": False},
                {"indicator": "t.words", "required": False},
            ],
        },
    ],
    "claims": [
        {"id": "parts", "kind": "sum", "total": "t.total", "parts": ["t.online", "t.direct"]},
        {
            "id": "rate",
            "kind": "share",
            "part": "t.online",
            "whole": "t.total",
            "percent": "t.share",
        },
    ],
}
RIGHT = {"t.total": "30", "t.online": "20", "t.direct": "10", "t.staff": "40"}


@dataclass(frozen=True)
class World:
    province: int
    hoi_an: int
    other: int
    form: int
    period: int

    def report(self, agency: int = 0) -> Report:
        return Report.objects.get(period=self.period, agency=agency or self.hoi_an)


def load() -> None:
    """Reference data: slow, once for a module."""
    organisations_actions.load_reference(by=BY, at=LOADED_AT, provinces={PROVINCE})


def agency(unit: str, kind: AgencyKind) -> int:
    return organisations.agencies_in(unit, kind, on=FRIDAY)[0].id


def define() -> None:
    given: dict[str, dict[str, Any]] = {
        "t.total": {"name": "Hồ sơ tiếp nhận", "flow": Flow.DISCRETE},
        "t.online": {"name": "Hồ sơ trực tuyến", "flow": Flow.DISCRETE},
        "t.direct": {"name": "Hồ sơ trực tiếp", "flow": Flow.DISCRETE},
        "t.share": {
            "name": "Tỷ lệ trực tuyến",
            "kind": ValueKind.PERCENT,
            "flow": Flow.DERIVED,
            "rollup": Rollup.FORMULA,
            "formula": "t.online / t.total * 100",
        },
        "t.staff": {"name": "Cán bộ, công chức", "measure": "người"},
        "t.ready": {"name": "Đã có đường truyền", "kind": ValueKind.YES_NO, "rollup": Rollup.NONE},
        "t.words": {"name": "Khó khăn", "kind": ValueKind.TEXT, "rollup": Rollup.NONE},
        "t.measured": {
            "name": "Tiếp nhận (đo)",
            "measured": "dossiers.received",
            "flow": Flow.DISCRETE,
        },
    }
    for code, more in given.items():
        new = NewIndicator(code=code, valid_from=date(2026, 1, 1), source=SOURCE, **more)
        actions.define_indicator(new=new, by=BY, at=LOADED_AT)


def form(code: str = "test-daily", *, at: datetime = PUBLISHED_AT, **changes: Any) -> int:
    given: dict[str, Any] = {
        "name": "Báo cáo ngày",
        "receiver": agency(PROVINCE, AgencyKind.PROVINCE_COMMITTEE),
        "rhythm": Rhythm.DAILY,
        "content": CONTENT,
        "source": SOURCE,
        "valid_from": date(2026, 1, 1),
    } | changes
    return actions.publish_form(new=NewForm(code=code, **given), by=BY, at=at)


def build() -> World:
    define()
    number = form()
    return World(
        province=agency(PROVINCE, AgencyKind.PROVINCE_COMMITTEE),
        hoi_an=agency(HOI_AN, AgencyKind.COMMUNE_COMMITTEE),
        other=agency("20194", AgencyKind.COMMUNE_COMMITTEE),
        form=number,
        period=actions.open_period(form_id=number, day=FRIDAY, by=BY, at=MORNING),
    )


def submit(report: Report, at: datetime = MORNING, **values: str) -> actions.Submitted:
    given = RIGHT | {code.replace("_", "."): value for code, value in values.items()}
    return actions.submit(report_id=report.pk, figures=Figures(values=given), by=BY, at=at)

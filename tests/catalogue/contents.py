"""A content with which the lint finds nothing wrong, to be spoiled one thing at a time."""

from dataclasses import replace
from datetime import date, time
from typing import Any, Final

from lienthong import clock
from lienthong.catalogue.rules.content import (
    Channel,
    Component,
    Content,
    Fee,
    FormField,
    LimitUnit,
    OnlineLevel,
    Place,
    ResultKind,
    Step,
    StepKind,
    StepRole,
    TimeOption,
)
from lienthong.catalogue.rules.lint import Bounds, Draft

ALL: Final = tuple(Channel)
BOUNDS: Final = Bounds(
    at_once_minutes=60,
    at_once_steps=3,
    after_cutoff_minutes=90,
    day_minutes=480,
    day_part_percent=50,
    hour_part_percent=50,
    most_days=365,
    least_fee=1000,
    most_fee=50_000_000,
)
OFFICE: Final = clock.Calendar.build(
    [clock.Season(date.min, clock.week({day: [(450, 690), (810, 1020)] for day in range(5)}))],
    holidays=[date(2026, 9, 1), date(2026, 9, 2)],
)


def step(key: str, *, to: str = "", kind: StepKind = StepKind.WORK, **values: Any) -> Step:
    role = StepRole.APPROVER if kind is StepKind.APPROVE else StepRole.HANDLER
    place = Place.RECEIVING if kind is StepKind.RETURN else Place.COMMUNE_COMMITTEE
    return Step(
        key=key,
        name=f"Bước {key}",
        role=role,
        place=place,
        kind=kind,
        next=(to,) if to else (),
        **values,
    )


def option(
    amount: str = "10", unit: LimitUnit = LimitUnit.WORKING_DAY, **values: Any
) -> TimeOption:
    return TimeOption(**{"key": "standard", "channels": ALL} | values, amount=amount, unit=unit)


def same_day(cutoff: str = "15:00") -> TimeOption:
    return option("0", LimitUnit.SAME_DAY, cutoff=cutoff)


STEPS: Final = (
    step("work", to="sign", share=60),
    step("sign", to="hand", kind=StepKind.APPROVE, share=30),
    step("hand", kind=StepKind.RETURN, share=10),
)
PAPER: Final = Component(key="paper", name="Đơn", required=False, replaced_by="population")
GOOD: Final = Content(
    competent=Place.COMMUNE_COMMITTEE,
    online_level=OnlineLevel.FULL,
    eligible_full=True,
    time_options=(option(),),
    components=(PAPER,),
    form=(FormField(key="name", label="Họ và tên"),),
    fees=(Fee(name="Lệ phí", amount=8000),),
    results=(ResultKind(code="KQ.G15.000031", name="Giấy khai sinh"),),
    steps=STEPS,
    legal_basis=("Luật Hộ tịch",),
    source="Quyết định công bố",
)


def content(**changes: Any) -> Content:
    return replace(GOOD, **changes)


def draft(spoiled: Content = GOOD, **around: Any) -> Draft:
    values: dict[str, Any] = {
        "code": "1.000001",
        "content": spoiled,
        "bounds": BOUNDS,
        "day_end": time(17),
        "sources": {"population": "Cơ sở dữ liệu dân cư", "land": "Cơ sở dữ liệu đất đai"},
        "connected": frozenset({"population"}),
    }
    return Draft(**values | around)


def minutes(*each: int) -> tuple[Step, ...]:
    """Steps in a row, each of so many minutes; the last but one approves, the last returns."""
    last = len(each) - 1
    kinds = {last: StepKind.RETURN, last - 1: StepKind.APPROVE}
    return tuple(
        step(
            f"s{place}",
            to=f"s{place + 1}" if place < last else "",
            kind=kinds.get(place, StepKind.WORK),
            minutes=length,
        )
        for place, length in enumerate(each)
    )

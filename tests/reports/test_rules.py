"""The rules of reports as tables and laws: periods, due instants, answers, sheets, formulas, the
exemption from equipment."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.clock import VIETNAM, Calendar, Season, is_working_day, week, window
from lienthong.organisations.rules import Level
from lienthong.reports.rules import NotAllowed
from lienthong.reports.rules.answers import number_of, read_answer, written
from lienthong.reports.rules.forms import Schedule, WrongForm, read_content
from lienthong.reports.rules.formulas import WrongFormula, formula
from lienthong.reports.rules.judging import judge
from lienthong.reports.rules.kinds import FindingKind, Rhythm, Rollup, ValueKind
from lienthong.reports.rules.periods import bounds, due_for, is_late, turn, words
from lienthong.reports.rules.readiness import Equipment, ExemptionRule, decide
from lienthong.reports.rules.rolling import rolled
from lienthong.reports.rules.sheets import Asked, Cell, Grid, Range, WrongSheet, read
from lienthong.reports.rules.stated import Given, Statement
from tests.reports.world import CONTENT

OFFICE = [window(time(7, 30), time(11, 30)), window(time(13), time(17))]
CALENDAR = Calendar.build(
    [Season.always(week(dict.fromkeys(range(5), OFFICE)))], holidays=[date(2026, 9, 2)]
)
FRIDAY = date(2026, 9, 4)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("rhythm", "day", "start", "end", "due"),
    [
        (Rhythm.DAILY, FRIDAY, FRIDAY, FRIDAY, at(FRIDAY, 16)),
        (Rhythm.WEEKLY, FRIDAY, date(2026, 8, 31), date(2026, 9, 6), at(FRIDAY, 16)),
        (
            Rhythm.MONTHLY,
            FRIDAY,
            date(2026, 9, 1),
            date(2026, 9, 30),
            at(date(2026, 9, 30), 16),
        ),
        (
            Rhythm.QUARTERLY,
            FRIDAY,
            date(2026, 7, 1),
            date(2026, 9, 30),
            at(date(2026, 9, 30), 16),
        ),
        (
            Rhythm.YEARLY,
            FRIDAY,
            date(2026, 1, 1),
            date(2026, 12, 31),
            at(date(2026, 12, 31), 16),
        ),
    ],
)
def test_a_period_ends_on_its_last_reporting_day_at_16_00(
    rhythm: Rhythm, day: date, start: date, end: date, due: datetime
) -> None:
    found = turn(rhythm, day, Schedule(), CALENDAR)
    assert found is not None
    assert (found.start, found.end, found.due_at) == (start, end, due)


@pytest.mark.parametrize("day", [date(2026, 9, 2), date(2026, 9, 5), date(2026, 9, 6)])
def test_no_daily_report_is_due_on_a_holiday_or_a_weekend(day: date) -> None:
    assert turn(Rhythm.DAILY, day, Schedule(), CALENDAR) is None


def test_a_monthly_report_may_be_due_some_reporting_days_after_the_month() -> None:
    found = turn(Rhythm.MONTHLY, date(2026, 8, 10), Schedule(after=2), CALENDAR)
    assert found is not None
    assert found.due_at == at(date(2026, 9, 3), 16), "1 and 3 September; the 2nd is a holiday"


@pytest.mark.parametrize(
    ("moment", "late"),
    [
        (datetime(2026, 9, 4, 8, 59, 59, 999999, tzinfo=UTC), False),
        (datetime(2026, 9, 4, 9, 0, 0, tzinfo=UTC), True),
    ],
)
def test_15_59_59_is_in_time_and_16_00_00_is_late_in_viet_nam(
    moment: datetime,
    late: bool,  # noqa: FBT001
) -> None:
    assert is_late(moment, at(FRIDAY, 16)) is late


def test_lower_levels_are_due_earlier_so_that_the_ones_above_have_the_rest() -> None:
    schedule = Schedule(
        after=3,
        opens=5,
        shares={Level.COMMUNE: Fraction(2, 5), Level.PROVINCE: Fraction(7, 10)},
    )
    whole = turn(Rhythm.MONTHLY, date(2026, 8, 10), schedule, CALENDAR)
    assert whole is not None
    commune, province, centre = (
        due_for(level, whole, schedule, CALENDAR)
        for level in (Level.COMMUNE, Level.PROVINCE, Level.MINISTRY)
    )
    assert whole.opens_at < commune < province < centre == whole.due_at
    assert [one.astimezone(VIETNAM).time() for one in (commune, province)] == [time(16)] * 2
    assert all(is_working_day(CALENDAR, one.astimezone(VIETNAM).date()) for one in (commune,))


@given(st.dates(date(2025, 1, 1), date(2030, 1, 1)), st.sampled_from(list(Rhythm)[:5]))
def test_every_day_lies_in_exactly_one_period_of_a_rhythm(day: date, rhythm: Rhythm) -> None:
    start, end = bounds(rhythm, day)
    assert start <= day <= end
    assert bounds(rhythm, end) == (start, end)
    assert bounds(rhythm, end + timedelta(days=1))[0] == end + timedelta(days=1)
    assert words(rhythm, start, end)


def test_r75_vietnamese_numbers_are_read_and_ambiguous_ones_flagged() -> None:
    count, amount = ValueKind.COUNT, ValueKind.AMOUNT
    assert read_answer(count, "9.844").value == "9844"
    assert read_answer(count, "56469").value == "56469"
    assert read_answer(amount, "16,3").value == "16.3"
    spaced = read_answer(count, "1 .258")
    assert (spaced.value, bool(spaced.remark)) == ("1258", True)
    assert "%(grouped)s" in read_answer(count, "97,779").error
    assert read_answer(count, "97,779").values["grouped"] == "97.779"
    assert read_answer(amount, "97,779").remark
    for wrong in ("1,234,567", "1.5", "chín", "1.23.456", "--1", "-5"):
        assert read_answer(count, wrong).error, wrong


@pytest.mark.parametrize(
    ("text", "value"),
    [("có", "yes"), ("Đã có", "yes"), ("x", "yes"), ("Không", "no"), ("chưa", "no")],
)
def test_yes_and_no_are_read_as_people_write_them(text: str, value: str) -> None:
    assert read_answer(ValueKind.YES_NO, text).value == value


@given(st.integers(0, 10**17), st.integers(0, 4))
def test_what_is_written_is_read_back(number: int, decimals: int) -> None:
    kept = f"{Decimal(number).scaleb(-decimals):f}"
    shown = written(ValueKind.AMOUNT, kept)
    assert number_of(read_answer(ValueKind.AMOUNT, shown).value) == number_of(kept)


def form(**changes: Any) -> dict[str, Any]:
    return CONTENT | changes


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"sections": []}, "chưa có chỉ tiêu"),
        ({"sections": [{"name": "A", "fields": ["t.a", "t.a"]}]}, "hai lần"),
        ({"claims": [{"id": "x", "kind": "magic"}]}, "không biết loại"),
        ({"claims": [{"id": "x", "kind": "equal", "a": "t.total", "b": "t.none"}]}, "t.none"),
        ({"claims": [{"id": "x", "kind": "sum", "total": "t.total"}]}, "parts"),
        ({"schedule": {"at": "25:00"}}, "không phải là giờ"),
        ({"schedule": {"shares": {"commune": "2"}}}, "trên 0 đến 1"),
        ({"owed_by": ["nobody"]}, "nobody"),
        ({"exemption": {"below": 0}}, "số dương"),
    ],
)
def test_a_form_that_makes_no_sense_is_refused_with_a_sentence(
    changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(WrongForm, match=sentence):
        read_content(form(**changes))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a / b * 100", Fraction(50)),
        ("(a + b) * 2 - 1", Fraction(5)),
        ("-a + b", Fraction(1)),
        ("a.x-y / 4", Fraction(3, 4)),
    ],
)
def test_formulas_are_exact(text: str, value: Fraction) -> None:
    numbers = {"a": Decimal(1), "b": Decimal(2), "a.x-y": Decimal(3)}
    assert formula(text).value(numbers) == value


@pytest.mark.parametrize("text", ["", "a /", "a b", "(a", "__import__", "a ** b", "1 +* 2"])
def test_what_is_no_formula_is_refused(text: str) -> None:
    with pytest.raises(WrongFormula):
        formula(text)


def judged(values: dict[str, str], **more: Any) -> dict[str, Any]:
    given_values = Given(
        values=values,
        names={"t.total": "Tiếp nhận", "t.online": "Trực tuyến", "t.direct": "Trực tiếp"},
        start=FRIDAY,
        end=FRIDAY,
        **more,
    )
    return {one.claim: one for one in judge(read_content(CONTENT), given_values)}


def test_a_wrong_percentage_names_the_figure_that_it_would_fit() -> None:
    found = judged({"t.total": "9844", "t.online": "131", "t.direct": "8861", "t.share": "1.5"})
    assert (found["rate"].verdict, found["rate"].suggestion) == ("fail", "t.direct")
    assert "“Trực tuyến” / “Tiếp nhận”" in found["rate"].explanation


def test_a_unit_without_units_below_is_not_asked_for_their_sum() -> None:
    content = read_content(
        form(
            claims=[
                {"id": "l", "kind": "sum_of_list", "total": "t.total", "list": "below:t.total"},
                {"id": "n", "kind": "count", "list": "below:t.total", "stated": "t.staff"},
            ]
        )
    )
    stated = {"t.total": "5", "t.staff": "2"}
    alone = Given(values=stated, names={}, start=FRIDAY, end=FRIDAY)
    assert judge(content, alone) == []
    above = Given(
        values=stated,
        names={},
        start=FRIDAY,
        end=FRIDAY,
        below={"t.total": {"Một": "2", "Hai": "4"}},
    )
    assert [one.verdict for one in judge(content, above)] == ["fail", "ok"]


def test_a_total_without_any_part_says_nothing_and_with_some_is_not_verifiable() -> None:
    assert "parts" not in judged({"t.total": "5"})
    assert judged({"t.total": "5", "t.online": "5"})["parts"].verdict == "unverifiable"


def test_r81_a_derived_figure_is_computed_again_or_not_verifiable() -> None:
    formulas = {"t.share": "t.online / t.total * 100"}
    right = judged({"t.total": "3", "t.online": "1", "t.share": "33.3"}, formulas=formulas)
    assert right["formula:t.share"].verdict == "ok"
    wrong = judged({"t.total": "3", "t.online": "1", "t.share": "33.4"}, formulas=formulas)
    assert (wrong["formula:t.share"].expected, wrong["formula:t.share"].verdict) == ("33,3", "fail")
    alone = judged({"t.share": "44"}, formulas=formulas)["formula:t.share"]
    assert alone.verdict == "unverifiable"
    zero = judged({"t.total": "0", "t.online": "0", "t.share": "0"}, formulas=formulas)
    assert zero["formula:t.share"].verdict == "unverifiable"


@pytest.mark.parametrize(
    ("value", "day", "kinds"),
    [
        ("5", FRIDAY, []),
        ("6", FRIDAY, [FindingKind.AS_OF]),
        ("5", FRIDAY - timedelta(days=8), [FindingKind.AS_OF]),
        ("6", FRIDAY - timedelta(days=8), []),
    ],
)
def test_r72_one_figure_is_of_one_day_and_has_one_value_for_it(
    value: str, day: date, kinds: list[FindingKind]
) -> None:
    elsewhere = {"t.staff": (Statement(value, day, "“biểu khác”"),)}
    found = judged({"t.staff": "5"}, as_of=FRIDAY, elsewhere=elsewhere)
    assert [one.kind for one in found.values()] == kinds


def test_the_sums_of_units_roll_up_and_shares_are_derived_anew() -> None:
    rules = {
        "a": (Rollup.SUM, ""),
        "b": (Rollup.SUM, ""),
        "share": (Rollup.FORMULA, "a / b * 100"),
        "words": (Rollup.NONE, ""),
    }
    parts = [{"a": "1", "b": "2", "share": "50"}, {"a": "2", "b": "10", "share": "20"}, {}]
    assert rolled(rules, parts) == {"a": "3", "b": "12", "share": "25.0"}


ASKED = [
    Asked("x.a", "Số thứ nhất", ValueKind.COUNT),
    Asked("x.b", "Số thứ hai", ValueKind.PERCENT, required=False),
]


def grid(*rows: list[Any], merged: tuple[Range, ...] = ()) -> Grid:
    cells = {
        (number, column): value if isinstance(value, Cell) else Cell(value)
        for number, row in enumerate(rows, 1)
        for column, value in enumerate(row, 1)
        if value is not None
    }
    return Grid(cells, merged)


HEAD = ["Mã", "Chỉ tiêu", "Số liệu", "Ghi chú"]


def problems(*rows: list[Any], merged: tuple[Range, ...] = ()) -> dict[str, str]:
    reading = read(grid(*rows, merged=merged), ASKED)
    return {one.cell: one.message % one.values for one in reading.problems}


def test_a_sheet_is_found_by_its_headings_wherever_they_stand() -> None:
    reading = read(
        grid(
            ["BÁO CÁO THÁNG 9"],
            [],
            HEAD,
            ["x.a", None, Decimal("9844.0"), "đủ"],
            [None, "so thu hai", Cell(Decimal("0.015"), percent=True)],
        ),
        ASKED,
    )
    assert reading.problems == ()
    assert reading.values == {"x.a": "9844", "x.b": "1.5"}
    assert reading.notes == {"x.a": "đủ"}
    assert reading.cells == {"x.a": "C4", "x.b": "C5"}


def test_every_bad_cell_of_a_sheet_is_explained_with_its_address() -> None:
    found = problems(
        HEAD,
        ["x.a", None, "khoảng chục"],
        ["x.b", None, Cell(None, formula=True)],
        ["x.a", None, 5],
        HEAD,
        ["x.khac", None, Decimal(3)],
    )
    assert "không phải là số" in found["C2"]
    assert "công thức chưa được tính" in found["C3"]
    assert "đã có ở ô C2" in found["C4"]
    assert "tiêu đề lặp lại" in found["A5"]
    assert "không có chỉ tiêu “x.khac”" in found["A6"]


def test_merged_cells_and_two_headers_are_explained() -> None:
    found = problems(
        ["Tiêu đề lớn"],
        HEAD,
        ["x.a", None, Decimal(5)],
        merged=(Range(1, 1, 1, 4), Range(2, 3, 2, 4), Range(3, 3, 4, 3)),
    )
    assert set(found) == {"C2", "C3"}
    assert "gộp nhiều cột (C2:D2)" in found["C2"]
    assert "Ô gộp C3:C4" in found["C3"]
    two = problems(HEAD, ["x.a", None, Decimal(5)], merged=(Range(1, 3, 2, 3),))
    assert "Tiêu đề có hai dòng" in two["C1"]


def test_a_number_that_may_be_meant_otherwise_is_asked_for_in_a_sheet() -> None:
    assert "97.779" in problems(HEAD, ["x.a", None, Decimal("97.779")])["C2"]
    assert "97.779" in problems(HEAD, ["x.a", None, "97,779"])["C2"]


def test_a_sheet_without_headings_is_no_sheet() -> None:
    with pytest.raises(WrongSheet):
        read(grid(["một", "hai"]), ASKED)


RULE = ExemptionRule(Decimal(20), window_days=10, grace_days=5)
DAYS = frozenset(FRIDAY - timedelta(days=n) for n in range(40))


def received(per_day: dict[int, int]) -> dict[date, int]:
    """By days before Friday."""
    return {FRIDAY - timedelta(days=back): count for back, count in per_day.items()}


def test_a12_under_twenty_dossiers_a_day_is_exempt_and_twenty_is_not() -> None:
    busy = received(dict.fromkeys(range(40), 20))
    assert decide(busy, DAYS, on=FRIDAY, rule=RULE).asked is Equipment.REQUIRED
    calm = busy | {FRIDAY: 19}
    found = decide(calm, DAYS, on=FRIDAY, rule=RULE)
    assert (found.asked, found.average) == (Equipment.EXEMPT, Decimal("19.9"))


def test_r268_crossing_twenty_asks_again_after_a_time_of_grace() -> None:
    calm = dict.fromkeys(range(40), 19)
    crossing = decide(received(calm | {0: 40}), DAYS, on=FRIDAY, rule=RULE)
    assert (crossing.asked, crossing.crossed) == (Equipment.GRACE, FRIDAY)
    assert crossing.until == FRIDAY + timedelta(days=5)
    later = FRIDAY + timedelta(days=6)
    days = DAYS | {FRIDAY + timedelta(days=n) for n in range(1, 7)}
    after = received(calm | {0: 40}) | {FRIDAY + timedelta(days=n): 19 for n in range(1, 7)}
    assert decide(after, days, on=later, rule=RULE).asked is Equipment.REQUIRED


def test_a_window_without_working_days_has_no_average() -> None:
    assert decide({}, frozenset(), on=FRIDAY, rule=RULE).asked is Equipment.EXEMPT


def test_a_once_form_has_no_rhythm() -> None:
    with pytest.raises(NotAllowed):
        bounds(Rhythm.ONCE, FRIDAY)

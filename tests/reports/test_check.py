"""Every claim of a report is judged by exact arithmetic on the report's own figures."""

import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.reports.rules.check import Finding, check
from lienthong.reports.rules.claims import BadReport, read_report

# The figures of the published report that the contract quotes.
FIGURES: Mapping[str, Any] = {
    "received": "9.844",
    "online": 8861,
    "direct": 983,
    "late": 131,
    "in_september": "5.494",
    "in_city": "304.605",
    "overdue_in_month": 3809,
    "overdue_cumulative": 3794,
    "nothing": 0,
    "english": "1.5",
    "spaced": "1 .258",
    "below": -2,
    "flag": True,
    "unknown": None,
    "by_agency": {"Công an": 6362, "Ngoại giao": "371"},
    "names": ["Hà Nội", "Huế", "Cà Mau"],
}


def judge(claim: Mapping[str, Any], figures: Mapping[str, Any] = FIGURES) -> Finding:
    document = {"figures": figures, "claims": [{"id": "c", **claim}]}
    (finding,) = check(read_report(json.dumps(document)))
    return finding


def share(part: str, whole: str, stated: str) -> dict[str, str]:
    return {"kind": "share", "part": part, "whole": whole, "stated_percent": stated}


def verdict(finding: Finding) -> tuple[str, str | int | None, str | int | None]:
    return finding.verdict, finding.expected, finding.stated


def test_a_total_that_is_the_sum_of_its_parts_is_right() -> None:
    finding = judge({"kind": "sum", "total": "received", "parts": ["online", "direct"]})
    assert verdict(finding) == ("ok", "9.844", "9.844")
    assert "8.861 + 983 = 9.844" in finding.explanation


def test_a_total_that_is_not_the_sum_shows_the_arithmetic_and_the_gap() -> None:
    finding = judge({"kind": "sum", "total": "received", "parts": ["online", "below"]})
    assert verdict(finding) == ("fail", "8.859", "9.844")
    assert "8.861 + (-2) = 8.859, lệch 985." in finding.explanation


def test_a_wrong_share_names_the_figure_that_would_make_it_right() -> None:
    finding = judge(share("late", "received", "1,5"))
    assert verdict(finding) == ("fail", "1,3", "1,5")
    assert finding.suggestion == "online"
    assert "131 / 9.844 ≈ 1,331%" in finding.explanation
    assert "“online” (8.861)" in finding.explanation


def test_a_share_is_right_when_it_rounds_to_the_printed_decimals() -> None:
    assert verdict(judge(share("in_september", "in_city", "2"))) == ("ok", "2", "2")
    assert verdict(judge(share("in_september", "in_city", "1,80"))) == ("ok", "1,80", "1,80")
    assert verdict(judge(share("in_september", "in_city", "1,800"))) == ("fail", "1,804", "1,800")


@pytest.mark.parametrize(
    ("part", "stated"), [(125, "12,5"), (125, "13"), (-125, "-13"), (1245, "124,5"), (45, "5")]
)
def test_a_half_is_rounded_away_from_zero(part: int, stated: str) -> None:
    assert judge(share("part", "whole", stated), {"part": part, "whole": 1000}).verdict == "ok"


def test_a_share_cut_off_instead_of_rounded_is_said_to_be_so() -> None:
    finding = judge(share("part", "whole", "66,6"), {"part": 2, "whole": 3})
    assert verdict(finding) == ("fail", "66,7", "66,6")
    assert "cắt bỏ phần lẻ" in finding.explanation


def test_the_suggestion_is_the_first_fitting_single_number_that_the_claim_does_not_name() -> None:
    figures = {"zero": 0, "list": [20], "text": "?", "half": 1, "b": "20", "a": 20, "whole": 10}
    assert judge(share("half", "whole", "5"), figures).suggestion == "b"
    assert judge(share("half", "whole", "100"), figures).suggestion is None


def test_a_right_share_has_no_suggestion() -> None:
    assert judge(share("half", "whole", "5"), {"half": 1, "whole": 20, "b": 20}).suggestion is None


def test_a_count_is_compared_with_the_items_listed_whatever_they_are() -> None:
    assert verdict(judge({"kind": "count", "list": "names", "stated": "03"})) == ("ok", 3, 3)
    finding = judge({"kind": "count", "list": "by_agency", "stated": 12})
    assert verdict(finding) == ("fail", 2, 12)
    assert "2 mục" in finding.explanation
    broken = judge({"kind": "count", "list": "names", "stated": "3,5"})
    assert verdict(broken) == ("fail", 3, "3,5")
    endless = judge({"kind": "count", "list": "names", "stated": "9" * 5000})
    assert isinstance(endless.stated, str)


def test_a_period_may_not_exceed_its_cumulative_value() -> None:
    finding = judge({"kind": "at_most", "a": "overdue_in_month", "b": "overdue_cumulative"})
    assert verdict(finding) == ("fail", "3.794", "3.809")
    assert "3.809 > 3.794" in finding.explanation
    assert judge({"kind": "at_most", "a": "nothing", "b": "nothing"}).verdict == "ok"


def test_two_values_of_one_measure_must_be_equal_however_they_are_written() -> None:
    claim = {"kind": "equal", "a": "a", "b": "b"}
    assert judge(claim, {"a": "9.844", "b": 9844}).verdict == "ok"
    assert verdict(judge(claim, {"a": 9426, "b": "9.844"})) == ("fail", "9.844", "9.426")


def test_a_list_must_add_up_to_its_total() -> None:
    finding = judge({"kind": "sum_of_list", "total": "received", "list": "by_agency"})
    assert verdict(finding) == ("fail", "6.733", "9.844")
    assert "6.362 + 371 = 6.733" in finding.explanation
    assert (
        judge({"kind": "sum_of_list", "total": "a", "list": "l"}, {"a": 0, "l": []}).verdict == "ok"
    )


def test_a_long_list_is_counted_in_the_sentence_instead_of_spelt_out() -> None:
    finding = judge(
        {"kind": "sum_of_list", "total": "a", "list": "l"}, {"a": 3321, "l": [1] * 3321}
    )
    assert finding.verdict == "ok"
    assert "3.321 số cộng lại = 3.321" in finding.explanation


@pytest.mark.parametrize(
    ("claim", "because"),
    [
        ({"kind": "equal", "a": "received", "b": "absent"}, "không có số liệu “absent”"),
        ({"kind": "equal", "a": "english", "b": "received"}, "“english” ghi “1.5”"),
        ({"kind": "equal", "a": "received", "b": "by_agency"}, "“by_agency” là một danh sách"),
        ({"kind": "equal", "a": "flag", "b": "unknown"}, "“flag” không phải là số"),
        ({"kind": "count", "list": "received", "stated": 1}, "“received” là một giá trị đơn"),
        ({"kind": "count", "list": "absent", "stated": 1}, "không có số liệu “absent”"),
        ({"kind": "count", "list": "names", "stated": "ba"}, "con số được nêu ghi “ba”"),
        ({"kind": "sum", "total": "received", "parts": ["names"]}, "“names” là một danh sách"),
        ({"kind": "sum_of_list", "total": "late", "list": "names"}, "“mục 1” trong danh sách"),
        ({"kind": "sum_of_list", "total": "names", "list": "by_agency"}, "“names” là một danh"),
        (share("late", "nothing", "1,5"), "“nothing” bằng 0"),
        (share("late", "received", "1.3"), "tỷ lệ được nêu ghi “1.3”"),
        (share("names", "received", "1,3"), "“names” là một danh sách"),
    ],
)
def test_a_claim_about_what_is_no_figure_cannot_be_verified(
    claim: Mapping[str, Any], because: str
) -> None:
    finding = judge(claim)
    assert verdict(finding) == ("unverifiable", None, None)
    assert because in finding.explanation
    assert finding.suggestion is None


def test_findings_keep_the_order_and_the_ids_of_the_claims_even_repeated_ones() -> None:
    claim = {"kind": "count", "list": "l", "stated": 0}
    document = {"figures": {"l": []}, "claims": [{"id": i, **claim} for i in ("b", "a", "b", 7)]}
    assert [finding.id for finding in check(read_report(json.dumps(document)))] == [
        "b",
        "a",
        "b",
        7,
    ]


def test_a_json_number_is_exact() -> None:
    text = '{"figures": {"a": 0.1, "b": 0.2, "c": 0.3, "d": 12345678901234567890.5}, "claims": ['
    text += '{"id": "x", "kind": "sum", "total": "c", "parts": ["a", "b"]},'
    text += '{"id": "y", "kind": "equal", "a": "d", "b": "d"}]}'
    exact, long = check(read_report(text))
    assert verdict(exact) == ("ok", "0,3", "0,3")
    assert long.expected == "12.345.678.901.234.567.890,5"


def test_numbers_far_apart_are_still_added_exactly() -> None:
    claim = {"kind": "sum", "total": "total", "parts": ["huge", "tiny"]}
    figures = '{"total": 1, "huge": 1e5000, "tiny": 1e-4000}'
    text = json.dumps({"figures": 0, "claims": [{"id": "c", **claim}]}).replace("0", figures, 1)
    (finding,) = check(read_report(text))
    assert isinstance(finding.expected, str)
    assert finding.expected.startswith("100.000")
    assert finding.expected.endswith("001")


def test_the_locale_decides_how_strings_are_read_and_written() -> None:
    document = {
        "locale": "en",
        "figures": {"a": "9,844.5", "b": 9844},
        "claims": [{"id": "c", "kind": "equal", "a": "a", "b": "b"}],
    }
    (finding,) = check(read_report(json.dumps(document)))
    assert verdict(finding) == ("fail", "9,844", "9,844.5")


CLAIM = {"id": "c", "kind": "equal", "a": "x", "b": "y"}


@pytest.mark.parametrize(
    "document",
    [
        "",
        "{",
        "[]",
        "null",
        "[" * 100_000,
        '{"figures": {"a": NaN}, "claims": []}',
        '{"figures": {"a": -Infinity}, "claims": []}',
        '{"figures": {"a": 1e999999999999999999999}, "claims": []}',
        '{"figures": {"a": 1e20000}, "claims": []}',
        '{"figures": {"a": 1, "a": 2}, "claims": []}',
        {"claims": []},
        {"figures": {}},
        {"figures": [], "claims": []},
        {"figures": {}, "claims": {}},
        {"figures": {}, "claims": ["c"]},
        {"figures": {}, "claims": [], "locale": "xx"},
        {"figures": {}, "claims": [], "locale": 1},
        {"figures": {}, "claims": [{"id": "c", "kind": "guess"}]},
        {"figures": {}, "claims": [{"id": "c", "kind": ["equal"]}]},
        {"figures": {}, "claims": [{"id": "c", "a": "x", "b": "y"}]},
        {"figures": {}, "claims": [{"kind": "equal", "a": "x", "b": "y"}]},
        {"figures": {}, "claims": [{**CLAIM, "id": None}]},
        {"figures": {}, "claims": [{**CLAIM, "id": 1.5}]},
        {"figures": {}, "claims": [{**CLAIM, "b": 3}]},
        {"figures": {}, "claims": [{"id": "c", "kind": "equal", "a": "x"}]},
        {"figures": {}, "claims": [{"id": "c", **share("a", "b", "1"), "stated_percent": 1.5}]},
        {"figures": {}, "claims": [{"id": "c", "kind": "sum", "total": "a", "parts": "b"}]},
        {"figures": {}, "claims": [{"id": "c", "kind": "sum", "total": "a", "parts": [1]}]},
        {"figures": {}, "claims": [{"id": "c", "kind": "count", "list": "a", "stated": True}]},
    ],
)
def test_what_is_no_report_is_refused_with_one_sentence(document: Any) -> None:
    text = document if isinstance(document, str) else json.dumps(document)
    with pytest.raises(BadReport) as refused:
        read_report(text)
    assert str(refused.value).endswith(".")


def test_a_report_may_come_as_bytes_with_a_byte_order_mark() -> None:
    text = json.dumps({"figures": {"số": 1}, "claims": []}, ensure_ascii=False)
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert read_report(text.encode(encoding)).figures == {"số": Decimal(1)}


numbers = st.decimals(
    allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12
)


@given(st.lists(numbers, max_size=6))
def test_the_sum_of_any_figures_is_found_right_and_any_other_total_wrong(
    parts: list[Decimal],
) -> None:
    for off, expected in ((Decimal(0), "ok"), (Decimal("0.01"), "fail")):
        figures = {f"p{at}": f"{part:f}".replace(".", ",") for at, part in enumerate(parts)}
        total = f"{sum(parts, Decimal(0)) + off:f}".replace(".", ",")
        claim = {"kind": "sum", "total": "total", "parts": list(figures)}
        assert judge(claim, {**figures, "total": total}).verdict == expected


@given(numbers, numbers.filter(bool), st.integers(0, 4))
def test_a_share_is_right_exactly_within_half_a_last_digit(
    part: Decimal, whole: Decimal, decimals: int
) -> None:
    figures = {"part": f"{part:f}".replace(".", ","), "whole": f"{whole:f}".replace(".", ",")}
    finding = judge(share("part", "whole", "0," + "0" * decimals if decimals else "0"), figures)
    assert isinstance(finding.expected, str)
    right = finding.expected
    assert judge(share("part", "whole", right), figures).verdict == "ok"
    printed = Fraction(right.replace(".", "").replace(",", "."))
    true = Fraction(part) * 100 / Fraction(whole)
    assert abs(printed - true) <= Fraction(1, 2 * 10**decimals)

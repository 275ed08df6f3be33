"""Vietnamese numbers are read exactly and written back as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.reports.rules.numerals import LOCALES

VI, EN = LOCALES["vi"], LOCALES["en"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9.844", "9844"),
        ("9844", "9844"),
        ("56469", "56469"),
        ("16,3", "16.3"),
        ("1 .258", "1258"),
        ("2.759.865", "2759865"),
        ("1\u00a0234", "1234"),
        ("1\u202f234,5\u2009", "1234.5"),
        ("-1.258,50", "-1258.50"),
        ("\u22125", "-5"),
        ("0", "0"),
        ("97,779", "97.779"),
    ],
)
def test_a_vietnamese_number_is_read(text: str, value: str) -> None:
    assert str(VI.read(text)) == value


NO_NUMBERS = """
1.5 1.2345 1,5,3 1, ,5 .258 1..258 --5 5- +5 1.234.56 1,5% 1,234.5 1e3 NaN Infinity mười ١٢
"""


@pytest.mark.parametrize("text", ["", " ", "5 hồ sơ", "9" * 20_000, *NO_NUMBERS.split()])
def test_anything_else_is_no_vietnamese_number(text: str) -> None:
    assert VI.read(text) is None


def test_the_printed_decimals_survive_reading() -> None:
    assert VI.write(VI.read("1,50") or Decimal(0), decimals=2) == "1,50"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1234567.50", "1.234.567,5"),
        ("-1234", "-1.234"),
        ("-0.00", "0"),
        ("1E+3", "1.000"),
        ("1E-3", "0,001"),
        ("123", "123"),
    ],
)
def test_a_number_is_written_with_groups_and_without_trailing_zeros(value: str, text: str) -> None:
    assert VI.write(Decimal(value)) == text


def test_the_english_manner_is_the_mirror_of_the_vietnamese() -> None:
    assert EN.read("9,844.5") == Decimal("9844.5")
    assert EN.read("9.844,5") is None
    assert EN.write(Decimal("9844.5")) == "9,844.5"


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=3, min_value=-(10**40), max_value=10**40
    )
)
def test_what_is_written_is_read_back_as_the_same_number(value: Decimal) -> None:
    assert VI.read(VI.write(value)) == value
    assert EN.read(EN.write(value)) == value

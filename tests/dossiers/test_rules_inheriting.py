"""Rows of a former system: any cells give a dossier that the rules can fold, or sentences."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.clock import VIETNAM
from lienthong.dossiers.rules.inheriting import (
    COLUMNS,
    HeaderError,
    InheritedRow,
    RowError,
    columns_of,
    instant,
    read_row,
)
from lienthong.dossiers.rules.lifecycle import State

NOW = datetime(2026, 9, 4, 10, tzinfo=VIETNAM)
GOOD = {
    "code": "h17-1", "procedure": "1.014027", "commune": "20413", "name": "Nguyễn Văn Tư",
    "submitted_at": "20/08/2026 08:30", "accepted_at": "2026-08-20 08:40", "state": "4",
}  # fmt: skip
_CELLS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "", "1", "3", "4", "5", "7", "9", "10", "20/08/2026 08:30", "2026-08-21", "01/01/0001",
            "0001-01-01", "9999-12-31T23:59:59-23:59", "2026-08-22T10:00:00+07:00", "trực tiếp",
            "x" * 500, "a\x00b", "NaN", "1e9", "²", "20413", "../x", "31/02/2026",
        ]
    ),
)  # fmt: skip


def row(**changes: str) -> InheritedRow | list[RowError]:
    return read_row(7, {**GOOD, **changes}, now=NOW)


def wrong(**changes: str) -> dict[str, str]:
    """{column: sentence}"""
    found = row(**changes)
    assert isinstance(found, list), found
    assert all(error.row == 7 and error.sentence.endswith(".") for error in found)
    names = {words: key for key, words in COLUMNS.items()}
    return {names[error.column]: error.sentence for error in found}


@given(st.dictionaries(st.sampled_from(sorted(COLUMNS)), _CELLS))
def test_any_cells_give_a_row_or_sentences(cells: dict[str, str]) -> None:
    check({**GOOD, **cells})
    check(cells)


def check(cells: dict[str, str]) -> None:
    found = read_row(3, cells, now=NOW)
    if isinstance(found, list):
        assert found
        for error in found:
            assert error.row == 3 and error.column in COLUMNS.values()
            assert error.sentence.strip().endswith(".")
        return
    for at in (found.submitted_at, found.accepted_at, found.ended_at, found.returned_at):
        assert at is None or (at.tzinfo is not None and at <= NOW)
        assert at is None or at.astimezone(UTC).year > 1900
    assert len(found.code) <= 40 and found.code
    assert not any("\x00" in str(value) for value in vars_of(found).values())


def vars_of(found: InheritedRow) -> dict[str, Any]:
    return {name: getattr(found, name) for name in found.__dataclass_fields__}


@given(st.lists(_CELLS, max_size=12))
def test_any_header_gives_places_or_a_sentence(header: list[str]) -> None:
    try:
        assert set(columns_of(header)) <= set(COLUMNS)
    except HeaderError as refusal:
        assert str(refusal).endswith(".")


@given(st.text(max_size=25))
def test_any_text_is_an_instant_or_none(typed: str) -> None:
    at = instant(typed)
    assert at is None or at.tzinfo is not None


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("25/07/2025", "2025-07-25T08:00:00+07:00"),
        ("2025-07-25", "2025-07-25T08:00:00+07:00"),
        ("25/07/2025 08:30", "2025-07-25T08:30:00+07:00"),
        ("2025-07-25 08:30:15", "2025-07-25T08:30:15+07:00"),
        ("2025-07-25T01:30:00Z", "2025-07-25T01:30:00+00:00"),
    ],
)
def test_instants_are_read_as_they_are_typed_or_exported(typed: str, read: str) -> None:
    at = instant(typed)
    assert at is not None and at.isoformat() == read


@pytest.mark.parametrize(
    ("changes", "column", "sentence"),
    [
        ({"code": ""}, "code", "Để trống"),
        ({"code": "x" * 41}, "code", "dài quá"),
        ({"state": "11"}, "state", "1 đến 10"),
        ({"state": "đang xử lý"}, "state", "1 đến 10"),
        ({"channel": "bồ câu"}, "channel", "trực tuyến"),
        ({"submitted_at": "05/09/2026"}, "submitted_at", "sau hôm nay"),
        ({"submitted_at": "01/01/0001"}, "submitted_at", "trước năm 1945"),
        ({"accepted_at": ""}, "accepted_at", "lúc tiếp nhận"),
        ({"accepted_at": "19/08/2026"}, "accepted_at", "Sớm hơn"),
        ({"state": "9"}, "ended_at", "lúc xong"),
        ({"ended_at": "21/08/2026"}, "ended_at", "chưa kết thúc"),
        ({"state": "10", "ended_at": "21/08/2026"}, "returned_at", "lúc trả"),
        ({"state": "5"}, "waiting_since", "bắt đầu chờ"),
        ({"state": "6"}, "waiting_since", "bắt đầu chờ"),
        ({"state": "3", "ended_at": "21/08/2026"}, "accepted_at", "không được tiếp nhận"),
        ({"state": "1"}, "accepted_at", "chưa tiếp nhận"),
        ({"returned_at": "21/08/2026"}, "returned_at", "chưa trả"),
        ({"name": "a\x00b"}, "name", "ký tự"),
        ({"result": "a\x00b"}, "result", "ký tự"),
    ],
)
def test_what_contradicts_itself_is_said_at_its_column(
    changes: dict[str, str], column: str, sentence: str
) -> None:
    assert sentence in wrong(**changes)[column]


def test_a_promised_date_may_lie_ahead_and_the_rest_not() -> None:
    found = row(promised_at="30/09/2026 17:00")
    assert isinstance(found, InheritedRow) and found.promised_at is not None
    assert found.state is State.IN_PROCESS and found.code == "H17-1"


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert set(wrong(code="", state="x", channel="y", submitted_at="z")) == {
        "code", "state", "channel", "submitted_at",
    }  # fmt: skip

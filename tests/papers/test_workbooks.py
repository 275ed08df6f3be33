"""Spreadsheets as XLSX files."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest

from lienthong.papers.adapters import workbooks

SHEET = "xl/worksheets/sheet1.xml"
GOOD = workbooks.written([["Mã", "Số"], ["=1+1", 7], [], ["@ai", datetime(2026, 11, 22, 8)]])


def with_part(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The good file with one of its parts changed."""
    target = BytesIO()
    with ZipFile(BytesIO(GOOD)) as old, ZipFile(target, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, change(content) if part == name else content)
    return target.getvalue()


def without(part: str) -> bytes:
    target = BytesIO()
    with ZipFile(BytesIO(GOOD)) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
    return target.getvalue()


BROKEN = {
    "no zip": b"M\xc3\xa3;S\xe1\xbb\x91",
    "nothing": b"",
    "cut off": GOOD[: len(GOOD) // 2],
    "a zip of something else": without("xl/workbook.xml"),
    "without its types": without("[Content_Types].xml"),
    "a sheet that stops in a tag": with_part(SHEET, lambda content: content[:-40]),
    "a sheet that is no XML": with_part(SHEET, lambda _: b"\x00\x01"),
    "a number that is none": with_part(SHEET, lambda content: content.replace(b">7<", b">b\xe1y<")),
    "an entity that grows": with_part(
        "xl/workbook.xml",
        lambda content: b'<!DOCTYPE w [<!ENTITY a "aaaa">]>' + content,
    ),
}


def test_text_that_begins_like_a_formula_stays_text() -> None:
    lines = list(workbooks.rows(BytesIO(GOOD)))
    assert lines[1] == ("=1+1", 7)
    found = workbooks.sheet(GOOD, formulas=True)
    assert found is not None
    assert [found["A2"].data_type, found["A4"].data_type] == ["s", "s"]


def test_instants_are_written_without_their_offset() -> None:
    content = workbooks.written([[datetime(2026, 11, 22, 8, tzinfo=UTC)]])
    assert next(iter(workbooks.rows(BytesIO(content)))) == (datetime(2026, 11, 22, 8),)


@pytest.mark.parametrize("name", BROKEN)
def test_a_damaged_file_is_said_to_be_one(name: str) -> None:
    with pytest.raises(workbooks.BrokenWorkbook):
        list(workbooks.rows(BytesIO(BROKEN[name])))
    with pytest.raises(workbooks.BrokenWorkbook):
        workbooks.sheet(BROKEN[name], formulas=False)


def test_a_column_formatted_to_its_end_holds_no_rows_beyond_what_was_written() -> None:
    """So Excel saves a table whose whole columns got a format: with its last row, empty."""
    all_of_it = with_part(
        SHEET,
        lambda content: content.replace(
            b'<dimension ref="A1:B4"', b'<dimension ref="A1:XFD1048576"'
        ),
    )
    assert b"XFD1048576" in ZipFile(BytesIO(all_of_it)).read(SHEET)
    assert [len(line) for line in workbooks.rows(BytesIO(all_of_it))] == [2, 2, 0, 2]


def test_what_would_fill_the_memory_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MOST_BYTES", 10_000)
    with pytest.raises(workbooks.HugeWorkbook):
        next(iter(workbooks.rows(BytesIO(GOOD))))


def test_a_server_starts_without_the_library() -> None:
    loading = "import sys, lienthong.config.wsgi, lienthong.web.urls; print(*sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", loading], check=True, capture_output=True, text=True
    )
    loaded = set(told.stdout.split())
    assert "lienthong.papers.adapters.workbooks" in loaded
    assert "openpyxl" not in loaded

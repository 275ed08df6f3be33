"""`lienthong reports check`: JSON out, sentences on standard error, exit 0, 1 or 2."""

import io
import json
import sys
from pathlib import Path

import pytest

from lienthong.cli.main import main

GOOD = {"figures": {"a": 1, "b": "1"}, "claims": [{"id": "c", "kind": "equal", "a": "a", "b": "b"}]}


def run(*arguments: str) -> int:
    return main(["reports", "check", *arguments])


def test_a_report_whose_claims_hold_exits_0(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "report.json"
    file.write_text(json.dumps(GOOD), encoding="utf-8")
    assert run(str(file)) == 0
    (finding,) = json.loads(capsys.readouterr().out)
    assert set(finding) == {"id", "verdict", "expected", "stated", "explanation", "suggestion"}


@pytest.mark.parametrize("figures", [{"a": 1, "b": 2}, {"a": 1}])
def test_a_claim_that_fails_or_cannot_be_verified_exits_1(
    tmp_path: Path, figures: dict[str, int]
) -> None:
    file = tmp_path / "report.json"
    file.write_text(json.dumps({**GOOD, "figures": figures}), encoding="utf-8")
    assert run(str(file)) == 1


def test_a_dash_reads_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(GOOD).encode())))
    assert run("-") == 0
    assert json.loads(capsys.readouterr().out)[0]["verdict"] == "ok"


@pytest.mark.parametrize(
    "text", ["{", '{"figures": {}, "claims": [{"id": "c", "kind": "two\\nlines"}]}']
)
def test_bad_input_exits_2_with_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    file = tmp_path / "report.json"
    file.write_text(text, encoding="utf-8")
    assert run(str(file)) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1


def test_a_file_that_is_not_there_exits_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(tmp_path / "absent.json")) == 2
    assert "absent.json" in capsys.readouterr().err


def test_half_a_character_in_a_name_is_handed_back_as_it_came(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "report.json"
    file.write_text(
        '{"figures": {}, "claims": [{"id": "\\ud800", "kind": "equal", "a": "a", "b": "b"}]}',
        encoding="utf-8",
    )
    assert run(str(file)) == 1
    assert json.loads(capsys.readouterr().out)[0]["id"] == "\ud800"

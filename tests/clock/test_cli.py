"""`lienthong clock read`: answers on standard output, or exit 2 and one line."""

import argparse
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lienthong.cli.clock import add_parser
from lienthong.cli.clock import read as clock_read
from tests.clock.builders import ask, case

GOOD = case("10 working_day", "28/08 09:00 start", now="05/09 10:00")


def written(tmp_path: Path, content: str | bytes) -> str:
    file = tmp_path / "cases.json"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(file)


def refusal(capsys: pytest.CaptureFixture[str], path: str) -> str:
    assert clock_read(path) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith("\n")
    assert len(err.splitlines()) == 1
    return err


def test_one_case_gives_one_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert clock_read(written(tmp_path, json.dumps(GOOD))) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == ask(GOOD)
    assert err == ""


def test_a_list_of_cases_gives_a_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert clock_read(written(tmp_path, json.dumps([GOOD, GOOD]))) == 0
    assert json.loads(capsys.readouterr().out) == [ask(GOOD), ask(GOOD)]
    assert clock_read(written(tmp_path, "[]")) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_dash_reads_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(GOOD).encode())))
    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers())
    arguments = parser.parse_args(["clock", "read", "-"])
    assert arguments.run(arguments) == 0
    assert json.loads(capsys.readouterr().out)["state"] == "running"


@pytest.mark.parametrize(
    ("broken", "named"),
    [
        ({"name": "hồ sơ 7"}, ['"hồ sơ 7"', "rule.limit.amount"]),
        ({}, ["[1]", "rule.limit.amount"]),
        ({"name": "two\nlines\u2028three\x85four"}, ["[1]", "two\\nlines"]),
        ({"name": "\ud800"}, ["\\ud800"]),
        ({"name": "x" * 10_000}, ["[1]", "xxx"]),
    ],
)
def test_a_refusal_names_the_case_and_the_field(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], broken: dict[str, str], named: list[str]
) -> None:
    bad: dict[str, Any] = (
        GOOD | broken | {"rule": GOOD["rule"] | {"limit": {"unit": "working_day"}}}
    )
    err = refusal(capsys, written(tmp_path, json.dumps([GOOD, bad])))
    assert all(part in err for part in named)
    assert len(err) < 300


@pytest.mark.parametrize(
    "content",
    [
        "", "{", "null", "1", '"case"', "true", "[1]", "[[]]", "[null]", b"\xff\xfe{}", "nan",
        "[" * 100_000, "1" * 5_000, '{"now": ' + "9" * 5_000 + "}", "[{}]", "{}",
    ],
)  # fmt: skip
def test_anything_but_cases_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | bytes
) -> None:
    refusal(capsys, written(tmp_path, content))


@pytest.mark.parametrize(
    "amount",
    ["NaN", "Infinity", "-Infinity", "1e400", "1e-400", "1e999999999999", "-1e999999999999",
     "0.0e-99999999999999999999", "1." + "0" * 5_000, "-0", "-0.0", "0", "true", '"1"', "[]"],
)  # fmt: skip
def test_a_number_out_of_all_bounds_is_refused_and_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], amount: str
) -> None:
    content = json.dumps(GOOD).replace('"amount": 10', f'"amount": {amount}')
    assert "rule.limit.amount" in refusal(capsys, written(tmp_path, content))


@pytest.mark.parametrize("path", ["missing.json", ".", "nul\x00byte"])
def test_a_file_that_cannot_be_read_is_refused(
    capsys: pytest.CaptureFixture[str], path: str
) -> None:
    refusal(capsys, path)


def test_a_decimal_amount_is_taken_exactly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tenth = case("0.1 working_hour", "28/08 09:00 start", now="28/08 09:06")
    assert clock_read(written(tmp_path, json.dumps(tenth))) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["due_at"] == "2025-08-28T09:06:00+07:00"
    assert (answer["consumed"], answer["limit"], answer["remaining"]) == (0.1, 0.1, 0)


def test_a_byte_order_mark_is_no_reason_to_refuse(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert clock_read(written(tmp_path, b"\xef\xbb\xbf" + json.dumps(GOOD).encode())) == 0
    assert json.loads(capsys.readouterr().out)["state"] == "running"


def test_it_needs_no_django_and_no_settings(tmp_path: Path) -> None:
    code = (
        "import sys; from lienthong.cli.clock import read; status = read(sys.argv[1]); "
        "sys.exit(status or any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    file = written(tmp_path, json.dumps(GOOD | {"name": "\ud800é"}))
    done = subprocess.run(
        [sys.executable, "-c", code, file],
        env={"PYTHONPATH": str(Path(__file__).parents[2] / "src"), "LC_ALL": "C"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["state"] == "running"

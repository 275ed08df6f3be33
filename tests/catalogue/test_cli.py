"""`lienthong catalogue …`: JSON on standard output, sentences beside it, exit codes."""

import json
from pathlib import Path

import pytest

from lienthong.catalogue import queries
from lienthong.cli.main import main
from tests.catalogue.conftest import TODAY

PENSION = "1.014027"

pytestmark = pytest.mark.usefixtures("catalogue")


def exported(capsys: pytest.CaptureFixture[str], folder: Path) -> Path:
    assert main(["catalogue", "export", "bao-tro-xa-hoi", "--on", "2026-08-20"]) == 0
    pack = folder / "pack.yaml"
    pack.write_text(capsys.readouterr().out, encoding="utf-8")
    return pack


def test_lint_answers_with_json_and_zero_when_nothing_is_an_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["catalogue", "lint", "1.000005", "--on", "2026-08-20"]) == 0
    told = capsys.readouterr()
    found = json.loads(told.out)
    assert {item["rule"] for item in found} >= {"no-unit", "odd-value", "ministry-system"}
    assert "0 lỗi" in told.err


def test_lint_of_an_unknown_code_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "lint", "9.999999"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "9.999999" in told.err


def test_coverage_answers_for_every_day_until_the_last(capsys: pytest.CaptureFixture[str]) -> None:
    days = ["--on", "2026-08-20", "--until", "2026-12-31"]
    assert main(["catalogue", "coverage", *days]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["nowhere"] == []
    assert found["procedures"] == len(queries.published(on=TODAY))
    assert main(["catalogue", "coverage", "--on", "2026-08-20", "--until", "2026-01-01"]) == 2


def test_a_pack_goes_out_is_compared_changed_and_comes_back_as_a_draft(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    pack = exported(capsys, tmp_path)
    assert main(["catalogue", "diff", str(pack), "--on", "2026-08-20"]) == 0
    text = pack.read_text(encoding="utf-8")
    assert "amount: '10'" in text
    pack.write_text(text.replace("amount: '10'", "amount: 7"), encoding="utf-8")
    capsys.readouterr()
    assert main(["catalogue", "diff", str(pack), "--on", "2026-08-20"]) == 1
    told = capsys.readouterr()
    assert "từ 10 ngày làm việc thành 7 ngày làm việc" in told.err
    assert json.loads(told.out)[0]["procedure"] == PENSION

    assert main(["catalogue", "import", "--dry-run", str(pack)]) == 0
    assert len(queries.history(PENSION)) == 1
    assert main(["catalogue", "import", str(pack)]) == 0
    assert len(queries.history(PENSION)) == 2


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b"a: &x 1\nb: *x\n", "dòng 1: không dùng neo"),
        (b"format: one\n", "dòng 1"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"", "trống"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, written: bytes, said: str
) -> None:
    pack = tmp_path / "pack.yaml"
    pack.write_bytes(written)
    assert main(["catalogue", "import", str(pack)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err
    assert main(["catalogue", "diff", str(tmp_path / "none.yaml")]) == 2
    assert main(["catalogue", "diff", str(tmp_path)]) == 2
    assert main(["catalogue", "export", "nowhere"]) == 2

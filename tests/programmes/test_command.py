"""`lienthong programmes extract`: JSON out, sentences and progress on standard error."""

import io
import json
import logging
import tempfile
import time
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from lienthong.cli.main import main
from tests.programmes.test_documents import TEXT, pdf


def run(*arguments: str) -> int:
    return main(["programmes", "extract", *arguments])


def test_items_come_as_the_contract_describes_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "notice.txt"
    line = "Giao Bộ Y tế chủ trì, phối hợp với Bộ Nội vụ ban hành quy chế trước ngày 25/7/2025."
    file.write_text(f"{line}\n\n{line}", encoding="utf-8")
    assert run(str(file)) == 0
    (item,) = json.loads(capsys.readouterr().out)
    assert item["lines"] == [1, 1]
    assert item["citations"] == [[1, 1], [3, 3]]
    assert (item["kind"], item["text"]) == ("task", line)
    assert (item["lead"], item["supporting"]) == (["Bộ Y tế"], ["Bộ Nội vụ"])
    assert item["deadline"] == {
        "kind": "date",
        "due_on": "2025-07-24",
        "printed": "trước ngày 25/7/2025",
        "inferred_year": False,
    }
    assert 0 < item["confidence"] <= 1
    assert "page" not in item


def test_a_document_without_tasks_prints_an_empty_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "news.txt"
    file.write_text("Hội nghị đã thành công.", encoding="utf-8")
    assert run(str(file)) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_the_date_of_issue_may_be_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "notice.txt"
    file.write_text("Giao Bộ Y tế báo cáo trước ngày 31/3.", encoding="utf-8")
    assert run(str(file), "--issued", "2025-06-01") == 0
    deadline = json.loads(capsys.readouterr().out)[0]["deadline"]
    assert (deadline["due_on"], deadline["inferred_year"]) == ("2026-03-30", True)


def test_a_date_of_issue_that_is_none_exits_2(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as left:
        run(str(tmp_path / "notice.txt"), "--issued", "31/3/2025")
    assert left.value.code == 2


@pytest.mark.parametrize(("name", "content"), [("a.txt", None), ("a.doc", b"x"), ("a.pdf", b"x")])
def test_what_cannot_be_read_exits_2_with_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert run(str(tmp_path / name)) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1


def test_a_secret_is_refused_and_leaves_no_trace(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    file = tmp_path / "secret.txt"
    file.write_text("BỘ A\nTỐI MẬT\nGiao Bộ Y tế làm việc mang tên DẤU-VẾT-71.", encoding="utf-8")
    with caplog.at_level(logging.DEBUG):
        assert run(str(file)) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Tối mật" in printed.err
    assert "DẤU-VẾT-71" not in printed.err + caplog.text
    assert list(temporary.iterdir()) == []
    assert set(tmp_path.iterdir()) == {temporary, file}


@pytest.mark.soak
def test_a_pdf_of_300_pages_takes_less_than_a_minute_and_shows_its_progress(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    once, whole = PdfReader(io.BytesIO(pdf("\n".join([TEXT] * 2)))), PdfWriter()
    while len(whole.pages) < 300:
        whole.append(once)
    file = tmp_path / "long.pdf"
    whole.write(file)
    started = time.monotonic()
    assert run(str(file)) == 0
    assert time.monotonic() - started < 60
    assert "300" in capsys.readouterr().err


def test_a_long_pdf_shows_a_progress_bar(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "long.pdf"
    file.write_bytes(pdf(TEXT, per_page=2))
    assert run(str(file)) == 0
    assert "█" in capsys.readouterr().err

"""A real directive is read as well as the bars ask, where it is at hand beside the project."""

from pathlib import Path

import pytest

from lienthong.programmes.rules.extraction.extract import extract
from tests.programmes import variants
from tests.programmes.measure import lines_of, measure, noted_tasks

DOCUMENTS = Path(__file__).parents[3] / "shared" / "documents"
TEXT, NOTED = DOCUMENTS / "35-TB-TGV.txt", DOCUMENTS / "35-TB-TGV.tasks.csv"

pytestmark = pytest.mark.skipif(not TEXT.exists(), reason="the directive is not at hand")


def test_tasks_leads_and_deadlines_reach_the_bars_and_nothing_is_invented() -> None:
    found = measure(extract(lines_of(TEXT.read_text(encoding="utf-8"))), noted_tasks(NOTED))
    assert found.recall >= 0.9
    assert found.precision >= 0.9
    assert found.lead >= 0.9
    assert found.deadline >= 0.95
    assert not found.invented


def test_the_passage_printed_twice_is_cited_twice() -> None:
    items = extract(lines_of(TEXT.read_text(encoding="utf-8")))
    assert [item.citations for item in items if item.citations[0] == (23, 23)] == [
        ((23, 23), (56, 56))
    ]
    assert not [item for item in items if item.citations[0][0] in range(53, 75)]


def test_scrambled_diacritics_lose_next_to_nothing() -> None:
    text = variants.scrambled(TEXT.read_text(encoding="utf-8"))
    found = measure(extract(lines_of(text)), noted_tasks(NOTED))
    assert found.recall >= 0.9
    assert found.precision >= 0.9
    assert found.lead >= 0.9
    assert found.deadline >= 0.95

"""R51, R54: every wording of a deadline in wordings.tsv, and what never is a deadline.

Each sentence stands in a document of 20 August 2025; beside it the deadlines of its tasks.
"""

import csv
from pathlib import Path

from lienthong.programmes.rules.extraction.extract import extract
from tests.programmes.measure import deadline_of, lines_of

WORDINGS = Path(__file__).parent / "wordings.tsv"
LETTERHEAD = "Hà Nội, ngày 20 tháng 8 năm 2025\n"


def test_r51_r54_every_wording_of_a_deadline_means_what_the_contract_says() -> None:
    with WORDINGS.open(encoding="utf-8", newline="") as file:
        noted = {text: expected for expected, text in csv.reader(file, delimiter="\t")}
    found = {
        text: "|".join(deadline_of(item) for item in extract(lines_of(LETTERHEAD + text)))
        for text in noted
    }
    assert found == noted
    assert len(noted) > 60


def test_r52_the_printed_words_are_kept_beside_the_day() -> None:
    (item,) = extract(lines_of(LETTERHEAD + "Giao Bộ Y tế báo cáo, xong trước ngày 25/9."))
    assert item.deadline.printed == "xong trước ngày 25/9"
    assert item.deadline.inferred_year

"""The table of requirements names tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "requirements.md"
# Named by the issue of the first release.
NAMED = {
    "R": (85, 92, 98, 103, 106, 107, 111, 125, 129, 130, 133, 135, 136, 137, 138, 139, 141, 149,
          150, 152, 154, 157, 158, 201, 447, 448),
    "F": (1, 2, 3, 4, 6, 7, 8, 15, 26, 27, 28, 30, 31, 38, 39, 57),
}  # fmt: skip


def test_every_test_that_is_named_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE.read_text(encoding="utf-8"))
    assert len(named) > 50
    missing = [
        f"{file}::{name}"
        for file, name in named
        if not (ROOT / file).is_file()
        or f"def {name}(" not in (ROOT / file).read_text(encoding="utf-8")
    ]
    assert missing == []


def test_every_number_of_the_issue_has_its_row_with_a_test_or_a_reason() -> None:
    rows = {
        line.split("|")[1].strip(): line
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if re.match(r"\| [RF]\d", line)
    }
    for number in (f"{kind}{number}" for kind, numbers in NAMED.items() for number in numbers):
        assert "::" in rows[number] or "Not done:" in rows[number], number

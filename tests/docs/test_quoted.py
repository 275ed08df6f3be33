"""What the tutorial and the how-to pages tell people to press is written on a screen."""

import re
import unicodedata
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, prose

PAGES = [ROOT / "docs" / "tutorial.md", *sorted((ROOT / "docs" / "howto").glob("*.md"))]
BOLD = re.compile(r"\*\*([^*]+)\*\*")


def vietnamese(words: str) -> bool:
    return any(unicodedata.decomposition(letter) or letter in "đĐ" for letter in words)


def screens() -> str:
    web = ROOT / "src" / "lienthong" / "web"
    found = (path for path in web.rglob("*") if path.suffix in {".py", ".html"})
    return "\n".join(path.read_text(encoding="utf-8") for path in found)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_button_that_is_named_exists(path: Path) -> None:
    shown = screens()
    # "Duyệt và sửa … hồ sơ" has a number in the middle.
    parts = [part.strip() for words in BOLD.findall(prose(path)) for part in words.split("…")]
    named = {" ".join(part.split()).rstrip(".") for part in parts if vietnamese(part)}
    assert {words for words in named if words not in shown} == set()


def test_the_tutorial_names_buttons() -> None:
    assert {"Mở đính chính", "Chạy thử", "Tiếp nhận"} <= set(BOLD.findall(prose(PAGES[0])))

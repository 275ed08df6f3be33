"""The Markdown pages of the project and their tables."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def pages() -> list[Path]:
    """README and its like, and everything under docs and src."""
    found = [*ROOT.glob("*.md")]
    for folder in ("docs", "src", "tests"):
        found += (ROOT / folder).rglob("*.md")
    return sorted(found)


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def prose(path: Path) -> str:
    """The page without its code."""
    without_blocks = re.sub(r"^```.*?^```", "", text(path), flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"`[^`\n]*`", "", without_blocks)


def sections(page: str) -> dict[str, list[list[str]]]:
    """Each heading of the second level with the rows of the tables under it, heads left out."""
    found: dict[str, list[list[str]]] = {}
    for part in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
        heading, _newline, body = part.partition("\n")
        found[heading.strip()] = list(_rows(body))
    return found


def _rows(body: str) -> Iterator[list[str]]:
    lines = body.splitlines()
    for place, line in enumerate(lines):
        following = lines[place + 1] if place + 1 < len(lines) else ""
        if line.startswith("|") and not line.startswith("|--") and not following.startswith("|--"):
            yield [cell.strip() for cell in line.strip("|").split("|")]

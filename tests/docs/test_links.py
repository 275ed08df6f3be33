"""Every link in the documentation leads somewhere, and no page names a machine or an index."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.docs.pages import ROOT, pages, prose, text

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
# Indexes of packages, and folders of somebody's machine.
NAMED = re.compile(
    r"pypi\.org|pythonhosted|npmjs|crates\.io|proxy\.golang|index-url[= ]+http|"
    r"/work/|/home/\w|/Users/|/root/|[A-Z]:\\\\"
)


def relative(path: Path) -> Path:
    return path.relative_to(ROOT)


def anchors(path: Path) -> set[str]:
    """The anchors that headings get where Markdown is shown: small letters, dashes for blanks."""
    headings = re.findall(r"^#+ (.+)$", text(path), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_there_are_pages_to_look_at() -> None:
    assert {"README.md", "docs/tutorial.md"} <= {str(relative(path)) for path in pages()}


@pytest.mark.parametrize("path", pages(), ids=lambda path: str(relative(path)))
def test_every_link_leads_somewhere(path: Path) -> None:
    broken = []
    for link in LINK.findall(prose(path)):
        if re.match(r"[a-z]+:", link):
            continue
        place, _hash, anchor = unquote(link).partition("#")
        target = (path.parent / place).resolve() if place else path
        leads = target.is_relative_to(ROOT) and target.exists()
        if not leads or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("path", pages(), ids=lambda path: str(relative(path)))
def test_no_page_names_an_index_or_a_machine(path: Path) -> None:
    assert NAMED.findall(text(path)) == []


def test_every_page_of_the_documentation_stands_in_its_index() -> None:
    index = ROOT / "docs" / "README.md"
    linked = {(index.parent / link).resolve() for link in LINK.findall(text(index))}
    missing = {path for path in pages() if path.is_relative_to(index.parent)} - linked - {index}
    assert {str(relative(path)) for path in missing} == set()

"""On an English page Vietnamese is marked as such: official names that have no translation."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

VIETNAMESE = re.compile(r"[À-ỹ]")
SINGLE = {"meta", "link", "input", "br", "img", "hr"}
# The name of the system itself.
OWN = "Liên Thông"
PAGES = ("/", "/thu-tuc/", "/thu-tuc/1.001193/?xa=20410", "/thu-tuc/1.014027/?noi=hoi+an",
         "/tra-cuu/", "/dang-nhap/")  # fmt: skip


class Reader(HTMLParser):
    """Collects what is Vietnamese outside of `lang="vi"`."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        inside = bool(self.open) and self.open[-1][1] and given.get("lang") is None
        marked = given.get("lang") == "vi" or inside
        for name in ("aria-label", "title", "placeholder", "alt"):
            self._read(given.get(name) or "", marked=marked)
        if tag not in SINGLE:
            self.open.append((tag, marked))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self._read(data, marked=bool(self.open) and self.open[-1][1])

    def _read(self, text: str, *, marked: bool) -> None:
        if not marked and VIETNAMESE.search(text.replace(OWN, "")):
            self.found.append(" ".join(text.split()))


@pytest.mark.parametrize("address", PAGES)
def test_an_english_page_marks_what_is_vietnamese(
    client: Client, province: None, address: str
) -> None:
    client.cookies["language"] = "en"
    reader = Reader()
    reader.feed(client.get(address).content.decode())
    assert reader.found == []

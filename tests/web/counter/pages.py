"""The counter's form as a browser would send it back."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client


@dataclass
class Reader(HTMLParser):
    """Collects what the form with the class `intake` would send, without any button."""

    values: dict[str, str] = field(default_factory=dict)
    focus: str = ""
    _inside: bool = False
    _select: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = "intake" in given.get("class", "")
        if "autofocus" in given and not self.focus:
            self.focus = given.get("id", "")
        if not self._inside:
            return
        name = given.get("name", "")
        if tag == "input" and name:
            kind = given.get("type", "text")
            if kind in {"checkbox", "radio"} and "checked" not in given:
                return
            if kind != "file":
                self.values[name] = given.get("value", "")
        elif tag == "select":
            self._select = name
        elif (
            tag == "option"
            and self._select
            and ("selected" in given or self._select not in self.values)
        ):
            self.values[self._select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "form":
            self._inside = False


@dataclass
class Page:
    """One answer of the counter, and pressing a button on it."""

    client: Client
    response: Any

    @property
    def text(self) -> str:
        return str(self.response.content.decode())

    @property
    def form(self) -> dict[str, str]:
        return self._read().values

    @property
    def focus(self) -> str:
        """The id of what would be typed into next."""
        return self._read().focus

    def press(self, act: str = "tiep", **typed: Any) -> "Page":
        """Type into fields (a dash in a name is written as __) and press a button; a field typed
        as None is left away, as an unticked box is."""
        values: dict[str, Any] = dict(self.form) | {"viec": act}
        for name, value in typed.items():
            values[name.replace("__", "-")] = value
        sent = {name: value for name, value in values.items() if value is not None}
        return Page(self.client, self.client.post("/quay/", sent))

    def _read(self) -> Reader:
        reader = Reader()
        reader.feed(self.text)
        return reader


def opened(client: Client) -> Page:
    return Page(client, client.get("/quay/"))

"""A written statement with sections, tables and bars, as frozen values: briefs of meetings and
consolidated reports. One value gives the PDF and the DOCX.

Administrative papers follow Nghị định số 30/2020/NĐ-CP, Phụ lục I. Papers of the Party have a head
of their own (`party`); its layout follows the practice of Party offices, whose guidance
(Hướng dẫn số 36-HD/VPTW) was not seen.
"""

from dataclasses import asdict, dataclass
from typing import Any, Self

from lienthong.papers.rules.forms import Form, Signature


@dataclass(frozen=True, kw_only=True)
class Table:
    """`numeric` says of each column whether it holds figures; `widths` are shares of the width."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...] = ()
    widths: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.heads) for row in self.rows):
            raise ValueError("a row has another number of cells than the table")


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One line of a chart: its name and a count for each word of the legend."""

    name: str
    parts: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Bars:
    """A chart of lying bars. `sentence` says what it shows."""

    sentence: str
    legend: tuple[str, ...]
    lines: tuple[Bar, ...]


@dataclass(frozen=True, kw_only=True)
class Section:
    title: str
    paragraphs: tuple[str, ...] = ()
    table: Table | None = None
    bars: Bars | None = None

    @classmethod
    def read(cls, data: dict[str, Any]) -> Self:
        """Out of `plain`."""
        table, bars = data["table"], data["bars"]
        return cls(
            title=data["title"],
            paragraphs=tuple(data["paragraphs"]),
            table=table
            and Table(
                heads=tuple(table["heads"]),
                rows=tuple(tuple(row) for row in table["rows"]),
                numeric=tuple(table["numeric"]),
                widths=tuple(table["widths"]),
            ),
            bars=bars
            and Bars(
                sentence=bars["sentence"],
                legend=tuple(bars["legend"]),
                lines=tuple(
                    Bar(name=line["name"], parts=tuple(line["parts"])) for line in bars["lines"]
                ),
            ),
        )


def plain(section: Section) -> dict[str, Any]:
    """As data that JSON keeps."""
    return asdict(section)


@dataclass(frozen=True, kw_only=True)
class Statement(Form):
    """`titles`: the lines of the title; `opening`: paragraphs before the first section."""

    template = "statement"
    number = ""
    title = "BÁO CÁO"

    titles: tuple[str, ...]
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    signer: Signature
    recipients: tuple[str, ...] = ()
    party: bool = False

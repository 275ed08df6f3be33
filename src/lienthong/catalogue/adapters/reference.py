"""The reference files in `catalogue/data`; `SOURCES.md` there says where each is from."""

import csv
from functools import cache
from pathlib import Path
from typing import Final

from lienthong.catalogue.rules.pack import Pack, read_pack

DATA: Final = Path(__file__).parent.parent / "data"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file by the names of its columns."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def packs() -> tuple[Pack, ...]:
    """The procedure packs that come with the product."""
    return tuple(
        read_pack(path.read_text(encoding="utf-8"))
        for path in sorted((DATA / "procedures").glob("*.yaml"))
    )

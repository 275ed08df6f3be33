"""The demo at an hour of our choice. In a database of its own (tests/prepared.py)."""

from datetime import datetime
from typing import Final

from lienthong.clock import VIETNAM
from lienthong.demo import province
from lienthong.demo.province import Built

NOW: Final = datetime(2026, 9, 4, 10, 20, tzinfo=VIETNAM)
COUNT: Final = 300


def build() -> Built:
    return province.build(now=NOW, dossiers=COUNT)

"""The data packs that come with the product: YAML with CSV tables beside it."""

import csv
from collections.abc import Mapping
from importlib.resources import files
from typing import Final

from lienthong.catalogue.rules import WrongContent
from lienthong.catalogue.rules.yaml_text import read_yaml
from lienthong.reports.rules.packs import Pack, WrongPack, read_pack

# In this order: the last one restates a figure of an earlier one.
NAMES: Final = (
    "daily", "dossiers", "ministries", "readiness", "assets", "villages", "budget", "people",
    "archives", "signatures", "databases", "database_duties", "centres", "main_report",
)  # fmt: skip


def pack_of(text: str) -> Pack:
    """Raises WrongPack."""
    try:
        found = read_yaml(text).value
    except WrongContent as wrong:
        raise WrongPack(str(wrong)) from None
    if not isinstance(found, Mapping):
        raise WrongPack("Gói số liệu phải là các cặp khóa và giá trị.")
    return read_pack(found)


def builtin(name: str) -> Pack:
    return pack_of(_data(f"{name}.yaml"))


def table(file: str) -> list[dict[str, str]]:
    return list(csv.DictReader(_data(file).splitlines()))


def _data(name: str) -> str:
    return files("lienthong.reports").joinpath("data", name).read_text(encoding="utf-8")

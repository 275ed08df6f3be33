"""The data packs that come with the product: YAML with CSV tables beside it."""

import csv
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final

from lienthong.catalogue.rules import WrongContent
from lienthong.catalogue.rules.yaml_text import read_yaml, write_yaml
from lienthong.reports.queries.forms import FormView, IndicatorView
from lienthong.reports.rules.content import plain_claims, plain_schedule, plain_sections
from lienthong.reports.rules.packs import Pack, WrongPack, read_pack

# In this order: the last one restates a figure of an earlier one.
NAMES: Final = (
    "daily", "dossiers", "ministries", "readiness", "assets", "villages", "budget", "people",
    "archives", "signatures", "databases", "database_duties", "centres", "main_report", "portal",
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


def text_of(form: FormView, known: Mapping[str, IndicatorView], *, receiver: str) -> str:
    """A form with its indicators as a pack that another installation can load. `receiver`: what
    it is called; who loads the pack says who receives it there."""
    content = form.content
    packed = {
        "form": {
            "code": form.code,
            "name": form.name,
            "name_en": form.name_en,
            "rhythm": form.rhythm.value,
            "receiver": receiver,
            "owed_by": [kind.value for kind in content.owed_by],
            "source": form.source,
            "schedule": plain_schedule(content.schedule),
            "sections": plain_sections(content),
            "claims": plain_claims(content),
        },
        "indicators": [_plain(known[code]) for code in content.codes if code in known],
    }
    return write_yaml(packed)


def _plain(one: IndicatorView) -> dict[str, Any]:
    texts = {
        name: getattr(one, name)
        for name in ("definition", "scope", "formula", "measured", "threshold_source")
        if getattr(one, name)
    }
    marks: dict[str, Any] = {} if one.rising is None else {"rising": one.rising}
    if one.threshold is not None:
        marks["threshold"] = f"{one.threshold.normalize():f}"
    return {
        "code": one.code,
        "name": one.name,
        "name_en": one.name_en,
        "measure": one.measure,
        "kind": one.kind.value,
        "flow": one.flow.value,
        "rollup": one.rollup.value,
        "source": one.source,
        **texts,
        **marks,
    }


def _data(name: str) -> str:
    return files("lienthong.reports").joinpath("data", name).read_text(encoding="utf-8")

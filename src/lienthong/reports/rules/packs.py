"""A data pack: indicators, one form and the printed figures of a first period, from plain data that
people wrote by hand. Pure; what the words mean is checked by who takes them over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from lienthong.reports.rules import NotAllowed, _
from lienthong.reports.rules.kinds import Flow, Rhythm, Rollup, ValueKind

SINCE: Final = date(2025, 7, 1)  # the two-tier local government began


class WrongPack(NotAllowed):
    """The pack cannot be read."""


@dataclass(frozen=True)
class PackedIndicator:
    code: str
    name: str
    name_en: str
    definition: str
    scope: str
    measure: str
    kind: ValueKind
    flow: Flow
    rollup: Rollup
    formula: str
    measured: str
    rising: bool | None
    threshold: Decimal | None
    threshold_source: str
    source: str


@dataclass(frozen=True)
class PackedForm:
    """`receiver`: an agency's reference; `content` in the shape of `rules.forms`."""

    code: str
    name: str
    name_en: str
    receiver: str
    rhythm: Rhythm
    source: str
    content: Mapping[str, object]
    automatic: bool


@dataclass(frozen=True)
class Table:
    """A CSV file: in `column` the names of agencies of a level, in others their figures."""

    file: str
    column: str
    level: str
    values: Mapping[str, str]  # indicator: column


@dataclass(frozen=True)
class PackedReport:
    """`agency`: "national/KEY" or "province:NAME"."""

    agency: str
    origin: str
    values: Mapping[str, str]
    dates: Mapping[str, date]


@dataclass(frozen=True)
class Pack:
    indicators: Sequence[PackedIndicator]
    form: PackedForm
    start: date | None
    end: date | None
    as_of: date | None
    tables: Sequence[Table]
    reports: Sequence[PackedReport]


def read_pack(given: Mapping[str, Any]) -> Pack:
    """Raises WrongPack."""
    try:
        each = list(_each(given.get("each", {})))
        form = _form(given["form"], [group for group, _rows in each])
        rows = [*given["indicators"], *(row for _group, rows in each for row in rows)]
        period = given.get("period") or {}
        start, end, as_of = (
            date.fromisoformat(period[name]) if period else None
            for name in ("start", "end", "as_of")
        )
        return Pack(
            [_indicator(row) for row in rows],
            form,
            start,
            end,
            as_of,
            [Table(**table) for table in given.get("tables", ())],
            [_report(row) for row in given.get("reports", ())],
        )
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as wrong:
        raise WrongPack(_("Gói số liệu viết sai ở “%(what)s”."), what=str(wrong)) from None


def _each(given: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """The same figures for each of several things: a section of the form and its indicators."""
    for thing in given.get("rows", ()):
        rows = [
            {
                **row,
                "code": f"{given['key']}.{thing['key']}.{row['code']}",
                "name": f"{thing['name']}: {row['name']}",
                "name_en": f"{thing['name_en']}: {row['name_en']}",
            }
            for row in given["indicators"]
            if row.get("only", thing["group"]) == thing["group"]
        ]
        for row in rows:
            row.pop("only", None)
        fields = [{"indicator": row["code"], "required": False} for row in rows]
        yield {"name": thing["name"], "name_en": thing["name_en"], "fields": fields}, rows


def _indicator(row: Mapping[str, Any]) -> PackedIndicator:
    kind, flow = ValueKind(row.get("kind", "count")), Flow(row.get("flow", "cumulative"))
    return PackedIndicator(
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"],
        definition=row.get("definition", ""),
        scope=row.get("scope", ""),
        measure=row.get("measure") or "",
        kind=kind,
        flow=flow,
        rollup=Rollup(row.get("rollup", "sum")),
        formula=row.get("formula", ""),
        measured=row.get("measured", ""),
        rising=row.get("rising"),
        threshold=Decimal(str(row["threshold"])) if row.get("threshold") is not None else None,
        threshold_source=row.get("threshold_source", ""),
        source=row["source"],
    )


def _form(given: Mapping[str, Any], more: Sequence[Mapping[str, Any]]) -> PackedForm:
    """Nobody is asked for a pack's form before a person says so: a pack does not switch itself on,
    unless it says `automatic`."""
    content = {
        key: given[key] for key in ("owed_by", "schedule", "claims", "exemption") if key in given
    }
    sections = [*given["sections"], *more]
    return PackedForm(
        code=given["code"],
        name=given["name"],
        name_en=given["name_en"],
        receiver=given["receiver"],
        rhythm=Rhythm(given["rhythm"]),
        source=given["source"],
        content={"sections": sections} | content,
        automatic=bool(given.get("automatic", False)),
    )


def _report(row: Mapping[str, Any]) -> PackedReport:
    return PackedReport(
        agency=row["agency"],
        origin=row["origin"],
        values={code: str(value) for code, value in row["values"].items()},
        dates={code: date.fromisoformat(day) for code, day in row.get("dates", {}).items()},
    )

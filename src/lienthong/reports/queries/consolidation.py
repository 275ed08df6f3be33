"""The figures of the units below, side by side and added up, with who is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lienthong.organisations import queries as organisations
from lienthong.reports.models import Report
from lienthong.reports.queries.forms import IndicatorView, indicators
from lienthong.reports.queries.reports import (
    ReportView,
    below,
    last_revisions,
    ordered,
    report_view,
)
from lienthong.reports.rules.kinds import ReportState
from lienthong.reports.rules.rolling import rolled


@dataclass(frozen=True)
class Part:
    """A unit below; `values` is empty where nothing was submitted."""

    report: ReportView
    name: str
    values: Mapping[str, str]

    @property
    def missing(self) -> bool:
        return self.report.state is not ReportState.SUBMITTED


@dataclass(frozen=True)
class Consolidation:
    """`totals`: what rolls up, by indicator; `missing`: names of units without figures."""

    report: ReportView
    indicators: Mapping[str, IndicatorView]
    rows: Sequence[Part]
    totals: Mapping[str, str]

    @property
    def missing(self) -> list[str]:
        return [part.name for part in self.rows if part.missing]


def consolidation(report_id: int) -> Consolidation:
    """Returned reports count as missing: their figures are not to be relied on."""
    top = report_view(Report.objects.select_related("period__form").get(pk=report_id))
    parts = below(report_id)
    names = {
        number: one.name
        for number, one in organisations.agencies(part.agency_id for part in parts).items()
    }
    last = last_revisions(part.id for part in parts if part.state is ReportState.SUBMITTED)
    rows = [
        Part(part, names.get(part.agency_id, ""), last[part.id].values if part.id in last else {})
        for part in ordered(parts, names)
    ]
    known = indicators(top.period.form.content.codes, on=top.period.end)
    rules = {code: (one.rollup, one.formula) for code, one in known.items()}
    return Consolidation(top, known, rows, rolled(rules, [part.values for part in rows]))

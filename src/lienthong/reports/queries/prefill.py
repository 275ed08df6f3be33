"""What the system knows is never asked for: what a form is filled with when it is opened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from lienthong.clock import VIETNAM, is_working_day
from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import Level
from lienthong.reports.models import Value
from lienthong.reports.queries.forms import IndicatorView, indicators
from lienthong.reports.queries.given import measured_for
from lienthong.reports.queries.measured import Measured, received_by_day
from lienthong.reports.queries.reports import (
    ReportView,
    last_revision,
    previous,
)
from lienthong.reports.rules.kinds import Flow
from lienthong.reports.rules.readiness import Decided, Equipment, decide


class Origin(StrEnum):
    """Where a value on the form comes from before anybody types."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    OTHER_FORM = "other_form"
    MEASURED = "measured"
    LAST = "last"
    NONE = ""


@dataclass(frozen=True)
class Filled:
    """A field of the form: its value and where that comes from; the value of the last period and
    the measured one beside it; `exempt`: not asked of this unit."""

    indicator: IndicatorView
    value: str
    origin: Origin
    note: str
    last: str
    measured: Measured | None
    exempt: bool


def filled(report: ReportView, *, at: datetime) -> dict[str, Filled]:
    """All fields of a report's form by indicator."""
    content, end = report.period.form.content, report.period.end
    known = indicators(content.codes, on=end)
    measured = measured_for(report, known, at=at)
    draft = report.draft or {}
    submitted = last_revision(report.id) if report.revision else None
    before = previous(report)
    last = last_revision(before.id) if before else None
    others = _other_forms(report, list(known))
    exempt = exempt_codes(report, at=at)
    layers: list[tuple[Origin, Mapping[str, str]]] = [
        (Origin.DRAFT, draft.get("values", {})),
        (Origin.SUBMITTED, submitted.values if submitted and not draft else {}),
    ]
    if not draft and submitted is None:
        standing = {
            code: value
            for code, value in (last.values if last else {}).items()
            if code in known and known[code].flow is Flow.CUMULATIVE
        }
        layers += [
            (Origin.OTHER_FORM, others),
            (Origin.MEASURED, {code: f"{one.value:f}" for code, one in measured.items()}),
            (Origin.LAST, standing),
        ]
    notes = draft.get("notes", submitted.notes if submitted else {})
    return {
        code: Filled(
            known[code],
            *_first(code, layers),
            note=notes.get(code, ""),
            last=last.values.get(code, "") if last else "",
            measured=measured.get(code),
            exempt=code in exempt,
        )
        for code in content.codes
    }


def _first(code: str, layers: list[tuple[Origin, Mapping[str, str]]]) -> tuple[str, Origin]:
    for origin, values in layers:
        if values.get(code):
            return values[code], origin
    return "", Origin.NONE


def _other_forms(report: ReportView, codes: list[str]) -> dict[str, str]:
    """One figure is asked once: what another form already got for the same days."""
    rows = Value.objects.filter(
        agency=report.agency_id,
        indicator__in=codes,
        start=report.period.start,
        end=report.period.end,
    ).exclude(report=report.id)
    return {
        row.indicator: f"{row.number.normalize():f}" if row.number is not None else row.text
        for row in rows
    }


def exempt_codes(report: ReportView, *, at: datetime) -> frozenset[str]:
    """The fields that are not asked of this unit, because measured figures say so."""
    content = report.period.form.content
    codes = frozenset(one.indicator for one in content.fields if one.few_exempt)
    if not codes or report.level is not Level.COMMUNE:
        return frozenset()
    decided = equipment(report, at=at)
    return frozenset() if decided.asked is Equipment.REQUIRED else codes


def equipment(report: ReportView, *, at: datetime) -> Decided:
    """Whether the commune must have a queue machine: by dossiers received up to the period's last
    day, or up to yesterday while it still runs."""
    rule = report.period.form.content.exemption
    yesterday = at.astimezone(VIETNAM).date() - timedelta(days=1)
    on = min(report.period.end, yesterday)
    since = on - timedelta(days=rule.window_days + rule.grace_days)
    calendar = organisations.calendar_of(report.agency_id, edition=organisations.current_edition())
    span = [since + timedelta(days=n) for n in range((on - since).days + 1)]
    return decide(
        received_by_day(report.agency_id, since=since, until=on),
        frozenset(day for day in span if is_working_day(calendar, day)),
        on=on,
        rule=rule,
    )

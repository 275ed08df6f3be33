"""Reports for the access matrix: one of each relation, made by hand because that world has neither
calendars nor reference data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from lienthong.organisations.models import Agency
from lienthong.reports.models import Finding, Form, Indicator, Period, Report, Revision
from lienthong.reports.rules.kinds import FindingKind, FindingState, ReportState, Rhythm, Source

DAY = date(2026, 9, 4)
CONTENT = {"owed_by": ["commune_committee"], "sections": [{"name": "Một", "fields": ["x.one"]}]}


@dataclass(frozen=True)
class Reports:
    """By relation: the report of the agency, a finding in it; forms and periods by receiver."""

    reports: dict[str, int]
    findings: dict[str, int]
    forms: dict[str, int]
    periods: dict[str, int]


def build(agencies: Mapping[str, int], receivers: Mapping[str, int]) -> Reports:
    """`agencies`: who reports, by relation; `receivers`: to whom (own and other)."""
    at = timezone.now()
    Indicator.objects.create(
        code="x.one", name="Một", measure="hồ sơ", kind="count", flow="cumulative", rollup="sum",
        source="Thử", valid_from=date(2025, 7, 1),
    )  # fmt: skip
    found = Reports({}, {}, {}, {})
    for relation, receiver in receivers.items():
        form = Form.objects.create(
            code=f"form-{relation}", name="Biểu", receiver_id=receiver, rhythm=Rhythm.ONCE,
            content=CONTENT, source="Thử", valid_from=date(2025, 7, 1), published_at=at,
        )  # fmt: skip
        period = Period.objects.create(
            form=form, start=DAY, end=DAY, opens_at=at - timedelta(days=2),
            due_at=at - timedelta(days=1),
        )  # fmt: skip
        found.forms[relation], found.periods[relation] = form.pk, period.pk
    for relation, agency in agencies.items():
        period_id = found.periods["other" if relation == "other" else "own"]
        report = Report.objects.create(
            period_id=period_id, agency_id=agency, level=Agency.objects.get(pk=agency).level,
            due_at=at - timedelta(days=1), state=ReportState.SUBMITTED, revision=1,
            submitted_at=at, findings_open=1,
        )  # fmt: skip
        Revision.objects.create(
            report=report, number=1, at=at, by="a:1", source=Source.TYPED, values={"x.one": "1"},
            as_of=DAY,
        )  # fmt: skip
        finding = Finding.objects.create(
            report=report, revision=1, claim="period", kind=FindingKind.PERIOD, verdict="fail",
            explanation="Thử", state=FindingState.OPEN, owner_id=agency,
        )  # fmt: skip
        found.reports[relation], found.findings[relation] = report.pk, finding.pk
    return found

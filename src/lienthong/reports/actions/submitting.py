"""A report's figures: kept as a draft, submitted, submitted without a change, consolidated.

`submit` is the act of the peak: everything in one transaction and few statements, and each unit's
journal is a chain of its own, so that thousands of units do not wait for each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any, Final

from django.db import transaction

from lienthong.clock import VIETNAM
from lienthong.journal import actions as journal
from lienthong.reports.actions.findings import keep_findings
from lienthong.reports.models import Report, Revision, Value
from lienthong.reports.queries.consolidation import consolidation
from lienthong.reports.queries.forms import IndicatorView, indicators
from lienthong.reports.queries.given import given_for, measured_for
from lienthong.reports.queries.prefill import exempt_codes
from lienthong.reports.queries.reports import (
    ReportView,
    last_revision,
    previous,
    report,
    report_view,
)
from lienthong.reports.rules import NotAllowed, _
from lienthong.reports.rules.answers import is_number, number_of
from lienthong.reports.rules.answers import problems_of as answer_problems
from lienthong.reports.rules.judging import judge
from lienthong.reports.rules.kinds import Flow, ReportState, Source
from lienthong.reports.rules.periods import is_late
from lienthong.reports.rules.stated import FAIL, UNVERIFIABLE, Found

_LAST_SECOND: Final = time(23, 59, 59)
NOTHING_NEW: Final = "Không phát sinh"


class WrongFigures(NotAllowed):
    """Figures are missing or cannot be kept: `problems` by indicator, each a message id."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(_("Còn %(count)d chỉ tiêu chưa nộp được. Xem từng dòng."),
                         count=len(problems))  # fmt: skip
        self.problems = problems


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a unit says. Values as `rules.answers` keeps them, notes beside them; the last day that
    they describe, and days of their own for single figures."""

    values: Mapping[str, str]
    notes: Mapping[str, str] = field(default_factory=dict)
    as_of: date | None = None
    dates: Mapping[str, date] = field(default_factory=dict)
    source: Source = Source.TYPED
    file: str = ""
    origin: str = ""  # the printed source, of a data pack


@dataclass(frozen=True)
class Submitted:
    revision: int
    late: bool
    findings: Sequence[Found]  # those that fail or cannot be verified


@transaction.atomic
def save_draft(*, report_id: int, figures: Figures, by: str, at: datetime) -> None:
    """Keep what was typed so far; nobody above sees it."""
    row = _locked(report_id)
    _check_writable(report_view(row), at)
    row.draft = _draft(figures)
    if row.state == ReportState.OWED:
        row.state = ReportState.DRAFT
    row.save(update_fields=["draft", "state"])
    journal.record(
        unit=str(row.agency_id),
        action="report.draft_saved",
        subject=f"report:{report_id}",
        by=by,
        at=at,
        data={"figures": len(figures.values)},
    )


def submit(*, report_id: int, figures: Figures, by: str, at: datetime) -> Submitted:
    """Submit the report: late from its due instant on. The figures are checked; what a check finds
    is kept as a finding that asks for an explanation, and does not keep the report back.

    Raises WrongFigures for figures that are missing or make no sense, NotAllowed outside of the
    period. Nothing is stored then. What is only read is read before the transaction, so that at
    the peak nobody waits for another's reading.
    """
    return _submit(report(report_id), figures, by=by, at=at)


def submit_unchanged(*, report_id: int, by: str, at: datetime) -> Submitted:
    """Submit what was reported last time: figures that stand as they stood, measured ones as they
    are measured now, and nothing new where the form asks what happened in the period."""
    owed = report(report_id)
    before = previous(owed)
    last = last_revision(before.id) if before else None
    if last is None:
        raise NotAllowed(_("Chưa có kỳ trước để lấy lại số liệu. Điền biểu của kỳ này."))
    if Report.objects.filter(above=report_id).exists():
        raise NotAllowed(_("Đơn vị có cấp dưới báo cáo: tổng hợp số của cấp dưới rồi nộp."))
    content = owed.period.form.content
    known = indicators(content.codes, on=owed.period.end)
    measured = measured_for(owed, known, at=at)
    values = {}
    for code in content.codes:
        one = known[code]
        if code in measured:
            values[code] = f"{measured[code].value:f}"
        elif one.flow is Flow.DISCRETE:
            values[code] = "0" if is_number(one.kind) else _nothing_new(one, last.values, code)
        elif code in last.values:
            values[code] = last.values[code]
    figures = Figures(values=values, as_of=_usual_day(owed, at), source=Source.UNCHANGED)
    return _submit(owed, figures, by=by, at=at)


@transaction.atomic
def consolidate(*, report_id: int, by: str, at: datetime) -> Sequence[str]:
    """Add up what the units below submitted into the draft of this report. Returns the names of
    the units whose figures are missing."""
    row = _locked(report_id)
    owed = report_view(row)
    _check_writable(owed, at)
    found = consolidation(report_id)
    if not found.rows:
        raise NotAllowed(_("Báo cáo này không có đơn vị cấp dưới để tổng hợp."))
    kept = dict((row.draft or {}).get("values", {}))
    values = {**kept, **found.totals}
    figures = Figures(values=values, as_of=_usual_day(owed, at), source=Source.CONSOLIDATED)
    row.draft = _draft(figures)
    if row.state == ReportState.OWED:
        row.state = ReportState.DRAFT
    row.save(update_fields=["draft", "state"])
    journal.record(
        unit=str(row.agency_id),
        action="report.consolidated",
        subject=f"report:{report_id}",
        by=by,
        at=at,
        data={"units": len(found.rows), "missing": len(found.missing)},
    )
    return found.missing


def _submit(owed: ReportView, figures: Figures, *, by: str, at: datetime) -> Submitted:
    _check_writable(owed, at)
    content = owed.period.form.content
    known = indicators(content.codes, on=owed.period.end)
    exempt = exempt_codes(owed, at=at)
    values = {code: figures.values[code] for code in content.codes if figures.values.get(code)}
    wrong = answer_problems({code: known[code].kind for code in values}, values)
    for one in content.fields:
        if one.required and one.indicator not in values and one.indicator not in exempt:
            wrong.setdefault(one.indicator, _("Chưa có số liệu."))
    if wrong:
        raise WrongFigures(wrong)
    return store_figures(owed, replace(figures, values=values), known, by=by, at=at)


def store_figures(
    owed: ReportView,
    figures: Figures,
    known: Mapping[str, IndicatorView],
    *,
    by: str,
    at: datetime,
) -> Submitted:
    """With values that were checked: the revision, the values, what the checks find, the journal
    entry, in one transaction."""
    as_of = figures.as_of or _usual_day(owed, at)
    given = given_for(
        owed,
        known,
        values=figures.values,
        as_of=as_of,
        dates=figures.dates,
        at=at,
        measuring=figures.source is not Source.PACKED,
    )
    found = judge(owed.period.form.content, given)
    wanting = [one for one in found if one.verdict in (FAIL, UNVERIFIABLE)]
    with transaction.atomic():
        row = _locked(owed.id)
        if figures.source is not Source.PACKED:
            _check_writable(report_view(row, owed.period), at)
        number = row.revision + 1
        Revision.objects.create(
            report=row,
            number=number,
            at=at,
            by=by,
            source=figures.source,
            values=dict(figures.values),
            notes={code: note for code, note in figures.notes.items() if code in known and note},
            as_of=as_of,
            dates={code: day.isoformat() for code, day in figures.dates.items()},
            file_id=figures.file or None,
        )
        _keep_values(owed, known, figures, as_of=as_of, at=at)
        row.findings_open = keep_findings(row, number, wanting, notes=figures.notes, by=by, at=at)
        _mark_submitted(row, number, figures.source, at=at)
        journal.record(
            unit=str(row.agency_id),
            action="report.submitted",
            subject=f"report:{row.pk}",
            by=by,
            at=at,
            data={"revision": number, "late": row.late, "findings": row.findings_open},
        )
    return Submitted(number, row.late, wanting)


def _mark_submitted(row: Report, number: int, source: Source, *, at: datetime) -> None:
    if row.submitted_at is None:
        row.submitted_at = at
        row.late = is_late(at, row.due_at)
    row.state = ReportState.SUBMITTED
    row.revision = number
    row.unchanged = source is Source.UNCHANGED
    row.draft = None
    row.return_reason = ""
    row.save(
        update_fields=[
            "submitted_at",
            "late",
            "state",
            "revision",
            "unchanged",
            "draft",
            "return_reason",
            "findings_open",
        ]
    )


def _keep_values(
    owed: ReportView,
    known: Mapping[str, IndicatorView],
    figures: Figures,
    *,
    as_of: date,
    at: datetime,
) -> None:
    """One value for an indicator, agency and period, whichever form asked for it."""
    rows = [
        Value(
            indicator=code,
            agency_id=owed.agency_id,
            start=owed.period.start,
            end=owed.period.end,
            number=number_of(value) if is_number(known[code].kind) else None,
            text="" if is_number(known[code].kind) else value,
            as_of=datetime.combine(figures.dates.get(code, as_of), _LAST_SECOND, tzinfo=VIETNAM),
            source=figures.source,
            origin=figures.origin,
            report_id=owed.id,
            at=at,
        )
        for code, value in figures.values.items()
    ]
    Value.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["indicator", "agency", "start", "end"],
        update_fields=["number", "text", "as_of", "source", "origin", "report", "at"],
    )
    if owed.revision:
        # A figure that was taken back is no longer stated.
        Value.objects.filter(report=owed.id).exclude(indicator__in=list(figures.values)).delete()


def _locked(report_id: int) -> Report:
    row = (
        Report.objects.select_for_update(of=("self",))
        .select_related("period__form")
        .filter(pk=report_id)
        .first()
    )
    if row is None:
        raise NotAllowed(_("Không có báo cáo này. Mở lại từ danh sách việc phải báo cáo."))
    return row


def _check_writable(owed: ReportView, at: datetime) -> None:
    if owed.writable(at=at):
        return
    if at < owed.period.opens_at:
        raise NotAllowed(
            _("Kỳ này mở từ %(day)s. Nộp sau lúc đó."),
            day=f"{owed.period.opens_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}",
        )
    raise NotAllowed(_("Kỳ này đã khóa. Đề nghị cơ quan nhận báo cáo mở lại, nêu lý do, rồi sửa."))


def _usual_day(owed: ReportView, at: datetime) -> date:
    """Figures describe the whole period where its last day has come; otherwise up to today."""
    return min(owed.period.end, at.astimezone(VIETNAM).date())


def _nothing_new(one: IndicatorView, before: Mapping[str, str], code: str) -> str:
    return before.get(code, "no") if one.kind.value == "yes_no" else NOTHING_NEW


def _draft(figures: Figures) -> dict[str, Any]:
    return {
        "values": dict(figures.values),
        "notes": dict(figures.notes),
        "as_of": figures.as_of.isoformat() if figures.as_of else "",
        "dates": {code: day.isoformat() for code, day in figures.dates.items()},
        "source": figures.source.value,
        "file": figures.file,
    }

"""Reports as they stand: what is owed, by whom, until when, in which state."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from lienthong.clock import Calendar
from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import Level, Sentence, sort_key
from lienthong.reports.models import Period, Report, Revision
from lienthong.reports.queries.forms import FormView, form_view
from lienthong.reports.rules import NotAllowed, _, periods
from lienthong.reports.rules.kinds import ReportState, Source


@dataclass(frozen=True)
class PeriodView:
    id: int
    form: FormView
    start: date
    end: date
    opens_at: datetime
    due_at: datetime
    locked_at: datetime | None

    @property
    def words(self) -> Sentence:
        return periods.words(self.form.rhythm, self.start, self.end)


@dataclass(frozen=True)
class ReportView:
    id: int
    period: PeriodView
    agency_id: int
    level: Level
    above_id: int | None
    due_at: datetime
    state: ReportState
    revision: int
    submitted_at: datetime | None
    late: bool
    unchanged: bool
    findings_open: int
    draft: Mapping[str, Any] | None
    return_reason: str
    reopened_until: datetime | None

    def writable(self, *, at: datetime) -> bool:
        """Whether figures may be changed: opened, and not locked or reopened."""
        if at < self.period.opens_at:
            return False
        reopened = self.reopened_until is not None and at < self.reopened_until
        return self.period.locked_at is None or reopened

    def overdue(self, *, at: datetime) -> bool:
        return self.submitted_at is None and periods.is_late(at, self.due_at)


@dataclass(frozen=True)
class Duty:
    """What an agency owes, with how far the units below are: `arrived` of `below`."""

    report: ReportView
    agency_name: str
    below: int
    arrived: int


@dataclass(frozen=True)
class RevisionView:
    number: int
    at: datetime
    by: str
    source: Source
    values: Mapping[str, str]
    notes: Mapping[str, str]
    as_of: date
    dates: Mapping[str, str]
    file: str


def report(report_id: int) -> ReportView:
    """Raises NotAllowed."""
    row = _rows().filter(pk=report_id).first()
    if row is None:
        raise NotAllowed(_("Không có báo cáo này. Mở lại từ danh sách việc phải báo cáo."))
    return report_view(row)


def report_of(period_id: int, agency_id: int) -> ReportView | None:
    row = _rows().filter(period=period_id, agency=agency_id).first()
    return report_view(row) if row else None


def period(period_id: int) -> PeriodView:
    """Raises NotAllowed."""
    row = Period.objects.select_related("form").filter(pk=period_id).first()
    if row is None:
        raise NotAllowed(_("Không có kỳ báo cáo này. Chọn lại trong danh sách."))
    return period_view(row)


def periods_of(form_code: str, *, limit: int = 40) -> list[PeriodView]:
    """The latest periods of all editions of a form, the latest first."""
    rows = Period.objects.select_related("form").filter(form__code=form_code)
    return [period_view(row) for row in rows.order_by("-start", "-id")[:limit]]


def duties(agency_ids: Collection[int], *, at: datetime, done_since: datetime) -> list[Duty]:
    """What agencies owe: everything not yet submitted whose period has opened, and what was
    submitted since a moment. What can still be in time comes first, by its hour."""
    rows = list(
        _rows()
        .filter(agency__in=list(agency_ids), period__opens_at__lte=at)
        .filter(
            ~Q(state=ReportState.SUBMITTED)
            | Q(submitted_at__gte=done_since)
            | Q(findings_open__gt=0)
        )
        .filter(Q(period__locked_at=None) | Q(reopened_until__gt=at) | Q(findings_open__gt=0))
        .order_by("due_at", "id")[:200]
    )
    names = {number: one.name for number, one in organisations.agencies(agency_ids).items()}
    below = dict(
        Report.objects.filter(above__in=[row.pk for row in rows])
        .values_list("above")
        .annotate(total=Count("id"))
    )
    arrived = dict(
        Report.objects.filter(above__in=[row.pk for row in rows], state=ReportState.SUBMITTED)
        .values_list("above")
        .annotate(total=Count("id"))
    )
    found = [
        Duty(
            report_view(row),
            names.get(row.agency_id, ""),
            below.get(row.pk, 0),
            arrived.get(row.pk, 0),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: _urgency(one.report, at))


def _urgency(one: ReportView, at: datetime) -> tuple[int, datetime]:
    if one.state is ReportState.RETURNED:
        return 0, one.due_at
    if one.state is ReportState.SUBMITTED:
        return 3, one.due_at
    return (2 if one.overdue(at=at) else 1), one.due_at


def below(report_id: int) -> list[ReportView]:
    """The reports that one consolidates."""
    rows = list(_rows().filter(above=report_id).order_by("id"))
    shared = period_view(rows[0].period) if rows else None
    return [report_view(row, shared) for row in rows]


def revisions(report_id: int) -> list[RevisionView]:
    """Everything that was submitted, the latest first."""
    rows = Revision.objects.filter(report=report_id).order_by("-number")
    return [revision_view(row) for row in rows]


def last_revision(report_id: int) -> RevisionView | None:
    row = Revision.objects.filter(report=report_id).order_by("-number").first()
    return revision_view(row) if row else None


def last_revisions(report_ids: Iterable[int]) -> dict[int, RevisionView]:
    """The last submitted figures of many reports."""
    found: dict[int, RevisionView] = {}
    rows = Revision.objects.filter(report__in=list(report_ids)).order_by("number")
    for row in rows:
        found[row.report_id] = revision_view(row)
    return found


def previous(given: ReportView) -> ReportView | None:
    """What the agency last submitted for an earlier period of the form, of any edition."""
    row = (
        _rows()
        .filter(
            agency=given.agency_id,
            period__form__code=given.period.form.code,
            period__start__lt=given.period.start,
            revision__gt=0,
        )
        .order_by("-period__start")
        .first()
    )
    return report_view(row) if row else None


def reporting_days(asked: FormView) -> Calendar:
    """The calendar that a form names, that of its programme for instance; or its receiver's."""
    edition = organisations.current_edition()
    named = asked.content.schedule.calendar
    if named:
        return organisations.calendar_named(named, edition=edition)
    return organisations.calendar_of(asked.receiver, edition=edition)


def ordered(found: Iterable[ReportView], names: Mapping[int, str]) -> list[ReportView]:
    return sorted(found, key=lambda one: (sort_key(names.get(one.agency_id, "")), one.id))


def _rows() -> QuerySet[Report]:
    return Report.objects.select_related("period__form")


def period_view(row: Period) -> PeriodView:
    return PeriodView(
        row.pk,
        form_view(row.form),
        row.start,
        row.end,
        row.opens_at,
        row.due_at,
        row.locked_at,
    )


def report_view(row: Report, found: PeriodView | None = None) -> ReportView:
    """`found`: its period, where many rows share one."""
    return ReportView(
        id=row.pk,
        period=found or period_view(row.period),
        agency_id=row.agency_id,
        level=Level(row.level),
        above_id=row.above_id,
        due_at=row.due_at,
        state=ReportState(row.state),
        revision=row.revision,
        submitted_at=row.submitted_at,
        late=row.late,
        unchanged=row.unchanged,
        findings_open=row.findings_open,
        draft=row.draft,
        return_reason=row.return_reason,
        reopened_until=row.reopened_until,
    )


def revision_view(row: Revision) -> RevisionView:
    return RevisionView(
        number=row.number,
        at=row.at,
        by=row.by,
        source=Source(row.source),
        values=row.values,
        notes=row.notes,
        as_of=row.as_of,
        dates=row.dates,
        file=row.file_id or "",
    )

"""What checks found, with owner, state and note."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from lienthong.organisations.rules import Sentence
from lienthong.reports.models import Finding
from lienthong.reports.queries.reports import PeriodView, period_view
from lienthong.reports.rules import NotAllowed, _
from lienthong.reports.rules.kinds import FindingKind, FindingState


@dataclass(frozen=True)
class FindingView:
    id: int
    report_id: int
    agency_id: int
    agency_name: str
    period: PeriodView
    revision: int
    claim: str
    kind: FindingKind
    verdict: str
    expected: str
    stated: str
    explanation: Sentence
    suggestion: str
    state: FindingState
    owner_id: int
    owner_name: str
    note: str
    settled_at: datetime | None
    settled_by: str


def finding(finding_id: int) -> FindingView:
    """Raises NotAllowed."""
    row = _rows().filter(pk=finding_id).first()
    if row is None:
        raise NotAllowed(_("Không có phát hiện này. Mở lại từ danh sách."))
    return _view(row)


def findings_of(report_id: int) -> list[FindingView]:
    """Of one report: the open ones first."""
    rows = _rows().filter(report=report_id).order_by("-revision", "id")
    return sorted(map(_view, rows), key=lambda one: one.state is not FindingState.OPEN)


def findings(
    agencies: Collection[int],
    *,
    state: FindingState | None = None,
    kind: FindingKind | None = None,
    form: str = "",
    before: int = 0,
    limit: int = 50,
) -> list[FindingView]:
    """Of reports of these agencies or owned by them, the latest first, paged by id."""
    ids = list(agencies)
    rows = _rows().filter(Q(report__agency__in=ids) | Q(owner__in=ids))
    if state is not None:
        rows = rows.filter(state=state)
    if kind is not None:
        rows = rows.filter(kind=kind)
    if form:
        rows = rows.filter(report__period__form__code=form)
    if before:
        rows = rows.filter(pk__lt=before)
    return [_view(row) for row in rows.order_by("-id")[:limit]]


def _rows() -> QuerySet[Finding]:
    return Finding.objects.select_related("report__agency", "report__period__form", "owner")


def _view(row: Finding) -> FindingView:
    return FindingView(
        id=row.pk,
        report_id=row.report_id,
        agency_id=row.report.agency_id,
        agency_name=row.report.agency.name,
        period=period_view(row.report.period),
        revision=row.revision,
        claim=row.claim,
        kind=FindingKind(row.kind),
        verdict=row.verdict,
        expected=row.expected,
        stated=row.stated,
        explanation=Sentence.from_json(row.sentence) if row.sentence else Sentence(row.explanation),
        suggestion=row.suggestion,
        state=FindingState(row.state),
        owner_id=row.owner_id,
        owner_name=row.owner.name,
        note=row.note,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
    )

"""What checks found: kept with the report, with an owner, until somebody settles it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from lienthong.journal import actions as journal
from lienthong.reports.models import Finding, Report, Revision
from lienthong.reports.rules import NotAllowed, _
from lienthong.reports.rules.kinds import FindingState, ReportState
from lienthong.reports.rules.stated import Found

_SHORTEST_NOTE = 5


def keep_findings(
    row: Report,
    revision: int,
    found: Sequence[Found],
    *,
    notes: Mapping[str, str],
    by: str,
    at: datetime,
) -> int:
    """Inside the transaction of `submit`. A finding that says the same as before stays the row that
    it is, settled or not; one that says something else, or nothing any more, is corrected by this
    revision. A note beside the figure explains a difference at once. Returns how many are open."""
    standing = {}
    if revision > 1:
        for old in Finding.objects.filter(report=row).exclude(state=FindingState.CORRECTED):
            standing[old.claim, old.expected, old.stated] = old
    new, opened = [], 0
    for one in found:
        kept = standing.pop((one.claim, one.expected, one.stated), None)
        if kept is not None:
            opened += kept.state == FindingState.OPEN
            continue
        note = " ".join(notes[code] for code in one.figures[:1] if notes.get(code))
        explained = len(note) >= _SHORTEST_NOTE
        opened += not explained
        new.append(
            Finding(
                report=row,
                revision=revision,
                claim=one.claim,
                kind=one.kind,
                verdict=one.verdict,
                expected=one.expected,
                stated=one.stated,
                explanation=one.explanation,
                sentence=one.explanation.as_json(),
                suggestion=one.suggestion,
                state=FindingState.EXPLAINED if explained else FindingState.OPEN,
                owner_id=row.agency_id,
                note=note if explained else "",
                settled_at=at if explained else None,
                settled_by=by if explained else "",
            )
        )
    gone = [old.pk for old in standing.values() if old.state == FindingState.OPEN]
    if gone:
        Finding.objects.filter(pk__in=gone).update(
            state=FindingState.CORRECTED, settled_at=at, settled_by=by
        )
    if new:
        Finding.objects.bulk_create(new)
    return opened


@transaction.atomic
def settle_finding(
    *, finding_id: int, state: FindingState, note: str, by: str, at: datetime
) -> None:
    """The figure stands and here is why (explained), or the check itself was wrong (dismissed).
    Corrected is what a later revision makes of it."""
    if state not in (FindingState.EXPLAINED, FindingState.DISMISSED):
        raise NotAllowed(_("Chọn giải trình hoặc bỏ qua; đã sửa là khi nộp lại báo cáo đúng."))
    if len(note.strip()) < _SHORTEST_NOTE:
        raise NotAllowed(_("Ghi rõ lý do để người đọc sau hiểu được."))
    finding = (
        Finding.objects.select_for_update(of=("self",))
        .select_related("report")
        .filter(pk=finding_id)
        .first()
    )
    if finding is None:
        raise NotAllowed(_("Không có phát hiện này. Mở lại từ danh sách."))
    if finding.state != FindingState.OPEN:
        raise NotAllowed(_("Phát hiện này đã được xử lý rồi. Xem ghi chú bên cạnh."))
    finding.state = state
    finding.note = note.strip()
    finding.settled_at = at
    finding.settled_by = by
    finding.save(update_fields=["state", "note", "settled_at", "settled_by"])
    Report.objects.filter(pk=finding.report_id).update(findings_open=F("findings_open") - 1)
    journal.record(
        unit=str(finding.owner_id),
        action="report.finding_settled",
        subject=f"report:{finding.report_id}",
        by=by,
        at=at,
        data={"finding": finding.pk, "state": state.value},
    )


@transaction.atomic
def assign_finding(*, finding_id: int, owner: int, by: str, at: datetime) -> None:
    """Give an open finding to another agency, which has to settle it."""
    changed = Finding.objects.filter(pk=finding_id, state=FindingState.OPEN).update(owner=owner)
    if not changed:
        raise NotAllowed(_("Phát hiện này đã được xử lý rồi. Xem ghi chú bên cạnh."))
    journal.record(
        unit=str(owner),
        action="report.finding_assigned",
        subject=f"finding:{finding_id}",
        by=by,
        at=at,
    )


@transaction.atomic
def return_report(*, report_id: int, reason: str, by: str, at: datetime) -> None:
    """Back to who submitted it, with the reason; its figures are the draft of the next revision.
    That it was in time stays."""
    row = (
        Report.objects.select_for_update(of=("self",))
        .select_related("period")
        .filter(pk=report_id)
        .first()
    )
    if row is None:
        raise NotAllowed(_("Không có báo cáo này. Mở lại từ danh sách việc phải báo cáo."))
    if row.state != ReportState.SUBMITTED:
        raise NotAllowed(_("Báo cáo chưa nộp hoặc đã trả lại, nên chưa trả lại được."))
    if row.period.locked_at is not None and not (
        row.reopened_until is not None and at < row.reopened_until
    ):
        raise NotAllowed(_("Kỳ này đã khóa. Mở lại báo cáo trước rồi mới trả lại."))
    if len(reason.strip()) < _SHORTEST_NOTE:
        raise NotAllowed(_("Ghi rõ phải sửa gì để đơn vị làm được ngay."))
    last = Revision.objects.get(report=row, number=row.revision)
    row.state = ReportState.RETURNED
    row.return_reason = reason.strip()
    row.draft = {
        "values": last.values,
        "notes": last.notes,
        "as_of": last.as_of.isoformat(),
        "dates": last.dates,
        "source": "typed",
        "file": "",
    }
    row.save(update_fields=["state", "return_reason", "draft"])
    journal.record(
        unit=str(row.agency_id),
        action="report.returned",
        subject=f"report:{report_id}",
        by=by,
        at=at,
        data={"revision": row.revision, "reason": row.return_reason},
    )

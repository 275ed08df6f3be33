"""Who may do what with a task, and what must be there. Pure: raises NotAllowed with a sentence."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from lienthong.accounts.rules.scope import hands
from lienthong.clock import VIETNAM
from lienthong.programmes.rules import NotAllowed, _
from lienthong.programmes.rules.kinds import DeadlineKind, RequestKind, TaskEventType
from lienthong.programmes.rules.timeline import Event, Standing
from lienthong.programmes.rules.timeliness import days_late

CAUSES: Final = {
    "resources": _("Thiếu người, kinh phí hoặc thiết bị"),
    "rules": _("Vướng quy định"),
    "system": _("Hệ thống, dữ liệu chưa sẵn sàng"),
    "other_agency": _("Chờ cơ quan khác"),
    "procurement": _("Đấu thầu, mua sắm chậm"),
    "organisation": _("Tổ chức thực hiện chưa tốt"),
    "other": _("Nguyên nhân khác"),
}
WORK: Final = frozenset(
    {TaskEventType.PROGRESSED, TaskEventType.EVIDENCE_ADDED, TaskEventType.SUBMITTED}
)


def check_lead(standing: Standing, agency: int) -> None:
    if agency != standing.lead:
        raise NotAllowed(_("Việc này do cơ quan chủ trì làm. Liên hệ cơ quan chủ trì."))


def check_acceptor(
    standing: Standing, events: Iterable[Event], *, agency: int, allowed: Collection[int], by: str
) -> None:
    """Nobody accepts the own work: neither the agency that leads nor a person who reported or
    gave evidence, whatever agency they act for now."""
    if agency == standing.lead:
        raise NotAllowed(
            _("Cơ quan chủ trì không tự nghiệm thu việc của mình. Cơ quan giao việc nghiệm thu.")
        )
    if agency not in allowed:
        raise NotAllowed(_("Chỉ cơ quan giao việc hoặc cơ quan thường trực được nghiệm thu."))
    workers: set[int] = set()
    for event in events:
        if event.type in WORK:
            workers |= hands(event.by)
    if workers & hands(by):
        raise NotAllowed(
            _("Người đã báo cáo hoặc nộp bằng chứng không nghiệm thu. Đề nghị người khác làm.")
        )


def check_complete(
    standing: Standing, *, objective: str, key_results: int, open_children: int, evidence: int
) -> None:
    """What must be there before a result is submitted (R8, R16)."""
    if standing.deadline_kind is DeadlineKind.RECURRING:
        raise NotAllowed(
            _("Nhiệm vụ thường xuyên không kết thúc: báo cáo tiến độ theo nhịp đã giao.")
        )
    if not objective.strip() or not key_results:
        raise NotAllowed(
            _("Chưa có mục tiêu và kết quả chính đo được nên chưa thể xong. Bổ sung trước.")
        )
    if not evidence:
        raise NotAllowed(_("Chưa có bằng chứng. Thêm văn bản, tệp hoặc số đo rồi nộp."))
    if open_children:
        raise NotAllowed(
            _("Còn %(count)d việc giao cho cấp dưới chưa xong. Chờ xong hoặc hủy bằng văn bản."),
            count=open_children,
        )


def check_progress(percent: int, *, before: int, evidence: int, note: str) -> None:
    """A claim points at something: progress without evidence is only words."""
    if not 0 <= percent <= 100:
        raise NotAllowed(_("Tiến độ từ 0 đến 100 phần trăm."))
    if percent > before and not evidence:
        raise NotAllowed(
            _("Tiến độ tăng phải chỉ vào bằng chứng hoặc số đo. Chọn bằng chứng rồi ghi.")
        )
    if percent < before and not note.strip():
        raise NotAllowed(_("Tiến độ giảm so với lần trước: ghi lý do."))


def check_request(
    kind: RequestKind,
    standing: Standing,
    *,
    reason: str,
    due_at: datetime | None,
    changes: bool,
    at: datetime,
) -> None:
    if not reason.strip():
        raise NotAllowed(_("Ghi lý do của đề nghị."))
    if kind in standing.pending:
        raise NotAllowed(_("Đã có một đề nghị như vậy đang chờ quyết định."))
    if kind in (RequestKind.EXTENSION, RequestKind.REFUSAL) and not standing.open:
        raise NotAllowed(_("Nhiệm vụ đã kết thúc. Dữ liệu sai thì đề nghị đính chính."))
    if kind is RequestKind.EXTENSION:
        if standing.due_at is None:
            raise NotAllowed(_("Nhiệm vụ chưa có thời hạn nên không có gì để gia hạn."))
        if due_at is None or due_at <= standing.due_at or due_at <= at:
            raise NotAllowed(_("Hạn mới phải sau hạn cũ và sau hôm nay. Chọn lại ngày."))
    if kind is RequestKind.CORRECTION and not changes:
        raise NotAllowed(_("Ghi rõ dữ liệu nào sai và giá trị đúng."))


def check_decider(*, requested_by: str, by: str, agency: int, decider: int) -> None:
    if agency != decider:
        raise NotAllowed(_("Đề nghị này do cơ quan khác quyết định."))
    if hands(requested_by) & hands(by):
        raise NotAllowed(_("Người gửi đề nghị không tự quyết định. Đề nghị người khác làm."))


def check_explanation(
    standing: Standing, *, cause: str, text: str, commits_to: date, at: datetime
) -> None:
    """The head's account of a late task: the cause, what will be done, a new commitment."""
    if not standing.was_late and (standing.due_at is None or not days_late(standing.due_at, at)):
        raise NotAllowed(_("Nhiệm vụ chưa quá hạn nên chưa cần giải trình."))
    if cause not in CAUSES:
        raise NotAllowed(_("Chọn nguyên nhân chậm."))
    if not text.strip():
        raise NotAllowed(_("Ghi việc sẽ làm để xong nhiệm vụ."))
    if standing.open and commits_to < at.astimezone(VIETNAM).date():
        raise NotAllowed(_("Ngày cam kết mới phải từ hôm nay trở đi."))


def done_instant(
    done_on: date | None, *, at: datetime, assigned_at: datetime, documents: Collection[date]
) -> datetime:
    """When the work was done: now, or the end of an earlier day that an issued document given as
    evidence bears out."""
    if done_on is None:
        return at
    today = at.astimezone(VIETNAM).date()
    if done_on > today or done_on < assigned_at.astimezone(VIETNAM).date():
        raise NotAllowed(_("Ngày xong phải từ ngày giao đến hôm nay. Sửa lại ngày."))
    if done_on == today:
        return at
    if not any(day <= done_on for day in documents):
        raise NotAllowed(
            _(
                "Ghi xong từ ngày trước thì cần văn bản ban hành không muộn hơn ngày đó làm bằng"
                " chứng."
            )
        )
    end = datetime(done_on.year, done_on.month, done_on.day, tzinfo=VIETNAM) + timedelta(days=1)
    return end - timedelta(seconds=1)


def overclaimed(claimed: Decimal, measured: Decimal | None, *, rising: bool) -> bool:
    """Whether people claim more than the house measures."""
    if measured is None:
        return False
    return claimed > measured if rising else claimed < measured

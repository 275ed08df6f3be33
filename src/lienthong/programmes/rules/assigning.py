"""What a task must say when it is assigned. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from lienthong.programmes.rules import NotAllowed, _
from lienthong.programmes.rules.kinds import DeadlineKind

RECURRENCES: Final = ("daily", "weekly", "monthly", "quarterly", "yearly")
TITLE_LIMIT: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyResultGiven:
    """A measurable result: its target in its unit. `indicator`: code of an indicator of the house
    by which it is measured. `rising`: more is better. `above`: the key result of the task above
    that it came from; `adds`: it is a part of that one's sum."""

    name: str
    target: Decimal
    measure: str
    rising: bool = True
    indicator: str = ""
    above: int | None = None
    adds: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceGiven:
    """Where the task is printed or kept: a document (`system` empty, `code` its number) or another
    system (nq57.vn, dean06.vn) under its code there."""

    code: str
    system: str = ""
    citation: str = ""
    printed_lead: str = ""
    printed_deadline: str = ""
    due_on: date | None = None


def check_assignment(
    *,
    title: str,
    lead: int,
    supporting: tuple[int, ...],
    deadline_kind: DeadlineKind,
    due_at: datetime | None,
    recurrence: str,
    condition: str,
    assigned_at: datetime,
    at: datetime,
) -> None:
    """One lead, one deadline of a known kind. Raises NotAllowed."""
    if not title.strip():
        raise NotAllowed(_("Ghi nội dung nhiệm vụ."))
    if len(title) > TITLE_LIMIT:
        raise NotAllowed(
            _("Nội dung nhiệm vụ dài %(length)d ký tự, nhiều nhất được %(limit)d. Viết gọn lại."),
            length=len(title),
            limit=TITLE_LIMIT,
        )
    if lead in supporting:
        raise NotAllowed(_("Cơ quan chủ trì không đồng thời là cơ quan phối hợp. Bỏ một vai."))
    if assigned_at > at:
        raise NotAllowed(_("Lúc giao không thể ở sau lúc ghi. Sửa lại ngày giao."))
    if deadline_kind is DeadlineKind.DATE and due_at is None:
        raise NotAllowed(_("Ghi ngày phải xong, hoặc chọn loại thời hạn khác."))
    if deadline_kind is DeadlineKind.RECURRING and recurrence not in RECURRENCES:
        raise NotAllowed(_("Nhiệm vụ thường xuyên cần nhịp báo cáo: hằng ngày, tuần, tháng, quý."))
    if deadline_kind is DeadlineKind.CONDITION and not condition.strip():
        raise NotAllowed(_("Ghi điều kiện phải chờ, ví dụ: sau khi thông tư được ban hành."))
    if due_at is not None and due_at <= assigned_at:
        raise NotAllowed(_("Hạn phải ở sau lúc giao. Sửa lại ngày giao hoặc hạn."))


def check_key_results(results: tuple[KeyResultGiven, ...]) -> None:
    for result in results:
        if not result.name.strip() or not result.measure.strip():
            raise NotAllowed(_("Mỗi kết quả chính cần tên và đơn vị đo."))
        if not result.target.is_finite() or (result.rising and result.target <= 0):
            raise NotAllowed(
                _("Chỉ tiêu của “%(name)s” phải là một số lớn hơn 0."), name=result.name
            )

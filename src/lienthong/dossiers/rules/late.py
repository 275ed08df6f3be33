"""Recording a fact after it happened: allowed, with its reason, and seen by the head. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from lienthong import clock
from lienthong.accounts.rules.scope import hands
from lienthong.dossiers.rules import NotAllowed

FREE_SECONDS: Final = 3600  # one working hour


@dataclass(frozen=True, kw_only=True)
class LateRecord:
    """When it really happened, why it is recorded only now, and the proof: a file or a second
    person."""

    occurred_at: datetime
    reason: str = ""
    file: str = ""
    second: str = ""

    def as_data(self) -> dict[str, Any]:
        return {
            "late": {
                key: value
                for key, value in (
                    ("reason", self.reason),
                    ("file", self.file),
                    ("second", self.second),
                )
                if value
            }
        }


def check_not_ahead(occurred_at: datetime, *, recorded_at: datetime) -> None:
    """What has not happened yet cannot be recorded. Raises NotAllowed."""
    if occurred_at > recorded_at:
        raise NotAllowed("Thời điểm xảy ra không thể ở sau lúc ghi. Sửa lại ngày giờ.")


def check_late_record(
    late: LateRecord, *, recorded_at: datetime, calendar: clock.Calendar, by: str
) -> bool:
    """Whether the record is late by more than one working hour. Then it needs a reason and a file
    or a second person, who is not the one who records (`by`); without them NotAllowed."""
    gap = clock.working_seconds_between(calendar, late.occurred_at, recorded_at)
    if gap <= FREE_SECONDS:
        return False
    if not late.reason.strip():
        raise NotAllowed("Ghi muộn hơn một giờ làm việc: cần ghi lý do.")
    if late.file.strip():
        return True
    if not late.second.strip():
        raise NotAllowed(
            "Ghi muộn hơn một giờ làm việc: cần kèm tệp chứng minh hoặc người thứ hai xác nhận."
        )
    if hands(late.second) & hands(by):
        raise NotAllowed("Người thứ hai xác nhận việc ghi muộn không phải chính mình. Chọn lại.")
    return True

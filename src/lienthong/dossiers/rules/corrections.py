"""What a correction may set, how far it goes and how it ends. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from lienthong.accounts.rules.scope import hands
from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.amounts import amount_of
from lienthong.dossiers.rules.causes import WAITS
from lienthong.dossiers.rules.lifecycle import EventType
from lienthong.dossiers.rules.timeline import Event, corrected
from lienthong.organisations.rules import Named


class CorrectionKind(StrEnum):
    LIMIT = "limit"  # amount or unit of a version's limit
    CALENDAR = "calendar"  # a holiday or make-up day
    PAUSE_REASON = "pause_reason"
    START_RULE = "start_rule"
    RECORDED_LATE = "recorded_late"  # an event happened earlier than it was recorded
    TEST_MARK = "test_mark"


class Policy(StrEnum):
    FOLLOW_RULE = "follow_rule"
    NEVER_WORSEN = "never_worsen"
    ASK = "ask"


class CorrectionState(Named):
    OPENED = "opened"
    PREVIEWING = "previewing"  # a long dry run, slice by slice
    PREVIEWED = "previewed"
    APPLYING = "applying"
    APPLIED = "applied"
    DROPPED = "dropped"


class ItemState(Named):
    PENDING = "pending"
    ASKED = "asked"  # somebody has to decide for this dossier
    LEFT = "left"  # stays as it is, by decision
    APPLIED = "applied"
    MOVED_ON = "moved_on"  # something happened to it since; not touched, listed


_UNITS = {"working_day", "working_hour", "calendar_day", "same_day"}
_STARTS = {"accepted", "payment_received", "inspection_finished", "case_opened"}


def check_change(  # noqa: C901 (one match over all kinds)
    kind: CorrectionKind, change: Mapping[str, Any]
) -> None:
    """Refuses a change that says too little or the impossible."""
    match kind:
        case CorrectionKind.LIMIT:
            _check_limit(change.get("limit"))
        case CorrectionKind.START_RULE:
            if change.get("start_on") not in _STARTS:
                raise NotAllowed("Chọn thời điểm bắt đầu tính thời hạn.")
        case CorrectionKind.CALENDAR:
            if not isinstance(change.get("edition"), int):
                raise NotAllowed("Sửa lịch làm việc trước, rồi mở đính chính cho lịch mới.")
        case CorrectionKind.PAUSE_REASON:
            if change.get("from") not in WAITS or change.get("to") not in WAITS:
                raise NotAllowed("Chọn lý do tạm dừng đã ghi và lý do đúng.")
        case CorrectionKind.RECORDED_LATE:
            if change.get("event") not in {event.value for event in EventType}:
                raise NotAllowed("Chọn việc đã bị ghi muộn.")
            if _instant(change.get("occurred_at")) is None:
                raise NotAllowed("Ghi thời điểm việc thật sự xảy ra, gồm ngày và giờ.")
        case CorrectionKind.TEST_MARK:
            if not isinstance(change.get("is_test"), bool):
                raise NotAllowed("Chọn: là hồ sơ thử, hay không phải hồ sơ thử.")


def _check_limit(limit: Any) -> None:
    if not isinstance(limit, Mapping) or limit.get("unit") not in _UNITS:
        raise NotAllowed("Chọn đơn vị đúng của thời hạn: ngày làm việc, giờ làm việc, ngày.")
    if limit["unit"] != "same_day":
        amount_of(str(limit.get("amount", "")), what="Thời hạn đúng")
        return
    try:
        time.fromisoformat(str(limit.get("cutoff", "")))
    except ValueError:
        raise NotAllowed("Ghi giờ chốt nhận hồ sơ trong ngày, ví dụ 15:00.") from None


def _instant(typed: Any) -> datetime | None:
    """An instant with its offset; None for anything else."""
    try:
        at = datetime.fromisoformat(str(typed))
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def change_for(
    kind: CorrectionKind, change: Mapping[str, Any], events: Iterable[Event]
) -> dict[str, Any] | None:
    """What the correction sets for one dossier; None when it does not concern it."""
    match kind:
        case CorrectionKind.LIMIT:
            return {"limit": change["limit"]}
        case CorrectionKind.START_RULE:
            return {"start_on": change["start_on"]}
        case CorrectionKind.CALENDAR:
            return {"edition": change["edition"]}
        case CorrectionKind.TEST_MARK:
            return {"is_test": change["is_test"]}
        case CorrectionKind.PAUSE_REASON:
            wrong = {
                str(event.seq): change["to"]
                for event in corrected(events)[0]
                if event.type in {EventType.PAUSED, EventType.RESUMED}
                and event.data["reason"] == change["from"]
            }
            return {"pause_reason": wrong} if wrong else None
        case CorrectionKind.RECORDED_LATE:
            return _earlier(change, events)


def _earlier(change: Mapping[str, Any], events: Iterable[Event]) -> dict[str, Any] | None:
    """The last event of the type, moved to when it happened, no further than its neighbours."""
    timeline = corrected(events)[0]
    wanted = datetime.fromisoformat(change["occurred_at"])
    places = [i for i, event in enumerate(timeline) if event.type.value == change["event"]]
    if not places:
        return None
    place = places[-1]
    earliest = timeline[place - 1].occurred_at if place else wanted
    following = [event.occurred_at for event in timeline[place + 1 : place + 2]]
    latest = min([timeline[place].recorded_at, *following])
    if not earliest <= wanted <= latest:
        return None
    return {"occurred": {str(timeline[place].seq): wanted.isoformat()}}


def new_promise(
    policy: Policy, *, promised: datetime | None, due: datetime | None
) -> datetime | None:
    """The date promised after the correction: the rule's, but never later than one that was
    already given when the policy says so."""
    if due is None:
        return promised
    if policy is Policy.NEVER_WORSEN and promised is not None and due > promised:
        return promised
    return due


def same_person(first: str, second: str) -> bool:
    """Whether one natural person stands behind both actors, be it as a deputy or for one."""
    return bool(hands(first) & hands(second))

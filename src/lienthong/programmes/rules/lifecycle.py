"""States of a task and what may happen in each. The table is total: a test walks it all.

"Overdue" is no state: it is read from the deadline. The transitions follow the practice that
offices built for themselves (monitoring research, 2bis and 9); no regulation that we could read
prints them, so they are a table.
"""

from collections.abc import Mapping
from typing import Final

from lienthong.dossiers.rules.drawing import state_diagram
from lienthong.programmes.rules import NotAllowed, _
from lienthong.programmes.rules.kinds import TaskEventType, TaskState

S, E = TaskState, TaskEventType

STATE_NAMES: Final[Mapping[TaskState, str]] = {
    S.ASSIGNED: _("Mới giao"),
    S.ACKNOWLEDGED: _("Đã nhận việc"),
    S.IN_PROGRESS: _("Đang làm"),
    S.SUBMITTED: _("Chờ nghiệm thu"),
    S.ACCEPTED: _("Đã nghiệm thu"),
    S.CANCELLED: _("Đã hủy"),
}

EVENT_NAMES: Final[Mapping[TaskEventType, str]] = {
    E.ASSIGNED: _("Giao nhiệm vụ"),
    E.ACKNOWLEDGED: _("Nhận việc"),
    E.PROGRESSED: _("Báo cáo tiến độ"),
    E.EVIDENCE_ADDED: _("Thêm bằng chứng"),
    E.SUBMITTED: _("Nộp kết quả"),
    E.ACCEPTED: _("Nghiệm thu"),
    E.RETURNED: _("Trả lại"),
    E.REQUESTED: _("Gửi đề nghị"),
    E.DECIDED: _("Quyết định đề nghị"),
    E.EXTENDED: _("Gia hạn"),
    E.REASSIGNED: _("Giao lại"),
    E.EDITED: _("Sửa nội dung giao"),
    E.CORRECTED: _("Đính chính"),
    E.EXPLAINED: _("Giải trình"),
    E.REOPENED: _("Mở lại"),
    E.CANCELLED: _("Hủy nhiệm vụ"),
    E.NOTED: _("Ghi chú"),
}

OPEN: Final = frozenset({S.ASSIGNED, S.ACKNOWLEDGED, S.IN_PROGRESS, S.SUBMITTED})
ENDED: Final = frozenset(TaskState) - OPEN


def _remarks(state: TaskState) -> dict[TaskEventType, TaskState]:
    """What may be recorded in any state without changing it: words, and wishes that somebody else
    decides. Wrong data of a finished task too are put right only by a request (correction)."""
    return dict.fromkeys((E.NOTED, E.REQUESTED, E.DECIDED, E.CORRECTED, E.EXPLAINED), state)


TRANSITIONS: Final[Mapping[TaskState, Mapping[TaskEventType, TaskState]]] = {
    S.ASSIGNED: {
        **_remarks(S.ASSIGNED),
        E.ACKNOWLEDGED: S.ACKNOWLEDGED,
        # Once the lead has taken it on, only requests change it.
        E.EDITED: S.ASSIGNED,
        E.EXTENDED: S.ASSIGNED,
        E.REASSIGNED: S.ASSIGNED,
        E.CANCELLED: S.CANCELLED,
    },
    S.ACKNOWLEDGED: {
        **_remarks(S.ACKNOWLEDGED),
        E.PROGRESSED: S.IN_PROGRESS,
        E.EVIDENCE_ADDED: S.IN_PROGRESS,
        E.SUBMITTED: S.SUBMITTED,
        E.EXTENDED: S.ACKNOWLEDGED,
        E.REASSIGNED: S.ASSIGNED,
        E.CANCELLED: S.CANCELLED,
    },
    S.IN_PROGRESS: {
        **_remarks(S.IN_PROGRESS),
        E.PROGRESSED: S.IN_PROGRESS,
        E.EVIDENCE_ADDED: S.IN_PROGRESS,
        E.SUBMITTED: S.SUBMITTED,
        E.EXTENDED: S.IN_PROGRESS,
        E.REASSIGNED: S.ASSIGNED,
        E.CANCELLED: S.CANCELLED,
    },
    # The lead waits: what is judged must stay as it was submitted.
    S.SUBMITTED: {
        **_remarks(S.SUBMITTED),
        E.ACCEPTED: S.ACCEPTED,
        E.RETURNED: S.IN_PROGRESS,
        E.EXTENDED: S.SUBMITTED,
        E.CANCELLED: S.CANCELLED,
    },
    S.ACCEPTED: {**_remarks(S.ACCEPTED), E.REOPENED: S.IN_PROGRESS},
    S.CANCELLED: {**_remarks(S.CANCELLED), E.REOPENED: S.ASSIGNED},
}


def next_state(state: TaskState, event: TaskEventType) -> TaskState:
    """The state after `event`. Raises NotAllowed with a sentence."""
    try:
        return TRANSITIONS[state][event]
    except KeyError:
        raise NotAllowed(
            _(
                "Nhiệm vụ đang ở trạng thái “%(state)s” nên không thể “%(act)s”. Tải lại trang để"
                " xem việc làm được lúc này."
            ),
            state=STATE_NAMES[state],
            act=EVENT_NAMES[event].lower(),
        ) from None


def possible(state: TaskState) -> frozenset[TaskEventType]:
    return frozenset(TRANSITIONS[state])


def diagram() -> str:
    """The lifecycle as a Mermaid state diagram, generated from the table for the docs."""
    return state_diagram(TRANSITIONS, first=S.ASSIGNED, opening="assigned", ends=ENDED)

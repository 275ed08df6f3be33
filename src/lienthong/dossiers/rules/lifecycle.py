"""States of a dossier and what may happen in each. The table is total: a test walks it all.

States carry their national number (TrangThaiHoSo). "Overdue" is no state: it is read from the
clock. Transitions: domain research 1.5 (inferred from texts and running systems, so they are a
table), plus 5 → 3, 5 → 8, 5 and 6 → 7 of the design.
"""

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from typing import Final

from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.drawing import state_diagram


class State(IntEnum):
    SUBMITTED = 1
    ACCEPTED = 2
    NOT_ACCEPTED = 3
    IN_PROCESS = 4
    AWAITING_SUPPLEMENT = 5
    AWAITING_PAYMENT = 6
    WITHDRAWN = 7
    STOPPED = 8
    DONE = 9
    RETURNED = 10


STATE_NAMES: Final[Mapping[State, str]] = {
    State.SUBMITTED: "Mới đăng ký",
    State.ACCEPTED: "Được tiếp nhận",
    State.NOT_ACCEPTED: "Không được tiếp nhận",
    State.IN_PROCESS: "Đang xử lý",
    State.AWAITING_SUPPLEMENT: "Yêu cầu bổ sung giấy tờ",
    State.AWAITING_PAYMENT: "Yêu cầu thực hiện nghĩa vụ tài chính",
    State.WITHDRAWN: "Công dân yêu cầu rút hồ sơ",
    State.STOPPED: "Dừng xử lý",
    State.DONE: "Đã xử lý xong",
    State.RETURNED: "Đã trả kết quả",
}

OPEN: Final = frozenset(
    {
        State.SUBMITTED,
        State.ACCEPTED,
        State.IN_PROCESS,
        State.AWAITING_SUPPLEMENT,
        State.AWAITING_PAYMENT,
    }
)
# Done but not yet returned: the clock has stopped, somebody still holds the result.
ENDED: Final = frozenset(State) - OPEN


class EventType(StrEnum):
    """Everything that can happen to a dossier. Names are past facts, kept for ever."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    MOVED = "moved"  # to a step: forward, or back
    HANDED_OVER = "handed_over"  # to another agency, the competence with it or not
    ASSIGNED = "assigned"
    SUPPLEMENT_REQUESTED = "supplement_requested"
    SUPPLEMENT_RECEIVED = "supplement_received"
    PAYMENT_REQUIRED = "payment_required"
    PAYMENT_RECEIVED = "payment_received"
    INSPECTION_FINISHED = "inspection_finished"
    CASE_OPENED = "case_opened"
    CONSULTATION_REQUESTED = "consultation_requested"
    CONSULTATION_ANSWERED = "consultation_answered"
    SUBTASK_OPENED = "subtask_opened"
    SUBTASK_DONE = "subtask_done"
    PAUSED = "paused"
    RESUMED = "resumed"
    EXTENDED = "extended"
    APOLOGISED = "apologised"
    CAUSE_CODED = "cause_coded"
    COMPONENT_ADDED = "component_added"
    NOTED = "noted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    COMPLETED = "completed"
    CLOSED = "closed"  # a filing without a result, confirmed by the receiving system
    RETURNED = "returned"
    CORRECTED = "corrected"
    EXPIRED = "expired"  # a test dossier, after 30 days


S, E = State, EventType

# Facts that leave the state as it is, wherever the dossier is worked on.
_WORK: Final[Mapping[EventType, State]] = dict.fromkeys(
    (
        E.MOVED,
        E.HANDED_OVER,
        E.ASSIGNED,
        E.INSPECTION_FINISHED,
        E.CASE_OPENED,
        E.CONSULTATION_REQUESTED,
        E.CONSULTATION_ANSWERED,
        E.SUBTASK_OPENED,
        E.SUBTASK_DONE,
        E.PAUSED,
        E.RESUMED,
        E.EXTENDED,
        E.APOLOGISED,
    ),
    S.IN_PROCESS,
)


def _remarks(state: State) -> dict[EventType, State]:
    """What may be recorded in any state without changing it."""
    return dict.fromkeys((E.NOTED, E.CAUSE_CODED, E.COMPONENT_ADDED, E.CORRECTED), state)


def _waiting(state: State) -> dict[EventType, State]:
    """While the applicant is waited for, side work goes on and the wait itself stays."""
    return dict.fromkeys(
        (
            E.ASSIGNED,
            E.CONSULTATION_ANSWERED,
            E.SUBTASK_OPENED,
            E.SUBTASK_DONE,
            E.EXTENDED,
            E.APOLOGISED,
            E.PAUSED,
            E.RESUMED,
        ),
        state,
    )


TRANSITIONS: Final[Mapping[State, Mapping[EventType, State]]] = {
    S.SUBMITTED: {
        **_remarks(S.SUBMITTED),
        E.ASSIGNED: S.SUBMITTED,
        E.ACCEPTED: S.ACCEPTED,
        E.DECLINED: S.NOT_ACCEPTED,
        E.SUPPLEMENT_REQUESTED: S.AWAITING_SUPPLEMENT,
        E.WITHDRAWN: S.WITHDRAWN,
        E.EXPIRED: S.STOPPED,
    },
    S.ACCEPTED: {
        **_remarks(S.ACCEPTED),
        **_WORK,
        E.SUPPLEMENT_REQUESTED: S.AWAITING_SUPPLEMENT,
        E.PAYMENT_REQUIRED: S.AWAITING_PAYMENT,
        E.PAYMENT_RECEIVED: S.IN_PROCESS,
        E.REFUSED: S.DONE,
        E.WITHDRAWN: S.WITHDRAWN,
        E.STOPPED: S.STOPPED,
        E.COMPLETED: S.DONE,
        E.CLOSED: S.DONE,
        E.EXPIRED: S.STOPPED,
    },
    S.NOT_ACCEPTED: _remarks(S.NOT_ACCEPTED),
    S.IN_PROCESS: {
        **_remarks(S.IN_PROCESS),
        **_WORK,
        E.SUPPLEMENT_REQUESTED: S.AWAITING_SUPPLEMENT,
        E.PAYMENT_REQUIRED: S.AWAITING_PAYMENT,
        E.PAYMENT_RECEIVED: S.IN_PROCESS,
        E.REFUSED: S.DONE,
        E.WITHDRAWN: S.WITHDRAWN,
        E.STOPPED: S.STOPPED,
        E.COMPLETED: S.DONE,
        E.CLOSED: S.DONE,
        E.EXPIRED: S.STOPPED,
    },
    S.AWAITING_SUPPLEMENT: {
        **_remarks(S.AWAITING_SUPPLEMENT),
        **_waiting(S.AWAITING_SUPPLEMENT),
        E.SUPPLEMENT_RECEIVED: S.IN_PROCESS,
        E.DECLINED: S.NOT_ACCEPTED,
        E.WITHDRAWN: S.WITHDRAWN,
        E.STOPPED: S.STOPPED,
        E.EXPIRED: S.STOPPED,
    },
    S.AWAITING_PAYMENT: {
        **_remarks(S.AWAITING_PAYMENT),
        **_waiting(S.AWAITING_PAYMENT),
        E.PAYMENT_RECEIVED: S.IN_PROCESS,
        E.WITHDRAWN: S.WITHDRAWN,
        E.EXPIRED: S.STOPPED,
    },
    S.WITHDRAWN: _remarks(S.WITHDRAWN),
    S.STOPPED: _remarks(S.STOPPED),
    S.DONE: {**_remarks(S.DONE), E.APOLOGISED: S.DONE, E.RETURNED: S.RETURNED},
    S.RETURNED: _remarks(S.RETURNED),
}

# What may happen before the dossier is accepted. A supplement asked for at the counter waits in the
# same state as one of the settlement, so the state alone does not say it.
BEFORE_ACCEPTANCE: Final = frozenset(
    (
        *_remarks(S.SUBMITTED),
        E.ASSIGNED,
        E.ACCEPTED,
        E.DECLINED,
        E.SUPPLEMENT_REQUESTED,
        E.SUPPLEMENT_RECEIVED,
        E.WITHDRAWN,
        E.STOPPED,
        E.EXPIRED,
    )
)

EVENT_NAMES: Final[Mapping[EventType, str]] = {
    E.SUBMITTED: "Nộp hồ sơ",
    E.ACCEPTED: "Tiếp nhận",
    E.DECLINED: "Từ chối tiếp nhận",
    E.MOVED: "Chuyển bước",
    E.HANDED_OVER: "Chuyển cơ quan",
    E.ASSIGNED: "Phân công",
    E.SUPPLEMENT_REQUESTED: "Yêu cầu bổ sung",
    E.SUPPLEMENT_RECEIVED: "Đã bổ sung",
    E.PAYMENT_REQUIRED: "Yêu cầu thực hiện nghĩa vụ tài chính",
    E.PAYMENT_RECEIVED: "Đã thực hiện nghĩa vụ tài chính",
    E.INSPECTION_FINISHED: "Kiểm tra thực địa xong",
    E.CASE_OPENED: "Thụ lý",
    E.CONSULTATION_REQUESTED: "Lấy ý kiến",
    E.CONSULTATION_ANSWERED: "Đã cho ý kiến",
    E.SUBTASK_OPENED: "Giao phần việc liên thông",
    E.SUBTASK_DONE: "Xong phần việc liên thông",
    E.PAUSED: "Tạm dừng",
    E.RESUMED: "Tiếp tục",
    E.EXTENDED: "Gia hạn",
    E.APOLOGISED: "Xin lỗi và hẹn lại",
    E.CAUSE_CODED: "Ghi nguyên nhân chậm",
    E.COMPONENT_ADDED: "Thêm giấy tờ",
    E.NOTED: "Ghi chú",
    E.REFUSED: "Từ chối giải quyết",
    E.WITHDRAWN: "Rút hồ sơ",
    E.STOPPED: "Dừng giải quyết",
    E.COMPLETED: "Giải quyết xong",
    E.CLOSED: "Đóng, không có kết quả phải trả",
    E.RETURNED: "Trả kết quả",
    E.CORRECTED: "Đính chính",
    E.EXPIRED: "Hồ sơ thử hết hạn",
}


def next_state(state: State, event: EventType) -> State:
    """The state after `event`. Raises NotAllowed with a sentence."""
    try:
        return TRANSITIONS[state][event]
    except KeyError:
        raise NotAllowed(
            "Hồ sơ đang ở trạng thái “%(state)s” nên không thể “%(event)s”. Tải lại trang để xem "
            "việc làm được lúc này.",
            state=STATE_NAMES[state],
            event=EVENT_NAMES[event],
        ) from None


def possible(state: State) -> frozenset[EventType]:
    return frozenset(TRANSITIONS[state])


def diagram() -> str:
    """The lifecycle as a Mermaid state diagram, generated from the table for the docs."""
    return state_diagram(TRANSITIONS, first=S.SUBMITTED, opening="submitted")

"""Difficulties (khó khăn, vướng mắc): their life, who may do what, which are alike. Pure."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from lienthong.accounts.rules.scope import hands
from lienthong.organisations.rules import fold
from lienthong.programmes.rules import NotAllowed, _
from lienthong.programmes.rules.kinds import (
    Against,
    Bloc,
    DifficultyEventType,
    DifficultyState,
    Obstacle,
)

S, E = DifficultyState, DifficultyEventType

STATE_NAMES: Final[Mapping[DifficultyState, str]] = {
    S.RAISED: _("Mới nêu"),
    S.ROUTED: _("Đang chờ trả lời"),
    S.ANSWERED: _("Đã trả lời, chờ xác nhận"),
    S.VERIFIED: _("Đã tháo gỡ"),
    S.REOPENED: _("Nêu lại, chưa tháo gỡ"),
    S.WITHDRAWN: _("Đã rút"),
}
EVENT_NAMES: Final[Mapping[DifficultyEventType, str]] = {
    E.RAISED: _("Nêu khó khăn"),
    E.ROUTED: _("Chuyển cơ quan trả lời"),
    E.ASKED: _("Xin ý kiến"),
    E.ADVISED: _("Cho ý kiến"),
    E.ANSWERED: _("Trả lời"),
    E.VERIFIED: _("Xác nhận đã tháo gỡ"),
    E.REOPENED: _("Nêu lại"),
    E.WITHDRAWN: _("Rút"),
    E.GROUPED: _("Gộp vào nhóm giống nhau"),
    E.SEPARATED: _("Tách khỏi nhóm"),
}
AGAINST_NAMES: Final[Mapping[Against, str]] = {
    Against.RULE: _("Quy định"),
    Against.SYSTEM: _("Hệ thống, phần mềm"),
    Against.AGENCY: _("Cơ quan phối hợp"),
    Against.RESOURCES: _("Nguồn lực"),
}
OBSTACLE_NAMES: Final[Mapping[Obstacle, str]] = {
    Obstacle.INSTITUTION: _("Thể chế"),
    Obstacle.TECHNOLOGY: _("Cơ sở vật chất, công nghệ"),
    Obstacle.PEOPLE: _("Nhân lực"),
    Obstacle.FINANCE: _("Tài chính"),
    Obstacle.OTHER: _("Khác"),
}
SEVERITY_NAMES: Final[Mapping[int, str]] = {
    1: _("Gây khó"),
    2: _("Làm chậm việc"),
    3: _("Việc phải dừng"),
}

# What waits for somebody else than who raised it.
WAITING: Final = frozenset({S.RAISED, S.ROUTED, S.REOPENED})
CLOSED: Final = frozenset({S.VERIFIED, S.WITHDRAWN})
OPEN: Final = frozenset(S) - CLOSED


def _unanswered(state: DifficultyState) -> dict[DifficultyEventType, DifficultyState]:
    return {
        E.ROUTED: S.ROUTED,
        E.ASKED: state,
        E.ADVISED: state,
        E.ANSWERED: S.ANSWERED,
        E.WITHDRAWN: S.WITHDRAWN,
        E.GROUPED: state,
        E.SEPARATED: state,
    }


TRANSITIONS: Final[Mapping[DifficultyState, Mapping[DifficultyEventType, DifficultyState]]] = {
    S.RAISED: _unanswered(S.RAISED),
    S.ROUTED: _unanswered(S.ROUTED),
    S.ANSWERED: {E.VERIFIED: S.VERIFIED, E.REOPENED: S.REOPENED, E.WITHDRAWN: S.WITHDRAWN},
    S.VERIFIED: {E.REOPENED: S.REOPENED},
    S.REOPENED: _unanswered(S.REOPENED),
    S.WITHDRAWN: {},
}


def next_state(state: DifficultyState, event: DifficultyEventType) -> DifficultyState:
    """The state after `event`. Raises NotAllowed with a sentence."""
    try:
        return TRANSITIONS[state][event]
    except KeyError:
        raise NotAllowed(
            _(
                "Khó khăn này đang ở trạng thái “%(state)s” nên không thể “%(event)s”. Tải lại"
                " trang để xem việc làm được lúc này."
            ),
            state=STATE_NAMES[state],
            event=EVENT_NAMES[event],
        ) from None


def diagram() -> str:
    """The lifecycle as a Mermaid state diagram, generated from the table for the docs."""
    lines = ["stateDiagram-v2", f"    [*] --> {S.RAISED.name}: raised"]
    for state, moves in TRANSITIONS.items():
        lines += [
            f"    {state.name} --> {target.name}: {event.value}"
            for event, target in moves.items()
            if target is not state or event is E.ROUTED
        ]
        if not moves:
            lines.append(f"    {state.name} --> [*]")
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a unit states when it raises a difficulty. `since`: the first day of it."""

    against: Against
    subject: str
    text: str
    since: date
    cause: Obstacle = Obstacle.OTHER
    severity: int = 1
    against_agency: int | None = None
    bloc: Bloc | None = None
    field: str = ""

    def check(self, *, raised_by: int, on: date) -> None:
        """Raises NotAllowed with a sentence."""
        if not self.subject.strip():
            raise NotAllowed(_("Ghi tên quy định, hệ thống, cơ quan hoặc nguồn lực đang vướng."))
        if not self.text.strip():
            raise NotAllowed(_("Ghi vướng ở chỗ nào và cần ai làm gì."))
        if self.severity not in SEVERITY_NAMES:
            raise NotAllowed(_("Chọn mức độ: gây khó, làm chậm việc, việc phải dừng."))
        if self.since > on:
            raise NotAllowed(_("Ngày bắt đầu vướng không thể ở tương lai. Chọn lại ngày."))
        if self.against is Against.AGENCY and self.against_agency is None:
            raise NotAllowed(_("Chọn cơ quan chưa làm phần việc của mình."))
        if self.against_agency == raised_by:
            raise NotAllowed(
                _("Khó khăn do chính cơ quan mình gây ra thì tự tháo gỡ. Chọn cơ quan khác.")
            )


@dataclass(frozen=True, kw_only=True)
class Parties:
    """Between whom a difficulty stands; `answered_by`: the `by=` text of its last answer."""

    raised_by: int
    owner: int | None
    against: int | None
    answered_by: str = ""


def check_route(parties: Parties, *, owner: int, acting: int, reason: str) -> None:
    """Who raised it neither sends it on nor gets it back as the one to answer; taking it from one
    agency to another needs a reason."""
    if acting == parties.raised_by:
        raise NotAllowed(
            _("Cơ quan nêu khó khăn không tự chọn cơ quan trả lời. Chờ cơ quan điều phối chuyển.")
        )
    if owner == parties.raised_by:
        raise NotAllowed(_("Không giao cho chính cơ quan nêu khó khăn trả lời. Chọn cơ quan khác."))
    if owner == parties.owner:
        raise NotAllowed(_("Cơ quan này đang được giao trả lời. Chọn cơ quan khác."))
    if parties.owner is not None and not reason.strip():
        raise NotAllowed(_("Ghi vì sao chuyển cơ quan khác trả lời."))


def check_opinions(parties: Parties, asked: Collection[int], *, acting: int) -> None:
    """Several may be heard, one answers; who raised it is heard already."""
    if acting == parties.raised_by:
        raise NotAllowed(
            _("Cơ quan nêu khó khăn không tự chọn cơ quan trả lời. Chờ cơ quan điều phối chuyển.")
        )
    if parties.raised_by in asked:
        raise NotAllowed(_("Không xin ý kiến chính cơ quan nêu khó khăn. Bỏ cơ quan này."))
    if parties.owner in asked:
        raise NotAllowed(_("Cơ quan trả lời không đồng thời là cơ quan cho ý kiến. Bỏ một vai."))


def check_opinion(*, asked: bool, given: bool, text: str) -> None:
    if not asked:
        raise NotAllowed(_("Cơ quan này không được hỏi ý kiến về khó khăn này."))
    if given:
        raise NotAllowed(_("Đã cho ý kiến. Cần nói thêm thì liên hệ cơ quan trả lời."))
    if not text.strip():
        raise NotAllowed(_("Ghi ý kiến: đồng ý hay không, vì sao, phần việc nào của mình."))


def check_join(draft: Draft, against: Against, state: DifficultyState, *, grouped: bool) -> None:
    """Raised behind another one: of the same kind, unanswered, itself behind none."""
    if draft.against is not against or state not in WAITING or grouped:
        raise NotAllowed(_("Nhóm này không còn nhận thêm. Nêu riêng hoặc chọn nhóm khác."))


def check_answer(parties: Parties, *, text: str, acting: int) -> None:
    if parties.owner is None:
        raise NotAllowed(_("Chưa rõ cơ quan nào trả lời. Chuyển cho cơ quan có thẩm quyền trước."))
    if acting == parties.raised_by:
        raise NotAllowed(
            _("Cơ quan nêu khó khăn không tự trả lời. Rút lại nếu đã tự tháo gỡ được.")
        )
    if acting != parties.owner:
        raise NotAllowed(_("Chỉ cơ quan được giao mới trả lời. Cần thì chuyển lại cơ quan khác."))
    if not text.strip():
        raise NotAllowed(_("Ghi nội dung trả lời: đã làm gì, văn bản nào, từ khi nào."))


def check_verify(parties: Parties, *, acting: int, by: str) -> None:
    """Only who raised it says that it is solved; never whom it is raised against, nor the hands
    that answered it."""
    if acting in {parties.against, parties.owner}:
        raise NotAllowed(
            _("Cơ quan bị nêu hoặc đã trả lời không tự xác nhận. Chờ cơ quan nêu xác nhận.")
        )
    if acting != parties.raised_by:
        raise NotAllowed(_("Chỉ cơ quan đã nêu khó khăn mới xác nhận hoặc nêu lại."))
    if hands(by) & hands(parties.answered_by):
        raise NotAllowed(
            _("Người đã trả lời không tự xác nhận. Cần một người khác của cơ quan nêu.")
        )


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise NotAllowed(_("Ghi lý do để người đọc sau hiểu được."))


# Words that stand in every sentence and tell nothing apart.
_EMPTY_WORDS: Final = frozenset(
    {
        "va", "cua", "cho", "cac", "nhung", "la", "co", "khong", "chua", "duoc", "bi", "da",
        "dang", "de", "thi", "ma", "voi", "tu", "den", "tai", "tren", "khi", "do", "nay", "mot",
        "nhieu", "con", "phai", "rat", "qua", "viec", "theo", "ve", "o", "trong", "ra", "vao",
    }
)  # fmt: skip


def _features(text: str) -> Counter[str]:
    words = [
        word
        for word in "".join(sign if sign.isalnum() else " " for sign in fold(text)).split()
        if word not in _EMPTY_WORDS
    ]
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    return Counter([*words, *pairs])


def similarity(one: str, other: str) -> float:
    """How alike two texts are, 0 to 1: what they share of words and of neighbouring words, accents
    and words without meaning left out (Dice's coefficient)."""
    left, right = _features(one), _features(other)
    size = left.total() + right.total()
    return 2 * (left & right).total() / size if size else 0.0


def alike(
    text: str, others: Mapping[int, str], *, least: float, most: int = 10
) -> list[tuple[int, float]]:
    """Which of `others` (by number) resemble the text, the most alike first."""
    scored = [(number, similarity(text, other)) for number, other in others.items()]
    kept = [(number, score) for number, score in scored if score >= least]
    return sorted(kept, key=lambda pair: (-pair[1], pair[0]))[:most]


def check_group(first: int, members: Collection[int], *, heads: Collection[int]) -> None:
    """`heads`: those of the members that lead a group themselves; a group has one level."""
    if not members or first in members:
        raise NotAllowed(_("Chọn ít nhất một khó khăn khác để gộp vào nhóm."))
    if heads:
        raise NotAllowed(
            _("Khó khăn đang đứng đầu một nhóm thì không gộp vào nhóm khác. Tách nhóm ấy trước.")
        )

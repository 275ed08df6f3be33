"""Rules on authority, routing and legal basis."""

from collections.abc import Iterator

from lienthong.catalogue.rules.content import Place, Routing
from lienthong.catalogue.rules.lint.subject import Draft
from lienthong.organisations.rules import Sentence


def unclear_authority(draft: Draft) -> Iterator[str]:
    """An open question about who is competent is listed with who must answer it (R106)."""
    if draft.legal_question:
        who = (
            Sentence("Cơ quan trả lời: %(agency)s.", agency=draft.answered_by)
            if draft.answered_by
            else Sentence("Hãy ghi cơ quan phải trả lời.")
        )
        yield Sentence(
            "Thẩm quyền chưa rõ: %(question)s. %(who)s",
            question=draft.legal_question.rstrip("."),
            who=who,
        )


def competent_is_receiving(draft: Draft) -> Iterator[str]:
    """A centre receives; it does not decide."""
    if draft.content.competent is Place.RECEIVING:
        yield Sentence(
            "Cơ quan giải quyết đang ghi là nơi tiếp nhận. Hãy ghi cơ quan có thẩm quyền quyết "
            "định."
        )


def routed_nowhere(draft: Draft) -> Iterator[str]:
    """What moved to a ministry's system must say where it can be filed (R102, F31)."""
    content = draft.content
    if content.routing is Routing.MINISTRY and not content.routed_to:
        yield Sentence(
            "Thủ tục chuyển sang hệ thống của bộ nhưng không ghi nộp ở đâu, nên người dân không "
            "nộp được. Hãy ghi tên hệ thống (routed_to)."
        )


def no_legal_basis(draft: Draft) -> Iterator[str]:
    """A published procedure should name its legal basis."""
    if not (draft.content.legal_basis or draft.content.unconfirmed_basis):
        yield Sentence("Chưa ghi căn cứ pháp lý. Hãy ghi văn bản quy định thủ tục.")


def no_source(draft: Draft) -> Iterator[str]:
    """What is written should say where it was read."""
    if not draft.content.source:
        yield Sentence(
            "Chưa ghi nguồn của nội dung. Hãy ghi quyết định công bố hoặc trang đã đối chiếu."
        )

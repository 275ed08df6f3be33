"""Rules on components, forms, fees and results."""

from collections.abc import Iterator

from lienthong.catalogue.rules.content import Channel, OnlineLevel
from lienthong.catalogue.rules.lint.subject import Draft
from lienthong.catalogue.rules.wording import ONLINE_LEVELS, number
from lienthong.organisations.rules import Sentence


def component_connected(draft: Draft) -> Iterator[str]:
    """A paper whose data a connected source holds may not be required (R89)."""
    for component in draft.content.components:
        if component.required and component.replaced_by in draft.connected:
            source = draft.sources[component.replaced_by]
            yield Sentence(
                "“%(name)s” đã có trong %(source)s nên không được bắt buộc nộp. Hãy ghi required: "
                "false và chỉ yêu cầu khi không tra cứu được.",
                name=component.name,
                source=source,
            )


def unknown_source(draft: Draft) -> Iterator[str]:
    """A component can only be replaced by a data source that is known."""
    for component in draft.content.components:
        if component.replaced_by and component.replaced_by not in draft.sources:
            yield Sentence(
                "“%(name)s” được thay bằng nguồn dữ liệu “%(replaced_by)s” chưa có trong danh "
                "sách. Hãy khai báo nguồn dữ liệu trước.",
                name=component.name,
                replaced_by=component.replaced_by,
            )


def not_a_paper(draft: Draft) -> Iterator[str]:
    """A component of no original and no copy is an explanation, not a paper."""
    for component in draft.content.components:
        if not component.originals and not component.copies and not component.to_show:
            yield Sentence(
                "“%(name)s” không có bản chính, không có bản sao: đây là lời giải thích, không "
                "phải giấy tờ. Hãy chuyển vào ghi chú.",
                name=component.name,
            )


def no_electronic_form(draft: Draft) -> Iterator[str]:
    """A service offered online needs an electronic form (R103)."""
    if not draft.content.form:
        yield Sentence("Chưa có biểu mẫu điện tử. Hãy khai báo các mục cần hỏi người nộp.")


def no_data_reuse(draft: Draft) -> Iterator[str]:
    """A procedure that reuses no data asks for everything again (R103)."""
    papers = draft.content.components
    if papers and not any(component.replaced_by for component in papers):
        yield Sentence(
            "Không giấy tờ nào được thay bằng dữ liệu có sẵn. Hãy rà soát giấy tờ nào tra cứu "
            "được từ cơ sở dữ liệu."
        )


def fee_too_small(draft: Draft) -> Iterator[str]:
    """A fee below the smallest coin is a fee whose thousands were lost (“700 VNĐ”)."""
    for fee in draft.content.fees:
        if 0 < fee.amount < draft.bounds.least_fee:
            yield Sentence(
                "“%(name)s” ghi %(amount)s đồng, có thể thiếu ba số 0. Hãy kiểm tra: %(value)s "
                "đồng?",
                name=fee.name,
                amount=number(fee.amount),
                value=number(fee.amount * 1000),
            )


def odd_fee(draft: Draft) -> Iterator[str]:
    """A fee that nobody can pay exactly, or a very high one, should be checked."""
    for fee in draft.content.fees:
        if fee.amount >= draft.bounds.least_fee and fee.amount % 500:
            yield Sentence(
                "“%(name)s” ghi %(amount)s đồng, lẻ bất thường. Hãy kiểm tra lại.",
                name=fee.name,
                amount=number(fee.amount),
            )
        elif fee.amount > draft.bounds.most_fee:
            yield Sentence(
                "“%(name)s” ghi %(amount)s đồng, cao bất thường. Hãy kiểm tra lại.",
                name=fee.name,
                amount=number(fee.amount),
            )


def no_result(draft: Draft) -> Iterator[str]:
    """Where a result is due, its kind should be said."""
    if draft.content.needs_result and not draft.content.results:
        yield Sentence("Chưa ghi kết quả của thủ tục. Hãy ghi tên (và mã) giấy tờ kết quả.")


def online_level_channel(draft: Draft) -> Iterator[str]:
    """The online level and the ways of filing must agree."""
    content = draft.content
    online = Channel.ONLINE in content.channels
    if online and content.online_level is OnlineLevel.NONE:
        yield Sentence(
            "Cho nộp trực tuyến nhưng mức độ ghi là chưa cung cấp trực tuyến. Hãy chọn một phần "
            "hoặc toàn trình."
        )
    if not online and content.online_level is not OnlineLevel.NONE:
        yield Sentence(
            "Mức độ ghi là %(level)s nhưng không có cách nộp trực tuyến. Hãy thêm cách "
            "nộp hoặc sửa mức độ.",
            level=ONLINE_LEVELS[content.online_level],
        )


def partial_without_reason(draft: Draft) -> Iterator[str]:
    """Partly online needs a published reason (NĐ 224/2026/NĐ-CP, Art. 14)."""
    content = draft.content
    if content.online_level is OnlineLevel.PARTIAL and not content.online_reason:
        yield Sentence(
            "Dịch vụ trực tuyến một phần phải công khai lý do chưa toàn trình. Hãy ghi lý do "
            "(online_reason)."
        )


def eligible_not_provided(draft: Draft) -> Iterator[str]:
    """Eligible for full online service but not provided so (R85)."""
    content = draft.content
    if content.eligible_full and content.online_level is not OnlineLevel.FULL:
        yield Sentence(
            "Đủ điều kiện toàn trình nhưng đang cung cấp ở mức “%(level)s”.",
            level=ONLINE_LEVELS[content.online_level],
        )

"""What directives and what was read out of them are called on a screen."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.programmes.rules.extraction.layout import Line
from lienthong.programmes.rules.kinds import DeadlineKind, ProposalState
from lienthong.programmes.rules.resolving import Certainty
from lienthong.web.ui.status import Tag

KINDS: Final[Mapping[str, Promise]] = {
    "task": gettext_lazy("Nhiệm vụ"),
    "proposal": gettext_lazy("Kiến nghị"),
    "commitment": gettext_lazy("Cam kết"),
    "target": gettext_lazy("Chỉ tiêu"),
    "prior": gettext_lazy("Nhắc lại"),
}
DEADLINES: Final[Mapping[DeadlineKind, Promise]] = {
    DeadlineKind.DATE: gettext_lazy("Có ngày"),
    DeadlineKind.RECURRING: gettext_lazy("Thường xuyên"),
    DeadlineKind.CONDITION: gettext_lazy("Chờ điều kiện"),
    DeadlineKind.URGENT: gettext_lazy("Khẩn trương, không ghi ngày"),
    DeadlineKind.NONE: gettext_lazy("Không ghi thời hạn"),
}
RHYTHMS: Final[Mapping[str, Promise]] = {
    "daily": gettext_lazy("Hằng ngày"),
    "weekly": gettext_lazy("Hằng tuần"),
    "monthly": gettext_lazy("Hằng tháng"),
    "quarterly": gettext_lazy("Hằng quý"),
    "yearly": gettext_lazy("Hằng năm"),
}
CERTAINTIES: Final[Mapping[Certainty, Promise]] = {
    Certainty.SURE: gettext_lazy("đúng tên"),
    Certainty.LIKELY: gettext_lazy("gần như chắc"),
    Certainty.UNSURE: gettext_lazy("chưa chắc, có nhiều cơ quan gần giống"),
    Certainty.GROUP: gettext_lazy(
        "nhóm cơ quan: giao một cơ quan làm đầu mối, rồi giao tiếp xuống"
    ),
    Certainty.UNKNOWN: gettext_lazy("không có trong danh sách cơ quan"),
}
INHERITED: Final[Mapping[str, Promise]] = {
    "lead": gettext_lazy("chủ trì"),
    "deadline": gettext_lazy("thời hạn"),
}
STATES: Final[Mapping[ProposalState, Tag]] = {
    ProposalState.PROPOSED: Tag("", "circle", gettext_lazy("Chờ xem")),
    ProposalState.CONFIRMED: Tag("done", "check", gettext_lazy("Đã giao")),
    ProposalState.MERGED: Tag("run", "copy", gettext_lazy("Đã gộp")),
    ProposalState.SET_ASIDE: Tag("", "minus", gettext_lazy("Để ngoài")),
}
_NOTICES: Final[Mapping[str, Promise]] = {
    "gap": gettext_lazy(
        "Dòng %(line)d: đánh số nhảy từ %(first)s sang %(second)s, có thể thiếu ý."
    ),
    "early": gettext_lazy("Dòng %(line)d: hạn “%(first)s” sớm hơn ngày của chính văn bản."),
    "inferred": gettext_lazy("Dòng %(line)d: “%(first)s” không ghi năm, hiểu là năm %(second)s."),
    "undated": gettext_lazy("Dòng %(line)d: “%(first)s” không ghi năm và không rõ ngày văn bản."),
    "repeated": gettext_lazy(
        "%(count)d mục in hai lần, ví dụ dòng %(first)s và %(second)s; mỗi mục chỉ đọc một lần."
    ),
    "residue": gettext_lazy("%(count)d dòng là phần thừa của trang web: giữ lại, không đọc."),
    "footnote": gettext_lazy("Dòng %(line)d, chú thích [%(first)s]: %(second)s"),
}


def sentence(notice: Mapping[str, Any]) -> str:
    return str(_NOTICES[notice["kind"]]) % notice


@dataclass(frozen=True)
class Shown:
    """A line of the source text. `seen`: something was read out of it; `chosen`: the shown item."""

    number: int
    text: str
    page: int | None
    seen: bool
    chosen: bool


AROUND: Final = 60


def text_around(
    lines: Sequence[Line],
    cited: Sequence[tuple[int, int]],
    chosen: Sequence[tuple[int, int]],
    *,
    whole: bool,
) -> list[Shown]:
    """The source text; of a long one the part around what is shown."""
    first = chosen[0][0] if chosen else 1
    near = [
        line for line in lines if whole or len(lines) <= 6 * AROUND or _near(line.number, first)
    ]
    seen = {number for start, end in cited for number in range(start, end + 1)}
    now = {number for start, end in chosen for number in range(start, end + 1)}
    return [
        Shown(line.number, line.text.strip(), line.page, line.number in seen, line.number in now)
        for line in near
        if line.text.strip() and line.number
    ]


def _near(number: int, first: int) -> bool:
    return first - AROUND <= number <= first + 2 * AROUND


def spans(items: Sequence[Any]) -> Iterator[tuple[int, int]]:
    for item in items:
        yield from ((first, last) for first, last in item.item["citations"])


def where_cited(citation: str) -> str:
    """A source's place ("12-14/3": lines and number of the item) in words."""
    found = re.fullmatch(r"(\d+)-(\d+)/\d+", citation)
    if found is None:
        return citation
    return where({"lines": [int(found[1]), int(found[2])]})


def where(item: Mapping[str, Any]) -> str:
    first, last = item["lines"]
    words = (
        _("dòng %(first)d") % {"first": first}
        if first == last
        else _("dòng %(first)d–%(last)d") % {"first": first, "last": last}
    )
    if item.get("page"):
        return _("trang %(page)d, %(lines)s") % {"page": item["page"], "lines": words}
    return words

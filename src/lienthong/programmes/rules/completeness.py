"""What a task still lacks to be clear: R7, R8, R16, R21, R22. Pure."""

from typing import Final

from lienthong.programmes.rules import _
from lienthong.programmes.rules.kinds import DeadlineKind

# Without these it cannot be completed (R8).
NEEDED: Final = {"objective": _("mục tiêu"), "key_results": _("kết quả chính đo được")}
# These it should say; they hold nobody up.
WANTED: Final = {
    "product": _("sản phẩm"),
    "receiver": _("nơi nhận sản phẩm"),
    "deadline": _("thời hạn"),
    "head": _("người chịu trách nhiệm"),
    "contact": _("đầu mối liên hệ"),
}


def lacking(
    *,
    objective: str,
    key_results: int,
    product: str,
    receiver: bool,
    deadline_kind: DeadlineKind,
    head: bool,
    contact: bool,
    acknowledged: bool,
) -> list[str]:
    """The names of what is missing, what is needed first. Head and contact are named by the lead
    when it takes the task on, so they are missed only afterwards."""
    has = {
        "objective": bool(objective.strip()),
        "key_results": bool(key_results),
        "product": bool(product.strip()),
        "receiver": receiver or not product.strip(),
        "deadline": deadline_kind not in (DeadlineKind.NONE, DeadlineKind.URGENT),
        "head": head or not acknowledged,
        "contact": contact or not acknowledged,
    }
    return [name for name in (*NEEDED, *WANTED) if not has[name]]

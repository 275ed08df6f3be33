"""The tabs on every page about visits and what follows from them."""

from collections.abc import Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from lienthong.accounts.rules import Permission
from lienthong.web.ui.access import Request

VIEW: Final = Permission.PROGRAMME_VIEW
PLAN: Final = Permission.VISIT_PLAN
_TABS: Final[Sequence[tuple[str, Promise, Permission]]] = (
    ("visits", gettext_lazy("Cuộc kiểm tra"), VIEW),
    ("visit-suggestions", gettext_lazy("Nơi nên kiểm tra"), PLAN),
    ("remedies", gettext_lazy("Việc khắc phục"), VIEW),
    ("visits-follow-up", gettext_lazy("Tổng hợp"), VIEW),
    ("units-slow", gettext_lazy("Đơn vị chậm"), PLAN),
)


def tabs(request: Request, page: str) -> list[tuple[str, Promise, bool]]:
    """Address name, words, and whether it is this page, for what the reader may open."""
    return [
        (name, words, name == page) for name, words, needed in _TABS if request.scope.may(needed)
    ]

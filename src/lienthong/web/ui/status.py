"""How a state or a remaining time is said: colour, icon and words together, never colour alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lienthong.dossiers.rules.lifecycle import State
from lienthong.web.ui import formats


@dataclass(frozen=True)
class Tag:
    """`kind` is the class of the design: run, done, soon, late, check, or nothing (grey)."""

    kind: str
    icon: str
    words: str | Promise


STATES: Final[Mapping[State, Tag]] = {
    State.SUBMITTED: Tag("run", "inbox", gettext_lazy("Đã nộp, chờ tiếp nhận")),
    State.ACCEPTED: Tag("run", "check", gettext_lazy("Đã tiếp nhận")),
    State.NOT_ACCEPTED: Tag("", "circle-x", gettext_lazy("Không được tiếp nhận")),
    State.IN_PROCESS: Tag("run", "play", gettext_lazy("Đang giải quyết")),
    State.AWAITING_SUPPLEMENT: Tag("", "pause", gettext_lazy("Chờ bổ sung")),
    State.AWAITING_PAYMENT: Tag("", "pause", gettext_lazy("Chờ nộp tiền")),
    State.WITHDRAWN: Tag("", "undo-2", gettext_lazy("Đã rút")),
    State.STOPPED: Tag("", "circle-x", gettext_lazy("Đã dừng giải quyết")),
    State.DONE: Tag("done", "check", gettext_lazy("Đã có kết quả")),
    State.RETURNED: Tag("done", "check", gettext_lazy("Đã trả kết quả")),
}

VERDICTS: Final[Mapping[str, Tag]] = {
    "early": Tag("done", "check", gettext_lazy("Xong trước hạn")),
    "on_time": Tag("done", "check", gettext_lazy("Xong đúng hạn")),
    "late": Tag("late", "triangle-alert", gettext_lazy("Xong trễ hạn")),
}


# Of a filing that needs no result: nobody has to come for anything.
CLOSED: Final = Tag("done", "check", gettext_lazy("Đã xong, không có kết quả phải trả"))


def state(number: int, outcome: str = "") -> Tag:
    """`outcome`: how it ended, where that is known."""
    return CLOSED if outcome == "closed" else STATES[State(number)]


CHECKING: Final = Tag("check", "search", gettext_lazy("Đang xác minh"))


def due(
    *,
    minutes_left: int | None,
    minutes_a_day: int = 480,
    soon_days: int = 2,
    paused: bool = False,
    verdict: str | None = None,
    checking: bool = False,
    short: bool = False,
) -> Tag:
    """What is left of the time limit.

    `minutes_left`: working minutes of the agency until the due time, below 0 when it has passed;
    None: no limit runs. `minutes_a_day`: working minutes of its day. `soon_days` is configured.
    `checking`: it looks late, but the record is being verified: not yet anybody's lateness.
    `short`: for tables, whose heading says that days are working days.
    """
    if verdict:
        return VERDICTS[verdict]
    if checking:
        return CHECKING
    if paused:
        if minutes_left is None:
            return Tag("", "pause", _("Tạm dừng"))
        left = _length(minutes_left, minutes_a_day, short=True)
        return Tag("", "pause", _("Tạm dừng, còn %(left)s") % {"left": left})
    if minutes_left is None:
        return Tag("", "clock", _("Chưa tính hạn"))
    if minutes_left < 0:
        late = _length(-minutes_left, minutes_a_day, short=True)
        return Tag("late", "triangle-alert", _("Trễ %(late)s") % {"late": late})
    soon = minutes_left <= soon_days * minutes_a_day
    left = _length(minutes_left, minutes_a_day, short=short or soon)
    return Tag(
        "soon" if soon else "run",
        "hourglass" if soon else "clock",
        _("Còn %(left)s") % {"left": left},
    )


def _length(minutes: int, minutes_a_day: int, *, short: bool) -> str:
    days = minutes // minutes_a_day
    if not days:
        return formats.minutes(minutes)
    if short:
        return ngettext("%(count)d ngày", "%(count)d ngày", days) % {"count": days}
    return formats.working_days(days)

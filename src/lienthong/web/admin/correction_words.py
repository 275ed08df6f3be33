"""Corrections in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lienthong.catalogue import queries as catalogue
from lienthong.catalogue.rules import NotOffered
from lienthong.catalogue.rules.content import LimitUnit, StartOn
from lienthong.catalogue.rules.wording import STARTS
from lienthong.dossiers.queries.corrections import Preview
from lienthong.dossiers.rules.causes import WAITS
from lienthong.dossiers.rules.corrections import (
    CorrectionKind,
    CorrectionState,
    ItemState,
    Policy,
)
from lienthong.dossiers.rules.lifecycle import EVENT_NAMES, EventType
from lienthong.organisations import queries as organisations
from lienthong.web.ui import formats
from lienthong.web.ui.status import Tag

if TYPE_CHECKING:
    from lienthong.dossiers.models import Correction


@dataclass(frozen=True)
class Kind:
    """What may be wrong: its word in the address, its name, when it is the right one."""

    kind: CorrectionKind
    slug: str
    icon: str
    name: Promise
    when: Promise


KINDS: Final[Sequence[Kind]] = (
    Kind(
        CorrectionKind.LIMIT,
        "thoi-han",
        "timer",
        gettext_lazy("Thời hạn sai số hoặc sai đơn vị"),
        gettext_lazy("Ví dụ: văn bản ghi 10 ngày làm việc, danh mục ghi 10 ngày lịch."),
    ),
    Kind(
        CorrectionKind.CALENDAR,
        "lich",
        "calendar",
        gettext_lazy("Lịch làm việc đã sửa"),
        gettext_lazy("Thêm ngày nghỉ, ngày làm bù; hồ sơ cũ còn tính theo lịch trước khi sửa."),
    ),
    Kind(
        CorrectionKind.PAUSE_REASON,
        "ly-do-tam-dung",
        "circle-pause",
        gettext_lazy("Ghi nhầm lý do tạm dừng"),
        gettext_lazy("Lý do này tính vào thời hạn, lý do kia không tính."),
    ),
    Kind(
        CorrectionKind.START_RULE,
        "bat-dau-tinh",
        "flag",
        gettext_lazy("Thời điểm bắt đầu tính sai"),
        gettext_lazy("Ví dụ: phải tính từ lúc nộp phí, danh mục tính từ lúc tiếp nhận."),
    ),
    Kind(
        CorrectionKind.RECORDED_LATE,
        "ghi-muon",
        "file-clock",
        gettext_lazy("Việc xong sớm hơn lúc được ghi"),
        gettext_lazy("Mất mạng, mất điện: việc đã xong mà hôm sau mới bấm."),
    ),
    Kind(
        CorrectionKind.TEST_MARK,
        "ho-so-thu",
        "flask-conical",
        gettext_lazy("Dấu hồ sơ thử"),
        gettext_lazy("Hồ sơ thử bị đếm vào số liệu, hoặc hồ sơ thật bị gắn là thử."),
    ),
)
BY_SLUG: Final[Mapping[str, Kind]] = {kind.slug: kind for kind in KINDS}
BY_KIND: Final[Mapping[str, Kind]] = {kind.kind.value: kind for kind in KINDS}

POLICIES: Final[Mapping[Policy, Promise]] = {
    Policy.FOLLOW_RULE: gettext_lazy("Theo đúng quy định: ngày hẹn tính lại, sớm hơn hay muộn hơn"),
    Policy.NEVER_WORSEN: gettext_lazy("Giữ lời hẹn: không ngày đã hẹn nào bị lùi muộn hơn"),
    Policy.ASK: gettext_lazy("Hỏi từng hồ sơ: hồ sơ nào đổi ngày hẹn thì quyết định riêng"),
}
STATES: Final[Mapping[str, Tag]] = {
    CorrectionState.OPENED: Tag("", "pencil", gettext_lazy("Mới mở, chưa chạy thử")),
    CorrectionState.PREVIEWING: Tag("run", "hourglass", gettext_lazy("Đang chạy thử")),
    CorrectionState.PREVIEWED: Tag("soon", "eye", gettext_lazy("Đã chạy thử, chờ duyệt")),
    CorrectionState.APPLYING: Tag("run", "play", gettext_lazy("Đang áp dụng")),
    CorrectionState.APPLIED: Tag("done", "check", gettext_lazy("Đã áp dụng")),
    CorrectionState.DROPPED: Tag("", "circle-x", gettext_lazy("Đã bỏ")),
}
UNDONE: Final = Tag("", "undo-2", gettext_lazy("Đã hoàn tác"))
ITEMS: Final[Mapping[str, Tag]] = {
    ItemState.PENDING: Tag("", "clock", gettext_lazy("Sẽ sửa")),
    ItemState.ASKED: Tag("soon", "circle-question-mark", gettext_lazy("Chờ quyết định")),
    ItemState.LEFT: Tag("", "minus", gettext_lazy("Để nguyên")),
    ItemState.APPLIED: Tag("done", "check", gettext_lazy("Đã sửa")),
    ItemState.MOVED_ON: Tag("check", "triangle-alert", gettext_lazy("Đã có việc khác, không sửa")),
}
VERDICTS: Final[Mapping[str, Promise]] = {
    "": gettext_lazy("Chưa xong"),
    "early": gettext_lazy("Trước hạn"),
    "on_time": gettext_lazy("Đúng hạn"),
    "late": gettext_lazy("Trễ hạn"),
}
UNITS: Final[Mapping[str, Promise]] = {
    "working_day": gettext_lazy("ngày làm việc"),
    "calendar_day": gettext_lazy("ngày lịch (tính cả ngày nghỉ)"),
    "working_hour": gettext_lazy("giờ làm việc"),
    "same_day": gettext_lazy("trong ngày"),
}


def limit_words(amount: str, unit: str, cutoff: str = "") -> str:
    """10 ngày làm việc; trong ngày, nhận trước 15:00."""
    if unit == LimitUnit.SAME_DAY:
        if cutoff:
            return _("trong ngày, nhận trước %(hour)s") % {"hour": cutoff}
        return _("trong ngày")
    try:
        count = Decimal(amount)
    except InvalidOperation:
        return f"{amount} {UNITS.get(unit, unit)}"
    if unit == LimitUnit.WORKING_DAY:
        return formats.working_days(count)
    if unit == LimitUnit.WORKING_HOUR:
        return formats.working_hours(count)
    return formats.calendar_days(count)


def change_words(correction: "Correction") -> str:
    """What is set right, in one sentence."""
    change = correction.change
    if correction.undoes_id is not None:
        return _("Đưa mỗi hồ sơ về như trước lần đính chính số %(number)s.") % {
            "number": correction.undoes_id
        }
    match CorrectionKind(correction.kind):
        case CorrectionKind.LIMIT:
            limit = change["limit"]
            right = limit_words(
                str(limit.get("amount", "")), limit["unit"], limit.get("cutoff", "")
            )
            wrong = _limits_of(correction)
            if wrong:
                return _("Danh mục ghi “%(wrong)s”; đúng là “%(right)s”.") % {
                    "wrong": wrong,
                    "right": right,
                }
            return _("Thời hạn đúng là “%(right)s”.") % {"right": right}
        case CorrectionKind.START_RULE:
            return _("Thời hạn phải tính từ %(start)s.") % {
                "start": _(STARTS[StartOn(change["start_on"])])
            }
        case CorrectionKind.CALENDAR:
            return _("Tính lại theo lịch làm việc bản số %(edition)s.") % {
                "edition": change["edition"]
            }
        case CorrectionKind.PAUSE_REASON:
            return _("Lý do tạm dừng ghi “%(wrong)s”; đúng là “%(right)s”.") % {
                "wrong": _(WAITS[change["from"]]),
                "right": _(WAITS[change["to"]]),
            }
        case CorrectionKind.RECORDED_LATE:
            return _("Việc “%(event)s” thật ra xảy ra lúc %(moment)s.") % {
                "event": _(EVENT_NAMES[EventType(change["event"])]),
                "moment": formats.moment(datetime.fromisoformat(change["occurred_at"])),
            }
        case CorrectionKind.TEST_MARK:
            if change["is_test"]:
                return _("Đây là hồ sơ thử: ra khỏi mọi số liệu.")
            return _("Đây là hồ sơ thật: vào mọi số liệu.")


def scope_words(correction: "Correction") -> list[str]:
    """Which dossiers, one condition a line."""
    scope = correction.scope
    lines = []
    if version := scope.get("version"):
        lines.append(version_words(version))
    if codes := scope.get("codes"):
        lines.append(
            ngettext("%(count)s hồ sơ ghi theo mã", "%(count)s hồ sơ ghi theo mã", len(codes))
            % {"count": formats.number(len(codes))}
        )
    if since := scope.get("submitted_from"):
        lines.append(_("nộp từ %(day)s") % {"day": formats.day(datetime.fromisoformat(since))})
    if until := scope.get("submitted_until"):
        last = datetime.fromisoformat(until) - timedelta(days=1)
        lines.append(_("nộp đến hết %(day)s") % {"day": formats.day(last)})
    if since := scope.get("touches_from"):
        lines.append(
            _("hồ sơ đang mở, và hồ sơ xong từ %(day)s")
            % {"day": formats.day(datetime.fromisoformat(since))}
        )
    if within := scope.get("within"):
        lines.append(
            _("mọi cơ quan thuộc %(agency)s")
            % {"agency": formats.own_name(organisations.agency(within))}
        )
    elif agencies := scope.get("agencies"):
        names = organisations.agencies(agencies[:3]).values()
        lines.append(", ".join(formats.own_name(agency) for agency in names))
    return lines


def version_words(version_id: int) -> str:
    try:
        version = catalogue.version(version_id)
    except NotOffered:
        return _("phiên bản số %(number)s") % {"number": version_id}
    return _("%(code)s %(name)s, phiên bản %(number)s") % {
        "code": version.code,
        "name": formats.own_name(version),
        "number": version.number,
    }


def what_was_done(found: Preview) -> list[str]:
    """The same once it was applied: nobody is to look again before approving."""
    freed = ngettext(
        "%(count)s hồ sơ đã bị ghi trễ hạn nay không còn trễ.",
        "%(count)s hồ sơ đã bị ghi trễ hạn nay không còn trễ.",
        found.no_longer_late,
    )
    made_late = ngettext(
        "%(count)s hồ sơ thành trễ hạn vì lần đính chính này.",
        "%(count)s hồ sơ thành trễ hạn vì lần đính chính này.",
        found.newly_late,
    )
    return _verdicts(found, freed, made_late)


def what_one_sees(found: Preview) -> list[str]:
    """The dry run in plain sentences, the weightiest first."""
    if not found.dossiers:
        return [_("Không hồ sơ nào trong phạm vi bị ảnh hưởng. Kiểm tra lại phạm vi.")]
    freed = ngettext(
        "%(count)s hồ sơ đang bị ghi trễ hạn thật ra không trễ.",
        "%(count)s hồ sơ đang bị ghi trễ hạn thật ra không trễ.",
        found.no_longer_late,
    )
    made_late = ngettext(
        "%(count)s hồ sơ sẽ thành trễ hạn. Xem từng hồ sơ trước khi duyệt.",
        "%(count)s hồ sơ sẽ thành trễ hạn. Xem từng hồ sơ trước khi duyệt.",
        found.newly_late,
    )
    return _verdicts(found, freed, made_late)


def _verdicts(found: Preview, freed: str, made_late: str) -> list[str]:
    """`freed` and `made_late` where there are any, then what is said in either case."""
    told = ngettext(
        "%(count)s người nộp đã được báo ngày hẹn cũ; lời hẹn ấy vẫn nằm trong nhật ký.",
        "%(count)s người nộp đã được báo ngày hẹn cũ; lời hẹn ấy vẫn nằm trong nhật ký.",
        found.told_before,
    )
    said = [*_counted(found.no_longer_late, freed), *_counted(found.newly_late, made_late)]
    if not found.newly_late:
        said.append(_("Không hồ sơ nào thành trễ hạn vì lần đính chính này."))
    if not found.due_changed:
        said.append(_("Không ngày hẹn nào đổi."))
    return [*said, *_counted(found.told_before, told)]


def _counted(count: int, words: str) -> list[str]:
    return [words % {"count": formats.number(count)}] if count else []


def _limits_of(correction: "Correction") -> str:
    """The limits that the version says now, in words."""
    version_id = correction.scope.get("version")
    if not version_id:
        return ""
    try:
        content = catalogue.version(version_id).content
    except NotOffered:
        return ""
    wanted = correction.scope.get("option")
    words = [
        limit_words(option.amount, option.unit.value, option.cutoff)
        for option in content.time_options
        if not wanted or option.key == wanted
    ]
    return "; ".join(dict.fromkeys(words))

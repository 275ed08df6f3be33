"""What can be done with a difficulty: one table. A line says who may, when it is offered, which
form it asks and which action it calls."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lienthong.accounts.rules import Permission
from lienthong.organisations import queries as organisations
from lienthong.programmes.actions import difficulties as actions
from lienthong.programmes.queries.difficulties import DifficultyPage, similar
from lienthong.programmes.rules import NotAllowed
from lienthong.programmes.rules.difficulties import TRANSITIONS
from lienthong.programmes.rules.kinds import DifficultyEventType
from lienthong.web.programme.holding import (
    agency_field,
    holders,
    named,
    several,
    several_field,
)
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request
from lienthong.web.ui.asked import today
from lienthong.web.ui.fields import long_field, text_field

E = DifficultyEventType
RAISE, ANSWER = Permission.DIFFICULTY_RAISE, Permission.DIFFICULTY_ANSWER


class ActForm(forms.Form):
    """`seen`: how many events the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, request: Request, found: DifficultyPage, **options: Any) -> None:
        options.setdefault("initial", {"seen": len(found.events)})
        options.setdefault("auto_id", f"{type(self).__name__.lower()}_%s")
        super().__init__(*args, **options)
        self.request, self.found = request, found

    @property
    def province(self) -> str:
        return organisations.agency(self.found.row.raised_by).province_code


class Route(ActForm):
    """One answers, any number of others are heard; away from an earlier one only with a reason."""

    owner = agency_field(_("Cơ quan trả lời"), _("Ghi tên cơ quan phải trả lời"))
    opinions = several_field(_("Cơ quan cho ý kiến"))
    reason = long_field(_("Vì sao chuyển"), _("Ghi vì sao chuyển cơ quan khác trả lời"))

    def __init__(self, *args: Any, request: Request, found: DifficultyPage, **options: Any) -> None:
        super().__init__(*args, request=request, found=found, **options)
        if found.row.owner is None:
            del self.fields["reason"]

    def clean_owner(self) -> int:
        text = self.cleaned_data["owner"]
        return named(text, on=today(self.request), province=self.province).id

    def clean_opinions(self) -> list[int]:
        text = self.cleaned_data["opinions"]
        return [one.id for one in several(text, on=today(self.request), province=self.province)]


class Ask(ActForm):
    opinions = several_field(_("Cơ quan cho ý kiến"))

    def clean_opinions(self) -> list[int]:
        text = self.cleaned_data["opinions"]
        found = several(text, on=today(self.request), province=self.province)
        if not found:
            raise forms.ValidationError(_("Ghi tên ít nhất một cơ quan"))
        return [one.id for one in found]


class Advise(ActForm):
    text = long_field(_("Ý kiến"), _("Ghi ý kiến của cơ quan"), max_length=8000)


class Answer(ActForm):
    text = long_field(
        _("Nội dung trả lời"), _("Ghi đã làm gì, văn bản nào, từ khi nào"), max_length=8000
    )
    document = text_field(_("Số văn bản trả lời"), "", required=False, max_length=80)


class Reason(ActForm):
    reason = long_field(_("Lý do"), _("Ghi lý do để người đọc sau hiểu được"))


class Group(ActForm):
    members = forms.TypedMultipleChoiceField(
        label=_("Khó khăn giống nhau"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một khó khăn để gộp")},
    )

    def __init__(self, *args: Any, request: Request, found: DifficultyPage, **options: Any) -> None:
        super().__init__(*args, request=request, found=found, **options)
        area = request.scope.agencies(Permission.PROGRAMME_VIEW)
        rows = similar(found.row.id, area, as_of=request.now)
        names = organisations.agencies({row.raised_by for row, _score in rows})
        self.fields["members"].choices = [  # type: ignore[attr-defined]
            (
                row.id,
                f"{row.code}, {formats.own_name(names[row.raised_by])}: {row.text[:160]}"
                f" ({formats.percent(score)})",
            )
            for row, score in rows
        ]


@dataclass(frozen=True, kw_only=True)
class Act:
    """`acting`: the agency for which this reader could do it, None where it is not theirs."""

    name: str
    title: Promise
    done: Promise
    event: DifficultyEventType
    form: type[ActForm]
    acting: Callable[[Request, DifficultyPage], int | None]
    run: Callable[[Mapping[str, Any], Mapping[str, Any]], object]
    needs: Permission
    icon: str = "check"
    help: Promise | str = ""
    main: bool = False


def _coordinating(request: Request, found: DifficultyPage) -> int | None:
    """An agency above, or the one that was asked; never the one that raised it."""
    row = found.row
    over = {row.raised_by, row.owner or row.raised_by}
    mine = [one for one in holders(request.scope, ANSWER, over) if one != row.raised_by]
    return mine[0] if mine else None


def _asked(request: Request, found: DifficultyPage) -> int | None:
    """Who holds the role in an agency whose opinion still lacks."""
    waiting = {one.agency for one in found.opinions if one.given_at is None}
    return next((one for one in holders(request.scope, ANSWER, waiting) if one in waiting), None)


def _grouping(request: Request, found: DifficultyPage) -> int | None:
    return None if found.first else _coordinating(request, found)


def _separating(request: Request, found: DifficultyPage) -> int | None:
    return _coordinating(request, found) if found.first else None


def _owner(request: Request, found: DifficultyPage) -> int | None:
    """Who holds the role in the asked agency itself: nobody answers in its name from above."""
    owner = found.row.owner
    if owner is None or found.first or owner not in holders(request.scope, ANSWER, {owner}):
        return None
    return owner


def _raiser(request: Request, found: DifficultyPage) -> int | None:
    raised_by = found.row.raised_by
    return raised_by if request.scope.may(RAISE, agency_id=raised_by) else None


ACTS: Final[Sequence[Act]] = (
    Act(
        name="y-kien",
        title=_("Cho ý kiến"),
        done=_("Đã gửi ý kiến cho cơ quan trả lời."),
        event=E.ADVISED,
        form=Advise,
        acting=_asked,
        run=lambda given, common: actions.give_opinion(**common, text=given["text"]),
        needs=ANSWER,
        icon="pen-line",
        main=True,
    ),
    Act(
        name="tra-loi",
        title=_("Trả lời"),
        done=_("Đã trả lời. Cơ quan nêu sẽ xác nhận đã tháo gỡ hay chưa."),
        event=E.ANSWERED,
        form=Answer,
        acting=_owner,
        run=lambda given, common: actions.answer_difficulty(
            **common, text=given["text"], document=given["document"]
        ),
        needs=ANSWER,
        icon="message-square",
        help=_("Trả lời ở đây là trả lời cho cả nhóm khó khăn giống nhau."),
        main=True,
    ),
    Act(
        name="xac-nhan",
        title=_("Xác nhận đã tháo gỡ"),
        done=_("Đã xác nhận. Khó khăn đã tháo gỡ."),
        event=E.VERIFIED,
        form=ActForm,
        acting=_raiser,
        run=lambda given, common: actions.verify_difficulty(**common),
        needs=RAISE,
        main=True,
    ),
    Act(
        name="chuyen",
        title=_("Chuyển cơ quan trả lời"),
        done=_("Đã chuyển. Hạn trả lời giữ nguyên."),
        event=E.ROUTED,
        form=Route,
        acting=_coordinating,
        run=lambda given, common: actions.route_difficulty(
            **common,
            owner=given["owner"],
            opinions=given["opinions"],
            reason=given.get("reason", ""),
        ),
        needs=ANSWER,
        icon="send",
        help=_("Hạn trả lời tính từ lúc nêu; chuyển tiếp không thêm thời gian."),
        main=True,
    ),
    Act(
        name="xin-y-kien",
        title=_("Xin thêm ý kiến"),
        done=_("Đã gửi xin ý kiến. Cơ quan trả lời không đổi."),
        event=E.ASKED,
        form=Ask,
        acting=_coordinating,
        run=lambda given, common: actions.ask_opinions(**common, opinions=given["opinions"]),
        needs=ANSWER,
        icon="users",
        help=_("Nhiều nơi cho ý kiến, một nơi trả lời."),
    ),
    Act(
        name="neu-lai",
        title=_("Nêu lại, chưa tháo gỡ"),
        done=_("Đã nêu lại. Hạn trả lời tính lại từ bây giờ."),
        event=E.REOPENED,
        form=Reason,
        acting=_raiser,
        run=lambda given, common: actions.reopen_difficulty(**common, reason=given["reason"]),
        needs=RAISE,
        icon="rotate-ccw",
    ),
    Act(
        name="gop",
        title=_("Gộp khó khăn giống nhau"),
        done=_("Đã gộp. Trả lời một lần cho cả nhóm."),
        event=E.GROUPED,
        form=Group,
        acting=_grouping,
        run=lambda given, common: actions.group_difficulties(
            first_id=common["difficulty_id"],
            members=given["members"],
            agency=common["agency"],
            by=common["by"],
            at=common["at"],
        ),
        needs=ANSWER,
        icon="copy",
        help=_("Hệ thống gợi ý theo câu chữ; chỉ gộp điều thật sự cùng một vướng mắc."),
    ),
    Act(
        name="tach",
        title=_("Tách khỏi nhóm"),
        done=_("Đã tách khỏi nhóm."),
        event=E.SEPARATED,
        form=ActForm,
        acting=_separating,
        run=lambda given, common: actions.separate_difficulty(**common),
        needs=ANSWER,
        icon="split",
    ),
    Act(
        name="rut",
        title=_("Rút"),
        done=_("Đã rút."),
        event=E.WITHDRAWN,
        form=Reason,
        acting=_raiser,
        run=lambda given, common: actions.withdraw_difficulty(**common, reason=given["reason"]),
        needs=RAISE,
        icon="undo-2",
    ),
)
BY_NAME: Final[Mapping[str, Act]] = {act.name: act for act in ACTS}


@dataclass(frozen=True)
class Offer:
    act: Act
    form: forms.Form
    open: bool


def offered(
    request: Request, found: DifficultyPage, bound: Mapping[str, forms.Form]
) -> list[Offer]:
    """What this reader can do now, each with its form; the one that was just refused stays open."""
    offers = []
    for act in ACTS:
        if act.event not in TRANSITIONS[found.row.state] or act.acting(request, found) is None:
            continue
        form = bound.get(act.name) or act.form(request=request, found=found)
        if isinstance(form, Group) and not form.fields["members"].choices:  # type: ignore[attr-defined]
            continue
        offers.append(Offer(act, form, act.name in bound))
    return offers


def done(request: Request, act: Act, found: DifficultyPage, form: forms.Form) -> None:
    """Call the action for the agency that the reader stands for. Raises NotAllowed."""
    agency = act.acting(request, found)
    if agency is None:
        raise NotAllowed(
            "Vai trò của mình không làm được việc này với khó khăn này. Đề nghị người phụ trách."
        )
    act.run(
        form.cleaned_data,
        {
            "difficulty_id": found.row.id,
            "seen": form.cleaned_data["seen"],
            "agency": agency,
            "by": request.scope.actor_for(act.needs, agency_id=agency),
            "at": request.now,
        },
    )

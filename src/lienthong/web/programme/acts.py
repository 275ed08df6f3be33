"""Everything that can be done with a task: one table. A line says the name in the address, the
words, who may, for which agency, when it is offered, which form it asks and which action it calls.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lienthong.accounts.rules import Permission
from lienthong.programmes.actions import cascade, decisions, requests, work
from lienthong.programmes.queries.pages import TaskPage
from lienthong.programmes.rules.kinds import EvidenceKind, RequestKind, TaskEventType, TaskState
from lienthong.programmes.rules.lifecycle import possible
from lienthong.web.programme import forms as ask
from lienthong.web.programme import handing_down

WORK, DECIDE = Permission.TASK_WORK, Permission.TASK_DECIDE
EDIT, EXPLAIN = Permission.PROGRAMME_EDIT, Permission.TASK_EXPLAIN
E = TaskEventType

Given = Mapping[str, Any]
Common = Mapping[str, Any]  # task_id, seen, actor, at


def titled(words: str) -> Promise:
    """The name of an act, apart from what it records: “Accept” is not “Accepted”."""
    return pgettext_lazy("act", words)


def lead(found: TaskPage) -> frozenset[int]:
    return frozenset({found.lead.id})


def above(found: TaskPage) -> frozenset[int]:
    """Who assigned it or runs the programme."""
    return frozenset({found.assigner.id, *found.acceptors})


def acceptors(found: TaskPage) -> frozenset[int]:
    return frozenset(found.acceptors)


def always(found: TaskPage) -> bool:
    return True


def _not_pending(kind: RequestKind) -> Callable[[TaskPage], bool]:
    return lambda found: kind not in found.judged.standing.pending


@dataclass(frozen=True, kw_only=True)
class Act:
    """`needs`: the permission, for one of the agencies `where`. `fits`: beyond what the state
    allows (`event`), whether it makes sense now."""

    name: str
    title: Promise
    done: Promise
    event: TaskEventType
    form: type[ask.ActForm]
    run: Callable[[Given, Common], object]
    icon: str = "check"
    needs: Permission = WORK
    where: Callable[[TaskPage], frozenset[int]] = lead
    fits: Callable[[TaskPage], bool] = always
    help: Promise | str = ""
    risk: bool = False

    def fitting(self, found: TaskPage) -> bool:
        return self.event in possible(found.state) and self.fits(found)


def _evidence(given: Given, common: Common) -> object:
    scan = given.get("file")
    stored = scan.stored if scan else None
    kind = EvidenceKind.FILE if stored else EvidenceKind.DOCUMENT
    if given.get("indicator"):
        kind = EvidenceKind.MEASURED
    return work.add_evidence(
        **common,
        kind=kind,
        title=given["title"],
        key_result=given["key_result"],
        document=given["document"],
        document_on=given["document_on"],
        file=stored,
        indicator=given["indicator"],
    )


def _late(found: TaskPage) -> bool:
    return found.judged.standing.was_late or found.judged.timeliness in ("overdue", "correcting")


def _open(found: TaskPage) -> bool:
    return found.judged.standing.open


def _has_below(found: TaskPage) -> bool:
    return _open(found) and found.state is not TaskState.SUBMITTED


ACTS: Final[Sequence[Act]] = (
    Act(
        name="nhan-viec",
        title=titled("Nhận việc"),
        done=_("Đã nhận việc."),
        event=E.ACKNOWLEDGED,
        form=ask.Acknowledge,
        run=lambda given, common: work.acknowledge(
            **common, head_id=given["head"], contact_id=given["contact"]
        ),
        icon="user-check",
    ),
    Act(
        name="nghiem-thu",
        title=titled("Nghiệm thu"),
        done=_("Đã nghiệm thu."),
        event=E.ACCEPTED,
        form=ask.Note,
        run=lambda given, common: decisions.accept_task(**common, note=given["note"]),
        needs=DECIDE,
        where=acceptors,
    ),
    Act(
        name="tra-lai",
        title=titled("Trả lại"),
        done=_("Đã trả lại kèm lý do."),
        event=E.RETURNED,
        form=ask.Return,
        run=lambda given, common: decisions.return_task(
            **common, reason=given["reason"], evidence=given["evidence"]
        ),
        icon="undo-2",
        needs=DECIDE,
        where=acceptors,
    ),
    Act(
        name="tien-do",
        title=titled("Báo cáo tiến độ"),
        done=_("Đã ghi tiến độ."),
        event=E.PROGRESSED,
        form=ask.Progress,
        run=lambda given, common: work.report_progress(
            **common,
            percent=given["percent"],
            results=given["results"],
            evidence=given["evidence"],
            note=given["note"],
        ),
        icon="chart-line",
        help=_("Tiến độ tăng phải chỉ vào bằng chứng đã nộp, hoặc vào kết quả hệ thống đo được."),
    ),
    Act(
        name="bang-chung",
        title=titled("Thêm bằng chứng"),
        done=_("Đã thêm bằng chứng."),
        event=E.EVIDENCE_ADDED,
        form=ask.EvidenceForm,
        run=_evidence,
        icon="paperclip",
        help=_("Ghi số, ngày văn bản; hoặc chọn tệp; hoặc dùng số đo của hệ thống."),
    ),
    Act(
        name="nop",
        title=titled("Nộp kết quả"),
        done=_("Đã nộp kết quả, chờ nghiệm thu."),
        event=E.SUBMITTED,
        form=ask.Submit,
        run=lambda given, common: work.submit_task(
            **common, done_on=given["done_on"], note=given["note"]
        ),
        icon="file-check",
        fits=lambda found: not found.recurring and not found.incomplete,
        help=_("Từ lúc nộp, thời gian chờ nghiệm thu không tính cho cơ quan chủ trì."),
    ),
    Act(
        name="muc-tieu",
        title=titled("Ghi mục tiêu, kết quả chính"),
        done=_("Đã ghi mục tiêu và kết quả chính."),
        event=E.NOTED,
        form=ask.Objective,
        run=lambda given, common: requests.set_objective(
            **common, objective=given["objective"], key_results=given["key_results"]
        ),
        icon="flag",
        fits=lambda found: _open(found) and found.incomplete,
    ),
    Act(
        name="giai-trinh",
        title=titled("Giải trình"),
        done=_("Đã ghi giải trình và cam kết mới."),
        event=E.EXPLAINED,
        form=ask.Explain,
        run=lambda given, common: work.explain(
            **common, cause=given["cause"], text=given["text"], commits_to=given["commits_to"]
        ),
        icon="pen-line",
        needs=EXPLAIN,
        fits=_late,
        help=_("Cam kết mới không đổi thời hạn; chỉ gia hạn mới đổi."),
    ),
    Act(
        name="gia-han",
        title=titled("Xin gia hạn"),
        done=_("Đã gửi đề nghị gia hạn."),
        event=E.REQUESTED,
        form=ask.Extension,
        run=lambda given, common: requests.request(
            **common, kind=RequestKind.EXTENSION, reason=given["reason"], due_at=given["due"]
        ),
        icon="calendar",
        help=_(
            "Cơ quan giao việc quyết định. Xin trước khi hết hạn thì trong lúc chờ không bị ghi là"
            " quá hạn; việc vẫn làm tiếp."
        ),
        fits=lambda found: (
            _open(found)
            and found.judged.standing.due_at is not None
            and _not_pending(RequestKind.EXTENSION)(found)
        ),
    ),
    Act(
        name="tu-choi",
        title=titled("Đề nghị không nhận việc"),
        done=_("Đã gửi đề nghị."),
        event=E.REASSIGNED,
        form=ask.Reason,
        run=lambda given, common: requests.request(
            **common, kind=RequestKind.REFUSAL, reason=given["reason"]
        ),
        icon="ban",
        help=_(
            "Nói rõ vì sao không thuộc đơn vị và nên giao cho ai. Cơ quan giao việc quyết định:"
            " đồng ý thì giao nơi khác; trong lúc chờ, nhiệm vụ vẫn là của đơn vị."
        ),
        fits=_not_pending(RequestKind.REFUSAL),
    ),
    Act(
        name="dinh-chinh",
        title=titled("Đề nghị đính chính"),
        done=_("Đã gửi đề nghị đính chính."),
        event=E.REQUESTED,
        form=ask.Correction,
        run=lambda given, common: requests.request(
            **common,
            kind=RequestKind.CORRECTION,
            reason=given["reason"],
            of=given["of"],
            change=given["change"],
        ),
        icon="history",
        help=_(
            "Dùng khi ngày đã ghi khác với văn bản. Muốn thêm thời gian thì xin gia hạn. Trong lúc"
            " chờ quyết định nhiệm vụ được đánh dấu là đang đính chính."
        ),
        fits=lambda found: (
            bool(ask.correctable(found)) and _not_pending(RequestKind.CORRECTION)(found)
        ),
    ),
    Act(
        name="giao-tiep",
        title=titled("Giao tiếp cấp dưới"),
        done=_("Đã giao tiếp cho cấp dưới."),
        event=E.NOTED,
        form=handing_down.Cascade,
        run=lambda given, common: cascade.cascade_task(
            task_id=common["task_id"],
            lead_ids=given["leads"],
            title=given["title"],
            handings=given["handings"],
            due_at=given["due"],
            actor=common["actor"],
            at=common["at"],
        ),
        icon="split",
        needs=DECIDE,
        fits=_has_below,
        help=_(
            "Chỉ tiêu chung là của đơn vị mình. Mỗi đơn vị cấp dưới nhận phần riêng, hoặc được yêu"
            " cầu tự ghi; số của cấp dưới cộng lại trên trang nhiệm vụ này."
        ),
    ),
    Act(
        name="yeu-cau-muc-tieu",
        title=titled("Yêu cầu ghi mục tiêu, kết quả chính"),
        done=_("Đã gửi yêu cầu cho cơ quan chủ trì."),
        event=E.REQUESTED,
        form=ask.Reason,
        run=lambda given, common: requests.request(
            **common, kind=RequestKind.OBJECTIVE, reason=given["reason"]
        ),
        icon="flag",
        needs=EDIT,
        where=above,
        fits=lambda found: (
            _open(found) and found.incomplete and _not_pending(RequestKind.OBJECTIVE)(found)
        ),
    ),
    Act(
        name="giao-lai",
        title=titled("Giao lại cơ quan khác"),
        done=_("Đã giao lại."),
        event=E.REASSIGNED,
        form=ask.Reassign,
        run=lambda given, common: decisions.reassign(
            **common, lead_id=given["lead"], reason=given["reason"]
        ),
        icon="arrow-right-left",
        needs=EDIT,
        where=above,
    ),
    Act(
        name="mo-lai",
        title=titled("Mở lại"),
        done=_("Đã mở lại nhiệm vụ."),
        event=E.REOPENED,
        form=ask.Reopen,
        run=lambda given, common: decisions.reopen(
            **common, document=given["document"], reason=given["reason"], due_at=given["due"]
        ),
        icon="rotate-ccw",
        needs=EDIT,
        where=above,
    ),
    Act(
        name="huy",
        title=titled("Hủy nhiệm vụ"),
        done=_("Đã hủy nhiệm vụ."),
        event=E.CANCELLED,
        form=ask.ByDocument,
        run=lambda given, common: decisions.cancel(
            **common, document=given["document"], reason=given["reason"]
        ),
        icon="ban",
        needs=EDIT,
        where=above,
        risk=True,
    ),
    Act(
        name="ghi-chu",
        title=titled("Ghi chú"),
        done=_("Đã ghi chú."),
        event=E.NOTED,
        form=ask.Text,
        run=lambda given, common: work.note(**common, text=given["text"]),
        icon="info",
    ),
)
BY_NAME: Final[Mapping[str, Act]] = {act.name: act for act in ACTS}
# What moves the task on: the first that is offered is the main one of the page.
FORWARD: Final = ("nghiem-thu", "nhan-viec", "muc-tieu", "nop", "tien-do")
BESIDE: Final = ("tra-lai", "giai-trinh", "bang-chung", "gia-han", "yeu-cau-muc-tieu")

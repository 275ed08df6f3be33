"""Everything that can be done on a dossier: one table. A line says the name in the address, the
words, who may, for which agency, when it is offered, which form it asks and which action it calls.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lienthong.accounts.rules import Permission
from lienthong.catalogue.rules.content import StartOn, StepKind
from lienthong.dossiers.actions import (
    components,
    endings,
    intake,
    promises,
    sidelines,
    steps,
    waits,
)
from lienthong.dossiers.actions.intake import NewComponent
from lienthong.dossiers.models import Dossier
from lienthong.dossiers.queries import DossierPage
from lienthong.dossiers.rules.lifecycle import EventType, State
from lienthong.web.desk import forms
from lienthong.web.desk.fields import ActForm

WORK, DECIDE = Permission.DOSSIER_WORK, Permission.DOSSIER_DECIDE
RECEIVE, RETURN = Permission.DOSSIER_RECEIVE, Permission.DOSSIER_RETURN

Given = Mapping[str, Any]
Common = Mapping[str, Any]  # dossier_id, seen, actor, at, and late where the act takes it


def holding(found: DossierPage) -> frozenset[int]:
    """The agency that has the dossier now."""
    return frozenset({found.dossier.agency_id})


def receiving(found: DossierPage) -> frozenset[int]:
    return frozenset({found.dossier.receiving_id})


def either(found: DossierPage) -> frozenset[int]:
    """Where it is worked on, and the counter: papers and money come there."""
    return holding(found) | receiving(found)


def involved(found: DossierPage) -> frozenset[int]:
    return either(found) | {found.dossier.competent_id}


def asked(kind: str) -> Callable[[DossierPage], frozenset[int]]:
    """The agencies that still have to answer."""
    return lambda found: frozenset(
        line.agency.id for line in found.sidelines if line.kind == kind and line.closed_at is None
    )


def always(found: DossierPage) -> bool:
    return True


def at_approval(found: DossierPage) -> Permission:
    """What is signed at a step is decided by who may decide; other steps are work."""
    step = found.step
    return DECIDE if step is not None and step.kind is StepKind.APPROVE else WORK


@dataclass(frozen=True, kw_only=True)
class Act:
    """`needs`: the permission, for one of the agencies `where`. `fits`: beyond what the state
    allows (`event`), whether it makes sense now. `late`: may be recorded afterwards. `done` is
    said when it is done. `help` says what will follow."""

    name: str
    title: Promise
    done: Promise
    event: EventType
    form: type[ActForm]
    run: Callable[[Given, Common], Dossier]
    needs: Permission | Callable[[DossierPage], Permission] = WORK
    where: Callable[[DossierPage], frozenset[int]] = holding
    fits: Callable[[DossierPage], bool] = always
    late: bool = False
    risk: bool = False
    icon: str = "check"
    key: str = ""
    help: Promise | str = ""

    def permission(self, found: DossierPage) -> Permission:
        return self.needs if isinstance(self.needs, Permission) else self.needs(found)

    def possible(self, found: DossierPage) -> bool:
        """Whether the state of the dossier allows it and it makes sense."""
        return self.event in found.possible and self.fits(found)


def _in_work(found: DossierPage) -> bool:
    return found.reading.standing.state in {State.ACCEPTED, State.IN_PROCESS}


def _free(found: DossierPage) -> bool:
    """Nothing is waited for: the step may be left."""
    standing = found.reading.standing
    return _in_work(found) and not standing.pauses and not standing.open_sidelines


def _inspected(found: DossierPage) -> bool:
    """Whether the field inspection of the present step has been recorded."""
    for event in reversed(found.reading.events):
        if event.type is EventType.INSPECTION_FINISHED:
            return True
        if event.data.get("step") == found.reading.standing.step:
            return False
    return False


def must_inspect(found: DossierPage) -> bool:
    step = found.step
    return step is not None and step.kind is StepKind.INSPECT and not _inspected(found)


def _goes_on(found: DossierPage) -> bool:
    step = found.step
    return (
        _free(found)
        and step is not None
        and bool(steps.steps_ahead(found.version.content, step))
        and not must_inspect(found)
    )


def gives_result(found: DossierPage) -> bool:
    step = found.step
    return (
        _free(found)
        and step is not None
        and steps.gives_result(found.version.content, step)
        and not must_inspect(found)
    )


def starts_on(start: StartOn) -> Callable[[DossierPage], bool]:
    """The clock waits for this to start."""
    return lambda found: (
        found.version.content.clock.start_on is start
        and found.reading.clock.started_at is None
        and _in_work(found)
    )


def _resumable(found: DossierPage) -> bool:
    own = {"supplement", "financial_obligation", "liaison_opinion"}
    return any(reason not in own for reason in found.reading.standing.pauses)


def _parts_to_give(found: DossierPage) -> bool:
    given = {line.key for line in found.sidelines}
    done = {line.key for line in found.sidelines if line.closed_at}
    passed = done | set(found.reading.standing.steps_done)
    return any(
        task.key not in given and (not task.after or task.after in passed)
        for task in found.version.content.subtasks
    )


def _officer(given: Given) -> int | None:
    chosen = given.get("officer")
    return int(chosen) if chosen else None


def _new_paper(given: Given, common: Common) -> Dossier:
    known = given["paper"] != "other"
    content_name = given["name"] or given["paper_name"]
    paper = NewComponent(
        key=given["paper"] if known else "other",
        name=content_name,
        kind=given["kind"],
        copies=given["copies"],
        asked_reason=given["asked_reason"],
        file=given["file"] or None,
    )
    return components.add_component(component=paper, **common)


ACTS: Final[tuple[Act, ...]] = (
    Act(
        name="tiep-nhan",
        title=_("Tiếp nhận hồ sơ"),
        done=_("Đã tiếp nhận."),
        event=EventType.ACCEPTED,
        form=forms.Acceptance,
        run=lambda given, common: intake.accept(
            option=given["option"], officer=_officer(given), **common
        ),
        needs=RECEIVE,
        where=receiving,
        icon="inbox",
        help=_("Đồng hồ chạy từ lúc tiếp nhận; người nộp thấy ngày hẹn trả ngay."),
    ),
    Act(
        name="tra-ket-qua",
        title=_("Trả kết quả"),
        done=_("Đã trả kết quả, hồ sơ đóng."),
        event=EventType.RETURNED,
        form=forms.Returning,
        run=lambda given, common: endings.return_result(method=given["method"], **common),
        needs=RETURN,
        fits=lambda found: found.reading.standing.holder == "desk",
        late=True,
        icon="send",
    ),
    Act(
        name="da-bo-sung",
        title=_("Ghi đã bổ sung"),
        done=_("Đã ghi nhận bổ sung, đồng hồ chạy tiếp."),
        event=EventType.SUPPLEMENT_RECEIVED,
        form=forms.Supplemented,
        run=lambda given, common: waits.receive_supplement(
            complete=given["complete"], note=given["note"], **common
        ),
        where=either,
        late=True,
        icon="upload",
    ),
    Act(
        name="da-nop-tien",
        title=_("Ghi đã nộp tiền"),
        done=_("Đã ghi nhận nộp tiền."),
        event=EventType.PAYMENT_RECEIVED,
        form=forms.Proof,
        run=lambda given, common: waits.confirm_payment(proof=given["proof"], **common),
        where=either,
        fits=lambda found: (
            found.reading.standing.state is State.AWAITING_PAYMENT
            or starts_on(StartOn.PAYMENT_RECEIVED)(found)
        ),
        late=True,
        icon="banknote",
    ),
    Act(
        name="tra-loi",
        title=_("Trả lời ý kiến"),
        done=_("Đã gửi ý kiến."),
        event=EventType.CONSULTATION_ANSWERED,
        form=forms.Answer,
        run=lambda given, common: sidelines.answer_opinion(
            key=given["key"], answer=given["answer"], **common
        ),
        where=asked("consultation"),
        fits=lambda found: bool(asked("consultation")(found)),
        icon="message-square",
    ),
    Act(
        name="xong-phan-viec",
        title=_("Ghi xong phần việc liên thông"),
        done=_("Đã ghi xong phần việc."),
        event=EventType.SUBTASK_DONE,
        form=forms.SubtaskDone,
        run=lambda given, common: sidelines.finish_subtask(
            key=given["key"], result=given["result"], **common
        ),
        where=asked("subtask"),
        fits=lambda found: bool(asked("subtask")(found)),
        icon="split",
    ),
    Act(
        name="tiep-tuc",
        title=_("Tiếp tục giải quyết"),
        done=_("Đã ghi việc chờ là xong."),
        event=EventType.RESUMED,
        form=forms.Resume,
        run=lambda given, common: waits.resume(reason=given["reason"], **common),
        fits=_resumable,
        late=True,
        icon="play",
    ),
    Act(
        name="thu-ly",
        title=_("Thụ lý vụ việc"),
        done=_("Đã ghi thụ lý."),
        event=EventType.CASE_OPENED,
        form=forms.Plain,
        run=lambda given, common: steps.open_case(**common),
        fits=starts_on(StartOn.CASE_OPENED),
        icon="gauge",
        help=_("Thời hạn tính từ lúc thụ lý."),
    ),
    Act(
        name="kiem-tra-xong",
        title=_("Ghi kiểm tra thực địa xong"),
        done=_("Đã ghi kết quả kiểm tra."),
        event=EventType.INSPECTION_FINISHED,
        form=forms.Finding,
        run=lambda given, common: steps.finish_inspection(finding=given["finding"], **common),
        fits=lambda found: must_inspect(found) or starts_on(StartOn.INSPECTION_FINISHED)(found),
        late=True,
        icon="clipboard-check",
    ),
    Act(
        name="giao-lien-thong",
        title=_("Giao các phần việc liên thông"),
        done=_("Đã giao các phần việc."),
        event=EventType.SUBTASK_OPENED,
        form=forms.Plain,
        run=lambda given, common: sidelines.open_subtasks(**common),
        fits=_parts_to_give,
        icon="split",
        help=_("Mỗi cơ quan nhận phần việc của mình với hạn riêng."),
    ),
    Act(
        name="ket-qua",
        title=_("Ghi kết quả giải quyết"),
        done=_("Đã ghi kết quả; bộ phận một cửa được báo để trả."),
        event=EventType.COMPLETED,
        form=forms.Completion,
        run=lambda given, common: endings.complete(
            result_number=given["result_number"], result_file=given["result_file"], **common
        ),
        needs=at_approval,
        fits=lambda found: found.version.content.needs_result and gives_result(found),
        late=True,
        icon="file-check",
    ),
    Act(
        name="dong",
        title=_("Đóng, không có kết quả phải trả"),
        done=_("Đã đóng hồ sơ."),
        event=EventType.CLOSED,
        form=forms.Closing,
        run=lambda given, common: endings.close(confirmation=given["confirmation"], **common),
        fits=lambda found: not found.version.content.needs_result,
        icon="circle-check",
    ),
    Act(
        name="chuyen-buoc",
        title=_("Chuyển bước"),
        done=_("Đã chuyển bước."),
        event=EventType.MOVED,
        form=forms.Advance,
        run=lambda given, common: steps.advance(to=given["to"], officer=_officer(given), **common),
        needs=at_approval,
        fits=_goes_on,
        late=True,
        icon="arrow-right",
        key="C",
    ),
    Act(
        name="nhan-viec",
        title=_("Nhận việc này"),
        done=_("Đã nhận việc."),
        event=EventType.ASSIGNED,
        form=forms.Plain,
        run=lambda given, common: steps.assign(officer=given["self"], **common),
        fits=lambda found: found.dossier.officer_id is None,
        icon="user-check",
    ),
    Act(
        name="tra-lai-buoc",
        title=_("Trả lại bước trước"),
        done=_("Đã trả lại."),
        event=EventType.MOVED,
        form=forms.SendBack,
        run=lambda given, common: steps.send_back(to=given["to"], reason=given["reason"], **common),
        fits=lambda found: bool(found.earlier_steps),
        icon="undo-2",
    ),
    Act(
        name="giao-viec",
        title=_("Giao cho người khác"),
        done=_("Đã giao việc."),
        event=EventType.ASSIGNED,
        form=forms.Assign,
        run=lambda given, common: steps.assign(officer=int(given["officer"]), **common),
        needs=Permission.DOSSIER_ASSIGN,
        icon="user-check",
    ),
    Act(
        name="yeu-cau-bo-sung",
        title=_("Yêu cầu bổ sung"),
        done=_("Đã yêu cầu bổ sung."),
        event=EventType.SUPPLEMENT_REQUESTED,
        form=forms.Supplement,
        run=lambda given, common: waits.request_supplement(
            wanted=given["wanted"],
            reason=given["reason"],
            legal_basis=given["legal_basis"],
            until=given["until"],
            **common,
        ),
        late=True,
        icon="file-plus",
        key="B",
    ),
    Act(
        name="yeu-cau-nop-tien",
        title=_("Yêu cầu nộp tiền"),
        done=_("Đã yêu cầu nộp tiền."),
        event=EventType.PAYMENT_REQUIRED,
        form=forms.Notice,
        run=lambda given, common: waits.require_payment(notice=given["notice"], **common),
        icon="banknote",
    ),
    Act(
        name="lay-y-kien",
        title=_("Lấy ý kiến cơ quan khác"),
        done=_("Đã gửi lấy ý kiến; cơ quan được hỏi có hạn riêng."),
        event=EventType.CONSULTATION_REQUESTED,
        form=forms.Opinion,
        run=lambda given, common: sidelines.request_opinion(
            agency=int(given["agency"]),
            question=given["question"],
            amount=given["amount"].replace(",", "."),
            unit=given["unit"],
            **common,
        ),
        icon="message-square",
    ),
    Act(
        name="tam-dung",
        title=_("Tạm dừng"),
        done=_("Đã tạm dừng."),
        event=EventType.PAUSED,
        form=forms.Pause,
        run=lambda given, common: waits.pause(
            reason=given["reason"], basis=given["basis"], system=given["system"], **common
        ),
        late=True,
        icon="pause",
        help=_("Đồng hồ có dừng hay không là do quy định của thủ tục, không phải lựa chọn."),
    ),
    Act(
        name="gia-han",
        title=_("Gia hạn"),
        done=_("Đã gia hạn."),
        event=EventType.EXTENDED,
        form=forms.Extension,
        run=lambda given, common: promises.extend(
            amount=given["amount"].replace(",", "."),
            reason=given["reason"],
            legal_basis=given["legal_basis"],
            **common,
        ),
        needs=DECIDE,
        icon="calendar",
        help=_("Gia hạn sau khi đã trễ vẫn được ghi là đã trễ."),
    ),
    Act(
        name="xin-loi",
        title=_("Xin lỗi và hẹn lại"),
        done=_("Đã ghi xin lỗi và hẹn lại."),
        event=EventType.APOLOGISED,
        form=forms.Apology,
        run=lambda given, common: promises.apologise(
            cause=given["cause"], reason=given["reason"], new_date=given["new_date"], **common
        ),
        needs=DECIDE,
        icon="mail",
        help=_("Ngày hẹn mới được in vào văn bản xin lỗi. Hạn theo luật giữ nguyên."),
    ),
    Act(
        name="nguyen-nhan",
        title=_("Ghi nguyên nhân chậm"),
        done=_("Đã ghi nguyên nhân."),
        event=EventType.CAUSE_CODED,
        form=forms.Cause,
        run=lambda given, common: promises.code_cause(
            cause=given["cause"], note=given["note"], **common
        ),
        where=involved,
        icon="flag",
    ),
    Act(
        name="ghi-chu",
        title=_("Ghi chú"),
        done=_("Đã ghi chú."),
        event=EventType.NOTED,
        form=forms.Note,
        run=lambda given, common: steps.note(text=given["text"], **common),
        where=involved,
        icon="pencil",
    ),
    Act(
        name="them-giay",
        title=_("Thêm giấy tờ"),
        done=_("Đã thêm giấy tờ."),
        event=EventType.COMPONENT_ADDED,
        form=forms.NewPaper,
        run=_new_paper,
        where=either,
        icon="paperclip",
    ),
    Act(
        name="dinh-kem",
        title=_("Đính kèm tệp"),
        done=_("Đã đính kèm tệp."),
        event=EventType.COMPONENT_ADDED,
        form=forms.Attachment,
        run=lambda given, common: components.attach_file(
            component_id=int(given["paper"]), file=given["file"], **common
        ),
        where=either,
        fits=lambda found: any(not one.file and not one.source for one in found.components),
        icon="paperclip",
    ),
    Act(
        name="rut",
        title=_("Rút hồ sơ"),
        done=_("Đã rút hồ sơ theo đề nghị của người nộp."),
        event=EventType.WITHDRAWN,
        form=forms.Withdrawal,
        run=lambda given, common: endings.withdraw(reason=given["reason"], **common),
        where=either,
        late=True,
        risk=True,
        icon="undo-2",
        help=_("Cơ quan sẽ ngừng giải quyết. Người nộp nộp lại được bất cứ lúc nào."),
    ),
    Act(
        name="khong-tiep-nhan",
        title=_("Từ chối tiếp nhận"),
        done=_("Đã từ chối tiếp nhận."),
        event=EventType.DECLINED,
        form=forms.ReasonAndBasis,
        run=lambda given, common: endings.decline(
            reason=given["reason"], legal_basis=given["legal_basis"], **common
        ),
        needs=RECEIVE,
        where=receiving,
        # After acceptance it is settled with a refusal or stopped instead.
        fits=lambda found: found.reading.standing.accepted_at is None,
        risk=True,
        icon="circle-x",
    ),
    Act(
        name="tu-choi",
        title=_("Từ chối giải quyết"),
        done=_("Đã từ chối giải quyết; văn bản trả lời là kết quả phải trả."),
        event=EventType.REFUSED,
        form=forms.ReasonAndBasis,
        run=lambda given, common: endings.refuse(
            reason=given["reason"], legal_basis=given["legal_basis"], **common
        ),
        needs=DECIDE,
        late=True,
        risk=True,
        icon="circle-x",
    ),
    Act(
        name="dung",
        title=_("Dừng giải quyết"),
        done=_("Đã dừng giải quyết."),
        event=EventType.STOPPED,
        form=forms.ReasonAndBasis,
        run=lambda given, common: endings.stop(
            reason=given["reason"], legal_basis=given["legal_basis"], **common
        ),
        needs=DECIDE,
        late=True,
        risk=True,
        icon="circle-x",
    ),
)

BY_NAME: Final[Mapping[str, Act]] = {act.name: act for act in ACTS}

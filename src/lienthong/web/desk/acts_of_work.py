"""What moves a dossier on: acceptance, steps, waits, other agencies, dates."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from lienthong.accounts.rules import Permission
from lienthong.catalogue.rules.content import StartOn
from lienthong.dossiers.actions import intake, promises, sidelines, steps, waits
from lienthong.dossiers.actions.competence import move_competence
from lienthong.dossiers.rules.lifecycle import EventType, State
from lienthong.web.desk import forms
from lienthong.web.desk.act import (
    DECIDE,
    RECEIVE,
    Act,
    Given,
    asked,
    at_approval,
    competent,
    either,
    goes_on,
    involved,
    must_inspect,
    parts_to_give,
    receiving,
    resumable,
    starts_on,
    titled,
)
from lienthong.web.desk.competence_form import Competence


def _officer(given: Given) -> int | None:
    chosen = given.get("officer")
    return int(chosen) if chosen else None


WORK_ACTS: Final[tuple[Act, ...]] = (
    Act(
        name="tiep-nhan",
        title=titled("Tiếp nhận hồ sơ"),
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
        name="da-bo-sung",
        title=titled("Ghi đã bổ sung"),
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
        title=titled("Ghi đã nộp tiền"),
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
        title=titled("Trả lời ý kiến"),
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
        title=titled("Ghi xong phần việc liên thông"),
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
        title=titled("Tiếp tục giải quyết"),
        done=_("Đã ghi việc chờ là xong."),
        event=EventType.RESUMED,
        form=forms.Resume,
        run=lambda given, common: waits.resume(reason=given["reason"], **common),
        fits=resumable,
        late=True,
        icon="play",
    ),
    Act(
        name="thu-ly",
        title=titled("Thụ lý vụ việc"),
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
        title=titled("Ghi kiểm tra thực địa xong"),
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
        title=titled("Giao các phần việc liên thông"),
        done=_("Đã giao các phần việc."),
        event=EventType.SUBTASK_OPENED,
        form=forms.Plain,
        run=lambda given, common: sidelines.open_subtasks(**common),
        fits=parts_to_give,
        icon="split",
        help=_("Mỗi cơ quan nhận phần việc của mình với hạn riêng."),
    ),
    Act(
        name="chuyen-buoc",
        title=titled("Chuyển bước"),
        done=_("Đã chuyển bước."),
        event=EventType.MOVED,
        form=forms.Advance,
        run=lambda given, common: steps.advance(to=given["to"], officer=_officer(given), **common),
        needs=at_approval,
        fits=goes_on,
        late=True,
        icon="arrow-right",
        key="C",
    ),
    Act(
        name="nhan-viec",
        title=titled("Nhận việc này"),
        done=_("Đã nhận việc."),
        event=EventType.ASSIGNED,
        form=forms.Plain,
        run=lambda given, common: steps.assign(officer=given["self"], **common),
        fits=lambda found: found.dossier.officer_id is None,
        icon="user-check",
    ),
    Act(
        name="tra-lai-buoc",
        title=titled("Trả lại bước trước"),
        done=_("Đã trả lại."),
        event=EventType.MOVED,
        form=forms.SendBack,
        run=lambda given, common: steps.send_back(to=given["to"], reason=given["reason"], **common),
        fits=lambda found: bool(found.earlier_steps),
        icon="undo-2",
    ),
    Act(
        name="giao-viec",
        title=titled("Giao cho người khác"),
        done=_("Đã giao việc."),
        event=EventType.ASSIGNED,
        form=forms.Assign,
        run=lambda given, common: steps.assign(officer=int(given["officer"]), **common),
        needs=Permission.DOSSIER_ASSIGN,
        icon="user-check",
    ),
    Act(
        name="yeu-cau-bo-sung",
        title=titled("Yêu cầu bổ sung"),
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
        title=titled("Yêu cầu nộp tiền"),
        done=_("Đã yêu cầu nộp tiền."),
        event=EventType.PAYMENT_REQUIRED,
        form=forms.Notice,
        run=lambda given, common: waits.require_payment(notice=given["notice"], **common),
        icon="banknote",
    ),
    Act(
        name="lay-y-kien",
        title=titled("Lấy ý kiến cơ quan khác"),
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
        title=titled("Tạm dừng"),
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
        name="chuyen-tham-quyen",
        title=titled("Chuyển thẩm quyền giải quyết"),
        done=_("Đã chuyển hồ sơ đến cơ quan có thẩm quyền."),
        event=EventType.HANDED_OVER,
        form=Competence,
        run=lambda given, common: move_competence(
            agency=int(given["agency"]), reason=given["reason"], **common
        ),
        needs=DECIDE,
        where=competent,
        risk=True,
        icon="arrow-right-left",
        help=_("Thời hạn giữ nguyên; cơ quan mới chịu trách nhiệm về hồ sơ từ lúc này."),
    ),
    Act(
        name="gia-han",
        title=titled("Gia hạn"),
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
        title=titled("Xin lỗi và hẹn lại"),
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
        title=titled("Ghi nguyên nhân chậm"),
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
        title=titled("Ghi chú"),
        done=_("Đã ghi chú."),
        event=EventType.NOTED,
        form=forms.Note,
        run=lambda given, common: steps.note(text=given["text"], **common),
        where=involved,
        icon="pencil",
    ),
)

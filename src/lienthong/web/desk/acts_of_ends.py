"""How a dossier ends, and the papers that come to it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from lienthong.dossiers.actions import components, endings
from lienthong.dossiers.actions.intake import NewComponent
from lienthong.dossiers.rules.lifecycle import EventType
from lienthong.web.desk import forms
from lienthong.web.desk.act import (
    DECIDE,
    RECEIVE,
    RETURN,
    Act,
    Common,
    Given,
    at_approval,
    either,
    gives_result,
    receiving,
    titled,
)


def _new_paper(given: Given, common: Common) -> object:
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


END_ACTS: Final[tuple[Act, ...]] = (
    Act(
        name="them-giay",
        title=titled("Thêm giấy tờ"),
        done=_("Đã thêm giấy tờ."),
        event=EventType.COMPONENT_ADDED,
        form=forms.NewPaper,
        run=_new_paper,
        where=either,
        icon="paperclip",
    ),
    Act(
        name="dinh-kem",
        title=titled("Đính kèm tệp"),
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
        name="tra-ket-qua",
        title=titled("Trả kết quả"),
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
        name="ket-qua",
        title=titled("Ghi kết quả giải quyết"),
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
        title=titled("Đóng, không có kết quả phải trả"),
        done=_("Đã đóng hồ sơ."),
        event=EventType.CLOSED,
        form=forms.Closing,
        run=lambda given, common: endings.close(confirmation=given["confirmation"], **common),
        fits=lambda found: not found.version.content.needs_result,
        icon="circle-check",
    ),
    Act(
        name="rut",
        title=titled("Rút hồ sơ"),
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
        title=titled("Từ chối tiếp nhận"),
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
        title=titled("Từ chối giải quyết"),
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
        title=titled("Dừng giải quyết"),
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

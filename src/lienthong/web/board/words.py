"""What figures are called, and what each counts in one sentence."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.dossiers.queries.lists import SAME_DAY
from lienthong.dossiers.rules.causes import WAITS
from lienthong.dossiers.rules.figures import NO_CAUSE, SENT_BACK, Figure, Stock, Timed

NAMES: Final[Mapping[str, Promise]] = {
    Timed.DUE_TODAY: gettext_lazy("Còn kịp hôm nay"),
    Timed.DUE_SOON: gettext_lazy("Sắp đến hạn, đang tính hạn"),
    Timed.OPEN_LATE: gettext_lazy("Đang trễ"),
    Timed.NEW_LATE: gettext_lazy("Mới trễ trong kỳ, còn mở"),
    "open": gettext_lazy("Đang giải quyết"),
    "all_waiting": gettext_lazy("Tạm dừng có lý do"),
    "in_time": gettext_lazy("Đúng hoặc trước hạn"),
    "finished": gettext_lazy("Đã giải quyết xong"),
    Stock.TO_ACCEPT: gettext_lazy("Chờ tiếp nhận"),
    Stock.NOT_STARTED: gettext_lazy("Chưa bắt đầu tính hạn"),
    Stock.RUNNING: gettext_lazy("Đang tính hạn"),
    Stock.WAITING: gettext_lazy("Tạm dừng, chưa trễ"),
    Stock.WAITING_LATE: gettext_lazy("Tạm dừng, đã trễ trước đó"),
    Stock.TO_RETURN: gettext_lazy("Chờ trả kết quả"),
    Figure.RECEIVED: gettext_lazy("Tiếp nhận"),
    Figure.RECEIVED_ONLINE: gettext_lazy("Nộp trực tuyến"),
    Figure.DONE_EARLY: gettext_lazy("Xong trước hạn"),
    Figure.DONE_ON_TIME: gettext_lazy("Xong đúng hạn"),
    Figure.DONE_LATE: gettext_lazy("Xong trễ hạn"),
    Figure.ONCE_LATE: gettext_lazy("Đã xong, từng trễ"),
    Figure.RECORDED_LATE: gettext_lazy("Chỉ trễ khi ghi nhận"),
    Figure.DECLINED: gettext_lazy("Không được tiếp nhận"),
    Figure.WITHDRAWN: gettext_lazy("Người nộp rút"),
    Figure.STOPPED: gettext_lazy("Dừng giải quyết"),
    Figure.REFUSED: gettext_lazy("Từ chối giải quyết"),
    Figure.RETURNED: gettext_lazy("Đã trả kết quả"),
    SENT_BACK: gettext_lazy("Chuyển lùi nhiều lần, còn mở"),
    SAME_DAY: gettext_lazy("Việc trong ngày còn mở"),
}
EXPLAINED: Final[Mapping[str, Promise]] = {
    Timed.DUE_TODAY: gettext_lazy("Đang tính hạn, hạn còn trong hôm nay: làm ngay thì kịp."),
    Timed.DUE_SOON: gettext_lazy("Đang tính hạn, hạn trong vài ngày làm việc tới."),
    Timed.OPEN_LATE: gettext_lazy(
        "Còn mở và đã quá hạn trên thực tế, kể cả hồ sơ đang chờ nhưng đã trễ trước khi chờ."
    ),
    Timed.NEW_LATE: gettext_lazy("Hạn rơi vào kỳ này, đã qua, hồ sơ còn mở."),
    "in_time": gettext_lazy("Xong trong kỳ, theo lúc xong thật, không theo lúc ghi."),
    Figure.RECORDED_LATE: gettext_lazy(
        "Xong đúng hạn trên thực tế, ghi vào hệ thống sau hạn. Đang xác minh, chưa tính cho ai."
    ),
    Stock.TO_RETURN: gettext_lazy("Đã có kết quả, người nộp chưa nhận."),
    SENT_BACK: gettext_lazy("Đã chuyển lùi từ hai lần trở lên giữa các bước."),
    SAME_DAY: gettext_lazy("Thủ tục phải trả trong ngày, hạn hôm nay, còn mở."),
}
CAUSE_WORDS: Final[Mapping[str, Promise]] = {
    "person": gettext_lazy("Con người: thiếu người, vắng mặt, làm sai"),
    "software": gettext_lazy("Phần mềm"),
    "configuration": gettext_lazy("Cấu hình quy trình"),
    "legal": gettext_lazy("Quy định pháp luật"),
    "applicant": gettext_lazy("Người nộp hồ sơ"),
    "other_agency": gettext_lazy("Cơ quan phối hợp"),
    "infrastructure": gettext_lazy("Hạ tầng, đường truyền"),
    "": gettext_lazy("Chưa ghi nguyên nhân"),
}


def name_of(figure: str) -> str:
    """What a list is called."""
    kind, _colon, rest = figure.partition(":")
    if kind == "wait":
        return capitalised(_(WAITS[rest]))
    if kind == "cause":
        cause = CAUSE_WORDS["" if rest == NO_CAUSE else rest]
        return f"{NAMES[Figure.DONE_LATE]}: {cause}"
    return str(NAMES[figure])


def explained(figure: str) -> str:
    return str(EXPLAINED.get(figure, ""))


def capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]

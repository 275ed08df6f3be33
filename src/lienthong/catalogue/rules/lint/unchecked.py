"""Why an unchecked row of the national catalogue is offered to nobody.

The rows were read by a machine; each reason is something that a person must look up before the
procedure can be written as a version.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from lienthong.catalogue.rules.lint.subject import Row
from lienthong.catalogue.rules.wording import number
from lienthong.organisations.rules import Sentence

TIMES = "channel=time"
_TIME = re.compile(r"(?P<amount>[\d.,]+)(?:\s+(?P<unit>.+))?")
_NONE = {"", "-"}


def no_unit(row: Row) -> Iterator[str]:
    """The source gives a number without a unit: days, working days or hours."""
    for channel, text in _times(row):
        found = _TIME.fullmatch(text)
        if found and not found["unit"]:
            yield Sentence(
                "Thời hạn nộp %(channel)s ghi “%(text)s” không có đơn vị. Hãy tra văn bản: ngày "
                "làm việc, ngày hay giờ.",
                channel=channel,
                text=text,
            )


def no_time(row: Row) -> Iterator[str]:
    """The source gives no time limit."""
    silent = [channel for channel, text in _times(row) if text in _NONE]
    if silent or not _times(row):
        yield Sentence("Nguồn không ghi thời hạn giải quyết. Hãy tra văn bản và bổ sung.")


def odd_value(row: Row) -> Iterator[str]:
    """A limit that is impossible or more likely a slip."""
    for channel, text in _times(row):
        found = _TIME.fullmatch(text)
        if not found or text in _NONE:
            continue
        plain = re.sub(r"[.,](?=\d{3}\b)", "", found["amount"]).replace(",", ".")
        if Decimal(plain) == 0 or Decimal(plain) > row.bounds.most_days:
            yield Sentence(
                "Thời hạn nộp %(channel)s ghi “%(text)s”, giá trị bất thường. Hãy kiểm tra lại.",
                channel=channel,
                text=text,
            )


def several_limits(row: Row) -> Iterator[str]:
    """One way of filing has several limits and the source does not say for which case."""
    times = _times(row)
    for channel in dict.fromkeys(channel for channel, _ in times):
        found = list(dict.fromkeys(text for name, text in times if name == channel))
        if len(found) > 1:
            yield Sentence(
                "Nộp %(channel)s có nhiều thời hạn (%(found)s) mà nguồn không nói áp dụng khi "
                "nào. Hãy ghi điều kiện của từng mức.",
                channel=channel,
                found="; ".join(found),
            )


def odd_fee(row: Row) -> Iterator[str]:
    """A fee whose thousands were lost, or in another currency."""
    for text in re.split(r"/", row.cells.get("fee_vnd", "")):
        if text and not text.isdigit():
            yield Sentence(
                "Phí, lệ phí ghi “%(text)s” không phải số đồng. Hãy kiểm tra lại.", text=text
            )
        elif text and 0 < int(text) < row.bounds.least_fee:
            yield Sentence(
                "Phí, lệ phí ghi %(text)s đồng, có thể thiếu ba số 0. Hãy kiểm tra: %(value)s "
                "đồng?",
                text=number(text),
                value=number(int(text) * 1000),
            )


def ministry_system(row: Row) -> Iterator[str]:
    """Dossiers of this field are filed on a ministry's own system."""
    if row.ministry_system:
        yield Sentence(
            "Lĩnh vực “%(field)s” nộp trên %(ministry_system)s; hệ thống này chỉ nhận lại trạng "
            "thái.",
            field=row.cells.get("field", ""),
            ministry_system=row.ministry_system,
        )


def no_result_code(row: Row) -> Iterator[str]:
    """The source names no result."""
    if not row.cells.get("result_codes", "").strip():
        yield Sentence("Nguồn không ghi mã kết quả. Hãy bổ sung giấy tờ kết quả.")


def no_kind(row: Row) -> Iterator[str]:
    """The source does not say what kind of procedure it is."""
    if not row.cells.get("kind", "").strip():
        yield Sentence("Nguồn không ghi loại thủ tục. Hãy đối chiếu quyết định công bố.")


def no_components(_row: Row) -> Iterator[str]:
    """The list of the source has no components, steps or form: they must be written first."""
    yield Sentence(
        "Dòng này chưa có thành phần hồ sơ, quy trình và biểu mẫu. Hãy soạn một phiên bản đầy đủ, "
        "chạy thử rồi công khai."
    )


def _times(row: Row) -> list[tuple[str, str]]:
    pairs = [part.split("=", 1) for part in row.cells.get(TIMES, "").split(";") if "=" in part]
    return [(channel.strip().lower(), text.strip()) for channel, text in pairs]

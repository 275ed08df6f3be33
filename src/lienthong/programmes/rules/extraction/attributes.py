"""Lines that give one attribute of the task above them: "Cơ quan chủ trì: …", "Thời hạn: …"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lienthong.programmes.rules.extraction.addressees import everybody
from lienthong.programmes.rules.extraction.deadlines import NONE, Deadline, Reader
from lienthong.programmes.rules.extraction.language import Script

_BODY = r"(?:(?:cơ quan|đơn vị|bộ phận|cấp|tổ chức|bộ|sở)(?:,? (?:đơn vị|tổ chức))? )?"
_ATTRIBUTES = (
    rf"(?:(?P<supporting>{_BODY}(?:phối hợp(?: thực hiện)?|tham gia))"
    rf"|(?P<lead>{_BODY}(?:chủ trì(?: thực hiện)?|chịu trách nhiệm|thực hiện)"
    rf"|phân công(?: thực hiện)?)"
    r"|(?P<deadline>(?:thời (?:hạn|gian)|tiến độ|hạn|kỳ hạn)(?: hoàn thành| thực hiện| trình"
    r"| báo cáo)?)"
    r"|(?P<product>(?:sản phẩm|kết quả|kết quả đầu ra|cấp trình)(?: dự kiến)?"
    r"|(?:nội dung|hình thức|phương thức|cách thức|địa điểm|kinh phí|nguồn kinh phí|đối tượng"
    r"|thành phần|số lượng|yêu cầu)(?: thực hiện| công việc| tham gia)?))\s*:\s*"
    r"|(?P<done>(?:hoàn thành |xong )(?=trước|trong|vào|chậm nhất|đến|ngày))"
)


@dataclass(frozen=True)
class Attributes:
    lead: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    deadline: Deadline = NONE


def _apart(script: Script, lines: Sequence[str]) -> Iterator[str]:
    """Each attribute alone: "Chủ trì: A; phối hợp: B. Thời hạn: D" are three."""
    for line in lines:
        start = 0
        for stop in re.compile(r"[;.]\s+").finditer(line):
            if script.pattern(_ATTRIBUTES).match(script.key(line[stop.end() :])):
                yield line[start : stop.start()]
                start = stop.end()
        yield line[start:]


def attributes(script: Script, reader: Reader, lines: Sequence[str]) -> Attributes | None:
    """What lines give of the task above them; None unless every line is such an attribute."""
    lead: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    deadline = NONE
    for line in _apart(script, lines):
        match = script.pattern(_ATTRIBUTES).match(script.key(line))
        if not match:
            return None
        value = line[match.end() :].strip(" .;")
        if match["done"]:
            deadline = reader.of(line)
        elif match["lead"]:
            lead = everybody(script, value)
        elif match["supporting"]:
            supporting = everybody(script, value)
        elif match["deadline"]:
            deadline = reader.of(value, only_deadlines=True)
    return Attributes(lead, supporting, deadline) if lead or deadline.kind != "none" else None

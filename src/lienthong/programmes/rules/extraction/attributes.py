"""Lines that give one attribute of the task above them: "Cơ quan chủ trì: …", "Thời hạn: …"."""

from collections.abc import Sequence
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
    r"|(?P<product>(?:sản phẩm|kết quả|kết quả đầu ra|cấp trình)(?: dự kiến)?))\s*:\s*"
)


@dataclass(frozen=True)
class Attributes:
    lead: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    deadline: Deadline = NONE


def attributes(script: Script, reader: Reader, lines: Sequence[str]) -> Attributes | None:
    """What lines give of the task above them; None unless every line is such an attribute."""
    lead: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    deadline = NONE
    for line in lines:
        match = script.pattern(_ATTRIBUTES).match(script.key(line))
        if not match:
            return None
        value = line[match.end() :].strip(" .;")
        if match["lead"]:
            lead = everybody(script, value)
        elif match["supporting"]:
            supporting = everybody(script, value)
        elif match["deadline"]:
            deadline = reader.of(value, only_deadlines=True)
    return Attributes(lead, supporting, deadline) if lead or deadline.kind != "none" else None

"""Lines that give one attribute of the task above them: "Cơ quan chủ trì: …", "Thời hạn: …"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from lienthong.programmes.rules.extraction.addressees import everybody
from lienthong.programmes.rules.extraction.deadlines import NONE, Deadline, Reader
from lienthong.programmes.rules.extraction.language import Script
from lienthong.programmes.rules.extraction.layout import Block

_BODY = r"(?:(?:cơ quan|đơn vị|bộ phận|cấp|tổ chức|bộ|sở)(?:,? (?:đơn vị|tổ chức))? )?"
_ATTRIBUTES = (
    rf"(?:(?P<supporting>{_BODY}(?:phối hợp|tham gia)(?: [^\W\d_]+){{0,3}})"
    rf"|(?P<lead>{_BODY}(?:chủ trì|chịu trách nhiệm|thực hiện|đầu mối)(?: [^\W\d_]+){{0,4}}"
    rf"|phân công(?: thực hiện)?)"
    r"|(?P<deadline>(?:thời (?:hạn|gian)|tiến độ|hạn|kỳ hạn)(?: [^\W\d_]+){0,3})"
    r"|(?P<product>(?:sản phẩm|kết quả|kết quả đầu ra|cấp trình)(?: dự kiến)?"
    r"|lãnh đạo (?:phụ trách|chỉ đạo|theo dõi)|người theo dõi|cấp phê duyệt"
    r"|(?:nội dung|hình thức|phương thức|cách thức|địa điểm|kinh phí|nguồn kinh phí|đối tượng"
    r"|thành phần|số lượng|yêu cầu)(?: thực hiện| công việc| tham gia)?))\s*:\s*"
    r"|(?P<done>(?:hoàn thành |xong |(?:thời gian|thời hạn) (?:thực hiện|hoàn thành) )"
    r"(?=trước|trong|vào|chậm nhất|đến|ngày|sau khi|từ))"
)


@dataclass(frozen=True)
class Attributes:
    """What is given of a task; nothing where all lines are of other kinds (a product, a place)."""

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
    """What lines give of the task above them; None unless every line is an attribute."""
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
    return Attributes(lead, supporting, deadline)


def attribute_line(script: Script, reader: Reader, block: Block) -> str:
    """A paragraph to be read as an attribute; "Cơ quan thực hiện:" with what stands below it.

    Empty for a row of a table, and for a label above what is no attribute.
    """
    lines = [child.text for child in block.children]
    if block.cells:
        return ""
    if not block.text.endswith(":") or not lines:
        return block.text
    label = attributes(script, reader, [block.text])
    if label and attributes(script, reader, lines):
        return "; ".join(line.rstrip(" .;") for line in lines)
    return "" if label else block.text


def shared(
    script: Script, reader: Reader, siblings: Sequence[str]
) -> Sequence[Attributes | Literal["itself"] | None]:
    """For each paragraph what the attribute lines below it give; "itself" for such a line.

    "- A. - B. Đơn vị chủ trì: X" is of both; without a lead a line is of the last one above it,
    unless it is the only one and closes them all.
    """
    lines = [attributes(script, reader, [text]) if text else None for text in siblings]
    given: list[Attributes | Literal["itself"] | None] = [
        "itself" if line else None for line in lines
    ]
    above: list[int] = []
    at = 0
    while at < len(siblings):
        end = at
        while end < len(siblings) and lines[end]:
            end += 1
        if end == at:
            above.append(at)
            at += 1
            continue
        run = attributes(script, reader, siblings[at:end])
        common = bool(run and run.lead) or (at == len(above) and end == len(siblings))
        for position in above if common else above[-1:]:
            given[position] = run
        above, at = [], end
    return given

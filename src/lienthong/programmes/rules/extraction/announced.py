"""By when what a heading or an opening announces is to be done."""

from collections.abc import Sequence
from datetime import date

from lienthong.programmes.rules.extraction.deadlines import Deadline, Found, Reader
from lienthong.programmes.rules.extraction.headings import Mode
from lienthong.programmes.rules.extraction.language import Script, sentences


def deadline_below(
    script: Script, reader: Reader, text: str, mode: Mode, *, whose: bool
) -> Deadline | None:
    """The deadline that `text` sets for all that stands below it; None when it sets none.

    `whose`: it names who is to act, so that a date in its last sentence is theirs.
    """
    key = script.key(text)
    if mode == "tell":
        return None
    if script.pattern(_ALL_BELOW).match(key) or (
        mode == "aim" and script.pattern(_UNTIL).match(key)
    ):
        return _last(reader.dates(text, only_deadlines=True))
    if script.pattern(_STANDING).match(key):
        return Deadline("recurring", printed=text.rstrip(" :"))
    if not whose:
        return None
    start, end = (sentences(text) or [(0, len(text))])[-1]
    if script.pattern(_PURPOSE).match(key, start):
        # "Để hoàn thành công trình trước D, Thủ tướng yêu cầu:" says what for.
        start = max(start, text.rfind(", ", start, end) + 1)
    found = reader.dates(text[start:end])
    # "Xét báo cáo tháng 7, Phó Thủ tướng có ý kiến:" what is past is no deadline of what follows.
    return _last(
        [
            one
            for one in found
            if not _is_past(one.deadline, reader.issued)
            and script.pattern(_SET).match(script.key(one.deadline.printed))
            and not script.pattern(_A_VISION).match(script.key(one.deadline.printed))
        ]
    )


def _is_past(deadline: Deadline, issued: date | None) -> bool:
    return bool(issued and deadline.due_on and deadline.due_on < issued)


def _last(found: Sequence[Found]) -> Deadline | None:
    return found[-1].deadline if found else None


# "Để thực hiện mục tiêu đến năm 2020, Thủ tướng yêu cầu:" says what for, not by when.
# "Từ nay đến D còn một tháng", "đầu tháng 12", "trong năm" date what the opening tells about.
_PURPOSE = r"(?:để|nhằm) "
_SET = (
    r"(?:xong |hoàn thành )?(?:trước|chậm nhất|muộn nhất|hạn|thời hạn"
    r"|(?:đến|tới|hết)(?: hết)? (?!năm)|(?:trong|ngay trong) (?!năm))"
)
_A_VISION = r"(?:đến|tới) năm \d"
# A heading over targets: "Đến năm 2030".
_UNTIL = (
    r"(?:(?:mục tiêu|chỉ tiêu)(?: cụ thể| chủ yếu)? )?(?:phấn đấu )?(?:đến|tới|năm|trong năm)(?!\w)"
)
# "Giai đoạn 2: Các nhiệm vụ bứt phá (hoàn thành trước …)".
_ALL_BELOW = (
    r"(?:các |những |nhóm )*(?:nhiệm vụ|công việc|việc|nội dung|giai đoạn)(?!\w)[^.;]*"
    r"(?<!\w)(?:hoàn thành|xong|từ nay đến)(?!\w)[^.;]*$"
)
# "Các nhiệm vụ thường xuyên".
_STANDING = (
    r"(?:các |những |nhóm )*(?:nhiệm vụ|công việc|việc)(?: \w+){0,2},? thường xuyên[^.;:]{0,30}:?$"
)

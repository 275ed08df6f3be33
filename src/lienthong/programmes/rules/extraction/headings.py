"""Which kind of speech a heading announces, and what document a text is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lienthong.programmes.rules.extraction.language import Script
from lienthong.programmes.rules.extraction.layout import Block

# "start": nothing announced yet. "tell": results and reasons. "law": rules, not errands.
Mode = Literal["start", "order", "propose", "aim", "tell"]
Nature = Literal["directive", "report", "law", "unknown"]

_MODES: Sequence[tuple[Mode, str]] = (
    # What is answered to those who asked.
    ("order", r"(?:về|đối với) (?:các |những |một số )?(?:kiến nghị|đề xuất|đề nghị)[^.;:]* của"),
    # "Một số kiến nghị của tỉnh" are answered, not made.
    ("order", r"(?:các |một số |những )?(?:kiến nghị|đề xuất|đề nghị)[^.;:]{0,20} của "),
    ("propose", r".*(?:kiến nghị|đề xuất|đề nghị)"),
    ("aim", r"(?:quan điểm|mục đích|phương châm|định hướng)[^.;:]{0,40}(?:mục tiêu|chỉ tiêu)"),
    (
        "tell",
        r"(?:về )?(?:kết quả|tình hình|đánh giá|khó khăn|vướng mắc|tồn tại|hạn chế"
        r"|những (?:kết quả|hạn chế|tồn"
        r"|khó)|một số (?:tồn tại|hạn chế|khó khăn|kết quả)|nguyên nhân|bối cảnh|căn cứ"
        r"|quan điểm|bài học|thực trạng"
        r"|sự cần thiết|ưu điểm|thành phần|kết cấu|đặc điểm|diễn biến"
        r"|công tác (?:lãnh đạo, )?chỉ đạo|nhận xét"
        r"|khẩu hiệu|(?:nội dung, )?chương trình (?:hội nghị|cuộc họp|buổi|làm việc)"
        r"|nguyên tắc|quy trình|trình tự|phạm vi|đối tượng|điều kiện|tiêu chuẩn|giải thích từ ngữ"
        r"|ghi nhận|cơ sở|mục đích|yêu cầu(?:,| và|$)"
        # What a law says, quoted.
        r"|(?:căn cứ|theo)(?: quy định)?(?: tại| theo)? (?:khoản|điểm|điều) "
        r"|.* quy định tại (?:khoản|điểm|điều) )",
    ),
    ("aim", r"(?:mục tiêu|chỉ tiêu|các chỉ tiêu|tầm nhìn)"),
    # Where money comes from is no errand; who is to provide it is named.
    ("start", r".*\?$|(?:nguồn )?kinh phí|nguồn lực (?:thực hiện|tài chính)|dự toán"),
    (
        "order",
        r".*(?:nhiệm vụ|giải pháp|tổ chức thực hiện|phân công|trách nhiệm|kết luận|chỉ đạo"
        r"|yêu cầu|thời gian tới|chế độ (?:thông tin(?:,| và) )?báo cáo"
        r"|phương hướng|(?:thời gian|tiến trình|tiến độ|lộ trình)(?: và [^.;:]{2,20})? thực hiện"
        r"|(?:các )?hoạt động(?:$| (?:chính|trọng tâm|chủ yếu|cụ thể))"
        r"|nội dung (?:thực hiện|hoạt động|công việc)|triển khai)",
    ),
)
_NATURES: Sequence[tuple[Nature, str]] = (
    (
        "report",
        r"v/v (?:xin ý kiến|tiếp thu|trình) [^.;:]{0,40}(?<!\w)báo cáo(?!\w)"
        r"|(?:báo cáo|tờ trình|bài phát biểu|diễn văn|biên bản|thư (?:khen|cảm ơn|ngỏ|chúc)"
        r"|tài liệu)(?!\w)",
    ),
    ("law", r"(?:luật|nghị định|thông tư|pháp lệnh|bộ luật|quy chế|điều lệ|nội quy)(?!\w)"),
    (
        "directive",
        r"(?:chỉ thị|công điện|nghị quyết|quyết định|kết luận|thông báo|kế hoạch|chương trình"
        r"|công văn|văn bản"
        r"|hướng dẫn|quy định|đề án|phương án|thông cáo|ý kiến chỉ đạo)(?!\w)",
    ),
)
_TITLE_LENGTH = 400
# "Quyết định số 10/QĐ-TTg, ngày D của …" on a line of its own: a bulletin begins another document.
_NUMBERED_TITLE = r"[^\W\d_]+ [^\W\d_]+ số \d+[-/][^\s,]+,? ngày "


def mode_of(script: Script, heading: str, *, numbered: bool) -> Mode | None:
    """What a heading announces; None when it only names a subject."""
    # Capitals lose their marks in scans: "IV- TÔ CHỨC THỰC HIỆN".
    scanned = numbered and heading.isupper()
    for reader in (script, Script(folded=True)) if scanned else (script,):
        key = reader.key(heading)
        for mode, words in _MODES:
            if reader.pattern(words).match(key):
                return mode
    return None


def nature_of(script: Script, block: Block) -> Nature | None:
    """The kind of document whose title a paragraph is; None when it is no title."""
    text = block.text
    key = script.key(text)
    about = key.startswith("v/v ")
    stopped = text.endswith((".", ":", ";")) and not about
    if block.style or block.cells or len(text) > _TITLE_LENGTH or stopped:
        return None
    first = text.split()[0] if text.split() else ""
    numbered = script.pattern(_NUMBERED_TITLE).match(key)
    if not (text.isupper() or first.isupper() or block.numbers[0] == 1 or numbered or about):
        return None
    return next((nature for nature, words in _NATURES if script.pattern(words).match(key)), None)


@dataclass(frozen=True)
class DateOfDocument:
    """Recognises where a document states its own date."""

    script: Script

    def first(self, head: str) -> date | None:
        """The first date that a document's opening lines give with a place or a number.

        For a document that states its own date nowhere on a line of its own.
        """
        key = self.script.key(head)
        found = [self.script.pattern(form).search(key) for form in _FORMS_AT_HEAD]
        return next((date_in(match) for match in found if match), None)

    def read(self, block: Block) -> date | None:
        key = self.script.key(block.text)
        forms = [_ISSUED_ON]
        if len(block.text) < _TITLE_LENGTH and not block.text.endswith((".", ":", ";")):
            forms.append(_NUMBER_AND_DATE)
        if not block.style and len(block.text) < _TITLE_LENGTH:
            forms += [_ISSUED_ROW, _PLACE_AND_DATE, _ALONE]
        found = (self.script.pattern(form).search(key) for form in forms)
        return next((date_in(match) for match in found if match), None)


def date_in(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None


_DAY = (
    r"(?P<d>\d{1,2})\s?(?:/|-|\.|\s+tháng\s+)\s?(?P<m>\d{1,2})"
    r"\s?(?:/|-|\.|,?\s+năm\s+)\s?(?P<y>(?:19|20)\d\d)"
)
_ISSUED_ROW = rf"^(?:ngày ban hành|ngày ký|ban hành ngày|ngày văn bản)\s*[|:]?\s*{_DAY}"
_ALONE = rf"^\s*ngày\s+{_DAY}\s*$"
_AT_A_PLACE = rf"[^\W\d_],\s*ngày\s+{_DAY}"
_OF_A_NUMBER = rf"\d+[\w.]*[-/][^\s,;]+,?\s*\(?ngày\s+{_DAY}"
_PLACE_AND_DATE = rf"(?:^|[|.]\s*)[^|.;:]{{2,40}},\s*ngày\s+{_DAY}\s*\|?$"
# Minutes: "Vào hồi 08 giờ 00 ngày …".
_AT_AN_HOUR = rf"(?<!\w)hồi \d{{1,2}}\s?(?:giờ|h|:)[^.;]{{0,16}}?ngày\s+{_DAY}"
_FORMS_AT_HEAD = (_AT_A_PLACE, _OF_A_NUMBER, _AT_AN_HOUR)
# "Ngày D, Thủ tướng ban hành Quyết định số …": the document told about in what follows.
_ISSUED_ON = rf"^ngày\s+{_DAY},[^.;]{{0,80}}(?:ban hành|ký)[^.;]{{0,40}} số \d"
_NUMBER_AND_DATE = rf"^[^.;,|]{{0,60}}\d+[\w.]*[-/][^\s,;]+,?\s*\(?ngày\s+{_DAY}"

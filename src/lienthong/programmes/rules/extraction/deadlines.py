"""What a clause says about time, by the arithmetic of the contract (docs/reference/extract.md)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lienthong.programmes.rules.extraction.dates import Period, periods, resolve
from lienthong.programmes.rules.extraction.language import Script, words
from lienthong.programmes.rules.extraction.verbs import DUTY

DeadlineKind = Literal["date", "recurring", "condition", "urgent", "none"]


@dataclass(frozen=True)
class Deadline:
    """`due_on` is the last day on which the task is in time, for kind "date" only.

    It is None even there when a year is missing and the document's own date is not known.
    `printed` is the phrase as it stands in the document.
    """

    kind: DeadlineKind
    due_on: date | None = None
    printed: str = ""
    inferred_year: bool = False


NONE = Deadline("none")


@dataclass(frozen=True)
class Found:
    """A deadline with the place of its phrase."""

    start: int
    end: int
    deadline: Deadline


@dataclass(frozen=True)
class Reader:
    """Finds deadlines in a document dated `issued`."""

    script: Script
    issued: date | None

    def dates(self, text: str, *, only_deadlines: bool = False) -> Sequence[Found]:
        """The dated deadlines of a clause; `only_deadlines` when nothing else can be meant."""
        key = self.script.key(text)
        found = []
        for period in periods(self.script, key, bare_years=only_deadlines):
            dated = self._dated(text, key, period, only_deadlines=only_deadlines)
            if dated:
                found.append(dated)
        return found

    def of(self, text: str, *, only_deadlines: bool = False) -> Deadline:
        """The one deadline of a clause: a date if there is one, else the strongest of the rest."""
        dated = self.dates(text, only_deadlines=only_deadlines)
        if dated:
            return dated[-1].deadline
        return self.undated(text)

    def repeated(self, text: str) -> Sequence[Found]:
        """Rhythms of a clause with their places: "hằng tuần … và … hằng tháng" are two."""
        key = self.script.key(text)
        return [
            Found(match.start(), match.end(), Deadline("recurring", printed=match[0]))
            for match in self.script.pattern(rf"(?<!\w){_EVERY}").finditer(key)
        ]

    def undated(self, text: str) -> Deadline:
        key = self.script.key(text)
        # "Rà soát …; thường xuyên kiểm tra": how a part is done is no deadline of the whole.
        first = _FIRST_CLAUSE.match(key)
        opening = first.end() if first else len(key)
        kinds: tuple[tuple[str, DeadlineKind, int], ...] = (
            (_STANDING, "recurring", len(key)),
            (_CONDITION, "condition", len(key)),
            (_RHYTHM, "recurring", len(key)),
            (_YEARLY_DUTY, "recurring", len(key)),
            (_OFTEN, "recurring", opening),
            (_URGENT, "urgent", opening),
        )
        for pattern, kind, end in kinds:
            match = self.script.pattern(pattern).search(key, 0, end)
            if match:
                return Deadline(kind, printed=text[match.start() : match.end()].strip(" ,.;:()"))
        return NONE

    def _dated(self, text: str, key: str, period: Period, *, only_deadlines: bool) -> Found | None:
        if self.script.pattern(_REPEATED).match(key, period.end):
            return None
        if period.year is None and self._before(_YEARLY, key, period.start):
            return None
        hour = self._before(_BEFORE_HOUR, key, period.start)
        early = None if hour else self._before(_BEFORE, key, period.start)
        by = hour or early or self._before(_BY, key, period.start)
        if self._before(_FROM, key, period.start):
            return None
        if not only_deadlines and not self._is_deadline(period, key, by):
            return None
        start = by.start() if by else period.start
        due_on, inferred = resolve(period, self.issued, day_before=early is not None)
        if due_on is None and period.year is not None:
            return None
        said = self.script.pattern(_COMPLETION).search(
            key, max(0, start - 400), start
        ) and not self._before(_OF_A_STOCK, key, start)
        firm = only_deadlines or said
        # What lies before the document's own date is a deadline only where it is plainly said.
        if not firm and due_on and self.issued and due_on < self.issued:
            return None
        printed = text[start : period.end].strip(" ,(")
        return Found(start, period.end, Deadline("date", due_on, printed, inferred))

    def _is_deadline(self, period: Period, key: str, by: re.Match[str] | None) -> bool:
        start = period.start
        if self._before(_NOT_THIS, key, start) and not self._before(_BEFORE, key, start):
            return False
        lead = by.start() if by else start
        if self._before(_SUBMITTED_TO, key, start):
            return True
        past = self._before(_OF_THE_PAST, key, lead) and not self._before(_ENSURED, key, lead)
        if past or self._before(_OF_SOMETHING, key, lead) or self._before(_PLANNED, key, lead):
            return False
        if by is None and self._before(_OF_A_DOCUMENT, key, start):
            return False
        if period.unit == "year":
            return by is not None and self._assigned_year(key, period, by)
        if by or self._before(_ENDED_BY, key, start):
            return True
        ends = self.script.pattern(_CLAUSE_ENDS).match(key, period.end)
        if ends and self._before(_HANDED_IN_ON, key, start):
            # "… báo cáo Bộ A ngày D": of days to come only, what is past dates what it stands by.
            due_on, _ = resolve(period, self.issued, day_before=False)
            return bool(self.issued and due_on and due_on >= self.issued)
        return ends is not None and not self._before(_PERIOD_OF, key, start)

    def _assigned_year(self, key: str, period: Period, by: re.Match[str]) -> bool:
        """Is a year a deadline here, or part of a name, a plan, a vision?"""
        named = self._before(_NAME_WITH_YEAR, key, by.start())
        if named and not self._before(_HANDED_IN_WITHIN, key, period.start):
            return False
        if not self.script.pattern(r"\s*(?:đến|tới|cho đến)\b").match(by[0]):
            return True
        return bool(
            self.script.pattern(_RESULT_AFTER).match(key, period.end)
            or self._before(_RESULT_BEFORE, key, by.start())
            or not key[: by.start()].strip(" ,;-")
        )

    def _before(self, pattern: str, key: str, end: int) -> re.Match[str] | None:
        """`pattern` (which ends in $) right before `end`; a bounded look keeps long texts fast."""
        return self.script.pattern(pattern).search(key, max(0, end - 160), end)


_HOUR = r"\d{1,2}\s?(?:giờ|h|g|:)(?:\s?\d{2}(?:\s?phút)?|\s?00)?"
_BEFORE_HOUR = rf"(?:xong |hoàn thành )?trước(?: thời điểm)? {_HOUR}\s*,?\s*(?:ngày )?$"
_BEFORE = (
    r"(?:xong )?(?<!\w)trước(?: thời điểm| mốc| hạn)?(?: ngày)?"
    r"(?: (?:lễ|tết|quốc khánh|quốc tế|giải phóng)(?: [^\d,;.]{1,30})?)?\s*$"
)
_BY_WORDS = words("""
chậm nhất, muộn nhất, không muộn hơn, không chậm hơn, không quá, hạn cuối, hạn chót, thời hạn
thời gian hoàn thành, hạn hoàn thành, thời gian thực hiện, tiến độ, tiến độ hoàn thành, đến hết
cho đến, đến, tới, hết, trong, vào, xong, cuối, ngay trong, từ nay đến, từ nay tới
""")
_BY = (
    rf"(?:{_BY_WORDS}"
    rf"\s*[:,]?\s*)+(?:là |vào |trước )?(?:{_HOUR}\s*,?\s*)?(?:các )?(?:ngày )?(?:cuối )?$"
)
# A start, not an end.
_FROM = (
    r"(?<!\w)(?:từ|kể từ|sau|bắt đầu từ|từ sau|tính từ|hiệu lực|áp dụng từ)(?: ngày)?(?: đầu)?\s*$"
)
_NOT_THIS = (
    r"(?:tầm nhìn(?: đến)?|(?:trong|theo|tại) (?:các )?báo cáo(?: tính)?(?: đến)|tính đến"
    r"|tính tới|số liệu(?: đến)?|lũy kế(?: đến)?|nhiệm kỳ|giai đoạn"
    r"|(?:giai đoạn|thời gian|thời kỳ|khoảng) từ [^,;.]{1,40}đến|năm học|so với|cùng kỳ|như"
    r"|(?:các|những) ngày:?(?: \d{1,2}(?:,| và))*|tại thời điểm|đến thời điểm|quốc khánh|tết"
    r"|(?:dịp|lễ|kỷ niệm)(?: (?!trước|đến)[^,;.]{1,30})?)"
    r"(?: hết)?(?: ngày| năm)?\s*$"
)
# "Kế hoạch số 1-KH/TW, ngày D", "cuộc họp ngày D": the date of a document or an event.
_OF_SOMETHING = (
    r"(?:\d[\w.]*[-/][\w.&/\-–]*[^\W\d_][\w.&/\-–]*\s*[,(]?\s*(?:ban hành|ký)?\s*(?:ngày)?"
    r"|(?:phiên họp|cuộc họp|hội nghị|buổi làm việc|kỳ họp|buổi họp|phiên chất vấn|phát biểu)"
    r"(?: [^,;.:]{0,60})?,?(?: ngày)?|ký ngày|ban hành ngày|số liệu|lũy kế|^tính|[,.;(] tính)\s*$"
)
# "… trình HĐND tỉnh tại kỳ họp tháng 12": the session by which it is to be ready.
_SUBMITTED_TO = r"(?<!\w)trình [^,;.:]{2,60} tại (?:kỳ|phiên) họp [^,;.:]{0,30}$"
# Without a number only a bare "ngày" ties a date to a document: "Nghị quyết ngày D".
_OF_A_DOCUMENT = (
    r"(?<!\w)(?:luật|bộ luật|hiến pháp|pháp lệnh|nghị định|nghị quyết|thông tư|chỉ thị|quyết định"
    r"|kết luận|công điện|thông báo|công văn|tờ trình|đề án"
    r"|kế hoạch)(?: số [^ ,;]+)?,?(?: ngày)?\s*$"
)
# What came about before a day: that day is an attribute, no deadline.
_PAST_WORDS = words("""
đã, người nghỉ, người sinh, trẻ em sinh, công dân sinh, được ban hành, được cấp, có hiệu lực
được tuyển dụng, được thành lập
có quyết định, nghỉ hưu, nghỉ việc, nghỉ chế độ
""")
_OF_THE_PAST = _PAST_WORDS + r"(?: (?!hoàn thành|xong)[^\s,;.]+){0,3}\s*$"
# "… bảo đảm có hiệu lực trước ngày D".
_ENSURED = r"(?<!\w)(?:bảo đảm|đảm bảo|để)(?: [^\s,;.]+){0,2} có hiệu lực\s*$"
_PLANNED = r"\(dự kiến [^()]*$"
# The same only if that day is past: "xử lý hồ sơ tồn đọng trước ngày D" may ask for it by D.
_OF_A_STOCK = r"(?<!\w)(?:tồn đọng|phát sinh|tiếp nhận|nộp)\s*$"
_ENDED_BY = (
    r"(?<!\w)(?:hoàn thành|xong|thời hạn|hạn|thời gian hoàn thành|tiến độ"
    r"|hoàn thành việc [^,;.]{1,80})"
    r"\s*[:,]?\s*(?:là |vào |ngày |trong )*\s*$"
)
_COMPLETION = (
    r"(?<!\w)(?:hoàn thành|hoàn thiện|xong|thời hạn|báo cáo|gửi|trình|tiến độ|hạn)(?!\w).*$"
)
_HANDED_IN_ON = (
    r"(?<!\w)(?:báo cáo|gửi|trình|nộp|bàn giao|hoàn thành|công bố)(?!\w)[^.;:]{0,90} ngày $"
)
_CLAUSE_ENDS = r"\s*(?:[.;,)\]]|$|(?:để|nhằm|và|theo|bảo đảm|đảm bảo)\b)"
# A month or quarter that something is the result of.
_PERIOD_OF = (
    r"(?<!\w)(?:kết quả|báo cáo|số liệu|kỳ|tình hình|của|công tác|chỉ số|thực hiện|họp|các|trong số"
    r"|kế hoạch|nhiệm vụ|chi phí|dự toán|tổng kết|sơ kết|ngày"
    r"|(?:lịch|kế hoạch|chương trình|danh sách|chỉ tiêu)(?: [^\s,;.:]+){1,6})\s*$"
)
_NAMED = words("""
chiến lược, quy hoạch, kế hoạch, chương trình, đề án, dự toán, tầm nhìn, định hướng, nghị quyết
luật, kinh phí, ngân sách, dự án
""")
_NAME_WITH_YEAR = rf"{_NAMED}[^,;.:]*$"
# "… trình Chính phủ Đề án trong năm 2026": the year is not the plan's.
_HANDED_IN_WITHIN = r"(?<!\w)(?:trình|gửi|ban hành|hoàn thành|xong)(?!\w)[^;.:]*(?<!\w)trong $"
_RESULT_AFTER = (
    r"\s*[,:]?\s*(?:phải |cơ bản |có |đạt |phấn đấu |hoàn thành|hoàn thiện|bảo đảm|đảm bảo"
    r"|tối thiểu"
    r"|ít nhất|trên|giảm|tăng|tỷ lệ|100|\d|toàn bộ|tất cả|các|kết thúc|chấm dứt)"
)
_RESULT_BEFORE = r"(?:hoàn thành|đạt|phấn đấu|xong|thực hiện|kết thúc|\d\s?%|tỷ đồng)[^,;.]{0,60}$"
# "Hằng năm …, báo cáo trước ngày 31 tháng 12": a day of every year.
_YEARLY = r"(?<!\w)(?:(?:hằng|hàng|mỗi) năm|định k[ỳì] \d+ tháng)(?!\w)[^.;:]*$"
# "… năm 2025 và các năm tiếp theo".
_AND_ON = r"\s+và (?:các |những )?năm (?:tiếp theo|sau|kế tiếp)(?!\w)"
_REPEATED = (
    r"(?:\s+và (?:ngày )?\d{1,2} tháng \d{1,2})?"
    rf"\s*(?:hằng|hàng|mỗi)\s+(?:năm|tháng|quý|tuần|ngày)|{_AND_ON}"
)

_EVERY = (
    r"(?:hằng|hàng|mỗi|(?<!cụ thể )(?<!theo )(?<!cho )(?<!trong )(?<!của )từng)"
    r" (?:ngày|tuần|tháng|quý|năm|6 tháng|06 tháng|nửa năm)(?!\w)"
    r"(?:,? (?:hằng |hàng )?(?:tuần|tháng|quý|năm|6 tháng|06 tháng)(?!\w))*"
)
# "Nhiệm vụ thường xuyên." as a statement of its own.
_STANDING = (
    r"(?:^|[.;:,(]\s*)(?:đây là |là )?(?:nhiệm vụ|thực hiện|thời hạn|thời gian|tiến độ|công việc)?"
    r"\s*:?\s*(?:thực hiện )?thường xuyên(?:, liên tục|, định kỳ| hằng năm)*\s*(?:[.;)]|$)"
)
_TIMES = (
    r"(?:(?:\d+|một|hai|ba) lần(?:\s?/\s?| (?:một|mỗi|trong một|trong) )(?:ngày|tuần|tháng|quý|năm)"
    r"|(?:ngày|tuần|tháng|quý|năm)(?: một|\s?/\s?(?:01 |1 |một )?) ?lần)(?!\w)"
)
# "Hằng năm" is an attribute of plans and reviews more often than a rhythm: see _YEARLY_DUTY.
_OFTEN_ENOUGH = (
    r"(?:hằng|hàng|mỗi|(?<!cụ thể )(?<!theo )(?<!cho )(?<!trong )(?<!của )từng)"
    r" (?:ngày|tuần|tháng|quý|6 tháng|06 tháng|nửa năm)(?!\w)"
    r"(?:,? (?:hằng |hàng )?(?:tuần|tháng|quý|năm|6 tháng|06 tháng)(?!\w))*"
)
_NO_ATTRIBUTE = (
    r"(?<!kế hoạch )(?<!dự toán )(?<!ngân sách )(?<!đời sống )(?<!chỉ tiêu )(?<!chương trình )"
    r"(?<!bình quân )(?<!kế hoạch công tác )(?<!khen thưởng )(?<!nghị quyết )"
)
_RHYTHM = (
    rf"{_NO_ATTRIBUTE}(?:(?<!\w){_OFTEN_ENOUGH}|(?<!\w){_TIMES}"
    rf"|(?<!\w)(?:trước|vào|chậm nhất)[^,;.]{{1,25}}{_EVERY}"
    rf"|(?<!\w)định k[ỳì]\s(?:{_EVERY}|thứ |đầu |cuối |ngày |\d|vào )"
    r"|(?<!\w)ngày (?:\d+|cuối) (?:của )?(?:tháng|quý) (?:sau|kế tiếp|tiếp theo|liền kề)(?!\w))"
)
_TO_REPORT = r"(?:báo cáo|tổng hợp|gửi|sơ kết|tổng kết|giao ban|họp)(?!\w)"
_YEARLY_DUTY = (
    rf"(?<!\w){_EVERY}[^,;.]{{0,60}}(?<!\w){_TO_REPORT}"
    rf"|(?<!\w){_TO_REPORT}(?:(?!dự toán|ngân sách)[^;.]){{0,200}}(?<!\w){_EVERY}"
)
# What counts only where the duty itself is said, not in a later part of it.
_OFTEN = (
    rf"{_NO_ATTRIBUTE}(?<!\w){_EVERY}(?! và \d)"
    rf"|(?:^[^,;.]{{0,40}}|(?<!\w)(?:trong|từ|thời gian|thực hiện|thời hạn):? năm )\d{{4}}{_AND_ON}"
    r"|(?<!\w)định k[ỳì](?!\w)|(?:^|(?<!trực tiếp), )thường xuyên(?=[ ,])"
    rf"|(?<!chi )(?<!vụ )(?<!hợp )(?<!trực tiếp, )thường xuyên (?={DUTY})"
    r"|(?<!các )(?:nhiệm vụ|thực hiện) thường xuyên(?=\s*[.;)]|$)"
)
_FIRST_CLAUSE = re.compile(r"[^;]*?(?=;|\.\s|$)")
_CONDITION = (
    r"(?<!\w)ngay (?:sau )?khi [^,;.]+|(?:^|[,;(:]\s*)(?:sau khi|khi có|khi được|khi đủ) [^,;.]+"
    r"|\((?:sau )?khi [^()]{3,80}\)"
    r"|(?<!\w)(?:sau )?khi [^;.]{2,120}?(?:ban hành|có hiệu lực|được (?:phê duyệt|thông qua|giao))"
    r"[^;.]*(?=[.;]|$)"
    r"|(?<!\w)trong (?:vòng )?\d+\s?[-–]\s?\d+ (?:giờ|ngày|tuần|tháng)[^,;.]*"
    r"|(?<!\w)theo(?: đúng)?(?: các)? (?:lộ trình|tiến độ)(?: [^,;.]+)?(?=[,;.)]|$)"
    r"|(?<!\w)(?:bảo đảm|đảm bảo)(?: đúng)? lộ trình(?: [^,;.]+)?(?=[,;.)]|$)"
    r"|(?<!\w)hoàn thành (?:theo|đúng)(?: đúng)?"
    r" (?:chỉ đạo|yêu cầu|thời hạn)[^,;.]*"
    r"|(?<!\w)(?:từ [^,;.]{1,30} )?(?:cho )?đến khi [^,;.]+"
    r"|(?<!\w)trong (?:vòng|thời hạn|thời gian|khoảng)(?: không quá)? \d+ [^,;.]*"
    r"|(?<!\w)(?:sau|chậm nhất|không quá|tối đa)(?: sau| là)? \d+ (?:ngày|tháng|tuần|giờ)[^,;.]*"
    r"(?:kể từ|từ khi|sau khi|tính từ)[^,;.]*"
)
_URGENT = (
    r"(?<!\w)(?:khẩn trương|khẩn cấp|hỏa tốc|cấp bách|trong thời gian sớm nhất|sớm nhất(?: có thể)?"
    r"|càng sớm càng tốt|không để chậm trễ|ngay lập tức)(?!\w)"
    rf"|(?<!\w){DUTY} ngay(?= [^\W\d_]|,|\.|$)(?! (?:sau|từ|khi|trong|tại|cả|lập|ngắn|thẳng))"
    rf"|(?<!\w)sớm (?={DUTY})|(?<!\w)(?:triển khai|thực hiện|khắc phục|chấn chỉnh|xử lý"
    r"|giải quyết|báo cáo|ban hành|tổ chức|rà soát|dừng|chấm dứt) ngay(?!\w)"
)

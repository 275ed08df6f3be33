"""The duties of one paragraph: which sentences belong together, and whose deadline is whose."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from lienthong.programmes.rules.extraction import verbs
from lienthong.programmes.rules.extraction.addressees import same_body
from lienthong.programmes.rules.extraction.attributes import attributes
from lienthong.programmes.rules.extraction.deadlines import NONE, Deadline, Found, Reader
from lienthong.programmes.rules.extraction.duties import Clauses, Duty
from lienthong.programmes.rules.extraction.language import Script, sentences
from lienthong.programmes.rules.extraction.partners import holder


@dataclass
class Draft:
    """A duty found between two characters of a paragraph.

    `stated`: its own deadline, or that of the sentence which closes the paragraph.
    """

    start: int
    end: int
    duty: Duty
    stated: Deadline = field(default=NONE)


@dataclass(frozen=True)
class Paragraphs:
    """Reads paragraphs of one document."""

    script: Script
    clauses: Clauses
    reader: Reader

    def drafts(self, text: str) -> list[Draft]:
        """The duties of a paragraph in order, each with what it states of its deadline."""
        found: list[Draft] = []
        for start, end in self._clauses_of(text):
            clause = text[start:end]
            given = attributes(self.script, self.reader, [clause]) if found else None
            if given and given.lead:
                for draft in found:
                    draft.duty = replace(draft.duty, leads=given.lead)
            elif found and not text[:start].rstrip().endswith(";") and self.closes(clause):
                self._close(text, found, self.reader.of(clause), end)
            else:
                self._add(found, text, start, end)
        for draft in found:
            if draft.stated.kind == "none":
                draft.stated = self.reader.undated(text[draft.start : draft.end])
        return found

    def _add(self, found: list[Draft], text: str, start: int, end: int) -> None:
        """Join a clause to the duty before it, or begin one or more with it."""
        clause = text[start:end]
        duty, dates = self.clauses.read(clause), self.reader.dates(clause)
        if not found:
            if duty and not (duty.leads and duty.opens):
                found += self._dated(text, start, end, duty, dates)
            return
        last = found[-1]
        ended = text[last.start : last.end].rstrip(" ;").rpartition(";")[2].strip()
        if duty is None:
            last.end = end
        elif text[:start].rstrip().endswith(";") and self.closes(ended):
            whose = replace(duty, leads=duty.leads or last.duty.leads)
            found += self._dated(text, start, end, whose, dates)
        elif duty.kind == last.duty.kind == "target":
            stated = dates[-1].deadline if dates else last.stated
            found.append(
                Draft(start, end, replace(duty, leads=duty.leads or last.duty.leads), stated)
            )
        elif self._goes_on(last.duty, duty, clause):
            self._go_on(text, found, dates, self._rhythms(clause), start, end)
        elif duty.leads:
            found += self._dated(text, start, end, duty, dates)
        else:
            force = max(duty.force, last.duty.force)
            whose = replace(duty, leads=last.duty.leads, lists=last.duty.lists, force=force)
            found += self._dated(text, start, end, whose, dates)

    def closes(self, clause: str) -> bool:
        """A sentence that only says by when: "Hoàn thành trước ngày …", "Nhiệm vụ thường xuyên"."""
        key = self.script.key(clause)
        if not self.script.pattern(_CLOSING).match(key):
            return False
        return self.reader.of(clause).kind != "none"

    def closes_alone(self, line: str) -> bool:
        """The same as a paragraph of its own, which might also be a duty with its own result."""
        own = self.script.pattern(_OWN_RESULT).match(self.script.key(line))
        return not own and self.closes(line)

    def _close(self, text: str, found: Sequence[Draft], deadline: Deadline, end: int) -> None:
        """One deadline for every duty of the paragraph that states none of its own."""
        for draft in found:
            own = self.reader.undated(text[draft.start : draft.end])
            stands = draft.stated.kind != "none" or own.kind in ("recurring", "condition")
            if len(found) == 1 or not stands:
                draft.stated = deadline
        found[-1].end = end

    def _goes_on(self, last: Duty, duty: Duty, clause: str) -> bool:
        """Does a sentence go on with the duty before it? It does unless it turns to others."""
        asked = last.lists and last.kind == "proposal" and duty.kind == "task"
        if duty.kind != last.kind and not asked:
            return False
        if self.script.pattern("chủ trì").match(self.script.key(clause)):
            return False
        if duty.leads:
            return all(name.startswith("các ") for name in duty.leads) and same_body(
                duty.leads, last.leads, self.script
            )
        return not duty.supporting or duty.supporting == last.supporting

    def _go_on(
        self,
        text: str,
        found: list[Draft],
        dates: Sequence[Found],
        rhythm: Sequence[Deadline],
        start: int,
        end: int,
    ) -> None:
        last = found[-1]
        if dates and last.stated.kind == "date" and dates[-1].deadline.due_on != last.stated.due_on:
            found.append(Draft(start, end, last.duty, dates[-1].deadline))
            return
        if dates and last.stated.kind == "none":
            own = self.reader.undated(text[last.start : last.end])
            if own.kind == "recurring":
                last.stated = own
                found.append(Draft(start, end, last.duty, dates[-1].deadline))
                return
        if rhythm and last.stated.kind == "date" and not dates:
            found.append(Draft(start, end, last.duty, rhythm[-1]))
            return
        last.end = end
        if dates:
            last.stated = dates[-1].deadline

    def _rhythms(self, clause: str) -> Sequence[Deadline]:
        stated = self.reader.undated(clause)
        return [stated] if stated.kind == "recurring" else []

    def _dated(
        self, text: str, start: int, end: int, duty: Duty, dates: Sequence[Found]
    ) -> Iterator[Draft]:
        """One draft for each different date of a sentence, each with the words up to its date."""
        clause = text[start:end]
        distinct, cut_between = _distinct(dates), _after_date
        if not distinct:
            distinct, cut_between = _distinct(self.reader.repeated(clause)), _before_rhythm
            if len(distinct) < 2:
                yield Draft(start, end, duty)
                return
        between = [
            start + cut_between(clause, one.end, another.start)
            for one, another in pairwise(distinct)
        ]
        for found, begin, cut in zip(distinct, [start, *between], [*between, end], strict=True):
            held_by = holder(self.script, text[begin:cut])
            whose = replace(duty, leads=held_by) if held_by else duty
            yield Draft(begin, cut, whose, found.deadline)

    def _clauses_of(self, text: str) -> Iterator[tuple[int, int]]:
        """Sentences, and parts of sentences that turn to somebody else."""
        for start, end in sentences(text):
            if self.script.pattern(_IN_CASE).search(self.script.key(text[start:end])):
                continue
            begin = start
            for cut in self._turns(text, start, end):
                yield begin, cut
                begin = cut
            yield begin, end

    def _turns(self, text: str, start: int, end: int) -> Iterator[int]:
        key = self.script.key(text[start:end])
        before: Duty | None = None
        for stop in self.script.pattern(_TURN).finditer(key):
            part = text[start + stop.end() : end].partition(";")[0]
            duty = self.clauses.read(part)
            asked = duty and duty.force == 2
            so_far = text[start : start + stop.start()]
            if before is None or before.opens:
                # What a clause asks does not change with what follows in it.
                before = self.clauses.read(so_far)
            last = so_far.rpartition(";")[2]
            if before and duty and stop["semicolon"] and self.closes(last.strip()):
                # "…; hoàn thành trước ngày D; xây dựng …": what follows is another result.
                yield start + stop.end()
                continue
            if before and before.opens:
                # So far only a list of those addressed, set apart by semicolons.
                continue
            own = before and before.kind == "task" and before.force < 2
            if own and (not stop["semicolon"] or self._goes_on_asking(part)):
                continue
            if asked and self.clauses.past(text[start : start + stop.end()]):
                continue
            somebody = duty and duty.leads and not duty.opens
            if stop["semicolon"] and duty and self._another_rhythm(before, text, start, stop, part):
                yield start + stop.end()
                continue
            target = duty and duty.kind == "target"
            if (stop["semicolon"] and (somebody or target)) or (somebody and asked):
                yield start + stop.end()

    def _goes_on_asking(self, part: str) -> bool:
        """Is it the same subject ("…, đề xuất Thủ tướng …") or quotation ("; trong đó …")?"""
        return self.script.pattern(_SAME_SPEAKER).match(self.script.key(part)) is not None

    def _another_rhythm(
        self, before: Duty | None, text: str, start: int, stop: re.Match[str], part: str
    ) -> bool:
        """ "… trước ngày D; định kỳ hằng tháng báo cáo": a date or a condition and a rhythm are two
        results."""
        if not before:
            return False
        first = self.reader.of(text[start : start + stop.start()]).kind
        second = self.reader.of(part).kind
        return {first, second} in ({"date", "recurring"}, {"condition", "recurring"})


def _distinct(found: Sequence[Found]) -> list[Found]:
    """The first of each meaning: a date, or the wording where there is no date."""
    kept: dict[object, Found] = {}
    for one in found:
        kept.setdefault(one.deadline.due_on or one.deadline.printed, one)
    return list(kept.values())


_STOP = re.compile(r"[,;]\s|\svà\s")


def _after_date(clause: str, after: int, before: int) -> int:
    """A date ends its result: cut at the first stop after it."""
    stop = _STOP.search(clause, after, max(after, before))
    return stop.end() if stop else after


def _before_rhythm(clause: str, after: int, before: int) -> int:
    """A rhythm stands inside its result: cut at the last stop before the next one."""
    stops = list(_STOP.finditer(clause, after, before))
    return stops[-1].end() if stops else after


# "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị … phản ánh": how every letter closes.
_IN_CASE = (
    r"(?<!\w)(?:trong )?quá trình (?:tổ chức |triển khai )*(?:thực hiện|triển khai"
    r"|áp dụng)[^.;]{0,60}"
    r"(?:nếu có|nếu gặp|có (?:khó khăn|vướng mắc|phát sinh)|gặp (?:khó khăn|vướng mắc)"
    r"|nếu phát sinh)"
)
_CLOSING = (
    r"(?:(?:tất cả )?(?:các )?(?:nhiệm vụ|nội dung|công việc)(?: trên| này| nêu trên)?,?"
    r"(?: (?:nếu )?(?:không|chưa) (?:ghi|nêu|có|quy định|xác định)[^,.;]{0,40},)?"
    r" (?:phải |cần )?hoàn thành|hoàn thành|thời hạn|thời gian|hạn|tiến độ|xong"
    r"|nhiệm vụ thường xuyên"
    r"|thực hiện thường xuyên|thường xuyên\.?$|(?:kết quả|thực hiện|triển khai|báo cáo|gửi"
    r"|việc)[^,;]{0,60}?"
    r" (?:hoàn thành |xong )?(?:trước|trong|chậm nhất|vào|đến))(?!\w)"
)
# "Hoàn thành việc tiêm phòng trước ngày D": a duty of its own, no date for what stands above it.
_OWN_RESULT = (
    r"(?:hoàn thành (?!xong|trước|trong|vào|chậm nhất|đến|(?:các )?(?:nhiệm vụ|nội dung|công việc)"
    r"|việc (?:này|trên))|báo cáo (?!gửi|kết quả|của|này|trước|về))"
)
_SAME_SPEAKER = r"(?:đề xuất|kiến nghị|yêu cầu|trong đó|theo đó)(?!\w)"
_TURN = (
    r"(?P<semicolon>;)\s*(?:và |đồng thời )?"
    rf"|,\s+(?:đồng thời,? )?(?=(?:{verbs.ORDER}|{verbs.PROPOSAL}) )"
)

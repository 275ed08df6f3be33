"""What one clause says: who is to do something, with whom, and in which kind of speech."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from lienthong.programmes.rules.extraction import grammar, verbs
from lienthong.programmes.rules.extraction.addressees import (
    Addressees,
    addressees,
    longer_name,
    unlisted_subject,
)
from lienthong.programmes.rules.extraction.language import Script, words
from lienthong.programmes.rules.extraction.partners import done_by, holder, supporting

Kind = Literal["task", "proposal", "commitment", "target", "prior"]


@dataclass(frozen=True)
class Duty:
    """A clause that asks for something.

    `leads` is empty when the clause names nobody (who is meant stands above it). `force`: how much
    the wording itself shows a duty: 2 it is asked for (giao, yêu cầu, đề nghị), 1 it is plain (chủ
    trì, phải), 0 only its place shows it. `opens`: the duty itself follows below. `lists`: a colon
    after those addressed, so that every sentence that follows is a duty of its own.
    """

    kind: Kind
    leads: tuple[str, ...]
    supporting: tuple[str, ...]
    force: int
    opens: bool = False
    lists: bool = False


@dataclass(frozen=True)
class Clauses:
    """Reads clauses of one document."""

    script: Script

    def read(self, text: str) -> Duty | None:
        """The duty a sentence states; None when it tells, judges or explains."""
        key = self.script.key(text)
        asked = self._asked(text, key)
        if asked or self._tells_plainly(key):
            return asked
        named = self._to_whom(text, key)
        if named:
            return self._of_subject(text, key, named)
        described = self.script.pattern(grammar.DESCRIBED).match(key)
        if described and text[0].isupper():
            name = text[described.start("who") : described.end()].rstrip(",")
            return self._of_subject(text, key, Addressees((name,), 0, described.end()))
        for at in self._openings(key):
            named = addressees(self.script, text, key, at)
            if named:
                return self._of_subject(text, key, named)
            if self._starts_a_duty(key, at):
                return (
                    self._after_grounds(text, key, at)
                    or self._after_colon(text, key)
                    or self._nobody_named(text, key, at)
                )
            if self._starts(verbs.AIM, key, at):
                return Duty("target", (), (), 0)
            own = self.script.pattern(_ITSELF).match(key, at)
            if own:
                return Duty("commitment", (text[own.start("who") : own.end("who")],), (), 1)
        return self._after_colon(text, key)

    def _to_whom(self, text: str, key: str) -> Addressees | None:
        """Those meant by "Đối với các sở: …"."""
        opening = self.script.pattern(_TO_WHOM).match(key)
        if not opening:
            return None
        named = addressees(self.script, text, key, opening.end())
        rest = key[named.end :].strip(" .") if named else "-"
        return named if not rest or rest.startswith(":") else None

    def _after_grounds(self, text: str, key: str, at: int) -> Duty | None:
        """ "Căn cứ kế hoạch này, các sở xây dựng …": the grounds first, then whose duty it is."""
        if not self._starts(_GROUNDS, key, at) and not self._starts(_PURPOSE, key, 0):
            return None
        for comma in re.compile(r",\s+").finditer(key, at, at + 400):
            named = addressees(self.script, text, key, comma.end())
            duty = self._of_subject(text, key, named) if named and named.known else None
            if duty and (not duty.opens or key.rstrip().endswith(":")):
                return duty
            if not self._starts(_PURPOSE, key, 0) and self._starts_a_duty(key, comma.end()):
                return None
        return None

    def _after_colon(self, text: str, key: str) -> Duty | None:
        """ "Chế độ báo cáo: Các sở báo cáo …": a subject first, then whose duty it is."""
        colon = self.script.pattern(r"[^.;:]{3,160}:\s+").match(key)
        named = addressees(self.script, text, key, colon.end()) if colon else None
        duty = self._of_subject(text, key, named) if named and named.known else None
        return duty if duty and not duty.opens else None

    def _tells_plainly(self, key: str) -> bool:
        return any(self._starts(no_duty, key, 0) for no_duty in _NO_DUTIES)

    def past(self, text: str) -> bool:
        """Does a sentence so far tell what was done or quote what another document says?"""
        return self._starts(_SAID_EARLIER, self.script.key(text), 0)

    def unlisted(self, text: str) -> Duty | None:
        """What a body does that no list has, where only its place shows that it is a body."""
        key = self.script.key(text)
        named = None if self._tells_plainly(key) else unlisted_subject(self.script, text)
        duty = self._of_subject(text, key, named) if named else None
        return replace(duty, force=-1) if duty and not duty.opens else None

    def described(self, text: str) -> Duty | None:
        """ "Đối với đơn vị được kiểm tra: Chuẩn bị …": who that is, the place must show."""
        key = self.script.key(text)
        opening = self.script.pattern(_TO_WHOM).match(key)
        body = opening and self.script.pattern(grammar.DESCRIBED_BODY).match(key, opening.end())
        if not body:
            return None
        who = text[body.start() : body.end()].strip()
        duty = self._of_subject(text, key, Addressees((who,), 0, body.end()))
        return replace(duty, force=-1) if duty and not duty.opens else None

    def acting(self, text: str) -> Duty | None:
        """Somebody known and a verb right behind that no list has: "Công an tỉnh đối sánh …"."""
        key = self.script.key(text)
        named = addressees(self.script, text, key, 0)
        if self._tells_plainly(key) or not named or not named.known or key.rstrip().endswith(":"):
            return None
        rest = key[named.end :]
        no_order = (verbs.TELLING, verbs.STANDPOINT, _FORMAL, _NO_VERB)
        if not self._starts(r" [^\W\d_]", rest, 0) or not text[named.end + 1].islower():
            return None
        if any(self._starts(pattern, rest.lstrip(), 0) for pattern in no_order):
            return None
        return Duty("task", named.names, self._partners(text, key, named), -1)

    def _starts(self, pattern: str, key: str, at: int) -> bool:
        return self.script.pattern(pattern).match(key, at) is not None

    def _starts_a_duty(self, key: str, at: int) -> bool:
        return (
            self._starts(grammar.STARTS, key, at)
            or self._starts(_AS_A_BODY, key, at)
            or (not self.script.folded and self._starts(verbs.SHORT_DUTY, key, at))
        )

    # Orders and requests: "Giao Bộ X …", "Thủ tướng yêu cầu các bộ …", "Đề nghị …"

    def _asked(self, text: str, key: str) -> Duty | None:
        for match in self.script.pattern(_ASKING).finditer(key):
            if not self._performs(text, key, match) or self._is_own(text, key, match):
                continue
            named = addressees(self.script, text, key, self._past_courtesy(key, match.end()))
            if not named:
                continue
            end = self._past_qualifiers(text, key, named.end)
            rest = key[end:].lstrip(" ,")
            tells = self._is_telling(key, end) and not self._starts(_AS_A_BODY, rest, 0)
            if rest and not rest.startswith((":", ".", ";")) and tells:
                continue
            if self._starts(_COURTESY, rest, 0):
                continue
            joined = self._starts(_ORDERED_AND, key[max(0, match.start() - 24) : match.start()], 0)
            proposal = match["proposal"] is not None and not joined
            earlier = self._starts(_SAID_EARLIER, key[: match.start()], 0)
            kind: Kind = "prior" if earlier else "proposal" if proposal else "task"
            return Duty(
                kind,
                named.names,
                self._partners(text, key, named),
                force=2,
                opens=not rest.strip(" .;") or key.rstrip().endswith(":"),
                lists=self._starts(_LISTS, rest, 0),
            )
        return None

    def _past_courtesy(self, key: str, at: int) -> int:
        match = self.script.pattern(r"\s*:?\s*(?:cho |với |tới |đến )?").match(key, at)
        return match.end() if match else at

    def _performs(self, text: str, key: str, match: re.Match[str]) -> bool:
        """Is "yêu cầu", "giao", "đề nghị" said here? It may be a noun, or part of a duty."""
        before = key[: match.start()].rstrip()
        if not before or before[-1] in ',;:.(“"–-':
            return True
        if self._starts(_NOT_SAID, before[-24:], 0):
            return False
        if self.script.pattern(_WHAT_WAS_GIVEN).search(before[-80:]):
            return False
        return (
            bool(self.script.pattern(_SAID_BY).search(before[-160:]))
            or text[match.start()].isupper()
        )

    def _is_own(self, text: str, key: str, match: re.Match[str]) -> bool:
        """ "Bộ X tổng hợp, đề xuất Thủ tướng …": what the subject is to propose is its duty."""
        if not match.start() or not self._starts(_OWN_ACTS, key, match.start()):
            return False
        before = self.read(text[: match.start()].rstrip(" ,;"))
        if not before or before.opens or before.kind != "task":
            return False
        return bool(before.leads) or not self._starts(_ON_WHAT_GROUNDS, key, 0)

    # Sentences with a subject: "Bộ X chủ trì …", "Các địa phương khẩn trương …"

    def _of_subject(self, text: str, key: str, named: Addressees) -> Duty | None:
        at = self._past_qualifiers(text, key, named.end)
        rest = key[at:].lstrip(" ,")
        if not rest.strip(" .;:"):
            return Duty("task", named.names, (), 0, opens=True)
        at = len(key) - len(rest)
        quoted = self.script.pattern(_QUOTED).search(key, 0, named.start)
        if self._starts(verbs.EARLIER, key, at) or (quoted and self._starts("được giao", key, at)):
            return Duty("prior", named.names, (), 1)
        promises = self._starts(f"{verbs.SAYS}?{verbs.PROMISE}", key, at)
        tells = self._is_telling(key, at) or self._only_leads(text, key, at)
        if not promises and (tells or self._starts(_FORMAL, key, at)):
            return None
        kind: Kind = "task"
        if promises:
            kind = "commitment"
        elif self._starts(verbs.AIM, key, at):
            kind = "target"
        elif self._starts(rf"(?!đề xuất )(?:{verbs.PROPOSAL}|{verbs.ORDER})(?!\w)", key, at):
            # The subject is who asks; nobody is named as asked.
            return None
        elif not (self._starts_a_duty(key, at) or self._starts(verbs.AFTER_A_NAME, key, at)):
            longer = longer_name(self.script, text, key, named)
            if longer:
                return self._of_subject(text, key, longer)
            if not named.known or not self._acts_after_colon(text, key, at):
                return None
        return Duty(
            kind,
            named.names,
            self._partners(text, key, named),
            force=int(self._starts(_CLEARLY, key, at)),
            opens=rest.rstrip().endswith(":"),
            lists=self._starts(_LISTS, rest, 0),
        )

    def _acts_after_colon(self, text: str, key: str, at: int) -> bool:
        """ "Bộ X: Rà soát …", "Bộ X: Đến ngày D phải …"."""
        colon = re.compile(r":\s*").match(key, at)
        if not colon:
            return False
        begin = self._past_qualifiers(text, key, colon.end())
        return self._starts_a_duty(key, len(key) - len(key[begin:].lstrip(" ,")))

    def _only_leads(self, text: str, key: str, at: int) -> bool:
        """ "Sở X chủ trì, phối hợp với các sở có liên quan." says who, not what."""
        match = self.script.pattern(_LEADS_WITH).match(key, at)
        if not text.rstrip().endswith((".", ";")):
            return False  # a heading
        others = addressees(self.script, text, key, match.end()) if match else None
        return bool(others and not self.script.pattern(verbs.DUTY).search(key, others.end))

    def _nobody_named(self, text: str, key: str, at: int) -> Duty | None:
        kind: Kind = "target" if self._starts(verbs.AIM, key, at) else "task"
        return Duty(
            kind,
            holder(self.script, text[at:]) or done_by(self.script, text, key),
            supporting(self.script, text, key),
            force=int(self._starts(_CLEARLY, key, at)),
            opens=key.rstrip().endswith(":"),
        )

    def _partners(self, text: str, key: str, named: Addressees) -> tuple[str, ...]:
        return tuple(
            name
            for name in supporting(self.script, text, key, named.end)
            if name not in named.names
        )

    def _is_telling(self, key: str, at: int) -> bool:
        rest = key[at:].lstrip(" ,")
        if self._starts(verbs.STILL_ORDERING, rest, 0):
            return False
        return self._starts(verbs.TELLING, rest, 0) or self._starts(_PRESIDED, rest, 0)

    def _past_qualifiers(self, text: str, key: str, at: int) -> int:
        """Past "theo chức năng được giao", "(sau đây gọi là …)", ", trên cơ sở …,"."""
        while match := self.script.pattern(grammar.QUALIFIER).match(key, at):
            if match.end() == at:
                break
            at = match.end()
        return at

    def _openings(self, key: str) -> Iterator[int]:
        """Where the clause proper may begin: at once, after a connective, after an adverbial."""
        at = 0
        while match := self.script.pattern(grammar.CONNECTIVE).match(key, at):
            at = match.end()
        yield at
        if not self._starts(grammar.ADVERBIAL, key, at):
            return
        for comma in re.compile(r"[,:](?!\d)\s+|\s(?=thì )").finditer(key, at, at + 600):
            yield comma.end()


_ASKING = (
    rf"(?<!\w)(?:(?P<proposal>{verbs.PROPOSAL})|{verbs.ORDER})(?!\w)"
    r"(?: thêm| rõ| cụ thể| trực tiếp)?"
)
# "… đã yêu cầu", "… tại Công điện số 1/CĐ-TTg, theo đó yêu cầu": what was asked before.
_SAID_EARLIER = (
    r".*(?:(?<!\w)(?:đã|từng|được)|số \d+[-/][^.]*(?<!\w)(?:theo|trong) đó,?(?: [^,;.]{2,40})?"
    r"|(?<!\w)đã (?:ban hành|chỉ đạo|có|tổ chức|họp|xây dựng|phân công|quán triệt)[^.:]*[;,]) $"
)
# What a subject may do to others in the course of its own duty.
_OWN_ACTS = r"(?:đề xuất|kiến nghị|yêu cầu|giao)(?!\w)"
# "Thực hiện Công điện số 1/CĐ-TTg, yêu cầu …": why it is asked, no duty before it.
_ON_WHAT_GROUNDS = (
    r"(?:tiếp tục )?(?:nhận được|thực hiện|triển khai|căn cứ|để|nhằm|trên cơ sở|theo)(?!\w)"
)
# "Để nâng cao hiệu quả, tăng cường giám sát, các sở có trách nhiệm:".
_PURPOSE = r"(?:để|nhằm) "
_GROUNDS = r"(?:căn cứ|thực hiện|trên cơ sở|theo) "
# "yêu cầu và đề nghị các đơn vị".
_ORDERED_AND = r".*(?<!\w)(?:yêu cầu|giao|chỉ đạo)(?:,| và) $"
# "theo yêu cầu", "đáp ứng yêu cầu", "các kiến nghị": nouns, or what somebody is to do with them.
_BEFORE_A_NOUN = words("""
theo, đáp ứng, các, những, nội dung, thực hiện, việc, trước, của, về, có, luôn, với, không
tình trạng, bảo đảm, được quyền, quyền, từng, mọi, một số, nhiều, hồ sơ, văn bản, khi có, phải
nhiệm vụ, đúng, tổng hợp, giải quyết, xử lý, gửi, tiếp nhận, qua, do, bị, sau khi, để, nhằm
xem xét, nghiên cứu, báo cáo, tiếp tục, chủ động
""")
# "các nhiệm vụ Thủ tướng Chính phủ giao cho Bộ X": what is spoken of, no order.
_WHAT_WAS_GIVEN = (
    r"(?<!\w)(?:nhiệm vụ|nội dung|chỉ tiêu|công việc)(?: mà| do)?"
    r" (?:thủ tướng|chính phủ|bộ chính trị|ban bí thư|quốc hội|ubnd|ủy ban nhân dân|tỉnh ủy"
    r"|thành ủy|đảng ủy|cấp trên|cấp ủy|bộ |ban )[^,;.:]{0,40}$"
)
_NOT_SAID = rf"(?s:.*){_BEFORE_A_NOUN}$"
# Who may ask in the middle of a sentence, and what may join one request to another.
_SAID_BY = (
    r"(?<!\w)(?:(?:thủ tướng|phó thủ tướng|tổng bí thư|chủ tịch|bộ trưởng|trưởng ban|đồng chí"
    r"|thường trực|ủy ban|lãnh đạo|hội đồng|ban thường vụ|đảng ủy|văn phòng|cơ quan)(?!\w).*"
    r"|(?:bộ|sở|một số) [^,;.]*|chính phủ|bộ chính trị|ban bí thư|ban chỉ đạo|quốc hội|tỉnh ủy"
    r"|thành ủy|kết luận|quyết nghị|thống nhất(?: và)?|nhất trí|đồng ý|đồng thời|và|chúng tôi"
    r"|địa phương|tỉnh|đại biểu|trân trọng|cũng|đã|từng|đơn vị|ngành|xã|phường)$"
)
_CLEARLY = (
    r"(?:khẩn trương |tiếp tục |chủ động )*"
    r"(?:chủ trì|phải|có trách nhiệm|có nhiệm vụ|chịu trách nhiệm|được giao)(?!\w)"
)
# "Theo Kết luận số 1-KL/TW, các địa phương được giao …" repeats what another document says.
_QUOTED = r"(?<!\w)(?:tại|theo) [^.;:]{0,40}số \d+[-/]"
_LISTS = r"[^.;:]{0,80}:\s"
# "Đối với Bộ X: …"
_TO_WHOM = r"(?:đối với|với|về phía|riêng) "
# "… đề nghị các đơn vị quan tâm, phối hợp thực hiện./." closes a letter and asks for nothing.
_COURTESY = (
    r"(?:biết|quan tâm|nghiêm túc|khẩn trương|căn cứ|nghiên cứu|phối hợp|tổ chức|triển khai|chỉ đạo"
    r"|thực hiện|,|và|để|\s)+[\s./]*$"
)
_CLOSES_A_LETTER = (
    rf"(?:nhận được [^,;.]* này, )?(?:rất )?(?:{verbs.PROPOSAL}|yêu cầu)(?!\w)[^.;:]*?\s{_COURTESY}"
)
# "Ông A, Phó Cục trưởng Cục B - Thành viên": a list of members.
_MEMBER = (
    r"(?:đồng chí|đ/c|ông|bà)\.? [^.;:]*[-–,:]\s*(?:làm )?(?:phó )?(?:tổ trưởng|tổ phó|thành viên"
    r"|ủy viên|trưởng ban|trưởng đoàn|thư ký|chủ tịch hội đồng)(?: thường trực)?[\s.;]*$"
)
# "Tổ Công tác X, do đồng chí Bộ trưởng Y làm Tổ trưởng".
_HEADED = r"[^.;]*(?:;[^.;]*)?(?<!\w)do [^.;]{2,100} làm (?:tổ trưởng|trưởng|chủ tịch)(?!\w)"
_NO_DUTIES = (verbs.LOOKING_BACK, verbs.STANDPOINT, _CLOSES_A_LETTER, _MEMBER, _HEADED)
# An authority consents; an act is to be executed by those whom it names: no result is asked for.
_FORMAL = (
    r"(?:(?:cơ bản )?(?:thống nhất|nhất trí|đồng ý|tán thành)"
    r" (?:chủ trương|với (?:nội dung|đề nghị|đề xuất|báo cáo|ý kiến|phương án|kiến nghị|dự thảo)"
    r"|về (?:chủ trương|nội dung)|nội dung|đề nghị|đề xuất|đánh giá|thông qua)(?!\w)"
    r"|(?:có|chịu) trách nhiệm (?:tổ chức )?(?:thi hành|thực hiện) (?:quyết định|chỉ thị|nghị quyết"
    r"|kế hoạch|công điện|quy chế|quy định|chương trình) này(?: kể từ ngày [^.;,]*)?[\s./]*$)"
)
# What an agency did or says, though the verb alone might be an order.
_PRESIDED = (
    r"chủ trì\s*[.;]?$|chủ trì (?:cuộc|phiên|hội nghị|buổi|họp|lễ)"
    r"|(?:làm việc|hoạt động) theo (?:nguyên tắc|chế độ|quy chế)"
    r"|tiếp nhận (?:được )?\d[\d.,]* (?:hồ sơ|lượt|văn bản|đơn)"
    r"|(?:phát biểu|dự|tham dự|cho biết|trân trọng|thông báo (?:để|ý kiến|đến|kết luận))(?!\w)"
)
_NO_VERB = (
    rf"(?:{verbs.ORDER}|{verbs.PROPOSAL}|{verbs.PROMISE}|và|với|của|các|những|nào|thì|tại|trong|về"
    r"|thuộc|đối với|nơi|như|chịu trách nhiệm|khi|để|do|vì)(?!\w)"
)
# "Là cơ quan thường trực, theo dõi …": a role that somebody is given.
_AS_A_BODY = r"là (?:cơ quan|đơn vị|bộ phận|đầu mối)(?!\w)"
# Who reports speaks of itself without its name: "Sở cam kết …", "Đơn vị hứa …".
_ITSELF = (
    r"(?P<who>(?:sở|bộ|tỉnh|thành phố|xã|phường|đơn vị|địa phương|ngành|cơ quan|chúng tôi|ủy ban)"
    r"(?: (?:tôi|mình|nhà))?) (?:xin )?(?:cam kết|hứa|sẽ|quyết tâm)(?!\w)"
)
_LEADS_WITH = r"chủ trì(?:,| và)? phối hợp(?: với| cùng)?(?: với)? "

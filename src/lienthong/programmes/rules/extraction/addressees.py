"""A list of those addressed: "Bộ A, Bộ B và các địa phương"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lienthong.programmes.rules.extraction.groups import bare_group
from lienthong.programmes.rules.extraction.language import UPPER, Script, words
from lienthong.programmes.rules.extraction.organisations import NO_NAME, body_opens, mention
from lienthong.programmes.rules.extraction.verbs import DUTY, IN_NAMES, NAME_STOPS


@dataclass(frozen=True)
class Addressees:
    names: tuple[str, ...]
    start: int
    end: int
    known: bool = True


_AND = (
    r"\s*(?:, cùng(?: với)?|,? và(?: với)?|,|;| cùng(?: với)?| hoặc|/)\s+"
    r"(?:và )?(?:với )?(?:nhất là |đặc biệt là )?"
)
_DASHED = re.compile(r"(?:^|\s)\s*[-–]\s+")
_ALSO = re.compile(r"\s+[-–]\s+")


def addressees(script: Script, text: str, key: str, at: int) -> Addressees | None:
    """Everybody named from `at` on without another word between; None when nobody is."""
    first = mention(script, text, key, at)
    if not first:
        return None
    names, end, known = list(first.names), first.end, first.known
    while True:
        end = _past_apposition(script, text, key, end)
        step = script.pattern(_AND).match(key, end)
        following = mention(script, text, key, step.end()) if step else None
        if step and not following and names[-1].startswith("các "):
            # "Các đảng ủy xã, phường, đảng ủy trực thuộc …": one "các" serves all.
            following = bare_group(script, text, key, step.end())
        if not following or not following.known:
            break
        names += [name for name in following.names if name not in names]
        end, known = following.end, known or following.known
    return Addressees(tuple(names), at, end, known)


def _past_apposition(script: Script, text: str, key: str, end: int) -> int:
    """ "Văn phòng A - Cơ quan Thường trực B": the second names the same body."""
    dash = _ALSO.match(key, end)
    also = mention(script, text, key, dash.end()) if dash else None
    return also.end if also else end


def same_body(some: Sequence[str], others: Sequence[str], script: Script) -> bool:
    """Are `some` already among `others`, be it as part of a group ("các cơ quan, địa phương")?"""
    known = " ".join(script.key(name) for name in others)
    return all(
        all(word in known for word in script.key(name).replace(",", " ").split()) for name in some
    )


def everybody(script: Script, text: str) -> tuple[str, ...]:
    """All who are named anywhere in a text, in order."""
    if _DASHED.match(text):
        parts = [everybody(script, part) for part in _DASHED.split(text) if part]
        return tuple(dict.fromkeys(name for part in parts for name in part))
    key, at = script.key(text), 0
    names: list[str] = []
    while at < len(text):
        found = addressees(script, text, key, at) if text[at].isalnum() else None
        if found:
            names += [name for name in found.names if name not in names]
        space = re.compile(r"\s").search(text, at)
        at = max(found.end if found else 0, space.end() if space else len(text))
    return tuple(names)


def longer_name(script: Script, text: str, key: str, named: Addressees) -> Addressees | None:
    """Those named, the last by a name with a comma: "Viện Chiến lược, Chính sách tài nguyên"."""
    comma = _NAME_GOES_ON.match(text, named.end)
    if not comma or not body_opens(script, named.names[-1], 0):
        return None
    if mention(script, text, key, comma.end()):
        return None
    stop = next(
        (
            word.start()
            for word in script.pattern(NAME_STOPS).finditer(key, comma.end())
            if text[word.start()].islower()
        ),
        len(text),
    )
    more = text[named.end : stop].rstrip()
    if len(more.split()) > _LONGEST_ADDITION or re.search(r"[;:.()]", more):
        return None
    names = (*named.names[:-1], named.names[-1] + more)
    return Addressees(names, named.start, named.end + len(more))


_NAME_GOES_ON = re.compile(rf",\s+(?=[{UPPER}])")
_LONGEST_ADDITION = 10  # words
_TO_WHOM = (
    r"(?:đối với|(?:trách nhiệm|nhiệm vụ)(?: chung| cụ thể| chính)? của"
    r"|về phía|riêng|với|giao|trách nhiệm)\s+"
)
_ASKED_OF = r"(?<!\w)(?:yêu cầu|nhiệm vụ|trách nhiệm|chỉ đạo) (?:đối với|của|cho) "
_STATEMENT = r"(?<!\w)(?:đã|đều|phải|cần)(?!\w)"
_FACT = r"(?<!\w)(?:được|đã|đang|đều|phải|cần)(?!\w)"
_COMRADE = r"(?:đồng chí|đ/c|ông|bà)\.? "
_WHOSE_DUTY = r"(?:trách nhiệm|nhiệm vụ)(?: chung| cụ thể| chính)? của "
_GOES_ON = (
    r"(?:,|;| và| hoặc| trên địa bàn| thuộc| trực thuộc| xã| phường)(?! hội)[^.:]{2,160}[.:;\s]*$"
)
# "Các nhiệm vụ trọng tâm" is a subject, "Các chủ rừng" are somebody.
_THINGS = words("""
nhiệm vụ, giải pháp, nội dung, chỉ tiêu, mục tiêu, hoạt động, công việc, chính sách, biện pháp
điều kiện, yêu cầu, hạng mục, dự án, chương trình, đề án, hạn chế, kết quả, vấn đề, lĩnh vực
sản phẩm, quy định, văn bản, thủ tục, chế độ, cơ chế, bước, giai đoạn, trường hợp, ngày, tháng
hình thức, phương án, tiêu chí, khoản, nguồn, loại, nhóm nhiệm vụ, hệ thống, nền tảng, dịch vụ
dữ liệu, cơ sở dữ liệu, công trình, khu vực, tuyến, khó khăn, tồn tại, vướng mắc, nguyên tắc
công tác, mốc, kịch bản, phong trào, lớp, khóa, cuộc, đợt, danh mục, quy trình, chủ đề, mô hình
hồ sơ, kiến nghị, căn cứ, ý kiến, cơ sở hạ tầng, chuyên đề, bài, tin, câu hỏi, hội nghị, hội thảo
sự kiện, tài liệu, phương tiện, thiết bị, công nghệ, danh hiệu, trang, tiện ích, ứng dụng
phần mềm, thông tin, số liệu, chỉ số, tài sản, tiêu chuẩn, quyền, nghĩa vụ, chi phí, mức
nghị định, nghị quyết, thông tư, luật, quyết định, chỉ thị, kết luận, công văn, hướng dẫn
""")
_SOMEBODY = rf"(?:các|những|mỗi|từng|toàn thể|tất cả các)\s+(?!{_THINGS})(?=\w)"
_LONGEST_HEADING = 25  # words
_LONGEST_DESCRIPTION = 45  # words, after "Đối với"


def named_by_heading(script: Script, text: str) -> tuple[str, ...]:
    """Whom a heading names and nothing else: "Đối với các bộ:", "Trách nhiệm của Bộ X"."""
    key = script.key(text)
    opening = script.pattern(_TO_WHOM).match(key)
    at = opening.end() if opening else 0
    if script.pattern(NO_NAME).match(key, at):
        return ()
    named = addressees(script, text, key, at) or bare_group(script, text, key, at)
    rest = key[named.end :].strip(" .:;") if named else ""
    if named and not rest:
        return named.names
    acts = script.pattern(DUTY).search(key, named.end) if named else None
    if named and not acts and script.pattern(_GOES_ON).match(key, named.end):
        # "Các bệnh viện, trung tâm y tế": an enumeration that goes on with unknown names.
        return (text[at:].strip(" .:;"),)
    if script.pattern(_WHOSE_DUTY).match(key):
        return (text[at:].split("(")[0].strip(" .:;"),)
    return _unknown_name(script, text, key, at)


def unlisted_subject(script: Script, text: str) -> Addressees | None:
    """Somebody in no list before the first verb: "Các tổ hợp tác vùng cao khẩn trương …"."""
    key = script.key(text)
    if script.folded:
        return None
    opens = body_opens(script, text, 0) or script.pattern(rf"{_SOMEBODY}|{_COMRADE}").match(key)
    if not opens:
        return None
    end = next(
        (
            word.start()
            for word in script.pattern(rf":|{NAME_STOPS}").finditer(key)
            if word.start() and not text[word.start()].isupper()
        ),
        0,
    )
    name = text[:end].rstrip(" ,")
    if not name or len(name.split()) > _LONGEST_HEADING or re.search(r"[;.]", name):
        return None
    return Addressees((name,), 0, len(name))


def asked_in(script: Script, text: str) -> tuple[str, ...]:
    """Who is meant where an opening says so: "… nêu yêu cầu đối với Sở X trong … như sau:"."""
    key = script.key(text)
    match = script.pattern(_ASKED_OF).search(key)
    named = addressees(script, text, key, match.end()) if match else None
    return named.names if named else ()


def _unknown_name(script: Script, text: str, key: str, at: int) -> tuple[str, ...]:
    """A heading that opens like a body, in no list: "Tổ đảng ở Thường trực …", "Các chủ rừng"."""
    end = text.find("(", at) if text.rstrip(" .:;").endswith(")") else len(text)
    name = text[at:end].strip(" .:;")
    if script.folded:
        # Without marks too many words look like the beginning of a name.
        return ()
    several = script.pattern(_SOMEBODY).match(key, at)
    if not several and not body_opens(script, text, at):
        return ()
    consists = script.pattern(r"\((?:bao )?gồm:? ").match(key, end) if several else None
    if consists and (members := everybody(script, text[consists.end() :])):
        return members
    longest = _LONGEST_HEADING if at == 0 else _LONGEST_DESCRIPTION
    if len(name.split()) > longest or re.search(r"[.;:]\s", name):
        return ()
    if script.pattern(_STATEMENT if several else _FACT).search(key, at, at + len(name)):
        return ()
    verb = script.pattern(f"(?!{IN_NAMES}|tổ chức){DUTY}").search(key, at, at + len(name))
    described = several and at > 0
    return () if verb and text[verb.start()].islower() and not described else (name,)

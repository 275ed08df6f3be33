"""Does a document bear a classification mark? Such a document is not for this system.

The mark stands alone in the heading block (Law on Protection of State Secrets, Article 8 and the
formats under it: Mật, Tối mật, Tuyệt mật). A text that speaks about secrecy bears none.
"""

import re
from collections.abc import Iterator, Sequence

from lienthong.programmes.rules.extraction.language import compose, fold
from lienthong.programmes.rules.extraction.layout import Line, marker

REFUSAL = (
    "Văn bản mang dấu chỉ độ mật “{mark}”: hệ thống này không nhận tài liệu bí mật nhà nước;"
    " hãy xử lý trên hệ thống dành riêng và không tải lên."
)

_LEVELS = {"mat": "Mật", "toimat": "Tối mật", "tuyetmat": "Tuyệt mật"}
# Stamps set letters apart ("M Ậ T", "TỐI-MẬT") and adorn them: letters alone are compared. Beside
# the level stand at most what it is the level of, the urgency, the number of the copy.
_STAMP = re.compile(
    r"(?:(?:dau(?:chi)?(?:do)?|(?:muc|cap)?do)mat|dongdau|tailieu|vanban|hoatoc|(?:thuong)?khan|banso)?"
    r"(?P<level>tuyetmat|toimat|mat)(?:hoatoc|(?:thuong)?khan|banso|thuhoi[a-z]{0,40})?"
)
# A PDF whose font lacks the accented letters sets them from another one, and they are read behind
# the others: "M TẬ". With their accents the letters of a level spell nothing else.
_SCATTERED = {
    "".join(sorted(printed)): level
    for printed, level in (("MẬT", "mat"), ("TỐIMẬT", "toimat"), ("TUYỆTMẬT", "tuyetmat"))
}
_NO_LETTER = re.compile(r"[^a-z]+")
# "Số: 12-BC/TW  MẬT": the mark beside the number.
_BESIDE_NUMBER = re.compile(r"so\s*:?\s*\S*[-/]\S*\s+[\[(]?(?P<level>tuyet mat|toi mat|mat)[\])]?")
_UNFINISHED = re.compile(
    r"(?:[,-]|(?<!\w)(?:bi|do|va|hoac|muc|cap|loai|tai lieu|ve|la|cac|danh muc"
    r"|quan ly|su dung|luu giu|soan thao|bao ve|tieu huy|dang ky))$"
)
_LETTERHEAD = re.compile(r"(?:cong hoa xa hoi chu nghia|dang cong san\b|so\s*:?\s*\d*\s*[-/]\s*\w)")
_HEAD_LINES, _AROUND, _LONGEST_HEAD_LINE = 40, 6, 120


def mark_of(lines: Sequence[Line]) -> str | None:
    """The classification mark of a document ("Tối mật"), None when it bears none."""
    before = ""
    for text in _heading_texts(lines):
        folded = " ".join(fold(text).lower().split())
        found = _STAMP.fullmatch(_NO_LETTER.sub("", folded)) or _BESIDE_NUMBER.fullmatch(folded)
        level = found["level"].replace(" ", "") if found else _SCATTERED.get(_letters(text))
        if level and not _UNFINISHED.search(before):
            return _LEVELS[level]
        before = folded or before
    return None


def _letters(text: str) -> str:
    return "".join(sorted(filter(str.isalpha, compose(text).upper())))


def opens_letterhead(text: str) -> bool:
    """Is it a line of a letterhead: the name of the state or the Party, a number, a stamp?"""
    folded = fold(text).strip().lower()
    return bool(_LETTERHEAD.match(folded) or _STAMP.fullmatch(_NO_LETTER.sub("", folded)))


def _heading_texts(lines: Sequence[Line]) -> Iterator[str]:
    """Lines and table cells of the heading at the top and of any letterhead further down."""
    inside = _head_end(lines)
    for position, line in enumerate(lines):
        if position < inside or _near_letterhead(lines, position):
            parts = line.cells or (line.text, *re.split(r"\||\t|\s{2,}", line.text))
            yield from dict.fromkeys(part.strip() for part in parts if part.strip())


def _head_end(lines: Sequence[Line]) -> int:
    """Where the body begins: the first long paragraph, sentence or numbered point."""
    seen = 0
    for position, line in enumerate(lines):
        text = line.text.strip()
        seen += bool(text)
        opens = marker(text)[0] not in ("", "-", "*")
        if seen > _HEAD_LINES or len(text) > _LONGEST_HEAD_LINE or (seen > 3 and opens):
            return position
    return len(lines)


def _near_letterhead(lines: Sequence[Line], position: int) -> bool:
    around = lines[max(0, position - _AROUND) : position + _AROUND]
    return any(_LETTERHEAD.match(fold(line.text).strip().lower()) for line in around)

"""Groups of agencies: "các bộ, ngành, địa phương"."""

import re
from collections.abc import Sequence

from lienthong.programmes.rules.extraction.agencies import Mention, after_brackets
from lienthong.programmes.rules.extraction.language import Script

# Nouns of groups, by the kind of body they mean: what is of one kind is one addressee.
_KINDS: Sequence[Sequence[str]] = (
    (
        "cơ quan ngang bộ",
        "cơ quan thuộc chính phủ",
        "cơ quan ở trung ương",
        "cơ quan trung ương",
        "cơ quan đảng trung ương",
        "ban đảng trung ương",
        "ban đảng",
        "bộ phận",
        "bộ ngành",
        "bộ",
        "ban",
        "ngành",
        "cơ quan chức năng",
        "cơ quan",
        "đơn vị sự nghiệp công lập",
        "đơn vị",
        "văn phòng",
        "vụ",
        "cục",
        "tổng cục",
    ),
    (
        "địa phương",
        "tỉnh",
        "thành phố",
        "thành",
        "xã",
        "phường",
        "đặc khu",
        "huyện",
        "quận",
        "thôn",
        "tổ dân phố",
        "khu phố",
        "bản",
        "làng",
        "ấp",
        "cấp chính quyền",
        "cấp tỉnh",
        "cấp huyện",
        "cấp xã",
        "chính quyền địa phương",
    ),
    ("tỉnh ủy", "thành ủy"),
    (
        "đảng ủy trực thuộc trung ương",
        "đảng ủy",
        "đảng bộ trực thuộc trung ương",
        "đảng bộ",
        "cấp ủy đảng",
        "cấp ủy",
        "tổ chức đảng",
        "chi bộ",
        "chi ủy",
        "tổ đại biểu",
        "đại biểu hội đồng nhân dân",
        "đại biểu quốc hội",
        "đảng ủy viên",
        "cấp ủy viên",
        "chi ủy viên",
        "đảng viên",
    ),
    (
        "chính quyền",
        "ủy ban nhân dân",
        "hội đồng nhân dân",
        "sở, ban, ngành",
        "sở, ngành",
        "sở",
        "phòng",
        "tòa án",
        "viện kiểm sát",
    ),
    (
        "đoàn thể",
        "tổ chức chính trị - xã hội",
        "tổ chức xã hội - nghề nghiệp",
        "tổ chức xã hội",
        "hội quần chúng",
        "hội đặc thù",
        "hội",
        "hiệp hội",
        "tổ chức thành viên",
        "tổ chức",
        "mặt trận tổ quốc",
        "cơ quan thông tấn, báo chí",
        "cơ quan báo chí",
        "báo",
        "đài",
    ),
    (
        "tập đoàn",
        "tổng công ty",
        "công ty",
        "doanh nghiệp nhà nước",
        "doanh nghiệp",
        "nhà mạng",
        "hãng hàng không",
        "hãng",
        "ngân hàng thương mại",
        "ngân hàng",
        "tổ chức tín dụng",
        "chủ đầu tư",
        "nhà thầu",
        "hợp tác xã",
        "ban quản lý dự án",
    ),
    (
        "trường đại học",
        "trường học",
        "trường mầm non",
        "trường tiểu học",
        "trường trung học cơ sở",
        "trường trung học phổ thông",
        "trường phổ thông",
        "trường",
        "trạm y tế",
        "trung tâm y tế",
        "nhà trường",
        "cơ sở giáo dục đại học",
        "cơ sở giáo dục",
        "bệnh viện",
        "cơ sở khám bệnh, chữa bệnh",
        "viện nghiên cứu",
        "viện",
        "học viện",
    ),
    (
        "nhóm công tác",
        "tổ công tác",
        "thành viên ban chỉ đạo",
        "thành viên hội đồng",
        "thành viên tổ công tác",
        "thành viên ủy ban nhân dân",
        "thành viên",
        "ủy viên ban chỉ đạo",
        "ủy viên ban chấp hành",
        "ủy viên ban thường vụ",
        "ủy viên",
        "ban chỉ đạo",
        "đoàn công tác",
        "tiểu ban",
        "tổ giúp việc",
        "đoàn kiểm tra",
        "lực lượng",
    ),
)
# Stands for whoever a letter is addressed to, until that is known.
READER = "quý cơ quan"
_LOCAL, _PARTY = 1, 2
_KIND_OF = {noun: kind for kind, nouns in enumerate(_KINDS) for noun in nouns}
_NOUNS = "(?<!\\w)(?:" + "|".join(sorted(_KIND_OF, key=len, reverse=True)) + ")(?!\\w)"
_OWNERS = (
    r"đảng|trung ương|tỉnh|thành phố|quốc hội|(?:tổ giúp việc|ban chỉ đạo)(?: ban chỉ đạo)?|bộ"
)
_QUALIFIED = (
    r"(?: (?:(?:có |khác (?:có )?)?liên quan|trực thuộc (?:tỉnh ủy|thành ủy|trung ương|bộ y tế)"
    r"|hữu quan|chức năng|nhà nước|trung ương|ở trung ương"
    r"|thuộc chính phủ|trực thuộc(?: trung ương| bộ| sở| tỉnh)?"
    r"|trên địa bàn(?: tỉnh| thành phố)?|khác"
    r"|hàng không|viễn thông|công nghệ số|công nghệ|chủ quản|được phân công"
    r"|được giao(?= nhiệm vụ|[,;]|$)"
    rf"|của (?:{_OWNERS})|đảng|trong cả nước|trên cả nước"
    r"|thuộc (?:trung ương|(?:ubnd |ủy ban nhân dân )?(?:tỉnh|thành phố)|bộ)"
    r"|nói trên|nêu trên|các cấp|cấp (?:tỉnh|xã|huyện)|số \d+(?:(?:,| và)(?: số)? \d+)*|hỗ trợ"
    r"|đại học|y tế|bay"
    r"|(?:tỉnh|thành phố|xã|phường)(?:, (?:thành phố|xã|phường|đặc khu))*(?! hội)(?!\w)))*"
)
_MEMBERS = rf"{_NOUNS}{_QUALIFIED}(?:(?:,| và|;| -)(?: các)? {_NOUNS}{_QUALIFIED})*(?!\w)"
_GROUP = (
    r"(?:tất cả |toàn thể )?(?:(?:các|những|mọi|\d{1,2}) (?:(?:các|đồng chí) )?"
    r"|(?=bộ(?:, ban)?, ngành)|(?=cấp (?:tỉnh|huyện|xã)(?! hội)(?!\w)))" + _MEMBERS
)


_COURTEOUS = (
    r"(?:các )?quý (?:cơ quan|ủy ban|đơn vị|bộ|sở|ban|ngành|địa phương|tỉnh|thành phố|cấp ủy"
    r"|đảng ủy|hội|doanh nghiệp|công ty|tập đoàn|trường)"
    r"(?:(?:,| và) (?:quý )?(?:cơ quan|đơn vị|bộ|ngành|địa phương|ủy ban|doanh nghiệp))*(?!\w)"
)


def reader_of_letter(script: Script, text: str, key: str, at: int) -> Mention | None:
    """ "Quý Ủy ban": those to whom the letter is addressed."""
    match = script.pattern(_COURTEOUS).match(key, at)
    return Mention((READER,), match.end()) if match else None


def group(script: Script, text: str, key: str, at: int) -> Mention | None:
    """One name for each kind of body in the group."""
    match = script.pattern(_GROUP).match(key, at)
    return _named(script, text, key, match) if match else None


def bare_group(script: Script, text: str, key: str, at: int) -> Mention | None:
    """After a post no "các" is needed: "Thủ trưởng cơ quan ngang bộ"."""
    match = script.pattern(_MEMBERS).match(key, at)
    return _named(script, text, key, match) if match else None


def _named(script: Script, text: str, key: str, match: re.Match[str]) -> Mention:
    names: list[str] = []
    last_kind, last_word, last_end = -1, "", match.start()
    for noun in script.pattern(_NOUNS).finditer(key, match.start(), match.end()):
        if noun.start() < last_end:
            continue
        if names and _begins_a_name(script, text, key, noun):
            break
        word = next(word for word in _KIND_OF if script.key(word) == noun[0])
        kind = _KIND_OF[word]
        qualified = script.pattern(_QUALIFIED).match(key, noun.end(), match.end())
        last_end = qualified.end() if qualified else noun.end()
        printed = text[noun.start() : last_end]
        printed = printed.lower() if printed.isupper() else printed[0].lower() + printed[1:]
        if script.folded:
            printed = word + printed[len(word) :]
        # "các tỉnh, thành ủy" stands for "các tỉnh ủy, thành ủy".
        if kind == _PARTY and last_kind == _LOCAL and names == ["các tỉnh"]:
            names = ["các tỉnh ủy, thành ủy"]
        elif kind == last_kind and word != last_word:
            names[-1] = f"{names[-1]}, {printed}"
        else:
            names.append(
                printed if word in ("cấp tỉnh", "cấp huyện", "cấp xã") else f"các {printed}"
            )
        last_kind, last_word = kind, word
    return Mention(tuple(names), after_brackets(text, last_end))


def _begins_a_name(script: Script, text: str, key: str, noun: re.Match[str]) -> bool:
    """In "các bộ, Văn phòng Chính phủ" the second is an agency, not a noun of the group."""
    if not text[noun.start()].isupper() or text[noun.start() : noun.end()].isupper():
        return False
    more = text[noun.end() + 1 : noun.end() + 2]
    return more.isupper() or bool(
        script.pattern(r" (?:các|tỉnh|thành|xã|cấp) ").match(key, noun.end())
    )

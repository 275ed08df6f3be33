"""Agencies known by the shape of their names: committees of a place, posts, persons, teams."""

import re
from collections.abc import Mapping, Sequence

from lienthong.programmes.rules.extraction.agencies import (
    Mention,
    after_brackets,
    by_field,
    listed,
    ministry_of,
)
from lienthong.programmes.rules.extraction.groups import bare_group, group, reader_of_letter
from lienthong.programmes.rules.extraction.language import UPPER, Script, words
from lienthong.programmes.rules.extraction.verbs import DUTY, NAME_STOPS, SHORT_DUTY, STRESS

_PLACE = (
    words("""
cấp tỉnh, cấp huyện, cấp xã, cấp cơ sở, các cấp, tỉnh, thành phố, thành, xã, phường, đặc khu
huyện, quận, địa phương, thị trấn, thị xã, cơ sở, đơn vị, tỉnh ủy, thành ủy, huyện ủy
""")
    + r"(?! tra(?!\w))"
)
_OFFICE = (
    r"(?:các |văn phòng |thường trực |(?:ủy )?ban thường vụ |đảng ủy )*"
    r"(?:(?:hội đồng nhân dân|hđnd)(?:,| và) (?:ủy ban nhân dân|ubnd)|ủy ban nhân dân|ubnd|hđnd"
    r"|hội đồng nhân dân|tỉnh ủy|thành ủy|đảng ủy|đảng bộ|cấp ủy|chính quyền|công an|thanh tra"
    r"|(?:bộ|ban) chỉ huy quân sự|ủy ban kiểm tra|tòa án nhân dân|viện kiểm sát nhân dân|đoàn đbqh"
    r"|(?:ban thường trực )?(?:ủy ban )?(?:mặt trận tổ quốc|mttq)(?: việt nam)?"
    r"|trung tâm phục vụ hành chính công|bảo hiểm xã hội"
    r"|thuế|kho bạc nhà nước|sở, (?:ban, )?ngành|chi ủy|chi bộ"
    r"|ban (?:tổ chức|tuyên giáo(?: và dân vận)?|dân vận|nội chính|xây dựng đảng))"
)
_SCOPE = (
    rf"(?: (?:các |tất cả các )?{_PLACE}(?:(?:,| và| -|) (?:các )?{_PLACE})*)"
    r"(?: trực thuộc trung ương)?(?: trên địa bàn(?: tỉnh| thành phố)?)?| trực thuộc trung ương"
)
_TERRITORIAL = rf"(?P<office>{_OFFICE})(?P<scope>{_SCOPE})?(?!\w)"
_NEEDS_NO_PLACE = (
    r"(?:các )?(?:tỉnh ủy|thành ủy|sở, (?:ban, )?ngành|cấp ủy|chính quyền|chi ủy|chi bộ)$"
)
_SHORT: Mapping[str, str] = {
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "HDND": "Hội đồng nhân dân",  # where diacritics are scrambled
    "MTTQ": "Mặt trận Tổ quốc",
}


def territorial(script: Script, text: str, key: str, at: int) -> Mention | None:
    """A people's committee, Party committee or the like, and the places it is of."""
    match = script.pattern(_TERRITORIAL).match(key, at)
    if not match:
        return None
    several = script.pattern(r".*(?<!\w)các ").match(match[0]) is not None
    places, end = _places(script, text, match.end(), several=several)
    complete = match["scope"] or places or script.pattern(_NEEDS_NO_PLACE).match(match["office"])
    if not complete:
        return None
    office, printed = (
        _of_several(_spelt_out(text[at:to])) for to in (match.end("office"), match.end())
    )
    if printed.isupper():
        office, printed = office.capitalize(), printed.capitalize()
        places = [place.title() for place in places]
    if len(places) > 1:
        # "UBND các xã A, B" are "UBND xã A" and "UBND xã B"; what kind each is of two is not said.
        kind = script.pattern(r" các (tỉnh|thành phố|xã|phường|đặc khu)$").search(printed.lower())
        of = f"{office} {kind[1]}" if kind else office
        return Mention(tuple(f"{of} {place}" for place in places), end)
    return Mention((" ".join((printed, *places)),), end)


def _spelt_out(printed: str) -> str:
    for short, full in _SHORT.items():
        printed = re.sub(rf"\b{short}\b", full, printed)
    return printed


def _of_several(name: str) -> str:
    return f"c{name[1:]}" if name.startswith("Các ") else name


_WORD = rf"[{UPPER}][\w’']*"
_PROPER_NAME = re.compile(rf"{_WORD}(?:(?: | - |-){_WORD}){{0,5}}")
_ACTS = f"(?:{DUTY}|{SHORT_DUTY}|{STRESS})"
_NO_PLACE = (
    r"(?:bộ|ban|sở|các|những|trung tâm|viễn thông|văn phòng"
    r"|ngân hàng|thanh tra|tập đoàn|tổng|ủy ban|đảng|cục|công an)(?!\w)"
)


def _places(script: Script, text: str, at: int, *, several: bool) -> tuple[Sequence[str], int]:
    """Proper names after a scope; more than one only where the scope is plural."""
    opening = re.compile(r"\s*:\s+|\s+" if several else r"\s+").match(text, at)
    names, end = [], at
    while opening and (name := _PROPER_NAME.match(text, opening.end())):
        if script.pattern(_NO_PLACE).match(script.key(name[0])):
            break
        if ":" in opening[0] and script.pattern(_ACTS).match(script.key(text), name.start()):
            break  # "UBND các xã: Rà soát …", not "UBND các xã: An Bình, …"
        names.append(name[0])
        end = name.end()
        opening = re.compile(r"\s*(?:,| và)\s*").match(text, end) if several else None
    return names, end


_TITLE = words("""
bộ trưởng, thứ trưởng, thủ trưởng, chủ tịch, phó chủ tịch, bí thư, phó bí thư, giám đốc, tập thể
phó giám đốc, tổng giám đốc, người đứng đầu, lãnh đạo, chủ nhiệm, chánh, trưởng ban
phó trưởng ban, thống đốc, viện trưởng, chánh án, tổng kiểm toán, cục trưởng, vụ trưởng
hiệu trưởng, phó thủ tướng, thủ tướng, tổng bí thư, tư lệnh, trưởng đoàn, tổ trưởng, trưởng
tổng thư ký
phó hiệu trưởng, phó viện trưởng, trưởng phòng, phó trưởng phòng, trưởng khoa, phó trưởng khoa
kế toán trưởng, chi cục trưởng, chủ tịch hội đồng thành viên, chủ tịch hội đồng quản trị
""")
_POST = (
    r"(?:các )?(?:đồng chí |đ/c |ông(?: \(bà\)|, bà|/bà)? |bà )?"
    rf"(?P<title>{_TITLE}(?:(?:,| và|/| kiêm| -) {_TITLE})*)"
    r"(?: thường trực)?(?: của)?(?= |$|,)"
)
# Who heads a village or a cell is not its agency.
_OF_A_VILLAGE = (
    r"(?:tổ )?(?:trưởng|bí thư) (?:các )?(?:thôn|ấp|bản|làng|buôn|tổ dân phố|khu phố|khu dân cư"
    r"|chi bộ)(?!\w)"
)
_COMRADE = r"(?:các )?(?:đồng chí|đ/c|ông|bà)\.?(?= )"


def post(script: Script, text: str, key: str, at: int) -> Mention | None:
    """A post means its agency: "Chủ tịch UBND các tỉnh"; a person means the person."""
    match = script.pattern(_POST).match(key, at)
    if not match:
        comrade = script.pattern(_COMRADE).match(key, at)
        person = _person(script, text, key, comrade.end()) if comrade else None
        return Mention((person[0],), person[1]) if person else None
    village = script.pattern(_OF_A_VILLAGE).match(key, match.start("title"))
    if village:
        printed = text[village.start() : village.end()]
        return Mention((f"{printed[0].upper()}{printed[1:]}",), village.end())
    title, after = match["title"], match.end() + 1
    minister = title.endswith("bộ trưởng")
    held = (
        (ministry_of(script, text, key, after) if minister else None)
        or organisation(script, text, key, after)
        or bare_group(script, text, key, after)
    )
    if not held and title.endswith(" ban"):
        # "Trưởng Ban Tổ chức Trung ương": the last word of the title begins the name.
        held = organisation(script, text, key, match.start("title") + len(title) - 3)
    person = _person(script, text, key, held.end if held else match.end())
    if person and script.pattern(r"(?:phó )?thủ tướng").match(title):
        return Mention((f"Phó Thủ tướng {person[0]}",), person[1])
    if held:
        # "Bộ trưởng, Thủ trưởng cơ quan ngang bộ": the ministers stand for their ministries.
        ministers = script.pattern(r"bộ trưởng(?:,| và) thủ trưởng").match(title)
        names = ("các bộ", *held.names) if ministers else held.names
        return Mention(names, person[1] if person else held.end)
    if script.pattern(r"(?:các )?bộ trưởng(?=,| và|$)").match(key, at):
        return Mention(("các bộ",), match.end())
    if person and not script.pattern(r"lãnh đạo|tập thể").match(title):
        printed = text[match.start("title") : match.end("title")]
        return Mention((f"{printed[0].upper()}{printed[1:]} {person[0]}",), person[1])
    return None


_PERSON = re.compile(rf"\s+({_WORD}(?: {_WORD}){{1,4}})")
_ROLE = (
    r"(?:,| -| –)\s*(?:phó |thư ký|tổ phó|ủy viên|trưởng|chủ tịch|bí thư|bộ trưởng|thành viên"
    r"|tổ trưởng)"
)


def _person(script: Script, text: str, key: str, at: int) -> tuple[str, int] | None:
    """A personal name, and the end of the posts given after it ("…, Ủy viên Ban Chỉ đạo")."""
    match = _PERSON.match(text, at)
    if not match or text[at:].isupper():
        return None
    end = match.end()
    while role := script.pattern(_ROLE).match(key, end):
        end = _name_end(script, text, key, role.end())
    return match[1], end


# "Cục Quản lý khám, chữa bệnh", "Ban Chỉ đạo phòng, chống …": commas inside names.
_PUNCTUATION = re.compile(
    rf",(?! (?:chữa bệnh|chống))(?=\s|$|[{UPPER}][^{UPPER}])|[;:.()\[\]–]| - |$"
)
_ANOTHER_BODY = (
    r" và (?=các |những |bộ |sở (?!\d)|ubnd|ủy ban|văn phòng |ban |tập đoàn |tổng |cục "
    r"|công an |thanh tra "
    r"|ngân hàng |đảng ủy |tỉnh ủy |hội đồng |tổ |nhóm )"
)


def _name_end(script: Script, text: str, key: str, at: int) -> int:
    """Where an open-ended name stops: at punctuation, another body, or a word of the order."""
    stop = _PUNCTUATION.search(text, at)
    limit = stop.start() if stop else len(text)
    another = script.pattern(_ANOTHER_BODY).search(key, at, limit)
    limit = another.start() if another else limit
    capitals = text[at:limit].isupper()
    for word in script.pattern(NAME_STOPS).finditer(key, at, limit):
        if capitals or not text[word.start()].isupper():
            limit = word.start()
            break
    return at + len(text[at:limit].rstrip())


_OPENING = words("""
ban chỉ đạo, ban quản lý, ban thường vụ, ban thường trực, ban điều hành, ban soạn thảo
tổ biên tập, tổ giúp việc, tổ công tác, nhóm công tác, hội đồng, ủy ban, tổng cục, chi cục
trung tâm, học viện, trường đại học, đại học, tập đoàn, tổng công ty, công ty, ngân hàng, hiệp hội
liên đoàn, liên minh, bộ phận, hợp tác xã, nhà máy, xí nghiệp, đài phát thanh
tạp chí, nhà xuất bản, văn phòng, chi nhánh, bệnh viện, đoàn kiểm tra
đoàn công tác, đoàn thanh tra, thanh tra, bộ tư lệnh, cảng vụ, điện lực, bưu điện
cơ quan thường trực, cơ quan chủ trì, cơ quan, đơn vị chủ trì, cơ quan điều tra, thường trực
ủy viên, thành viên, tiểu ban, đảng ủy, đảng bộ, trung ương đoàn, thành đoàn, tỉnh đoàn, kho bạc
bảo hiểm xã hội, hải quan, mặt trận tổ quốc, công an, hãng hàng không
đảng đoàn, ban cán sự đảng, tổ đảng, đoàn đại biểu, liên hiệp, ban chấp hành, ban giám hiệu
ban giám đốc, ban lãnh đạo, ban công tác mặt trận, tổ công nghệ số, tổ chuyên môn, tổ hỗ trợ
doanh nghiệp, chủ rừng, trạm y tế, ubkt, bcđ, bch, btv, bcs đảng
chi hội, chi đoàn, ban chỉ huy, ban nhân dân, ban điều hành
công đoàn, đoàn thanh niên, đoàn trường, hội liên hiệp, phân viện, phân hiệu
""")
# One word opens a name only before a capital: "Ban Dân tộc", but not "Ban hành".
_OPENING_WORD = words(
    "cục, vụ, viện, trường, quỹ, hội, báo, đài, phòng, sở, thuế, ban, tổ, đội, cụm, khối, nhóm, "
    "trạm, hạt, đồn, khoa, viễn thông"
)
_OF_WHAT = rf" (?:[{UPPER}]|số |(?:tỉnh|thành phố|xã|phường)(?:[\s,;.:]|$))"
# The press of a province is one body with a comma or "và" in its name.
_PRESS = r"(?:báo và )?(?:đài )?phát thanh(?:,| và| -) truyền hình"
NO_NAME = (
    r"(?:phòng(?:,? chống| ngừa| bệnh| dịch| cháy| trừ| tránh)"
    r"|ban hành|tổ chức|báo cáo|hội nghị|hội nhập|trường hợp|đội ngũ|khối lượng|quỹ đất)"
)
_SHAPED = (
    rf"(?!{NO_NAME})(?:các |tất cả các )?"
    rf"(?:{_PRESS}|{_OPENING}|(?P<word>{_OPENING_WORD}))(?=[\s,;:.]|$)"
)
_LONGEST_NAME = 18  # words


def body_opens(script: Script, text: str, at: int) -> bool:
    """Does a name of a body begin here, by its first word?"""
    key = script.key(text)
    if not text[at : at + 1].isupper():
        return False
    match = script.pattern(_SHAPED).match(key, at)
    if match:
        return not match["word"] or bool(re.match(_OF_WHAT, text[match.end() :]))
    return script.pattern(_POST).match(key, at) is not None


def shaped(script: Script, text: str, key: str, at: int) -> Mention | None:
    """A team, bureau or company: it opens like one, and its name runs to a verb or a stop."""
    match = script.pattern(_SHAPED).match(key, at)
    if not match or not (text[at].isupper() or script.pattern("các").match(match[0])):
        return None
    if match["word"] and not re.match(_OF_WHAT, text[match.end() :]):
        return None
    end = _name_end(script, text, key, match.end())
    end = _past_dash(script, text, key, match.end(), end)
    while script.pattern(r".* (?:và|của|với|để|nhằm)$").match(key[at:end]):
        end = at + key[at:end].rindex(" ")
    alone = end <= match.end() and " " not in match[0].strip()
    if alone or len(text[at:end].split()) > _LONGEST_NAME:
        return None
    named = any(letter.isupper() for letter in text[at + 1 : end])
    return Mention((_of_several(text[at:end]),), after_brackets(text, end), known=named)


def _past_dash(script: Script, text: str, key: str, start: int, end: int) -> int:
    """ "Vụ Kế hoạch - Tài chính" is one name; "Cục A - Cơ quan thường trực B" says it twice."""
    if not re.match(rf" - [{UPPER}]", text[end:]) or len(text[start:end].split()) > 4:
        return end
    if any(rule(script, text, key, end + 3) for rule in (listed, territorial, group)):
        return end
    if script.pattern(_SHAPED).match(key, end + 3):
        return end
    return _name_end(script, text, key, end + 3)


_OF_PLACE = (
    r"(?P<several>các )?(?P<kind>tỉnh|thành phố|xã|phường|đặc khu)"
    r"(?:(?:,| và) (?:tỉnh|thành phố|xã|phường|đặc khu))*(?= )"
)


def place(script: Script, text: str, key: str, at: int) -> Mention | None:
    """ "Thành phố Hà Nội", "các tỉnh Bắc Ninh, Gia Lai": a place stands for its committee."""
    match = script.pattern(_OF_PLACE).match(key, at)
    if not match:
        return None
    several = match["several"] is not None
    names, end = _places(script, text, match.end(), several=several)
    kind = text[match.start("kind") : match.end()]
    return Mention(tuple(f"{kind} {name}" for name in names), end) if names else None


# "Tỉnh căn cứ quy định …", "Nhà trường tổ chức …": who is meant is plain from the document.
_NEAR = r"(?:tỉnh|thành phố|xã|phường|đặc khu|nhà trường|bệnh viện|trung tâm|bộ|sở)(?= )"


def near(script: Script, text: str, key: str, at: int) -> Mention | None:
    """A bare kind of body as a name, with a verb right behind it."""
    match = script.pattern(_NEAR).match(key, at)
    if not match or not text[at].isupper():
        return None
    acts = script.pattern(rf" {DUTY}").match(key, match.end())
    return Mention((match[0].capitalize(),), match.end()) if acts else None


def organisation(script: Script, text: str, key: str, at: int) -> Mention | None:
    """A body; the longest reading that any rule gives, an open-ended name only if none does."""
    readings = [
        reading
        for rule in (listed, by_field, territorial, group, place, reader_of_letter)
        if (reading := rule(script, text, key, at))
    ]
    if readings:
        return _whole(script, text, key, at, max(readings, key=lambda reading: reading.end))
    found = shaped(script, text, key, at)
    if found:
        return _whole(script, text, key, at, found)
    by_shape = (rule(script, text, key, at) for rule in (staff, near))
    return next((reading for reading in by_shape if reading), None)


_OF_PLACES = (
    r" (?:các |tất cả các )(?:tỉnh|thành phố|xã|phường|đặc khu|địa phương|huyện)"
    r"(?:(?:,| và) (?:các )?(?:tỉnh|thành phố|xã|phường|đặc khu))*"
    r"(?: trực thuộc trung ương)?(?!\w)"
)
# "Phòng Kinh tế, Hạ tầng và Đô thị": one office of several fields, joined by a last "và".
_FIELD = rf"[{UPPER}]\w+(?: [^\W\d_A-Z]\w*){{0,2}}"
_MORE_FIELDS = re.compile(rf"(?:, {_FIELD}){{0,2}},? và {_FIELD}")


def _whole(script: Script, text: str, key: str, at: int, found: Mention) -> Mention:
    """A name of one office with the places or the further fields that belong to it."""
    if len(found.names) != 1 or not script.pattern(r"(?:sở|phòng|vụ|cục) ").match(key, at):
        return found
    name = found.names[0]
    places = script.pattern(_OF_PLACES).match(key, found.end)
    if places:
        return Mention((name + text[places.start() : places.end()],), places.end())
    more = _MORE_FIELDS.match(text, found.end)
    if not more:
        return found
    end = _name_end(script, text, key, text.rindex(" và ", 0, more.end()) + 4)
    another = any(
        rule(script, text, key, text.rindex(" và ", 0, more.end()) + 4)
        for rule in (listed, territorial, group)
    )
    if another or not _ends_a_name(script, key, end):
        return found
    return Mention((name + text[found.end : end],), end)


def _ends_a_name(script: Script, key: str, at: int) -> bool:
    return script.pattern(rf"\s*(?:[:;.]|$|{NAME_STOPS})").match(key, at) is not None


_STAFF = (
    r"(?:công chức|viên chức|cán bộ|chuyên viên|nhân viên|kế toán|trưởng thôn|giáo viên|giảng viên"
    r"|bác sĩ|tổng phụ trách|tổ trưởng|nhóm trưởng|cộng tác viên)(?= )"
)


def staff(script: Script, text: str, key: str, at: int) -> Mention | None:
    """Staff of a small office, who are addressed by their field: "Công chức tư pháp - hộ tịch"."""
    match = script.pattern(_STAFF).match(key, at)
    if not match or not text[at].isupper():
        return None
    end = _name_end(script, text, key, match.end())
    if text[end : end + 3] == " - ":
        end = _name_end(script, text, key, end + 3)
    words_of = len(text[at:end].split())
    if not 3 <= words_of <= _LONGEST_NAME or not _ends_a_name(script, key, end):
        return None
    return Mention((text[at:end],), end)


def mention(script: Script, text: str, key: str, at: int) -> Mention | None:
    """Whoever is named from position `at` on."""
    readings = (organisation(script, text, key, at), post(script, text, key, at))
    found = [reading for reading in readings if reading]
    return max(found, key=lambda reading: reading.end, default=None)

"""Who is named at a place of a text: one agency, a group of agencies, a post, a person."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from lienthong.programmes.rules.extraction.language import UPPER, Script


@dataclass(frozen=True)
class Mention:
    """The names of those mentioned, and where the mention ends.

    `known`: in the list, or of a form that only agencies have; else only shaped like a name.
    """

    names: tuple[str, ...]
    end: int
    known: bool = True


@dataclass(frozen=True)
class _Lexicon:
    """Full names by the key of every printed one, and fields of work ("Y tế") likewise.

    `capitals`: keys of abbreviations, which are no names when printed small.
    """

    names: Mapping[str, str]
    capitals: frozenset[str]
    any_name: re.Pattern[str]
    fields: Mapping[str, str]
    any_field: re.Pattern[str]


@lru_cache(maxsize=2)
def _lexicon(script: Script) -> _Lexicon:
    listed = files("lienthong.programmes.rules.extraction").joinpath("agencies.txt")
    names: dict[str, str] = {}
    fields: dict[str, str] = {}
    capitals: set[str] = set()
    for line in listed.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        full, *others = [name.strip() for name in line.split("|")]
        names |= {script.key(name): full for name in (full, *others)}
        capitals |= {script.key(name) for name in others if name.isupper()}
        office, _, field = full.partition(" ")
        if office in ("Bộ", "Sở") and not field.startswith(("Chính trị", "Tư lệnh")):
            fields |= {
                script.key(name.removeprefix(f"{office} ")): field
                for name in (full, *others)
                if name.startswith(office)
            }
    return _Lexicon(names, frozenset(capitals), _any_of(names), fields, _any_of(fields))


def _any_of(names: Mapping[str, str]) -> re.Pattern[str]:
    ordered = sorted(names, key=len, reverse=True)
    joined = "|".join(re.escape(name).replace(r"\-", "[-–]") for name in ordered)
    return re.compile(rf"(?:{joined})(?![\w/&]|[-–]\w)")


def _full(names: Mapping[str, str], printed: str) -> str:
    return names[printed.replace("–", "-")]


_BRACKETS = re.compile(
    r"\s*(?:\((?:gọi tắt là |sau đây gọi (?:tắt )?là )?[^()]{2,60}\)|\[\d{1,3}\])"
)


def after_brackets(text: str, at: int) -> int:
    """Past an abbreviation or explanation in brackets."""
    match = _BRACKETS.match(text, at)
    return match.end() if match else at


def listed(script: Script, text: str, key: str, at: int) -> Mention | None:
    """A name of the list; single words and abbreviations only when printed with capitals."""
    lexicon = _lexicon(script)
    match = lexicon.any_name.match(key, at)
    if not match:
        return None
    printed = text[match.start() : match.end()]
    if match[0] in lexicon.capitals and not printed.isupper():
        return None
    if " " not in printed and not printed[0].isupper():
        return None
    branch = (_BRANCH_OF_ONE_WORD if " " not in printed else _BRANCH).match(text, match.end())
    if branch and not lexicon.any_name.match(key, branch.start(1)):
        return Mention((text[at : branch.end()],), after_brackets(text, branch.end()))
    return Mention((_full(lexicon.names, match[0]),), after_brackets(text, match.end()))


# "VNPT Gia Lai" is the branch in a province.
_BRANCH_OF_ONE_WORD = re.compile(
    rf" ((?:(?:tỉnh|thành phố|TP\.?) )?[{UPPER}]\w+(?: [{UPPER}]\w+){{0,2}})"
)
_BRANCH = re.compile(
    r"(?: [Cc]hi nhánh)?( (?:[Kk]hu vực (?:[IVX]+|\d+)"
    rf"|(?:tỉnh|thành phố)(?: [{UPPER}]\w+){{0,3}}))(?!\w)"
)
_OFFICES: Mapping[str, str] = {"đảng ủy bộ": "Đảng ủy Bộ", "bộ": "Bộ", "sở": "Sở", "phòng": "Phòng"}
_OF_FIELD = (
    r"(?:(?:tất cả )?(?:các |\d{1,2} |hai |ba |bốn |năm )?)"
    rf"(?P<office>{'|'.join(_OFFICES)})(?: \((?:sở|bộ)\)|, (?:cơ quan|ngành)(?=:))?\s*:?\s+(?=\S)"
)
_ONLY_MINISTRIES = ("Công an", "Quốc phòng", "Ngoại giao")
_STEP = re.compile(r"\s*(?:,|;| và| &)\s*")


def by_field(script: Script, text: str, key: str, at: int) -> Mention | None:
    """An office of a field ("Sở Y tế"), or many: "các Bộ: Xây dựng, Tư pháp và Y tế"."""
    opening = script.pattern(_OF_FIELD).match(key, at)
    if not opening:
        return None
    office = next(name for word, name in _OFFICES.items() if script.key(word) == opening["office"])
    lexicon, end = _lexicon(script), opening.end()
    names: list[str] = []
    position = end
    while found := _in_enumeration(lexicon, text, key, position, office, first=not names):
        names.append(found[0])
        end = found[1]
        step = _STEP.match(key, end)
        if not step:
            break
        position = step.end()
    return Mention(tuple(names), after_brackets(text, end)) if names else None


def ministry_of(script: Script, text: str, key: str, at: int) -> Mention | None:
    """The ministry of a field after its minister: "Bộ trưởng Công an"."""
    lexicon = _lexicon(script)
    field = lexicon.any_field.match(key, at)
    if not field or not text[at].isupper():
        return None
    return Mention((f"Bộ {_full(lexicon.fields, field[0])}",), field.end())


def _in_enumeration(
    lexicon: _Lexicon, text: str, key: str, at: int, office: str, *, first: bool
) -> tuple[str, int] | None:
    """The next body of "các Bộ: Xây dựng, Thanh tra Chính phủ, Y tế" and where its name ends."""
    field, other = lexicon.any_field.match(key, at), lexicon.any_name.match(key, at)
    if field and text[at].isupper() and (not other or other.end() <= field.end()):
        name = _full(lexicon.fields, field[0])
        if office == "Bộ" or name not in _ONLY_MINISTRIES:
            return f"{office} {name}", field.end()
    elif other and not first:
        # A full name belongs to the enumeration only if bare fields go on after it.
        step = _STEP.match(key, other.end())
        if step and lexicon.any_field.match(key, step.end()) and text[step.end()].isupper():
            return _full(lexicon.names, other[0]), other.end()
    return None

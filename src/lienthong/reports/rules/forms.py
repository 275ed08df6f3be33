"""The content of a form: sections of figures, what the figures claim about each other, who owes it
and until when. Read from plain JSON types; what is wrong is refused with a sentence."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from lienthong.organisations.rules import AgencyKind, Level, Sentence
from lienthong.reports.rules import NotAllowed, _
from lienthong.reports.rules.kinds import FindingKind
from lienthong.reports.rules.readiness import (
    EXEMPT_BELOW,
    GRACE_DAYS,
    WINDOW_DAYS,
    ExemptionRule,
)

# A figure of the units below, as a list with the units' names: "below:received".
BELOW: Final = "below:"

# The keys of each kind of claim. A star: a list of figures. The last two kinds of a form speak of
# more than the report itself; the others are those of the contract, with figures for numbers.
CLAIM_KEYS: Final[Mapping[FindingKind, tuple[str, ...]]] = {
    FindingKind.SUM: ("total", "parts*"),
    FindingKind.SHARE: ("part", "whole", "percent"),
    FindingKind.COUNT: ("list", "stated"),
    FindingKind.EQUAL: ("a", "b"),
    FindingKind.AT_MOST: ("a", "b"),
    FindingKind.SUM_OF_LIST: ("total", "list"),
    FindingKind.COVERAGE: ("parts*", "of"),
    FindingKind.AS_OF: ("figures*",),
}
UNIVERSES: Final = ("communes", "provinces")


@dataclass(frozen=True)
class Field:
    """`few_exempt`: not asked of a commune with few dossiers a day; it counts as there."""

    indicator: str
    required: bool = True
    hint: str = ""
    few_exempt: bool = False


@dataclass(frozen=True)
class Section:
    name: str
    name_en: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class FormClaim:
    """`one`: figure by role (total, part, a…); `many`: figures by role (parts, figures)."""

    id: str
    kind: FindingKind
    one: Mapping[str, str]
    many: Mapping[str, tuple[str, ...]]

    @property
    def figures(self) -> tuple[str, ...]:
        """Every figure of the form that it speaks of."""
        found = [*self.one.values(), *(name for names in self.many.values() for name in names)]
        return tuple(name for name in found if name not in UNIVERSES)


@dataclass(frozen=True)
class Schedule:
    """Due at the hour `at` of the reporting day that lies `after` reporting days behind the last
    day of the period (0: that day itself, or the last reporting day in the period). It opens
    `opens` days before the last day and locks `locks` days after it was due. `shares`: by which
    part of the time a level must be through, so that the ones above it have the rest; a level that
    is not named has the whole of it. Reporting days are the working days of `calendar`, that of a
    programme for instance; without one, of the calendar of who receives the form."""

    at: time = time(16)
    after: int = 0
    opens: int = 0
    locks: int = 2
    shares: Mapping[Level, Fraction] = field(default_factory=dict)
    calendar: str = ""

    def share(self, level: Level) -> Fraction:
        return self.shares.get(level, Fraction(1))


@dataclass(frozen=True)
class Content:
    """`owed_by`: kinds of agencies; empty where only the receiver fills it in."""

    sections: tuple[Section, ...]
    claims: tuple[FormClaim, ...]
    owed_by: tuple[AgencyKind, ...]
    schedule: Schedule
    exemption: ExemptionRule = field(default_factory=ExemptionRule)

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(one for section in self.sections for one in section.fields)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(one.indicator for one in self.fields)


_FORM: Final = Sentence("biểu mẫu")


class WrongForm(NotAllowed):
    """The content of a form makes no sense; the sentence says where."""


def read_content(value: object) -> Content:
    """Raises WrongForm."""
    given = _mapping(value, _FORM)
    sections = tuple(_sections(given))
    codes = [one.indicator for section in sections for one in section.fields]
    doubled = sorted({code for code in codes if codes.count(code) > 1})
    if doubled:
        raise WrongForm(
            _("Chỉ tiêu “%(code)s” có hai lần trong biểu. Một số liệu chỉ hỏi một lần."),
            code=doubled[0],
        )
    if not codes:
        raise WrongForm(_("Biểu chưa có chỉ tiêu nào. Thêm ít nhất một chỉ tiêu."))
    claims = tuple(_claims(given, frozenset(codes)))
    owed_by = tuple(_kind(str(text)) for text in _list(given, "owed_by", _FORM))
    schedule = _schedule(given.get("schedule", {}))
    exemption = _exemption(given.get("exemption", {}))
    return Content(sections, claims, owed_by, schedule, exemption)


def _sections(given: Mapping[str, Any]) -> Iterator[Section]:
    for number, raw in enumerate(_list(given, "sections", _FORM), 1):
        where = Sentence("phần %(number)s", number=number)
        section = _mapping(raw, where)
        fields = []
        for at, one in enumerate(_list(section, "fields", where), 1):
            item = {"indicator": one} if isinstance(one, str) else _mapping(one, where)
            place = Sentence("%(part)s, dòng %(line)s", part=where, line=at)
            fields.append(
                Field(
                    _text(item, "indicator", place),
                    bool(item.get("required", True)),
                    str(item.get("hint", "")),
                    bool(item.get("few_exempt", False)),
                )
            )
        name = _text(section, "name", where)
        yield Section(name, str(section.get("name_en", "")), tuple(fields))


def _claims(given: Mapping[str, Any], codes: Collection[str]) -> Iterator[FormClaim]:
    seen = set()
    for number, raw in enumerate(given.get("claims", ()), 1):
        where = Sentence("kiểm tra thứ %(number)s", number=number)
        item = _mapping(raw, where)
        name = _text(item, "kind", where)
        kind = next((kind for kind in CLAIM_KEYS if kind.value == name), None)
        if kind is None:
            raise _wrong(where, Sentence("không biết loại “%(name)s”", name=name))
        one, many = {}, {}
        for key in CLAIM_KEYS[kind]:
            if key.endswith("*"):
                many[key[:-1]] = tuple(_texts(item, key[:-1], where))
            else:
                one[key] = _text(item, key, where)
        claim = FormClaim(_text(item, "id", where), kind, one, many)
        if claim.id in seen:
            raise _wrong(where, Sentence("mã “%(id)s” đã dùng cho kiểm tra khác", id=claim.id))
        seen.add(claim.id)
        _check_names(claim, codes, where)
        yield claim


def _check_names(claim: FormClaim, codes: Collection[str], where: Sentence) -> None:
    for role, name in claim.one.items():
        if role == "of":
            if name not in UNIVERSES:
                raise _wrong(
                    where, Sentence("“of” phải là một trong: %(known)s", known=", ".join(UNIVERSES))
                )
        elif (role == "list") != name.startswith(BELOW):
            raise _wrong(where, Sentence("“%(role)s” không nhận “%(name)s”", role=role, name=name))
    for name in claim.figures:
        if name.removeprefix(BELOW) not in codes:
            raise _wrong(where, Sentence("biểu không có chỉ tiêu “%(name)s”", name=name))


def _schedule(value: object) -> Schedule:
    where = Sentence("lịch báo cáo")
    given = _mapping(value, where)
    text = str(given.get("at", "16:00"))
    try:
        at = time.fromisoformat(text)
    except ValueError:
        raise _wrong(
            where, Sentence("“%(text)s” không phải là giờ, ví dụ 16:00", text=text)
        ) from None
    shares = {}
    for name, raw in _mapping(given.get("shares", {}), where).items():
        try:
            share = Fraction(str(raw))
        except (ValueError, ZeroDivisionError):
            raise _wrong(
                where, Sentence("“%(text)s” không phải là phần thời gian", text=str(raw))
            ) from None
        if not 0 < share <= 1:
            raise _wrong(
                where, Sentence("phần thời gian của mỗi cấp nằm trong khoảng trên 0 đến 1")
            )
        if name not in {level.value for level in Level}:
            raise _wrong(where, Sentence("không có cấp “%(name)s”", name=name))
        shares[Level(name)] = share
    days = [given.get(name, usual) for name, usual in (("after", 0), ("opens", 0), ("locks", 2))]
    if not all(isinstance(count, int) and count >= 0 for count in days):
        raise _wrong(where, Sentence("“after”, “opens”, “locks” là số ngày, từ 0 trở lên"))
    calendar = given.get("calendar", "")
    if not isinstance(calendar, str):
        raise _wrong(where, Sentence("“calendar” là mã của một lịch làm việc"))
    return Schedule(at, days[0], days[1], days[2], shares, calendar)


def _exemption(value: object) -> ExemptionRule:
    where = Sentence("ngưỡng miễn trang bị")
    given = _mapping(value, where)
    numbers = {}
    for name, usual in (("below", EXEMPT_BELOW), ("window_days", WINDOW_DAYS),
                        ("grace_days", GRACE_DAYS)):  # fmt: skip
        number = given.get(name, usual)
        if isinstance(number, bool) or not isinstance(number, int | Decimal) or number <= 0:
            raise _wrong(where, Sentence("“%(name)s” phải là số dương", name=name))
        numbers[name] = number
    return ExemptionRule(
        Decimal(numbers["below"]), int(numbers["window_days"]), int(numbers["grace_days"])
    )


def _kind(text: str) -> AgencyKind:
    if text not in {kind.value for kind in AgencyKind}:
        raise _wrong(
            Sentence("nơi phải báo cáo"), Sentence("không có loại cơ quan “%(name)s”", name=text)
        )
    return AgencyKind(text)


def _mapping(value: object, where: Sentence) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _wrong(where, Sentence("phải là các cặp khóa và giá trị"))
    return value


def _list(given: Mapping[str, Any], key: str, where: Sentence) -> Sequence[Any]:
    value = given.get(key)
    if not isinstance(value, list | tuple):
        raise _wrong(where, Sentence("thiếu danh sách “%(key)s”", key=key))
    return value


def _text(given: Mapping[str, Any], key: str, where: Sentence) -> str:
    value = given.get(key)
    if not isinstance(value, str) or not value:
        raise _wrong(where, Sentence("thiếu “%(key)s”", key=key))
    return value


def _texts(given: Mapping[str, Any], key: str, where: Sentence) -> Sequence[str]:
    found = [value for value in _list(given, key, where) if isinstance(value, str)]
    if len(found) != len(given[key]) or not found:
        raise _wrong(where, Sentence("“%(key)s” phải là danh sách tên", key=key))
    return found


def _wrong(where: Sentence, what: Sentence) -> WrongForm:
    return WrongForm(_("Sai ở %(where)s: %(what)s."), where=where, what=what)

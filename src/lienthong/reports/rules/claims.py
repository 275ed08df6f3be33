"""A report with the claims it makes about its own figures, as it comes in: JSON."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import NoReturn, TypeAlias

from lienthong.reports.rules.numerals import LOCALES, MOST_DIGITS, Numerals

Json: TypeAlias = bool | str | Decimal | list["Json"] | dict[str, "Json"] | None


class BadReport(Exception):
    """What came in cannot be checked at all; the message is a Vietnamese sentence."""


@dataclass(frozen=True)
class Sum:
    id: str | int
    total: str
    parts: Sequence[str]


@dataclass(frozen=True)
class SumOfList:
    id: str | int
    total: str
    list: str


@dataclass(frozen=True)
class Share:
    id: str | int
    part: str
    whole: str
    stated_percent: str


@dataclass(frozen=True)
class Count:
    id: str | int
    list: str
    stated: Decimal | str


@dataclass(frozen=True)
class Equal:
    id: str | int
    a: str
    b: str


@dataclass(frozen=True)
class AtMost:
    id: str | int
    a: str
    b: str


Claim: TypeAlias = Sum | SumOfList | Share | Count | Equal | AtMost


@dataclass(frozen=True)
class Report:
    """Figures by name in the order given, and the claims about them."""

    numerals: Numerals
    figures: Mapping[str, Json]
    claims: Sequence[Claim]


def read_report(text: str | bytes) -> Report:
    """The report in `text`; bytes may be UTF-8, UTF-16 or UTF-32, with or without a mark.

    Raises BadReport for invalid JSON (NaN, Infinity and a name given twice in one object count as
    invalid), an unknown locale or kind, a missing key, a key of a wrong type.
    """
    try:
        document = json.loads(
            text,
            parse_float=_number,
            parse_int=_number,
            parse_constant=_no_number,
            object_pairs_hook=_object,
        )
    except (ValueError, RecursionError) as error:
        raise BadReport("Đầu vào không phải là JSON hợp lệ.") from error
    if not isinstance(document, dict):
        raise BadReport("Đầu vào phải là một đối tượng JSON có “figures” và “claims”.")
    keys = _Keys("báo cáo", document)
    locale = keys.text("locale") if "locale" in document else "vi"
    if locale not in LOCALES:
        known = ", ".join(f"“{code}”" for code in LOCALES)
        raise BadReport(f"Không biết cách viết số “{locale}”; hãy dùng một trong: {known}.")
    figures, claims = keys.value("figures"), keys.value("claims")
    if not isinstance(figures, dict) or not isinstance(claims, list):
        raise BadReport("“figures” phải là một đối tượng và “claims” phải là một mảng.")
    return Report(LOCALES[locale], figures, [_claim(at, raw) for at, raw in enumerate(claims, 1)])


def _claim(position: int, raw: Json) -> Claim:
    where = f"khẳng định thứ {position}"
    if not isinstance(raw, dict):
        raise BadReport(f"Sai ở {where}: phải là một đối tượng JSON.")
    keys = _Keys(where, raw)
    kind = keys.text("kind")
    if kind not in _KINDS:
        known = ", ".join(f"“{name}”" for name in _KINDS)
        raise BadReport(f"Sai ở {where}: không biết loại “{kind}”; hãy dùng một trong: {known}.")
    return _KINDS[kind](keys)


@dataclass(frozen=True)
class _Keys:
    """Access to an object's keys that names the place when one is missing or of a wrong type."""

    where: str
    values: Mapping[str, Json]

    def value(self, key: str) -> Json:
        if key not in self.values:
            raise BadReport(f"Sai ở {self.where}: thiếu khóa “{key}”.")
        return self.values[key]

    def text(self, key: str) -> str:
        value = self.value(key)
        if not isinstance(value, str):
            raise self._wrong(key, "một chuỗi ký tự")
        return value

    def texts(self, key: str) -> Sequence[str]:
        value = self.value(key)
        if not isinstance(value, list):
            raise self._wrong(key, "một mảng tên")
        names = [name for name in value if isinstance(name, str)]
        if len(names) != len(value):
            raise self._wrong(key, "một mảng tên")
        return names

    def number(self, key: str) -> Decimal | str:
        """A JSON number, or a string still to be read in the report's locale."""
        value = self.value(key)
        if not isinstance(value, Decimal | str):
            raise self._wrong(key, "một số")
        return value

    def identity(self) -> str | int:
        value = self.value("id")
        if (
            isinstance(value, Decimal)
            and value == value.to_integral_value()
            and abs(value) < 10**18
        ):
            return int(value)
        return self.text("id")

    def _wrong(self, key: str, wanted: str) -> BadReport:
        return BadReport(f"Sai ở {self.where}: “{key}” phải là {wanted}.")


_KINDS: Mapping[str, Callable[[_Keys], Claim]] = {
    "sum": lambda keys: Sum(keys.identity(), keys.text("total"), keys.texts("parts")),
    "share": lambda keys: Share(
        keys.identity(), keys.text("part"), keys.text("whole"), keys.text("stated_percent")
    ),
    "count": lambda keys: Count(keys.identity(), keys.text("list"), keys.number("stated")),
    "equal": lambda keys: Equal(keys.identity(), keys.text("a"), keys.text("b")),
    "at_most": lambda keys: AtMost(keys.identity(), keys.text("a"), keys.text("b")),
    "sum_of_list": lambda keys: SumOfList(keys.identity(), keys.text("total"), keys.text("list")),
}


def _number(text: str) -> Decimal:
    """A JSON number, exactly; one that no report needs is refused before it costs anything."""
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise BadReport(_TOO_LONG) from error
    digits, exponent = len(number.as_tuple().digits), number.as_tuple().exponent
    if not isinstance(exponent, int) or digits + abs(exponent) > MOST_DIGITS:
        raise BadReport(_TOO_LONG)
    return number


_TOO_LONG = f"Một con số dài quá {MOST_DIGITS} chữ số, không phải là số liệu báo cáo."


def _no_number(text: str) -> NoReturn:
    raise BadReport(f"“{text}” không phải là số trong JSON.")


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """An object whose names are all different: of two figures of one name one would be lost."""
    found: dict[str, Json] = {}
    for name, value in pairs:
        if name in found:
            raise BadReport(f"Tên “{name}” có hai lần trong cùng một đối tượng JSON.")
        found[name] = value
    return found

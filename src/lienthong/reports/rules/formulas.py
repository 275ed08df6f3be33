"""Formulas of derived figures: `late / received * 100`. Names are codes of indicators. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from lienthong.reports.rules import NotAllowed, _

_TOKEN = re.compile(r"\s*(?:([a-z][a-z0-9_.-]*)|(\d+(?:\.\d+)?)|([-+*/()]))")


class WrongFormula(NotAllowed):
    """The formula cannot be read."""


class NotComputed(Exception):
    """`part` is missing; without one, something is divided by 0."""

    def __init__(self, part: str = "") -> None:
        super().__init__(part)
        self.part = part


@dataclass(frozen=True)
class Formula:
    text: str
    tokens: tuple[str, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        """The figures that it needs."""
        return tuple(dict.fromkeys(token for token in self.tokens if token[0].isalpha()))

    def value(self, given: Mapping[str, Decimal]) -> Fraction:
        """Raises NotComputed."""
        reader = _Reader(self, given)
        return reader.whole()


def formula(text: str) -> Formula:
    """Raises WrongFormula."""
    found, at = [], 0
    while at < len(text.rstrip()):
        token = _TOKEN.match(text, at)
        if token is None:
            raise WrongFormula(_("Không đọc được công thức “%(text)s”."), text=text)
        found.append(token[0].strip())
        at = token.end()
    made = Formula(text, tuple(found))
    try:
        made.value(_Ones())
    except NotComputed:
        pass  # ones may divide by 0; the grammar is right all the same
    except IndexError:
        raise WrongFormula(_("Công thức “%(text)s” dừng giữa chừng."), text=text) from None
    return made


class _Ones(Mapping[str, Decimal]):
    """1 for every name: tries the grammar."""

    def __getitem__(self, name: str) -> Decimal:
        return Decimal(1)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


class _Reader:
    def __init__(self, read: Formula, given: Mapping[str, Decimal]) -> None:
        self._text, self._tokens, self._given, self._at = read.text, read.tokens, given, 0

    def whole(self) -> Fraction:
        value = self._sum()
        if self._at != len(self._tokens):
            raise WrongFormula(_("Không đọc được công thức “%(text)s”."), text=self._text)
        return value

    def _next(self, *wanted: str) -> str:
        if self._at < len(self._tokens) and self._tokens[self._at] in wanted:
            self._at += 1
            return self._tokens[self._at - 1]
        return ""

    def _sum(self) -> Fraction:
        value = self._product()
        while sign := self._next("+", "-"):
            other = self._product()
            value = value + other if sign == "+" else value - other
        return value

    def _product(self) -> Fraction:
        value = self._single()
        while sign := self._next("*", "/"):
            other = self._single()
            if sign == "*":
                value *= other
            elif other:
                value /= other
            else:
                raise NotComputed()
        return value

    def _single(self) -> Fraction:
        if self._next("-"):
            return -self._single()
        if self._next("("):
            value = self._sum()
            if not self._next(")"):
                raise WrongFormula(_("Công thức “%(text)s” thiếu dấu ngoặc."), text=self._text)
            return value
        token = self._tokens[self._at]
        self._at += 1
        if token[0].isdigit():
            return Fraction(token)
        if not token[0].isalpha():
            raise WrongFormula(_("Không đọc được công thức “%(text)s”."), text=self._text)
        try:
            return Fraction(self._given[token])
        except KeyError:
            raise NotComputed(token) from None

"""Is a report's own arithmetic right? Every claim is judged from the report's figures alone.

Arithmetic is exact: figures are decimals, quotients are fractions, nothing is ever a binary float.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, assert_never

from lienthong.organisations.rules import Sentence
from lienthong.reports.rules.claims import (
    AtMost,
    Claim,
    Count,
    Equal,
    Json,
    Report,
    Share,
    Sum,
    SumOfList,
)
from lienthong.reports.rules.numerals import EXACT

Verdict = Literal["ok", "fail", "unverifiable"]

# A sentence spells out a sum of all provinces, not one of all communes.
MOST_TERMS = 40
MOST_DIGITS = 18


@dataclass(frozen=True)
class Finding:
    """The judgement of one claim.

    `expected` and `stated` are decimal strings in the report's locale, integers for a count of
    items (a string where a broken or endless one was stated), None when unverifiable;
    `explanation` is one Vietnamese sentence with the arithmetic; `suggestion` is the name of the
    figure that, taken as whole, makes a wrong percentage right, or None. The explanation is a
    Sentence, which a screen says in its reader's language (ADR 0009).
    """

    id: str | int
    verdict: Verdict
    expected: str | int | None
    stated: str | int | None
    explanation: Sentence
    suggestion: str | None = None


class _Unverifiable(Exception):
    """What a claim names is not there or is no number; `why` follows "vì"."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(why)
        self.why = why


def check(report: Report) -> list[Finding]:
    """One finding for each claim, in order."""
    return [_finding(report, claim) for claim in report.claims]


def _finding(report: Report, claim: Claim) -> Finding:
    try:
        return _judged(_Figures(report), claim)
    except _Unverifiable as found:
        sentence = Sentence("Không kiểm tra được vì %(why)s.", why=found.why)
        return Finding(claim.id, "unverifiable", None, None, sentence)


def _judged(figures: "_Figures", claim: Claim) -> Finding:
    match claim:
        case Sum():
            named = [figures.number(name) for name in claim.parts]
            return _sum(figures, claim, named, Sentence("tổng các thành phần"))
        case SumOfList():
            listed = figures.numbers(claim.list)
            what = Sentence("tổng danh sách “%(list)s”", list=claim.list)
            return _sum(figures, claim, listed, what)
        case Share():
            return _share(figures, claim)
        case Count():
            return _count(figures, claim)
        case Equal():
            return _compared(figures, claim, "=", "≠", lambda a, b: a == b)
        case AtMost():
            return _compared(figures, claim, "≤", ">", lambda a, b: a <= b)
        case _:
            assert_never(claim)


@dataclass(frozen=True)
class _Figures:
    """The report's figures as numbers; every refusal says which figure and why."""

    report: Report

    def write(self, value: Decimal) -> str:
        return self.report.numerals.write(value)

    def read(self, value: Json) -> Decimal | None:
        """A JSON number as it is, a string as the locale reads it, None for anything else."""
        if isinstance(value, str):
            return self.report.numerals.read(value)
        return value if isinstance(value, Decimal) else None

    def legible(self, what: Sentence, value: Json) -> Decimal:
        number = self.read(value)
        if number is not None:
            return number
        if isinstance(value, str):
            raise _Unverifiable(
                Sentence(
                    "%(what)s ghi “%(written)s”, không phải là số (%(rule)s)",
                    what=what,
                    written=value,
                    rule=Sentence(self.report.numerals.rule),
                )
            )
        raise _Unverifiable(Sentence("%(what)s không phải là số", what=what))

    def number(self, name: str) -> Decimal:
        value = self._named(name)
        if isinstance(value, list | dict):
            raise _Unverifiable(
                Sentence("“%(name)s” là một danh sách, không phải một con số", name=name)
            )
        return self.legible(Sentence("“%(name)s”", name=name), value)

    def items(self, name: str) -> Sequence[tuple[str, Json]]:
        """The list of that name as label and value; without labels they are counted from 1."""
        value = self._named(name)
        if isinstance(value, dict):
            return list(value.items())
        if isinstance(value, list):
            return [
                (Sentence("mục %(number)s", number=at), item) for at, item in enumerate(value, 1)
            ]
        raise _Unverifiable(
            Sentence("“%(name)s” là một giá trị đơn, không phải một danh sách", name=name)
        )

    def numbers(self, name: str) -> Sequence[Decimal]:
        return [
            self.legible(
                Sentence("“%(label)s” trong danh sách “%(list)s”", label=label, list=name), value
            )
            for label, value in self.items(name)
        ]

    def _named(self, name: str) -> Json:
        if name not in self.report.figures:
            raise _Unverifiable(Sentence("báo cáo không có số liệu “%(name)s”", name=name))
        return self.report.figures[name]


def _sum(
    figures: _Figures, claim: Sum | SumOfList, parts: Sequence[Decimal], what: Sentence
) -> Finding:
    total, expected = figures.number(claim.total), Decimal(0)
    for part in parts:
        expected = EXACT.add(expected, part)
    if len(parts) <= MOST_TERMS:
        left = " + ".join(_factor(figures, part) for part in parts) or "0"
    else:
        left = Sentence("%(count)s số cộng lại", count=figures.write(Decimal(len(parts))))
    told = {
        "total": claim.total,
        "stated": figures.write(total),
        "what": what,
        "parts": left,
        "sum": figures.write(expected),
    }
    if total == expected:
        sentence = Sentence(
            "“%(total)s” là %(stated)s, đúng bằng %(what)s: %(parts)s = %(sum)s.", **told
        )
    else:
        sentence = Sentence(
            "“%(total)s” ghi %(stated)s, còn %(what)s là %(parts)s = %(sum)s, lệch %(gap)s.",
            **told,
            gap=_gap(figures, total, expected),
        )
    return _verdict(figures, claim, expected, total, sentence, ok=total == expected)


def _count(figures: _Figures, claim: Count) -> Finding:
    counted = Decimal(len(figures.items(claim.list)))
    stated = figures.legible(Sentence("con số được nêu"), claim.stated)
    told = {"list": claim.list, "counted": figures.write(counted)}
    if counted == stated:
        sentence = Sentence("Danh sách “%(list)s” có %(counted)s mục, đúng như đã ghi.", **told)
    else:
        sentence = Sentence(
            "Danh sách “%(list)s” có %(counted)s mục, báo cáo ghi %(stated)s, lệch %(gap)s.",
            **told,
            stated=figures.write(stated),
            gap=_gap(figures, counted, stated),
        )
    # Python writes no integer of thousands of digits; as a number of items it is wrong anyway.
    whole = stated.adjusted() < MOST_DIGITS and stated == stated.to_integral_value()
    return Finding(
        claim.id,
        "ok" if counted == stated else "fail",
        int(counted),
        int(stated) if whole else figures.write(stated),
        sentence,
    )


def _compared(
    figures: _Figures,
    claim: Equal | AtMost,
    yes: str,
    no: str,
    holds: Callable[[Decimal, Decimal], bool],
) -> Finding:
    a, b = figures.number(claim.a), figures.number(claim.b)
    ok = holds(a, b)
    told = {
        "a": claim.a,
        "asked": yes,
        "b": claim.b,
        "left": figures.write(a),
        "holds": yes if ok else no,
        "right": figures.write(b),
    }
    if ok:
        sentence = Sentence(
            "“%(a)s” %(asked)s “%(b)s” là đúng: %(left)s %(holds)s %(right)s.", **told
        )
    else:
        sentence = Sentence(
            "“%(a)s” %(asked)s “%(b)s” là sai: %(left)s %(holds)s %(right)s, lệch %(gap)s.",
            **told,
            gap=_gap(figures, a, b),
        )
    return _verdict(figures, claim, b, a, sentence, ok=ok)


def _verdict(
    figures: _Figures,
    claim: Claim,
    expected: Decimal,
    stated: Decimal,
    sentence: Sentence,
    *,
    ok: bool,
) -> Finding:
    verdict: Verdict = "ok" if ok else "fail"
    return Finding(claim.id, verdict, figures.write(expected), figures.write(stated), sentence)


def _share(figures: _Figures, claim: Share) -> Finding:
    part, whole = figures.number(claim.part), figures.number(claim.whole)
    stated = figures.legible(Sentence("tỷ lệ được nêu"), claim.stated_percent)
    if not whole:
        raise _Unverifiable(Sentence("“%(name)s” bằng 0, không chia được", name=claim.whole))
    decimals = _decimals(stated)
    true = _percent(part, whole)
    expected, nearly = _rounded(true, decimals), _rounded(true, decimals + 2)
    write = figures.report.numerals.write
    right, told = write(expected, decimals=decimals), write(stated, decimals=decimals)
    division = Sentence(
        "“%(part)s” / “%(whole)s” = %(left)s / %(right)s %(sign)s %(nearly)s%%, làm tròn đến"
        " %(place)s là %(rounded)s%%",
        part=claim.part,
        whole=claim.whole,
        left=_factor(figures, part),
        right=_factor(figures, whole),
        sign="=" if Fraction(nearly) == true else "≈",
        nearly=write(nearly),
        place=_place(decimals),
        rounded=right,
    )
    if expected == stated:
        sentence = Sentence("%(division)s, đúng như đã ghi.", division=division)
        return Finding(claim.id, "ok", right, told, sentence)
    wrong = Sentence("%(division)s, báo cáo ghi %(stated)s%%", division=division, stated=told)
    if stated == _scaled(int(true * 10**decimals), decimals):
        wrong = Sentence("%(wrong)s là do cắt bỏ phần lẻ chứ không làm tròn", wrong=wrong)
    suggestion = _other_whole(figures, claim, part, stated)
    if suggestion is not None:
        wrong = Sentence(
            "%(wrong)s; tỷ lệ đã ghi đúng nếu mẫu số là “%(name)s” (%(figure)s)",
            wrong=wrong,
            name=suggestion,
            figure=figures.write(figures.number(suggestion)),
        )
    return Finding(claim.id, "fail", right, told, Sentence("%(wrong)s.", wrong=wrong), suggestion)


def _other_whole(figures: _Figures, claim: Share, part: Decimal, stated: Decimal) -> str | None:
    """The first single number that would make the stated percentage right."""
    for name, value in figures.report.figures.items():
        whole = figures.read(value)
        if name in (claim.part, claim.whole) or not whole:
            continue
        if _rounded(_percent(part, whole), _decimals(stated)) == stated:
            return name
    return None


def _percent(part: Decimal, whole: Decimal) -> Fraction:
    return Fraction(part) * 100 / Fraction(whole)


def _decimals(printed: Decimal) -> int:
    """How many decimals were printed: reading keeps them in the exponent."""
    return -int(printed.as_tuple().exponent)


def _place(decimals: int) -> Sentence:
    if decimals:
        return Sentence("%(count)s chữ số thập phân", count=decimals)
    return Sentence("hàng đơn vị")


def _rounded(value: Fraction, decimals: int) -> Decimal:
    """`value` to so many decimals, half away from zero."""
    scaled = abs(value) * 10**decimals
    nearest = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return _scaled(-nearest if value < 0 else nearest, decimals)


def _scaled(digits: int, decimals: int) -> Decimal:
    return EXACT.scaleb(Decimal(digits), -decimals)


def _gap(figures: _Figures, one: Decimal, other: Decimal) -> str:
    return figures.write(EXACT.subtract(one, other).copy_abs())


def _factor(figures: _Figures, value: Decimal) -> str:
    """A number as it stands inside an expression."""
    return f"({figures.write(value)})" if value < 0 else figures.write(value)

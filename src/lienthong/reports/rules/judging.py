"""Every check of a form against what one report says. Pure: `actions` gathers what it needs.

The arithmetic of the contract (`check`) is asked with the figures' names for people; the checks
beyond it (as-of dates, coverage, periods, formulas, measured figures) stand here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from lienthong.reports.rules import check as contract
from lienthong.reports.rules.answers import VIETNAMESE, number_of
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
from lienthong.reports.rules.forms import BELOW, Content, FormClaim
from lienthong.reports.rules.formulas import NotComputed, formula
from lienthong.reports.rules.kinds import FindingKind

OK: Final = "ok"
FAIL: Final = "fail"
UNVERIFIABLE: Final = "unverifiable"


@dataclass(frozen=True)
class Statement:
    """A figure as it is stated in another place: its value, of which day, where."""

    value: str
    as_of: date
    where: str


@dataclass(frozen=True)
class Measured:
    """What the house measures for a figure; `words` say what was counted and of when."""

    value: Decimal
    words: str


@dataclass(frozen=True)
class Given:
    """What a report says. Values as `answers` keeps them; `below`: the figures of the units below
    by their names; `universe`: how many communes and provinces there are to cover; `as_of`: the
    day that the figures run to, `dates` where a figure has one of its own; `elsewhere`: the same
    figures in other reports of the same agency; `formulas` of derived figures."""

    values: Mapping[str, str]
    names: Mapping[str, str]
    start: date
    end: date
    period: str = ""
    as_of: date | None = None
    dates: Mapping[str, date] = field(default_factory=dict)
    below: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    universe: Mapping[str, int] = field(default_factory=dict)
    elsewhere: Mapping[str, Sequence[Statement]] = field(default_factory=dict)
    formulas: Mapping[str, str] = field(default_factory=dict)
    measured: Mapping[str, Measured] = field(default_factory=dict)

    def name(self, code: str) -> str:
        if code.startswith(BELOW):
            return f"{self.name(code.removeprefix(BELOW))} của các đơn vị"
        return self.names.get(code, code)

    def number(self, code: str) -> Decimal | None:
        return number_of(self.values.get(code, ""))

    def day(self, code: str) -> date | None:
        return self.dates.get(code, self.as_of)


@dataclass(frozen=True)
class Found:
    """The judgement of one check; `figures` are the codes that it speaks of."""

    claim: str
    kind: FindingKind
    verdict: str
    explanation: str
    expected: str = ""
    stated: str = ""
    suggestion: str = ""
    figures: tuple[str, ...] = ()


def judge(content: Content, given: Given) -> list[Found]:
    """All checks in the order of the form, the ones that hold too. A check whose first figure is
    not stated says nothing."""
    found = [one for claim in content.claims for one in _claim(claim, given)]
    found += _period(given)
    for code in content.codes:
        found += _formula(code, given)
        found += _elsewhere(code, given)
        found += _measured(code, given)
    return found


def _claim(claim: FormClaim, given: Given) -> Iterator[Found]:
    if not _stated(claim, given):
        return
    if claim.kind is FindingKind.COVERAGE:
        yield _coverage(claim, given)
    elif claim.kind is FindingKind.AS_OF:
        yield from _same_day(claim, given)
    else:
        yield _contract(claim, given)


def _stated(claim: FormClaim, given: Given) -> bool:
    """Whether there is something to judge: what the claim is about is stated, a sum has a part, a
    list has units below. A unit at the bottom has none."""
    lists = [name for name in claim.one.values() if name.startswith(BELOW)]
    if any(not given.below.get(name.removeprefix(BELOW)) for name in lists):
        return False
    parts = claim.many.get("parts", ())
    if claim.kind is FindingKind.SUM and not any(given.values.get(code) for code in parts):
        return False
    role = {FindingKind.SHARE: "percent", FindingKind.COUNT: "stated"}.get(claim.kind)
    first = claim.one[role] if role else next(iter(claim.figures))
    return bool(given.values.get(first))


def _contract(claim: FormClaim, given: Given) -> Found:
    figures = {given.name(code): _json(value) for code, value in given.values.items() if value}
    for code, values in given.below.items():
        figures[given.name(BELOW + code)] = {name: _json(text) for name, text in values.items()}
    report = Report(VIETNAMESE, figures, [_asked(claim, given)])
    judged = contract.check(report)[0]
    codes = {given.name(code): code for code in given.values}
    return Found(
        claim.id,
        claim.kind,
        judged.verdict,
        judged.explanation,
        judged.expected or "",
        judged.stated or "",
        codes.get(judged.suggestion or "", ""),
        tuple(name.removeprefix(BELOW) for name in claim.figures),
    )


def _asked(claim: FormClaim, given: Given) -> Claim:
    one = {role: given.name(code) for role, code in claim.one.items()}
    match claim.kind:
        case FindingKind.SUM:
            parts = [given.name(code) for code in claim.many["parts"]]
            return Sum(claim.id, one["total"], parts)
        case FindingKind.SHARE:
            stated = written(given.values[claim.one["percent"]])
            return Share(claim.id, one["part"], one["whole"], stated)
        case FindingKind.COUNT:
            return Count(claim.id, one["list"], written(given.values[claim.one["stated"]]))
        case FindingKind.EQUAL:
            return Equal(claim.id, one["a"], one["b"])
        case FindingKind.AT_MOST:
            return AtMost(claim.id, one["a"], one["b"])
        case _:
            return SumOfList(claim.id, one["total"], one["list"])


def written(value: str) -> str:
    number = number_of(value)
    if number is None:
        return value
    return VIETNAMESE.write(number, decimals=max(0, -int(number.as_tuple().exponent)))


def _json(value: str) -> Json:
    number = number_of(value)
    return value if number is None else number


def _coverage(claim: FormClaim, given: Given) -> Found:
    parts, of = claim.many["parts"], claim.one["of"]
    whole = {"communes": "xã, phường, đặc khu", "provinces": "tỉnh, thành phố"}[of]
    missing = [given.name(code) for code in parts if given.number(code) is None]
    if missing:
        why = f"Không kiểm tra được vì thiếu “{missing[0]}”."
        return Found(claim.id, claim.kind, UNVERIFIABLE, why, figures=parts)
    if of not in given.universe:
        why = f"Không kiểm tra được vì không rõ có bao nhiêu {whole}."
        return Found(claim.id, claim.kind, UNVERIFIABLE, why, figures=parts)
    numbers = [given.number(code) or Decimal(0) for code in parts]
    total, wanted = sum(numbers, Decimal(0)), Decimal(given.universe[of])
    left = " + ".join(_write(number) for number in numbers)
    sentence = f"{left} = {_write(total)}"
    if total == wanted:
        sentence += f", đủ {_write(wanted)} {whole}."
    else:
        side = "thiếu" if total < wanted else "thừa"
        gap = _write(abs(wanted - total))
        sentence += f", còn phải đủ {_write(wanted)} {whole}: {side} {gap}."
    verdict = OK if total == wanted else FAIL
    return Found(
        claim.id, claim.kind, verdict, sentence, _write(wanted), _write(total), figures=parts
    )


def _same_day(claim: FormClaim, given: Given) -> Iterator[Found]:
    """Figures that are set against each other must be of one day."""
    figures = claim.many["figures"]
    days = {code: day for code in figures if (day := given.day(code)) and given.values.get(code)}
    if len(set(days.values())) < 2:
        return
    told = "; ".join(f"“{given.name(code)}” đến {day:%d/%m/%Y}" for code, day in days.items())
    latest = max(days.values())
    yield Found(
        claim.id,
        claim.kind,
        FAIL,
        f"Các số liệu so với nhau phải cùng một ngày: {told}.",
        f"{latest:%d/%m/%Y}",
        f"{min(days.values()):%d/%m/%Y}",
        figures=figures,
    )


def _period(given: Given) -> Iterator[Found]:
    """A label names a longer period than the figures cover."""
    if given.as_of is None or given.as_of == given.end:
        return
    after = given.as_of > given.end
    sentence = (
        f"Kỳ báo cáo là {given.period or 'cả kỳ'} ({given.start:%d/%m/%Y}–{given.end:%d/%m/%Y})"
        f" nhưng số liệu {'đã' if after else 'chỉ'} đến {given.as_of:%d/%m/%Y}: hãy ghi đúng"
        " khoảng ngày, hoặc lấy số của đúng kỳ."
    )
    stated, expected = f"{given.as_of:%d/%m/%Y}", f"{given.end:%d/%m/%Y}"
    yield Found("period", FindingKind.PERIOD, FAIL, sentence, expected, stated)


def _formula(code: str, given: Given) -> Iterator[Found]:
    text, stated = given.formulas.get(code, ""), given.number(code)
    if not text or stated is None:
        return
    claim, read = f"formula:{code}", formula(text)
    numbers = {part: number for part in read.parts if (number := given.number(part)) is not None}
    figures = (code, *read.parts)
    shown = text
    for part in sorted(read.parts, key=len, reverse=True):
        shown = shown.replace(part, f"“{given.name(part)}”")
    try:
        value = read.value(numbers)
    except NotComputed as why:
        reason = str(why)
        for part in read.parts:
            reason = reason.replace(f"“{part}”", f"“{given.name(part)}”")
        sentence = (
            f"Không kiểm tra được “{given.name(code)}” = {shown} vì {reason}: chưa thể dựa vào"
            " con số này."
        )
        yield Found(
            claim, FindingKind.FORMULA, UNVERIFIABLE, sentence, "", _write(stated), figures=figures
        )
        return
    decimals = max(0, -int(stated.as_tuple().exponent))
    right = _rounded(value, decimals)
    expected = VIETNAMESE.write(right, decimals=decimals)
    sentence = f"“{given.name(code)}” = {shown} = {expected}"
    sentence += ", đúng như đã ghi." if right == stated else f", báo cáo ghi {_write(stated)}."
    verdict = OK if right == stated else FAIL
    yield Found(
        claim, FindingKind.FORMULA, verdict, sentence, expected, _write(stated), figures=figures
    )


def computed(text: str, numbers: Mapping[str, Decimal], *, decimals: int) -> str:
    """The value of a derived figure as it is kept; "" where it cannot be computed."""
    try:
        return f"{_rounded(formula(text).value(numbers), decimals):f}"
    except NotComputed:
        return ""


def _elsewhere(code: str, given: Given) -> Iterator[Found]:
    """One figure is stated with two as-of dates, or with two values for one day."""
    day, value = given.day(code), given.values.get(code, "")
    for other in given.elsewhere.get(code, ()) if day and value else ():
        same = number_of(value) == number_of(other.value)
        if same == (other.as_of == day) or (not same and other.as_of != day):
            continue
        here, there = written(value), written(other.value)
        if same:
            sentence = (
                f"“{given.name(code)}” cùng ghi {here} cho hai ngày: {day:%d/%m/%Y} ở đây và"
                f" {other.as_of:%d/%m/%Y} ở {other.where}. Xem lại số này của ngày nào."
            )
            expected, stated = f"{other.as_of:%d/%m/%Y}", f"{day:%d/%m/%Y}"
        else:
            sentence = (
                f"“{given.name(code)}” đến {day:%d/%m/%Y} ghi {here} ở đây nhưng {there} ở"
                f" {other.where}. Một số liệu chỉ có một giá trị cho một ngày."
            )
            expected, stated = there, here
        yield Found(
            f"as_of:{code}", FindingKind.AS_OF, FAIL, sentence, expected, stated, figures=(code,)
        )
        return


def _measured(code: str, given: Given) -> Iterator[Found]:
    stated, measured = given.number(code), given.measured.get(code)
    if stated is None or measured is None:
        return
    here, there = _write(stated), _write(measured.value)
    equal = stated == measured.value
    sentence = f"“{given.name(code)}” báo cáo {here}, hệ thống đo được {there} ({measured.words})"
    if equal:
        sentence += "."
    else:
        sentence += f", lệch {_write(abs(stated - measured.value))}. Giải trình hoặc sửa số."
    verdict = OK if equal else FAIL
    yield Found(
        f"measured:{code}",
        FindingKind.MEASURED,
        verdict,
        sentence,
        there,
        here,
        figures=(code,),
    )


def _rounded(value: Fraction, decimals: int) -> Decimal:
    """Half away from zero."""
    scaled = abs(value) * 10**decimals
    nearest = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-nearest if value < 0 else nearest).scaleb(-decimals)


def _write(number: Decimal) -> str:
    return VIETNAMESE.write(number)

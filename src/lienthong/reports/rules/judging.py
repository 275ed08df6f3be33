"""Every check of a form against what one report says. Pure: `actions` gathers what it needs.

The arithmetic of the contract (`check`) is asked with the figures' names for people; the checks
beyond it (as-of dates, coverage, periods, formulas, measured figures) stand here.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from lienthong.organisations.rules import Sentence
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
from lienthong.reports.rules.formulas import Formula, NotComputed, formula
from lienthong.reports.rules.kinds import FindingKind
from lienthong.reports.rules.stated import FAIL, OK, UNVERIFIABLE, Found, Given


def judge(content: Content, given: Given) -> list[Found]:
    """All checks in the order of the form, the ones that hold too. A check whose first figure is
    not stated says nothing."""
    found = [one for claim in content.claims for one in _claim(claim, given)]
    found += _period(given)
    for code in content.codes:
        found += _formula(code, given)
        found += _elsewhere(code, given)
        found += _measured(code, given)
        found += _threshold(code, given)
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
        _printed(judged.expected),
        _printed(judged.stated),
        codes.get(judged.suggestion or "", ""),
        tuple(name.removeprefix(BELOW) for name in claim.figures),
    )


def _printed(value: str | int | None) -> str:
    return VIETNAMESE.write(Decimal(value)) if isinstance(value, int) else value or ""


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


_UNIVERSE: Final = {
    "communes": Sentence("xã, phường, đặc khu"),
    "provinces": Sentence("tỉnh, thành phố"),
}


def _coverage(claim: FormClaim, given: Given) -> Found:
    parts, of = claim.many["parts"], claim.one["of"]
    whole = _UNIVERSE[of]
    missing = [given.name(code) for code in parts if given.number(code) is None]
    if missing:
        why = Sentence("Không kiểm tra được vì thiếu “%(name)s”.", name=missing[0])
        return Found(claim.id, claim.kind, UNVERIFIABLE, why, figures=parts)
    if of not in given.universe:
        why = Sentence("Không kiểm tra được vì không rõ có bao nhiêu %(units)s.", units=whole)
        return Found(claim.id, claim.kind, UNVERIFIABLE, why, figures=parts)
    numbers = [given.number(code) or Decimal(0) for code in parts]
    total, wanted = sum(numbers, Decimal(0)), Decimal(given.universe[of])
    told = {
        "parts": " + ".join(_write(number) for number in numbers),
        "sum": _write(total),
        "wanted": _write(wanted),
        "units": whole,
        "gap": _write(abs(wanted - total)),
    }
    if total == wanted:
        sentence = Sentence("%(parts)s = %(sum)s, đủ %(wanted)s %(units)s.", **told)
    elif total < wanted:
        sentence = Sentence(
            "%(parts)s = %(sum)s, còn phải đủ %(wanted)s %(units)s: thiếu %(gap)s.", **told
        )
    else:
        sentence = Sentence(
            "%(parts)s = %(sum)s, còn phải đủ %(wanted)s %(units)s: thừa %(gap)s.", **told
        )
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
    told = Sentence.joined(
        (
            Sentence("“%(name)s” đến %(day)s", name=given.name(code), day=f"{day:%d/%m/%Y}")
            for code, day in days.items()
        ),
        "; ",
    )
    latest = max(days.values())
    yield Found(
        claim.id,
        claim.kind,
        FAIL,
        Sentence("Các số liệu so với nhau phải cùng một ngày: %(days)s.", days=told),
        f"{latest:%d/%m/%Y}",
        f"{min(days.values()):%d/%m/%Y}",
        figures=figures,
    )


def _period(given: Given) -> Iterator[Found]:
    """A label names a longer period than the figures cover."""
    if given.as_of is None or given.as_of == given.end:
        return
    told = {
        "period": given.period or Sentence("cả kỳ"),
        "start": f"{given.start:%d/%m/%Y}",
        "end": f"{given.end:%d/%m/%Y}",
        "day": f"{given.as_of:%d/%m/%Y}",
    }
    if given.as_of > given.end:
        sentence = Sentence(
            "Kỳ báo cáo là %(period)s (%(start)s–%(end)s) nhưng số liệu đã đến %(day)s: hãy ghi"
            " đúng khoảng ngày, hoặc lấy số của đúng kỳ.",
            **told,
        )
    else:
        sentence = Sentence(
            "Kỳ báo cáo là %(period)s (%(start)s–%(end)s) nhưng số liệu chỉ đến %(day)s: hãy ghi"
            " đúng khoảng ngày, hoặc lấy số của đúng kỳ.",
            **told,
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
    equation = Sentence(
        "“%(name)s” = %(formula)s", name=given.name(code), formula=_spelt(read, given)
    )
    try:
        value = read.value(numbers)
    except NotComputed as wrong:
        why = (
            Sentence("thiếu “%(name)s”", name=given.name(wrong.part))
            if wrong.part
            else Sentence("mẫu số bằng 0")
        )
        sentence = Sentence(
            "Không kiểm tra được %(equation)s vì %(why)s: chưa thể dựa vào con số này.",
            equation=equation,
            why=why,
        )
        yield Found(
            claim, FindingKind.FORMULA, UNVERIFIABLE, sentence, "", _write(stated), figures=figures
        )
        return
    decimals = max(0, -int(stated.as_tuple().exponent))
    right = _rounded(value, decimals)
    expected = VIETNAMESE.write(right, decimals=decimals)
    told = {"equation": equation, "expected": expected, "stated": _write(stated)}
    if right == stated:
        sentence = Sentence("%(equation)s = %(expected)s, đúng như đã ghi.", **told)
    else:
        sentence = Sentence("%(equation)s = %(expected)s, báo cáo ghi %(stated)s.", **told)
    verdict = OK if right == stated else FAIL
    yield Found(
        claim, FindingKind.FORMULA, verdict, sentence, expected, _write(stated), figures=figures
    )


def _spelt(read: Formula, given: Given) -> Sentence:
    """The formula with the names of its figures instead of their codes."""
    return Sentence.joined(
        Sentence("“%(name)s”", name=given.name(token)) if token[0].isalpha() else token
        for token in read.tokens
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
        told = {
            "name": given.name(code),
            "here": here,
            "there": there,
            "day": f"{day:%d/%m/%Y}",
            "other": f"{other.as_of:%d/%m/%Y}",
            "where": other.where,
        }
        if same:
            sentence = Sentence(
                "“%(name)s” cùng ghi %(here)s cho hai ngày: %(day)s ở đây và %(other)s ở %(where)s."
                " Xem lại số này của ngày nào.",
                **told,
            )
            expected, stated = f"{other.as_of:%d/%m/%Y}", f"{day:%d/%m/%Y}"
        else:
            sentence = Sentence(
                "“%(name)s” đến %(day)s ghi %(here)s ở đây nhưng %(there)s ở %(where)s. Một số liệu"
                " chỉ có một giá trị cho một ngày.",
                **told,
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
    told = {"name": given.name(code), "here": here, "there": there, "words": measured.words}
    if equal:
        sentence = Sentence(
            "“%(name)s” báo cáo %(here)s, hệ thống đo được %(there)s (%(words)s).", **told
        )
    else:
        sentence = Sentence(
            "“%(name)s” báo cáo %(here)s, hệ thống đo được %(there)s (%(words)s), lệch %(gap)s."
            " Giải trình hoặc sửa số.",
            **told,
            gap=_write(abs(stated - measured.value)),
        )
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


def _threshold(code: str, given: Given) -> Iterator[Found]:
    """Only where somebody entered a threshold, with the document that sets it."""
    stated, threshold = given.number(code), given.thresholds.get(code)
    if stated is None or threshold is None:
        return
    told = {
        "name": given.name(code),
        "stated": _write(stated),
        "threshold": _write(threshold.value),
        "source": threshold.source,
    }
    holds = stated >= threshold.value if threshold.at_least else stated <= threshold.value
    if holds:
        sentence = Sentence(
            "“%(name)s” là %(stated)s, đạt ngưỡng %(threshold)s (%(source)s).", **told
        )
    elif threshold.at_least:
        sentence = Sentence(
            "“%(name)s” là %(stated)s, dưới ngưỡng %(threshold)s (%(source)s).", **told
        )
    else:
        sentence = Sentence(
            "“%(name)s” là %(stated)s, trên ngưỡng %(threshold)s (%(source)s).", **told
        )
    yield Found(
        f"threshold:{code}",
        FindingKind.THRESHOLD,
        OK if holds else FAIL,
        sentence,
        told["threshold"],
        told["stated"],
        figures=(code,),
    )


def _rounded(value: Fraction, decimals: int) -> Decimal:
    """Half away from zero."""
    scaled = abs(value) * 10**decimals
    nearest = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-nearest if value < 0 else nearest).scaleb(-decimals)


def _write(number: Decimal) -> str:
    return VIETNAMESE.write(number)

"""The checks of a form as lines that a person types, like formulas in a sheet. Pure.

    day.received = day.online + day.direct          a total and its parts
    day.late <= day.finished                        not more than
    rate.late = day.late / day.received             a percentage of a whole
    a.one = b.one                                   one figure twice
    total = tổng(part)                              the sum of the units below
    units = đếm(part)                               how many units below
    class.a + class.b = xã                          classes that cover all communes; or tỉnh
    cùng ngày: a.one, b.one                         figures of one day

Words are read with or without accents.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from lienthong.organisations.rules import fold
from lienthong.reports.rules import NotAllowed, _
from lienthong.reports.rules.forms import BELOW, FormClaim
from lienthong.reports.rules.kinds import FindingKind

_CODE: Final = r"[a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)*"
_SUM_BELOW: Final = re.compile(rf"tong\(\s*({_CODE})\s*\)")
_COUNT_BELOW: Final = re.compile(rf"dem\(\s*({_CODE})\s*\)")
_COVERED: Final = {"xa": "communes", "tinh": "provinces"}
_COVERED_WORDS: Final = {"communes": "xã", "provinces": "tỉnh"}
_SAME_DAY: Final = "cung ngay:"


class WrongPhrase(NotAllowed):
    """A line that is no check; the sentence quotes it."""


def read_checks(text: str) -> list[dict[str, Any]]:
    """The claims of a form's content, one a line; empty lines are passed over."""
    lines = [" ".join(fold(line).split()) for line in text.splitlines() if line.strip()]
    return [{"id": f"c{number}", **_read(line)} for number, line in enumerate(lines, 1)]


def write_checks(claims: Sequence[FormClaim]) -> str:
    """The lines that are read as these claims."""
    return "\n".join(_written(claim) for claim in claims)


def _read(line: str) -> dict[str, Any]:
    if line.startswith(_SAME_DAY):
        figures = [part.strip() for part in line.removeprefix(_SAME_DAY).split(",")]
        return {"kind": "as_of", "figures": _codes(figures, line)}
    if "<=" in line:
        a, b = _sides(line, "<=")
        return {"kind": "at_most", "a": _code(a, line), "b": _code(b, line)}
    left, right = _sides(line, "=")
    if right in _COVERED:
        parts = _codes([part.strip() for part in left.split("+")], line)
        return {"kind": "coverage", "parts": parts, "of": _COVERED[right]}
    return _about(_code(left, line), right, line)


def _about(stated: str, right: str, line: str) -> dict[str, Any]:
    """What a figure must be."""
    if found := _SUM_BELOW.fullmatch(right):
        return {"kind": "sum_of_list", "total": stated, "list": f"{BELOW}{found[1]}"}
    if found := _COUNT_BELOW.fullmatch(right):
        return {"kind": "count", "list": f"{BELOW}{found[1]}", "stated": stated}
    if "/" in right:
        part, whole = _sides(right, "/", line)
        return {
            "kind": "share",
            "part": _code(part, line),
            "whole": _code(whole, line),
            "percent": stated,
        }
    if "+" in right:
        parts = _codes([part.strip() for part in right.split("+")], line)
        return {"kind": "sum", "total": stated, "parts": parts}
    return {"kind": "equal", "a": stated, "b": _code(right, line)}


def _sides(text: str, sign: str, line: str = "") -> tuple[str, str]:
    left, found, right = text.partition(sign)
    if not found or sign in right:
        raise _wrong(line or text)
    return left.strip(), right.strip()


def _codes(parts: Sequence[str], line: str) -> list[str]:
    return [_code(part, line) for part in parts]


def _code(text: str, line: str) -> str:
    if not re.fullmatch(_CODE, text):
        raise _wrong(line)
    return text


def _wrong(line: str) -> WrongPhrase:
    return WrongPhrase(
        _(
            "Không đọc được phép kiểm tra “%(line)s”. Viết mã chỉ tiêu và một trong các dạng ở lời"
            " hướng dẫn, ví dụ tong.so = truc.tuyen + truc.tiep."
        ),
        line=line[:120],
    )


def _written(claim: FormClaim) -> str:
    one: Mapping[str, str] = {role: code.removeprefix(BELOW) for role, code in claim.one.items()}
    match claim.kind:
        case FindingKind.SUM:
            return f"{one['total']} = {' + '.join(claim.many['parts'])}"
        case FindingKind.SHARE:
            return f"{one['percent']} = {one['part']} / {one['whole']}"
        case FindingKind.COUNT:
            return f"{one['stated']} = đếm({one['list']})"
        case FindingKind.AT_MOST:
            return f"{one['a']} <= {one['b']}"
        case FindingKind.SUM_OF_LIST:
            return f"{one['total']} = tổng({one['list']})"
        case FindingKind.COVERAGE:
            return f"{' + '.join(claim.many['parts'])} = {_COVERED_WORDS[one['of']]}"
        case FindingKind.AS_OF:
            return f"cùng ngày: {', '.join(claim.many['figures'])}"
        case _:
            return f"{one['a']} = {one['b']}"

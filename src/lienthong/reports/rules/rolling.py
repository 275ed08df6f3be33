"""Figures of several units as the figures of the unit above them. Pure."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from lienthong.reports.rules.answers import number_of
from lienthong.reports.rules.judging import computed
from lienthong.reports.rules.kinds import Rollup

# A derived share is told with one decimal, as percentages are everywhere in the house.
DECIMALS: Final = 1


def rolled(
    rules: Mapping[str, tuple[Rollup, str]], parts: Iterable[Mapping[str, str]]
) -> dict[str, str]:
    """`rules`: how each figure rolls up, with its formula. What nobody below states is absent; a
    derived figure is derived anew from the sums, never added up or averaged."""
    sums: dict[str, Decimal] = {}
    for values in parts:
        for code, (rollup, _formula) in rules.items():
            number = number_of(values.get(code, ""))
            if rollup is Rollup.SUM and number is not None:
                sums[code] = sums.get(code, Decimal(0)) + number
    found = {code: f"{number:f}" for code, number in sums.items()}
    for code, (rollup, text) in rules.items():
        if rollup is Rollup.FORMULA and text and (value := computed(text, sums, decimals=DECIMALS)):
            found[code] = value
    return found

"""Which procedure: by the number of a frequent one, by code, or by words of the name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from lienthong.catalogue import queries as catalogue
from lienthong.catalogue.queries import ProcedureRow, VersionView
from lienthong.catalogue.rules import NotOffered
from lienthong.dossiers.queries.counter import FrequentProcedure
from lienthong.organisations.rules import fold
from lienthong.web.ui.asked import printable
from lienthong.web.ui.saying import said

MOST: Final = 8


@dataclass(frozen=True, kw_only=True)
class ProcedurePick:
    """The procedure: chosen, or still to be chosen among `offers`."""

    text: str = ""
    version: VersionView | None = None
    offers: Sequence[ProcedureRow] = ()
    trouble: str = ""


def pick(
    posted: Mapping[str, Any], *, act: str, on: date, frequent: Sequence[FrequentProcedure]
) -> ProcedurePick:
    text = printable(posted.get("thu-tuc"))
    if act == "doi-thu-tuc":
        return ProcedurePick()
    code = printable(posted.get("ma"))
    if code:
        return _chosen(code, on=on)
    if not text:
        return ProcedurePick()
    if text.isascii() and text.isdecimal() and len(text) == 1:
        # The numbers that stood on the page, not those that it would have now.
        shown = printable(posted.get("thuong"), most=300).split()
        place = int(text) - 1
        if 0 <= place < len(shown):
            return _chosen(shown[place], on=on)
    offers = found(text, on=on, frequent=frequent)
    if len(offers) == 1:
        return _chosen(offers[0].code, on=on)
    if not offers:
        return ProcedurePick(
            text=text,
            trouble=_("Không có thủ tục nào đang áp dụng khớp với “%(text)s”. Thử bớt chữ, hoặc gõ"
                      " mã thủ tục.") % {"text": text},
        )  # fmt: skip
    return ProcedurePick(text=text, offers=offers)


def found(text: str, *, on: date, frequent: Sequence[FrequentProcedure]) -> list[ProcedureRow]:
    """What the words may mean: frequent ones first, then the shortest name, which is the plain
    case of several."""
    if not fold(text):
        return []
    rows = catalogue.published(on=on, text=text)
    exact = [row for row in rows if row.code == text]
    if exact:
        return exact
    order = {one.code: place for place, one in enumerate(frequent)}
    rows.sort(key=lambda row: (order.get(row.code, len(order)), len(row.name)))
    return rows[:MOST]


def _chosen(code: str, *, on: date) -> ProcedurePick:
    try:
        return ProcedurePick(version=catalogue.version_in_force(code, on=on))
    except NotOffered as refusal:
        return ProcedurePick(text=code, trouble=said(refusal))

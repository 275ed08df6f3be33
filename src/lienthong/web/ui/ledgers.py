"""The ledger bar: who held a dossier for how long, drawn to scale and said in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext as _

from lienthong.web.ui import formats

# Kind of holder to the class of the design. Neighbouring agencies alternate between two blues.
_CSS = {"applicant": "citizen", "system": "reg", "queue": "us2", "desk": "us2", "consulted": "us2"}


class LedgerSpan(Protocol):
    """One holder. `kind`: queue, agency, applicant, consulted, system, desk. `seconds` is
    wall-clock time; `working_minutes` is by the holder's own calendar and never added up."""

    @property
    def label(self) -> str: ...
    @property
    def seconds(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def working_minutes(self) -> int | None: ...


@dataclass(frozen=True)
class Bar:
    css: str
    x: str
    width: str
    label: str
    length: str
    starts_at: datetime
    working: str


def bars(spans: Iterable[LedgerSpan]) -> list[Bar]:
    """Positions in percent of the whole. The last one ends at 100 exactly."""
    spans = list(spans)
    total = sum(span.seconds for span in spans) or 1
    drawn: list[Bar] = []
    before = 0
    for span in spans:
        css = _CSS.get(span.kind, "us")
        if css == "us" and drawn and drawn[-1].css == "us":
            css = "us2"
        after = before + span.seconds
        left, right = before * 100 / total, after * 100 / total
        # Rounded along the line, so that the minutes shown add up to the minutes of the total.
        shown = (after // 60 - before // 60) * 60
        before = after
        drawn.append(
            Bar(
                css=css,
                x=f"{left:.2f}",
                width=f"{right - left:.2f}",
                label=span.label,
                length=formats.span(shown),
                starts_at=span.starts_at,
                working=""
                if span.working_minutes is None
                else formats.minutes(span.working_minutes),
            )
        )
    return drawn


def total(spans: Iterable[LedgerSpan]) -> str:
    return formats.span(sum(span.seconds for span in spans))


def sentence(spans: Iterable[LedgerSpan]) -> str:
    """What the bar shows, for who does not see it."""
    by_side = {"agency": 0, "applicant": 0, "system": 0}
    for span in spans:
        side = span.kind if span.kind in {"applicant", "system"} else "agency"
        by_side[side] += span.seconds
    words = [
        _("Tổng %(total)s: cơ quan giữ %(length)s")
        % {
            "total": formats.span(sum(by_side.values())),
            "length": formats.span(by_side["agency"]),
        }
    ]
    if by_side["applicant"]:
        words.append(_("người nộp giữ %(length)s") % {"length": formats.span(by_side["applicant"])})
    if by_side["system"]:
        words.append(
            _("hệ thống khác không trả lời %(length)s")
            % {"length": formats.span(by_side["system"])}
        )
    return ", ".join(words) + "."

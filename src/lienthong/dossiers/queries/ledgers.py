"""The delay ledger of a dossier with names and each holder's own working time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from lienthong import clock
from lienthong.catalogue.rules.content import Content
from lienthong.dossiers.queries.reading import Reading
from lienthong.dossiers.queries.words import either
from lienthong.dossiers.rules.ledger import Span, ledger
from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView


@dataclass(frozen=True, kw_only=True)
class LedgerLine:
    """One holder of the dossier. `seconds` is wall-clock time and adds up over the lines;
    `working_minutes` is by the holder's own calendar and does not; `counted` says how much of the
    dossier's limit ran meanwhile, in the limit's unit."""

    kind: str
    label: str
    step: str
    agency: int
    starts_at: datetime
    ends_at: datetime
    seconds: int
    working_minutes: int | None
    beside: tuple[str, ...] = ()


def _label(kind: str, agency: str) -> str:
    match kind:
        case "queue":
            return _("Chờ tiếp nhận, %(agency)s") % {"agency": agency}
        case "applicant":
            return _("Người nộp")
        case "consulted":
            return _("Chờ ý kiến, %(agency)s") % {"agency": agency}
        case "system":
            return _("Hệ thống khác không trả lời")
        case "desk":
            return _("Chờ người nộp đến nhận, %(agency)s") % {"agency": agency}
        case _other:
            return agency


def ledger_lines(reading: Reading, content: Content, *, now: datetime) -> list[LedgerLine]:
    """Who held the dossier, in order, from submission to return or to `now`."""
    spans = ledger(reading.events, now=now)
    ids = {span.agency for span in spans if span.agency}
    ids |= {inner.agency for span in spans for inner in span.within}
    agencies = organisations.agencies(ids)
    calendars = organisations.calendars_of(ids, edition=reading.standing.edition)
    steps = {step.key: either(step.name, step.name_en) for step in content.steps}
    return [_line(span, agencies, calendars, steps) for span in spans]


def _line(
    span: Span,
    agencies: Mapping[int, AgencyView],
    calendars: Mapping[int, clock.Calendar],
    steps: Mapping[str, str],
) -> LedgerLine:
    agency = agencies.get(span.agency)
    name = either(agency.name, agency.name_en) if agency else ""
    calendar = calendars.get(span.agency)
    step = steps.get(span.step, "")
    label = _label(span.kind, name)
    return LedgerLine(
        kind=span.kind,
        label=f"{label}: {step[0].lower()}{step[1:]}" if step else label,
        step=step,
        agency=span.agency,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        seconds=int((span.ends_at - span.starts_at).total_seconds()),
        working_minutes=(
            clock.working_seconds_between(calendar, span.starts_at, span.ends_at) // 60
            if calendar is not None
            else None
        ),
        beside=tuple(
            agencies[inner.agency].name for inner in span.within if inner.agency in agencies
        ),
    )

"""The first thing seen: what my units owe now, with the time left; below, who is still missing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.reports.queries.missing import Standing, running_periods, standing
from lienthong.reports.queries.reports import Duty, PeriodView, duties, period
from lienthong.reports.rules.kinds import ReportState
from lienthong.web.report.reach import MANAGE, VIEW, own, reach
from lienthong.web.report.words import period_words, state_tag
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request, needs
from lienthong.web.ui.status import Tag

_SHOWN_DONE = timedelta(hours=24)
_PERIODS = 8


@dataclass(frozen=True)
class Shown:
    duty: Duty
    tag: Tag
    name: str
    period: str


@dataclass(frozen=True)
class Below:
    """A period among the units below."""

    period: PeriodView
    name: str
    words: str
    counts: Standing
    over: bool

    @property
    def share(self) -> str:
        """Of 100, how many have arrived."""
        return f"{(self.counts.owed - self.counts.missing) / max(1, self.counts.owed) * 100:.1f}"


@needs(VIEW)
@never_cache
@require_safe
def overview(request: Request) -> HttpResponse:
    mine, seen = own(request), reach(request)
    owed = duties(mine, at=request.now, done_since=request.now - _SHOWN_DONE) if mine else []
    shown = [
        Shown(
            duty,
            state_tag(duty.report, at=request.now),
            formats.own_name(duty.report.period.form),
            period_words(duty.report.period),
        )
        for duty in owed
    ]
    waiting = [one for one in shown if one.duty.report.state is not ReportState.SUBMITTED]
    below = seen - mine
    context = {
        "waiting": waiting,
        "done": [one for one in shown if one.duty.report.state is ReportState.SUBMITTED],
        "next": min((one.duty.report.due_at for one in waiting
                     if one.duty.report.due_at > request.now), default=None),
        "several": len({one.duty.report.agency_id for one in shown}) > 1,
        "reports": bool(mine),
        "below": _below(below, request.now) if below else [],
        "may_manage": request.scope.may(MANAGE),
    }  # fmt: skip
    return render(request, "report/duties.html", context)


def _below(agencies: frozenset[int], at: datetime) -> list[Below]:
    found = []
    for number in running_periods(agencies, at=at, limit=_PERIODS):
        one, counts = period(number), standing(number, agencies=agencies)
        if counts.owed:
            found.append(
                Below(one, formats.own_name(one.form), period_words(one), counts, at >= one.due_at)
            )
    return found

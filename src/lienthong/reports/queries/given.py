"""What the checks of a report need beside its own figures: names, formulas, the units below, the
same figures elsewhere, what is measured."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from lienthong.clock import VIETNAM
from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import Level, Sentence
from lienthong.reports.models import Report, Value
from lienthong.reports.queries.forms import IndicatorView
from lienthong.reports.queries.measured import FIGURES, Measured, measured
from lienthong.reports.queries.reports import ReportView, last_revisions
from lienthong.reports.rules import stated
from lienthong.reports.rules.forms import BELOW, Content
from lienthong.reports.rules.kinds import FindingKind, ReportState
from lienthong.reports.rules.stated import Given, Statement, Threshold


def given_for(
    report: ReportView,
    indicators: Mapping[str, IndicatorView],
    *,
    values: Mapping[str, str],
    as_of: date | None,
    dates: Mapping[str, date],
    at: datetime,
    measuring: bool = True,
) -> Given:
    """What is judged when these values are submitted. `measuring`: set against what the house
    measures, which has no meaning for figures from before its time."""
    content, period = report.period.form.content, report.period
    return Given(
        values=values,
        names={code: one.name for code, one in indicators.items()},
        start=period.start,
        end=period.end,
        period=period.words,
        as_of=as_of,
        dates=dates,
        below=_below(report, content),
        universe=_universe(report, content),
        elsewhere=_elsewhere(report, values),
        formulas={code: one.formula for code, one in indicators.items() if one.formula},
        measured={
            code: stated.Measured(one.value, measured_words(indicators[code], one))
            for code, one in measured_for(report, indicators, at=at).items()
        }
        if measuring
        else {},
        thresholds={
            code: Threshold(one.threshold, one.threshold_source, at_least=one.rising is not False)
            for code, one in indicators.items()
            if one.threshold is not None
        },
    )


def measured_for(
    report: ReportView, indicators: Mapping[str, IndicatorView], *, at: datetime
) -> dict[str, Measured]:
    """What the house measures for the figures of a report, by indicator."""
    wanted = {code: one.measured for code, one in indicators.items() if one.measured in FIGURES}
    if not wanted:
        return {}
    found = measured(
        set(wanted.values()),
        agency_id=report.agency_id,
        since=report.period.start,
        until=report.period.end,
        as_of=at,
    )
    return {code: found[name] for code, name in wanted.items() if name in found}


def measured_words(indicator: IndicatorView, one: Measured) -> Sentence:
    """What was counted and as of when: a difference may be one of time, not of lost records."""
    local = one.as_of.astimezone(VIETNAM)
    return Sentence(
        "%(counted)s, lúc %(moment)s",
        counted=FIGURES[indicator.measured].words,
        moment=f"{local:%H:%M %d/%m/%Y}",
    )


def _below(report: ReportView, content: Content) -> dict[str, dict[str, str]]:
    """The figures of the units below, by name of the unit, where a check wants a list."""
    lists = {
        name.removeprefix(BELOW)
        for claim in content.claims
        for name in claim.figures
        if name.startswith(BELOW)
    }
    if not lists:
        return {}
    rows = dict(
        Report.objects.filter(above=report.id, state=ReportState.SUBMITTED).values_list(
            "pk", "agency__name"
        )
    )
    last = last_revisions(rows)
    return {
        code: {rows[number]: one.values[code] for number, one in last.items() if code in one.values}
        for code in lists
    }


def _universe(report: ReportView, content: Content) -> dict[str, int]:
    """How many units there are to cover, on the last day of the period."""
    wanted = {claim.one["of"] for claim in content.claims if claim.kind is FindingKind.COVERAGE}
    if not wanted:
        return {}
    agency, on = organisations.agency(report.agency_id), report.period.end
    found = {}
    if "communes" in wanted:
        # A commune says of itself which class it is in: one of them.
        country = agency.level is Level.MINISTRY
        found["communes"] = (
            1
            if agency.level is Level.COMMUNE
            else organisations.count_communes("" if country else agency.province_code, on=on)
        )
    if "provinces" in wanted and agency.level is Level.MINISTRY:
        found["provinces"] = len(organisations.provinces(on=on))
    return found


def _elsewhere(report: ReportView, values: Mapping[str, str]) -> dict[str, Sequence[Statement]]:
    """The same figures of the same agency as other forms state them for days that overlap."""
    rows = (
        Value.objects.filter(
            agency=report.agency_id,
            indicator__in=list(values),
            end__gte=report.period.start,
            start__lte=report.period.end,
            report__isnull=False,
        )
        .exclude(report=report.id)
        .exclude(report__period__form__code=report.period.form.code)
        .select_related("report__period__form")
    )
    found: dict[str, list[Statement]] = {}
    for row in rows:
        number = row.number
        text = f"{number.normalize():f}" if isinstance(number, Decimal) else row.text
        where = row.report.period.form.name if row.report else row.origin
        day = row.as_of.astimezone(VIETNAM).date()
        found.setdefault(row.indicator, []).append(Statement(text, day, f"“{where}”"))
    return {code: tuple(statements) for code, statements in found.items()}

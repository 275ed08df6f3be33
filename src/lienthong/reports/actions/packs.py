"""Loading data packs: again and again if need be, only what is missing is added."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from lienthong.clock import VIETNAM
from lienthong.organisations import queries as organisations
from lienthong.organisations.queries import AgencyView
from lienthong.organisations.rules import AgencyKind, Level, fold
from lienthong.reports.actions.definitions import NewForm, draft_form, publish_form
from lienthong.reports.actions.indicators import NewIndicator, define_indicator
from lienthong.reports.actions.submitting import Figures, store_figures
from lienthong.reports.adapters.packs import NAMES, builtin, table
from lienthong.reports.models import Form, Indicator, Period, Report
from lienthong.reports.queries.forms import FormView, form, indicators
from lienthong.reports.queries.reports import report_view, reporting_days
from lienthong.reports.rules import NotAllowed, _, periods
from lienthong.reports.rules.kinds import ReportState, Source
from lienthong.reports.rules.packs import SINCE, Pack, PackedReport


@dataclass(frozen=True)
class LoadedPacks:
    """How many rows a run added."""

    indicators: int
    forms: int
    reports: int


@transaction.atomic
def load_packs(*, by: str, at: datetime, names: Sequence[str] = NAMES) -> LoadedPacks:
    """The packs of the product, with the printed figures of September 2025 as first period."""
    loaded = [load_pack(pack=builtin(name), by=by, at=at) for name in names]
    return LoadedPacks(
        sum(one.indicators for one in loaded),
        sum(one.forms for one in loaded),
        sum(one.reports for one in loaded),
    )


@transaction.atomic
def load_pack(*, pack: Pack, by: str, at: datetime, receiver: int | None = None) -> LoadedPacks:
    """Missing definitions, the form where its code is new, the first period. `receiver`
    stands for the agency that the pack names. Nothing in a pack counts as confirmed."""
    known = set(Indicator.objects.values_list("code", flat=True))
    new = [one for one in pack.indicators if one.code not in known]
    for one in new:
        define_indicator(
            new=NewIndicator(**vars(one), confirmed=False, valid_from=SINCE), by=by, at=at
        )
    if Form.objects.filter(code=pack.form.code).exists():
        return LoadedPacks(len(new), 0, 0)
    named = organisations.agency_by_reference(pack.form.receiver)
    to = receiver or (named.id if named else None)
    if to is None:
        raise NotAllowed(
            _("Không có cơ quan “%(name)s” để nhận báo cáo. Nạp dữ liệu đơn vị trước."),
            name=pack.form.receiver,
        )
    number = publish_form(new=_form_of(pack, to, SINCE), by=by, at=at)
    if pack.start is None or pack.end is None:
        return LoadedPacks(len(new), 1, 0)
    made = _first_period(form(number), pack, pack.start, pack.end, by=by, at=at)
    return LoadedPacks(len(new), 1, made)


def _form_of(pack: Pack, receiver: int, valid_from: date) -> NewForm:
    return NewForm(
        code=pack.form.code,
        name=pack.form.name,
        name_en=pack.form.name_en,
        receiver=receiver,
        rhythm=pack.form.rhythm,
        content=pack.form.content,
        automatic=pack.form.automatic,
        source=pack.form.source,
        valid_from=valid_from,
    )


@dataclass(frozen=True)
class TakenPack:
    """`form`: the draft; `defined`: codes that were new; `kept`: codes whose meaning here is not
    the pack's, and stays."""

    form: int
    defined: Sequence[str]
    kept: Sequence[str]


@transaction.atomic
def take_pack(*, pack: Pack, receiver: int, by: str, at: datetime) -> TakenPack:
    """A pack that a person brings: what it defines anew holds from today, its form is a draft that
    is looked at and published. Its figures are not taken: those are somebody's to report."""
    today = at.astimezone(VIETNAM).date()
    known = {row.code: row for row in Indicator.objects.filter(valid_until=None)}
    defined, kept = [], []
    for one in pack.indicators:
        if one.code not in known:
            new = NewIndicator(**vars(one), confirmed=False, valid_from=today)
            define_indicator(new=new, by=by, at=at)
            defined.append(one.code)
        elif (known[one.code].name, known[one.code].formula) != (one.name, one.formula):
            kept.append(one.code)
    number = draft_form(new=_form_of(pack, receiver, today + timedelta(days=1)), by=by, at=at)
    return TakenPack(number, defined, kept)


def _first_period(
    asked: FormView, pack: Pack, start: date, end: date, *, by: str, at: datetime
) -> int:
    """A period that is over: its figures are those of the documents, as packed revisions, and what
    the checks find in them are findings."""
    calendar = reporting_days(asked)
    whole = periods.turn_of(start, end, asked.content.schedule, calendar)
    period = Period.objects.create(
        form_id=asked.id, start=start, end=end, opens_at=whole.opens_at, due_at=whole.due_at,
        marked_at=at, locked_at=at,
    )  # fmt: skip
    found = [(agency, one) for one in _stated(pack) if (agency := _agency(one.agency, end))]
    # The centre first as a row, because the others stand below it; last as figures, because its
    # checks look at theirs.
    found.sort(key=lambda pair: pair[0].level is not Level.MINISTRY or pair[0].kind is not
               AgencyKind.PARTY_COMMITTEE)  # fmt: skip
    rows: dict[int, Report] = {}
    top: Report | None = None
    for agency, _one in found:
        if agency.id not in rows:
            rows[agency.id] = Report.objects.create(
                period=period, agency_id=agency.id, level=agency.level, above=top,
                due_at=whole.due_at, state=ReportState.OWED,
            )  # fmt: skip
            top = top or rows[agency.id]
    known = indicators(asked.content.codes, on=end)
    for agency, one in reversed(found):
        figures = Figures(
            values=one.values, as_of=pack.as_of, dates=one.dates, source=Source.PACKED,
            origin=one.origin,
        )  # fmt: skip
        store_figures(report_view(rows[agency.id]), figures, known, by=by, at=at)
    Report.objects.filter(period=period).update(late=False)
    return len(rows)


def _stated(pack: Pack) -> Iterator[PackedReport]:
    yield from pack.reports
    for one in pack.tables:
        for line in table(one.file):
            values = {code: line[column] for code, column in one.values.items() if line[column]}
            if values:
                yield PackedReport(
                    f"{one.level}:{line[one.column]}", f"{one.file}: {line['source']}", values, {}
                )


def _agency(name: str, on: date) -> AgencyView | None:
    """None for who is no agency of ours, a state corporation for instance."""
    kind, _colon, rest = name.partition(":")
    if kind == "province":
        return _provinces(on).get(_short(rest))
    if kind == "ministry":
        return _ministries(on).get(fold(rest))
    return organisations.agency_by_reference(name)


def _provinces(on: date) -> Mapping[str, AgencyView]:
    committees = {
        one.province_code: one
        for one in organisations.agencies_of_kinds([AgencyKind.PROVINCE_COMMITTEE], on=on)
    }
    return {
        _short(unit.name): committees[unit.code]
        for unit in organisations.provinces(on=on)
        if unit.code in committees
    }


def _ministries(on: date) -> Mapping[str, AgencyView]:
    found = organisations.agencies_of_kinds([AgencyKind.MINISTRY], on=on)
    return {fold(one.name): one for one in found}


def _short(name: str) -> str:
    return fold(name).removeprefix("thanh pho ").removeprefix("tinh ")

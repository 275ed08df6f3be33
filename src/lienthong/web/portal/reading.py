"""A procedure version in plain words, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lienthong.catalogue.queries import VersionView
from lienthong.catalogue.rules.content import (
    Channel,
    Component,
    Content,
    Fee,
    LimitUnit,
    Step,
    StepKind,
    TimeOption,
)
from lienthong.catalogue.rules.wording import CHANNELS, PAUSES, PLACES, STARTS
from lienthong.web.ui import formats


@dataclass(frozen=True)
class TimeLine:
    """A time limit and when it applies."""

    key: str
    limit: str
    when: str
    legal_source: str


@dataclass(frozen=True)
class Paper:
    name: str
    how: str
    note: str


@dataclass(frozen=True)
class NeedlessPaper:
    """A paper that nobody may ask for: its data is in a connected source."""

    name: str
    source: str


@dataclass(frozen=True)
class FeeLine:
    name: str
    amount: str
    when: str


@dataclass(frozen=True)
class StepLine:
    name: str
    who: str


@dataclass(frozen=True, kw_only=True)
class ProcedureText:
    code: str
    number: int
    name: str
    official_name: str
    field: str
    subjects: tuple[str, ...]
    online: bool
    online_partial_reason: str
    times: tuple[TimeLine, ...]
    starts: str
    pauses: tuple[str, ...]
    papers: tuple[Paper, ...]
    papers_in_cases: tuple[Paper, ...]
    needless: tuple[NeedlessPaper, ...]
    fees: tuple[FeeLine, ...]
    free: bool | None  # None: the source does not say
    fee_note: str
    results: tuple[str, ...]
    steps: tuple[StepLine, ...]
    legal_basis: tuple[str, ...]
    source: str
    valid_from: str


def read(version: VersionView, *, connected: Mapping[str, str]) -> ProcedureText:
    """`connected`: the data sources that hold today, code to name."""
    content = version.content
    needless = [part for part in content.components if part.replaced_by in connected]
    asked = [part for part in content.components if part not in needless]
    return ProcedureText(
        code=version.code,
        number=version.number,
        name=_own(version.name, version.name_en),
        official_name=version.official_name,
        field=version.field_name,
        subjects=content.subjects,
        online=Channel.ONLINE in content.channels,
        online_partial_reason=content.online_reason,
        times=tuple(map(_time, content.time_options)),
        starts=_(STARTS[content.clock.start_on]),
        pauses=tuple(_(PAUSES[reason]) for reason in content.clock.not_counting),
        papers=tuple(_paper(part) for part in asked if part.required),
        papers_in_cases=tuple(_paper(part) for part in asked if not part.required),
        needless=tuple(
            NeedlessPaper(_own(part.name, part.name_en), connected[part.replaced_by])
            for part in needless
        ),
        fees=tuple(map(_fee, content.fees)),
        free=_free(content),
        fee_note=content.fee_note,
        results=tuple(_own(result.name, result.name_en) for result in content.results),
        steps=tuple(map(_step, _path(content.steps))),
        legal_basis=content.legal_basis,
        source=content.source,
        valid_from=formats.day(version.valid_from) if version.valid_from else "",
    )


def limit_words(option: TimeOption) -> str:
    """10 ngày làm việc; trong ngày, nhận trước 15:00."""
    amount = Decimal(option.amount)
    match option.unit:
        case LimitUnit.WORKING_DAY:
            return formats.working_days(amount)
        case LimitUnit.WORKING_HOUR:
            return formats.working_hours(amount)
        case LimitUnit.CALENDAR_DAY:
            return formats.calendar_days(amount)
        case LimitUnit.SAME_DAY if option.cutoff:
            return _("trong ngày, nếu nhận trước %(hour)s") % {"hour": option.cutoff}
        case LimitUnit.SAME_DAY:
            return _("trong ngày")


def _own(name: str, name_en: str) -> str:
    return name_en if name_en and formats.english() else name


def _channels(channels: tuple[Channel, ...]) -> str:
    """Nothing when the line holds for every way of filing."""
    if not channels or set(channels) == set(Channel):
        return ""
    return _("nộp %(ways)s") % {"ways": ", ".join(_(CHANNELS[channel]) for channel in channels)}


def _time(option: TimeOption) -> TimeLine:
    when = "; ".join(filter(None, (option.condition, _channels(option.channels))))
    return TimeLine(option.key, limit_words(option), when, option.legal_source)


def _paper(part: Component) -> Paper:
    counts = []
    if part.to_show:
        counts.append(_("chỉ xuất trình, không nộp"))
    if part.originals and not part.to_show:
        counts.append(
            ngettext("%(count)d bản chính", "%(count)d bản chính", part.originals)
            % {"count": part.originals}
        )
    if part.copies:
        counts.append(
            ngettext("%(count)d bản sao", "%(count)d bản sao", part.copies) % {"count": part.copies}
        )
    note = "; ".join(filter(None, (part.case, part.note)))
    return Paper(_own(part.name, part.name_en), ", ".join(counts), note)


def _free(content: Content) -> bool | None:
    if any(fee.amount for fee in content.fees):
        return False
    return True if content.fees or not content.fee_note else None


def _fee(fee: Fee) -> FeeLine:
    when = "; ".join(filter(None, (_channels(fee.channels), fee.note)))
    amount = formats.money(fee.amount) if fee.amount else _("không thu")
    return FeeLine(fee.name, amount, when)


def _path(steps: tuple[Step, ...]) -> list[Step]:
    """The usual way through the steps: always the first next one."""
    by_key = {step.key: step for step in steps}
    path: list[Step] = []
    step = steps[0] if steps else None
    while step is not None and step not in path:
        path.append(step)
        step = by_key.get(step.next[0]) if step.next else None
    return path


def _step(step: Step) -> StepLine:
    who = _(PLACES[step.place])
    if step.kind is StepKind.APPROVE:
        who = _("Lãnh đạo, %(place)s") % {"place": who}
    return StepLine(_own(step.name, step.name_en), who)

"""The form of a report: what stands in each control and beside it, and what was posted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from lienthong.reports.actions import Figures
from lienthong.reports.queries import prefill
from lienthong.reports.queries.forms import indicators
from lienthong.reports.queries.prefill import Filled, Origin
from lienthong.reports.queries.reports import ReportView
from lienthong.reports.rules.answers import Answer, read_answer
from lienthong.reports.rules.forms import Content
from lienthong.reports.rules.kinds import Source, ValueKind
from lienthong.web.report.words import ORIGINS, value_words
from lienthong.web.ui import formats
from lienthong.web.ui.access import Request
from lienthong.web.ui.asked import day_of


def near(day: date) -> bool:
    """Whether a report could be about it."""
    return 2000 <= day.year <= 2100


def report_day(text: str) -> date | None:
    day = day_of(text)
    return day if day and near(day) else None


@dataclass(frozen=True)
class Line:
    """A figure on the form: what stands in the control, what is wrong with it, what stands beside
    it."""

    code: str
    filled: Filled
    typed: str
    note: str
    required: bool
    hint: str
    error: str = ""
    remark: str = ""

    @property
    def name(self) -> str:
        return formats.own_name(self.filled.indicator)

    @property
    def yes_no(self) -> bool:
        return self.filled.indicator.kind is ValueKind.YES_NO

    @property
    def long(self) -> bool:
        return self.filled.indicator.kind is ValueKind.TEXT

    @property
    def shown(self) -> str:
        return value_words(self.filled.indicator.kind, self.filled.value)

    @property
    def last(self) -> str:
        return value_words(self.filled.indicator.kind, self.filled.last)

    @property
    def measured(self) -> str:
        one = self.filled.measured
        return formats.number(one.value) if one else ""

    @property
    def differs(self) -> bool:
        """What stands there is not what is measured."""
        one = self.filled.measured
        return one is not None and self.filled.value not in ("", f"{one.value:f}")

    @property
    def origin(self) -> str:
        quiet = (Origin.DRAFT, Origin.SUBMITTED)
        return "" if self.filled.origin in quiet else str(ORIGINS[self.filled.origin])


@dataclass(frozen=True)
class Group:
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Typed:
    """What was posted, read: values as they are kept, and what could not be read."""

    values: Mapping[str, str]
    texts: Mapping[str, str]
    notes: Mapping[str, str]
    answers: Mapping[str, Answer]
    as_of: date | None

    @property
    def errors(self) -> dict[str, str]:
        return {
            code: _(answer.error) % answer.values
            for code, answer in self.answers.items()
            if answer.error
        }

    def figures(self, source: Source, file: str = "") -> Figures:
        return Figures(
            values=self.values, notes=self.notes, as_of=self.as_of, source=source, file=file
        )


def posted(request: Request, kinds: Mapping[str, ValueKind]) -> Typed:
    texts = {code: request.POST.get(f"v-{code}", "")[:5000] for code in kinds}
    answers = {code: read_answer(kinds[code], text) for code, text in texts.items()}
    return Typed(
        values={code: answer.value for code, answer in answers.items() if answer.value},
        texts=texts,
        notes={
            code: note
            for code in kinds
            if (note := request.POST.get(f"n-{code}", "")[:1000].strip())
        },
        answers=answers,
        as_of=report_day(request.POST.get("den-ngay", "")),
    )


def kinds_of(owed: ReportView) -> dict[str, ValueKind]:
    """What each figure of the form is: all that reading what was posted needs."""
    known = indicators(owed.period.form.content.codes, on=owed.period.end)
    return {code: one.kind for code, one in known.items()}


def groups(
    report: ReportView,
    fields: Mapping[str, Filled],
    *,
    typed: Typed | None = None,
    errors: Mapping[str, str] | None = None,
) -> list[Group]:
    """The sections of the form with everything beside the figures."""
    return line_groups(report.period.form.content, fields, typed=typed, errors=errors)


def line_groups(
    content: Content,
    fields: Mapping[str, Filled],
    *,
    typed: Typed | None = None,
    errors: Mapping[str, str] | None = None,
) -> list[Group]:
    return [
        Group(
            section.name_en if formats.english() and section.name_en else section.name,
            tuple(
                _line(one.indicator, fields, typed, errors or {}, one.required, one.hint)
                for one in section.fields
                if one.indicator in fields
            ),
        )
        for section in content.sections
    ]


def _line(
    code: str,
    fields: Mapping[str, Filled],
    typed: Typed | None,
    errors: Mapping[str, str],
    required: bool,  # noqa: FBT001
    hint: str,
) -> Line:
    filled = fields[code]
    kind = filled.indicator.kind
    if typed is None:
        kept = filled.value if kind is ValueKind.YES_NO else value_words(kind, filled.value)
        return Line(code, filled, kept, filled.note, required, _(hint) if hint else "")
    answer = typed.answers[code]
    return Line(
        code,
        filled,
        answer.value if kind is ValueKind.YES_NO else typed.texts[code],
        typed.notes.get(code, ""),
        required,
        _(hint) if hint else "",
        errors.get(code, ""),
        _(answer.remark) % answer.values if answer.remark else "",
    )


def filled_of(report: ReportView, *, at: datetime) -> dict[str, Filled]:
    return prefill.filled(report, at=at)
